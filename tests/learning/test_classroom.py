"""Sessions: planned, moved, announced, attended; certificates of participation."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from lms.accounts.models import AuditEntry, OutgoingMail, Role, User
from lms.core.pdf import pdf_available
from lms.learning.classroom import sessions
from lms.learning.classroom.attendance import Tally, note_attendance, tally_of
from lms.learning.classroom.calendars import calendar_of
from lms.learning.classroom.pages import PAGE
from lms.learning.classroom.participation import candidates, order_participation
from lms.learning.cohorts.errors import CohortArchived, NotYours
from lms.learning.models import Attendance, Certificate, ClassSession, CohortMember
from tests.accounts.factories import CountryFactory, make_person
from tests.assessments.factories import make_quiz, single_data
from tests.learning.factories import (
    ClassSessionFactory,
    CohortFactory,
    CohortMemberFactory,
    make_module,
)

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(not pdf_available(), reason="Pango is missing here")
NINE = datetime(2027, 9, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def arvania():
    return CountryFactory.create(name={"en": "Arvania"})


@pytest.fixture
def ana(arvania):
    """A trainer who lives three hours east of Greenwich."""
    return make_person(
        Role.TRAINER, arvania, full_name="Ana Rivas", time_zone="Europe/Minsk"
    )


@pytest.fixture
def cohort(arvania, ana):
    return CohortFactory.create(country=arvania, trainers=[ana], name="Autumn")


@pytest.fixture
def browser(client, ana):
    client.force_login(ana)
    return client


def learners(cohort, number):
    return [
        CohortMemberFactory.create(
            cohort=cohort,
            person=make_person(
                Role.LEARNER, cohort.country, full_name=f"Learner {place:03}"
            ),
        ).person
        for place in range(number)
    ]


def page(cohort, rest=""):
    return f"/en/cohorts/{cohort.pk}/sessions/{rest}"


class TestPlanning:
    DATA = {
        "title": "Group work",
        "module_key": "",
        "day": "2027-09-06",
        "hour": "12:00",
        "minutes": "90",
        "place": "Room 4",
    }

    def test_a_time_is_that_of_the_trainers_own_zone(self, browser, cohort):
        answer = browser.post(page(cohort, "new/"), self.DATA)

        assert answer.status_code == 302
        session = ClassSession.objects.get()
        assert (session.starts_at, session.minutes) == (NINE, 90)
        assert "12:00" in browser.get(page(cohort, f"{session.pk}/")).text

    def test_a_double_click_plans_one(self, browser, cohort):
        for _click in range(2):
            browser.post(page(cohort, "new/"), self.DATA)
        assert ClassSession.objects.count() == 1

    def test_what_is_missing_is_said_and_the_rest_stays(self, browser, cohort):
        answer = browser.post(page(cohort, "new/"), self.DATA | {"hour": "25:99"})

        assert answer.status_code == 422
        assert "Write the time like 09:30." in answer.text
        assert 'value="Group work"' in answer.text

    def test_an_hour_that_the_clock_leaves_out_is_refused(self, browser, ana, cohort):
        ana.time_zone = "Europe/Vienna"
        ana.save()
        data = self.DATA | {"day": "2027-03-28", "hour": "02:30"}

        answer = browser.post(page(cohort, "new/"), data)

        assert answer.status_code == 422
        assert "There is no such time on this day" in answer.text

    def test_moving_it_raises_its_number_once(self, ana, cohort):
        session = ClassSessionFactory.create(cohort=cohort)

        for _twice in range(2):
            sessions.change_session(session, by=ana, starts_at=NINE)

        session.refresh_from_db()
        assert (session.starts_at, session.revision) == (NINE, 1)

    def test_it_cannot_become_another_one(self, ana, cohort):
        ClassSessionFactory.create(cohort=cohort, title="A", starts_at=NINE)
        other = ClassSessionFactory.create(cohort=cohort, title="B", starts_at=NINE)
        with pytest.raises(sessions.SessionExists):
            sessions.change_session(other, by=ana, title="A")

    def test_it_is_deleted_while_nothing_was_noted(self, ana, cohort):
        session = ClassSessionFactory.create(cohort=cohort)
        sessions.delete_session(session, by=ana)
        assert not ClassSession.objects.exists()

    def test_it_stays_once_attendance_was_noted(self, browser, ana, cohort):
        session = ClassSessionFactory.create(cohort=cohort)
        (mira,) = learners(cohort, 1)
        note_attendance(session, {mira.pk: "present"}, by=ana)

        answer = browser.post(page(cohort, f"{session.pk}/delete/"), follow=True)

        assert "cannot be deleted" in answer.text
        assert ClassSession.objects.exists()

    def test_strangers_and_archived_cohorts_are_refused(self, ana, cohort):
        stranger = make_person(Role.TRAINER, CountryFactory.create())
        fields = {"starts_at": NINE, "minutes": 90}
        with pytest.raises(NotYours):
            sessions.plan_session(cohort, "A", by=stranger, **fields)
        cohort.archived_at = timezone.now()
        cohort.save()
        with pytest.raises(CohortArchived):
            sessions.plan_session(cohort, "A", by=ana, **fields)

    def test_a_session_of_another_cohort_is_not_found_here(self, browser, cohort):
        other = ClassSessionFactory.create()
        for rest in ("", "delete/", "announce/", "attendance/", "session.ics"):
            address = page(cohort, f"{other.pk}/{rest}")
            assert browser.get(address).status_code == 404

    def test_its_module_leads_to_guide_workbook_and_papers(self, browser, cohort):
        make_module("91", check="91-check")
        make_quiz(single_data(), key="91-check", module="91", pass_mark=1)
        ClassSessionFactory.create(cohort=cohort, module_key="91")

        text = browser.get(page(cohort)).text

        assert "/en/guides/91/" in text
        assert "/en/workbooks/91/" in text
        assert "/en/country/checks/of/91-check/papers/" in text

    @pytest.mark.parametrize("number", [3, 30])
    def test_the_list_takes_as_many_queries_for_any_number(
        self, browser, cohort, number, django_assert_max_num_queries
    ):
        ClassSessionFactory.create_batch(number, cohort=cohort)
        browser.get(page(cohort))
        with django_assert_max_num_queries(9):
            browser.get(page(cohort))


class TestCalendar:
    def test_signs_are_escaped_and_lines_folded(self, cohort):
        session = ClassSessionFactory.create(
            cohort=cohort,
            title="Données; chiffres, " + "é" * 80,
            place="Salle 4\\b",
            starts_at=NINE,
            minutes=90,
        )

        lines = calendar_of(session).split(b"\r\n")

        assert max(len(line) for line in lines) <= 75
        whole = b"\r\n".join(lines).decode().replace("\r\n ", "")
        assert "SUMMARY:Données\\; chiffres\\, " + "é" * 80 + "\r\n" in whole
        assert "LOCATION:Salle 4\\\\b\r\n" in whole
        assert "DTSTART:20270906T090000Z\r\nDTEND:20270906T103000Z" in whole

    def test_a_learner_sees_and_keeps_the_coming_ones_only(self, client, cohort):
        (mira,) = learners(cohort, 1)
        now = timezone.now()
        coming = ClassSessionFactory.create(cohort=cohort, title="Coming")
        ClassSessionFactory.create(
            cohort=cohort, title="Over", starts_at=now - timedelta(hours=5), minutes=60
        )
        elsewhere = ClassSessionFactory.create(title="Elsewhere")
        client.force_login(mira)

        text = client.get("/en/learn/").text

        assert "Coming" in text
        assert "Over" not in text
        assert "Elsewhere" not in text
        assert client.get(f"/en/learn/sessions/{coming.pk}.ics").status_code == 200
        assert client.get(f"/en/learn/sessions/{elsewhere.pk}.ics").status_code == 404


class TestAnnouncing:
    @pytest.fixture
    def announce(self, browser, cohort, django_capture_on_commit_callbacks):
        def post(session):
            with django_capture_on_commit_callbacks(execute=True):
                browser.post(page(cohort, f"{session.pk}/announce/"))

        return post

    def test_each_learner_gets_it_once_in_language_and_zone(
        self, announce, cohort, mailoutbox
    ):
        mira, boris = learners(cohort, 2)
        boris.language, boris.time_zone = "fr", "Asia/Tashkent"
        boris.save()
        start = timezone.now().replace(hour=9, minute=0, second=0) + timedelta(days=3)
        session = ClassSessionFactory.create(cohort=cohort, starts_at=start)

        announce(session)
        announce(session)

        assert OutgoingMail.objects.filter(kind="session").count() == 2
        mails = {mail.to[0]: mail for mail in mailoutbox}
        assert "14:00" in mails[boris.email].body
        assert "Asia/Tashkent" in mails[boris.email].body
        name, content, kind = mails[mira.email].attachments[0]
        assert (name, kind) == ("session.ics", "text/calendar")
        assert "SEQUENCE:0" in (
            content.decode() if isinstance(content, bytes) else content
        )

    def test_it_goes_again_after_a_change(self, announce, ana, cohort):
        learners(cohort, 1)
        session = ClassSessionFactory.create(cohort=cohort)
        announce(session)
        sessions.change_session(session, by=ana, place="Room 9")
        announce(session)
        assert OutgoingMail.objects.filter(kind="session").count() == 2

    def test_nobody_is_called_to_what_is_over(self, announce, cohort):
        learners(cohort, 1)
        long_ago = timezone.now() - timedelta(days=2)
        announce(ClassSessionFactory.create(cohort=cohort, starts_at=long_ago))
        assert not OutgoingMail.objects.exists()


class TestAttendance:
    @pytest.fixture
    def session(self, cohort):
        return ClassSessionFactory.create(cohort=cohort)

    def address(self, session):
        return page(session.cohort, f"{session.pk}/attendance/")

    def test_nothing_is_chosen_beforehand(self, browser, cohort, session):
        learners(cohort, 2)
        text = browser.get(self.address(session)).text
        assert text.count('type="radio"') == 6
        assert "checked" not in text

    def test_only_who_was_marked_is_noted(self, browser, cohort, session):
        mira, _boris = learners(cohort, 2)
        data = {f"person-{mira.pk}": "excused", "person-999": "present"}
        for _click in range(2):
            browser.post(self.address(session), data)
        noted = Attendance.objects.get()
        assert (noted.person, noted.status) == (mira, "excused")

    def test_the_rest_is_present_with_one_button(self, browser, cohort, session):
        people = mira, boris, _eva = learners(cohort, 3)
        shown = " ".join(str(one.pk) for one in people)
        data = {f"person-{mira.pk}": "absent", "rest": "1", "shown": shown}
        browser.post(self.address(session), data)
        found = dict(Attendance.objects.values_list("person_id", "status"))
        assert (found.pop(mira.pk), set(found.values())) == ("absent", {"present"})
        assert len(found) == 2
        assert boris.pk in found

    def test_two_thousand_learners_are_noted_page_by_page(
        self, browser, cohort, session, django_assert_max_num_queries
    ):
        people = User.objects.bulk_create(
            User(email=f"l{number}@example.org", full_name=f"Learner {number:04}")
            for number in range(2000)
        )
        CohortMember.objects.bulk_create(
            CohortMember(cohort=cohort, person=one) for one in people
        )
        url = self.address(session)
        with django_assert_max_num_queries(20):
            text = browser.get(url).text
        assert text.count('type="radio"') == 3 * PAGE
        assert "Save, and on to the next page" in text
        shown = re.search(r'name="shown" value="([^"]*)"', text)[1]
        assert len(shown.split()) == PAGE

        # Everybody of the page marked, as a browser sends it.
        data = {f"person-{one}": "absent" for one in shown.split()}
        data |= {"seen": "", "shown": shown, "on": "1"}
        response = browser.post(url, data)
        assert response.url == f"{url}?page=2"
        second = browser.get(response.url).text
        assert "Learner 0200" in second
        # The rest of this page, not of those that nobody has looked at.
        shown = re.search(r'name="shown" value="([^"]*)"', second)[1]
        browser.post(f"{url}?page=2", {"shown": shown, "rest": "1"})
        found = Counter(Attendance.objects.values_list("status", flat=True))
        assert found == {"absent": PAGE, "present": PAGE}
        last = browser.get(f"{url}?page=10").text
        assert "on to the next page" not in last
        assert browser.post(f"{url}?page=10", {"on": "1"}).url == f"{url}?page=10"

    def test_a_change_is_logged_with_both_and_the_same_again_is_not(
        self, ana, cohort, session
    ):
        (mira,) = learners(cohort, 1)
        note_attendance(session, {mira.pk: "present"}, by=ana)
        for _twice in range(2):
            note_attendance(session, {mira.pk: "absent"}, by=ana)
        entry = AuditEntry.objects.get(verb="attendance_changed")
        assert entry.details == {
            "session": session.pk,
            "before": "present",
            "after": "absent",
        }
        assert entry.subject_id == str(mira.pk)

    def test_an_old_page_does_not_undo_what_a_colleague_noted(
        self, browser, ana, cohort, session
    ):
        mira, boris = learners(cohort, 2)
        note_attendance(session, {mira.pk: "present", boris.pk: "present"}, by=ana)
        seen = f"{mira.pk}:present {boris.pk}:present"
        note_attendance(session, {mira.pk: "absent"}, by=ana)
        browser.post(
            self.address(session),
            {
                "seen": seen,
                f"person-{mira.pk}": "present",
                f"person-{boris.pk}": "excused",
            },
        )
        found = dict(Attendance.objects.values_list("person_id", "status"))
        assert found == {mira.pk: "absent", boris.pk: "excused"}

    def test_it_shows_how_often_somebody_came(self, browser, ana, cohort):
        (mira,) = learners(cohort, 1)
        for status in ("present", "present", "excused"):
            session = ClassSessionFactory.create(cohort=cohort)
            note_attendance(session, {mira.pk: status}, by=ana)

        assert tally_of(cohort, mira) == Tally(present=2, excused=1)
        assert "2 of 3" in browser.get(f"/en/cohorts/{cohort.pk}/results/").text
        learner = browser.get(f"/en/cohorts/{cohort.pk}/learners/{mira.pk}/").text
        assert "Present at 2 of 3 sessions" in learner

    @pytest.mark.parametrize("number", [3, 300])
    def test_the_page_takes_as_many_queries_for_any_number(
        self, browser, ana, cohort, session, number, django_assert_max_num_queries
    ):
        people = learners(cohort, number)
        note_attendance(session, {one.pk: "present" for one in people[:-1]}, by=ana)
        browser.get(self.address(session))
        with django_assert_max_num_queries(10):
            browser.get(self.address(session))

    @pytest.mark.slow
    @needs_pango
    def test_the_list_to_sign_names_everybody(self, browser, cohort, session):
        learners(cohort, 3)
        answer = browser.get(page(cohort, f"{session.pk}/sign-in.pdf"))
        text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
        assert "Learner 002" in text
        assert "Signature" in text


class TestParticipation:
    @pytest.fixture
    def outline(self):
        return make_module("91")

    @pytest.fixture
    def people(self, ana, cohort, outline):
        """Mira came twice, Boris once and was excused once, Eva never."""
        people = learners(cohort, 3)
        mira, boris, eva = (one.pk for one in people)
        for statuses in (
            {mira: "present", boris: "present", eva: "absent"},
            {mira: "present", boris: "excused"},
        ):
            session = ClassSessionFactory.create(cohort=cohort, module_key="91")
            note_attendance(session, statuses, by=ana)
        other = ClassSessionFactory.create(cohort=cohort, module_key="")
        note_attendance(other, {boris: "present"}, by=ana)
        return people

    def test_who_came_often_enough_is_shown_before_anything_is_issued(
        self, browser, cohort, people
    ):
        text = browser.get(page(cohort, "participation/?module=91&least=2")).text
        assert "Learner 000" in text
        assert "Learner 001" not in text
        assert "Issue 1 certificate" in text
        assert not Certificate.objects.exists()

    def test_it_is_issued_to_them_once(
        self, browser, cohort, people, django_capture_on_commit_callbacks, monkeypatch
    ):
        monkeypatch.setattr("lms.learning.batches.make_files_now", lambda one: None)
        for _click in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                data = {"module": "91", "least": "1", "minutes": ""}
                browser.post(page(cohort, "participation/"), data)
        found = Certificate.objects.filter(kind="participation")
        assert {one.person for one in found} == set(people[:2])
        assert found[0].content["trainer"] == "Ana Rivas"

    def test_more_times_than_there_are_sessions_is_refused(
        self, browser, cohort, people
    ):
        answer = browser.get(page(cohort, "participation/?module=91&least=3"))
        assert answer.status_code == 422
        assert "There are only 2 sessions" in answer.text

    def test_strangers_cannot_order(self, cohort, people, outline):
        stranger = make_person(Role.TRAINER, CountryFactory.create())
        with pytest.raises(NotYours):
            order_participation(cohort, outline, least=1, by=stranger)

    def test_who_left_gets_none(self, cohort, people, outline):
        cohort.members.filter(person=people[0]).update(left_at=timezone.now())
        found = [one.person for one in candidates(cohort, outline, 1)]
        assert found == [people[1]]
