"""Pages of action plans."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toolkit.plans.models import ActionLibrary
from toolkit.plans.showing import library_context


@require_safe
def actions(request):
    """The newest action library of the site's own framework, for everybody."""
    row = ActionLibrary.objects.for_framework(settings.FRAMEWORK_KEY).first()
    library = row.library() if row else None
    context = library_context(library, request.GET, request.path)
    return render(request, "plans/actions.html", context)
