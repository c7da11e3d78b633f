"""Messages of trainers: to whom they go, once, in each person's language."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from lms.accounts.models import OutgoingMail, Role
from lms.learning.cohorts.errors import CohortArchived, NotYours
from lms.learning.desk.messages import (
    DAILY_LIMIT,
    NobodyToWriteTo,
    TooManyMessages,
    deliver_message,
    deliver_unfinished,
    message_history,
    send_message,
)
from lms.learning.models import CohortMember, Message, MessageRecipient
from tests.accounts.factories import MembershipFactory, UserFactory
from tests.learning.factories import CohortFactory, CohortMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer():
    return MembershipFactory(role=Role.TRAINER, person__full_name="Tara Neld").person


@pytest.fixture
def cohort(trainer):
    return CohortFactory(name="Autumn", country=trainer.country, trainers=[trainer])


@pytest.fixture
def learners(cohort):
    return [
        CohortMemberFactory(
            cohort=cohort, person=UserFactory(full_name=name, language=language)
        ).person
        for name, language in (("Ana", "en"), ("Борис", "ru"), ("Chloé", "fr"))
    ]


@pytest.fixture
def send(cohort, trainer, learners, django_capture_on_commit_callbacks):
    """A function that sends a message and lets its background work run."""

    def sent(**changes):
        given = {
            "to": [person.pk for person in learners],
            "subject": "Meeting on Monday",
            "text": "Bring your plan.\r\n\r\nTara",
            "by": trainer,
            "form_key": uuid.uuid4(),
        }
        with django_capture_on_commit_callbacks(execute=True):
            return send_message(cohort, **given | changes)

    return sent


def test_each_gets_one_e_mail_in_the_own_language(send, learners, trainer):
    send()

    found = {mail.to[0]: mail for mail in outbox.outbox}
    assert len(outbox.outbox) == len(found) == 3
    first, second = (found[person.email] for person in learners[:2])
    assert first.subject == "Meeting on Monday"
    assert "Dear Ana," in first.body
    assert "Tara Neld writes to you as a learner of the cohort Autumn:" in first.body
    assert "Bring your plan.\n\nTara" in first.body
    assert "/en/learn/messages/" in first.body
    assert "/ru/learn/messages/" in second.body
    assert first.reply_to == [trainer.email]


def test_a_double_click_sends_once(send):
    key = uuid.uuid4()

    assert send(form_key=key) == send(form_key=key)
    assert Message.objects.count() == 1
    assert len(outbox.outbox) == 3


def test_somebody_elses_form_key_does_not_open_the_message(send, cohort, learners):
    mine = send()
    other = MembershipFactory(role=Role.TRAINER, country=cohort.country).person
    cohort.trainers.add(other)

    with pytest.raises(Message.DoesNotExist):
        send(form_key=mine.form_key, by=other)


def test_background_work_that_runs_twice_sends_once(send):
    message = send()
    deliver_message.call(message.pk)

    assert len(outbox.outbox) == 3
    assert OutgoingMail.objects.count() == 3


def test_only_learners_of_the_cohort_are_written_to(send, learners):
    stranger, gone = UserFactory(), learners[2]
    CohortMember.objects.filter(person=gone).update(left_at=timezone.now())
    closed = learners[1]
    closed.is_active = False
    closed.save()
    message = send(to=[stranger.pk, gone.pk, closed.pk, learners[0].pk, learners[0].pk])

    people = message.recipients.values_list("person", flat=True)
    assert list(people) == [learners[0].pk]


@pytest.mark.parametrize("to", [[], [999_999]])
def test_a_message_to_nobody_is_refused(send, to):
    with pytest.raises(NobodyToWriteTo):
        send(to=to)
    assert Message.objects.count() == 0


def test_who_does_not_run_the_cohort_cannot_write(send, cohort):
    colleague = MembershipFactory(role=Role.TRAINER, country=cohort.country).person

    with pytest.raises(NotYours):
        send(by=colleague)


def test_nothing_is_written_in_an_archived_cohort(send, cohort):
    cohort.archived_at = timezone.now()
    cohort.save()

    with pytest.raises(CohortArchived):
        send()


def test_twenty_messages_a_day_are_enough(send, cohort, trainer):
    for _number in range(DAILY_LIMIT):
        Message.objects.create(cohort=cohort, sender=trainer, subject="S", text="T")
    with pytest.raises(TooManyMessages):
        send()
    Message.objects.update(sent_at=timezone.now() - timedelta(days=2))

    assert send().pk


def test_what_was_interrupted_is_taken_up(
    cohort, trainer, learners, django_capture_on_commit_callbacks
):
    at = timezone.now()
    message = Message.objects.create(
        cohort=cohort, sender=trainer, subject="S", text="T", sent_at=at
    )
    MessageRecipient.objects.create(message=message, person=learners[0])
    assert deliver_unfinished(at=at + timedelta(minutes=5)) == 0

    with django_capture_on_commit_callbacks(execute=True):
        assert deliver_unfinished(at=at + timedelta(hours=1)) == 1
    assert len(outbox.outbox) == 1
    assert deliver_unfinished(at=at + timedelta(hours=2)) == 0


def test_the_history_says_how_far_the_e_mails_are(send, cohort):
    send()
    mails = list(OutgoingMail.objects.order_by("pk"))
    OutgoingMail.objects.filter(pk=mails[1].pk).update(state="waiting", sent_at=None)
    OutgoingMail.objects.filter(pk=mails[2].pk).update(state="given_up", sent_at=None)
    row = message_history(cohort).get()

    assert (row.people, row.sent, row.waiting, row.failed) == (3, 1, 1, 1)


class TestPages:
    @pytest.fixture
    def browser(self, client, trainer):
        client.force_login(trainer)
        return client

    @pytest.fixture
    def url(self, cohort):
        return f"/en/cohorts/{cohort.pk}/messages/new/"

    def test_write_look_send(self, browser, url, learners):
        to = [learners[0].pk, learners[1].pk]
        page = browser.post(url, {"to": to})
        key = page.context["form_key"]
        words = {"to": to, "subject": "Hello", "text": "<b>Now</b>", "form_key": key}
        looked = browser.post(url, words | {"step": "look"})
        assert "&lt;b&gt;Now&lt;/b&gt;" in looked.content.decode()
        assert "Send to 2 learners" in looked.content.decode()
        assert Message.objects.count() == 0
        sent = [browser.post(url, words | {"step": "send"}) for _click in range(2)]
        message = Message.objects.get()
        assert {one.url for one in sent} == {
            f"/en/cohorts/{message.cohort_id}/messages/{message.pk}/"
        }
        assert message.recipients.count() == 2

    def test_one_button_leaves_the_ticks_aside(self, browser, url, learners):
        page = browser.post(url, {"to": [learners[0].pk], "only": learners[1].pk})
        assert page.context["people"] == [learners[1]]

    def test_an_archived_cohort_is_only_read(self, browser, url, cohort, learners):
        cohort.archived_at = timezone.now()
        cohort.save()
        page = browser.post(url, {"to": learners[0].pk}, follow=True)
        assert "This cohort is archived." in page.content.decode()

    def test_all_of_a_filtered_list_without_ticks(self, browser, url, learners):
        page = browser.post(f"{url}?q=борис", {"everybody": "1", "to": learners[0].pk})
        assert page.context["people"] == [learners[1]]
        everybody = browser.post(url, {"everybody": "1"}).context["people"]
        assert {one.pk for one in everybody} == {one.pk for one in learners}

    def test_people_may_stand_in_one_value(self, browser, url, learners):
        to = f"{learners[0].pk},{learners[2].pk},x,"
        people = browser.post(url, {"to": to}).context["people"]
        assert people == [learners[0], learners[2]]

    def test_what_is_wrong_stands_beside_the_field_and_the_text_stays(
        self, browser, url, learners
    ):
        page = browser.post(
            url, {"to": [learners[0].pk], "text": "Kept.", "step": "send"}
        )
        assert page.status_code == 422
        assert "Write a subject." in page.content.decode()
        assert "Kept." in page.content.decode()

    def test_nobody_ticked_leads_back_with_words(self, browser, url, cohort):
        page = browser.post(url, {"to": ["x", "-1", "12345678901234567890"]})
        assert page.url == f"/en/cohorts/{cohort.pk}/progress/"

    def test_learners_read_their_own_messages_and_no_others(
        self, send, learners, client
    ):
        send(to=[learners[0].pk], subject="For Ana")
        send(to=[learners[1].pk], subject="For Boris")
        client.force_login(learners[0])
        page = client.get("/en/learn/messages/").content.decode()
        assert "For Ana" in page
        assert "For Boris" not in page

    def test_three_hundred_recipients_take_the_queries_of_three(
        self, browser, cohort, trainer, django_assert_num_queries
    ):
        for number in (3, 300):
            message = Message.objects.create(
                cohort=cohort, sender=trainer, subject="S", text="T"
            )
            people = type(trainer).objects.bulk_create(
                type(trainer)(email=f"{number}-{place}@example.org")
                for place in range(number)
            )
            MessageRecipient.objects.bulk_create(
                MessageRecipient(message=message, person=person) for person in people
            )
            browser.get(f"/en/cohorts/{cohort.pk}/messages/")
            with django_assert_num_queries(7):
                browser.get(f"/en/cohorts/{cohort.pk}/messages/")
            with django_assert_num_queries(7):
                browser.get(f"/en/cohorts/{cohort.pk}/messages/{message.pk}/")
