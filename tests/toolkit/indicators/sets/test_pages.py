"""Pages of a minimum set: what they say, what they refuse, what is kept."""

import io

import pytest
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from lms.accounts.models import OutgoingMail
from tests.accounts.factories import make_person
from toolkit.indicators.models import ChosenIndicator, MinimumSet, OwnerAgreement
from toolkit.indicators.services.asking import ask_owners
from toolkit.indicators.services.sets import start_set
from toolkit.indicators.sets_words import MATRIX
from toolkit.network.models import PublicItem

from .worlds import (
    CANDIDATES,
    FIVE,
    WORDS,
    fill,
    make_approved,
    make_draft,
    make_place,
    make_ready,
    row_of,
)

pytestmark = pytest.mark.django_db
ALL = [one[0] for one in CANDIDATES]
WEIGHTS = {"relevance": "40", "availability": "30", "quality": "20", "low_cost": "10"}


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def keeper(client, place):
    """A client of who keeps the record."""
    client.force_login(place.keeper)
    return client


def url(name, place, *more):
    return reverse(f"indicators:set{name}", args=[place.code, *more])


def text(response) -> str:
    """Return a page without needless space."""
    return " ".join(response.content.decode().split())


def draft_of(place) -> MinimumSet:
    return MinimumSet.objects.of_country(place.country).drafts().get()


class TestOverview:
    def test_begins_with_a_way_to_start(self, keeper, place):
        page = text(keeper.get(url("", place)))
        assert "has no minimum set yet" in page
        assert url("_start", place) in page

    def test_readers_are_told_who_starts_it(self, client, place):
        client.force_login(place.focal_point)
        page = text(client.get(url("", place)))
        assert "coordinator or the country administrator starts it" in page
        assert url("_start", place) not in page

    def test_shows_the_set_in_force_and_the_versions_before(self, keeper, place):
        make_approved(place)
        page = text(keeper.get(url("", place)))
        assert "Version 1, in force" in page
        assert "Dana Rook, Deputy minister" in page
        assert "Start a new version" in page

    def test_queries_do_not_grow_with_the_rows(
        self, keeper, place, django_assert_max_num_queries
    ):
        make_draft(place, ALL[:10])
        cache.clear()
        with django_assert_max_num_queries(20):
            keeper.get(url("", place))
        with django_assert_max_num_queries(16):
            keeper.get(url("_define", place))
        with django_assert_max_num_queries(16):
            keeper.get(url("_agree", place))
        with django_assert_max_num_queries(17):
            keeper.get(url("_matrix", place, 1))
        with django_assert_max_num_queries(16):
            keeper.get(url("_scores", place))
        with django_assert_max_num_queries(17):
            keeper.get(url("_choose", place))


class TestStarting:
    def test_weights_that_do_not_make_100_are_refused_with_their_sum(
        self, keeper, place
    ):
        data = WEIGHTS | {"quality": "30", "profile": ["origin"], "language": "en"}
        answer = keeper.post(url("_start", place), data)
        assert answer.status_code == 422
        assert "The weights make 110 %. They must make 100 %: take 10 away." in text(
            answer
        )
        assert answer.context["form"]["profile"].value() == ["origin"]
        assert not MinimumSet.objects.exists()

    def test_starts_with_the_profile_and_goes_to_the_scores(self, keeper, place):
        data = WEIGHTS | {"profile": ["origin", "transit"], "language": "en"}
        answer = keeper.post(url("_start", place), data)
        assert answer.url == url("_scores", place)
        assert draft_of(place).profile == ["origin", "transit"]

    def test_a_new_version_is_asked_for_and_then_made(self, keeper, place):
        make_approved(place)
        page = text(keeper.get(url("_start", place)))
        assert "Start a new version from version 1?" in page
        assert "keeps its owner's agreement" in page.replace("&#x27;", "'")
        for _press in range(2):
            answer = keeper.post(url("_start", place))
            assert answer.url == url("_define", place)
        assert draft_of(place).number == 2

    def test_a_step_without_a_draft_leads_back_with_words(self, keeper, place):
        answer = keeper.get(url("_choose", place), follow=True)
        assert answer.redirect_chain == [(url("", place), 302)]
        assert "There is no draft" in text(answer)

    def test_a_country_may_write_in_its_own_language(self, keeper, place):
        place.country.working_languages = ["ky", "ru"]
        place.country.save()
        page = text(keeper.get(url("_start", place)))
        assert '<option value="ky" selected>Кыргызча</option>' in page


