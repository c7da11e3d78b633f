"""What the invented country lets everybody read: most of it, but no names of people."""

from lms.accounts.models import Country, User
from toolkit.network.models import PublicItem
from toolkit.network.publishing import Item
from toolkit.network.services.publishing import make_public

#: Names of focal points and the plan stay with the people of the record.
PUBLIC = (
    Item.INSTITUTIONS,
    Item.TERMS,
    Item.MEETINGS,
    Item.SOURCES,
    Item.INDICATORS,
    Item.PLAN,
)


def load(country: Country, by: User) -> list[PublicItem]:
    """Make parts of the demo country's record public; twice changes nothing."""
    return [make_public(country, item, by=by) for item in PUBLIC]
