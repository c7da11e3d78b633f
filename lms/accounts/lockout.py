"""What happens after too many failed sign-ins (django-axes)."""

import math
from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.shortcuts import render
from django.utils import timezone


def client_ip(request) -> str:
    """Return the address the request came from.

    Behind our own proxies (settings.TRUSTED_PROXIES) each of them adds one
    entry at the end of X-Forwarded-For; whatever stands before those entries
    was written by the visitor and is not believed.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    ]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies] or direct
    return direct


def sign_in_name(request, credentials=None) -> str:
    """Return the e-mail address that somebody tries to sign in with.

    allauth passes it as "email", Django's own forms as "username"; before
    either, the form's field is called "login". Always in small letters, so
    that another spelling is no fresh start.
    """
    known = credentials or {}
    name = known.get("email") or known.get("username")
    if not name and request is not None:
        name = request.POST.get("login", "")
    return str(name or "").strip().lower()[:254]


def locked_out(request, response=None, credentials=None, *args, **kwargs):
    """Answer a sign-in that is refused, saying when to try again (429)."""
    again_at = lockout_ends(sign_in_name(request, credentials), client_ip(request))
    seconds = max(1, math.ceil((again_at - timezone.now()).total_seconds()))
    page = render(
        request,
        "account/locked_out.html",
        {"minutes": math.ceil(seconds / 60), "again_at": again_at},
        status=429,
    )
    page["Retry-After"] = str(seconds)
    return page


def lockout_ends(email: str, address: str):
    """Return when somebody at this network address may try this e-mail again."""
    last = AccessAttempt.objects.filter(username=email, ip_address=address).aggregate(
        at=Max("attempt_time")
    )["at"]
    return (last or timezone.now()) + timedelta(hours=settings.AXES_COOLOFF_TIME)
