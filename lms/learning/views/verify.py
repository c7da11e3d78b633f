"""The public check of a certificate: no sign-in, no trace, no script needed."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from lms.learning import verification
from lms.learning.codes import read_code
from lms.learning.credentials.issuing import has_credential
from lms.learning.forms import PDF_LIMIT, CodeForm, PdfForm, code_problem, too_large
from lms.learning.models import Certificate
from lms.learning.throttle import spend

# In ten minutes one address may look at 300 certificates or guess 60 codes.
LIMIT, WINDOW = 300, 600
LOOK, GUESS, FILE = 1, 5, 5
#: Room in a request for what stands around the file, in bytes.
AROUND_FILE = 100 * 1024


def public(view):
    """Limit a page per address, and keep it out of search engines and caches."""

    @never_cache
    @wraps(view)
    def limited(request, *args, **kwargs):
        wait = spend(request, "verify", LOOK, limit=LIMIT, seconds=WINDOW)
        if wait:
            return _too_often(request, wait)
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return stay_without_language(request, response)

    return limited


def stay_without_language(request, response: HttpResponse) -> HttpResponse:
    """Keep the middleware of languages from sending a 404 on to /en/verify/...

    It does so where the table of addresses has languages; the table of the check
    has none.
    """
    if response.status_code == 404:
        request.urlconf = "lms.learning.verify_urls"
    return response


def _too_often(request, wait: int) -> HttpResponse:
    context = {"minutes": -(-wait // 60)}
    response = render(request, "learning/verify_too_often.html", context, status=429)
    response["Retry-After"] = wait
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify_form(request):
    """Ask for a code or a file; a whole code leads to its page."""
    if request.method == "POST":
        return _refuse_large(request) or _find(request)
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("certificates:verify", code=form.cleaned_data["code"])
    return _ask(request, form=form)


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request, code: str):
    """Say whether a certificate is valid, what it says, and whether a PDF is it."""
    reading = read_code(code)
    if reading.code and reading.code != code:
        return redirect("certificates:verify", code=reading.code)
    certificate = (
        Certificate.objects.select_related("replaced_by")
        .filter(code=reading.code)
        .first()
        if not reading.problem
        else None
    )
    if certificate is None:
        return _no_certificate(request, code, reading)
    if request.method != "POST":
        return _show(request, certificate)
    return _refuse_large(request, certificate) or _compare(request, certificate)


def _refuse_large(request, certificate=None) -> HttpResponse | None:
    """Refuse a file by the size of the request, before anything reads it.

    The CSRF check would take in the whole file.
    """
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size <= PDF_LIMIT + AROUND_FILE:
        return None
    return _say_problem(request, certificate, too_large(size), status=413)


@csrf_protect
def _compare(request, certificate: Certificate) -> HttpResponse:
    if wait := spend(request, "verify", FILE, limit=LIMIT, seconds=WINDOW):
        return _too_often(request, wait)
    form = PdfForm(request.POST, request.FILES)
    if not form.is_valid():
        return _say_problem(request, certificate, form.errors["file"][0], status=400)
    answer = verification.compare_file(certificate, form.cleaned_data["file"])
    return _show(request, certificate, answer=answer.value)


@csrf_protect
def _find(request) -> HttpResponse:
    """Find the certificate of a file by the file alone, or by the code in its name."""
    if wait := spend(request, "verify", FILE, limit=LIMIT, seconds=WINDOW):
        return _too_often(request, wait)
    form = PdfForm(request.POST, request.FILES)
    if not form.is_valid():
        return _say_problem(request, None, form.errors["file"][0], status=400)
    certificate, answer = verification.find_file(form.cleaned_data["file"])
    if certificate is None:
        return _ask(request, unknown_file=True)
    return _show(request, certificate, answer=answer.value)


def _say_problem(request, certificate, text: str, *, status: int) -> HttpResponse:
    if certificate is None:
        return _ask(request, file_error=text, status=status)
    return _show(request, certificate, error=text, status=status)


def _ask(
    request, *, form=None, file_error="", unknown_file=False, status=200
) -> HttpResponse:
    context = {
        "form": form or CodeForm(),
        "file_error": file_error,
        "unknown_file": unknown_file,
    }
    return render(request, "learning/verify_form.html", context, status=status)


def _show(request, certificate, *, answer="", error="", status=200) -> HttpResponse:
    context = {
        "certificate": certificate,
        "code": certificate.code,
        "verdict": verification.verdict_on(certificate),
        "facts": verification.facts_of(certificate, checked_at=timezone.localtime()),
        "other_language": verification.in_other_language(certificate),
        "has_credential": has_credential(certificate),
        "answer": answer,
        "file_error": error,
    }
    return render(request, "learning/verify.html", context, status=status)


def _no_certificate(request, code: str, reading) -> HttpResponse:
    if wait := spend(request, "verify", GUESS, limit=LIMIT, seconds=WINDOW):
        return _too_often(request, wait)
    problem = code_problem(reading)
    context = {
        "code": reading.code or code[:40],
        "verdict": verification.mistyped(problem)
        if problem
        else verification.no_such_code(),
        "form": CodeForm(initial={"code": code[:40]}),
    }
    return render(request, "learning/verify.html", context, status=404)
