"""Closing the review of a quarter."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import audit
from lms.accounts.models import User
from toolkit.plans.models import Plan, Review
from toolkit.plans.models.plans import TEXT_LENGTH
from toolkit.plans.permissions import Action, can
from toolkit.plans.quarters import Quarter, quarter_of, read_quarter
from toolkit.plans.reviewing import review_content
from toolkit.plans.tracking_errors import ChangedMeanwhile, NotNow, NotYours


def quarters_to_review(plan: Plan, *, today: date | None = None) -> list[Quarter]:
    """Return the quarters of a plan that have begun, from its first, the latest first."""
    last = quarter_of(today or timezone.localdate())
    starts = plan.items.filter(dropped_at=None).exclude(start="")
    first = read_quarter(min([plan.start, *starts.values_list("start", flat=True)]))
    return [last.plus(-place) for place in range(last.since(first) + 1)]


@transaction.atomic
def close_review(
    plan: Plan,
    quarter: Quarter,
    *,
    conclusion: str,
    edit_number: int,
    by: User,
    at: datetime | None = None,
) -> Review:
    """Close the review of a quarter with its figures as they are now; twice is once.

    edit_number: of the plan, as the person saw it. Raises NotYours, NotNow when the
    quarter has not begun, ChangedMeanwhile; ValidationError on ``conclusion``.
    """
    at = at or timezone.now()
    rows = Plan.objects.select_for_update(of=("self",)).with_places()
    plan = rows.get(pk=plan.pk)
    if found := plan.reviews.filter(quarter=str(quarter)).first():
        return found
    if not can(by, Action.RUN, plan):
        raise NotYours(_("Reviews are closed by who runs the plan."))
    today = timezone.localdate(at)
    if quarter not in quarters_to_review(plan, today=today):
        raise NotNow(_("This quarter is not one of the plan, or has not begun."))
    if edit_number != plan.edit_number:
        raise ChangedMeanwhile
    conclusion = conclusion.strip()
    if not conclusion:
        raise ValidationError(
            {"conclusion": _("Write what the meeting concluded, in a sentence or two.")}
        )
    if len(conclusion) > TEXT_LENGTH:
        raise ValidationError(
            {
                "conclusion": _("Write at most %(number)s characters.")
                % {"number": TEXT_LENGTH}
            }
        )
    content = review_content(plan, quarter, today=today)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                plan=plan,
                quarter=str(quarter),
                note=conclusion,
                content=content.data(),
                closed_by=by,
                closed_at=at,
            )
    except IntegrityError:
        return plan.reviews.get(quarter=str(quarter))
    audit.record(
        by,
        "plan_review_closed",
        plan,
        country=plan.country,
        quarter=str(quarter),
    )
    return review
