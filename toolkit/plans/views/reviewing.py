"""Quarterly reviews: the list, one quarter, closing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.core.refusals import Refusal
from toolkit.plans.permissions import Action, can
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.quarters import NoQuarter, quarter_of, read_quarter
from toolkit.plans.reviewing import review_content
from toolkit.plans.reviewing_pages import ReviewPage
from toolkit.plans.services.reviewing import close_review, quarters_to_review
from toolkit.plans.tracking_forms import CloseReviewForm

from .tracking import FORM, followed


@require_safe
@login_required
@never_cache
def reviews(request, pk):
    """All quarters that have begun, the latest first, with their reviews."""
    plan = followed(request, pk)
    closed = {row.quarter: row for row in plan.reviews.select_related("closed_by")}
    context = {
        "plan": plan,
        "rows": [(one, closed.get(str(one))) for one in quarters_to_review(plan)],
        "may_run": can(request.user, Action.RUN, plan),
    }
    return render(request, "plans/reviewing_list.html", context)


@require_http_methods(FORM)
@login_required
@never_cache
def review(request, pk, quarter):
    """What was due, done, slipped and re-dated in a quarter; POST closes it."""
    plan = followed(request, pk)
    try:
        wanted = read_quarter(quarter)
    except NoQuarter as error:
        raise Http404 from error
    if str(wanted) != quarter or wanted not in quarters_to_review(plan):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = CloseReviewForm(data, initial={"edit_number": plan.edit_number})
    problem, number = "", 200
    if data is not None:
        number = 422
        if form.is_valid():
            try:
                close_review(plan, wanted, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.refuse(error)
            except Refusal as refusal:
                problem, number = str(refusal), 409
            else:
                words = _("The review of %(quarter)s is closed.")
                messages.success(request, words % {"quarter": quarter_words(wanted)})
                return redirect("plans:review", pk=plan.pk, quarter=quarter)
    content = review_content(plan, wanted)
    may_run = can(request.user, Action.RUN, plan)
    context = {
        "plan": plan,
        "page": ReviewPage(content),
        "review": content,
        "form": form,
        "problem": problem,
        "may_close": may_run and not content.is_closed,
        "may_redate": may_run and not content.is_closed,
        "is_now": wanted == quarter_of(content.as_of),
    }
    return render(request, "plans/reviewing_review.html", context, status=number)
