"""What the inventory and the set say about questions, with the right figures."""

from datetime import UTC, date, datetime

import pytest

from assessments.maturity.facts import facts_for
from lms.accounts.models import Institution
from tests.accounts.factories import CountryFactory, InstitutionFactory, UserFactory
from tests.toolkit.indicators.factories import (
    ChosenIndicatorFactory,
    DataSourceFactory,
    IndicatorFactory,
    MinimumSetFactory,
)
from toolkit.indicators.models import ChosenIndicator, OwnerAgreement
from toolkit.network.models import PublicItem

pytestmark = pytest.mark.django_db
TODAY = date(2027, 8, 20)
SPRING = datetime(2027, 4, 1, 12, tzinfo=UTC)
QUESTIONS = ["C1", "C2", "D1", "D2", "D3", "D4", "D5", "E1", "E3", "E5", "F1", "J3"]


@pytest.fixture
def country():
    return CountryFactory(iso2="XA", iso3="XAA")


def source(country, **fields):
    """A data source, changed in spring."""
    return DataSourceFactory(country=country, **{"changed_at": SPRING} | fields)


def said(country, question) -> list[str]:
    """The sentences about a question."""
    return [one.text for one in facts_for(country, question, today=TODAY)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_is_said_of_an_empty_record(country, question):
    InstitutionFactory(country=country)
    assert said(country, question) == []


class TestInventory:
    def test_which_core_institutions_are_in_it(self, country):
        owner = InstitutionFactory(country=country)
        InstitutionFactory(country=country)
        source(country, owner=owner)
        source(country, owner=owner, changed_at=datetime(2026, 8, 20, tzinfo=UTC))
        source(country, is_active=False)
        source(CountryFactory())
        facts = facts_for(country, "D1", today=TODAY)
        assert [one.text for one in facts] == [
            # The owner of the source that is no longer kept is the third.
            "1 of 3 core institutions have data sources in the inventory; sources in "
            "all: 2.",
            "1 of 2 data sources in the inventory were brought up to date in the last "
            "12 months.",
        ]
        assert {one.as_of for one in facts} == {date(2027, 4, 1)}

    def test_which_registers_have_a_profile(self, country):
        whole = {"coverage": "a", "missed": "b", "counted_twice": "c"}
        source(country, **whole)
        source(country, kind="case_file", **whole | {"missed": " "})
        source(country, kind="survey")
        assert said(country, "D2") == [
            "1 of 2 registers and permit databases say whom they cover, whom they miss "
            "and whom they may count twice."
        ]

    def test_border_sector_and_other_sources(self, country):
        tax = InstitutionFactory(country=country, kind=Institution.Kind.TAX)
        source(country, kind="border", topics=["border"])
        source(country, owner=tax, topics=["money"])
        source(country, kind="survey", topics=["work", "abroad"])
        source(country, kind="census", topics=["population", "irregular"])
        assert said(country, "D3") == [
            "Of 4 data sources in the inventory, about border crossings: 1; about "
            "work, education, tourism or taxes: 2."
        ]
        assert said(country, "D4") == [
            "Of 4 data sources in the inventory, censuses: 1; sample surveys: 1."
        ]
        assert said(country, "D5") == [
            "Of 4 data sources in the inventory, about people in an irregular "
            "situation and return: 1; about nationals abroad: 1; about protection: 0."
        ]

    def test_law_and_sharing(self, country):
        source(country, legal_basis="Law 12", access="regular", shared_with="All")
        source(country, access="records")
        source(country, access="on_request")
        assert said(country, "C1") == [
            "For 1 of 3 data sources in the inventory the legal basis is written down."
        ]
        assert said(country, "C2") == [
            "2 of 3 data sources in the inventory are shared at agreed times, by "
            "agreement or in public; with whom and how is written for 1."
        ]


class TestMinimumSet:
    @pytest.fixture
    def chosen(self, country):
        """Two indicators: one with everything, one with nothing."""
        found = MinimumSetFactory(
            country=country,
            number=2,
            state="approved",
            frozen={},
            approved_on=date(2027, 5, 12),
        )
        whole = ChosenIndicatorFactory(
            minimum_set=found,
            owner=InstitutionFactory(country=country),
            **dict.fromkeys(ChosenIndicator.MATRIX, "words"),
        )
        whole.sources.add(source(country, legal_basis="Law 12"))
        ChosenIndicatorFactory(
            minimum_set=found, indicator=IndicatorFactory(by_sex=False)
        )
        return whole

    def agree(self, chosen, **fields):
        """Let the owner agree to the row."""
        OwnerAgreement.objects.create(
            **{
                "chosen": chosen,
                "institution": chosen.owner,
                "agreed_by_name": "A. Person",
                "agreed_on": TODAY,
                "edit_number": chosen.edit_number,
                "recorded_by": UserFactory(),
            }
            | fields
        )

    def test_what_is_approved_and_agreed(self, country, chosen):
        self.agree(chosen)
        facts = facts_for(country, "E1", today=TODAY)
        assert [one.text for one in facts] == [
            "Version 2 of the minimum set, with 2 indicators, was approved on 12 May "
            "2027.",
            "1 of 2 indicators of the minimum set were agreed to by their owners, with "
            "name and date.",
        ]
        assert {one.as_of for one in facts} == {date(2027, 5, 12)}

    @pytest.mark.parametrize(
        ("question", "text"),
        [
            ("E2", "1 of 2 indicators of the minimum set have a national definition"),
            ("E3", "The definition matrix is complete for 1 of 2 indicators"),
            ("E4", "1 of 2 indicators of the minimum set are broken down by sex"),
            ("E5", "1 of 2 indicators of the minimum set have a named owner."),
            ("F1", "For 1 of 2 indicators of the minimum set it is written from"),
            ("F5", "1 of 2 indicators of the minimum set have a release rule."),
            ("G4", "The known limits are written for 1 of 2 indicators"),
        ],
    )
    def test_what_is_true_of_how_many(self, country, chosen, question, text):
        self.agree(chosen)
        (only,) = said(country, question)
        assert only.startswith(text)

    def test_the_law_behind_the_set(self, country, chosen):
        assert said(country, "C1")[1] == (
            "For 1 of 2 indicators of the minimum set, every source has its legal "
            "basis written down."
        )

    def test_a_later_change_or_another_owner_is_not_agreed(self, country, chosen):
        self.agree(chosen, edit_number=chosen.edit_number + 1)
        other = InstitutionFactory(country=country)
        self.agree(chosen, institution=other)
        assert said(country, "E1")[1].startswith("0 of 2 ")

    def test_the_set_in_force_speaks_and_not_the_draft(self, country, chosen):
        draft = MinimumSetFactory(country=country, number=3)
        ChosenIndicatorFactory(minimum_set=draft)
        assert said(country, "E1")[0].startswith("Version 2 ")

    def test_a_draft_says_that_it_is_one(self, country):
        ChosenIndicatorFactory(minimum_set=MinimumSetFactory(country=country))
        assert said(country, "E1")[0] == (
            "A draft of the minimum set has 1 indicator; it is not approved."
        )

    def test_that_the_set_is_public(self, country, chosen):
        assert said(country, "J3") == []
        PublicItem.objects.create(
            country=country, item="indicators", made_public_by=UserFactory()
        )
        assert said(country, "J3") == [
            "The minimum set and its definition matrix can be read and downloaded by "
            "everybody on the country page."
        ]
