"""The country's level for each question: why, who agreed, who thinks otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.maturity.answers import Given
from assessments.maturity.meeting import equal_levels
from assessments.maturity.models import (
    AgreedChange,
    AgreedLevel,
    Dissent,
    Round,
    RoundInstitution,
)
from assessments.maturity.models.lengths import TEXT_LENGTH
from assessments.maturity.permissions import Action
from assessments.maturity.round_reading import answers_of, framework_of
from assessments.maturity.scoring import AnswerRefused, judge, score_round
from lms.accounts import audit
from lms.accounts.models import User

from .errors import NotNow, RoundError
from .holding import held_for


class AgreedByAnother(RoundError):
    """Somebody has set this level since it was read; ``agreed`` is the row now."""

    def __init__(self, agreed: AgreedLevel) -> None:
        self.agreed = agreed
        super().__init__(
            _("%(person)s has set this level while you had the page open.")
            % {"person": agreed.set_by}
        )


class OpinionByAnother(RoundError):
    """Somebody has noted this institution's opinion since it was read."""

    def __init__(self, dissent: Dissent) -> None:
        self.dissent = dissent
        super().__init__(
            _(
                "%(person)s has noted an opinion of %(institution)s while you had the "
                "page open: “%(text)s” Save again to put yours in its place."
            )
            % {
                "person": dissent.noted_by,
                "institution": dissent.institution,
                "text": dissent.text,
            }
        )


@transaction.atomic
def set_agreed_level(
    round: Round,
    question: str,
    *,
    level: Given,
    reason: str,
    who: Iterable[RoundInstitution],
    by: User,
    version: int,
    at: datetime | None = None,
) -> AgreedLevel:
    """Set the country's level; every version of it is kept.

    who: the institutions that agreed. version: the one the person has read, 0 for
    none; the same again changes nothing. The proposal of this moment is kept
    beside it.

    Raises NotNow, AgreedByAnother, and ValidationError by field: level, reason,
    who.
    """
    round = held_for(round, Action.AGREE, by=by)
    who = list(who)
    reason = reason.strip()
    _check(round, question, level, reason, who)
    result = score_round(framework_of(round), answers_of(round)).questions[question]
    found = (
        AgreedLevel.objects.select_for_update(of=("self",))
        .select_related("set_by")
        .filter(round=round, question=question)
        .first()
    )
    if found is None:
        found = AgreedLevel(round=round, question=question, version=0)
    else:
        same = (found.given, found.reason) == (str(level), reason)
        if same and set(found.agreed_by.all()) == set(who):
            return found
    if found.version != version:
        if not found.pk:
            raise NotNow
        raise AgreedByAnother(found)
    try:
        with transaction.atomic():
            return _set(found, level, reason, who, result, by, at or timezone.now())
    except IntegrityError:
        there = AgreedLevel.objects.filter(round=round, question=question)
        raise AgreedByAnother(there.select_related("set_by").get()) from None


@transaction.atomic
def agree_equal(
    round: Round,
    *,
    levels: Mapping[str, int],
    reason: str,
    who: Iterable[RoundInstitution],
    by: User,
    at: datetime | None = None,
) -> list[AgreedLevel]:
    """Agree the questions to which every institution gave one and the same level.

    levels: question > the level that the person has read. Those that are agreed
    already, or no longer answered with that level by everybody, are left as they
    are. Returns the new rows. Raises NotNow; ValidationError by field: levels,
    reason, who.
    """
    round = held_for(round, Action.AGREE, by=by)
    who, reason, at = list(who), reason.strip(), at or timezone.now()
    errors = _errors_of(round, reason, who)
    if not levels:
        errors["levels"] = _("Choose at least one question.")
    if errors:
        raise ValidationError(errors)
    framework, answers = framework_of(round), answers_of(round)
    result = score_round(framework, answers)
    by_question = defaultdict(list)
    for answer in answers:
        by_question[answer.question].append(answer)
    equal = equal_levels(framework, result, by_question, round.institutions.count())
    there = set(
        AgreedLevel.objects.filter(round=round).values_list("question", flat=True)
    )
    return [
        _set(
            AgreedLevel(round=round, question=question, version=0),
            level,
            reason,
            who,
            result.questions[question],
            by,
            at,
        )
        for question, level in equal.items()
        if question not in there and levels.get(question) == level
    ]


