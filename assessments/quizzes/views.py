"""Pages of knowledge checks. Somebody else's attempt is a 404."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments.questions.showing import show_question
from assessments.quizzes.content import content_of
from assessments.quizzes.lesson_checks import LessonCheck, lesson_form
from assessments.quizzes.models import Attempt, Quiz
from assessments.quizzes.pages import (
    answer_form,
    first_open,
    lines_of,
    question_page,
    time_left,
)
from assessments.quizzes.problems import (
    AnswerRefused,
    AnswerStays,
    AttemptClosed,
    QuizProblem,
    TimeIsUp,
)
from assessments.quizzes.review import comments_of, review_of
from assessments.quizzes.services import (
    answer_lesson_question,
    save_response,
    start_attempt,
    submit_attempt,
)
from assessments.quizzes.standing import standing_of

logger = logging.getLogger("streetlight.quizzes")

#: Name of the box "I am not sure" beside the fields of a question.
UNSURE = "answer-marked"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, key):
    """The rules of a module's check; POST begins or goes on."""
    quiz = get_object_or_404(Quiz.objects.for_modules(), key=key)
    if request.method == "POST":
        try:
            attempt = start_attempt(quiz, person=request.user)
        except QuizProblem as problem:
            messages.warning(request, str(problem))
            return redirect("quizzes:start", key=key)
        position = first_open(attempt.items.all())
        return redirect("quizzes:question", attempt.public_id, position)
    standing = standing_of(request.user, quiz)
    context = {"quiz": quiz, "standing": standing, "number": quiz.question_count}
    return render(request, "quizzes/start.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, attempt, position):
    """One question of an open attempt; POST keeps the answer and goes on."""
    attempt = _attempt(request, attempt)
    if not attempt.is_open:
        return _closed(request, attempt)
    if request.method != "POST" and attempt.time_is_up(timezone.now()):
        return _over(request, attempt)
    items = list(attempt.items.select_related("regrade"))
    item = next((one for one in items if one.position == position), None)
    if item is None:
        return redirect("quizzes:question", attempt.public_id, first_open(items))
    form = answer_form(item, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _keep(request, attempt, item, form, len(items))
    if form.is_bound and _wants_json(request):
        # Half-written numbers and orders are no failure to save.
        return JsonResponse({"state": "unsaved"})
    page = question_page(item, items, form, judged=attempt.answers_stay)
    context = {
        "attempt": attempt,
        "page": page,
        "form": form,
        "time_left": time_left(attempt, timezone.now()),
    }
    return render(request, "quizzes/question.html", context)


def _keep(request, attempt, item, form, total):
    unsure = UNSURE in request.POST
    try:
        item = save_response(item, answer=form.answer, unsure=unsure)
    except AttemptClosed:
        return _closed(request, attempt)
    except TimeIsUp:
        return _over(request, attempt)
    except AnswerStays as problem:
        messages.info(request, str(problem))
        return redirect("quizzes:question", attempt.public_id, item.position)
    except AnswerRefused as problem:
        return _refused(request, problem)
    if _wants_json(request):
        saved = timezone.localtime(item.answered_at or timezone.now())
        return JsonResponse({"state": "saved", "time": f"{saved:%H:%M}"})
    if attempt.answers_stay and item.is_answered:
        return redirect("quizzes:question", attempt.public_id, item.position)
    step = -1 if request.POST.get("go") == "previous" else 1
    if not 1 <= item.position + step <= total:
        return redirect("quizzes:overview", attempt.public_id)
    return redirect("quizzes:question", attempt.public_id, item.position + step)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def overview(request, attempt):
    """All answers in words before handing in."""
    attempt = _attempt(request, attempt)
    if not attempt.is_open:
        return _closed(request, attempt)
    if attempt.time_is_up(timezone.now()):
        return _over(request, attempt)
    items = list(attempt.items.all())
    lines = lines_of(items)
    answered = sum(1 for line in lines if line.answer)
    context = {
        "attempt": attempt,
        "lines": lines,
        "total": len(lines),
        "answered": answered,
        "unanswered": len(lines) - answered,
        "go_on": first_open(items),
        "time_left": time_left(attempt, timezone.now()),
    }
    return render(request, "quizzes/overview.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, attempt):
    """Hand in. A reload or a second click finds it done; a link leads back."""
    attempt = _attempt(request, attempt)
    if request.method == "POST":
        submit_attempt(attempt)
        return redirect("quizzes:review", attempt.public_id)
    return redirect("quizzes:overview", attempt.public_id)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def review(request, attempt):
    """What came of a submitted attempt and what to do now."""
    attempt = _attempt(request, attempt)
    if attempt.is_open:
        return redirect("quizzes:overview", attempt.public_id)
    standing = standing_of(request.user, attempt.quiz)
    found = review_of(attempt, list(attempt.items.select_related("regrade")), standing)
    context = {
        "review": found,
        "attempt": attempt,
        "regraded": [row for row in attempt.regraded.all() if row.differs],
        "comments": comments_of(attempt),
    }
    return render(request, "quizzes/review.html", context)


@never_cache
@require_POST
def lesson_answer(request, quiz, key):
    """Take the answer to one question of a lesson's check and go back to it."""
    back = _back(request)
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    quiz = get_object_or_404(Quiz.objects.for_lessons(), key=quiz)
    found = content_of(quiz).question(key)
    if found is None:
        return HttpResponseRedirect(back)
    form = lesson_form(found.spec, get_language(), data=request.POST, required=True)
    if not form.is_valid():
        shown = show_question(form)
        check = LessonCheck(quiz.key, str(quiz.title), (shown,), signed_in=True)
        context = {"check": check, "question": shown, "form": form, "back": back}
        return render(request, "quizzes/lesson_question.html", context)
    try:
        answer_lesson_question(
            quiz, person=request.user, question_key=key, answer=form.answer
        )
    except AnswerRefused as problem:
        return _refused(request, problem)
    return HttpResponseRedirect(f"{back}#{form.frame_id}-feedback")


def _attempt(request, public_id):
    mine = Attempt.objects.visible_to(request.user).at_modules().select_related("quiz")
    found = mine.filter(public_id=public_id).first()
    if found is None:
        if Attempt.objects.filter(public_id=public_id).exists():
            logger.warning(
                "Refused an attempt of somebody else: person %s, attempt %s",
                request.user.pk,
                public_id,
            )
        raise Http404
    return found


def _closed(request, attempt):
    if _wants_json(request):
        return JsonResponse({"state": "failed"}, status=409)
    messages.info(request, str(AttemptClosed()))
    return redirect("quizzes:review", attempt.public_id)


def _over(request, attempt):
    """Hand in what was saved when the time was up, and say so."""
    submit_attempt(attempt)
    if _wants_json(request):
        return JsonResponse({"state": "failed"}, status=409)
    messages.warning(request, str(TimeIsUp()))
    return redirect("quizzes:review", attempt.public_id)


def _refused(request, problem):
    if _wants_json(request):
        return JsonResponse({"state": "failed"}, status=400)
    return render(
        request, "quizzes/refused.html", {"problem": str(problem)}, status=400
    )


def _back(request):
    """The path to return to: of this site only, without host and anchor."""
    path = request.POST.get("next", "").partition("#")[0]
    safe = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe and path.startswith("/") else f"/{get_language()}/"


def _wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")
