"""Middleware that concerns every page."""

import hashlib
import re

from csp.constants import SELF
from django.conf import settings
from django.utils.cache import get_conditional_response

_FORM_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[A-Za-z0-9]{64}"')


class UnchangedPage:
    """Answers "as before" (304) when a reader comes back to a page that is the same.

    On a slow line a lesson opened again then costs its headers. Form tokens look
    different in every answer, but those of the page the browser kept stay good for
    as long as the secret in the cookie; so the secret counts and the tokens do not.
    Pages that say themselves how long they may be kept are left alone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer the request."""
        response = self.get_response(request)
        if not self._can_be_compared(request, response):
            return response
        response["Cache-Control"] = "private, no-cache"
        digest = hashlib.blake2b(
            _FORM_TOKEN.sub(b"", response.content),
            key=request.META.get("CSRF_COOKIE", "").encode()[:64],
            digest_size=16,
        )
        response["ETag"] = f'W/"{digest.hexdigest()}"'
        if "HTTP_IF_NONE_MATCH" not in request.META:
            return response
        return get_conditional_response(request, response["ETag"], None, response)

    @staticmethod
    def _can_be_compared(request, response) -> bool:
        return (
            request.method == "GET"
            and response.status_code == 200
            and not response.streaming
            and response.get("Content-Type", "").startswith("text/html")
            and not response.has_header("Cache-Control")
            and not response.has_header("ETag")
        )


class ContentSecurityPolicyByPath:
    """Give the content management area its own content security policy.

    The site's policy allows no inline script or style. Wagtail's editor needs
    both, so pages below settings.CMS_PATH answer with a policy of their own.
    A preview is a page of the site, shown in a frame of the editor.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith((settings.CMS_PATH, "/rosetta/")):
            response._csp_replace = settings.CMS_CONTENT_SECURITY_POLICY
        elif getattr(request, "is_dummy", False):
            response._csp_replace = {"frame-ancestors": [SELF]}
        return response
