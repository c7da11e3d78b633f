"""Invitation links: made, opened by all kinds of people, full, over."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from lms.accounts.models import Invitation, Role, User
from lms.accounts.services import accept_invitation
from lms.learning.cohorts import links, members, services
from lms.learning.cohorts.errors import CohortArchived, CohortError, LinkClosed
from lms.learning.models import CohortMember, JoinLink, PendingMember
from lms.learning.views import joining
from tests.accounts.factories import (
    CountryFactory,
    MembershipFactory,
    RegionFactory,
    make_person,
)
from tests.learning.factories import (
    CohortFactory,
    CohortMemberFactory,
    JoinLinkFactory,
    PendingMemberFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def arvania():
    return CountryFactory.create(name={"en": "Arvania"})


@pytest.fixture
def ana(arvania):
    """A trainer of Arvania."""
    return make_person(Role.TRAINER, arvania, full_name="Ana Rivas")


@pytest.fixture
def cohort(arvania, ana):
    return CohortFactory.create(country=arvania, trainers=[ana], name="Autumn officers")


@pytest.fixture
def link(cohort, ana):
    """A link for two people."""
    return JoinLinkFactory.create(cohort=cohort, created_by=ana, limit=2)


@pytest.fixture
def officer(arvania):
    return make_person(Role.LEARNER, arvania)


def path_of(link) -> str:
    return f"/en/join/{links.token_of(link)}/"


def opened(client, link, person=None, data=None):
    """Return the page behind a link, as a person or a visitor sees it."""
    if person:
        client.force_login(person)
    path = path_of(link)
    return client.get(path) if data is None else client.post(path, data)


def asked(client, link, email, **fields):
    """Return the page a visitor comes to who asks for the way in by e-mail."""
    return client.post(path_of(link), {"email": email} | fields, follow=True)


class TestMaking:
    def test_a_link_has_a_limit_and_a_last_day(self, client, ana, cohort):
        client.force_login(ana)
        day = timezone.localdate() + timedelta(days=7)
        response = client.post(
            f"/en/cohorts/{cohort.pk}/members/links/",
            {"limit": "25", "last_day": day.isoformat()},
        )

        link = JoinLink.objects.get()
        assert (link.limit, link.last_day) == (25, day)
        page = client.get(response.url).content.decode()
        assert links.address_of(link) in page
        assert "data:image/svg+xml" in page

    @pytest.mark.parametrize(
        ("limit", "days", "words"),
        [
            ("0", 7, "Write a number from 1 to 2000."),
            ("2001", 7, "Write a number from 1 to 2000."),
            ("many", 7, "Write a whole number, for example 30."),
            ("5", -1, "This day has passed."),
            ("5", 900, "Choose a day within a year."),
        ],
    )
    def test_limits_that_make_no_sense_are_refused(
        self, client, ana, cohort, limit, days, words
    ):
        client.force_login(ana)
        day = timezone.localdate() + timedelta(days=days)
        response = client.post(
            f"/en/cohorts/{cohort.pk}/members/links/",
            {"limit": limit, "last_day": day.isoformat()},
        )

        assert response.status_code == 422
        assert words in response.content.decode()
        assert not JoinLink.objects.exists()

    def test_a_double_click_makes_one_link(self, ana, cohort):
        day = timezone.localdate()
        for _click in range(2):
            services_link = links.make_link(cohort, by=ana, limit=5, last_day=day)

        assert JoinLink.objects.get() == services_link

    def test_an_archived_cohort_gets_none(self, ana, cohort):
        services.archive_cohort(cohort, by=ana)
        cohort.refresh_from_db()

        with pytest.raises(CohortArchived):
            links.make_link(cohort, by=ana, limit=5, last_day=timezone.localdate())

    def test_a_changed_token_opens_nothing(self, client, link):
        token = links.token_of(link)
        forged = token.replace(link.nonce, "nonceX")

        assert client.get(f"/en/join/{forged}/").status_code == 404
        assert client.get(f"/en/join/{token[:-1]}/").status_code == 404
        assert client.get("/en/join/nothing/").status_code == 404


class TestJoiningSignedIn:
    def test_somebody_of_the_country_joins_with_one_click(self, client, link, officer):
        assert "Autumn officers" in opened(client, link, officer).content.decode()
        response = opened(client, link, officer, {})

        assert response.url == "/en/learn/"
        member = CohortMember.objects.get()
        assert (member.person, member.way, member.link) == (officer, "link", link)

    def test_looking_at_the_page_joins_nobody(self, client, link, officer):
        opened(client, link, officer)

        assert not CohortMember.objects.exists()

    def test_joining_twice_takes_one_place(self, client, link, officer):
        opened(client, link, officer, {})
        opened(client, link, officer, {})
        links.join(link, officer)

        assert CohortMember.objects.count() == 1
        assert links.seats(link).taken == 1

    def test_a_member_is_sent_home_even_when_the_link_is_over(
        self, client, link, officer
    ):
        CohortMemberFactory.create(cohort=link.cohort, person=officer)
        JoinLink.objects.update(withdrawn_at=timezone.now())
        response = opened(client, link, officer)

        assert response.status_code == 302
        assert links.join(link, officer).person == officer

    def test_somebody_of_another_country_reads_whose_link_it_is_and_no_more(
        self, client, link
    ):
        stranger = make_person(Role.LEARNER, CountryFactory.create())
        for data in (None, {}):
            response = opened(client, link, stranger, data)
            page = response.content.decode()
            assert response.status_code == 403
            assert "Arvania" in page
            assert "Autumn officers" not in page
            assert "Sign in as somebody else" in page

        assert not CohortMember.objects.exists()

    def test_signing_in_as_somebody_else_leads_back_to_the_link(self, client, link):
        stranger = make_person(Role.LEARNER, CountryFactory.create())
        page = opened(client, link, stranger).content.decode()
        assert f'name="next" value="{path_of(link)}"' in page

        response = client.post("/en/account/logout/", {"next": path_of(link)})
        assert response.url == path_of(link)

    def test_somebody_without_a_country_becomes_a_learner_of_it(
        self, client, link, arvania
    ):
        person = MembershipFactory.create(country=None).person
        opened(client, link, person, {})

        assert CohortMember.objects.get().person == person
        assert person.memberships.filter(role="learner", country=arvania).exists()

    def test_the_trainer_need_not_join(self, client, link, ana):
        assert "You run this cohort" in opened(client, link, ana, {}).content.decode()
        assert not CohortMember.objects.exists()

    def test_who_was_taken_out_does_not_come_back_by_the_link(
        self, client, link, officer, ana
    ):
        member = links.join(link, officer)
        members.remove_member(member, by=ana)

        assert opened(client, link, officer, {}).status_code == 403
        with pytest.raises(CohortError):
            links.join(link, officer)
        assert not CohortMember.objects.current().exists()
        # The trainer lets the person come back.
        members.add_person(link.cohort, officer, by=ana)
        assert CohortMember.objects.current().get().person == officer

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"withdrawn_at": timezone.now()}, "This link was withdrawn."),
            ({"expires_at": timezone.now()}, "This link worked until"),
            ({"limit": 1}, "All places of this link are taken."),
        ],
    )
    def test_a_link_that_is_over_says_why(self, client, link, officer, change, words):
        CohortMemberFactory.create(cohort=link.cohort, link=link)
        JoinLink.objects.update(**change)
        for data in (None, {}):
            response = opened(client, link, officer, data)
            assert response.status_code == 410
            assert words in response.content.decode()
        with pytest.raises(LinkClosed):
            links.join(link, officer)

    def test_links_of_an_archived_cohort_are_over(self, client, link, officer, ana):
        services.archive_cohort(link.cohort, by=ana)
        response = opened(client, link, officer, {})

        assert response.status_code == 410
        assert "This cohort is over." in response.content.decode()

    def test_somebody_of_the_region_joins_a_regional_cohort(self, client, arvania):
        system = MembershipFactory.create(
            role=Role.SYSTEM_ADMINISTRATOR, country=None, region=arvania.region
        ).person
        cohort = CohortFactory.create(
            country=None, region=arvania.region, created_by=system
        )
        link = JoinLinkFactory.create(cohort=cohort, created_by=system)
        near = make_person(Role.LEARNER, CountryFactory.create(region=arvania.region))
        far = make_person(
            Role.LEARNER, CountryFactory.create(region=RegionFactory(key="far"))
        )
        free = MembershipFactory.create(country=None).person

        assert opened(client, link, near, {}).status_code == 302
        assert opened(client, link, far, {}).status_code == 403
        assert opened(client, link, free, {"country_code": ""}).status_code == 422
        opened(client, link, free, {"country_code": arvania.iso2})
        assert free.memberships.filter(country=arvania).exists()
        assert {row.person for row in cohort.members.all()} == {near, free}


class TestJoiningWithoutAccount:
    def test_sign_in_leads_back_to_the_link(self, client, link):
        page = opened(client, link).content.decode()

        assert f'href="/en/account/login/?next={path_of(link)}"' in page

    def test_visitor_gets_an_e_mail_makes_an_account_and_is_in(
        self, client, link, arvania, settings, django_capture_on_commit_callbacks
    ):
        settings.REGISTRATION_OPEN = False
        with django_capture_on_commit_callbacks(execute=True):
            page = asked(client, link, "Mira@Border.example")
        assert "mira@border.example" in page.content.decode().lower()
        assert links.seats(link).waiting == 1
        path = re.search(r"/en/invitation/\S+", mail.outbox[0].body)[0]

        with django_capture_on_commit_callbacks(execute=True):
            client.post(
                path, {"full_name": "Mira Talvik", "password": "lantern harbour ruler"}
            )
        person = User.objects.get(email="mira@border.example")
        member = CohortMember.objects.get()
        assert (member.person, member.way, member.link) == (person, "link", link)
        assert person.memberships.filter(role="learner", country=arvania).exists()
        assert links.seats(link) == links.Seats(joined=1, waiting=0, limit=2)

    def test_visitor_of_a_region_chooses_the_country(self, client, arvania):
        system = MembershipFactory.create(
            role=Role.SYSTEM_ADMINISTRATOR, country=None, region=arvania.region
        ).person
        neighbour = CountryFactory.create(region=arvania.region)
        # Made by a trainer of one country, for all countries of the cohort.
        trainer = make_person(Role.TRAINER, arvania)
        cohort = CohortFactory.create(
            country=None, region=arvania.region, created_by=system, trainers=[trainer]
        )
        link = JoinLinkFactory.create(cohort=cohort, created_by=trainer)
        data = {"email": "mira@x.org", "country_code": neighbour.iso2}

        assert asked(client, link, "mira@x.org").status_code == 422
        assert asked(client, link, **data).status_code == 200
        invitation = Invitation.objects.get()
        assert (invitation.country, invitation.invited_by) == (neighbour, system)

    def test_without_anybody_who_may_invite_only_people_of_the_country_join(
        self, client, link, officer, ana, cohort
    ):
        ana.memberships.update(ended_at=timezone.now())
        page = opened(client, link).content.decode()
        assert "You have no account yet" not in page
        response = asked(client, link, "mira@x.org")

        assert response.status_code == 422
        assert not Invitation.objects.exists()
        assert opened(client, link, officer, {}).status_code == 302

    def test_page_says_the_same_whether_there_is_an_account_or_not(
        self, client, link, officer, django_capture_on_commit_callbacks
    ):
        elsewhere = make_person(Role.LEARNER, CountryFactory.create())
        said = set()
        with django_capture_on_commit_callbacks(execute=True):
            for email in (officer.email, elsewhere.email, "nobody@border.example"):
                response = asked(client, link, email)
                said.add(response.content.decode().replace(email, "..."))
                assert response.status_code == 200
                JoinLink.objects.update(limit=30)

        said = {re.sub(r'value="[^"]+"', "", page) for page in said}
        assert len(said) == 1
        assert sorted(one.to[0] for one in mail.outbox) == sorted(
            [officer.email, elsewhere.email, "nobody@border.example"]
        )

    def test_asking_twice_keeps_one_place_and_sends_one_e_mail(
        self, client, link, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            for _click in range(2):
                asked(client, link, "mira@border.example")

        assert PendingMember.objects.count() == 1
        assert len(mail.outbox) == 1

    def test_places_kept_for_others_count(self, client, link):
        for name in ("mira", "daro"):
            asked(client, link, f"{name}@border.example")
        response = asked(client, link, "third@border.example")

        assert response.status_code == 410
        assert not Invitation.objects.filter(email="third@border.example").exists()

    def test_a_classroom_behind_one_address_gets_in(self, client, link):
        JoinLink.objects.update(limit=100)
        codes = {
            asked(client, link, f"p{number}@x.example").status_code
            for number in range(40)
        }

        assert codes == {200}

    def test_too_many_tries_have_to_wait(self, client, link, monkeypatch):
        monkeypatch.setattr(joining, "ASKS", 2)
        JoinLink.objects.update(limit=100)
        codes = [
            asked(client, link, f"p{number}@x.example").status_code
            for number in range(4)
        ]

        assert codes == [200, 200, 422, 422]

    def test_somebody_with_an_account_is_written_to_once_an_hour(
        self, client, link, officer, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            for _click in range(5):
                asked(client, link, officer.email)

        assert len(mail.outbox) == 1
        assert links.address_of(link) in mail.outbox[0].body

    def test_wrong_address_stays_in_the_field(self, client, link):
        response = asked(client, link, "mira at border")

        assert response.status_code == 422
        assert 'value="mira at border"' in response.content.decode()


class TestWaitingAddresses:
    def test_who_is_of_the_country_is_let_in_at_sign_in(self, client, cohort, officer):
        PendingMemberFactory.create(cohort=cohort, email=officer.email)
        client.force_login(officer)
        client.force_login(officer)

        assert CohortMember.objects.get().person == officer
        assert PendingMember.objects.get().claimed_at

    def test_who_is_of_another_country_is_let_in_after_accepting(
        self, client, cohort, ana, arvania, django_capture_on_commit_callbacks
    ):
        stranger = make_person(Role.LEARNER, CountryFactory.create())
        link = JoinLinkFactory.create(cohort=cohort, created_by=ana)
        links.ask_by_email(link, stranger.email, country=arvania, language="en")
        client.force_login(stranger)
        assert not CohortMember.objects.exists()

        with django_capture_on_commit_callbacks(execute=True):
            accept_invitation(Invitation.objects.get(), person=stranger)
        assert CohortMember.objects.get().person == stranger

    def test_an_address_that_is_not_confirmed_claims_nothing(self, cohort, arvania):
        person = make_person(Role.LEARNER, arvania, verified=False)
        PendingMemberFactory.create(cohort=cohort, email=person.email)

        assert members.claim_memberships(person) == []

    def test_latin_name_of_the_list_fills_an_empty_one(self, cohort, officer):
        PendingMemberFactory.create(
            cohort=cohort, email=officer.email, latin_name="Mira Talvik"
        )
        members.claim_memberships(officer)

        assert User.objects.get(pk=officer.pk).latin_name == "Mira Talvik"

    def test_withdrawing_ends_the_invitation_too(self, link, ana, arvania):
        links.ask_by_email(link, "mira@x.example", country=arvania, language="en")
        members.withdraw_pending(PendingMember.objects.get(), by=ana)

        assert Invitation.objects.get().state() == "withdrawn"
        assert links.seats(link).taken == 0

    def test_invitation_goes_on_where_another_cohort_waits(self, link, ana, arvania):
        links.ask_by_email(link, "mira@x.example", country=arvania, language="en")
        pending = PendingMember.objects.get()
        PendingMemberFactory.create(email="mira@x.example")
        members.withdraw_pending(pending, by=ana)

        assert Invitation.objects.get().state() == "open"
