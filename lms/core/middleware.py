"""Middleware that concerns every page."""

from csp.constants import SELF
from django.conf import settings


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
