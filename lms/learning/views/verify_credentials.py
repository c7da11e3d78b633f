"""Credentials for wallets and machines: no sign-in, no page, open to other sites.

Every address here stands in signed credentials and must not move.
"""

import re
from functools import wraps

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from lms.learning.codes import read_code
from lms.learning.credentials import baking, documents, status
from lms.learning.credentials.issuing import NoCredential, credential_of
from lms.learning.credentials.keys import KeySealed, ensure_key, log
from lms.learning.models import Certificate, Credential, SigningKey
from lms.learning.throttle import spend
from lms.learning.views.verify import GUESS, LIMIT, LOOK, WINDOW, stay_without_language

#: Seconds for which others may keep what can change, and what hardly does.
SOON, LATER = 300, 3600
_ACHIEVEMENT = re.compile(
    r"(?P<scope>module|path)-(?P<key>.+)-(?P<kind>achievement|participation)-"
    r"(?P<language>[a-z]{2,3}(?:-[a-z]+)?)"
)


def published(seconds: int):
    """Limit a document per address and let pages of other sites read it."""

    def decorate(view):
        @require_safe
        @wraps(view)
        def answered(request, *args, **kwargs):
            wait = spend(request, "verify", LOOK, limit=LIMIT, seconds=WINDOW)
            if wait:
                response = _problem(429, "Too many requests from your network.")
                response["Retry-After"] = wait
            else:
                response = _answer(view, request, *args, **kwargs)
            response["Access-Control-Allow-Origin"] = "*"
            response["X-Robots-Tag"] = "noindex, nofollow"
            kept = seconds if response.status_code == 200 else 0
            patch_cache_control(response, public=True, max_age=kept)
            return stay_without_language(request, response)

        return answered

    return decorate


def _answer(view, request, *args, **kwargs) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except Http404 as error:
        spend(request, "verify", GUESS, limit=LIMIT, seconds=WINDOW)
        return _problem(404, str(error))
    except KeySealed as error:
        log.error("%s", error)
        return _problem(503, "Credentials cannot be signed here at the moment.")


def _problem(code: int, text: str) -> JsonResponse:
    """Return an error for machines (RFC 9457)."""
    return JsonResponse(
        {"status": code, "title": text},
        status=code,
        content_type="application/problem+json",
    )


@published(LATER)
def issuer(request):
    """The profile of the issuer."""
    return JsonResponse(documents.profile_document())


@published(SOON)
def did(request):
    """The public keys of the issuer, the retired ones included."""
    ensure_key()
    return JsonResponse(documents.did_document(SigningKey.objects.all()))


@published(SOON)
def status_list(request, number: int):
    """A status list: as JSON with a proof, or as a JWT where that is asked for."""
    if not status.list_exists(number):
        raise Http404("There is no such status list.")
    token = "application/vc+jwt" in request.headers.get("Accept", "")
    kind = "application/vc+jwt" if token else "application/json"
    response = HttpResponse(
        status.signed_list(number, token=token), content_type=f"{kind}; charset=utf-8"
    )
    patch_vary_headers(response, ["Accept"])
    return response


@published(LATER)
def achievement(request, name: str):
    """What can be achieved: name, what it takes, picture; nobody's person."""
    return JsonResponse(documents.achievement_document(_content_of(name)))


@published(LATER)
def achievement_image(request, name: str, form: str):
    """The badge of an achievement, without a credential inside."""
    return _image(baking.badge_of(_content_of(name)), form)


@published(SOON)
def credential_json(request, code: str):
    """The credential of a certificate with a Data Integrity proof."""
    return HttpResponse(
        _credential(code).document, content_type="application/json; charset=utf-8"
    )


@published(SOON)
def credential_jwt(request, code: str):
    """The credential of a certificate as a JWT."""
    return HttpResponse(
        _credential(code).token, content_type="text/plain; charset=utf-8"
    )


@published(SOON)
def badge(request, code: str, form: str):
    """The badge of a certificate with the credential inside."""
    kept = _credential(code)
    shown = baking.badge_of(kept.certificate.content)
    response = _image(shown, form, kept.document)
    name = f"streetlight-badge-{kept.certificate.code}.{form}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _image(shown: baking.Badge, form: str, inside: str = "") -> HttpResponse:
    if form == "png":
        return HttpResponse(baking.png_badge(shown, inside), content_type="image/png")
    return HttpResponse(baking.svg_badge(shown, inside), content_type="image/svg+xml")


def _credential(code: str) -> Credential:
    """Return the credential of the certificate with this code, made now if need be."""
    reading = read_code(code)
    certificate = (
        None
        if reading.problem
        else Certificate.objects.filter(code=reading.code).first()
    )
    if certificate is None:
        raise Http404("There is no certificate with this code.")
    try:
        kept = credential_of(certificate)
    except NoCredential:
        kept = None
    if kept is None or not kept.document:  # given up with the account
        raise Http404("This certificate has no credential.")
    return kept


def _content_of(name: str) -> dict:
    """Return the content of the newest certificate of an achievement."""
    parts = _ACHIEVEMENT.fullmatch(name)
    found = (
        Certificate.objects.filter(
            key=parts["key"],
            kind=parts["kind"],
            content__scope=parts["scope"],
            content__language=parts["language"],
        ).first()
        if parts
        else None
    )
    if found is None:
        raise Http404("Nobody has achieved this yet.")
    return found.content
