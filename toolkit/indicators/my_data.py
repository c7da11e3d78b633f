"""What this room holds about a person, and what becomes of it at closing."""

from django.utils.translation import gettext_lazy as _

from lms.accounts.my_data import exempt, register
from lms.accounts.my_data.closed import closed_name
from toolkit.indicators.models import OwnerAgreement


def _agreements(person):
    """Return the agreements that somebody gave in person, not those kept for others."""
    return OwnerAgreement.objects.filter(
        recorded_by=person, agreed_by_name=person.display_name
    ).select_related("institution", "chosen__indicator")


def _leave_agreements(person, wishes) -> None:
    _agreements(person).update(agreed_by_name=closed_name(person))


def register_all() -> None:
    """Say what this room holds."""
    exempt(
        "Names who wrote a row for a country or an institution; then a closed account.",
        "indicators.ChosenIndicator.changed_by",
        "indicators.DataSource.changed_by",
        "indicators.MinimumSet.created_by",
        "indicators.SourceImport.made_by",
    )
    register(
        "owner_agreements",
        title=_("Definitions you agreed to"),
        about=_(
            "Rows of a definition matrix that you agreed to for your institution. "
            "Those who read the record of your country see your name."
        ),
        kept=_(
            "As long as the country keeps its record. When you close the account, "
            "without your name; in a set that was approved the name stays, as part of "
            "what was approved."
        ),
        relations=("indicators.OwnerAgreement.recorded_by",),
        labels={
            "chosen": _("indicator"),
            "institution": _("institution"),
            "agreed_by_name": _("agreed by"),
            "agreed_on": _("agreed on"),
        },
        rows=_agreements,
        anonymise=_leave_agreements,
    )
