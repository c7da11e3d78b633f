"""A learner's own pages: home, finishing, notes, certificates."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.core.pdf import PdfFailed, PdfUnavailable
from lms.learning import certificates as issuing
from lms.learning import documents, following, notes, services
from lms.learning.certificate_lines import is_latin
from lms.learning.facts import rulebook
from lms.learning.forms import NoteForm
from lms.learning.home import home_of
from lms.learning.links import check_url
from lms.learning.models import Certificate
from modules.outline import lesson_outline, module_outline
from modules.paths import learning_path


@login_required
@require_GET
def home(request):
    """What to go on with, what is done, what else there is."""
    page = home_of(request.user, get_language())
    return render(request, "learning/home.html", {"home": page})


@login_required
def finish_lesson(request, key: str):
    """Mark a lesson as read and go on: to the next one or to the module check.

    GET leads back to the lesson: somebody signed in again after a long break.
    """
    outline, lesson = _lesson_or_404(key)
    if request.method != "POST":
        return redirect(lesson.url)
    complete = services.finish_lesson(request.user, outline, lesson)
    if not complete:
        percent = rulebook().lesson.right_percent
        text = _(
            "Lesson %(number)s is marked as read. It is complete when its questions are answered."
        )
        if percent:
            text = _(
                "Lesson %(number)s is marked as read. It is complete when at least "
                "%(percent)s %% of its questions are right."
            )
        messages.info(request, text % {"number": lesson.number, "percent": percent})
    following = outline.after(lesson.key)
    return redirect(following.url if following else check_url(outline))


@login_required
@require_POST
def complete_module(request, key: str):
    """Finish a module of which nothing is missing any more."""
    outline = module_outline(key, get_language())
    if outline is None:
        raise Http404
    try:
        services.complete_module(request.user, outline)
    except services.NotYetComplete as error:
        messages.info(request, str(error))
        return redirect(f"{outline.url}#missing")
    return redirect("learning:certificates")


@login_required
def follow_path(request, role: str):
    """Choose a learning path as one's own, or leave it again (go=leave).

    GET leads to the path: somebody signed in again on the way.
    """
    path = learning_path(role, get_language())
    if path is None:
        raise Http404
    if request.method == "POST" and request.POST.get("go") == "leave":
        following.leave_path(request.user, role)
    elif request.method == "POST":
        following.follow_path(request.user, role)
        text = _(
            "This is your learning path now: %(role)s. You find it in My learning."
        )
        messages.success(request, text % {"role": path.title})
    return redirect("modules:path", role=role)


@login_required
def note(request, key: str):
    """Keep a private note and return to its place in the lesson.

    A request by script (Accept: application/json) is answered in place, with the
    time of saving or, as text, with the reason why not.
    """
    _outline, lesson = _lesson_or_404(key)
    if request.method != "POST":
        return redirect(lesson.url)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    in_place = request.accepts("application/json") and not request.accepts("text/html")
    prompt, text = form.cleaned_data["key"], form.cleaned_data["text"]
    try:
        kept = services.save_note(request.user, lesson, prompt, text)
    except ValidationError as error:
        if in_place:
            return HttpResponse(error.message, status=400, content_type="text/plain")
        context = {
            "lesson": lesson,
            "prompt": prompt,
            "text": text,
            "error": error.message,
        }
        return render(request, "learning/note_too_long.html", context, status=400)
    if in_place:
        saved_at = timezone.localtime(kept.changed_at)
        return JsonResponse({"time": f"{saved_at:%H:%M}"})
    return HttpResponseRedirect(f"{lesson.url}#note-{prompt}")


@login_required
@require_GET
@never_cache
def note_list(request):
    """All private notes in the order of the modules."""
    sheet = notes.sheet_of(request.user, get_language())
    return render(request, "learning/notes.html", {"sheet": sheet})


@login_required
@require_GET
@never_cache
def notes_download(request):
    """The private notes as one text file: the personal action sheet."""
    sheet = notes.sheet_of(request.user, get_language())
    content = notes.as_text(sheet, request.user).encode("utf-8-sig")
    names = ("streetlight-action-sheet.txt", _("My action sheet") + ".txt")
    return attachment(content, names, "text/plain; charset=utf-8")


@login_required
@require_GET
@never_cache
def certificate_list(request):
    """Own certificates: download, print, replace after a corrected name."""
    rows = Certificate.objects.filter(person=request.user).select_related(
        "person", "replaced_by"
    )
    context = {
        "names": request.user.certificate_names(),
        "needs_latin": not request.user.latin_name
        and not is_latin(request.user.full_name),
        "certificates": [
            {
                "certificate": row,
                "name_differs": row.is_valid and issuing.name_differs(row),
            }
            for row in rows
        ],
    }
    return render(request, "learning/certificates.html", context)


@login_required
@require_GET
@never_cache
def certificate_pdf(request, code: str):
    """The PDF of an own certificate; made now if it could not be made before."""
    certificate = get_object_or_404(Certificate, code=code, person=request.user)
    try:
        issuing.ensure_pdf(certificate)
        content = issuing.read_pdf(certificate)
    except PdfUnavailable:
        return redirect("learning:certificate_print", code=code)
    except (PdfFailed, OSError, issuing.CertificateError) as error:
        issuing.log.exception("The PDF of certificate %s was not given out.", code)
        lost = isinstance(error, issuing.PdfLost)
        context = {"certificate": certificate, "lost": lost}
        return render(request, "learning/certificate_later.html", context, status=503)
    return attachment(content, documents.file_name(certificate), "application/pdf")


@login_required
@require_GET
@never_cache
def certificate_print(request, code: str):
    """An own certificate as a page to print, for machines that make no PDFs."""
    certificate = get_object_or_404(Certificate, code=code, person=request.user)
    context = {
        "certificate": certificate,
        "printed": documents.page_context(certificate),
    }
    return render(request, "learning/certificate_print.html", context)


@login_required
@require_POST
def certificate_replace(request, code: str):
    """Issue an own certificate again with the name as it is spelled now."""
    certificate = get_object_or_404(Certificate, code=code, person=request.user)
    try:
        new = issuing.replace_certificate(certificate, by=request.user)
    except issuing.CertificateError as error:
        messages.error(request, str(error))
    else:
        text = _(
            "The certificate was issued again under the code %(code)s. The old code says so."
        )
        messages.success(request, text % {"code": new.code})
    return redirect("learning:certificates")


def _lesson_or_404(key: str):
    language = get_language()
    lesson = lesson_outline(key, language)
    if lesson is None:
        raise Http404
    return module_outline(key.split("/", 1)[0], language), lesson


def attachment(content: bytes, names: tuple[str, str], kind: str) -> HttpResponse:
    """Return a file to keep, under a plain name and one in any script (RFC 6266)."""
    plain, full = names
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"
    )
    response["Content-Length"] = len(content)
    return response
