"""Small changes to a round that is being set up: its due date, a missing institution."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from assessments.maturity.models import Round, RoundInstitution
from assessments.maturity.permissions import Action
from lms.accounts import audit
from lms.accounts.models import Institution, User

from .holding import held_for

#: Longest name of an institution, in characters, and longest key made from one.
NAME_LENGTH = 200
KEY_LENGTH = 50


@transaction.atomic
def set_due_date(round: Round, *, due_on: date | None, by: User) -> Round:
    """Set until when answers are awaited; None takes the date away.

    Raises NotNow; ValidationError on ``due_on`` for a day that has passed.
    """
    round = held_for(round, Action.SET_UP, by=by)
    if due_on == round.due_on:
        return round
    if due_on is not None and due_on < timezone.localdate():
        raise ValidationError(
            {"due_on": _("This day has passed. Choose today or later.")}
        )
    round.due_on = due_on
    round.save(update_fields=["due_on"])
    audit.record(
        by, "round_due", round, country=round.country, due_on=str(due_on or "")
    )
    return round


@transaction.atomic
def add_institution(
    round: Round, *, name: str, kind: str, is_core: bool, by: User
) -> RoundInstitution:
    """Add an institution that the country's list lacks, and ask it in this round.

    One with the same name is taken as it is; a second call changes nothing. The
    name is kept in the active language. Raises NotNow; ValidationError on
    ``name`` or ``kind``.
    """
    round = held_for(round, Action.SET_UP, by=by)
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        raise ValidationError({"name": _("Write the name of the institution.")})
    if kind not in Institution.Kind.values:
        raise ValidationError({"kind": _("Choose what it answers for.")})
    there = Institution.objects.filter(country=round.country)
    found = next(
        (one for one in there if str(one).casefold() == name.casefold()), None
    ) or _make(round, name, kind)
    row, made = RoundInstitution.objects.get_or_create(
        round=round,
        institution=found,
        defaults={"is_core": is_core, "position": round.institutions.count()},
    )
    if made:
        audit.record(by, "round_institutions", round, country=round.country)
    return row


def _make(round: Round, name: str, kind: str) -> Institution:
    """Return a new institution with a key that the country has not used."""
    stem = slugify(name)[:KEY_LENGTH].strip("-") or kind.replace("_", "-")
    text = LazyI18nString({get_language() or "en": name})
    for number in range(1, 100):
        key = stem if number == 1 else f"{stem}-{number}"
        try:
            with transaction.atomic():
                return Institution.objects.create(
                    country=round.country, key=key, kind=kind, name=text
                )
        except IntegrityError:
            continue
    raise ValidationError({"name": _("Write another name.")})
