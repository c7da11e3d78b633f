"""What this room holds about a person, and what becomes of it at closing."""

from django.utils.translation import gettext_lazy as _

from assessments.quizzes.models import Attempt, AttemptItem, Marking, Response
from lms.accounts.my_data import exempt, register

#: Stands where a text was; not empty, so that points given for it stay.
REMOVED = "–"


def _rows(person):
    return Attempt.objects.filter(person=person)


def _export(person) -> list[dict]:
    """Return every attempt with its answers, in three queries."""
    attempts = _rows(person).select_related("quiz").prefetch_related("items__markings")
    return [
        {
            "check": attempt.quiz.key,
            "title": str(attempt.quiz.title),
            "language": attempt.language,
            "started_at": attempt.started_at.isoformat(),
            "submitted_at": attempt.submitted_at and attempt.submitted_at.isoformat(),
            "points": attempt.points and float(attempt.points),
            "possible": attempt.possible,
            "passed": attempt.passed,
            "answers": [_answer(item) for item in attempt.items.all()],
        }
        for attempt in attempts
    ]


def _answer(item: AttemptItem) -> dict:
    """Return one answer with its share of the point and what a trainer said."""
    said = [marking.comment for marking in item.markings.all() if marking.comment]
    return {
        "question": item.spec["key"],
        "answer": item.answer,
        "share": item.fraction and float(item.fraction),
    } | ({"comments": said} if said else {})


def _forget_texts(person, wishes) -> None:
    """Remove long texts and what was said about them; results stay for statistics."""
    items = AttemptItem.objects.filter(attempt__person=person)
    texts = items.filter(spec__type="long_text")
    responses = Response.objects.filter(item__in=texts).exclude(answer=None)
    responses.update(answer=REMOVED)
    texts.exclude(answer=None).update(answer=REMOVED)
    Marking.objects.filter(item__in=items).update(comment="")


def register_all() -> None:
    """Say what this room holds."""
    register(
        "attempts",
        title=_("Knowledge checks"),
        about=_(
            "Your attempts with every answer and result. Trainers and "
            "administrators of your country see the results; trainers read the "
            "texts they mark."
        ),
        kept=_(
            "Results go on counting in statistics without your name when you close "
            "the account; texts that you wrote are removed."
        ),
        relations=("quizzes.Attempt.person",),
        labels={
            "check": _("check"),
            "title": _("title"),
            "language": _("language"),
            "started_at": _("started"),
            "submitted_at": _("handed in"),
            "points": _("points"),
            "possible": _("possible points"),
            "passed": _("passed"),
            "answers": _("answers"),
        },
        rows=_rows,
        export=_export,
        anonymise=_forget_texts,
    )
    exempt(
        "Names who marked, printed or corrected something; then a closed account.",
        "quizzes.Marking.by",
        "quizzes.Paper.made_by",
        "quizzes.Regrade.by",
    )
