"""Cohorts at a glance: learners, done, late, texts to mark; constant SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import get_language

from assessments.quizzes.marking import to_mark
from lms.learning.desk.due import due_modules
from lms.learning.models import Assignment, Cohort, CohortMember, Completion
from modules.outline import all_outlines


@dataclass(frozen=True)
class CohortSummary:
    """One cohort. done and late count pairs of a learner and an assigned module.

    done_percent is None where nothing is assigned or nobody learns; to_mark is
    None for who does not mark texts.
    """

    learners: int
    assigned: int
    done: int
    late: int
    to_mark: int | None

    @property
    def done_percent(self) -> int | None:
        """Return the share of what is assigned that is done."""
        return round(100 * self.done / self.assigned) if self.assigned else None


def cohort_summaries(
    cohorts: Iterable[Cohort], user, *, at: datetime | None = None
) -> dict[int, CohortSummary]:
    """Return cohort id > summary, in at most four queries for any number of cohorts.

    user: whose texts to mark are counted.
    """
    cohorts = list(cohorts)
    today = timezone.localdate(at)
    language = get_language() or "en"
    outlines = all_outlines(language)
    inside = CohortMember.objects.current().filter(cohort__in=cohorts).order_by()
    learners = dict(
        inside.values("cohort").annotate(n=Count("pk")).values_list("cohort", "n")
    )
    assigned: dict[int, list[Assignment]] = {}
    rows = Assignment.objects.filter(cohort__in=cohorts, withdrawn_at__isnull=True)
    for row in rows:
        assigned.setdefault(row.cohort_id, []).append(row)
    done = {
        (cohort, key): n
        for cohort, key, n in inside.filter(
            person__completions__kind=Completion.Kind.MODULE
        )
        .values("cohort", "person__completions__translation_key")
        .annotate(n=Count("pk"))
        .values_list("cohort", "person__completions__translation_key", "n")
    }
    marking = _to_mark(inside, user)
    found = {}
    for cohort in cohorts:
        number = learners.get(cohort.pk, 0)
        due = due_modules(assigned.get(cohort.pk, ()), language)
        finished = {
            key: done.get((cohort.pk, outlines[key].translation_key), 0)
            for key in due
            if key in outlines
        }
        found[cohort.pk] = CohortSummary(
            learners=number,
            assigned=number * len(finished),
            done=sum(finished.values()),
            late=sum(
                number - count
                for key, count in finished.items()
                if due[key].is_past(today)
            ),
            to_mark=None if marking is None else marking.get(cohort.pk, 0),
        )
    return found


def _to_mark(inside, user) -> dict[int, int] | None:
    """Return cohort > texts that wait for the user's marks; None for no marker."""
    if not user.may("mark_texts"):
        return None
    waiting = to_mark(user).order_by().values("pk")
    rows = (
        inside.filter(person__attempts__items__in=waiting)
        .values("cohort")
        .annotate(n=Count(F("person__attempts__items")))
        .values_list("cohort", "n")
    )
    return dict(rows)
