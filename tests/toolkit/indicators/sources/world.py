"""A country with two institutions, somebody who keeps its record, a focal point."""

from lms.accounts.roles import Role
from tests.accounts.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    UserFactory,
    make_person,
)
from tests.toolkit.indicators.factories import DataSourceFactory
from toolkit.indicators.inventory import values_of


class Inventory:
    """The country, its labour ministry and police, and people who write."""

    def __init__(self) -> None:
        self.country = CountryFactory.create(iso2="XQ", iso3="XQQ")
        self.labour = InstitutionFactory.create(
            country=self.country,
            key="labour",
            kind="labour",
            name={"en": "Ministry of Labour", "fr": "Ministère du Travail"},
        )
        self.police = InstitutionFactory.create(
            country=self.country,
            key="police",
            kind="interior",
            name={"en": "Border Police", "ru": "Пограничная полиция"},
        )
        self.keeper = make_person(Role.COORDINATOR, self.country, full_name="Ola Keep")
        self.focal_point = UserFactory.create(full_name="Fay Point")
        MembershipFactory.create(
            person=self.focal_point,
            role=Role.FOCAL_POINT,
            country=self.country,
            institution=self.labour,
        )
        self.reader = make_person(Role.RESPONDENT, self.country)
        self.home = f"/en/countries/{self.country.iso3.lower()}/sources/"

    def source(self, **fields):
        """A source of the labour ministry unless another owner is given."""
        fields = {"owner": self.labour, "changed_by": self.keeper} | fields
        return DataSourceFactory.create(country=self.country, **fields)

    def values(self, source=None, **fields) -> dict:
        """Values for the services: of a source, or of a small new one."""
        base = values_of(source or DataSourceFactory.build(owner=self.labour))
        return base | {"owner": self.labour} | fields


def posted(source, **fields) -> dict:
    """Return what the form sends for a source."""
    data = {
        name: "" if value is None else value
        for name, value in values_of(source).items()
        if name != "owner"
    }
    return data | {"owner": source.owner_id, "edit_number": source.edit_number} | fields
