"""What this room holds about a person: only who wrote a row of the country's record."""

from lms.accounts.my_data import exempt


def register_all() -> None:
    """Say what this room holds."""
    exempt(
        "Names who wrote a row for a country or an institution; then a closed account.",
        "indicators.ChosenIndicator.changed_by",
        "indicators.DataSource.changed_by",
        "indicators.MinimumSet.created_by",
        "indicators.OwnerAgreement.recorded_by",
        "indicators.SourceImport.made_by",
    )
