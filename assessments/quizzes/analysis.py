"""The item analysis of one check: out of the attempts, into words.

Worked out in the background and kept, for one reach of learners (a country, all)
at a time. Each learner counts with the first attempt handed in: later ones know
the questions. Questions after the last one answered were not reached. Only answers
judged by the present version of a question are looked at.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from assessments.questions.models import Question
from assessments.quizzes import reports
from assessments.quizzes.models import Attempt, AttemptItem, ItemAnalysis, Quiz

CHUNK = 500


@transaction.atomic
def start_analysis(
    quiz: Quiz, *, reach: str, at: dt.datetime | None = None
) -> ItemAnalysis:
    """Have the figures of a check worked out in the background.

    One that is running already (for less than an hour) goes on.
    """
    at = at or timezone.now()
    analysis, _made = ItemAnalysis.objects.select_for_update().get_or_create(
        quiz=quiz, scope=reach
    )
    started = analysis.started_at
    if analysis.is_running and started and at - started < dt.timedelta(hours=1):
        return analysis
    analysis.is_running, analysis.started_at = True, at
    analysis.done, analysis.total = 0, 0
    analysis.save()
    transaction.on_commit(lambda: run_analysis.enqueue(analysis.pk))
    return analysis


@task()
def run_analysis(pk: int) -> None:
    """Work out the figures and keep them. May run twice."""
    analysis = ItemAnalysis.objects.select_related("quiz").get(pk=pk)
    here = ItemAnalysis.objects.filter(pk=pk)
    try:
        figures = _figures(analysis, here)
        here.update(figures=figures, made_at=timezone.now())
    finally:
        here.update(is_running=False)


def _figures(analysis: ItemAnalysis, here) -> dict[str, Any]:
    attempts = Attempt.objects.within(analysis.scope)
    return figures_of(analysis.quiz, attempts, lambda **so_far: here.update(**so_far))


def figures_of(
    quiz: Quiz, attempts, tell: Callable[..., object] = lambda **so_far: None
) -> dict[str, Any]:
    """Work out the figures of a check over these attempts (a query set), and return them.

    Only the number of learners where they are fewer than SMALLEST_GROUP. tell is
    called with done or total as the work goes on.
    """
    attempts = attempts.submitted().filter(quiz=quiz)
    first: dict[int, int] = {}
    for pk, person in attempts.values_list("pk", "person_id"):
        first.setdefault(person, pk)
    tell(total=len(first))
    if len(first) < reports.SMALLEST_GROUP:
        return {"learners": len(first)}
    asked = AttemptItem.objects.filter(attempt__quiz=quiz)
    questions = {
        row.pk: row.spec()
        for row in Question.objects.filter(
            pk__in=asked.values("question").distinct()
        ).with_parts()
        if row.counts
    }
    scores, taken, lengths = _read(sorted(first.values()), questions, tell)
    return _worked_out(scores, taken, questions, max(lengths, default=0))


def _read(attempts: list[int], questions: dict[int, dict], tell):
    scores: dict[int, dict[str, float]] = {}
    taken: list[tuple[int, str, str]] = []
    lengths: set[int] = set()
    for begin in range(0, len(attempts), CHUNK):
        chunk = attempts[begin : begin + CHUNK]
        for attempt, rows in _items(chunk):
            lengths.add(len(rows))
            reached = max((row[1] for row in rows if row[5] is not None), default=0)
            for _attempt, position, question, version, fraction, answer, later in rows:
                spec = questions.get(question)
                if (
                    position > reached
                    or spec is None
                    or fraction is None
                    or (later or version) != spec["version"]
                ):
                    continue
                scores.setdefault(attempt, {})[spec["key"]] = float(fraction)
                taken += [(attempt, spec["key"], key) for key in keys_of(spec, answer)]
        tell(done=len(scores))
    return scores, taken, lengths


def _items(attempts: Iterable[int]) -> Iterator[tuple[int, list[tuple]]]:
    rows = (
        AttemptItem.objects.filter(attempt__in=attempts)
        .order_by("attempt_id", "position")
        .values_list(
            "attempt_id",
            "position",
            "question_id",
            "question_version",
            "fraction",
            "answer",
            "regrade__version",
        )
    )
    for attempt, found in groupby(rows, key=itemgetter(0)):
        yield attempt, list(found)


def keys_of(spec: dict, answer: Any) -> list[str]:
    """The choices an answer takes; none where the question offers no choices."""
    offered = {row["key"] for row in spec.get("choices", ())}
    keys = answer if isinstance(answer, list) else [answer]
    return [key for key in keys if isinstance(key, str) and key in offered]


def _worked_out(scores, taken, questions, length: int) -> dict[str, Any]:
    import pandas as pd

    specs = {spec["key"]: spec for spec in questions.values()}
    frame = pd.DataFrame.from_dict(scores, orient="index")
    frame = frame.reindex(columns=[key for key in specs if key in frame.columns])
    if len(frame) < reports.SMALLEST_GROUP:
        return {"learners": len(frame)}
    answers = pd.DataFrame(taken, columns=["learner", "item", "choice"])
    items = reports.item_figures(frame)
    choices = reports.choice_frequencies(frame, answers)
    offered = {
        key: {row["key"]: row["right"] for row in specs[key].get("choices", ())}
        for key in frame.columns
    }
    noted = reports.flags(items, choices, offered)
    counts = choices.to_dict("index")
    nobody = dict.fromkeys(reports.THIRDS, 0)
    return {
        "learners": len(frame),
        "test": _plain(reports.whole_figures(frame, length or None)),
        "items": [
            {
                "key": key,
                "stem": specs[key]["stem"],
                **_plain(items.loc[key].to_dict()),
                "flags": noted[key],
                "choices": [
                    {
                        "key": row["key"],
                        "text": row["text"],
                        "right": row["right"],
                        **counts.get((key, row["key"]), nobody),
                    }
                    for row in specs[key].get("choices", ())
                ]
                if items.loc[key, "reached"] >= reports.SMALLEST_GROUP
                else [],
            }
            for key in frame.columns
        ],
    }


def _plain(figures: dict[str, float]) -> dict[str, float | None]:
    """For JSON, which has no NaN."""
    return {
        name: None if value != value else value
        for name, value in ((name, float(value)) for name, value in figures.items())
    }


def flag_words(flag: str, choice: str = "") -> str:
    """What a flag of :func:`reports.flags` says to an author."""
    return {
        "key": _("the best learners get this wrong: check the key"),
        "unused": _("nobody chooses “%(choice)s”") % {"choice": choice},
        "constant": _("everybody gets the same for this"),
        "hard": _("hardly anybody gets this right"),
        "easy": _("nearly everybody gets this right"),
        "weak": _("says little about who knows more"),
    }[flag]
