"""Learners of the run: with accounts, progress, and sessions of their own.

They sign in as people do, through the page, with the real password hasher. Each
comes from another network address, as behind the nginx of a region, so that no
limit has to be lifted.
"""

import http.client
import re
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode

NUMBER = 64
#: Every learner has read and answered this many lessons of the first module.
LESSONS_DONE = 3
PASSWORD = "a lamp that somebody keeps lit"  # noqa: S105 - lives for one run
SIGN_IN = "/en/account/login/"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Learner:
    """Somebody signed in: account, network address, cookies."""

    email: str
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def headers(self, port: int) -> dict[str, str]:
        """Return the headers of a browser as nginx passes them on."""
        known = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "Host": f"127.0.0.1:{port}",
            "X-Forwarded-For": self.address,
            "X-Forwarded-Proto": "https",
            "Accept": "text/html",
            "Accept-Encoding": "gzip",
            "Accept-Language": "en",
            "Cookie": known,
        }

    def sign_in(self, port: int) -> None:
        """Fill in the sign-in form and keep the cookies of the answer.

        Raises SystemExit when the site does not let the learner in.
        """
        form = self._ask(port, "GET", SIGN_IN)
        token = _TOKEN.search(form)[1]
        fields = {
            "csrfmiddlewaretoken": token,
            "login": self.email,
            "password": PASSWORD,
        }
        self._ask(port, "POST", SIGN_IN, urlencode(fields), expected=302)

    def _ask(self, port, method, path, body=None, expected=200) -> str:
        headers = self.headers(port) | {
            "Accept-Encoding": "identity",
            "Referer": f"https://127.0.0.1:{port}{path}",
        }
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status != expected:
            raise SystemExit(f"{method} {path} for {self.email}: {answer.status}")
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return text


def make_learners() -> list[Learner]:
    """Make the accounts with memberships and what they did in the first module."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from lms.accounts.models import Country, User
    from lms.accounts.roles import Role
    from lms.accounts.services import grant_role
    from modules.outline import all_outlines

    # One hash for all: what is measured is signing in, not making accounts.
    password = make_password(PASSWORD)
    countries = list(Country.objects.order_by("pk")[:4])
    outlines = all_outlines("en")
    learners = []
    for number in range(NUMBER):
        email = f"learner-{number:02}@bench.example"
        person = User.objects.create(
            email=email,
            full_name=f"Мира Талвик {number}",
            latin_name=f"Mira Talvik {number}",
            language="en",
            time_zone="Asia/Bishkek",
            password=password,
        )
        EmailAddress.objects.create(
            user=person, email=email, verified=True, primary=True
        )
        country = countries[number % len(countries)] if countries else None
        grant_role(person, role=Role.LEARNER, country=country)
        _study(person, next(one for one in outlines.values() if one.lessons), number)
        learners.append(Learner(email, f"198.51.100.{number + 1}"))
    return learners


def _study(person, outline, number: int) -> None:
    """Read some lessons, answer their checks, keep notes, finish another module."""
    from django.utils import timezone

    from assessments.questions.registry import type_of
    from assessments.quizzes.content import content_of
    from assessments.quizzes.models import Quiz
    from assessments.quizzes.services import answer_lesson_question
    from lms.learning import services
    from lms.learning.codes import make_code
    from lms.learning.contents import module_content
    from lms.learning.models import Certificate

    quizzes = {quiz.key: quiz for quiz in Quiz.objects.for_lessons()}
    for lesson in outline.lessons[:LESSONS_DONE]:
        services.finish_lesson(person, outline, lesson)
        if quiz := quizzes.get(lesson.check):
            for question in content_of(quiz).questions:
                answer = type_of(question.spec).right_answer(question.spec)
                answer_lesson_question(
                    quiz, person=person, question_key=question.key, answer=answer
                )
        services.save_note(person, lesson, "bench", "Ask the border service.")
    # Whoever opens this lesson during the run has it open already.
    services.record_visit(person, outline, lesson_of(outline, number))
    at = timezone.now() - timedelta(days=1)
    Certificate.objects.create(
        code=make_code(),
        person=person,
        country=person.country,
        kind=Certificate.Kind.ACHIEVEMENT,
        key=outline.key,
        translation_key=outline.translation_key,
        issued_at=at,
        content=module_content(person, outline, at=at)
        | {"kind": "achievement", "points": "9", "possible": "10", "pass_mark": "7"},
    )


def lesson_of(outline, number: int):
    """Return the lesson that a learner reads: all lessons, people in turn."""
    return outline.lessons[number % len(outline.lessons)]
