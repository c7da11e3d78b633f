"""Recording what a cohort wrote on a printed check: looked at first, then carried out."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.quizzes.models import Attempt, Paper
from assessments.quizzes.paper_attempts import (
    PaperAnswer,
    correct_paper_attempt,
    judge_paper,
    record_paper_attempt,
    tell_in_background,
)
from assessments.quizzes.paper_attempts import PaperResult as Judged
from assessments.quizzes.papers import PaperCheck
from lms.accounts.audit import entry_about, record
from lms.accounts.models import AuditEntry, User
from lms.learning.classroom.paper_files import Entry, Known
from lms.learning.classroom.paper_forms import Learner
from lms.learning.cohorts.errors import CohortError
from lms.learning.cohorts.members import people_of_place
from lms.learning.cohorts.services import refuse_others
from lms.learning.models import (
    ClassSession,
    Cohort,
    CohortMember,
    PaperResult,
    PaperUpload,
)

#: How long a workbook that was never carried out is kept.
KEPT_FOR = timedelta(days=7)
#: What becomes of a row.
NEW, CHANGED, SAME, GONE = "new", "changed", "same", "gone"


class NotYetWritten(CohortError):
    """The day on which the paper was written is still to come."""

    message = _("This day is still to come. Choose when the paper was written.")


class UploadDone(CohortError):
    """It was carried out by somebody else, or by the first of two clicks."""

    message = _("These results were recorded already.")


@dataclass(frozen=True)
class Line:
    """One row of the preview. before: the attempt that was recorded, or None."""

    person: User | None
    row: int
    state: str
    answers: tuple[PaperAnswer, ...]
    judged: Judged
    before: Attempt | None = None


@dataclass(frozen=True)
class Applied:
    """How many rows were recorded, changed, left as they were, the same, gone."""

    recorded: int = 0
    changed: int = 0
    kept: int = 0
    same: int = 0
    gone: int = 0


def learners_for_form(cohort: Cohort) -> list[Learner]:
    """Return the current learners by name: one query."""
    rows = cohort.members.current().select_related("person")
    people = (row.person for row in rows)
    found = (Learner(one.pk, one.display_name, one.email) for one in people)
    return sorted(found, key=lambda one: (one.name.casefold(), one.email))


def known_for(cohort: Cohort) -> Known:
    """Return whom the rows of a workbook may be about: three queries."""
    rows = CohortMember.objects.filter(cohort=cohort)
    inside, former = {}, set()
    for email, person, left in rows.values_list("person__email", "person", "left_at"):
        if left is None:
            inside[email.lower()] = person
        else:
            former.add(email.lower())
    nearby = people_of_place(cohort).values_list("email", flat=True)
    return Known(
        inside,
        frozenset(former - set(inside)),
        frozenset(one.lower() for one in nearby),
    )


@transaction.atomic
def prepare_upload(
    cohort: Cohort,
    paper: Paper,
    entries: Iterable[Entry],
    *,
    by: User,
    file_name: str,
    session: ClassSession | None = None,
    written_on: date | None = None,
    at: datetime | None = None,
) -> PaperUpload:
    """Keep a workbook that was read, to be looked at. Counts for nothing yet.

    session: where the paper was written; otherwise written_on says when.
    Raises NotYours, CohortArchived, NotYetWritten.
    """
    at = at or timezone.now()
    refuse_others(cohort, by)
    if session is not None:
        written_on = timezone.localdate(session.starts_at)
    upload = PaperUpload(
        cohort=cohort,
        paper=paper,
        session=session,
        written_on=written_on,
        file_name=file_name[:255],
        rows=[_row(entry) for entry in entries],
        made_by=by,
        made_at=at,
    )
    if (session and session.starts_at > at) or written_on > timezone.localdate(at):
        raise NotYetWritten
    PaperUpload.objects.filter(applied_at=None, made_at__lt=at - KEPT_FOR).delete()
    upload.save()
    return upload


def _row(entry: Entry) -> dict:
    answers = [
        [one.answer, dict(one.marks) if one.marks else None] for one in entry.answers
    ]
    return {"person": entry.person, "row": entry.row, "answers": answers}


def preview(upload: PaperUpload) -> list[Line]:
    """Return what carrying out would do to each row: four queries.

    Points are those of what the paper printed.
    """
    check = PaperCheck.from_data(upload.paper.content)
    ids = [row["person"] for row in upload.rows]
    people = User.objects.in_bulk(ids)
    members = CohortMember.objects.current().filter(cohort=upload.cohort_id)
    inside = set(members.values_list("person_id", flat=True))
    known = {
        row.person_id: row
        for row in PaperResult.objects.filter(
            cohort=upload.cohort_id, paper=upload.paper_id
        ).select_related("attempt")
    }
    lines = []
    for row in upload.rows:
        answers = tuple(PaperAnswer(*one) for one in row["answers"])
        person, result = people.get(row["person"]), known.get(row["person"])
        line = Line(person, row["row"], NEW, answers, judge_paper(check, answers))
        if person is None or person.pk not in inside:
            line = replace(line, state=GONE)
        elif result is not None:
            state = SAME if result.digest == digest_of(answers) else CHANGED
            line = replace(line, state=state, before=result.attempt)
        lines.append(line)
    return lines


def digest_of(answers: Sequence[PaperAnswer]) -> str:
    """Return a digest that is the same for the same answers and points. Pure."""
    plain = [[one.answer, dict(one.marks) if one.marks else None] for one in answers]
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def apply_upload(
    upload: PaperUpload, *, by: User, replace_changed: bool = False
) -> Applied:
    """Record what was shown, in one go: each new row becomes an attempt.

    replace_changed: rows that differ from what was recorded correct it; otherwise
    they are left as they were. The same rows again change nothing. What was passed
    stays passed, and completions and certificates stay.
    Raises NotYours, CohortArchived, UploadDone.
    """
    refuse_others(upload.cohort, by)
    # One upload of a cohort at a time: of two, the second finds the rows there.
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=upload.cohort_id)
    upload = (
        PaperUpload.objects.select_for_update(of=("self",))
        .select_related("paper__quiz", "session", "cohort__country")
        .get(pk=upload.pk)
    )
    if upload.applied_at is not None:
        raise UploadDone
    lines = preview(upload)
    told = [_record(upload, line, by) for line in lines if line.state == NEW]
    changed = [line for line in lines if line.state == CHANGED]
    if replace_changed:
        told += [_correct(upload, line, by) for line in changed]
        AuditEntry.objects.bulk_create(_entry(upload, line, by) for line in changed)
    tell_in_background(told)
    states = [line.state for line in lines]
    applied = Applied(
        recorded=states.count(NEW),
        changed=len(changed) if replace_changed else 0,
        kept=0 if replace_changed else len(changed),
        same=states.count(SAME),
        gone=states.count(GONE),
    )
    if applied.recorded:
        record(
            by,
            "paper_results_recorded",
            upload.cohort,
            country=upload.cohort.country,
            paper=str(upload.paper),
            learners=applied.recorded,
        )
    upload.rows, upload.applied_at = [], timezone.now()
    upload.save(update_fields=["rows", "applied_at"])
    return applied


def _record(upload: PaperUpload, line: Line, by: User) -> Attempt:
    attempt = record_paper_attempt(
        line.person,
        upload.paper,
        line.answers,
        at=moment_of(upload),
        by=by,
        told_later=True,
    )
    PaperResult.objects.create(
        cohort=upload.cohort,
        paper=upload.paper,
        person=line.person,
        attempt=attempt,
        session=upload.session,
        digest=digest_of(line.answers),
        typed_by=by,
    )
    return attempt


def _correct(upload: PaperUpload, line: Line, by: User) -> Attempt:
    attempt = correct_paper_attempt(line.before, line.answers, by=by, told_later=True)
    PaperResult.objects.filter(attempt=attempt).update(
        digest=digest_of(line.answers), changed_at=timezone.now(), typed_by=by
    )
    return attempt


def _entry(upload: PaperUpload, line: Line, by: User) -> AuditEntry:
    return entry_about(
        by,
        "paper_result_changed",
        line.person,
        country=upload.cohort.country,
        paper=str(upload.paper),
        before=str(line.before.points),
        after=str(line.judged.points),
    )


def moment_of(upload: PaperUpload) -> datetime:
    """Return when the paper counts as handed in, never later than now."""
    if upload.session is not None:
        return upload.session.starts_at
    noon = timezone.make_aware(datetime.combine(upload.written_on, time(12)))
    return min(noon, timezone.now())
