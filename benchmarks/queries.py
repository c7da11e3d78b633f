"""How many SQL statements a page takes, once the process is warm.

Everything that reads or writes counts; BEGIN, COMMIT and savepoints, which carry
nothing, do not.
"""

from dataclasses import dataclass

BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Counted:
    """A page and the statements it took."""

    page: str
    statements: int


def count_all(email: str) -> dict[str, Counted]:
    """Return what was counted by name: lesson, lesson_next, index, home, answer.

    A lesson is the costliest of all lessons. email is that of a learner.
    """
    from django.contrib.auth import get_user_model
    from django.test import Client

    from modules.outline import all_outlines, index_link

    person = get_user_model().objects.get(email=email)
    client = Client(headers={"x-forwarded-proto": "https"}, SERVER_NAME="127.0.0.1")
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    outline = next(one for one in all_outlines("en").values() if one.lessons)
    urls = [lesson.url for lesson in outline.lessons]
    for url in urls:  # fills the caches
        client.get(url)
    opened = [_statements(client, url) for url in urls]
    again = [(client.get(url), _statements(client, url))[1] for url in urls]
    pages = {
        "lesson": max(again),
        "lesson_next": max(opened),
        "module": _warm(client, outline.url),
        "index": _warm(client, index_link("en").url),
        "home": _warm(client, "/en/learn/"),
        "bare": _warm(client, "/bench/bare/"),
        "answer": _answers(client, outline),
    }
    return {name: Counted(name, number) for name, number in pages.items()}


def _warm(client, url: str) -> int:
    _statements(client, url)
    return _statements(client, url)


def _statements(client, url: str, data=None) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url) if data is None else client.post(url, data)
    expected = 200 if data is None else 302
    if answer.status_code != expected:
        raise SystemExit(f"{url} answered {answer.status_code}, not {expected}.")
    return sum(not query["sql"].startswith(BRACKETS) for query in captured)


def _answers(client, outline) -> int:
    """Return the most that answering a question took, in lessons and in the check.

    The last answer of a lesson also closes its check.
    """
    from assessments.quizzes.content import content_called

    numbers = []
    for lesson in outline.lessons:
        content = content_called(lesson.check) if lesson.check else None
        for question in content.questions if content else ():
            url = f"/en/checks/{content.key}/questions/{question.key}/"
            data = _form_data(question.spec) | {"next": lesson.url}
            numbers.append(_statements(client, url, data))
    if outline.check:
        numbers += _check_answers(client, outline.check)
    return max(numbers)


def _check_answers(client, key: str) -> list[int]:
    """Begin the module's check and answer all its questions."""
    from assessments.quizzes.models import Attempt

    client.post(f"/en/checks/{key}/start/")
    attempt = Attempt.objects.still_open().get(quiz__key=key)
    numbers = []
    for item in attempt.items.all():
        url = f"/en/checks/{attempt.public_id}/{item.position}/"
        numbers.append(_statements(client, url, _form_data(item.spec, item.shown)))
    return numbers


def _form_data(spec, shown=None) -> dict:
    """Return the fields of a form with the right answer."""
    from assessments.questions.registry import type_of

    kind = type_of(spec)
    entered = kind.entry(spec, kind.right_answer(spec))
    return {name: value for name, value in entered.items() if value is not None}
