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
        return response

    return limited


def _too_often(request, wait: int) -> HttpResponse:
    context = {"minutes": -(-wait // 60)}
    response = render(request, "learning/verify_too_often.html", context, status=429)
    response["Retry-After"] = wait
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@public
@require_http_methods(["GET", "HEAD"])
def verify_form(request):
    """Ask for a code; a whole one leads to its page."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("certificates:verify", code=form.cleaned_data["code"])
    return render(request, "learning/verify_form.html", {"form": form})


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
    # The size is looked at before anything reads the request: the CSRF check
    # would take in the whole file.
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > PDF_LIMIT + AROUND_FILE:
        return _show(request, certificate, error=too_large(size), status=413)
    return _compare(request, certificate)


@csrf_protect
def _compare(request, certificate: Certificate) -> HttpResponse:
    if wait := spend(request, "verify", FILE, limit=LIMIT, seconds=WINDOW):
        return _too_often(request, wait)
    form = PdfForm(request.POST, request.FILES)
    if not form.is_valid():
        error = form.errors["file"][0]
        return _show(request, certificate, error=error, status=400)
    answer = verification.compare_file(certificate, form.cleaned_data["file"])
    return _show(request, certificate, answer=answer.value)


def _show(request, certificate, *, answer="", error="", status=200) -> HttpResponse:
    context = {
        "certificate": certificate,
        "code": certificate.code,
        "verdict": verification.verdict_on(certificate),
        "facts": verification.facts_of(certificate, checked_at=timezone.localtime()),
        "other_language": verification.in_other_language(certificate),
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
    # Not 404: the middleware of languages would send that on to /en/verify/...
    return render(request, "learning/verify.html", context)
