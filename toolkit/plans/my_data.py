"""What this room holds about a person: only who wrote a row of a country's plan."""

from lms.accounts.my_data import exempt


def register_all() -> None:
    """Say what this room holds."""
    exempt(
        "Names who wrote, reported or decided for an institution or a country; then "
        "a closed account.",
        "plans.CalendarFeed.made_by",
        "plans.Check.by",
        "plans.Deliverable.added_by",
        "plans.ItemUpdate.by",
        "plans.Plan.created_by",
        "plans.PlanImport.made_by",
        "plans.PlanItem.checked_by",
        "plans.PlanItem.reported_by",
        "plans.PlanVersion.recorded_by",
        "plans.Redating.by",
        "plans.Review.closed_by",
    )
