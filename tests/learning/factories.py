"""Modules in memory, modules as pages, and what people did with them."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import factory
from django.core.cache import cache
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page, Site

from lms.core.models import HomePage
from lms.learning.codes import make_code
from lms.learning.models import (
    Assignment,
    Certificate,
    ClassSession,
    Cohort,
    CohortMember,
    Completion,
    CompletionRule,
    Enrolment,
    JoinLink,
    Note,
    PendingMember,
)
from modules.models import LessonPage, ModuleIndexPage, ModulePage
from modules.outline import LessonOutline, ModuleOutline, module_outline
from tests.accounts.factories import CountryFactory, UserFactory

AT = datetime(2027, 9, 2, 12, 0, tzinfo=UTC)


def outline_of(lessons=3, *, checks=(), check="", key="01", **fields) -> ModuleOutline:
    """Return a module in memory; checks are the numbers of lessons with a check."""
    return ModuleOutline(
        **{
            "key": key,
            "title": f"Title of {key}",
            "url": f"/en/modules/{key}/",
            "translation_key": uuid.uuid5(uuid.NAMESPACE_URL, key),
            "language": "en",
            "minutes": 45,
            "level": "introductory",
            "state": "published",
            "summary": "A summary.",
            "cover": "covers/01.svg",
            "roles": (),
            "topics": (),
            "prerequisites": (),
            "objectives": ("Explain it in three sentences.", "Count the channels."),
            "check": check,
            "lessons": tuple(
                LessonOutline(
                    key=f"{key}/{number:02}",
                    number=number,
                    title=f"Lesson {number}",
                    url=f"/en/modules/{key}/{number}/",
                    minutes=6,
                    translation_key=uuid.uuid5(uuid.NAMESPACE_URL, f"{key}/{number}"),
                    check=f"{key}-{number:02}-check" if number in checks else "",
                )
                for number in range(1, lessons + 1)
            ),
        }
        | fields
    )


def make_site() -> ModuleIndexPage:
    """Return the module index below a home page in English; made once per test."""
    found = ModuleIndexPage.objects.first()
    if found:
        return found
    locale, _made = Locale.objects.get_or_create(language_code="en")
    # Tests with several connections leave no page behind, not even the root.
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    home = root.add_child(
        instance=HomePage(title="Home", slug="en-home", locale=locale)
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    index = home.add_child(
        instance=ModuleIndexPage(title="Modules", slug="modules", locale=locale)
    )
    cache.clear()
    return index


def make_module(
    key="01", lessons=3, *, checks=(), check="", prompts=(), **fields
) -> ModuleOutline:
    """Return the outline of a new module made of pages.

    checks are the numbers of the lessons with a check ("01-02-check"), prompts
    those with a question for a private note (key "prompt").
    """
    module = make_site().add_child(
        instance=ModulePage(
            **{
                "title": f"Title of {key}",
                "slug": f"module-{key}",
                "key": key,
                "state": "published",
                "minutes": 45,
                "check_key": check,
                "objectives": json.dumps(
                    [
                        {
                            "type": "objective",
                            "value": "Explain it in three sentences.",
                        },
                        {"type": "objective", "value": "Count the channels."},
                    ]
                ),
            }
            | fields
        )
    )
    for number in range(1, lessons + 1):
        body = []
        if number in prompts:
            value = {
                "key": "prompt",
                "prompt": f"<p>What about {number} &amp; you?</p>",
            }
            body.append({"type": "in_your_country", "value": value})
        if number in checks:
            value = {"quiz": f"{key}-{number:02}-check"}
            body.append({"type": "check", "value": value})
        module.add_child(
            instance=LessonPage(
                title=f"Lesson {number} of {key}",
                slug=f"lesson-{number}",
                key=f"{key}/{number:02}",
                minutes=6,
                body=json.dumps(body),
            )
        )
    cache.clear()
    return module_outline(key, "en")


class EnrolmentFactory(DjangoModelFactory):
    """A person who has opened the first lesson of module 01."""

    person = factory.SubFactory(UserFactory)
    module_key = "01"
    translation_key = factory.LazyFunction(uuid.uuid4)

    class Meta:
        model = Enrolment


class CompletionFactory(DjangoModelFactory):
    """A finished lesson."""

    person = factory.SubFactory(UserFactory)
    kind = Completion.Kind.LESSON
    key = "01/01"
    translation_key = factory.LazyFunction(uuid.uuid4)
    rule_version = 1

    class Meta:
        model = Completion


class CompletionRuleFactory(DjangoModelFactory):
    """A second version of the rule for modules: 80 % of the lessons are enough."""

    kind = "module"
    version = 2
    parameters = factory.LazyFunction(lambda: {"lessons_percent": 80})
    reason = "Agreed by the region."
    made_by = factory.SubFactory(UserFactory)
    made_at = AT

    class Meta:
        model = CompletionRule


class NoteFactory(DjangoModelFactory):
    """A private note on the question of lesson 01/01."""

    person = factory.SubFactory(UserFactory)
    lesson_key = "01/01"
    translation_key = factory.LazyFunction(uuid.uuid4)
    prompt_key = "prompt"
    text = "Ask the border service."

    class Meta:
        model = Note


def content_of(**fields) -> dict:
    """Return what a certificate says; a person named in two scripts by default."""
    return {
        "kind": "achievement",
        "scope": "module",
        "name": "Мира Талвик",
        "name_latin": "Mira Talvik",
        "module_key": "01",
        "module_title": "Introduction to the mechanism",
        "objectives": ["Explain it in three sentences.", "Count the channels."],
        "modules": [],
        "points": "9",
        "possible": "10",
        "pass_mark": "7",
        "minutes": 45,
        "issuer": "Streetlight",
        "country": "Arvania",
        "country_code": "XA",
        "language": "en",
        "trainer": "",
        "issued_on": "2027-09-02",
    } | fields


class CertificateFactory(DjangoModelFactory):
    """A valid certificate of module 01 without a PDF yet."""

    code = factory.LazyFunction(make_code)
    person = factory.SubFactory(
        UserFactory, full_name="Мира Талвик", latin_name="Mira Talvik"
    )
    country = factory.SubFactory(CountryFactory)
    kind = Certificate.Kind.ACHIEVEMENT
    key = "01"
    translation_key = factory.LazyFunction(uuid.uuid4)
    issued_at = AT
    content = factory.LazyFunction(content_of)

    class Meta:
        model = Certificate


class CohortFactory(DjangoModelFactory):
    """A cohort of a country, begun today, without trainers unless they are given."""

    class Meta:
        model = Cohort
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Cohort {number}")
    country = factory.SubFactory(CountryFactory)
    starts_on = factory.LazyFunction(lambda: timezone.localdate())
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def trainers(self, create, people, **kwargs):
        """Name the trainers."""
        if create and people:
            self.trainers.add(*people)


class CohortMemberFactory(DjangoModelFactory):
    """A learner of a cohort."""

    class Meta:
        model = CohortMember

    cohort = factory.SubFactory(CohortFactory)
    person = factory.SubFactory(UserFactory)
    way = CohortMember.Way.ADDED


class JoinLinkFactory(DjangoModelFactory):
    """An invitation link for thirty people, good for two weeks."""

    class Meta:
        model = JoinLink

    cohort = factory.SubFactory(CohortFactory)
    nonce = factory.Sequence(lambda number: f"nonce{number}")
    limit = 30
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
    created_by = factory.SubFactory(UserFactory)


class PendingMemberFactory(DjangoModelFactory):
    """An address a cohort waits for."""

    class Meta:
        model = PendingMember

    cohort = factory.SubFactory(CohortFactory)
    email = factory.Sequence(lambda number: f"waited{number}@example.org")
    way = CohortMember.Way.EMAIL
    invited_by = factory.SubFactory(UserFactory)


class AssignmentFactory(DjangoModelFactory):
    """Module 01, assigned to a cohort without a date."""

    class Meta:
        model = Assignment

    cohort = factory.SubFactory(CohortFactory)
    module_key = "01"
    made_by = factory.SubFactory(UserFactory)


class ClassSessionFactory(DjangoModelFactory):
    """A session of a cohort tomorrow, about module 01."""

    class Meta:
        model = ClassSession

    cohort = factory.SubFactory(CohortFactory)
    title = factory.Sequence(lambda number: f"Session {number}")
    module_key = "01"
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    made_by = factory.SubFactory(UserFactory)
