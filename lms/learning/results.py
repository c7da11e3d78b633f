"""A learner's results: every attempt at a module's check, and the best of each."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.timezone import localdate

from assessments.quizzes.models import Attempt
from lms.core.compiled import Compiled, Parameter
from modules.outline import ModuleOutline


@dataclass(frozen=True)
class Try:
    """One attempt that was handed in: what a list shows of it, in plain values.

    passed is None while a text waits to be marked that decides.
    """

    public_id: UUID
    points: Decimal
    possible: int
    passed: bool | None
    passed_at: datetime | None
    submitted_on: date


@dataclass(frozen=True)
class CheckResult:
    """All attempts at one check, first to last; best is the one that counts.

    module: key of the module that shows the check, empty when none does any more;
    then title is that of the check.
    """

    check: str
    module: str
    title: str
    url: str
    attempts: tuple[Try, ...]

    @property
    def best(self) -> Try:
        """Return the attempt with most points; the earlier of equals."""
        return max(self.attempts, key=lambda one: one.points)

    @property
    def passed(self) -> Try | None:
        """Return the attempt that passed first, or None."""
        found = [one for one in self.attempts if one.passed]
        return min(found, key=lambda one: one.passed_at, default=None)

    @property
    def is_waiting(self) -> bool:
        """Return whether a text is still to be marked and decides."""
        return not self.passed and any(one.passed is None for one in self.attempts)


def results_of(person, outlines: dict[str, ModuleOutline]) -> tuple[CheckResult, ...]:
    """Return a person's results in the order of the modules. One query."""
    modules = {one.check: one for one in outlines.values() if one.check}
    tried: dict[str, list[Try]] = {}
    titles = {}
    for check, title, submitted_at, *fields in _SUBMITTED.rows(person=person.pk):
        titles[check] = title
        tried.setdefault(check, []).append(Try(*fields, localdate(submitted_at)))
    found = []
    for check, attempts in tried.items():
        module = modules.get(check)
        found.append(
            CheckResult(
                check=check,
                module=module.key if module else "",
                title=module.title if module else str(titles[check]),
                url=module.url if module else "",
                attempts=tuple(attempts),
            )
        )
    return tuple(sorted(found, key=lambda one: one.module or "~"))


_SUBMITTED = Compiled(
    lambda: (
        Attempt.objects.at_modules()
        .submitted()
        .filter(person_id=Parameter("person", Attempt._meta.get_field("id")))
        .values_list(
            "quiz__key",
            "quiz__title",
            "submitted_at",
            "public_id",
            "points",
            "possible",
            "passed",
            "passed_at",
        )
    )
)
