"""Founding the group and its terms of reference: skeleton, drafts, versions."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.core.content_files import ContentRefused
from tests.accounts.factories import InstitutionFactory, make_person
from tests.toolkit.network.factories import ProfileFactory, WorkingGroupFactory
from toolkit.network.models import PublicItem, TermsVersion, WorkingGroup
from toolkit.network.services.groups import change_group, found_group
from toolkit.network.services.groups_errors import (
    ChangedMeanwhile,
    GroupExists,
    GroupRefused,
    NothingToApprove,
    NotYours,
)
from toolkit.network.services.terms import approve_terms, save_terms
from toolkit.network.terms_skeleton import filled, read_skeleton, skeleton
from toolkit.network.terms_text import blocks

SECTION = {"key": "purpose", "title": "Purpose", "text": "To agree figures."}


def found(country, by, **fields):
    """Found the group of a country."""
    values = {
        "name": "Working group on migration data",
        "founded_on": date(2026, 1, 12),
        "founded_by": "Order 214 of 12 January 2026",
        "secretariat": None,
        "language": "en",
    }
    return found_group(country, by=by, **values | fields)


def approve(group, by, **fields):
    """Approve the terms as they are."""
    group.refresh_from_db()
    values = {
        "number": group.draft_number,
        "approved_by": "Lea Brand, Deputy Minister",
        "approved_on": date(2026, 2, 1),
        "edit_number": group.edit_number,
    }
    return approve_terms(group, by=by, **values | fields)


def sent(sections, number, **more):
    """Return what the page of the terms sends."""
    data = {"sections": len(sections), "edit_number": number, "do": "save"} | more
    for place, one in enumerate(sections):
        for key, value in one.items():
            data[f"section-{place}-{key}"] = value
    return data


class TestSkeleton:
    def test_has_the_twelve_sections(self):
        assert [one.key for one in skeleton().sections] == [
            "name",
            "purpose",
            "legal-basis",
            "membership",
            "chair",
            "tasks",
            "data-rules",
            "decision-rule",
            "meetings",
            "reporting",
            "resources",
            "review",
        ]

    def test_leaves_no_name_in_braces(self):
        terms = filled(skeleton(), "en", {"country": "Arvania", "group": "group"})
        assert not [one for one in terms if "{" in one["text"]]

    def test_says_a_stand_in_for_what_is_not_known(self):
        terms = filled(skeleton(), "en", {"country": "Arvania", "group": "group"})
        chair = next(one for one in terms if one["key"] == "chair")
        assert "an institution that the group names" in chair["text"]

    @given(st.text(alphabet="{}abc country", max_size=40))
    def test_names_are_never_filled_in_twice(self, name):
        # A name that looks like a place of the skeleton stays as it was typed.
        terms = filled(skeleton(), "en", {"country": name or "x", "group": "g"})
        assert (name.strip() or "{country}") in terms[1]["text"] or name == ""

    def test_is_refused_with_file_and_line(self, tmp_path):
        file = tmp_path / "terms.yaml"
        file.write_text(
            "key: terms\nversion: 1.0.0\nmissing: {}\nsections:\n"
            "  - key: a\n    title: {en: A}\n    text: {en: 'Of {nobody}.'}\n",
            encoding="utf-8",
        )
        with pytest.raises(ContentRefused) as refused:
            read_skeleton(file)
        assert f"{file}, line 7: `{{nobody}}` in `en` is no name" in str(refused.value)


class TestText:
    def test_paragraphs_and_lists(self):
        found = blocks("One.\nStill one.\n\nMembers:\n- a\n- b\nAfter.")
        assert [(one.text, one.entries) for one in found] == [
            ("One.\nStill one.", ()),
            ("Members:", ()),
            ("", ("a", "b")),
            ("After.", ()),
        ]

    @given(st.text(alphabet="ab-  \n", max_size=60))
    def test_no_letter_is_lost(self, text):
        letters = "".join(one.text + "".join(one.entries) for one in blocks(text))
        assert sorted(one for one in letters if one in "ab") == sorted(
            one for one in text if one in "ab"
        )


class TestFounding:
    def test_drafts_the_terms_with_the_names_of_the_country(
        self, country, keeper, office
    ):
        ProfileFactory(institution=office)
        border = InstitutionFactory(country=country, name={"en": "Border Service"})
        ProfileFactory(institution=border, is_core=False)
        group = found(country, keeper, secretariat=border)
        text = {one["key"]: one["text"] for one in group.terms}
        assert text["name"].startswith("The working group on migration data of Arvania")
        assert "Order 214 of 12 January 2026" in text["name"]
        assert "The secretariat is Border Service." in text["chair"]
        assert "Statistics Arvania advises" in text["chair"]
        assert "- Statistics Arvania" in text["membership"]
        assert "- Border Service" not in text["membership"]
        assert (group.has_draft, group.terms_version) == (True, 0)

    def test_twice_is_one_group(self, country, keeper):
        assert found(country, keeper) == found(country, keeper)
        assert WorkingGroup.objects.count() == 1

    def test_another_name_is_refused(self, country, keeper):
        found(country, keeper)
        with pytest.raises(GroupExists):
            found(country, keeper, name="Another group")

    def test_readers_do_not_found(self, country):
        with pytest.raises(NotYours):
            found(country, make_person("respondent", country))

    def test_the_page_offers_one_way_forward(self, kept, country):
        page = kept.get(reverse("network:group", args=["xaa"]))
        assert "Arvania has no working group yet" in page.text
        assert reverse("network:group_found", args=["xaa"]) in page.text

    def test_by_the_form(self, kept, country):
        page = kept.post(
            reverse("network:group_found", args=["xaa"]),
            {"name": "Group", "founded_on": "2026-01-12", "language": "en"},
            follow=True,
        )
        assert "The working group is founded." in page.text
        assert WorkingGroup.objects.get().founded_on == date(2026, 1, 12)

    def test_a_day_to_come_is_refused_and_what_was_typed_is_kept(self, kept, country):
        day = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
        page = kept.post(
            reverse("network:group_found", args=["xaa"]),
            {"name": "Our own name", "founded_on": day.isoformat(), "language": "en"},
        )
        assert page.status_code == 422
        assert "This day is still to come." in page.text
        assert 'value="Our own name"' in page.text

    def test_a_secretariat_that_was_closed_stays_until_it_is_changed(
        self, kept, country, office
    ):
        office.is_active = False
        office.save()
        WorkingGroupFactory(country=country, secretariat=office)
        url = reverse("network:group_edit", args=["xaa"])
        kept.post(url, {"name": "New name", "secretariat": office.pk, "edit_number": 0})
        assert WorkingGroup.objects.get().secretariat == office

    def test_somebody_elses_change_is_shown_beside_ones_own(
        self, kept, keeper, country
    ):
        group = found(country, keeper)
        change_group(
            group,
            name="Their name",
            founded_on=None,
            founded_by="",
            secretariat=None,
            edit_number=group.edit_number,
            by=keeper,
        )
        page = kept.post(
            reverse("network:group_edit", args=["xaa"]),
            {"name": "My name", "edit_number": 0},
        )
        assert page.status_code == 409
        assert "Somebody else has changed this" in page.text
        assert "Their name" in page.text
        assert 'value="My name"' in page.text
        again = kept.post(
            reverse("network:group_edit", args=["xaa"]),
            {
                "name": "My name",
                "edit_number": page.context["form"]["edit_number"].value(),
            },
        )
        assert again.status_code == 302
        assert WorkingGroup.objects.get().name == "My name"


class TestReading:
    @pytest.mark.parametrize("role", ["respondent", "focal_point", "coordinator"])
    def test_only_keepers_see_ways_to_change(self, client, country, role):
        WorkingGroupFactory(country=country, terms=[SECTION], has_draft=True)
        client.force_login(make_person(role, country))
        for name in ("group", "terms", "members", "meetings", "decisions"):
            text = client.get(reverse(f"network:{name}", args=["xaa"])).text
            ways = [
                reverse(f"network:{way}", args=["xaa"])
                for way in ("group_edit", "terms_edit", "member_new", "meeting_new")
            ]
            if role != "coordinator":
                assert not [way for way in ways if f'href="{way}"' in text]

    def test_another_country_is_not_found(self, kept):
        group = WorkingGroupFactory()
        code = group.country.iso3.lower()
        assert kept.get(reverse("network:group", args=[code])).status_code == 404


class TestWriting:
    def url(self, name="terms_edit"):
        return reverse(f"network:{name}", args=["xaa"])

    def test_saving_changes_and_counts(self, kept, country):
        group = WorkingGroupFactory(country=country, terms=[SECTION], has_draft=True)
        mine = SECTION | {"text": "To agree\r\nand release."}
        kept.post(self.url(), sent([mine], 0))
        group.refresh_from_db()
        assert group.terms == [SECTION | {"text": "To agree\nand release."}]
        assert group.edit_number == 1

    def test_the_same_again_changes_nothing(self, keeper, country):
        group = WorkingGroupFactory(country=country, terms=[SECTION])
        save_terms(group, sections=[SECTION], edit_number=99, by=keeper)
        group.refresh_from_db()
        assert group.edit_number == 0

    def test_a_conflict_shows_both_and_loses_nothing(self, kept, keeper, country):
        group = WorkingGroupFactory(country=country, terms=[SECTION])
        theirs = SECTION | {"text": "Their words."}
        save_terms(group, sections=[theirs], edit_number=0, by=keeper)
        mine = SECTION | {"text": "My words."}
        page = kept.post(self.url(), sent([mine], 0))
        assert page.status_code == 409
        assert "Their words." in page.text
        assert "My words." in page.text
        assert "Changed by Olga Mernik" in page.text
        kept.post(self.url(), sent([mine], page.context["terms"].edit_number))
        group.refresh_from_db()
        assert group.terms[0]["text"] == "My words."

    def test_an_empty_section_is_refused_with_its_number(self, kept, country):
        WorkingGroupFactory(country=country, terms=[SECTION])
        own = {"key": "own-1", "title": "Travel", "text": ""}
        page = kept.post(self.url(), sent([SECTION, own], 0))
        assert page.status_code == 422
        assert "Section 2: Write the text of the section, or remove it." in page.text
        assert 'value="Travel"' in page.text

    def test_adding_and_removing_wait_for_saving(self, kept, country):
        group = WorkingGroupFactory(country=country, terms=[SECTION])
        typed = SECTION | {"text": "Typed, not saved."}
        page = kept.post(self.url(), sent([typed], 0, do="add", which="own"))
        assert [row["key"].value() for row in page.context["terms"].rows] == [
            "purpose",
            "own-1",
        ]
        assert "Typed, not saved." in page.text
        page = kept.post(
            self.url(), sent([typed, SECTION | {"key": "own-1"}], 0, do="remove-0")
        )
        assert [row["key"].value() for row in page.context["terms"].rows] == ["own-1"]
        group.refresh_from_db()
        assert group.terms == [SECTION]

    def test_a_section_of_the_skeleton_comes_back_with_names(self, kept, country):
        WorkingGroupFactory(country=country, terms=[SECTION])
        page = kept.post(self.url(), sent([SECTION], 0, do="add", which="review"))
        assert "reviews these terms of reference after 24 months" in page.text

    def test_terms_without_sections_are_refused(self, keeper, country):
        group = WorkingGroupFactory(country=country, terms=[SECTION])
        with pytest.raises(GroupRefused, match="at least one section"):
            save_terms(group, sections=[], edit_number=0, by=keeper)


class TestApproving:
    @pytest.fixture
    def group(self, country, keeper):
        return found(country, keeper)

    def test_freezes_a_version(self, group, keeper):
        version = approve(group, keeper)
        group.refresh_from_db()
        assert (version.number, version.terms) == (1, group.terms)
        assert (group.terms_version, group.has_draft) == (1, False)
        assert group.approved_by == "Lea Brand, Deputy Minister"

    def test_twice_is_one_version(self, group, keeper):
        first = approve(group, keeper)
        assert approve(group, keeper, number=1, edit_number=0) == first
        assert TermsVersion.objects.count() == 1

    def test_a_change_afterwards_is_a_draft_and_leaves_the_version(self, group, keeper):
        approve(group, keeper)
        group.refresh_from_db()
        before = group.terms
        save_terms(group, sections=[SECTION], edit_number=group.edit_number, by=keeper)
        group.refresh_from_db()
        assert (group.has_draft, group.terms_version, group.draft_number) == (
            True,
            1,
            2,
        )
        assert TermsVersion.objects.get().terms == before
        approve(group, keeper)
        assert [one.number for one in TermsVersion.objects.all()] == [1, 2]

    def test_changing_back_ends_the_draft(self, group, keeper):
        approve(group, keeper)
        group.refresh_from_db()
        approved = group.terms
        for sections in ([SECTION], approved):
            group.refresh_from_db()
            save_terms(
                group, sections=sections, edit_number=group.edit_number, by=keeper
            )
        group.refresh_from_db()
        assert group.has_draft is False

    def test_nothing_new_is_not_approved(self, group, keeper):
        approve(group, keeper)
        with pytest.raises(NothingToApprove):
            approve(group, keeper)

    def test_the_page_says_so_when_there_is_nothing_new(self, kept, group, keeper):
        approve(group, keeper)
        page = kept.get(reverse("network:terms_approve", args=["xaa"]), follow=True)
        assert "These terms of reference are approved already." in page.text

    def test_a_text_that_nobody_looked_at_is_not_approved(self, group, keeper):
        number = group.edit_number
        save_terms(group, sections=[SECTION], edit_number=number, by=keeper)
        with pytest.raises(ChangedMeanwhile):
            approve(group, keeper, edit_number=number)

    def test_by_the_page_with_a_day_to_come(self, kept, group):
        url = reverse("network:terms_approve", args=["xaa"])
        page = kept.post(
            url,
            {
                "number": 1,
                "edit_number": group.edit_number,
                "approved_by": "Lea Brand",
                "approved_on": "2999-01-01",
            },
        )
        assert page.status_code == 422
        assert "This day is still to come." in page.text
        assert not TermsVersion.objects.exists()

    @pytest.mark.slow
    def test_the_pdf_has_the_block_of_approval(self, group, keeper):
        from io import BytesIO  # noqa: PLC0415

        from pypdf import PdfReader  # noqa: PLC0415

        from toolkit.network.groups_documents import terms_pdf  # noqa: PLC0415

        version = approve(group, keeper)
        reader = PdfReader(BytesIO(terms_pdf(group, version)))
        text = " ".join(page.extract_text() for page in reader.pages)
        for words in ("Version 1, approved on 1 February 2026", "Signature", "Purpose"):
            assert words in text

    def test_strangers_read_the_last_version_where_it_is_public(
        self, client, group, keeper, monkeypatch
    ):
        monkeypatch.setattr(
            "toolkit.network.views.terms.terms_pdf", lambda group, version: b"%PDF-"
        )
        approve(group, keeper)
        group.refresh_from_db()
        save_terms(group, sections=[SECTION], edit_number=group.edit_number, by=keeper)
        approve(group, keeper)
        urls = [
            reverse("network:terms_version_pdf", args=["xaa", number])
            for number in (1, 2)
        ]
        assert [client.get(url).status_code for url in urls] == [404, 404]
        PublicItem.objects.create(
            country=group.country, item="terms", made_public_by=keeper
        )
        assert [client.get(url).status_code for url in urls] == [404, 200]
