"""National result, dimensions, comparison and region as people read them."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from assessments.maturity.instrument import MapEntry
from assessments.maturity.models import AgreedLevel, Answer, Round
from assessments.maturity.services.errors import NotNow
from assessments.maturity.services.results import (
    UnknownScores,
    result_of,
    set_in_benchmarks,
)
from lms.accounts.models import AuditEntry, Role
from tests.accounts.factories import (
    CountryFactory,
    MembershipFactory,
    RegionFactory,
    UserFactory,
)
from tests.assessments.maturity.factories import (
    RespondentFactory,
    RoundFactory,
    small_framework,
)
from tests.assessments.maturity.instruments import NAMES, framework
from tests.assessments.maturity.result_rounds import make_round

pytestmark = pytest.mark.django_db
BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
EARLIER = date(2026, 6, 30)


def person_with(role, **place):
    return MembershipFactory(role=role, **place).person


@pytest.fixture
def country():
    return CountryFactory()


@pytest.fixture
def coordinator(client, country):
    """The coordinator, signed in."""
    person = person_with(Role.COORDINATOR, country=country)
    client.force_login(person)
    return person


@pytest.fixture
def validator(country):
    return person_with(Role.VALIDATOR, country=None, region=country.region)


def read(client, name, *args, query=""):
    page = client.get(reverse(f"maturity:{name}", args=args) + query)
    assert page.status_code == 200
    return page.content.decode()


def statements(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum(not query["sql"].startswith(BRACKETS) for query in captured)


class TestFrozenScores:
    def test_what_was_frozen_is_read_whatever_became_of_the_answers(self, country):
        round = make_round(country)
        before = result_of(round).data()
        Answer.objects.update(given="3")
        AgreedLevel.objects.update(given="3")

        assert result_of(round).data() == before == round.scores

    def test_before_validation_the_result_follows_the_answers(self, country):
        round = make_round(country, state="submitted")
        AgreedLevel.objects.update(given="3")

        assert result_of(round).index == 100

    def test_scores_of_a_newer_program_are_refused(self, country):
        round = make_round(country)
        round.scores["data_version"] = 99

        with pytest.raises(UnknownScores, match="99"):
            result_of(round)


class TestNationalResult:
    def test_it_says_stage_what_holds_it_back_index_and_coverage(
        self, client, country, coordinator
    ):
        round = make_round(country, levels={"A1": 1, "B2": "na"})

        page = read(client, "result", round.pk)

        assert "1 of 2 dimensions are at stage 2 or higher. Stage 2 needs 2." in page
        assert "Essential and below level 2: <a href=" in page
        assert f"/assess/{round.pk}/result/A/#A1" in page
        assert "3 of 3" in page
        assert "Highest: Network. Lowest: Demand" in page
        assert "not validated yet" not in page

    def test_before_validation_a_banner_says_so(self, client, country, coordinator):
        page = read(client, "result", make_round(country, state="agreeing").pk)

        assert "This result is not validated yet." in page

    def test_it_compares_with_the_round_before(self, client, country, coordinator):
        make_round(country, on=EARLIER, levels={"A1": 1, "A2": 1})
        round = make_round(country)

        page = read(client, "result", round.pk)

        assert "1 of 2 dimensions rose since 2026" in page
        assert "+1" in page
        assert "4 questions ask the same as then and are compared. Left out: 0." in page

    def test_any_earlier_round_can_be_chosen(self, client, country, coordinator):
        oldest = make_round(country, on=date(2025, 6, 30), levels={"B1": 3, "B2": 3})
        make_round(country, on=EARLIER)
        round = make_round(country)

        page = read(client, "result", round.pk, query=f"?with={oldest.pk}")

        assert "1 of 2 dimensions fell since 2025" in page

    def test_only_equal_questions_are_compared(self, client, country, coordinator):
        make_round(country, on=EARLIER, levels={"A1": 1, "A2": 1})
        relations = {"A1": "equal", "A2": "wider", "B1": "equal", "B2": "equal"}
        newer = small_framework(
            version="1.1.0",
            map=tuple(MapEntry(key, key, what) for key, what in relations.items()),
        )
        round = make_round(country, framework=newer, levels={"A2": 3})

        page = read(client, "result", round.pk)

        assert "3 questions ask the same as then and are compared. Left out: 1." in page

    def test_a_full_and_a_short_round_are_compared_over_what_both_asked(
        self, client, country, coordinator
    ):
        make_round(country, on=EARLIER, scope="short", levels={"A1": 1})
        round = make_round(country)

        page = read(client, "result", round.pk)

        assert "1 question asks the same as then" in page

    def test_another_framework_is_explained_and_not_compared(
        self, client, country, coordinator
    ):
        other = make_round(
            country,
            on=EARLIER,
            framework=small_framework(key="other", title={"en": "Other"}),
        )
        round = make_round(country)

        page = read(client, "result", round.pk, query=f"?with={other.pk}")

        assert "was measured by another framework" in page
        assert "Since 2026" not in page

    @pytest.mark.parametrize("wanted", ["0", "x", "999999", "-1", "1 or 1=1"])
    def test_a_wrong_round_to_compare_with_is_left_out(
        self, client, country, coordinator, wanted
    ):
        round = make_round(country)

        assert read(client, "result", round.pk, query=f"?with={wanted}")

    def test_another_countrys_round_is_never_compared_with(
        self, client, country, coordinator
    ):
        other = make_round(on=EARLIER, state="published", levels={"A1": 1})
        round = make_round(country)

        page = read(client, "result", round.pk, query=f"?with={other.pk}")

        assert "since 2026" not in page

    def test_only_differences_can_be_shown(self, client, country, coordinator):
        round = make_round(country, levels={"A1": 1})

        page = read(client, "result", round.pk, query="?differences=1")

        assert (
            "Question A2" in page.split('id="heat-title"')[1].split("method-title")[0]
        )
        assert 'id="heat-A"' in page

    def test_blank_unknown_and_not_applicable_look_different(
        self, client, country, coordinator
    ):
        round = make_round(
            country,
            state="agreeing",
            levels={"A1": "dk", "A2": None, "B1": 1, "B2": "na"},
        )

        page = read(client, "result", round.pk)

        for sign in ("unknown", "none", "1", "na"):
            assert f"level level-{sign}" in page

    def test_a_round_with_nothing_in_it_can_be_read(self, client, country, coordinator):
        page = read(
            client, "result", RoundFactory(country=country, state="agreeing").pk
        )

        assert "No dimension has enough answers for a mean" in page


class TestWhoReadsWhat:
    """Part x state: what of the result is shown."""

    def marks(self, client, person, round):
        client.force_login(person)
        page = read(client, "result", round.pk)
        dimension = read(client, "result_dimension", round.pk, "A")
        return {
            "answers": "Body 0" in page,
            "reason": "Seen at the meeting" in dimension,
            "who": "Agreed on" in dimension and "by Body 0" in dimension,
            "dissent": "We see less of it." in dimension,
            "evidence": "Decision on A1" in dimension,
            "links": "https://arvania.example/A1" in dimension,
        }

    ALL = {
        "answers": True,
        "reason": True,
        "who": True,
        "dissent": True,
        "evidence": True,
        "links": True,
    }

    @pytest.mark.parametrize("state", ["agreeing", "submitted", "validated"])
    def test_who_runs_the_round_reads_everything(
        self, client, country, coordinator, state
    ):
        assert self.marks(client, coordinator, make_round(country, state=state)) == (
            self.ALL
        )

    @pytest.mark.parametrize("state", ["submitted", "validated", "published"])
    def test_the_validator_reads_everything_that_was_submitted(
        self, client, country, validator, state
    ):
        assert self.marks(client, validator, make_round(country, state=state)) == (
            self.ALL
        )

    @pytest.mark.parametrize("state", ["submitted", "validated", "published"])
    def test_a_respondent_reads_the_agreed_result_and_no_others_answers(
        self, client, country, state
    ):
        round = make_round(country, state=state)
        asked = RespondentFactory(institution=round.institutions.last()).person

        assert self.marks(client, asked, round) == self.ALL | {
            "answers": False,
            "links": False,
        }

    def test_other_countries_read_only_levels_and_reasons_of_what_is_published(
        self, client, country
    ):
        reader = person_with(Role.COORDINATOR, country=CountryFactory())

        assert self.marks(client, reader, make_round(country, state="published")) == {
            "answers": False,
            "reason": True,
            "who": False,
            "dissent": False,
            "evidence": False,
            "links": False,
        }

    @pytest.mark.parametrize(
        ("state", "status"),
        [("draft", 404), ("collecting", 403), ("agreeing", 403), ("submitted", 200)],
    )
    def test_a_respondent_waits_until_levels_are_submitted(
        self, client, country, state, status
    ):
        round = make_round(country, state=state)
        client.force_login(
            RespondentFactory(institution=round.institutions.last()).person
        )

        for name in ("result", "report_pdf", "report_xlsx"):
            if status == 200 and name == "report_pdf":
                continue
            url = reverse(f"maturity:{name}", args=[round.pk])
            assert client.get(url).status_code == status

    def test_an_unknown_dimension_is_not_found(self, client, country, coordinator):
        round = make_round(country)
        url = reverse("maturity:result_dimension", args=[round.pk, "Z"])

        assert client.get(url).status_code == 404


class TestQueries:
    @pytest.mark.parametrize("institutions", [1, 12])
    def test_the_result_takes_at_most_twenty_statements(
        self, client, country, coordinator, settings, institutions
    ):
        settings.REQUIRE_SECOND_FACTOR = True
        make_round(country, on=EARLIER)
        round = make_round(country, institutions=institutions)
        url = reverse("maturity:result", args=[round.pk])
        client.get(url)

        assert statements(client, url) == 9

    @pytest.mark.parametrize("institutions", [1, 12])
    def test_a_dimension_takes_as_many_whatever_there_is(
        self, client, country, coordinator, settings, institutions
    ):
        settings.REQUIRE_SECOND_FACTOR = True
        round = make_round(country, institutions=institutions)
        url = reverse("maturity:result_dimension", args=[round.pk, "A"])
        client.get(url)

        assert statements(client, url) == 9

    @pytest.mark.parametrize("number", [1, 8])
    def test_the_region_takes_as_many_whatever_there_is(
        self, client, country, validator, number
    ):
        client.force_login(validator)
        for _place in range(number):
            RoundFactory(
                country=CountryFactory(region=country.region), state="submitted"
            )
        url = reverse("maturity:region")
        client.get(url)

        assert statements(client, url) == 5


class TestWorkbook:
    def read(self, client, round):
        response = client.get(reverse("maturity:report_xlsx", args=[round.pk]))
        assert response.status_code == 200
        return load_workbook(io.BytesIO(response.content))

    def test_cells_have_their_types(self, client, country, coordinator):
        make_round(country, on=EARLIER, levels={"A1": 1})
        round = make_round(country, levels={"B1": "dk", "B2": "na"})

        book = self.read(client, round)

        assert book.sheetnames == [
            "Summary",
            "Dimensions",
            "Questions",
            "Institutions answers",
            "Evidence",
        ]
        summary = dict(
            book["Summary"].iter_rows(min_row=2, max_col=2, values_only=True)
        )
        assert summary["National stage"] == 1
        assert summary["Index, 0 to 100"] == 50
        assert summary["Reference date"].date() == date(2027, 6, 30)
        rows = {row[0]: row for row in book["Questions"].iter_rows(values_only=True)}
        assert rows["A1"][3:6] == (True, 2, 2)
        assert rows["B1"][4] == "don't know"
        assert rows["B2"][4] == "not applicable"
        dimension = next(book["Dimensions"].iter_rows(min_row=2, values_only=True))
        assert dimension[:3] == ("A", "Demand", 2)
        assert book["Institutions answers"].max_row == 1 + 2 * 4
        assert book["Evidence"].max_row == 1 + 4

    def test_answers_of_institutions_are_only_for_who_may_see_them(
        self, client, country
    ):
        round = make_round(country)
        client.force_login(
            RespondentFactory(institution=round.institutions.last()).person
        )

        assert self.read(client, round).sheetnames == [
            "Summary",
            "Dimensions",
            "Questions",
            "Evidence",
        ]

    def test_text_that_looks_like_a_formula_stays_text(
        self, client, country, coordinator
    ):
        round = make_round(country)
        AgreedLevel.objects.filter(question="A1").update(reason="=1+1")

        rows = self.read(client, round)["Questions"].iter_rows(values_only=True)

        assert {row[0]: row[9] for row in rows}["A1"] == "'=1+1"


class TestComparisonWithTheRegion:
    def test_who_runs_the_round_lends_it_and_takes_it_back(
        self, client, country, coordinator
    ):
        round = make_round(country)
        url = reverse("maturity:benchmarks_counted", args=[round.pk])
        assert "Let Country" in client.get(url).content.decode()

        for counted, expected in (("yes", True), ("yes", True), ("no", False)):
            assert client.post(url, {"counted": counted}).status_code == 302
            assert Round.objects.get(pk=round.pk).in_benchmarks is expected
        verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
        assert [verb for verb in verbs if verb.startswith("comparisons")] == [
            "comparisons_joined",
            "comparisons_left",
        ]

    def test_a_round_that_is_not_validated_cannot_be_lent(self, country, coordinator):
        round = make_round(country, state="submitted")

        with pytest.raises(NotNow):
            set_in_benchmarks(round, counted=True, by=coordinator)

    def test_a_validator_does_not_lend(self, country, validator):
        with pytest.raises(NotNow):
            set_in_benchmarks(make_round(country), counted=True, by=validator)

    def test_four_countries_show_nothing_and_five_show_counts_without_names(
        self, client, country, coordinator
    ):
        round = make_round(country, in_benchmarks=True, institutions=1)
        others = [
            CountryFactory(region=country.region, name={"en": f"Neighbour {place}"})
            for place in range(4)
        ]
        for other in others[:3]:
            make_round(other, in_benchmarks=True, institutions=1)

        page = read(client, "benchmarks", round.pk)
        assert "Not enough countries take part yet" in page
        assert "Number of countries" not in page

        make_round(others[3], in_benchmarks=True, institutions=1)
        page = read(client, "benchmarks", round.pk)
        assert "5 countries of" in page
        assert "Neighbour" not in page

    def test_nothing_is_compared_before_validation(self, client, country, coordinator):
        round = make_round(country, state="submitted")

        url = reverse("maturity:benchmarks", args=[round.pk])
        assert client.get(url).status_code == 403


class TestRegion:
    def rounds(self, country):
        """One neighbour in each state, named against the order of the states."""
        return {
            state: RoundFactory(
                country=CountryFactory(region=country.region, name={"en": name}),
                state=state,
                due_on=date(2027, 5, 1),
            )
            for state, name in (("submitted", "Zed"), ("agreeing", "Mid"))
        }

    def test_countries_stand_by_name_and_open_only_what_is_submitted(
        self, client, country, validator
    ):
        rounds = self.rounds(country)
        client.force_login(validator)

        page = read(client, "region")
        table = page.split("countries-title")[2]

        assert table.index("Mid") < table.index("Zed")
        assert f"/assess/{rounds['submitted'].pk}/" in table
        assert f"/assess/{rounds['agreeing'].pk}/" not in page
        assert "Agreeing levels" in table
        assert "No round yet" in table
        assert "1 round waits for your validation" in page

    def test_the_filter_keeps_one_state(self, client, country, validator):
        self.rounds(country)
        client.force_login(validator)

        table = read(client, "region", query="?state=agreeing").split("</search>")[1]

        assert "Mid" in table
        assert "Zed" not in table

    def test_another_region_is_not_there(self, client, country, validator):
        RoundFactory(
            country=CountryFactory(
                region=RegionFactory(key="west"), name={"en": "Far"}
            ),
            state="submitted",
        )
        client.force_login(validator)

        assert "Far" not in read(client, "region")

    def test_a_validator_never_judges_the_own_country(self, client, country):
        judge = person_with(Role.VALIDATOR, country=None, region=country.region)
        MembershipFactory(person=judge, role=Role.LEARNER, country=country)
        RoundFactory(country=country, state="submitted")
        client.force_login(judge)

        page = read(client, "region")

        assert "for your validation" not in page
        assert str(country) not in page.split("countries-title")[2]

    def test_a_system_administrator_sees_where_and_validates_nothing(
        self, client, country
    ):
        self.rounds(country)
        client.force_login(
            person_with(Role.SYSTEM_ADMINISTRATOR, country=None, region=country.region)
        )

        page = read(client, "region")

        assert "Zed" in page
        assert "for your validation" not in page

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEARNER])
    def test_it_is_not_for_countries(self, client, country, role):
        client.force_login(person_with(role, country=country))

        assert client.get(reverse("maturity:region")).status_code == 403


def test_a_person_without_a_role_reads_only_what_is_published(client, country):
    client.force_login(UserFactory())
    hidden, shown = (
        make_round(country, on=EARLIER),
        make_round(country, state="published"),
    )

    assert client.get(reverse("maturity:result", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("maturity:result", args=[shown.pk])).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_instruments_of_any_shape_are_shown(client, country, coordinator, name):
    instrument = framework(name)
    levels = dict.fromkeys(instrument.by_id, instrument.minimum)
    round = make_round(country, framework=instrument, levels=levels)

    assert "How the figures were computed" in read(client, "result", round.pk)
    for dimension in instrument.dimensions:
        assert read(client, "result_dimension", round.pk, dimension.id)


def test_texts_of_another_language_say_which(client, country, coordinator):
    round = make_round(country)

    with translation.override("ar"):
        url = reverse("maturity:result_dimension", args=[round.pk, "A"])
    page = client.get(url).content.decode()

    assert '<span lang="en" dir="ltr">Demand</span></h1>' in page
    assert "<title>Demand" in page


def test_a_framework_of_another_shape_is_shown_too(client, country, coordinator):
    one = replace(small_framework(), key="single")
    one = replace(one, dimensions=one.dimensions[:1])

    page = read(client, "result", make_round(country, framework=one).pk)

    assert "Every dimension has the mean 2" in page
