"""Where a person stands with a module's check: attempts, waiting time, result."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from assessments.quizzes.doors import kept_shut
from assessments.quizzes.models import Attempt, Kind, Quiz
from assessments.quizzes.problems import (
    MustWait,
    NoAttemptsLeft,
    QuizNotOpen,
    QuizProblem,
)


@dataclass(frozen=True)
class Standing:
    """A person and a module's check at one moment.

    ``submitted`` are the attempts handed in, first to last; ``open`` the one that
    is not, or None.
    """

    quiz: Quiz
    submitted: tuple[Attempt, ...]
    open: Attempt | None
    at: dt.datetime
    person: object = None

    @property
    def attempts_left(self) -> int | None:
        """How many more attempts can be begun; None without a limit."""
        if self.quiz.attempts_allowed is None:
            return None
        begun = len(self.submitted) + bool(self.open)
        return max(0, self.quiz.attempts_allowed - begun)

    @property
    def first_passed(self) -> Attempt | None:
        """The attempt that passed first; its date is the date of passing for good."""
        passed = [attempt for attempt in self.submitted if attempt.passed]
        return min(passed, key=lambda one: (one.passed_at, one.pk), default=None)

    @property
    def best(self) -> Attempt | None:
        """The attempt that counts: most points, the earlier of equals."""
        return max(self.submitted, key=lambda attempt: attempt.points, default=None)

    @cached_property
    def obstacle(self) -> QuizProblem | None:
        """Why no new attempt can begin now; None when one can, or one is open."""
        if self.open:
            return None
        if not self.quiz.is_active or self.quiz.kind != Kind.MODULE:
            return QuizNotOpen()
        if self.attempts_left == 0:
            return NoAttemptsLeft()
        if self.submitted:
            wait = dt.timedelta(minutes=self.quiz.wait_minutes)
            until = self.submitted[-1].submitted_at + wait
            if self.at < until:
                return MustWait(until)
        if self.first_passed is None:
            return kept_shut(self.person, self.quiz)
        return None

    @property
    def may_show_right(self) -> bool:
        """Whether a review may point out the right answers."""
        return (
            self.quiz.review == Quiz.Review.ALWAYS
            or self.first_passed is not None
            or (self.attempts_left == 0 and self.open is None)
        )


def standing_of(person, quiz: Quiz, *, at: dt.datetime | None = None) -> Standing:
    """Read where ``person`` stands with ``quiz`` in one query."""
    attempts = list(
        Attempt.objects.visible_to(person)
        .filter(quiz=quiz)
        .order_by("started_at", "pk")
    )
    submitted = [attempt for attempt in attempts if not attempt.is_open]
    return Standing(
        quiz=quiz,
        submitted=tuple(sorted(submitted, key=lambda one: (one.submitted_at, one.pk))),
        open=next((attempt for attempt in attempts if attempt.is_open), None),
        at=at or timezone.now(),
        person=person,
    )
