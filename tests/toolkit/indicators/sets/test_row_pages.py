"""Rows of a set, agreement, approval and versions: their pages."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from lms.accounts.models import OutgoingMail
from tests.accounts.factories import InstitutionFactory, make_person
from toolkit.indicators.models import ChosenIndicator, OwnerAgreement
from toolkit.indicators.services.asking import ask_owners
from toolkit.indicators.services.sets import start_set
from toolkit.indicators.sets_words import MATRIX
from toolkit.network.models import PublicItem

from .worlds import (
    FIVE,
    WORDS,
    draft_of,
    fill,
    make_approved,
    make_draft,
    make_ready,
    row_of,
    text,
    url,
)

pytestmark = pytest.mark.django_db


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

    def test_owners_whom_nobody_speaks_for_are_named(self, keeper, place):
        draft = make_draft(place)
        fill(place, row_of(draft, "FOR_STOCK"))
        place.owner = InstitutionFactory(country=place.country, name={"en": "Police"})
        fill(place, row_of(draft, "ENT_FOR"))
        page = text(keeper.post(url("_ask", place), follow=True))
        assert "1 focal point is asked to agree." in page
        assert "Nobody could be asked for: Police." in page

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
