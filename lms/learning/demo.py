"""What the invented people of Arvania have learnt, in two cohorts.

One cohort runs, with some who are ahead, some who are late and some who are
stuck; one of last year is archived. Loaded in demo mode only, and only once:
what visitors do there afterwards is left alone.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from lms.accounts.demo import DEMO_PASSWORD, DemoRefused, load_demo_people
from lms.accounts.models import Country, Institution, Membership, User
from lms.accounts.roles import Role
from lms.learning.models import (
    Assignment,
    Cohort,
    CohortMember,
    Completion,
    Enrolment,
)
from lms.learning.rules import SHIPPED
from modules.outline import all_outlines

RUNNING = "Data focal points, this season"
LAST_YEAR = "Data focal points, last year"


@dataclass(frozen=True)
class Learner:
    """An invented learner and how far that person is.

    done: modules finished, in the order of the cohort; lessons: lessons finished
    of the module after them; seen: days since the last visit (None: never here).
    """

    address: str
    full_name: str
    latin_name: str
    institution: str
    done: int
    lessons: int
    seen: int | None
    language: str = "en"

    @property
    def email(self) -> str:
        """Return the whole address."""
        return f"{self.address}@arvania.example"


#: In the running cohort beside learner@arvania.example.
LEARNERS = (
    Learner("amina.sadik", "أمينة صادق", "Amina Sadik", "statistics-office", 3, 2, 1),
    Learner("boris.anev", "Борис Анев", "Boris Anev", "border-service", 2, 4, 2, "ru"),
    Learner("chiara.valdi", "Chiara Valdi", "", "labour-ministry", 2, 0, 4),
    Learner(
        "dilnoza.karim", "Дильноза Карим", "Dilnoza Karim", "interior-ministry", 1, 3, 1
    ),
    Learner("emil.tarko", "Emil Tarko", "", "foreign-ministry", 1, 3, 16),
    Learner(
        "eleni.markou", "Ελένη Μάρκου", "Eleni Markou", "education-ministry", 1, 1, 3
    ),
    Learner(
        "fatima.zahrani", "فاطمة الزهراني", "Fatima Zahrani", "it-agency", 1, 5, 19
    ),
    Learner("goran.silek", "Goran Silek", "", "migration-committee", 0, 5, 12),
    Learner(
        "irina.dolova", "Ирина Долова", "Irina Dolova", "statistics-office", 0, 2, 15
    ),
    Learner(
        "jamshid.orlu", "Jamshid Orlu", "", "data-protection-authority", 4, 0, 2, "ru"
    ),
    Learner(
        "katalin.more", "Katalin Mőre", "Katalin More", "border-service", 0, 0, None
    ),
)
#: How far the demonstration's own learner is.
OWN = Learner("learner", "", "", "", 0, 3, 2)
#: In last year's cohort; the first four go on in the running one.
OF_LAST_YEAR = ("amina.sadik", "boris.anev", "jamshid.orlu", "goran.silek")
#: Modules of the running cohort: key, first day and day due, days from today.
DUE = (("10", None, -7), ("01", None, 5), ("03", None, 19), ("06", 12, 40))


@transaction.atomic
def load_demo_learning(*, today: date | None = None) -> list[Cohort]:
    """Make both cohorts with their learners; twice changes nothing.

    Raises DemoRefused when settings.DEMO_MODE is off.
    """
    if not settings.DEMO_MODE:
        raise DemoRefused("Demo cohorts are loaded in demo mode only.")
    today = today or timezone.localdate()
    trainer = User.objects.filter(email="trainer@arvania.example").first()
    if trainer is None:
        load_demo_people()
        trainer = User.objects.get(email="trainer@arvania.example")
    country = Country.objects.get(iso2="XA")
    if Cohort.objects.filter(country=country, name=RUNNING).exists():
        return list(Cohort.objects.filter(country=country, created_by=trainer))
    people = _people(country)
    last = _last_year(country, trainer, people, today)
    running = _running(country, trainer, people, today, last)
    return [running, last]


def _people(country: Country) -> dict[str, User]:
    """Return the learners by the first part of their addresses."""
    password = make_password(DEMO_PASSWORD)
    bodies = {one.key: one for one in Institution.objects.filter(country=country)}
    there = set(User.objects.values_list("email", flat=True))
    made = User.objects.bulk_create(
        User(
            email=one.email,
            full_name=one.full_name,
            latin_name=one.latin_name,
            language=one.language,
            time_zone="Asia/Tashkent",
            password=password,
        )
        for one in LEARNERS
        if one.email not in there
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in made
    )
    body_of = {one.email: bodies.get(one.institution) for one in LEARNERS}
    Membership.objects.bulk_create(
        Membership(
            person=person,
            role=Role.LEARNER,
            country=country,
            institution=body_of[person.email],
        )
        for person in made
    )
    emails = [OWN.email, *(one.email for one in LEARNERS)]
    return {
        person.email.partition("@")[0]: person
        for person in User.objects.filter(email__in=emails)
    }


def _running(country, trainer, people, today, last) -> Cohort:
    starts = today - timedelta(days=28)
    cohort = Cohort.objects.create(
        name=RUNNING,
        description="Two hours a week, on Tuesdays. Questions: write to Ana Rivas.",
        country=country,
        starts_on=starts,
        ends_on=today + timedelta(days=56),
        created_by=trainer,
        copied_from=last,
    )
    cohort.trainers.add(trainer)
    _join(cohort, people.values(), starts)
    Assignment.objects.bulk_create(
        Assignment(
            cohort=cohort,
            module_key=key,
            opens_on=today + timedelta(days=opens) if opens else None,
            due_on=today + timedelta(days=due),
            made_by=trainer,
            made_at=_at(starts),
        )
        for key, opens, due in DUE
    )
    keys = [key for key, _opens, _due in DUE]
    for one in (OWN, *LEARNERS):
        if one.seen is not None:
            _study(people[one.address], one, keys, starts, today)
    return cohort


def _last_year(country, trainer, people, today) -> Cohort:
    starts = today - timedelta(days=400)
    cohort = Cohort.objects.create(
        name=LAST_YEAR,
        country=country,
        starts_on=starts,
        ends_on=starts + timedelta(days=84),
        created_by=trainer,
        archived_at=_at(starts + timedelta(days=100)),
    )
    cohort.trainers.add(trainer)
    _join(cohort, [people[name] for name in OF_LAST_YEAR], starts)
    Assignment.objects.bulk_create(
        Assignment(
            cohort=cohort,
            module_key=key,
            due_on=starts + timedelta(days=days),
            made_by=trainer,
            made_at=_at(starts),
        )
        for key, days in (("02", 42), ("11", 84))
    )
    for number, name in enumerate(OF_LAST_YEAR):
        done = Learner(name, "", "", "", 2 if number < 3 else 1, 0, 330)
        _study(people[name], done, ["02", "11"], starts, today)
    return cohort


def _join(cohort: Cohort, people, day: date) -> None:
    CohortMember.objects.bulk_create(
        CohortMember(
            cohort=cohort,
            person=person,
            way=CohortMember.Way.FILE,
            joined_at=_at(day),
        )
        for person in people
    )


def _study(person, one: Learner, keys: list[str], starts: date, today: date) -> None:
    """Write down the way of one learner, spread evenly over the time since."""
    outlines = all_outlines("en")
    modules = [outlines[key] for key in keys if key in outlines]
    last = today - timedelta(days=one.seen)
    steps = [(outline, lesson) for outline in modules for lesson in outline.lessons]
    wanted = sum(len(outline.lessons) for outline in modules[: one.done]) + one.lessons
    steps = steps[:wanted]
    facts, visits = [], {}
    for number, (outline, lesson) in enumerate(steps, start=1):
        at = _at(starts + (last - starts) * number / len(steps))
        for kind in (Completion.Kind.READ, Completion.Kind.LESSON):
            facts.append(_fact(person, kind, lesson, SHIPPED.lesson.version, at))
        if lesson == outline.lessons[-1]:
            version = SHIPPED.module(outline.key).version
            facts.append(_fact(person, Completion.Kind.MODULE, outline, version, at))
        first = visits.get(outline.key, (outline, None, at))[2]
        visits[outline.key] = (outline, lesson, first, at)
    Completion.objects.bulk_create(facts)
    Enrolment.objects.bulk_create(
        Enrolment(
            person=person,
            module_key=key,
            translation_key=outline.translation_key,
            started_at=first,
            last_lesson=(outline.after(lesson.key) or lesson).key,
            last_seen_at=at,
        )
        for key, (outline, lesson, first, at) in visits.items()
    )


def _fact(person, kind, what, version: int, at: datetime) -> Completion:
    return Completion(
        person=person,
        kind=kind,
        key=what.key,
        translation_key=what.translation_key,
        at=at,
        rule_version=version,
    )


def _at(day: date) -> datetime:
    """Return nine in the morning of a day."""
    return timezone.make_aware(datetime.combine(day, time(9)))
