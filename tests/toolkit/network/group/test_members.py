"""Seats in the working group: given, changed, ended; the group of any day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.accounts.factories import InstitutionFactory
from tests.toolkit.network.factories import (
    FocalPointFactory,
    GroupMemberFactory,
    WorkingGroupFactory,
)
from toolkit.network.groups_pages import changes, seated
from toolkit.network.models import GroupMember
from toolkit.network.services.groups_errors import (
    ChairTaken,
    ChangedMeanwhile,
    SeatEnded,
    SeatTaken,
    TooEarly,
)
from toolkit.network.services.members import (
    add_focal_points,
    add_member,
    change_seat,
    correct_member,
    end_seat,
)

JAN, MAR, MAY = date(2026, 1, 15), date(2026, 3, 1), date(2026, 5, 1)


@pytest.fixture
def group(country):
    return WorkingGroupFactory(country=country)


def add(group, by, name="Nadia Oren", **fields):
    """Give somebody a seat in January."""
    values = {"full_name": name, "seat": "member", "joined_on": JAN}
    values |= {"email": f"{name.split()[0].lower()}@example.org"}
    return add_member(group, by=by, **values | fields)


class TestAdding:
    def test_twice_is_one_seat(self, group, keeper):
        assert add(group, keeper) == add(group, keeper)
        assert GroupMember.objects.count() == 1

    def test_another_seat_for_the_same_person_is_refused(self, group, keeper):
        add(group, keeper)
        with pytest.raises(SeatTaken, match=r"Nadia Oren has a seat .* Member"):
            add(group, keeper, seat="observer")

    def test_a_second_chair_is_refused_by_name(self, group, keeper):
        add(group, keeper, seat="chair")
        with pytest.raises(ChairTaken, match="Nadia Oren is the chair"):
            add(group, keeper, name="Pavel Brand", seat="chair")

    def test_the_database_keeps_one_chair(self, group):
        GroupMemberFactory(group=group, seat="chair")
        with pytest.raises(IntegrityError):
            GroupMemberFactory(group=group, seat="chair")

    def test_a_chair_is_replaced_when_asked(self, group, keeper):
        add(group, keeper, seat="chair")
        add(
            group,
            keeper,
            name="Pavel Brand",
            seat="chair",
            joined_on=MAR,
            replace_chair=True,
        )
        rows = [
            (one.full_name, one.seat, one.joined_on, one.left_on)
            for one in GroupMember.objects.order_by("pk")
        ]
        assert rows == [
            ("Nadia Oren", "chair", JAN, MAR),
            ("Nadia Oren", "member", MAR, None),
            ("Pavel Brand", "chair", MAR, None),
        ]

    def test_not_before_the_chair_began(self, group, keeper):
        add(group, keeper, seat="chair", joined_on=MAR)
        with pytest.raises(TooEarly, match="since 1 March 2026"):
            add(
                group,
                keeper,
                name="Pavel Brand",
                seat="chair",
                joined_on=JAN,
                replace_chair=True,
            )

    def test_the_form_offers_to_replace_by_both_names(self, kept, group, keeper):
        add(group, keeper, seat="chair")
        url = reverse("network:member_new", args=["xaa"])
        data = {"full_name": "Pavel Brand", "seat": "chair", "joined_on": "2026-03-01"}
        page = kept.post(url, data)
        assert page.status_code == 422
        assert "Make Pavel Brand chair instead of Nadia Oren" in page.text
        page = kept.post(url, data | {"replace_chair": "on"})
        assert page.status_code == 302
        assert GroupMember.objects.get(seat="chair", left_on=None).full_name == (
            "Pavel Brand"
        )

    def test_focal_points_become_members_and_deputies_alternates(
        self, group, keeper, office
    ):
        FocalPointFactory(institution=office, full_name="Leila Aram")
        FocalPointFactory(institution=office, full_name="Pavel Ions", post="deputy")
        found = add_focal_points(
            group, office.focal_points.all(), joined_on=JAN, by=keeper
        )
        assert {(one.full_name, one.seat) for one in found} == {
            ("Leila Aram", "member"),
            ("Pavel Ions", "alternate"),
        }
        assert not add_focal_points(
            group, office.focal_points.all(), joined_on=JAN, by=keeper
        )

    def test_the_list_proposes_current_ones_without_a_seat(self, kept, group, office):
        there = FocalPointFactory(institution=office, full_name="Leila Aram")
        GroupMemberFactory(group=group, full_name="Leila Aram", email=there.email)
        other = InstitutionFactory(country=group.country)
        FocalPointFactory(institution=other, full_name="Karim Toller")
        FocalPointFactory(
            institution=other, full_name="Long Gone", ended_on=date(2026, 2, 1)
        )
        FocalPointFactory(full_name="From Elsewhere")
        page = kept.get(reverse("network:members_propose", args=["xaa"]))
        assert "Karim Toller" in page.text
        for name in ("Leila Aram", "Long Gone", "From Elsewhere"):
            assert name not in page.text


class TestChanging:
    def test_keeps_the_old_seat(self, group, keeper):
        member = add(group, keeper)
        changed = change_seat(
            member, seat="co_chair", on=MAR, note="Letter 7", edit_number=0, by=keeper
        )
        member.refresh_from_db()
        assert (member.left_on, member.end_note) == (MAR, "Letter 7")
        assert (changed.seat, changed.joined_on, changed.left_on) == (
            "co_chair",
            MAR,
            None,
        )

    def test_on_the_first_day_it_is_a_correction(self, group, keeper):
        member = add(group, keeper)
        change_seat(member, seat="observer", on=JAN, edit_number=0, by=keeper)
        assert [one.seat for one in GroupMember.objects.all()] == ["observer"]

    def test_not_before_it_began(self, group, keeper):
        member = add(group, keeper, joined_on=MAR)
        with pytest.raises(TooEarly):
            change_seat(member, seat="observer", on=JAN, edit_number=0, by=keeper)

    def test_ending_twice_is_ending_once(self, group, keeper):
        member = add(group, keeper)
        for _time in range(2):
            end_seat(member, on=MAR, note="Letter 9", edit_number=0, by=keeper)
        with pytest.raises(SeatEnded):
            end_seat(member, on=MAY, note="", edit_number=1, by=keeper)

    def test_the_chair_is_free_after_the_end(self, group, keeper):
        member = add(group, keeper, seat="chair")
        end_seat(member, on=MAR, edit_number=0, by=keeper)
        assert add(group, keeper, name="Pavel Brand", seat="chair", joined_on=MAR).pk

    def test_a_stale_correction_is_refused(self, group, keeper, office):
        member = add(group, keeper)
        values = {"full_name": "Nadia Oren-Lee", "title": "", "email": member.email}
        correct_member(member, institution=office, edit_number=0, by=keeper, **values)
        with pytest.raises(ChangedMeanwhile):
            correct_member(member, institution=None, edit_number=0, by=keeper, **values)

    def test_a_seat_of_another_country_is_not_found(self, kept, country):
        other = GroupMemberFactory()
        WorkingGroupFactory(country=country)
        url = reverse("network:member_seat", args=["xaa", other.pk])
        assert kept.get(url).status_code == 404


class TestShowing:
    def test_the_group_of_a_day(self, kept, group, keeper):
        add(group, keeper)
        end_seat(
            GroupMember.objects.get(), on=MAR, note="Letter 9", edit_number=0, by=keeper
        )
        add(group, keeper, name="Pavel Brand", joined_on=MAR)
        url = reverse("network:members", args=["xaa"])
        names = lambda page: [one.full_name for one in page.context["members"]]  # noqa: E731
        assert names(kept.get(url, {"on": "2026-02-28"})) == ["Nadia Oren"]
        assert names(kept.get(url, {"on": "2026-03-01"})) == ["Pavel Brand"]
        page = kept.get(url)
        assert "Nadia Oren left. The seat was: Member" in page.text
        assert "Letter 9" in page.text

    def test_a_day_that_is_none_is_refused(self, kept, group):
        page = kept.get(reverse("network:members", args=["xaa"]), {"on": "yesterday"})
        assert page.status_code == 422

    def test_a_changed_seat_is_one_change(self, group, keeper):
        change_seat(
            add(group, keeper),
            seat="co_chair",
            on=MAR,
            note="",
            edit_number=0,
            by=keeper,
        )
        assert [one.words for one in changes(list(group.members.all()))] == [
            "Nadia Oren: Co-chair instead of Member",
            "Nadia Oren joined. The seat is: Member",
        ]

    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
    def test_nobody_sits_before_or_after_the_seat(self, spans):
        rows = [
            GroupMember(
                pk=number,
                full_name=str(number),
                joined_on=JAN + timedelta(days=start),
                left_on=JAN + timedelta(days=start + length),
            )
            for number, (start, length) in enumerate(spans)
        ]
        for day in range(61):
            on = JAN + timedelta(days=day)
            there = {one.pk for one in seated(rows, on)}
            assert there == {
                number
                for number, (start, length) in enumerate(spans)
                if start <= day < start + length
            }

    def test_the_page_of_the_group_asks_the_same_for_many(
        self, kept, group, django_assert_max_num_queries
    ):
        GroupMemberFactory.create_batch(3, group=group)
        url = reverse("network:group", args=["xaa"])
        kept.get(url)
        with django_assert_max_num_queries(18):
            assert kept.get(url).status_code == 200
