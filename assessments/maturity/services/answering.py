"""What an institution answers: saved at every change, never over another's words."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.maturity.answers import NOT_APPLICABLE, Given
from assessments.maturity.models import (
    Answer,
    AnswerChange,
    Round,
    RoundInstitution,
)
from assessments.maturity.models.lengths import REASON_LENGTH, TEXT_LENGTH
from assessments.maturity.permissions import can_answer_for, can_fill_in_for
from assessments.maturity.round_reading import framework_of
from assessments.maturity.scoring import AnswerRefused, judge
from lms.accounts import audit
from lms.accounts.models import User

from .errors import NotNow, RoundError

FIELDS = ("given", "na_reason", "justification", "confidence")


@dataclass(frozen=True)
class Content:
    """What an answer says. ``level``: a number, ``dk``, ``na`` or None for blank."""

    level: Given = None
    justification: str = ""
    confidence: str = ""
    na_reason: str = ""

    @property
    def values(self) -> dict[str, str]:
        """Return the columns of a row; texts without outer space, lines kept."""
        level = self.level
        return {
            "given": "" if level is None else str(level),
            "na_reason": _text(self.na_reason) if level == NOT_APPLICABLE else "",
            "justification": _text(self.justification),
            "confidence": self.confidence,
        }


class ChangedByAnother(RoundError):
    """Somebody of the same institution has changed the answer since it was read.

    ``answer`` is the row as it is now.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(
            _("%(person)s has changed this answer while you had it open.")
            % {"person": answer.changed_by}
        )


@transaction.atomic
def save_answer(
    institution: RoundInstitution,
    question: str,
    content: Content,
    *,
    by: User,
    version: int,
    at: datetime | None = None,
    from_file: bool = False,
) -> Answer:
    """Save an answer; return the row with its new version.

    version: the one the person has read, 0 for none. Saving what is there already
    changes nothing, whatever the version, so that a retry after a dropped line is
    harmless. from_file: comes out of a filled questionnaire, which who runs the
    round may bring in too.

    Raises NotNow, ChangedByAnother, and ValidationError by field name.
    """
    institution = _locked(institution)
    may = can_fill_in_for if from_file else can_answer_for
    if not may(by, institution):
        raise NotNow
    if institution.handed_in_at:
        raise NotNow(
            _("Your institution has handed in. Take the answers back to change them.")
        )
    check(institution.round, question, content)
    at = at or timezone.now()
    values = content.values
    found = Answer.objects.filter(institution=institution, question=question).first()
    if found is None:
        if not any(values.values()):
            return Answer(institution=institution, question=question, version=0)
        try:
            with transaction.atomic():
                found = Answer.objects.create(
                    institution=institution,
                    question=question,
                    changed_by=by,
                    changed_at=at,
                    **values,
                )
        except IntegrityError:
            found = Answer.objects.get(institution=institution, question=question)
        else:
            _remember(found, by, at)
            return found
    if all(getattr(found, field) == values[field] for field in FIELDS):
        return found
    if found.version != version:
        raise ChangedByAnother(found)
    for field in FIELDS:
        setattr(found, field, values[field])
    found.version += 1
    found.changed_by, found.changed_at = by, at
    found.save(update_fields=[*FIELDS, "version", "changed_by", "changed_at"])
    _remember(found, by, at)
    return found


def check(round: Round, question: str, content: Content) -> None:
    """Refuse what the instrument or the columns do not take.

    Raises ValidationError with messages by field: level, na_reason,
    justification, confidence.
    """
    errors = {}
    framework = framework_of(round)
    try:
        judge(framework, question, content.level)
    except AnswerRefused:
        errors["level"] = _("Choose one of the answers offered.")
    if content.level == NOT_APPLICABLE and not content.na_reason.strip():
        errors["na_reason"] = _("Write why this question does not apply.")
    if len(content.na_reason) > REASON_LENGTH:
        errors["na_reason"] = _too_long(REASON_LENGTH)
    if len(content.justification) > TEXT_LENGTH:
        errors["justification"] = _too_long(TEXT_LENGTH)
    if content.confidence and content.confidence not in Answer.Confidence.values:
        errors["confidence"] = _("Choose high, medium or low.")
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def hand_in(
    institution: RoundInstitution, *, by: User, at: datetime | None = None
) -> RoundInstitution:
    """Close the institution's answers; twice is once. Raises NotNow."""
    institution = _locked(institution)
    if not can_answer_for(by, institution):
        raise NotNow
    if institution.handed_in_at is None:
        institution.handed_in_at = at or timezone.now()
        institution.handed_in_by = by
        institution.save(update_fields=["handed_in_at", "handed_in_by"])
        _record(by, "answers_handed_in", institution)
    return institution


@transaction.atomic
def take_back(institution: RoundInstitution, *, by: User) -> RoundInstitution:
    """Open the institution's answers again while the round collects. Raises NotNow."""
    institution = _locked(institution)
    if not can_fill_in_for(by, institution):
        raise NotNow
    if institution.handed_in_at is not None:
        institution.handed_in_at = institution.handed_in_by = None
        institution.save(update_fields=["handed_in_at", "handed_in_by"])
        _record(by, "answers_taken_back", institution)
    return institution


def last_answer(institution: RoundInstitution, question: str) -> Answer | None:
    """Return what the institution said in its last validated round, or None.

    Only of the same version of the same framework: ids of another one may mean
    something else. Shown only after this round's answer was given.
    """
    return (
        Answer.objects.filter(
            institution__institution=institution.institution_id,
            institution__round__state__in=Round.FROZEN,
            institution__round__framework=institution.round.framework_id,
            institution__round__reference_date__lt=institution.round.reference_date,
            question=question,
        )
        .exclude(given="")
        .select_related("institution__round")
        .order_by("-institution__round__reference_date")
        .first()
    )


def _record(by: User, verb: str, institution: RoundInstitution) -> None:
    audit.record(
        by,
        verb,
        institution.round,
        country=institution.round.country,
        institution=str(institution),
    )


def _remember(answer: Answer, by: User, at: datetime) -> None:
    AnswerChange.objects.create(
        answer=answer,
        version=answer.version,
        by=by,
        at=at,
        **{field: getattr(answer, field) for field in FIELDS},
    )


def _locked(institution: RoundInstitution) -> RoundInstitution:
    return (
        RoundInstitution.objects.select_for_update(of=("self",))
        .select_related("round__country", "round__framework", "institution")
        .get(pk=institution.pk)
    )


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _too_long(limit: int) -> str:
    return _("This text is too long. The limit is %(limit)s characters.") % {
        "limit": limit
    }
