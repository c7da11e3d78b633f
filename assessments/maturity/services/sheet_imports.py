"""Filled questionnaires: looked at first, then carried out as shown, once."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.maturity.answer_forms import given_of
from assessments.maturity.models import Answer, AnswersImport, RoundInstitution
from assessments.maturity.permissions import can_fill_in_for
from assessments.maturity.sheet_reading import Entry
from lms.accounts import audit
from lms.accounts.models import User

from .answering import FIELDS, ChangedByAnother, Content, save_answer
from .errors import NotNow

#: How long a file that was never brought in is kept.
KEPT_FOR = timedelta(days=7)
NEW, CHANGED, OVERWRITES, SAME = "new", "changed", "overwrites", "same"


@dataclass(frozen=True)
class Row:
    """What one row would do. ``before``: the answer as it is, by column.

    ``version``: of the answer as it was shown; ``by`` and ``at``: who changed it
    last and when, where the file would write over a change it does not know.
    """

    row: int
    question: str
    verdict: str
    after: dict[str, str]
    before: dict[str, str]
    version: int
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Result:
    """What an import did.

    ``left``: changed since the download, and not to be replaced. ``changed``:
    changed since it was shown, so left as it is.
    """

    saved: int = 0
    same: int = 0
    left: int = 0
    changed: int = 0


def judge(entries: Iterable[Entry], answers: dict[str, Answer]) -> list[Row]:
    """Return what each row would do to the answers as they are."""
    return [_judged(entry, answers.get(entry.question)) for entry in entries]


@transaction.atomic
def prepare_import(
    institution: RoundInstitution,
    entries: Iterable[Entry],
    *,
    by: User,
    file_name: str = "",
    at: datetime | None = None,
) -> AnswersImport:
    """Judge a checked file and keep what it would do; no answer changes.

    What the person looked at before and never carried out is forgotten, and what
    anybody left lying. Raises NotNow.
    """
    refuse_import(institution, by=by)
    at = at or timezone.now()
    waiting = AnswersImport.objects.filter(applied_at=None)
    waiting.filter(institution=institution, made_by=by).delete()
    waiting.filter(made_at__lt=at - KEPT_FOR).delete()
    rows = Answer.objects.filter(institution=institution).select_related("changed_by")
    judged = judge(entries, {row.question: row for row in rows})
    return AnswersImport.objects.create(
        institution=institution,
        file_name=file_name[:255],
        rows=[asdict(row) for row in judged],
        made_by=by,
        made_at=at,
    )


@transaction.atomic
def apply_import(
    prepared: AnswersImport,
    *,
    by: User,
    overwrite: bool = False,
    at: datetime | None = None,
) -> Result:
    """Save what was shown, all or nothing; a second time gives the first result.

    overwrite: also replace answers that were changed after the download. What was
    changed since it was shown is left as it is and counted. Raises NotNow.
    """
    institution = RoundInstitution.objects.select_for_update(of=("self",)).get(
        pk=prepared.institution_id
    )
    prepared = AnswersImport.objects.select_for_update(of=("self",)).get(pk=prepared.pk)
    at = at or timezone.now()
    if not prepared.claim(at):
        prepared.refresh_from_db(fields=["result"])
        return Result(**prepared.result)
    refuse_import(institution, by=by)
    counts = dict.fromkeys(("saved", "same", "left", "changed"), 0)
    for row in rows_of(prepared):
        counts[_carry_out(institution, row, by, overwrite, at)] += 1
    result = Result(**counts)
    prepared.rows, prepared.result = [], counts
    prepared.save(update_fields=["rows", "result"])
    if result.saved:
        audit.record(
            by,
            "answers_imported",
            institution.round,
            country=institution.round.country,
            institution=str(institution),
            answers=result.saved,
        )
    return result


def refuse_import(institution: RoundInstitution, *, by: User) -> None:
    """Raise NotNow where nothing can be brought in."""
    if not can_fill_in_for(by, institution):
        raise NotNow
    if institution.handed_in_at:
        raise NotNow(
            _("The answers are handed in. Take them back before you bring in a file.")
        )


def rows_of(prepared: AnswersImport) -> list[Row]:
    """Return what would happen, in the order of the file."""
    return [Row(**data) for data in prepared.rows]


def _judged(entry: Entry, answer: Answer | None) -> Row:
    after = Content(
        level=given_of(entry.given),
        justification=entry.justification,
        confidence=entry.confidence,
        na_reason=entry.na_reason,
    ).values
    before = {name: getattr(answer, name, "") for name in FIELDS}
    if after == before:
        verdict = SAME
    elif answer is None or not any(before.values()):
        verdict = NEW
    else:
        verdict = CHANGED if answer.version == entry.version else OVERWRITES
    return Row(
        row=entry.row,
        question=entry.question,
        verdict=verdict,
        after=after,
        before=before,
        version=answer.version if answer else 0,
        by=str(answer.changed_by) if answer else "",
        at=answer.changed_at.isoformat() if answer else "",
    )


def _carry_out(institution, row: Row, by: User, overwrite: bool, at) -> str:
    """Save one row; return what became of it, as counted in a Result."""
    if row.verdict == SAME:
        return "same"
    if row.verdict == OVERWRITES and not overwrite:
        return "left"
    content = Content(
        level=given_of(row.after["given"]),
        justification=row.after["justification"],
        confidence=row.after["confidence"],
        na_reason=row.after["na_reason"],
    )
    try:
        save_answer(
            institution,
            row.question,
            content,
            by=by,
            version=row.version,
            at=at,
            from_file=True,
        )
    except ChangedByAnother:
        return "changed"
    return "saved"
