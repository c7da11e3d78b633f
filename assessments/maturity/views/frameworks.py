"""Pages of the maturity self-assessment."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.maturity.exporter import FORMATS, export_framework, file_name
from assessments.maturity.models import FrameworkVersion
from assessments.maturity.permissions import may_read
from assessments.maturity.showing import framework_context
from lms.core.downloads import download


@require_safe
def framework(request, key=None):
    """The newest published version of a framework, by default of the site's own."""
    versions = FrameworkVersion.objects.published()
    row = versions.called(key or settings.FRAMEWORK_KEY).first()
    if row is None:
        raise Http404
    return _read(request, row)


@require_safe
def version(request, key, number):
    """One version; drafts for editors only."""
    row = get_object_or_404(FrameworkVersion, key=key, version=number)
    if not may_read(request.user, row):
        raise Http404
    return _read(request, row)


@require_safe
@login_required
def version_file(request, key, number, kind):
    """One version as a file that can be changed and loaded again."""
    row = get_object_or_404(FrameworkVersion, key=key, version=number)
    if kind not in FORMATS or not may_read(request.user, row):
        raise Http404
    framework = row.instrument()
    return download(export_framework(framework, kind), file_name(framework, kind))


def _read(request, row):
    return render(request, "maturity/framework.html", framework_context(row))
