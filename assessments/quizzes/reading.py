"""Check files (``checks/<key>.yaml``): read and judged, nothing written.

::

    key: 01-check            # as the file is called
    version: 1               # raise it when questions, draw or pass mark change
    kind: module             # or lesson
    module: "01"
    lesson: null             # "01/01" for the check of a lesson
    title: {en: "..."}
    draw: 10                 # null: all questions, in their order
    pass_mark: 7             # points, one per question; null for a lesson
    attempts: 3              # null: any number
    wait_minutes: 10         # between attempts
    time_limit: 20           # optional: minutes for an attempt; kept by the server
    feedback: end            # optional: when answers are judged; or each
    review: passed           # optional: when right answers are shown; or always
    pools:                   # optional, instead of draw: so many out of each pool;
      - key: law             # questions in no pool are always asked
        draw: 3
        questions: [01-q01, 01-q02, 01-q03, 01-q04]
    questions: [...]         # see the types in assessments.questions.models
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessments.questions.reading import QuestionData, read_question
from assessments.quizzes.models import Kind, Quiz
from assessments.quizzes.rules import faults_of
from lms.core.content_files import Part, Problems, read_yaml


@dataclass(frozen=True)
class CheckData:
    """One check file. ``data`` has the form of :meth:`Quiz.data`."""

    key: str
    version: int
    module: str
    lesson: str
    data: dict[str, Any]
    questions: tuple[QuestionData, ...]
    file: str
    line: int


def read_checks(paths: Iterable[Path], problems: Problems) -> list[CheckData]:
    """Read check files; faults of all of them are noted in ``problems``."""
    found: list[CheckData] = []
    for path in paths:
        check = read_check(read_yaml(path, problems))
        if check is None:
            continue
        if check.key != Path(path).stem:
            problems.add(
                path,
                check.line,
                f"The key is `{check.key}`, but the file is called {Path(path).name}.",
                f"Call the file {check.key}.yaml.",
            )
        found.append(check)
    _refuse_repeated(found, problems)
    return found


def read_check(part: Part) -> CheckData | None:
    """Read one check file. Faults are noted at the part; then ``None``."""
    before = len(part.problems.errors)
    if not part.names():
        return None
    kind = part.choice("kind", Kind.values)
    title = part.texts("title")
    part.require_languages(title)
    data = {
        "key": part.key(),
        "version": part.integer("version", minimum=1) or 1,
        "kind": kind,
        "module": part.text("module", limit=10),
        "lesson": part.text("lesson", required=False, limit=20) or None,
        "title": title,
        "draw": part.integer("draw", required=False, minimum=1),
        "pass_mark": part.integer("pass_mark", required=False, minimum=1),
        "attempts": part.integer("attempts", required=False, minimum=1),
        "wait_minutes": part.integer("wait_minutes", required=False, minimum=0) or 0,
    }
    if limit := part.integer("time_limit", required=False, minimum=1, maximum=1440):
        data["time_limit"] = limit
    feedback = part.choice(
        "feedback",
        Quiz.Feedback.values,
        required=False,
        default=Quiz.Feedback.END.value,
    )
    if feedback != Quiz.Feedback.END:
        data["feedback"] = feedback
    review = part.choice(
        "review",
        Quiz.Review.values,
        required=False,
        default=Quiz.Review.PASSED.value,
    )
    if review != Quiz.Review.PASSED:
        data["review"] = review
    if pools := [_read_pool(row) for row in part.parts("pools", required=False)]:
        data["pools"] = pools
    questions = [read_question(row) for row in part.parts("questions")]
    part.finish()
    if len(part.problems.errors) == before:
        data["questions"] = [question.key for question in questions]
        for fault in faults_of(data):
            part.problem(str(fault.message), str(fault.remedy), name=fault.entry)
    if len(part.problems.errors) > before:
        return None
    return CheckData(
        key=data["key"],
        version=data["version"],
        module=data["module"],
        lesson=data["lesson"] or "",
        data=data,
        questions=tuple(questions),
        file=part.file,
        line=part.line,
    )


def _read_pool(part: Part) -> dict[str, Any]:
    pool = {
        "key": part.key(limit=20),
        "draw": part.integer("draw", minimum=1),
        "questions": [row.as_text(limit=60) for row in part.items("questions")],
    }
    part.finish()
    return pool


def _refuse_repeated(checks: list[CheckData], problems: Problems) -> None:
    seen: dict[str, QuestionData | CheckData] = {}
    for check in checks:
        for thing in (check, *check.questions):
            name = f"{type(thing).__name__}:{thing.key}"
            first = seen.get(name)
            # One question may serve two checks, if both files say the same of it.
            shared = first and first.data == thing.data and first.file != thing.file
            if first and not shared:
                problems.add(
                    thing.file,
                    thing.line,
                    f"The key `{thing.key}` stands twice.",
                    f"The first one is in {first.file}, line {first.line}: "
                    "give this one its own key.",
                )
            seen.setdefault(name, thing)
