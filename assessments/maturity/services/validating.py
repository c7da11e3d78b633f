"""What a validator of the region says about evidence and "not applicable"."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.maturity.models import AgreedLevel, Evidence
from assessments.maturity.models.lengths import REASON_LENGTH
from assessments.maturity.permissions import Action
from assessments.maturity.round_reading import framework_of
from lms.accounts.models import User

from .errors import NotNow, RoundError
from .holding import held_for

#: The person has read no decision, or does not say which.
ANY = object()


class JudgedByAnother(RoundError):
    """Somebody has decided on this evidence since it was read."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        super().__init__(
            _(
                "%(person)s has decided on this evidence while you had the page open. "
                "Look at that decision; save again to put yours in its place."
            )
            % {"person": evidence.reviewed_by}
        )


@transaction.atomic
def accept_evidence(
    evidence: Evidence,
    *,
    supports: int,
    by: User,
    note: str = "",
    seen=ANY,
    at: datetime | None = None,
) -> Evidence:
    """Accept evidence for levels up to ``supports``; a later decision replaces it.

    seen: when the decision that the person has read was made, None for none.
    Raises NotNow; JudgedByAnother; ValidationError on ``supports`` or ``note``.
    """
    round = held_for(evidence.institution.round, Action.VALIDATE, by=by)
    framework = framework_of(round)
    if not framework.minimum <= supports <= framework.maximum:
        raise ValidationError(
            {
                "supports": _("Choose a level from %(lowest)s to %(highest)s.")
                % {"lowest": framework.minimum, "highest": framework.maximum}
            }
        )
    return _decide(evidence, Evidence.Review.ACCEPTED, supports, note, by, seen, at)


@transaction.atomic
def return_evidence(
    evidence: Evidence, *, note: str, by: User, seen=ANY, at: datetime | None = None
) -> Evidence:
    """Send evidence back with a note that says why.

    seen: as in accept_evidence. Raises NotNow, JudgedByAnother, ValidationError.
    """
    held_for(evidence.institution.round, Action.VALIDATE, by=by)
    if not note.strip():
        raise ValidationError(
            {"note": _("Write what is missing, so that the country can mend it.")}
        )
    return _decide(evidence, Evidence.Review.RETURNED, None, note, by, seen, at)


@transaction.atomic
def judge_not_applicable(agreed: AgreedLevel, *, accepted: bool, by: User) -> None:
    """Accept or refuse "not applicable"; refused, it counts as "don't know".

    Raises NotNow.
    """
    held_for(agreed.round, Action.VALIDATE, by=by)
    changed = AgreedLevel.objects.filter(pk=agreed.pk, given="na").update(
        na_accepted=accepted
    )
    if not changed:
        raise NotNow


def _decide(evidence, review, supports, note, by, seen, at) -> Evidence:
    note = note.strip()
    if len(note) > REASON_LENGTH:
        raise ValidationError(
            {
                "note": _("This text is too long. The limit is %(limit)s characters.")
                % {"limit": REASON_LENGTH}
            }
        )
    evidence = (
        Evidence.objects.select_for_update(of=("self",))
        .select_related("reviewed_by")
        .get(pk=evidence.pk)
    )
    if evidence.removed_at:
        raise NotNow
    same = (evidence.review, evidence.supports, evidence.review_note)
    if same == (review, supports, note):
        return evidence
    if seen is not ANY and evidence.reviewed_at != seen:
        raise JudgedByAnother(evidence)
    evidence.review, evidence.supports = review, supports
    evidence.review_note = note
    evidence.reviewed_by, evidence.reviewed_at = by, at or timezone.now()
    evidence.save(
        update_fields=[
            "review",
            "supports",
            "review_note",
            "reviewed_by",
            "reviewed_at",
        ]
    )
    return evidence
