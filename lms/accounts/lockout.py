"""What happens after too many failed sign-ins (django-axes)."""

from django.conf import settings
from django.shortcuts import render


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


def locked_out(request, response=None, credentials=None, *args, **kwargs):
    """Answer a sign-in that is refused, saying when to try again."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "account/locked_out.html", {"minutes": minutes}, status=429)
