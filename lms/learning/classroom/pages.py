"""What the pages of the classroom show: plain values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.quizzes.models import Paper
from lms.accounts.models import User
from lms.accounts.roles import Capability
from lms.learning.classroom.attendance import Line, Noted, Status, Tally, tallies
from lms.learning.classroom.paper_results import (
    CHANGED,
    GONE,
    NEW,
    SAME,
    Applied,
    preview,
)
from lms.learning.classroom.sessions import end_of
from lms.learning.models import (
    ClassSession,
    Cohort,
    PaperResult,
    PaperUpload,
)
from modules.outline import ModuleOutline, all_outlines

#: The buttons that mark everybody who is left on the page, and that go to the next.
REST, ON = "rest", "on"
#: Learners on one page: Django takes at most 1000 fields of a form.
PAGE = 200


@dataclass(frozen=True)
class SessionRow:
    """A session with what belongs to it. may_go: nothing was noted about it."""

    session: ClassSession
    outline: ModuleOutline | None
    papers: tuple[Paper, ...]
    is_over: bool
    may_go: bool


def session_rows(cohort: Cohort, user: User) -> dict:
    """Return the sessions still to come, the first one first, and those held.

    Three queries.
    """
    present = Q(attendance__status=Status.PRESENT)
    rows = cohort.sessions.annotate(
        present=Count("attendance", filter=present),
        noted=Count("attendance"),
        has_results=Exists(PaperResult.objects.filter(session=OuterRef("pk"))),
    )
    outlines = all_outlines(get_language())
    now = timezone.now()
    found = []
    papers = _papers(user)
    for session in rows:
        outline = outlines.get(session.module_key)
        made = papers.get(outline.check, ()) if outline else ()
        found.append(
            SessionRow(
                session,
                outline,
                tuple(made),
                is_over=end_of(session) <= now,
                may_go=not session.noted and not session.has_results,
            )
        )
    coming = [row for row in found if not row.is_over]
    held = [row for row in found if row.is_over]
    return {
        "coming": coming,
        "held": held[::-1],
        "prints": user.may(Capability.ANALYSE_QUESTIONS),
    }


def _papers(user: User) -> dict[str, list[Paper]]:
    """Return key of the check > its papers."""
    found: dict[str, list[Paper]] = {}
    rows = Paper.objects.visible_to(user).select_related("quiz").defer("content")
    for paper in rows.order_by("quiz", "pk"):
        found.setdefault(paper.quiz.key, []).append(paper)
    return found


def attendance_page(lines: Sequence[Line], shown: Sequence[Line]) -> dict:
    """Return the lines shown, and how many of each status all lines have."""
    return {
        "lines": shown,
        "statuses": Status.choices,
        "seen": _seen(shown),
        "shown": " ".join(str(line.person.pk) for line in shown),
        "left": sum(not line.status for line in lines),
        "left_here": sum(not line.status for line in shown),
        "counts": [
            (label, sum(line.status == value for line in lines))
            for value, label in Status.choices
        ],
    }


def _seen(lines) -> str:
    """Return what the page shows as noted, in one field: "12:present 15:absent"."""
    return " ".join(f"{one.person.pk}:{one.status}" for one in lines if one.status)


def posted_attendance(session: ClassSession, data) -> dict[int, str]:
    """Return person id > status, of those whom this page changed.

    What was noted by somebody else since the page was opened stays, unless it was
    changed here as well. With the button for the rest, all whom the page showed
    without a status came.
    """
    seen = dict(
        part.split(":", 1) for part in data.get("seen", "").split() if ":" in part
    )
    chosen = {
        name.removeprefix("person-"): value
        for name, value in data.items()
        if name.startswith("person-")
    }
    found = {
        int(person): status
        for person, status in chosen.items()
        if person.isdecimal() and seen.get(person) != status
    }
    if REST in data:
        members = session.cohort.members.current()
        noted = set(session.attendance.values_list("person_id", flat=True))
        shown = set(data.get("shown", "").split())
        for person in members.values_list("person_id", flat=True):
            if person not in noted and str(person) in shown:
                found.setdefault(person, Status.PRESENT)
    return found


def noted_words(noted: Noted) -> str:
    """Return what noting did, in a sentence."""
    number = noted.new + noted.changed
    if not number:
        return _("Nothing has changed.")
    words = ngettext(
        "Attendance is noted for %(count)d learner.",
        "Attendance is noted for %(count)d learners.",
        number,
    )
    return words % {"count": number}


@dataclass(frozen=True)
class TallyRow:
    """A learner of the cohort and how often the learner came."""

    person: User
    tally: Tally


def tally_rows(cohort: Cohort) -> list[TallyRow]:
    """Return the current learners by name; none where nothing was noted."""
    counted = tallies(cohort)
    if not counted:
        return []
    members = cohort.members.current().select_related("person")
    rows = [
        TallyRow(one.person, counted.get(one.person_id, Tally())) for one in members
    ]
    return sorted(rows, key=lambda r: (r.person.display_name.casefold(), r.person.pk))


@dataclass(frozen=True)
class PaperRow:
    """A printed check that results can be typed in for."""

    paper: Paper
    outline: ModuleOutline | None
    recorded: int


def paper_rows(cohort: Cohort, user: User) -> list[PaperRow]:
    """Return the papers, those with results of this cohort first."""
    outlines = {one.check: one for one in all_outlines(get_language()).values()}
    outlines.pop("", None)
    mine = Count("results", filter=Q(results__cohort=cohort))
    papers = (
        Paper.objects.visible_to(user)
        .select_related("quiz")
        .defer("content")
        .annotate(recorded=mine)
        .order_by("quiz__module", "quiz__key", "pk")
    )
    rows = [PaperRow(one, outlines.get(one.quiz.key), one.recorded) for one in papers]
    return sorted(rows, key=lambda row: not row.recorded)


def preview_page(upload: PaperUpload) -> dict:
    """Return the lines of the preview and how many of each kind there are."""
    lines = preview(upload)
    states = [line.state for line in lines]
    return {
        "lines": lines,
        "new": states.count(NEW),
        "changed": states.count(CHANGED),
        "same": states.count(SAME),
        "gone": states.count(GONE),
        "passed": sum(line.judged.passed is True for line in lines),
        "waiting": sum(line.judged.passed is None for line in lines),
    }


def applied_words(applied: Applied) -> list[str]:
    """Return what recording did, in sentences."""
    said = []
    if applied.recorded:
        words = ngettext(
            "The result of %(count)d learner is recorded.",
            "The results of %(count)d learners are recorded.",
            applied.recorded,
        )
        said.append(words % {"count": applied.recorded})
    if applied.changed:
        words = ngettext(
            "%(count)d result is corrected. What was passed stays passed.",
            "%(count)d results are corrected. What was passed stays passed.",
            applied.changed,
        )
        said.append(words % {"count": applied.changed})
    if applied.kept:
        words = ngettext(
            "%(count)d row differs from what was recorded and was left as it was.",
            "%(count)d rows differ from what was recorded and were left as they were.",
            applied.kept,
        )
        said.append(words % {"count": applied.kept})
    if applied.gone:
        words = ngettext(
            "%(count)d learner has left the cohort meanwhile and was left out.",
            "%(count)d learners have left the cohort meanwhile and were left out.",
            applied.gone,
        )
        said.append(words % {"count": applied.gone})
    if not (applied.recorded or applied.changed):
        said.insert(0, _("Nothing has changed: these results were recorded already."))
    return said
