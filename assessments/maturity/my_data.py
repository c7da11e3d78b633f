"""What this room holds about a person, and what becomes of it at closing.

Answers, evidence and agreed levels are the institution's and the country's; the
rows only name who wrote them.
"""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.maturity.models import Respondent
from lms.accounts.my_data import exempt, register
from lms.accounts.my_data.closed import addresses_of, closed_email, closed_name


def _rows(person):
    mine = Q(person=person) | Q(email__in=addresses_of(person))
    return Respondent.objects.filter(mine).select_related("institution__round")


def _leave_rounds(person, wishes) -> None:
    """Take the person off the lists; name and address out of them."""
    found = Respondent.objects.filter(pk__in=[row.pk for row in _rows(person)])
    found.filter(removed_at=None).update(removed_at=timezone.now())
    found.update(email=closed_email(person), full_name=closed_name(person))


def register_all() -> None:
    """Say what this room holds."""
    register(
        "assessments",
        title=_("Assessments you were asked to answer in"),
        about=_(
            "For which institution you were asked. Those who take part in the "
            "assessment of your country see it."
        ),
        kept=_("When you close the account, without your name and address."),
        relations=("maturity.Respondent.person",),
        labels={
            "institution__round": _("assessment"),
            "institution": _("institution"),
            "email": _("e-mail address"),
            "full_name": _("full name"),
            "invited_at": _("invited"),
            "removed_at": _("removed"),
        },
        rows=_rows,
        anonymise=_leave_rounds,
    )
    exempt(
        "Names who answered or decided for an institution or a country; then a "
        "closed account.",
        "maturity.AgreedChange.by",
        "maturity.AgreedLevel.set_by",
        "maturity.Answer.changed_by",
        "maturity.AnswerChange.by",
        "maturity.AnswersImport.made_by",
        "maturity.Dissent.noted_by",
        "maturity.Evidence.added_by",
        "maturity.Evidence.reviewed_by",
        "maturity.Respondent.invited_by",
        "maturity.Round.opened_by",
        "maturity.RoundInstitution.handed_in_by",
        "maturity.RoundMove.by",
    )
