"""Focal points and deputies: one of each, replaced without losing anybody."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lms.accounts.models import Invitation, Membership, Role
from lms.accounts.services import accept_invitation, give_role
from tests.accounts.factories import InstitutionFactory, UserFactory, make_person
from tests.toolkit.network.factories import FocalPointFactory, UnitFactory
from toolkit.network.models import FocalPoint
from toolkit.network.services import designating
from toolkit.network.services.contact_errors import (
    AlreadyEnded,
    ChangedMeanwhile,
    FocalPointElsewhere,
    NotYours,
    PostTaken,
)
from toolkit.network.services.designating import (
    change_focal_point,
    designate,
    end_designation,
    move_posts,
    replace,
)
from toolkit.network.services.institutions import (
    add_institution,
    close_institution,
    reopen_institution,
)

pytestmark = pytest.mark.django_db
Post = FocalPoint.Post


@pytest.fixture
def body():
    return InstitutionFactory(name={"en": "Border Service"})


@pytest.fixture
def keeper(body):
    return make_person(Role.COORDINATOR, body.country)


def data(name="Samir Haddad", **fields):
    return {
        "full_name": name,
        "email": f"{name.split()[0].lower()}@border.example",
        "started_on": timezone.localdate(),
    } | fields


def current(body):
    rows = FocalPoint.objects.filter(institution=body, ended_on=None)
    return {row.post: row.full_name for row in rows}


def test_a_second_focal_point_is_refused_with_the_two_ways_on(body, keeper):
    designate(body, by=keeper, post=Post.FOCAL_POINT, data=data())

    with pytest.raises(PostTaken) as refusal:
        designate(body, by=keeper, post=Post.FOCAL_POINT, data=data("Ana Rivas"))

    assert str(refusal.value) == (
        "Border Service has a focal point: Samir Haddad. There is one for each "
        "institution. Replace Samir Haddad, or designate this person as deputy."
    )
    assert refusal.value.deputy_free
    assert current(body) == {"focal_point": "Samir Haddad"}


def test_where_the_deputy_is_named_too_only_replacing_is_offered(body, keeper):
    designate(body, by=keeper, post=Post.FOCAL_POINT, data=data())
    designate(body, by=keeper, post=Post.DEPUTY, data=data("Mira Talvik"))

    with pytest.raises(PostTaken) as refusal:
        designate(body, by=keeper, post=Post.FOCAL_POINT, data=data("Ana Rivas"))

    assert not refusal.value.deputy_free
    with pytest.raises(PostTaken, match="has a deputy: Mira Talvik"):
        designate(body, by=keeper, post=Post.DEPUTY, data=data("Ana Rivas"))


def test_the_same_person_twice_is_designated_once(body, keeper):
    one = designate(body, by=keeper, post=Post.FOCAL_POINT, data=data())
    other = designate(body, by=keeper, post=Post.FOCAL_POINT, data=data())

    assert one == other


def test_of_two_at_once_the_second_gets_the_same_message(body, keeper, monkeypatch):
    """Both have looked before either has written."""
    designate(body, by=keeper, post=Post.FOCAL_POINT, data=data())
    look, looks = designating.holder_of, []

    def too_early(*args):
        looks.append(args)
        return None if len(looks) == 1 else look(*args)

    monkeypatch.setattr(designating, "holder_of", too_early)

    with pytest.raises(PostTaken, match="has a focal point: Samir Haddad"):
        designate(body, by=keeper, post=Post.FOCAL_POINT, data=data("Ana Rivas"))
    assert len(looks) > 1
    assert current(body) == {"focal_point": "Samir Haddad"}


def test_who_is_replaced_stays_in_the_history_with_the_handover_note(body, keeper):
    begun = timezone.localdate() - timedelta(days=300)
    before = designate(
        body, by=keeper, post=Post.FOCAL_POINT, data=data(started_on=begun)
    )

    after = replace(
        before, by=keeper, data=data("Ana Rivas"), handover_note="Ask the registry."
    )

    before.refresh_from_db()
    assert before.ended_on == after.started_on == timezone.localdate()
    assert before.handover_note == "Ask the registry."
    assert current(body) == {"focal_point": "Ana Rivas"}
    past = FocalPoint.objects.current(begun + timedelta(days=100))
    assert list(past) == [before]


def test_a_second_click_on_replace_changes_nothing(body, keeper):
    before = designate(body, by=keeper, post=Post.FOCAL_POINT, data=data())

    one = replace(before, by=keeper, data=data("Ana Rivas"))
    other = replace(before, by=keeper, data=data("Ana Rivas"))

    assert one == other
    with pytest.raises(AlreadyEnded):
        replace(before, by=keeper, data=data("Mira Talvik"))


def test_nobody_takes_over_before_the_other_began(body, keeper):
    before = designate(body, by=keeper, post=Post.FOCAL_POINT, data=data())
    yesterday = timezone.localdate() - timedelta(days=1)

    with pytest.raises(ValidationError) as refusal:
        replace(before, by=keeper, data=data("Ana Rivas", started_on=yesterday))

    assert list(refusal.value.message_dict) == ["started_on"]


def test_a_designation_cannot_begin_in_days_to_come(body, keeper):
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(ValidationError):
        designate(body, by=keeper, post=Post.DEPUTY, data=data(started_on=tomorrow))


def test_the_role_goes_with_the_post_and_comes_with_it(body, keeper):
    samir = make_person(Role.LEARNER, body.country, email="samir@border.example")
    before = designate(body, by=keeper, post=Post.FOCAL_POINT, data=data(), invite=True)
    held = Membership.objects.current().filter(role=Role.FOCAL_POINT)
    assert before.person == samir
    assert held.get().person == samir
    assert held.get().institution == body

    replace(before, by=keeper, data=data("Ana Rivas"), invite=True)

    assert not held.exists()
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.institution) == ("ana@border.example", body)


def test_an_invitation_accepted_links_the_account(body, keeper):
    row = designate(body, by=keeper, post=Post.DEPUTY, data=data(), invite=True)
    accept_invitation(
        Invitation.objects.get(), password="a long enough one", full_name="Samir H."
    )

    row.refresh_from_db()
    # The listener runs after the commit, which a test does not reach by itself.
    designating.claim_posts(Membership.objects.get(role=Role.FOCAL_POINT).person)
    row.refresh_from_db()
    assert row.person.email == "samir@border.example"


def test_who_leaves_before_accepting_is_not_invited_any_more(body, keeper):
    row = designate(body, by=keeper, post=Post.DEPUTY, data=data(), invite=True)

    end_designation(row, by=keeper)

    assert Invitation.objects.get().withdrawn_at


def test_an_account_of_another_country_is_invited_and_not_taken(body, keeper):
    UserFactory(email="samir@border.example")

    row = designate(body, by=keeper, post=Post.DEPUTY, data=data(), invite=True)

    assert row.person is None
    assert Invitation.objects.get().email == "samir@border.example"


def test_an_account_speaks_for_one_institution_of_a_country(body, keeper):
    other = InstitutionFactory(country=body.country, name={"en": "Tax Service"})
    samir = make_person(Role.LEARNER, body.country, email="samir@border.example")
    give_role(
        samir,
        role=Role.FOCAL_POINT,
        by=keeper,
        country=body.country,
        institution=other,
    )

    with pytest.raises(FocalPointElsewhere, match="focal point of Tax Service"):
        designate(body, by=keeper, post=Post.DEPUTY, data=data(), invite=True)
    assert current(body) == {}


def test_only_who_keeps_the_record_designates(body):
    with pytest.raises(NotYours):
        designate(
            body,
            by=make_person(Role.RESPONDENT, body.country),
            post=Post.DEPUTY,
            data=data(),
        )


def test_a_unit_of_another_institution_is_refused(body, keeper):
    with pytest.raises(ValidationError):
        designate(body, by=keeper, post=Post.DEPUTY, data=data(unit=UnitFactory()))


def test_a_letter_that_is_not_what_it_says_is_refused(body, keeper):
    letter = SimpleUploadedFile("letter.pdf", b"no pdf at all")

    with pytest.raises(ValidationError) as refusal:
        designate(body, by=keeper, post=Post.DEPUTY, data=data(), letter=letter)

    assert list(refusal.value.message_dict) == ["letter"]
    assert current(body) == {}


def test_two_edits_of_one_row_do_not_write_over_each_other(body, keeper):
    row = FocalPointFactory(institution=body, telephone="1")
    change_focal_point(row, by=keeper, seen=0, data={"telephone": "2"})

    with pytest.raises(ChangedMeanwhile) as refusal:
        change_focal_point(row, by=keeper, seen=0, data={"telephone": "3"})

    assert refusal.value.current.telephone == "2"


def test_a_focal_point_changes_contact_data_but_not_the_name(body):
    person = make_person()
    give_membership(person, body)
    row = FocalPointFactory(institution=body, full_name="Samir Haddad")

    change_focal_point(
        row, by=person, seen=0, data={"telephone": "2", "full_name": "Somebody"}
    )

    row.refresh_from_db()
    assert (row.telephone, row.full_name) == ("2", "Samir Haddad")


def test_two_people_change_posts_at_once(body, keeper):
    one = FocalPointFactory(institution=body, full_name="One")
    two = FocalPointFactory(institution=body, full_name="Two", post=Post.DEPUTY)

    move_posts([(one, Post.DEPUTY), (two, Post.FOCAL_POINT)], by=keeper)

    assert current(body) == {"focal_point": "Two", "deputy": "One"}
    assert FocalPoint.objects.filter(institution=body).count() == 4


def test_closing_an_institution_ends_designations_and_deletes_nothing(body, keeper):
    row = FocalPointFactory(institution=body)

    close_institution(body, by=keeper)
    row.refresh_from_db()
    assert row.ended_on == timezone.localdate()

    body.refresh_from_db()
    assert not body.is_active
    assert reopen_institution(body, by=keeper).is_active


def test_an_institution_gets_a_key_of_its_own_from_its_name(body, keeper):
    add = lambda name: add_institution(  # noqa: E731
        body.country, names={"en": name}, kind="tax", by=keeper
    )

    assert add("State Tax Service").key == "state-tax-service"
    assert add("State, Tax: Service").key == "state-tax-service-2"
    with pytest.raises(ValidationError, match="in the network already"):
        add("state tax  SERVICE")


def give_membership(person, body):
    Membership.objects.create(
        person=person, role=Role.FOCAL_POINT, country=body.country, institution=body
    )
