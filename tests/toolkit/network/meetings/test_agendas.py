"""Agendas: the templates that ship, and rows that are shifted and moved."""

import pytest
from django.urls import reverse
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.core.content_files import ContentRefused
from tests.toolkit.network.factories import MeetingFactory
from toolkit.network.agendas import (
    LAST,
    Item,
    clock,
    from_rows,
    in_order,
    moved,
    moved_by,
    overlaps,
    shifted,
    to_rows,
)
from toolkit.network.agendas_catalogue import read_templates, templates
from toolkit.network.services.groups_errors import ChangedMeanwhile
from toolkit.network.services.meetings import save_agenda


def item(start, end="", title="Item", day=1, **more):
    """Return a row of an agenda."""
    return Item(day=day, start=start, end=end, title=title, **more)


@st.composite
def items(draw):
    """Rows of up to three days, each within a day, some with an open end."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, LAST - 1))
        length = draw(st.none() | st.integers(1, LAST - start))
        end = "" if length is None else clock(start + length)
        found.append(item(clock(start), end, str(number), day=draw(st.integers(1, 3))))
    return found


class TestTemplates:
    def test_each_kind_of_meeting_has_one(self):
        assert {one.kind for one in templates().values()} == {
            "group",
            "technical",
            "visit",
            "regional",
        }

    @pytest.mark.parametrize(
        ("key", "days", "rows", "first", "last"),
        [
            ("technical", 2, 16, ("10:00", "10:30"), ("16:30", "17:00")),
            ("visit", 2, 8, ("14:00", "14:45"), ("15:45", "16:00")),
            ("regional", 2, 22, ("08:30", "09:00"), ("14:30", "15:00")),
        ],
    )
    def test_follow_the_annexes(self, key, days, rows, first, last):
        found = templates()[key]
        ends = [(one.start, one.end) for one in (found.items[0], found.items[-1])]
        assert (found.days, len(found.items), *ends) == (days, rows, first, last)

    def test_the_dinner_of_annex_6_has_an_open_end(self):
        assert [
            (one.start, one.end)
            for one in templates()["technical"].items
            if one.type == "social"
        ] == [("19:00", "")]

    def test_the_visit_says_how_long_its_parts_take(self):
        assert [one.length["en"] for one in templates()["visit"].parts] == [
            "1 to 2 hours, in the afternoon",
            "2 hours, in the afternoon, best after the first part",
        ]

    def test_follow_up_is_the_second_item_of_the_group(self):
        assert templates()["group"].items[1].type == "follow-up"

    @pytest.mark.parametrize(
        ("rows", "fault"),
        [
            (
                '      - {day: 1, start: "10:00", end: "09:00", type: opening, '
                "title: {en: A}}\n",
                "not after 10:00",
            ),
            (
                '      - {day: 1, start: "25:00", type: opening, title: {en: A}}\n',
                "`start` is `25:00`",
            ),
            (
                '      - {day: 2, start: "10:00", type: opening, title: {en: A}}\n',
                "have a hole",
            ),
            (
                '      - {day: 1, start: "10:00", type: speech, title: {en: A}}\n',
                "`type` is `speech`",
            ),
            (
                '      - {day: 1, start: "10:00", type: opening, title: {en: A}}\n'
                '      - {day: 1, start: "09:00", type: opening, title: {en: B}}\n',
                "not in order",
            ),
        ],
    )
    def test_faults_are_refused_with_their_line(self, tmp_path, rows, fault):
        file = tmp_path / "agendas.yaml"
        head = "key: agendas\nversion: 1.0.0\ntemplates:\n  - key: a\n    kind: visit\n"
        text = f"{head}    title: {{en: A}}\n    items:\n{rows}"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ContentRefused, match=rf"agendas.yaml, line \d+: .*{fault}"):
            read_templates(file)

    def test_a_group_without_follow_up_is_refused(self, tmp_path):
        file = tmp_path / "agendas.yaml"
        file.write_text(
            "key: a\nversion: 1.0.0\ntemplates:\n  - key: a\n    kind: group\n"
            "    title: {en: A}\n    items:\n"
            '      - {day: 1, start: "10:00", type: opening, title: {en: A}}\n',
            encoding="utf-8",
        )
        with pytest.raises(ContentRefused, match="not the follow-up of decisions"):
            read_templates(file)


class TestShifting:
    def test_moves_every_day_to_the_beginning_of_the_meeting(self):
        kept, left = shifted(templates()["regional"].rows("en"), start="09:15", days=2)
        assert (kept[0].start, kept[-1].start, left) == ("09:15", "15:15", [])

    def test_leaves_out_days_that_the_meeting_does_not_have(self):
        kept, left = shifted(templates()["technical"].rows("en"), start="10:00", days=1)
        assert (len(kept), {one.day for one in left}) == (9, {2})

    def test_leaves_out_what_would_go_over_midnight(self):
        kept, left = shifted(templates()["technical"].rows("en"), start="16:00", days=1)
        assert [one.title for one in left if one.day == 1] == ["Dinner"]
        assert all(one.end <= "23:59" for one in kept)

    @given(items(), st.integers(0, LAST), st.integers(1, 3))
    def test_keeps_lengths_distances_and_everybody(self, rows, start, days):
        kept, left = shifted(rows, start=clock(start), days=days)
        assert sorted(one.title for one in (*kept, *left)) == sorted(
            one.title for one in rows
        )
        before = {one.title: one for one in rows}
        by = {one.begins - before[one.title].begins for one in kept}
        assert len(by) <= 1
        for one in kept:
            assert one.length == before[one.title].length
            assert 0 <= one.begins <= LAST
            assert one.day <= days
        if rows and in_order(rows)[0].title in {one.title for one in kept}:
            assert kept[0].start == clock(start)

    @given(items(), st.integers(-600, 600))
    def test_moving_all_is_undone_by_moving_back(self, rows, by):
        there = moved_by(rows, by)
        assume(there is not None)
        assert moved_by(there, -by) == rows


class TestMoving:
    def test_takes_the_length_along_and_keeps_the_whole(self):
        rows = [item("10:00", "10:30", "a"), item("10:45", "12:00", "b")]
        assert moved(rows, 1, -1) == [
            item("10:00", "11:15", "b"),
            item("11:30", "12:00", "a"),
        ]

    def test_goes_over_to_the_day_before(self):
        rows = [item("10:00", "12:00", "a"), item("09:00", "09:30", "b", day=2)]
        assert moved(rows, 1, -1)[1] == item("12:00", "12:30", "b", day=1)

    @given(items(), st.integers(0, 8), st.sampled_from([-1, 1]))
    def test_loses_nothing(self, rows, place, step):
        rows = in_order(rows)
        found = moved(rows, place, step)
        assert sorted((one.title, one.length or 0) for one in found) == sorted(
            (one.title, one.length or 0) for one in rows
        )
        assert all(0 <= one.begins <= LAST for one in found)

    def test_overlaps_are_found_across_a_longer_item(self):
        rows = [
            item("10:00", "12:00", "a"),
            item("10:30", "10:40", "b"),
            item("11:30", "12:30", "c"),
            item("12:30", "13:00", "d"),
        ]
        assert [(one.title, two.title) for one, two in overlaps(rows)] == [
            ("a", "b"),
            ("a", "c"),
        ]

    @given(items())
    def test_rows_come_back_as_they_were_kept(self, rows):
        assert from_rows(to_rows(rows)) == rows


class TestThePage:
    @pytest.fixture
    def meeting(self, country, keeper):
        rows = [item("10:00", "10:30", "Opening"), item("10:30", "11:00", "Follow-up")]
        return MeetingFactory(country=country, created_by=keeper, agenda=to_rows(rows))

    def sent(self, rows, **more):
        data = {"rows": len(rows), "edit_number": 0, "do": "save"} | more
        for place, row in enumerate(rows):
            base = {"day": "1", "type": "", "speaker": "", "points": "", "end": ""}
            for key, value in (base | row).items():
                data[f"row-{place}-{key}"] = value
        return data

    def post(self, kept, meeting, rows, **more):
        url = reverse("network:meeting_agenda", args=["xaa", meeting.pk])
        return kept.post(url, self.sent(rows, **more))

    def test_saves_in_order_of_time_and_warns_of_overlaps(self, kept, meeting):
        rows = [
            {"start": "11.00", "end": "12:00", "title": "Second"},
            {"start": "9:30", "end": "11:15", "title": "First", "points": "a\n\nb"},
        ]
        self.post(kept, meeting, rows)
        meeting.refresh_from_db()
        assert [(one["start"], one["title"]) for one in meeting.agenda] == [
            ("09:30", "First"),
            ("11:00", "Second"),
        ]
        assert meeting.agenda[0]["points"] == ["a", "b"]
        page = kept.get(reverse("network:meeting", args=["xaa", meeting.pk]))
        assert "“Second” begins before “First” ends." in page.text

    def test_an_item_that_ends_before_it_begins_is_refused_by_number(
        self, kept, meeting
    ):
        rows = [
            {"start": "10:00", "end": "10:30", "title": "Good"},
            {"start": "11:00", "end": "10:30", "title": "Bad"},
            {"start": "soon", "title": "", "day": "3"},
        ]
        page = self.post(kept, meeting, rows)
        assert page.status_code == 422
        for words in (
            "Item 2: The item ends before it begins.",
            "Item 3: Write the time like 09:30.",
            "Item 3: Write what the item is about, or remove it.",
            "Item 3: The meeting has no day 3.",
        ):
            assert words in page.text
        assert 'value="Bad"' in page.text

    def test_buttons_try_out_and_save_nothing(self, kept, meeting):
        rows = [
            {"start": "10:00", "end": "10:30", "title": "a"},
            {"start": "10:30", "end": "11:30", "title": "b"},
        ]

        def titles(do, **more):
            page = self.post(kept, meeting, rows, do=do, **more)
            found = page.context["agenda_form"].rows
            return [(row["start"].value(), row["title"].value()) for row in found]

        assert titles("up-1") == [("10:00", "b"), ("11:00", "a")]
        assert titles("down-0") == [("10:00", "b"), ("11:00", "a")]
        assert titles("remove-0") == [("10:30", "b")]
        assert titles("add")[2:] == [("11:30", "")]
        assert len(titles("template", template="group")) == 6
        meeting.refresh_from_db()
        assert meeting.edit_number == 0

    def test_rows_that_cannot_be_read_change_places_as_typed(self, kept, meeting):
        rows = [{"start": "soon", "title": "a"}, {"start": "later", "title": "b"}]
        page = self.post(kept, meeting, rows, do="up-1")
        found = page.context["agenda_form"].rows
        assert [row["start"].value() for row in found] == ["later", "soon"]

    def test_a_conflict_shows_both(self, kept, keeper, meeting):
        save_agenda(
            meeting, items=[item("09:00", "", "Theirs")], edit_number=0, by=keeper
        )
        page = self.post(kept, meeting, [{"start": "10:00", "title": "Mine"}])
        assert page.status_code == 409
        assert "Theirs" in page.text
        assert 'value="Mine"' in page.text

    def test_a_shorter_meeting_moves_no_row_to_another_day_unseen(self, kept, meeting):
        meeting.agenda = to_rows([item("10:00", "11:00", "Second day", day=2)])
        meeting.save()
        url = reverse("network:meeting_agenda", args=["xaa", meeting.pk])
        assert 'name="row-0-day" value="2"' in kept.get(url).text
        page = self.post(kept, meeting, [{"day": "2", "start": "10:00", "title": "x"}])
        assert "Item 1: The meeting has no day 2." in page.text

    def test_a_stale_agenda_is_refused(self, keeper, meeting):
        save_agenda(meeting, items=[], edit_number=0, by=keeper)
        with pytest.raises(ChangedMeanwhile):
            save_agenda(meeting, items=[item("09:00")], edit_number=0, by=keeper)
