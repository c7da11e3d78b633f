"""What the pages of the site are compared with."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from lms.learning.documents import draw_certificate
from lms.learning.models import Certificate


@login_required
def bare(request):
    """The least a page for a signed-in person costs: middleware and the person."""
    return HttpResponse(f"{request.user.pk}", content_type="text/plain")


@login_required
def certificate(request):
    """Draw the person's certificate anew, which the site does once and keeps."""
    found = Certificate.objects.filter(person=request.user).first()
    drawn = draw_certificate(found.content, code=found.code)
    return HttpResponse(drawn.content, content_type="application/pdf")
