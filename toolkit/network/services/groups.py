"""Founding the working group and keeping its data."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from lms.accounts import audit
from lms.accounts.models import Country, Institution, User
from toolkit.network.models import FocalPoint, WorkingGroup
from toolkit.network.permissions import can_keep
from toolkit.network.terms_skeleton import filled, skeleton

from .groups_errors import ChangedMeanwhile, GroupExists, NotYours


def check_keeper(by: User, country: Country) -> None:
    """Raise NotYours when somebody does not keep the record of a country."""
    if not can_keep(by, country):
        raise NotYours


@transaction.atomic
def found_group(
    country: Country,
    *,
    name: str,
    founded_on: date | None,
    founded_by: str,
    secretariat: Institution | None,
    language: str,
    by: User,
) -> WorkingGroup:
    """Found the working group of a country, with a draft of its terms of reference.

    The same again returns the group there is. Raises NotYours, and GroupExists
    when the country has one of another name.
    """
    check_keeper(by, country)
    group, is_new = WorkingGroup.objects.get_or_create(
        country=country,
        defaults={
            "name": name,
            "founded_on": founded_on,
            "founded_by": founded_by,
            "secretariat": secretariat,
            "terms_language": language,
            "has_draft": True,
            "terms": first_terms(
                country,
                language=language,
                name=name,
                decision=founded_by,
                secretariat=secretariat,
            ),
        },
    )
    if is_new:
        audit.record(by, "group_founded", group, country=country)
    elif group.name != name:
        raise GroupExists
    return group


@transaction.atomic
def change_group(
    group: WorkingGroup,
    *,
    name: str,
    founded_on: date | None,
    founded_by: str,
    secretariat: Institution | None,
    edit_number: int,
    by: User,
) -> WorkingGroup:
    """Change name, decision and secretariat. The terms of reference stay as written.

    Raises NotYours, and ChangedMeanwhile when somebody saved since ``edit_number``.
    """
    check_keeper(by, group.country)
    group = WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    wanted = {
        "name": name,
        "founded_on": founded_on,
        "founded_by": founded_by,
        "secretariat": secretariat,
    }
    if all(getattr(group, key) == value for key, value in wanted.items()):
        return group
    if group.edit_number != edit_number:
        raise ChangedMeanwhile
    for key, value in wanted.items():
        setattr(group, key, value)
    touch(group)
    audit.record(by, "group_changed", group, country=group.country)
    return group


def touch(group: WorkingGroup) -> None:
    """Save a changed group under its next edit number."""
    group.edit_number += 1
    group.changed_at = timezone.now()
    group.save()


def first_terms(
    country: Country,
    *,
    language: str,
    name: str,
    decision: str,
    secretariat: Institution | None,
) -> list[dict]:
    """Return the skeleton with the names of a country filled in, in a language."""
    with override(language):
        members = _network_of(country)
        office = next(
            (one for one in members if one.kind == Institution.Kind.STATISTICS), None
        )
        names = {
            "country": str(country),
            "group": _inside_a_sentence(name),
            "decision": decision,
            "secretariat": str(secretariat or ""),
            "statistics_office": str(office or ""),
            "institutions": "\n".join(f"- {one}" for one in members),
        }
    return filled(skeleton(), language, names)


def _inside_a_sentence(name: str) -> str:
    """Return a name as it stands after an article: "working group on data"."""
    first, rest = name[:1], name[1:]
    # An abbreviation keeps its capitals.
    return name if rest[:1].isupper() else f"{first.lower()}{rest}"


def _network_of(country: Country) -> list[Institution]:
    """Return the core institutions; without any profile, all that are active."""
    rows = list(
        Institution.objects.active().filter(country=country).select_related("profile")
    )
    core = [one for one in rows if hasattr(one, "profile") and one.profile.is_core]
    return core or rows


def proposed_members(country: Country) -> list[FocalPoint]:
    """Return the current focal points and deputies, as members to propose."""
    rows = FocalPoint.objects.current().filter(institution__country=country)
    return list(rows.select_related("institution", "person"))
