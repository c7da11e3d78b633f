"""Contact lists from a file: looked at first, then carried out as shown, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from lms.accounts import audit
from lms.accounts.models import Country, Institution, User
from lms.core.table_files import Fault
from toolkit.network.contact_judging import (
    CHANGED,
    MOVED,
    NEW,
    REPLACED,
    SAME,
    Judged,
    Known,
    judge,
    settled_name,
    unknown_names,
)
from toolkit.network.contact_reading import Given
from toolkit.network.models import ContactImport, FocalPoint, Unit
from toolkit.network.permissions import can_keep

from .contact_errors import NotYours, RecordMoved
from .designating import designate, end_designation, move_posts, replace
from .institutions import add_institution, add_unit, held_profile, unit_called

#: How long a file that was never brought in is kept.
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Decision:
    """What is meant by a name that the network lacks: one it has, or a new one."""

    institution: int | None = None
    kind: str = ""

    def plain(self) -> dict:
        """Return it as values that a JSON column keeps."""
        return {"institution": self.institution, "kind": self.kind}


@transaction.atomic
def prepare_import(
    country: Country, rows: Sequence[Given], *, by: User, file_name: str = ""
) -> ContactImport:
    """Keep what a file without faults would do; nothing else changes.

    What the person looked at before and never carried out is forgotten, and what
    anybody left lying. Raises NotYours.
    """
    if not can_keep(by, country):
        raise NotYours
    waiting = ContactImport.objects.filter(country=country, applied_at=None)
    waiting.filter(made_by=by).delete()
    waiting.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    judged, _faults = judge(rows, Known(country), {})
    return ContactImport.objects.create(
        country=country,
        file_name=file_name[:255],
        rows=[one.plain() for one in judged],
        made_by=by,
    )


@transaction.atomic
def decide(
    prepared: ContactImport, decisions: Mapping[str, Decision], *, by: User
) -> list[Fault]:
    """Keep what is meant by unknown names and judge again; return what is wrong then.

    With faults nothing is kept. Raises NotYours.
    """
    if not can_keep(by, prepared.country):
        raise NotYours
    judged, faults = judge(
        given_of(prepared), Known(prepared.country), meant(decisions)
    )
    if not faults:
        prepared.rows = [one.plain() for one in judged]
        plain = {name: one.plain() for name, one in decisions.items()}
        prepared.result = {"decisions": plain}
        prepared.save(update_fields=["rows", "result"])
    return faults


@transaction.atomic
def refresh(prepared: ContactImport) -> None:
    """Judge again by the record as it is now, after RecordMoved."""
    decisions = decisions_of(prepared)
    judged, _faults = judge(
        given_of(prepared), Known(prepared.country), meant(decisions)
    )
    prepared.rows = [one.plain() for one in judged]
    prepared.save(update_fields=["rows"])


@transaction.atomic
def apply_import(prepared: ContactImport, *, by: User) -> dict[str, int]:
    """Carry out what was shown, all or nothing; a second time gives the first result.

    Returns how many rows were new, changed, replaced, moved, and how many
    institutions were added. Raises NotYours; RecordMoved when the record has changed
    since; the refusals of the other services.
    """
    country = Country.objects.select_for_update(no_key=True).get(pk=prepared.country_id)
    if not can_keep(by, country):
        raise NotYours
    if not prepared.claim():
        prepared.refresh_from_db()
        return prepared.result.get("counts", {})
    shown = rows_of(prepared)
    decisions = decisions_of(prepared)
    known = Known(country)
    judged, faults = judge(given_of(prepared), known, meant(decisions))
    undecided = set(unknown_names(given_of(prepared), known)) - set(decisions)
    if (
        faults
        or undecided
        or [one.plain() for one in judged] != [one.plain() for one in shown]
    ):
        raise RecordMoved
    counts = _Writing(country, judged, decisions, by).write()
    prepared.result = {"counts": counts}
    prepared.rows = []
    prepared.save(update_fields=["rows", "result"])
    audit.record(by, "contacts_imported", country, country=country, **counts)
    return counts


def rows_of(prepared: ContactImport) -> list[Judged]:
    """Return what would happen, in the order of the file."""
    return [Judged.from_plain(values) for values in prepared.rows]


def given_of(prepared: ContactImport) -> list[Given]:
    """Return what the rows of the file say."""
    return [one.given for one in rows_of(prepared)]


def decisions_of(prepared: ContactImport) -> dict[str, Decision]:
    """Return what was decided about unknown names."""
    found = prepared.result.get("decisions", {})
    return {name: Decision(**values) for name, values in found.items()}


def meant(decisions: Mapping[str, Decision]) -> dict[str, int]:
    """Return unknown name > id of the institution that is meant by it."""
    return {name: one.institution for name, one in decisions.items() if one.institution}


class _Writing:
    """The writing of one import, inside its transaction."""

    def __init__(self, country, judged, decisions, by) -> None:
        self.country, self.judged, self.by = country, judged, by
        self.decisions = decisions
        self.today: date = timezone.localdate()
        self.places: dict[str, Institution] = {}
        self.counts = dict.fromkeys((NEW, CHANGED, REPLACED, MOVED, "institutions"), 0)

    def write(self) -> dict[str, int]:
        """Write all rows; return the counts."""
        self._make_room()
        for one in self.judged:
            if one.verdict != SAME:
                self._carry_out(one)
                self.counts[one.verdict] += 1
        return self.counts

    def _make_room(self) -> None:
        """Let those move who change posts, and those leave whose post they take."""
        moved = [one for one in self.judged if one.verdict == MOVED]
        rows = FocalPoint.objects.in_bulk([one.person for one in moved])
        staying = {one.person for one in moved}
        for one in moved:
            holder = FocalPoint.objects.filter(
                institution=one.institution, post=one.post, ended_on=None
            ).exclude(pk__in=staying)
            for row in holder:
                end_designation(row, by=self.by)
        self.moved = move_posts(
            [(rows[one.person], one.post) for one in moved], by=self.by
        )

    def _carry_out(self, one: Judged) -> None:
        institution = self._institution(one)
        if not one.given.name:
            self._describe(one, institution)
            return
        data = self._data(one, institution)
        if one.verdict in (CHANGED, MOVED):
            pk = self.moved[one.person] if one.verdict == MOVED else one.person
            self._change(pk, one, data)
            return
        holder = FocalPoint.objects.filter(
            institution=institution, post=one.post, ended_on=None
        ).first()
        if holder:
            replace(holder, by=self.by, data=data)
        else:
            designate(institution, by=self.by, post=one.post, data=data)

    def _institution(self, one: Judged) -> Institution:
        if one.institution:
            rows = Institution.objects.select_related("country")
            return rows.get(pk=one.institution)
        name = settled_name(one.given.institution, self.decisions)
        if name not in self.places:
            self.places[name] = add_institution(
                self.country,
                names={get_language() or "en": name},
                kind=self.decisions[name].kind,
                by=self.by,
            )
            self.counts["institutions"] += 1
        return self.places[name]

    def _data(self, one: Judged, institution: Institution) -> dict:
        given = one.given
        return {
            "full_name": given.name,
            "title": given.title,
            "unit": self._unit(one, institution),
            "email": given.email,
            "telephone": given.telephone,
            "fax": given.fax,
            "languages": given.languages,
            "address": self._settled(institution, "address", given.address),
            "website": self._settled(institution, "website", given.website),
            "started_on": self.today,
        }

    def _unit(self, one: Judged, institution: Institution) -> Unit | None:
        if not one.given.unit:
            return None
        found = unit_called(institution, [one.given.unit])
        if found and found.is_active:
            return found
        return add_unit(
            institution,
            names={get_language() or "en": one.given.unit},
            by=self.by,
        )

    def _settled(self, institution: Institution, field: str, text: str) -> str:
        """Return the person's own address or website; the first one is the office's."""
        if not text:
            return ""
        profile = held_profile(institution)
        if not getattr(profile, field):
            setattr(profile, field, text)
            profile.edit_number += 1
            profile.save(update_fields=[field, "edit_number"])
        return "" if getattr(profile, field) == text else text

    def _change(self, pk: int, one: Judged, data: dict) -> None:
        """Write what the file says otherwise; empty cells leave what is there."""
        if not one.changes:
            return
        row = FocalPoint.objects.select_for_update(of=("self",)).get(pk=pk)
        for name in one.changes:
            setattr(row, name, data[name])
        row.edit_number += 1
        row.changed_at = timezone.now()
        row.save()

    def _describe(self, one: Judged, institution: Institution) -> None:
        """Write the contact data of the office itself."""
        profile = held_profile(institution)
        given = one.given
        for name in ("address", "telephone", "fax", "email", "website"):
            if getattr(given, name):
                setattr(profile, name, getattr(given, name))
        profile.edit_number += 1
        profile.changed_at = timezone.now()
        profile.save()
        self._unit(one, institution)
