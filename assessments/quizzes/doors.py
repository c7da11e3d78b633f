"""What other rooms have to say before somebody begins a module's check.

This room knows nothing of cohorts and modules. A room above it that may keep a
check shut names a keeper in its AppConfig.ready(): a function that gets the person
and the quiz and returns a :class:`~assessments.quizzes.problems.QuizProblem`, or
None. Keepers are asked when a new attempt would begin; what is open or passed
already stays so.
"""

from collections.abc import Callable

from assessments.quizzes.models import Quiz
from assessments.quizzes.problems import QuizProblem

Keeper = Callable[[object, Quiz], QuizProblem | None]
_keepers: list[Keeper] = []


def name_keeper(keeper: Keeper) -> Keeper:
    """Ask this function before attempts from now on; twice is no harm."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def kept_shut(person, quiz: Quiz) -> QuizProblem | None:
    """Return why the check stays shut to somebody, or None."""
    if person is None or not person.is_authenticated:
        return None
    for keeper in _keepers:
        if problem := keeper(person, quiz):
            return problem
    return None