@transaction.atomic
def note_dissent(
    agreed: AgreedLevel,
    institution: RoundInstitution,
    *,
    level: Given,
    text: str,
    by: User,
    seen: datetime | None = None,
    at: datetime | None = None,
) -> Dissent:
    """Keep an institution's different opinion; a second one replaces the first.

    seen: when the one that the person has read was noted, None for none.
    Raises NotNow; OpinionByAnother; ValidationError by field: level, text.
    """
    round = held_for(agreed.round, Action.AGREE, by=by)
    text = text.strip()
    errors = {}
    if not text or len(text) > TEXT_LENGTH:
        errors["text"] = _("Write the different opinion in two or three lines.")
    if level is not None:
        try:
            judge(framework_of(round), agreed.question, level)
        except AnswerRefused:
            errors["level"] = _("Choose one of the answers offered.")
    if errors:
        raise ValidationError(errors)
    if institution.round_id != round.pk or agreed.round_id != round.pk:
        raise NotNow
    given = "" if level is None else str(level)
    found = Dissent.objects.filter(agreed=agreed, institution=institution)
    found = found.select_related("noted_by", "institution__institution").first()
    if found and (found.given, found.text) == (given, text):
        return found
    if found and found.noted_at != seen:
        raise OpinionByAnother(found)
    dissent, _made = Dissent.objects.update_or_create(
        agreed=agreed,
        institution=institution,
        defaults={
            "given": given,
            "text": text,
            "noted_by": by,
            "noted_at": at or timezone.now(),
        },
    )
    return dissent


@transaction.atomic
def remove_dissent(dissent: Dissent, *, by: User) -> None:
    """Take a different opinion away, at the institution's wish; the log keeps that.

    Twice is once. Raises NotNow.
    """
    round = held_for(dissent.agreed.round, Action.AGREE, by=by)
    deleted, _rows = Dissent.objects.filter(pk=dissent.pk).delete()
    if deleted:
        audit.record(
            by,
            "opinion_removed",
            round,
            country=round.country,
            question=dissent.agreed.question,
            institution=str(dissent.institution),
        )


def _set(agreed, level, reason, who, result, by, at) -> AgreedLevel:
    """Write a level with its next version; ``result``: of its question now."""
    agreed.given, agreed.reason = str(level), reason
    agreed.proposed = "" if result.proposed is None else str(result.proposed)
    agreed.proposed_why = result.why
    agreed.set_by, agreed.set_at = by, at
    agreed.version += 1
    agreed.na_accepted = None
    agreed.save()
    agreed.agreed_by.set(who)
    AgreedChange.objects.create(
        agreed=agreed,
        version=agreed.version,
        given=agreed.given,
        reason=reason,
        who=[str(one) for one in who],
        by=by,
        at=at,
    )
    return agreed


def _errors_of(round, reason, who) -> dict:
    errors = {}
    if not reason:
        errors["reason"] = _("Write in a line or two why this level was agreed.")
    elif len(reason) > TEXT_LENGTH:
        errors["reason"] = _(
            "This text is too long. The limit is %(limit)s characters."
        ) % {"limit": TEXT_LENGTH}
    if not who:
        errors["who"] = _("Say which institutions agreed.")
    elif any(one.round_id != round.pk for one in who):
        errors["who"] = _("This institution does not answer in this round.")
    return errors


def _check(round, question, level, reason, who) -> None:
    errors = _errors_of(round, reason, who)
    if level is None:
        errors = {"level": _("Choose the level that was agreed.")} | errors
    else:
        try:
            judge(framework_of(round), question, level)
        except AnswerRefused:
            errors = {"level": _("Choose one of the answers offered.")} | errors
    if errors:
        raise ValidationError(errors)
