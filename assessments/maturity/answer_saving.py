"""One form with an answer and evidence: what is good of it is saved, the rest told."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.maturity.answer_forms import AnswerForm, EvidenceForm
from assessments.maturity.models import Answer, Evidence, RoundInstitution
from assessments.maturity.services.answering import (
    ChangedByAnother,
    Content,
    save_answer,
)
from assessments.maturity.services.evidence import (
    add_file,
    add_link,
    add_reference,
    remove_evidence,
)
from lms.accounts.models import User


@dataclass
class Outcome:
    """What came of a form. ``theirs``: the row that somebody else has changed."""

    answer: Answer | None = None
    theirs: Answer | None = None
    added: int = 0


def save_form(
    institution: RoundInstitution,
    question: str,
    form: AnswerForm,
    *,
    by: User,
    clear: bool = False,
) -> Outcome:
    """Save the answer of a form; refusals are put beside its fields.

    clear: take the level back and keep the texts. Raises NotNow.
    """
    if not form.is_valid():
        return Outcome()
    content = form.content
    if clear:
        content = replace(content, level=None)
    try:
        answer = save_answer(
            institution, question, content, by=by, version=form.read_version
        )
    except ValidationError as refusal:
        form.refuse(refusal)
        return Outcome()
    except ChangedByAnother as conflict:
        return Outcome(theirs=conflict.answer)
    return Outcome(answer=answer)


def save_evidence(
    institution: RoundInstitution, question: str, form: EvidenceForm, *, by: User
) -> int:
    """Add every kind that was filled in; return how many were added.

    What is refused is told beside its field; the others are kept. Raises NotNow.
    """
    if not form.is_valid():
        return 0
    data, added = form.cleaned_data, 0
    for kind in form.given:
        try:
            if kind == "file":
                add_file(institution, question, data["file"], by=by)
            elif kind == "url":
                title = data["url_title"]
                add_link(institution, question, data["url"], by=by, title=title)
            else:
                add_reference(institution, question, data["reference"], by=by)
        except ValidationError as refusal:
            form.add_error(kind, " ".join(refusal.messages))
        else:
            added += 1
    return added


def drop_evidence(
    institution: RoundInstitution, question: str, pk: str, *, by: User
) -> bool:
    """Take one piece away; return whether it was there. Raises NotNow."""
    rows = Evidence.objects.filter(institution=institution, question=question)
    found = rows.filter(pk=pk).first() if pk.isdecimal() else None
    if found is None:
        return False
    remove_evidence(found, by=by)
    return True


def joined(mine: Content, theirs: Answer, *, level) -> Content:
    """Return both texts in one answer, theirs first; nothing stands twice."""
    return Content(
        level=level,
        justification=_both(theirs.justification, mine.justification),
        na_reason=_both(theirs.na_reason, mine.na_reason),
        confidence=mine.confidence or theirs.confidence,
    )


def conflict_words(theirs: Answer, by: User, time: str) -> str:
    """Return what has happened, in words; ``time``: of their change, 14:29."""
    if theirs.changed_by_id == by.pk:
        return _(
            "You changed this answer at %(time)s in another window. Compare the two "
            "and keep one."
        ) % {"time": time}
    return _(
        "%(person)s changed this answer at %(time)s while you were writing. Compare "
        "the two and keep one."
    ) % {"person": theirs.changed_by, "time": time}


def _both(first: str, second: str) -> str:
    if second in first:
        return first
    if first in second:
        return second
    return f"{first}\n\n{second}"
