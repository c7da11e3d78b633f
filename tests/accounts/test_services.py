"""Giving and ending roles, closing and opening accounts."""

import pytest

from lms.accounts import services
from lms.accounts.models import AuditEntry, Membership
from lms.accounts.roles import Role
from tests.accounts.factories import (
    PASSWORD,
    InstitutionFactory,
    MembershipFactory,
    make_person,
)


def verbs(person=None) -> list[str]:
    """Return the verbs of the activity log, the oldest first."""
    entries = AuditEntry.objects.order_by("pk")
    if person:
        entries = entries.about(person)
    return [entry.verb for entry in entries]


def test_give_role_writes_membership_and_log(administrator, learner, arvania):
    body = InstitutionFactory.create(country=arvania)

    membership = services.give_role(
        learner, role=Role.TRAINER, country=arvania, institution=body, by=administrator
    )

    assert membership.granted_by == administrator
    assert membership.institution == body
    assert learner.roles == {"learner", "trainer"}
    entry = AuditEntry.objects.get(verb="role_granted")
    assert (entry.actor, entry.country, entry.subject_name) == (
        administrator,
        arvania,
        "Mira Talvik",
    )
    assert entry.details["role"] == "trainer"


def test_give_role_twice_is_one_membership(administrator, learner, arvania):
    first = services.give_role(
        learner, role=Role.TRAINER, country=arvania, by=administrator
    )
    second = services.give_role(
        learner, role=Role.TRAINER, country=arvania, by=administrator
    )

    assert first == second
    assert verbs(learner) == ["role_granted"]


def test_give_role_again_changes_the_institution(administrator, learner, arvania):
    services.give_role(learner, role=Role.TRAINER, country=arvania, by=administrator)
    body = InstitutionFactory.create(country=arvania)

    membership = services.give_role(
        learner, role=Role.TRAINER, country=arvania, institution=body, by=administrator
    )

    membership.refresh_from_db()
    assert membership.institution == body


@pytest.mark.parametrize(
    "role", ["validator", "system_administrator", "editor", "translator"]
)
def test_country_administrator_cannot_give_power(role, administrator, learner, arvania):
    country = None if role == "system_administrator" else arvania

    with pytest.raises(services.NotAllowed):
        services.give_role(learner, role=role, country=country, by=administrator)

    assert verbs() == []


def test_give_role_in_another_country_is_refused(administrator, learner, belmora):
    with pytest.raises(services.NotAllowed):
        services.give_role(
            learner, role=Role.LEARNER, country=belmora, by=administrator
        )


def test_learner_cannot_make_oneself_administrator(learner, arvania):
    with pytest.raises(services.NotAllowed):
        services.give_role(
            learner, role=Role.COUNTRY_ADMINISTRATOR, country=arvania, by=learner
        )


def test_impossible_role_is_refused_in_words(
    system_administrator, learner, arvania, belmora
):
    with pytest.raises(services.RoleImpossible, match="needs a country"):
        services.give_role(learner, role=Role.TRAINER, by=system_administrator)
    with pytest.raises(services.RoleImpossible, match="another country"):
        services.give_role(
            learner,
            role=Role.TRAINER,
            country=arvania,
            institution=InstitutionFactory.create(country=belmora),
            by=system_administrator,
        )


def test_end_role_keeps_the_row(administrator, learner):
    membership = learner.memberships.get()

    services.end_role(membership, by=administrator)

    membership.refresh_from_db()
    assert membership.is_current is False
    assert verbs(learner) == ["role_ended"]


def test_end_role_twice_keeps_the_first_end(administrator, learner):
    membership = learner.memberships.get()
    first = services.end_role(membership, by=administrator).ended_at

    second = services.end_role(membership, by=administrator)

    assert second.ended_at == first
    assert verbs(learner) == ["role_ended"]


def test_end_role_of_another_country_is_refused(outsider, learner):
    with pytest.raises(services.NotAllowed):
        services.end_role(learner.memberships.get(), by=outsider)


def test_last_country_administrator_cannot_end_the_own_role(administrator):
    membership = administrator.memberships.get()

    with pytest.raises(services.LastAdministrator, match="Teodor Vesk is the last"):
        services.end_role(membership, by=administrator)

    membership.refresh_from_db()
    assert membership.is_current


def test_deactivated_second_administrator_does_not_count(administrator, arvania):
    second = make_person(Role.COUNTRY_ADMINISTRATOR, arvania, is_active=False)

    with pytest.raises(services.LastAdministrator):
        services.end_role(administrator.memberships.get(), by=administrator)

    second.is_active = True
    second.save()
    assert services.end_role(administrator.memberships.get(), by=administrator).ended_at


def test_system_administrator_may_end_the_last_country_administrator(
    administrator, system_administrator
):
    membership = services.end_role(
        administrator.memberships.get(), by=system_administrator
    )

    assert membership.ended_at


def test_last_system_administrator_stays(system_administrator):
    with pytest.raises(services.LastAdministrator, match="all regions"):
        services.end_role(
            system_administrator.memberships.get(), by=system_administrator
        )


def test_deactivate_ends_all_sessions(administrator, learner, client):
    client.force_login(learner)
    assert client.get("/en/profile/").status_code == 200

    person = services.deactivate_person(learner, by=administrator)

    assert person.is_active is False
    assert client.get("/en/profile/").status_code == 302
    services.reactivate_person(person, by=administrator)
    assert client.get("/en/profile/").status_code == 302
    assert verbs(learner) == ["signed_in", "person_deactivated", "person_reactivated"]


def test_deactivated_person_cannot_sign_in(administrator, learner, client):
    services.deactivate_person(learner, by=administrator)

    response = client.post(
        "/en/account/login/",
        {"login": learner.email, "password": PASSWORD},
        follow=True,
    )

    assert "This account is deactivated" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_reactivated_person_has_the_same_roles(administrator, learner):
    services.deactivate_person(learner, by=administrator)
    person = services.reactivate_person(learner, by=administrator)

    assert person.is_active
    assert person.deactivated_at is None
    assert person.roles == {"learner"}


def test_deactivate_twice_notes_once(administrator, learner):
    services.deactivate_person(learner, by=administrator)
    services.deactivate_person(learner, by=administrator)

    assert verbs(learner) == ["person_deactivated"]


def test_deactivate_somebody_of_another_country_is_refused(administrator, outsider):
    with pytest.raises(services.NotAllowed):
        services.deactivate_person(outsider, by=administrator)


def test_deactivate_oneself_is_refused(administrator):
    with pytest.raises(services.NotAllowed):
        services.deactivate_person(administrator, by=administrator)


def test_deactivate_somebody_with_work_elsewhere_is_refused(
    administrator, learner, belmora
):
    MembershipFactory.create(person=learner, role=Role.TRAINER, country=belmora)

    with pytest.raises(services.NotAllowed, match="outside your country"):
        services.deactivate_person(learner, by=administrator)


def test_register_learner_gives_no_country(db):
    person = make_person()

    membership = services.register_learner(person)
    again = services.register_learner(person)

    assert membership == again
    assert (membership.role, membership.country) == ("learner", None)
    assert Membership.objects.count() == 1
    assert verbs(person) == ["role_granted", "signed_up"]
