"""The catalogue of indicators, for everybody."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from toolkit.indicators import catalogue_pages as pages
from toolkit.indicators.models import Indicator


@require_safe
def catalogue(request):
    """All candidates, to be searched and narrowed."""
    return render(
        request, "indicators/catalogue.html", pages.catalogue_context(request)
    )


@require_safe
def indicator(request, code: str):
    """One candidate with everything that is known about it."""
    found = get_object_or_404(Indicator, code__iexact=code)
    if found.code != code:
        return redirect("indicators:indicator", found.code)
    context = pages.indicator_context(found, request.user)
    return render(request, "indicators/indicator.html", context)
