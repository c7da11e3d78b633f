"""Reminders: on the right day where the person lives, once, and not for what is done."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.models import Role
from lms.learning import services
from lms.learning.desk import reminders
from lms.learning.desk.reminders import CATCH_UP_DAYS, kind_due, send_reminders
from lms.learning.models import Assignment, CohortReminders, ReminderSent
from tests.accounts.factories import MembershipFactory, UserFactory
from tests.learning.factories import (
    AssignmentFactory,
    CohortFactory,
    CohortMemberFactory,
    make_module,
)

pytestmark = pytest.mark.django_db
DUE = date(2027, 9, 20)
PLAN = CohortReminders()


def noon(days):
    """Noon in UTC, so many days from the due date."""
    return datetime(2027, 9, 20, 12, tzinfo=UTC) + timedelta(days=days)


class TestWhichReminder:
    @pytest.mark.parametrize(
        ("days", "kind"),
        [
            (-8, None),
            (-7, "first"),
            (-2, "first"),
            (-1, "last"),
            (0, "last"),
            (1, None),
            (2, None),
            (3, "after"),
            (3 + CATCH_UP_DAYS, "after"),
            (4 + CATCH_UP_DAYS, None),
        ],
    )
    def test_the_latest_whose_time_has_come(self, days, kind):
        assert kind_due(DUE, today=DUE + timedelta(days=days), plan=PLAN) == kind

    def test_none_where_they_are_switched_off(self):
        plan = CohortReminders(is_on=False)
        assert kind_due(DUE, today=DUE, plan=plan) is None

    def test_one_that_is_left_out_gives_way_to_the_one_before(self):
        plan = CohortReminders(last_days=None)
        assert kind_due(DUE, today=DUE, plan=plan) == "first"

    @given(st.integers(-100, 100), st.integers(0, 30), st.integers(1, 60))
    def test_before_the_day_nothing_says_it_is_late(self, days, last, first):
        plan = CohortReminders(first_days=first, last_days=last)
        kind = kind_due(DUE, today=DUE + timedelta(days=days), plan=plan)
        assert (kind == "after") <= (days > 0)
        assert (kind in ("first", "last")) <= (days <= 0)


@pytest.fixture
def module():
    return make_module("03", title="Networks")


@pytest.fixture
def cohort():
    trainer = MembershipFactory(role=Role.TRAINER).person
    return CohortFactory(name="Autumn", country=trainer.country, trainers=[trainer])


@pytest.fixture
def assignment(cohort, module):
    return AssignmentFactory(
        cohort=cohort, module_key="03", due_on=DUE, made_at=noon(-60)
    )


def learner(cohort, **fields):
    person = UserFactory(**fields)
    CohortMemberFactory(cohort=cohort, person=person, joined_at=noon(-50))
    return person


@pytest.fixture
def mira(cohort, assignment):
    return learner(cohort, full_name="Mira")


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """A function that sends reminders so many days from the due date, at noon UTC."""

    def at(days):
        moment = days if isinstance(days, datetime) else noon(days)
        with django_capture_on_commit_callbacks(execute=True):
            return send_reminders(at=moment)

    return at


def subjects():
    return [mail.subject for mail in outbox.outbox]


def test_three_reminders_in_time_and_each_once(mira, run):
    for day in range(-30, 40):
        run(day)
        run(day)

    assert subjects() == [
        "Module 03 is due on 20 September 2027",
        "Module 03 is due on 20 September 2027",
        "Module 03 was due on 20 September 2027",
    ]
    rows = ReminderSent.objects.order_by("sent_at")
    assert [(row.kind, row.sent_at) for row in rows] == [
        ("first", noon(-7)),
        ("last", noon(-1)),
        ("after", noon(3)),
    ]


def test_the_e_mail_names_what_is_due_and_where_to_go_on(mira, run, module):
    run(-7)
    text = outbox.outbox[0].body

    assert outbox.outbox[0].to == [mira.email]
    assert "Dear Mira," in text
    assert "Module 03: Networks" in text
    assert "due on 20 September 2027; cohort Autumn" in text
    assert module.url in text


def test_after_a_standstill_only_the_latest_goes_out(mira, run):
    run(-1)
    run(0)

    assert list(ReminderSent.objects.values_list("kind", flat=True)) == ["last"]
    assert len(outbox.outbox) == 1


def test_what_is_long_late_is_left_alone(mira, run):
    assert run(3 + CATCH_UP_DAYS + 1) == 0


def test_what_is_done_is_not_reminded_of(mira, run, module):
    for lesson in module.lessons:
        services.finish_lesson(mira, module, lesson)

    assert [run(day) for day in (-7, -1, 3)] == [0, 0, 0]


def test_the_day_is_that_of_the_persons_time_zone(cohort, assignment, run):
    east = learner(cohort, time_zone="Pacific/Auckland")
    west = learner(cohort, time_zone="America/Los_Angeles")
    # In Auckland it is the 13th from noon UTC on, in Los Angeles still the 12th.
    run(datetime(2027, 9, 12, 13, tzinfo=UTC))
    assert [mail.to for mail in outbox.outbox] == [[east.email]]
    run(datetime(2027, 9, 13, 6, tzinfo=UTC))
    assert len(outbox.outbox) == 1
    run(datetime(2027, 9, 13, 8, tzinfo=UTC))
    assert [mail.to for mail in outbox.outbox[1:]] == [[west.email]]


def test_the_language_is_the_persons(cohort, assignment, run):
    learner(cohort, language="fr")
    run(-7)

    assert "/fr/" in outbox.outbox[0].body or "/en/modules" in outbox.outbox[0].body
    assert "septembre" in outbox.outbox[0].subject


def test_two_cohorts_with_the_same_module_are_one_e_mail(mira, run):
    other = CohortFactory()
    CohortMemberFactory(cohort=other, person=mira, joined_at=noon(-50))
    AssignmentFactory(cohort=other, module_key="03", due_on=DUE, made_at=noon(-60))
    run(-7)

    assert len(outbox.outbox) == 1


def test_of_different_dates_the_first_counts(mira, run):
    other = CohortFactory()
    CohortMemberFactory(cohort=other, person=mira, joined_at=noon(-50))
    later = DUE + timedelta(days=5)
    AssignmentFactory(cohort=other, module_key="03", due_on=later, made_at=noon(-60))
    for day in range(-30, 40):
        run(day)

    assert set(ReminderSent.objects.values_list("due_on", flat=True)) == {DUE}
    assert len(outbox.outbox) == 3


def test_a_new_date_is_reminded_of_anew(mira, run, assignment):
    run(-1)
    later = DUE + timedelta(days=30)
    Assignment.objects.filter(pk=assignment.pk).update(due_on=later)
    run(29)

    assert subjects()[1] == "Module 03 is due on 20 October 2027"


def test_several_things_go_into_one_e_mail(mira, run, cohort):
    make_module("04")
    AssignmentFactory(cohort=cohort, module_key="04", due_on=DUE, made_at=noon(-60))
    run(-7)

    assert subjects() == ["2 modules are due"]
    assert "Module 04" in outbox.outbox[0].body


def test_a_trainer_switches_them_off_for_a_cohort(mira, run, cohort):
    CohortReminders.objects.create(cohort=cohort, is_on=False)

    assert run(-7) == 0


def test_a_trainer_chooses_other_days(mira, run, cohort):
    CohortReminders.objects.create(cohort=cohort, first_days=14, last_days=None)

    assert (run(-15), run(-14), run(-1)) == (0, 1, 0)


def test_one_person_is_reminded_of_an_own_assignment(module, run):
    mira = UserFactory()
    AssignmentFactory(
        cohort=None, person=mira, module_key="03", due_on=DUE, made_at=noon(-60)
    )

    assert run(-7) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda mira, cohort, one: mira.cohort_memberships.update(left_at=noon(-40)),
        lambda mira, cohort, one: (
            type(mira).objects.filter(pk=mira.pk).update(is_active=False)
        ),
        lambda mira, cohort, one: (
            type(cohort).objects.filter(pk=cohort.pk).update(archived_at=noon(-40))
        ),
        lambda mira, cohort, one: Assignment.objects.update(withdrawn_at=noon(-40)),
        lambda mira, cohort, one: Assignment.objects.update(opens_on=DUE),
    ],
    ids=["left", "closed", "archived", "withdrawn", "not open yet"],
)
def test_nobody_is_reminded_of_what_does_not_concern_them(
    mira, cohort, assignment, run, change
):
    change(mira, cohort, assignment)

    assert run(-7) == 0


def test_who_joined_after_the_date_is_not_told_it_is_late(cohort, assignment, run):
    person = UserFactory()
    CohortMemberFactory(cohort=cohort, person=person, joined_at=noon(1))

    assert run(3) == 0


def test_a_learning_path_is_one_line(cohort, run, monkeypatch, mira):
    class Path:
        role = "statistician"
        modules = ()

    outline = make_module("05")
    path = Path()
    path.modules = (outline,)
    for place in ("reminders", "due"):
        monkeypatch.setattr(
            f"lms.learning.desk.{place}.learning_path", lambda role, language: path
        )
    AssignmentFactory(
        cohort=cohort,
        module_key="",
        path_role="statistician",
        due_on=DUE - timedelta(days=3),
        made_at=noon(-60),
    )
    run(-10)

    assert subjects() == ["The learning path Statistician is due on 17 September 2027"]
    assert "Learning path: Statistician (0 of 1 module done)" in outbox.outbox[0].body


def test_one_persons_trouble_does_not_keep_others_waiting(
    cohort, assignment, run, monkeypatch
):
    first, second = learner(cohort), learner(cohort)
    send = reminders.mail.send

    def refuse_one(*args, **options):
        if options["to"] == first.email:
            raise RuntimeError
        return send(*args, **options)

    monkeypatch.setattr(reminders.mail, "send", refuse_one)
    assert run(-7) == 1
    assert not ReminderSent.objects.filter(person=first).exists()
    monkeypatch.undo()

    assert run(-7) == 1
    assert [mail.to[0] for mail in outbox.outbox] == [second.email, first.email]


def test_three_hundred_learners_who_wait_take_the_queries_of_three(
    cohort, assignment, django_assert_num_queries
):
    """Nothing to send: three queries."""
    for number in (3, 150):
        for person in UserFactory._meta.model.objects.bulk_create(
            UserFactory._meta.model(email=f"r{number}-{place}@example.org")
            for place in range(number)
        ):
            CohortMemberFactory(cohort=cohort, person=person, joined_at=noon(-50))
        with django_assert_num_queries(3):
            send_reminders(at=noon(-20))


def test_the_command_says_what_it_did(mira, assignment):
    soon = timezone.localdate() + timedelta(days=1)
    Assignment.objects.filter(pk=assignment.pk).update(due_on=soon)
    out = StringIO()
    for _turn in range(2):
        call_command("send_reminders", stdout=out)

    assert out.getvalue().splitlines() == [
        "Reminders: 1. Messages taken up: 0.",
        "Reminders: 0. Messages taken up: 0.",
    ]


def test_the_command_can_leave_the_work_to_the_worker(
    mira, assignment, django_capture_on_commit_callbacks
):
    soon = timezone.localdate() + timedelta(days=1)
    Assignment.objects.filter(pk=assignment.pk).update(due_on=soon)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("send_reminders", "--later", stdout=StringIO())

    assert len(outbox.outbox) == 1


class TestSettings:
    @pytest.fixture
    def browser(self, client, cohort):
        client.force_login(cohort.trainers.get())
        return client

    def test_a_trainer_changes_them(self, browser, cohort):
        url = f"/en/cohorts/{cohort.pk}/messages/reminders/"
        page = browser.post(url, {"first_days": "10", "last_days": "", "after_days": 5})
        row = CohortReminders.objects.get()
        assert page.url == f"/en/cohorts/{cohort.pk}/messages/"
        assert (row.is_on, row.first_days, row.last_days, row.after_days) == (
            False,
            10,
            None,
            5,
        )

    def test_a_last_one_before_the_first_is_refused(self, browser, cohort):
        url = f"/en/cohorts/{cohort.pk}/messages/reminders/"
        page = browser.post(url, {"is_on": "on", "first_days": "3", "last_days": "5"})
        assert page.status_code == 422
        assert "write fewer days" in page.content.decode()
        assert not CohortReminders.objects.exists()
