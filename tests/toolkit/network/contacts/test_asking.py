"""The quarterly request and the link in it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from lms.accounts.models import OutgoingMail, Role
from tests.accounts.factories import CountryFactory, InstitutionFactory, make_person
from tests.toolkit.network.factories import FocalPointFactory
from toolkit.network.models import ContactNote
from toolkit.network.services.contact_errors import AlreadyEnded, NotYours
from toolkit.network.services.verifying import (
    ask_due,
    close_note,
    found_by,
    language_of,
    note_change,
    token_of,
    verify,
)
from toolkit.network.views import confirming

pytestmark = pytest.mark.django_db
SUMMER = datetime(2027, 7, 3, 9, tzinfo=UTC)
AUTUMN = datetime(2027, 10, 1, 9, tzinfo=UTC)


@pytest.fixture
def person():
    return FocalPointFactory(full_name="Samir Haddad", started_on="2026-01-01")


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def address(person):
    return f"/en/network/confirm/{token_of(person)}/"


def test_each_is_asked_once_a_quarter_however_often_it_runs(person):
    FocalPointFactory(
        institution=person.institution, post="deputy", started_on="2026-01-01"
    )

    assert [ask_due(at=SUMMER), ask_due(at=SUMMER + timedelta(hours=1))] == [2, 0]
    assert ask_due(at=SUMMER + timedelta(days=80)) == 0
    assert ask_due(at=AUTUMN) == 2
    assert OutgoingMail.objects.filter(kind="verification_asked").count() == 4


def test_a_request_already_written_is_not_written_again(person):
    ask_due(at=SUMMER)
    person.asked_on = None
    person.save()

    assert ask_due(at=SUMMER) == 0


def test_who_cannot_be_asked_or_has_confirmed_is_left_alone(person):
    started = {"started_on": "2026-01-01"}
    FocalPointFactory(email="", **started)
    FocalPointFactory(ended_on="2027-01-01", **started)
    FocalPointFactory(verified_on="2027-07-02", **started)
    FocalPointFactory(institution__is_active=False, **started)
    FocalPointFactory(person=make_person(is_active=False), **started)
    FocalPointFactory(started_on="2027-08-01")

    assert ask_due(at=SUMMER) == 1


def test_people_are_written_to_in_their_language():
    country = CountryFactory(working_languages=["ky", "ru"])
    body = InstitutionFactory(country=country)
    without = FocalPointFactory(institution=body)
    account = make_person(language="fr")

    assert language_of(without) == "ru"
    assert language_of(FocalPointFactory(person=account)) == "fr"


def test_the_hourly_command_asks(person, capsys):
    call_command("send_reminders")

    assert OutgoingMail.objects.filter(kind="verification_asked").count() == 1


def test_the_command_says_how_many_it_asked(person, capsys):
    call_command("ask_focal_points")
    call_command("ask_focal_points")

    said = capsys.readouterr().out
    assert said == (
        "Requests to confirm contact data: 1.\nRequests to confirm contact data: 0.\n"
    )


def test_looking_changes_nothing_and_yes_confirms(person, client):
    page = client.get(address(person))
    person.refresh_from_db()
    assert page.status_code == 200
    assert person.verified_on is None
    assert page["X-Robots-Tag"] == "noindex, nofollow"

    answer = client.post(address(person), {"do": "yes"}, follow=True)

    person.refresh_from_db()
    assert person.verified_on == timezone.localdate()
    assert "Your data are confirmed" in answer.text


def test_the_page_shows_nobody_else(person, client):
    FocalPointFactory(
        institution=person.institution, post="deputy", full_name="Mira Talvik"
    )

    assert "Mira" not in client.get(address(person)).text


def test_thanks_are_said_only_for_what_was_done(person, client):
    page = client.get(address(person) + "?thanks=yes")

    assert "Thank you" not in page.text


def test_a_note_reaches_the_keepers_once(person, client):
    make_person(Role.COORDINATOR, person.institution.country)
    for _click in range(2):
        client.post(address(person), {"do": "note", "text": "My number is 17."})

    note = ContactNote.objects.get()
    assert (note.focal_point, note.text) == (person, "My number is 17.")
    assert OutgoingMail.objects.filter(kind="contact_note").count() == 1
    person.refresh_from_db()
    assert person.verified_on is None


def test_an_empty_note_is_asked_for_again(person, client):
    page = client.post(address(person), {"do": "note", "text": " "})

    assert page.status_code == 422
    assert "Write what has changed." in page.text
    assert not ContactNote.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"ended_on": "2026-02-01"}, {"email": "other@example.org"}],
)
def test_a_link_is_worth_nothing_once_the_post_or_address_is_not_theirs(
    person, client, change
):
    link = address(person)
    for name, value in change.items():
        setattr(person, name, value)
    person.save()

    assert client.get(link).status_code == 410
    assert client.post(link, {"do": "yes"}).status_code == 410


def test_a_link_is_valid_for_a_hundred_days(person, monkeypatch):
    token = token_of(person)
    assert found_by(token) == person

    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + 101 * 24 * 3600)
    assert found_by(token) is None


def test_a_forged_link_opens_nothing(person):
    assert found_by(signing.dumps([person.pk, ""])) is None
    assert found_by("nonsense") is None


def test_the_page_is_limited(person, client, monkeypatch):
    monkeypatch.setattr(confirming, "LIMIT", 1)
    client.get(address(person))

    page = client.get(address(person))

    assert page.status_code == 429
    assert page["Retry-After"]


def test_only_the_own_institution_and_keepers_confirm(person):
    with pytest.raises(NotYours):
        verify(person, by=make_person(Role.RESPONDENT, person.institution.country))


def test_who_has_left_cannot_confirm(person):
    person.ended_on = timezone.localdate()
    person.save()

    with pytest.raises(AlreadyEnded):
        verify(person, by=None)
    with pytest.raises(AlreadyEnded):
        note_change(person, text="New number.")


def test_a_note_is_closed_once_by_who_keeps_the_record(person):
    keeper = make_person(Role.COORDINATOR, person.institution.country)
    note = note_change(person, text="New number.")

    first = close_note(note, by=keeper).done_at

    assert close_note(note, by=keeper).done_at == first
    with pytest.raises(NotYours):
        close_note(note, by=make_person())
