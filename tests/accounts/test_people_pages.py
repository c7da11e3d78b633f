"""The pages on which administrators look after people."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from lms.accounts import services
from lms.accounts.models import AuditEntry, Invitation, Membership
from lms.accounts.roles import Role
from lms.core.workbooks import safe_cell
from tests.accounts.factories import InstitutionFactory, MembershipFactory, make_person

LIST = "/en/country/people/"
INVITE = "/en/country/invitations/new/"


def text(response) -> str:
    """Return the page with runs of space made one."""
    return " ".join(response.content.decode().split())


def names_on(response) -> list[str]:
    """Return the names in the list, in its order."""
    return [person.full_name for person in response.context["page"]]


@pytest.fixture
def signed_in(client, administrator):
    """A browser in which the administrator of Arvania is signed in."""
    client.force_login(administrator)
    return client


def test_list_shows_the_own_country_only(signed_in, learner, outsider):
    response = signed_in.get(LIST)

    assert names_on(response) == ["Mira Talvik", "Teodor Vesk"]
    assert "2 people" in text(response)
    assert "Hélène Dufour" not in text(response)


def test_list_shows_roles_of_the_own_country_only(signed_in, learner, belmora):
    MembershipFactory.create(person=learner, role=Role.RESPONDENT, country=belmora)

    page = text(signed_in.get(LIST))

    assert "Learner, Arvania" in page
    assert "Belmora" not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=talvik", ["Mira Talvik"]),
        ("q=zzz", []),
        ("role=learner", ["Mira Talvik"]),
        ("role=respondent", []),
        ("role=minister", ["Mira Talvik", "Teodor Vesk"]),
        ("state=active", ["Mira Talvik", "Teodor Vesk"]),
        ("state=left", []),
        ("state=deactivated", []),
        ("country=XB", ["Mira Talvik", "Teodor Vesk"]),
        ("page=99", ["Mira Talvik", "Teodor Vesk"]),
    ],
)
def test_filters_never_look_beyond_the_wall(query, names, signed_in, learner, belmora):
    MembershipFactory.create(person=learner, role=Role.RESPONDENT, country=belmora)

    assert names_on(signed_in.get(f"{LIST}?{query}")) == names


def test_person_who_left_is_found_by_state(signed_in, administrator, learner, belmora):
    MembershipFactory.create(person=learner, role=Role.RESPONDENT, country=belmora)
    own = learner.memberships.get(role=Role.LEARNER)
    services.end_role(own, by=administrator)

    assert names_on(signed_in.get(f"{LIST}?state=left")) == ["Mira Talvik"]
    assert names_on(signed_in.get(f"{LIST}?state=active")) == ["Teodor Vesk"]


def test_system_administrator_chooses_a_country(
    client, system_administrator, administrator, outsider
):
    client.force_login(system_administrator)

    assert len(names_on(client.get(LIST))) == 3
    assert names_on(client.get(f"{LIST}?country=XB")) == ["Hélène Dufour"]


@pytest.mark.parametrize("count", [3, 30])
def test_list_costs_the_same_for_few_and_many(
    count, signed_in, arvania, django_assert_max_num_queries
):
    for _number in range(count):
        person = make_person(Role.LEARNER, arvania)
        MembershipFactory.create(
            person=person,
            role=Role.TRAINER,
            country=arvania,
            institution=InstitutionFactory.create(country=arvania),
        )

    with django_assert_max_num_queries(9):
        response = signed_in.get(LIST)

    assert len(names_on(response)) == count + 1


@pytest.mark.parametrize("count", [3, 30])
def test_invitations_cost_the_same_for_few_and_many(
    count, signed_in, administrator, arvania, django_assert_max_num_queries
):
    for number in range(count):
        services.invite_person(
            f"n{number}@example.org",
            role=Role.LEARNER,
            country=arvania,
            by=administrator,
        )

    with django_assert_max_num_queries(8):
        response = signed_in.get("/en/country/invitations/")

    assert len(response.context["rows"]) == count


@pytest.mark.parametrize("count", [3, 30])
def test_activity_costs_the_same_for_few_and_many(
    count, signed_in, arvania, django_assert_max_num_queries
):
    for _number in range(count):
        services.grant_role(make_person(), role=Role.LEARNER, country=arvania)

    with django_assert_max_num_queries(9):
        response = signed_in.get("/en/country/activity/?verb=role_granted")

    assert len(response.context["page"]) == count


def test_list_goes_on_after_fifty(signed_in, arvania):
    for _number in range(60):
        make_person(Role.LEARNER, arvania)

    first, second = signed_in.get(LIST), signed_in.get(f"{LIST}?role=&page=2")

    assert (len(names_on(first)), len(names_on(second))) == (50, 11)
    assert "Page 1 of 2" in text(first)
    assert "?role=&amp;page=1" in text(second)


def test_name_with_markup_is_text(signed_in, arvania):
    make_person(Role.LEARNER, arvania, full_name="<script>alert(1)</script>")

    page = text(signed_in.get(LIST))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_export_holds_the_same_people_and_is_noted(signed_in, learner, outsider):
    response = signed_in.get("/en/country/people/export/?role=learner")

    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert [row[0] for row in rows] == ["Full name", "Mira Talvik"]
    assert rows[1][3:5] == ("Learner", "Arvania")
    assert "attachment" in response["Content-Disposition"]
    entry = AuditEntry.objects.get(verb="people_exported")
    assert entry.details == {"people": 1, "filter": "role=learner"}
    assert entry.country.iso2 == "XA"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_that_looks_like_a_formula_is_text(sign):
    assert safe_cell(f"{sign}1+1") == f"'{sign}1+1"


def test_harmless_cell_is_left_alone():
    assert safe_cell("Paul N’Diaye") == "Paul N’Diaye"


def test_formula_in_a_name_does_not_run(signed_in, arvania):
    make_person(Role.LEARNER, arvania, full_name="=HYPERLINK(1)")

    response = signed_in.get("/en/country/people/export/?role=learner")

    cell = load_workbook(BytesIO(response.content)).active["A2"]
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")


def test_person_page_tells_roles_and_log(signed_in, administrator, learner, arvania):
    services.give_role(learner, role=Role.TRAINER, country=arvania, by=administrator)

    page = text(signed_in.get(f"{LIST}{learner.pk}/"))

    assert "Trainer, Arvania" in page
    assert "given by Teodor Vesk" in page
    assert "Role given" in page


def test_person_page_hides_what_is_done_elsewhere(
    signed_in, outsider, learner, belmora
):
    services.give_role(learner, role=Role.TRAINER, country=belmora, by=outsider)

    page = text(signed_in.get(f"{LIST}{learner.pk}/"))

    assert "Belmora" not in page
    assert "Hélène Dufour" not in page


def test_give_role_on_the_page(signed_in, learner):
    response = signed_in.post(
        f"{LIST}{learner.pk}/roles/", {"role": "trainer"}, follow=True
    )

    assert "Mira Talvik now has the role: Trainer, Arvania." in text(response)
    learner.forget_memberships()
    assert learner.roles == {"learner", "trainer"}


@pytest.mark.parametrize(
    "role", ["system_administrator", "validator", "editor", "minister", ""]
)
def test_role_beyond_the_offer_is_refused(role, signed_in, learner):
    response = signed_in.post(f"{LIST}{learner.pk}/roles/", {"role": role})

    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert learner.memberships.count() == 1


def test_role_with_a_foreign_institution_is_refused(signed_in, learner, belmora):
    body = InstitutionFactory.create(country=belmora)

    response = signed_in.post(
        f"{LIST}{learner.pk}/roles/", {"role": "trainer", "institution": body.pk}
    )

    assert response.status_code == 422
    assert learner.memberships.count() == 1


def test_place_of_another_country_is_not_found(signed_in, learner, belmora):
    for place in ("XB", "all", "region:west", "x"):
        response = signed_in.post(
            f"{LIST}{learner.pk}/roles/?place={place}", {"role": "trainer"}
        )
        assert response.status_code == 404


def test_system_administrator_gives_a_regional_role(
    client, system_administrator, learner, arvania
):
    client.force_login(system_administrator)

    client.post(
        f"{LIST}{learner.pk}/roles/?place=region:{arvania.region.key}",
        {"role": "validator"},
    )

    assert Membership.objects.get(role="validator").region == arvania.region


def test_end_role_asks_first(signed_in, learner):
    membership = learner.memberships.get()
    path = f"{LIST}{learner.pk}/roles/{membership.pk}/end/"

    asked = signed_in.get(path)
    membership.refresh_from_db()
    assert membership.is_current
    assert "End the role “Learner, Arvania” of Mira Talvik?" in text(asked)

    done = signed_in.post(path, follow=True)
    membership.refresh_from_db()
    assert not membership.is_current
    assert "The role has ended: Learner, Arvania." in text(done)


def test_last_administrator_is_told_why_not(signed_in, administrator):
    membership = administrator.memberships.get()

    response = signed_in.post(f"{LIST}{administrator.pk}/roles/{membership.pk}/end/")

    assert response.status_code == 409
    assert "Teodor Vesk is the last country administrator of Arvania." in text(response)


def test_role_of_another_person_is_not_found(signed_in, learner, outsider):
    membership = outsider.memberships.get()

    response = signed_in.post(f"{LIST}{learner.pk}/roles/{membership.pk}/end/")

    assert response.status_code == 404
    membership.refresh_from_db()
    assert membership.is_current


def test_deactivate_and_open_again(signed_in, learner):
    asked = text(signed_in.get(f"{LIST}{learner.pk}/deactivate/"))
    assert "Deactivate the account of Mira Talvik?" in asked

    signed_in.post(f"{LIST}{learner.pk}/deactivate/")
    learner.refresh_from_db()
    assert learner.is_active is False
    assert "Deactivated on" in text(signed_in.get(LIST))

    signed_in.post(f"{LIST}{learner.pk}/reactivate/")
    learner.refresh_from_db()
    assert learner.is_active is True


@pytest.mark.parametrize("page", ["", "roles/", "deactivate/", "reactivate/"])
def test_person_of_another_country_is_not_found(page, signed_in, outsider):
    path = f"{LIST}{outsider.pk}/{page}"

    assert signed_in.post(path).status_code in (404, 405)
    assert signed_in.get(path).status_code in (404, 405)
    outsider.refresh_from_db()
    assert outsider.is_active


def test_invite_on_the_page(
    signed_in, arvania, django_capture_on_commit_callbacks, mailoutbox
):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(
            INVITE,
            {
                "email": "New@Example.org",
                "full_name": "Ана",
                "role": "trainer",
                "language": "ru",
            },
        )

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.country) == (
        "new@example.org",
        "trainer",
        arvania,
    )
    assert mailoutbox[0].to == ["new@example.org"]


@pytest.mark.parametrize(
    "role", ["system_administrator", "validator", "editor", "minister"]
)
def test_invite_to_a_role_beyond_the_offer_is_refused(role, signed_in):
    response = signed_in.post(
        INVITE, {"email": "a@example.org", "role": role, "language": "en"}
    )

    assert response.status_code == 422
    assert "You cannot give this role here." in text(response)
    assert not Invitation.objects.exists()


def test_invite_shows_what_is_wrong(signed_in):
    response = signed_in.post(INVITE, {"email": "no at", "role": "", "language": "en"})

    page = text(response)
    assert "Write the e-mail address like name@institution.org." in page
    assert "Choose a role." in page
    assert "<title>Error: Invite somebody" in page
    assert 'value="no at"' in page


def test_invite_of_many_places_asks_for_the_place_first(
    client, system_administrator, arvania
):
    client.force_login(system_administrator)

    asked = text(client.get(INVITE))
    assert "First choose where the person will work." in asked

    form = text(client.get(f"{INVITE}?place=XA"))
    assert "Country administrator" in form
    general = text(client.get(f"{INVITE}?place=all"))
    assert "Editor" in general
    assert "Country administrator" not in general.split("<form")[-2]


def test_pending_invitation_is_withdrawn(signed_in, administrator, arvania):
    invitation = services.invite_person(
        "a@example.org", role=Role.LEARNER, country=arvania, by=administrator
    )
    path = f"/en/country/invitations/{invitation.pk}/withdraw/"
    assert "a@example.org" in text(signed_in.get("/en/country/invitations/"))
    assert "Withdraw this invitation?" in text(signed_in.get(path))

    signed_in.post(path)

    invitation.refresh_from_db()
    assert invitation.state() == "withdrawn"
    assert "No invitation is waiting" in text(signed_in.get("/en/country/invitations/"))


def test_invitation_of_another_country_is_not_found(signed_in, outsider, belmora):
    invitation = services.invite_person(
        "a@example.org", role=Role.LEARNER, country=belmora, by=outsider
    )

    for action in ("resend", "withdraw"):
        response = signed_in.post(f"/en/country/invitations/{invitation.pk}/{action}/")
        assert response.status_code == 404


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.RESPONDENT])
def test_pages_say_whom_they_are_for(role, client, arvania):
    client.force_login(make_person(role, arvania))

    response = client.get(LIST)

    assert response.status_code == 403
    assert "This page is for: Country administrator" in text(response)


def test_activity_of_one_person(signed_in, administrator, learner, arvania):
    services.give_role(learner, role=Role.TRAINER, country=arvania, by=administrator)
    services.grant_role(
        make_person(full_name="Ana Rivas"), role=Role.LEARNER, country=arvania
    )

    response = signed_in.get(f"/en/country/activity/?person={learner.pk}")

    assert {entry.subject_name for entry in response.context["page"]} == {"Mira Talvik"}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("verb=role_granted", 1),
        ("verb=nothing", 2),
        ("q=talvik", 1),
        ("since=2001-01-01&until=2001-01-02", 0),
        ("since=2001-01-01", 2),
        ("since=yesterday", 2),
    ],
)
def test_activity_is_filtered(query, count, signed_in, administrator, learner, arvania):
    AuditEntry.objects.all().delete()
    services.give_role(learner, role=Role.TRAINER, country=arvania, by=administrator)
    signed_in.get("/en/country/people/export/")

    response = signed_in.get(f"/en/country/activity/?{query}")

    assert response.context["page"].paginator.count == count


def test_activity_of_a_stranger_is_not_found(signed_in, outsider):
    response = signed_in.get(f"/en/country/activity/?person={outsider.pk}")

    assert response.status_code == 404