class TestScoring:
    def data(self, **typed):
        """Every field as an empty page sends it, with what is typed."""
        found = {}
        for code in ALL:
            found |= {f"{code}-{name}": "" for name in WEIGHTS}
            found[f"{code}-seen"] = ",,,"
        return found | typed

    def test_scores_are_saved_and_ranked_with_their_sum(self, keeper, place):
        start_set(place.country, by=place.keeper)
        typed = {f"FOR_STOCK-{name}": "5" for name in WEIGHTS}
        typed |= {f"ENT_FOR-{name}": "3" for name in WEIGHTS} | {"ENT_FOR-quality": "4"}
        answer = keeper.post(url("_scores", place), self.data(**typed))
        assert answer.url == url("_scores", place)
        page = text(keeper.get(url("_scores", place)))
        assert page.index("FOR_STOCK: 5.0 of 5") < page.index("ENT_FOR: 3.2 of 5")
        assert "3 × 40 % + 3 × 30 % + 4 × 20 % + 3 × 10 % = 3.2" in page
        assert "9 candidates are not scored in full" in page

    def test_a_score_of_six_is_refused_beside_its_field(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = keeper.post(
            url("_scores", place), self.data(**{"FOR_STOCK-quality": "6"})
        )
        assert answer.status_code == 422
        assert "Choose a score from 1 to 5." in text(answer)

    def test_what_somebody_else_scored_meanwhile_is_shown_and_nothing_lost(
        self, keeper, place
    ):
        start_set(place.country, by=place.keeper)
        first = self.data(**{"FOR_STOCK-quality": "5"})
        second = self.data(**{"FOR_STOCK-quality": "2", "ENT_FOR-quality": "4"})
        keeper.post(url("_scores", place), first)
        answer = keeper.post(url("_scores", place), second)
        assert answer.status_code == 422
        assert "Somebody else has scored FOR_STOCK, quality: 5" in text(answer)
        assert 'name="FOR_STOCK-seen" value=",,5,"' in text(answer)
        again = second | {"FOR_STOCK-seen": ",,5,"}
        assert keeper.post(url("_scores", place), again).status_code == 302
        row = draft_of(place).scores.get(indicator__code="FOR_STOCK")
        assert row.quality == 2


class TestChoosing:
    def ticked(self, answer) -> list[str]:
        return answer.context["form"].ticked

    def post(self, keeper, place, codes, button="save", **more):
        number = draft_of(place).edit_number
        data = {"codes": codes, "edit_number": number, button: "1"} | more
        return keeper.post(url("_choose", place), data)

    def test_the_six_of_the_general_model_are_ticked_at_first(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = keeper.get(url("_choose", place))
        assert self.ticked(answer) == ALL[:6]
        assert "The first six indicators are ticked" in text(answer)

    def test_a_profile_ticks_its_pack_as_well_up_to_ten(self, keeper, place):
        start_set(place.country, by=place.keeper, profile=["destination", "origin"])
        answer = keeper.get(url("_choose", place))
        assert self.ticked(answer) == [
            *ALL[:6],
            "RES_VALID",
            "REMIT_VOL",
            "NAT_ABROAD",
        ]
        assert "suggested for: destination" in text(answer)

    def test_an_eleventh_is_refused_with_all_ticks_kept(self, keeper, place):
        make_draft(place, ALL[:10])
        answer = self.post(keeper, place, ALL)
        assert answer.status_code == 422
        page = text(answer)
        assert "11 indicators are ticked; a minimum set has at most 10" in page
        assert page.count("checked") == 11
        assert draft_of(place).chosen.count() == 10

    def test_four_are_refused_or_kept_unfinished(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = self.post(keeper, place, ALL[:4])
        assert answer.status_code == 422
        assert "4 indicators are ticked; a minimum set has at least 5" in text(answer)
        assert self.ticked(answer) == ALL[:4]
        assert self.post(keeper, place, ALL[:4], "later").status_code == 302
        assert draft_of(place).chosen.count() == 4

    def test_eight_go_on_to_the_definitions(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = self.post(keeper, place, ALL[:8])
        assert answer.url == url("_define", place)

    def test_a_code_that_is_no_candidate_is_refused(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = self.post(keeper, place, [*ALL[:5], "NONSENSE"])
        assert answer.status_code == 422
        assert "NONSENSE is not a candidate" in text(answer)

    def test_coverage_is_shown_without_saving(self, keeper, place):
        start_set(place.country, by=place.keeper)
        answer = self.post(keeper, place, ["ENT_FOR"], "look")
        assert answer.status_code == 200
        assert "1 indicator ticked" in text(answer)
        assert not draft_of(place).chosen.exists()
        piece = text(keeper.post(url("_look", place), {"codes": ALL[:2]}))
        assert "2 indicators ticked" in piece
        assert "<html" not in piece

    def test_another_choice_meanwhile_is_named_and_yours_stays_ticked(
        self, keeper, place
    ):
        make_draft(place, ALL[:6])
        answer = self.post(keeper, place, ALL[1:8], edit_number="0")
        assert answer.status_code == 422
        assert "It is now: FOR_STOCK, WP_PROC" in text(answer)
        assert self.ticked(answer) == ALL[1:8]
        number = f'value="{draft_of(place).edit_number}"'
        assert f'name="edit_number" {number}' in text(answer)

    def test_order_is_changed_by_buttons(self, keeper, place):
        draft = make_draft(place)
        keeper.post(url("_move", place, "WP_PROC"), {"up": "1", "seen": "2"})
        assert draft.chosen.first().indicator.code == "WP_PROC"


class TestRows:
    def data(self, place, row, **more):
        return {
            "owner": place.owner.pk,
            "sources": [place.source.pk],
            "edit_number": row.edit_number,
            **WORDS,
            **more,
        }

    def test_says_what_is_missing_with_links_to_the_fields(self, keeper, place):
        make_draft(place)
        page = text(keeper.get(url("_define", place)))
        assert "no owner" in page
        assert f"{url('_row', place, 'FOR_STOCK')}#id_owner" in page
        assert f"{url('_row', place, 'FOR_STOCK')}#id_release_rule" in page

    def test_the_catalogue_is_offered_and_not_filled_in(self, keeper, place):
        make_draft(place)
        page = text(keeper.get(url("_row", place, "FOR_STOCK")))
        assert "Take over from the catalogue" in page
        assert "Persons counted on the reference date." in page
        answer = keeper.get(url("_row", place, "FOR_STOCK"))
        assert answer.context["form"]["definition"].value() == ""

    def test_taking_over_fills_one_field_keeps_the_others_and_saves_nothing(
        self, keeper, place
    ):
        row = row_of(make_draft(place), "FOR_STOCK")
        data = self.data(place, row, unit="my unit", definition="") | {
            "take": "definition"
        }
        answer = keeper.post(url("_row", place, "FOR_STOCK"), data)
        form = answer.context["form"]
        assert answer.status_code == 200
        assert form["definition"].value() == "Persons counted on the reference date."
        assert form["unit"].value() == "my unit"
        assert str(place.source.pk) in map(str, form["sources"].value())
        assert "Nothing is saved yet" in text(answer)
        assert row_of(draft_of(place), "FOR_STOCK").edit_number == 0

    def test_a_row_is_saved_whole_or_in_parts(self, keeper, place):
        row = row_of(make_draft(place), "FOR_STOCK")
        data = self.data(place, row, owner="", limits="")
        answer = keeper.post(url("_row", place, "FOR_STOCK"), data, follow=True)
        assert "Fill in what is still missing" in text(answer)
        row = row_of(draft_of(place), "FOR_STOCK")
        assert [one.reason for one in row.missing] == ["no_owner", "empty"]
        data = self.data(place, row) | {"next": "1"}
        answer = keeper.post(url("_row", place, "FOR_STOCK"), data)
        assert answer.url == url("_row", place, "WP_PROC")

    def test_a_text_that_is_too_long_is_refused_and_kept(self, keeper, place):
        row = row_of(make_draft(place), "FOR_STOCK")
        data = self.data(place, row, unit="x" * 251)
        answer = keeper.post(url("_row", place, "FOR_STOCK"), data)
        assert answer.status_code == 422
        assert "This text has 251 characters. The limit is 250." in text(answer)
        assert "x" * 251 in text(answer)

    def test_two_versions_are_shown_and_one_is_kept(self, keeper, place):
        row = row_of(make_draft(place), "FOR_STOCK")
        fill(place, row, definition="theirs, of before")
        data = self.data(place, row, definition="mine, of now")
        answer = keeper.post(url("_row", place, "FOR_STOCK"), data)
        assert answer.status_code == 409
        page = text(answer)
        assert "mine, of now" in page
        assert "theirs, of before" in page
        assert place.keeper.display_name in page
        again = dict(answer.context["hidden"]) | {"sources": [place.source.pk]}
        keeper.post(url("_row", place, "FOR_STOCK"), again)
        assert row_of(draft_of(place), "FOR_STOCK").definition == "mine, of now"

    def test_usual_owners_and_fitting_sources_come_first(self, keeper, place):
        make_draft(place)
        form = keeper.get(url("_row", place, "FOR_STOCK")).context["form"]
        groups = [name for name, _choices in form.fields["owner"].choices]
        assert groups == ["", "Usual owners"]

    def test_the_page_of_a_code_that_is_not_chosen_is_not_there(self, keeper, place):
        make_draft(place)
        assert keeper.get(url("_row", place, "META_COMP")).status_code == 404


class TestAgreeing:
    def test_a_focal_point_agrees_for_the_owner(self, client, place):
        row = fill(place, row_of(make_draft(place), "FOR_STOCK"))
        client.force_login(place.focal_point)
        address = url("_agree_row", place, "FOR_STOCK")
        assert "Agree to this row" in text(client.get(address))
        for _press in range(2):
            answer = client.post(address, {"edit_number": row.edit_number})
            assert answer.url == url("_agree", place)
        assert OwnerAgreement.objects.count() == 1

    def test_a_row_that_changed_meanwhile_is_not_agreed_to(self, client, place):
        row = fill(place, row_of(make_draft(place), "FOR_STOCK"))
        client.force_login(place.focal_point)
        address = url("_agree_row", place, "FOR_STOCK")
        fill(place, row, unit="households")
        answer = client.post(address, {"edit_number": row.edit_number})
        assert answer.status_code == 422
        assert not OwnerAgreement.objects.exists()
        assert "households" in text(answer)

    def test_another_focal_point_reads_and_is_refused(self, client, place):
        row = fill(place, row_of(make_draft(place), "FOR_STOCK"))
        client.force_login(make_person("focal_point", place.country))
        address = url("_agree_row", place, "FOR_STOCK")
        assert "Agree to this row" not in text(client.get(address))
        answer = client.post(address, {"edit_number": row.edit_number})
        assert answer.status_code == 422
        paper = {"paper": "1", "name": "X", "on": "2026-03-04", "edit_number": "1"}
        assert client.post(address, paper).status_code == 422
        assert not OwnerAgreement.objects.exists()

    def test_owners_are_asked_once_about_the_same_rows(self, keeper, place):
        draft = make_draft(place)
        answer = keeper.post(url("_ask", place), follow=True)
        assert "Nobody could be asked" in text(answer)
        row = fill(place, row_of(draft, "FOR_STOCK"))
        for _press in range(2):
            answer = keeper.post(url("_ask", place), follow=True)
            assert "1 focal point is asked to agree." in text(answer)
        assert OutgoingMail.objects.get().recipient == place.focal_point.email
        fill(place, row, unit="households")
        keeper.post(url("_ask", place))
        assert OutgoingMail.objects.count() == 2

    def test_what_owners_are_asked(
        self, place, mailoutbox, django_capture_on_commit_callbacks
    ):
        row = fill(place, row_of(make_draft(place), "FOR_STOCK"))
        with django_capture_on_commit_callbacks(execute=True):
            ask_owners(row.minimum_set, by=place.keeper)
        (sent,) = mailoutbox
        assert sent.subject == (
            "1 definition waits for the agreement of Statistics Office"
        )
        assert "Indicator FOR_STOCK (FOR_STOCK)" in sent.body
        assert f"/en/countries/{place.code}/set/agree/" in sent.body

    def test_a_keeper_records_a_paper(self, keeper, place):
        fill(place, row_of(make_draft(place), "FOR_STOCK"))
        address = url("_agree_row", place, "FOR_STOCK")
        data = {"paper": "1", "name": "", "on": "2026-03-04", "edit_number": "1"}
        answer = keeper.post(address, data)
        assert answer.status_code == 422
        assert "Write the name of the person who agreed." in text(answer)
        assert keeper.post(address, data | {"name": "Irina Sol"}).status_code == 302
        assert "Irina Sol, 4 March 2026" in text(
            keeper.get(url("_agree", place))
        ).replace("<bdi>", "").replace("</bdi>", "")


class TestApproving:
    DATA = {
        "name": "Dana Rook",
        "post": "Deputy minister",
        "on": "2026-03-04",
        "number": "1",
    }

    def test_an_indicator_without_owner_has_its_own_words_and_link(self, keeper, place):
        make_draft(place)
        for answer in (
            keeper.get(url("_approve", place)),
            keeper.post(url("_approve", place), self.DATA),
        ):
            page = text(answer)
            assert "FOR_STOCK has no owner. Choose the institution" in page
            assert f"{url('_row', place, 'FOR_STOCK')}#id_owner" in page
        assert draft_of(place).state == "draft"

    def test_approves_once_also_when_pressed_twice(self, keeper, place):
        make_ready(place)
        for _press in range(2):
            answer = keeper.post(url("_approve", place), self.DATA)
            assert answer.url == url("", place)
        page = text(keeper.get(url("", place)))
        assert "Version 1, in force" in page
        assert "There is no draft" not in page

    def test_a_day_before_the_last_agreement_is_refused_at_its_field(
        self, keeper, place
    ):
        make_ready(place)
        answer = keeper.post(url("_approve", place), self.DATA | {"on": "2026-03-03"})
        assert answer.status_code == 422
        assert "The last owner agreed on 4 March 2026" in text(answer)


class TestVersions:
    def test_what_changed_is_told(self, keeper, place):
        make_approved(place)
        draft = start_set(place.country, by=place.keeper)
        fill(place, row_of(draft, "ENT_FOR"), unit="border crossings")
        page = text(keeper.get(url("_version", place, 2)))
        assert "What changed since version 1" in page
        assert "border crossings" in page
        assert "This is a draft" in page

    def test_the_matrix_says_every_column_and_no_owner(self, keeper, place):
        make_draft(place)
        page = text(keeper.get(url("_matrix", place, 1)))
        for title in ("Known limits", "Release rule", "Reference period", "Method"):
            assert f">{title}</th>" in page
        assert "no owner" in page

    @pytest.mark.slow
    def test_the_pdf_lies_across_and_holds_every_column(self, keeper, place):
        make_ready(place)
        answer = keeper.get(url("_matrix_pdf", place, 1))
        name = f'filename="{place.code}-matrix-1-draft.pdf"'
        assert name in answer["Content-Disposition"]
        pages = PdfReader(io.BytesIO(answer.content)).pages
        assert pages[0].mediabox.width > pages[0].mediabox.height
        words = " ".join(page.extract_text() for page in pages)
        for wanted in ("Known limits", "Release rule", "Irina Sol", *FIVE):
            assert wanted in words
        assert "Draft of version 1" in words

    def test_workbook_and_structure_carry_the_version_in_their_names(
        self, keeper, place
    ):
        make_approved(place, FIVE)
        answer = keeper.get(url("_matrix_xlsx", place, 1))
        code = place.code
        assert f'filename="{code}-matrix-1.xlsx"' in answer["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
        rows = list(sheet.values)
        assert [row[0] for row in rows[1:]] == list(FIVE)
        assert "Irina Sol" in rows[1]
        assert len(rows[0]) == 3 + 10 + 4
        answer = keeper.get(url("_sdmx", place, 1, "xml"))
        name = f'filename="{code}-minimum-set-1-sdmx.xml"'
        assert name in answer["Content-Disposition"]
        assert keeper.get(url("_sdmx", place, 1, "exe")).status_code == 404

    def test_strangers_read_no_names_of_people_and_no_drafts(self, client, place):
        make_approved(place)
        start_set(place.country, by=place.keeper)
        assert client.get(url("", place)).status_code == 302
        PublicItem.objects.create(
            country=place.country, item="indicators", made_public_by=place.keeper
        )
        page = text(client.get(url("", place)))
        assert "Version 1, in force" in page
        assert "Draft" not in page
        page = text(client.get(url("_matrix", place, 1)))
        assert WORDS["definition"] in page
        assert "Irina Sol" not in page
        content = client.get(url("_matrix_xlsx", place, 1)).content
        cells = list(load_workbook(io.BytesIO(content)).worksheets[0].values)
        assert not any("Irina Sol" in row for row in cells)
        assert client.get(url("_matrix", place, 2)).status_code == 404


def test_every_word_of_the_matrix_has_its_words(place):
    assert tuple(MATRIX) == ChosenIndicator.MATRIX
