"""Asking the focal points of owners to agree to their rows, by e-mail."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from lms.accounts import mail
from lms.accounts.models import Institution, Membership, User
from lms.accounts.roles import Role
from toolkit.indicators.models import ChosenIndicator, MinimumSet

from .sets import held_draft


@dataclass(frozen=True)
class Asked:
    """How many people are asked, and the owners for whom nobody has an account."""

    people: int
    unreached: tuple[Institution, ...]


@transaction.atomic
def ask_owners(minimum_set: MinimumSet, *, by: User) -> Asked:
    """Write to the focal points whose agreement is awaited.

    One e-mail a person with all rows of the institution. Who was already asked about
    the same rows as they read now is not asked again. Raises NoDraft.
    """
    draft = held_draft(minimum_set)
    awaited: dict[int, list[ChosenIndicator]] = defaultdict(list)
    for row in draft.chosen.with_all():
        if row.owner_id and not row.missing and row.agreement is None:
            awaited[row.owner_id].append(row)
    found = Membership.objects.current().filter(
        role=Role.FOCAL_POINT, institution__in=awaited, person__is_active=True
    )
    owners = {row.owner_id: row.owner for rows in awaited.values() for row in rows}
    asked = 0
    for membership in found.select_related("person", "institution").order_by("pk"):
        rows = awaited[membership.institution_id]
        owners.pop(membership.institution_id, None)
        person = membership.person
        mail.send(
            "indicators/email/agreement_asked",
            to=person.email,
            person=person,
            language=person.language,
            country=draft.country,
            once_key=f"indicators:agree:{person.pk}:{_digest(rows)}",
            context={
                "person": person,
                "institution": membership.institution,
                "country": draft.country,
                "code": draft.country.iso3.lower(),
                "rows": rows,
                "by": by,
            },
        )
        asked += 1
    return Asked(asked, tuple(owners.values()))


def _digest(rows) -> str:
    """Return what these rows come down to as they read now."""
    text = ",".join(f"{row.pk}.{row.edit_number}" for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
