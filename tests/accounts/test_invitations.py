"""Inviting and accepting, also by those who should not."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from lms.accounts import services
from lms.accounts.models import AuditEntry, Invitation, Membership, User
from lms.accounts.roles import Role
from lms.accounts.services.invitations import VALID_FOR, digest
from tests.accounts.factories import (
    PASSWORD,
    InstitutionFactory,
    UserFactory,
    make_person,
)

LATER = VALID_FOR + timedelta(seconds=1)
GOOD = {
    "full_name": "Daro Lenko",
    "latin_name": "",
    "password": "four quiet streets at dusk",
}


@pytest.fixture
def invited(administrator, arvania, django_capture_on_commit_callbacks):
    """An open invitation as trainer of Arvania, and its token."""
    with django_capture_on_commit_callbacks(execute=True):
        invitation = services.invite_person(
            "Daro@Example.org",
            role=Role.TRAINER,
            country=arvania,
            full_name="Daro Lenko",
            by=administrator,
        )
    return invitation, token_in(mail.outbox[-1].body)


def token_in(text: str) -> str:
    """Return the token of the link in an e-mail."""
    return text.split("/invitation/")[1].split("/")[0]


def path(token: str) -> str:
    """Return the address of the page behind the link."""
    return f"/en/invitation/{token}/"


def test_invitation_goes_out_in_words(invited):
    invitation, token = invited

    message = mail.outbox[0]

    assert message.to == ["daro@example.org"]
    assert message.subject == "Invitation: Trainer, Arvania"
    assert "Teodor Vesk invites you" in message.body
    assert f"http://testserver/en/invitation/{token}/" in message.body
    invitation.refresh_from_db()
    assert invitation.sent_at is not None


def test_invitation_is_written_in_the_language_of_the_invited(
    administrator, arvania, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.invite_person(
            "a@example.org",
            role=Role.LEARNER,
            country=arvania,
            language="ru",
            by=administrator,
        )

    assert "http://testserver/ru/invitation/" in mail.outbox[0].body


def test_token_is_not_kept(invited):
    invitation, token = invited

    assert invitation.token_digest == digest(token)
    assert not Invitation.objects.filter(token_digest=token).exists()
    assert token not in str(AuditEntry.objects.values())


def test_accept_opens_an_account(invited, client, arvania, administrator):
    _invitation, token = invited
    page = client.get(path(token)).content.decode()
    assert "Teodor Vesk invites you to the role: Trainer, Arvania." in page

    response = client.post(path(token), GOOD)

    person = User.objects.get(email="daro@example.org")
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    membership = person.memberships.get()
    assert (membership.role, membership.country) == ("trainer", arvania)
    assert membership.granted_by == administrator
    assert EmailAddress.objects.get(user=person).verified
    assert person.check_password(GOOD["password"])


def test_accept_ignores_a_role_written_into_the_request(invited, client):
    _invitation, token = invited

    client.post(
        path(token),
        GOOD
        | {
            "role": "system_administrator",
            "is_staff": "1",
            "is_superuser": "1",
            "country": "",
        },
    )

    person = User.objects.get(email="daro@example.org")
    assert person.roles == {"trainer"}
    assert (person.is_staff, person.is_superuser) == (False, False)


def test_accept_twice_gives_one_account_and_one_role(invited, client):
    _invitation, token = invited
    client.post(path(token), GOOD)

    again = client.post(path(token), GOOD)

    assert again.status_code == 302
    assert User.objects.filter(email="daro@example.org").count() == 1
    assert Membership.objects.filter(person__email="daro@example.org").count() == 1


def test_used_token_opens_nothing_for_a_stranger(invited, client):
    _invitation, token = invited
    client.post(path(token), GOOD)
    client.logout()

    response = client.post(
        path(token), GOOD | {"password": "another good long password"}
    )

    assert response.status_code == 410
    assert "was accepted on" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert User.objects.get(email="daro@example.org").check_password(GOOD["password"])


def test_invitation_for_somebody_else_says_so(invited, client, learner):
    _invitation, token = invited
    client.force_login(learner)

    seen, sent = client.get(path(token)), client.post(path(token), GOOD)

    assert seen.status_code == sent.status_code == 403
    assert "You are signed in as Mira Talvik" in seen.content.decode()
    assert learner.memberships.count() == 1
    assert not User.objects.filter(email="daro@example.org").exists()


def test_service_refuses_the_wrong_person(invited, learner):
    with pytest.raises(services.WrongPerson):
        services.accept_invitation(invited[0], person=learner)


def test_existing_account_must_sign_in_first(invited, client):
    invitation, token = invited
    person = UserFactory.create(email="daro@example.org")

    page = client.post(path(token), GOOD).content.decode()

    assert "Sign in to accept" in page
    assert f"?next={path(token)}" in page
    assert not person.memberships.exists()
    with pytest.raises(services.AlreadyHere):
        services.accept_invitation(invitation, password=GOOD["password"])


def test_existing_account_accepts(invited, client):
    _invitation, token = invited
    person = UserFactory.create(email="daro@example.org")
    client.force_login(person)
    assert client.get(path(token)).status_code == 200

    first, second = client.post(path(token)), client.post(path(token))

    assert first.url == second.url == "/en/profile/"
    assert [one.role for one in person.memberships.all()] == ["trainer"]


def test_second_confirmed_address_counts(invited, client):
    person = UserFactory.create(email="other@example.org")
    EmailAddress.objects.create(user=person, email="Daro@example.org", verified=True)

    services.accept_invitation(invited[0], person=person)

    assert person.roles == {"trainer"}


def test_unconfirmed_address_does_not_count(invited):
    person = UserFactory.create(email="other@example.org")
    EmailAddress.objects.create(user=person, email="daro@example.org", verified=False)

    with pytest.raises(services.WrongPerson):
        services.accept_invitation(invited[0], person=person)


def test_deactivated_account_cannot_accept(invited):
    person = UserFactory.create(email="daro@example.org", is_active=False)

    with pytest.raises(services.AccountInactive):
        services.accept_invitation(invited[0], person=person)


def test_expired_invitation_is_refused(invited, client):
    invitation, token = invited
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = client.post(path(token), GOOD)

    assert response.status_code == 410
    assert "was valid until" in response.content.decode()
    assert not User.objects.filter(email="daro@example.org").exists()
    with pytest.raises(services.InvitationClosed):
        services.accept_invitation(invitation, password="x", at=timezone.now() + LATER)


def test_withdrawn_invitation_is_refused(invited, client, administrator):
    invitation, token = invited
    services.withdraw_invitation(invitation, by=administrator)

    response = client.get(path(token))

    assert response.status_code == 410
    assert "was withdrawn" in response.content.decode()


@pytest.mark.parametrize("token", ["x", "%00", "a" * 500, "ц" * 20])
def test_unknown_token_has_a_decent_page(token, client, db):
    response = client.get(path(token))

    assert response.status_code == 404
    assert "There is no such invitation" in response.content.decode()


def test_invitation_dies_with_the_inviter_power(invited, client, system_administrator):
    invitation, token = invited
    services.end_role(invitation.invited_by.memberships.get(), by=system_administrator)

    response = client.post(path(token), GOOD)

    assert response.status_code == 410
    assert "may no longer give this role" in response.content.decode()
    assert not User.objects.filter(email="daro@example.org").exists()


def test_resend_makes_the_first_link_worthless(
    invited, client, administrator, django_capture_on_commit_callbacks
):
    invitation, first = invited

    with django_capture_on_commit_callbacks(execute=True):
        services.resend_invitation(invitation, by=administrator)
    second = token_in(mail.outbox[-1].body)

    assert client.get(path(first)).status_code == 404
    assert client.get(path(second)).status_code == 200


def test_resend_opens_an_expired_invitation_again(invited, administrator):
    invitation = services.resend_invitation(
        invited[0], by=administrator, at=timezone.now() + LATER
    )

    assert invitation.state(timezone.now() + LATER) == "open"


def test_accepted_invitation_is_neither_resent_nor_withdrawn(invited, administrator):
    invitation, _token = invited
    services.accept_invitation(invitation, password=GOOD["password"])

    for service in (services.resend_invitation, services.withdraw_invitation):
        with pytest.raises(services.InvitationClosed, match="accepted on"):
            service(invitation, by=administrator)


@pytest.mark.parametrize(
    "service", [services.resend_invitation, services.withdraw_invitation]
)
def test_other_countries_cannot_touch_an_invitation(service, invited, outsider):
    with pytest.raises(services.NotAllowed):
        service(invited[0], by=outsider)


def test_invite_twice_is_refused(invited, administrator, arvania):
    with pytest.raises(services.AlreadyHere, match="already invited"):
        services.invite_person(
            "daro@example.org", role=Role.TRAINER, country=arvania, by=administrator
        )


def test_invite_again_after_withdrawing(invited, administrator, arvania):
    services.withdraw_invitation(invited[0], by=administrator)

    again = services.invite_person(
        "daro@example.org", role=Role.TRAINER, country=arvania, by=administrator
    )

    assert again.state() == "open"


def test_invite_who_has_the_role_is_refused(administrator, arvania, learner):
    with pytest.raises(services.AlreadyHere, match="already has this role"):
        services.invite_person(
            learner.email.upper(), role=Role.LEARNER, country=arvania, by=administrator
        )


@pytest.mark.parametrize("role", ["validator", "editor", "translator"])
def test_invite_to_power_is_refused(role, administrator, arvania):
    with pytest.raises(services.NotAllowed):
        services.invite_person(
            "a@example.org", role=role, country=arvania, by=administrator
        )


def test_invite_into_another_country_is_refused(administrator, belmora):
    with pytest.raises(services.NotAllowed):
        services.invite_person(
            "a@example.org", role=Role.LEARNER, country=belmora, by=administrator
        )


def test_invite_with_a_foreign_institution_is_refused(administrator, arvania, belmora):
    with pytest.raises(services.RoleImpossible):
        services.invite_person(
            "a@example.org",
            role=Role.LEARNER,
            country=arvania,
            institution=InstitutionFactory.create(country=belmora),
            by=administrator,
        )


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("full_name", "", "Write the full name."),
        ("full_name", "N" * 201, "at most 200 characters"),
        ("full_name", "Mira\u202etxt", "cannot be seen"),
        ("full_name", "12345", "in letters"),
        ("password", "", "Choose a password."),
        ("password", "short", "too short"),
        ("password", "password123", "too common"),
        ("password", "daro@example.org", "too similar"),
    ],
)
def test_what_is_wrong_is_said_in_words(field, value, words, invited, client):
    response = client.post(path(invited[1]), GOOD | {field: value})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not User.objects.filter(email="daro@example.org").exists()


@pytest.mark.parametrize(
    "name",
    [
        "N" * 200,
        "ليلى عبد الرحمن",
        "Paul N’Diaye",
        "O'Brien",
        "Мирлан кызы Айгүл",
        "می‌خواهم",
    ],
)
def test_names_of_all_kinds_are_accepted(name, invited, client):
    client.post(path(invited[1]), GOOD | {"full_name": name})

    assert User.objects.get(email="daro@example.org").full_name == name


def test_mail_server_down_leaves_the_invitation_waiting(
    administrator, arvania, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.accounts.test_invitations.BrokenBackend"

    with django_capture_on_commit_callbacks(execute=True):
        invitation = services.invite_person(
            "a@example.org", role=Role.LEARNER, country=arvania, by=administrator
        )

    invitation.refresh_from_db()
    assert invitation.sent_at is None
    assert invitation.state() == "open"


class BrokenBackend:
    """A mail server that cannot be reached."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        """Fail as a real connection would."""
        raise ConnectionRefusedError


def test_sign_in_leads_back_to_the_invitation(invited, client):
    _invitation, token = invited
    UserFactory.create(email="daro@example.org")

    response = client.post(
        f"/en/account/login/?next={path(token)}",
        {"login": "daro@example.org", "password": PASSWORD, "next": path(token)},
    )

    assert response.url == path(token)


def test_coordinator_invites_learners_only(arvania):
    coordinator = make_person(Role.COORDINATOR, arvania)

    services.invite_person(
        "a@example.org", role=Role.LEARNER, country=arvania, by=coordinator
    )

    with pytest.raises(services.NotAllowed):
        services.invite_person(
            "b@example.org",
            role=Role.COUNTRY_ADMINISTRATOR,
            country=arvania,
            by=coordinator,
        )
