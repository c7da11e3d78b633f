"""Calendars of institutions: a secret address, dates of its lines, nothing else."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from icalendar import Calendar

from lms.accounts.models import Institution
from tests.accounts.factories import InstitutionFactory
from toolkit.plans.models import CalendarFeed, Plan
from toolkit.plans.services.calendar_feeds import end_feed, make_feed
from toolkit.plans.tracking_errors import NotNow, NotYours
from toolkit.plans.views import calendar as views

from .conftest import line

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(plan) -> Institution:
    cache.clear()
    return line(plan, "LIFT-1").responsible


def read(client, secret):
    return client.get(reverse("plans:calendar", args=[secret]))


def test_whoever_has_the_address_reads_begin_and_due_of_each_line(
    client, plan, people, owner
):
    line(plan, "LIFT-2").supporting.set([owner])
    response = read(client, make_feed(plan, owner, by=people.coordinator))

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    found = {(str(one["SUMMARY"]), one["DTSTART"].dt) for one in events}
    assert found == {
        ("Begins: Lift A1", dt.date(2027, 1, 1)),
        ("Due: Lift A1", dt.date(2027, 3, 31)),
        ("Begins: Lift A2", dt.date(2027, 4, 1)),
        ("Due: Lift A2", dt.date(2027, 9, 30)),
        ("Begins: Lift B1", dt.date(2027, 4, 1)),
        ("Due: Lift B1", dt.date(2027, 6, 30)),
        ("Begins: Lift B1", dt.date(2027, 7, 1)),
        ("Due: Lift B1", dt.date(2027, 9, 30)),
    }
    uids = [str(one["UID"]) for one in events]
    assert len(set(uids)) == len(uids) == 8


def test_a_new_secret_ends_the_old_address(client, plan, people, owner):
    old = make_feed(plan, owner, by=people.owner)
    new = make_feed(plan, owner, by=people.coordinator)

    assert read(client, old).status_code == 404
    assert read(client, new).status_code == 200
    assert CalendarFeed.objects.get().secret != new


def test_an_ended_address_a_closed_plan_and_a_left_institution_show_nothing(
    client, plan, people, owner
):
    secret = make_feed(plan, owner, by=people.coordinator)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)
    assert read(client, secret).status_code == 404
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.APPROVED)
    Institution.objects.filter(pk=owner.pk).update(is_active=False)
    assert read(client, secret).status_code == 404
    Institution.objects.filter(pk=owner.pk).update(is_active=True)
    end_feed(plan, owner, by=people.coordinator)
    end_feed(plan, owner, by=people.coordinator)
    assert read(client, secret).status_code == 404


def test_others_make_no_address(plan, people, owner):
    for who in (people.other, people.respondent):
        with pytest.raises(NotYours):
            make_feed(plan, owner, by=who)


def test_an_institution_of_another_country_has_none(plan, people):
    with pytest.raises(NotNow):
        make_feed(plan, InstitutionFactory(), by=people.coordinator)


def test_guessing_is_slowed_down(client, plan, monkeypatch):
    cache.clear()
    monkeypatch.setattr(views, "LIMIT", 2)

    answers = [read(client, "0" * 32).status_code for _try in range(3)]

    assert answers == [404, 404, 429]


def test_the_page_shows_the_address_once(client, plan, people, owner):
    client.force_login(people.owner)
    page = reverse("plans:calendars", args=[plan.pk])

    sent = client.post(page, {"do": "make", "institution": owner.pk}, follow=True)
    again = client.get(page)

    assert "/plans/calendar/" in sent.content.decode()
    assert "/plans/calendar/" not in again.content.decode()
    assert sent.redirect_chain == [(page, 302)]
