"""Which institution takes which role of the library: proposed by kind, people decide.

A role is taken by one institution that leads, and by others that support it. Roles
that every core institution has (data owner, core institution) are led by the one that
coordinates; the others support.
"""

from collections.abc import Iterable, Mapping

from lms.accounts.models import Country, Institution
from toolkit.network.models import GroupMember, WorkingGroup
from toolkit.plans.library import Action, Library

Kind = Institution.Kind

#: Role > kinds of institution, the likeliest first.
KINDS: Mapping[str, tuple[str, ...]] = {
    "passport_visa": (Kind.MIGRATION, Kind.INTERIOR),
    "statistics_office": (Kind.STATISTICS,),
    "foreign_affairs": (Kind.FOREIGN_AFFAIRS,),
    "justice": (Kind.JUSTICE,),
    "legal_department": (Kind.JUSTICE,),
    "data_protection": (Kind.DATA_PROTECTION, Kind.JUSTICE),
    "education": (Kind.EDUCATION,),
    "labour": (Kind.LABOUR,),
    "tourism": (Kind.TOURISM,),
    "tax": (Kind.TAX,),
    "border_service": (Kind.BORDER,),
    "it_body": (Kind.GOVERNMENT_IT,),
    "training_institute": (Kind.RESEARCH,),
    "register_owner": (Kind.INTERIOR, Kind.MIGRATION),
    "sector_owner": (Kind.LABOUR, Kind.EDUCATION, Kind.TOURISM, Kind.TAX),
}
#: Roles of whoever coordinates, and of the ministry that leads.
COORDINATING = ("coordinating_institution", "working_group", "question_owner")
COORDINATING += ("coordinator", "policy_unit", "personnel_department")
LEADING = ("lead_ministry", "deputy_prime_minister", "deputy_minister")
#: Roles that every core institution has.
COLLECTIVE = ("core_institution", "data_owner", "register_owner", "sector_owner")
COLLECTIVE += ("all_ministries", "legal_department", "personnel_department")
COLLECTIVE += ("policy_unit",)
#: Roles whose others are those of the same kinds, not every core institution.
_BY_KIND = ("sector_owner", "legal_department", "personnel_department", "policy_unit")


def proposed_roles(
    library: Library, country: Country, core: Iterable[int] = ()
) -> dict[str, list[int]]:
    """Return role > ids of institutions, the one that leads first; three queries.

    core: ids of the core institutions, as in the round. Roles that nobody in the
    network could take are left out; the lines then say that nobody is responsible.
    """
    bodies = list(country.institutions.active().order_by("kind", "key"))
    there = {one.pk for one in bodies}
    by_kind: dict[str, list[int]] = {}
    for one in bodies:
        by_kind.setdefault(one.kind, []).append(one.pk)
    core = [pk for pk in core if pk in there] or [one.pk for one in bodies]
    group = WorkingGroup.objects.of_country(country).first()
    chair = _chair(group)
    secretariat = group.secretariat_id if group else None
    lead = _first([chair], there) or _of_kind(
        by_kind, (Kind.INTERIOR, Kind.FOREIGN_AFFAIRS, Kind.MIGRATION)
    )
    lead = lead or _first(core, there)
    coordinating = (
        _first([secretariat, chair], there) or _of_kind(by_kind, (Kind.MIGRATION,))
    ) or lead
    found: dict[str, list[int]] = {}
    for role in library.roles:
        if role in COORDINATING:
            taken = [coordinating]
        elif role in LEADING:
            taken = [lead]
        elif role in _BY_KIND:
            taken = [pk for kind in KINDS.get(role, ()) for pk in by_kind.get(kind, ())]
        elif role in COLLECTIVE:
            taken = [_of_kind(by_kind, KINDS.get(role, ())) or coordinating, *core]
        else:
            taken = [_of_kind(by_kind, KINDS.get(role, ()))]
        taken = list(dict.fromkeys(pk for pk in taken if pk))
        if taken:
            found[role] = taken
    return found


def who(action: Action, roles: Mapping[str, list[int]]) -> tuple[int | None, list[int]]:
    """Return who is responsible for an action and who supports it.

    The first of its responsible roles that somebody takes leads; the others of that
    role, of the next ones and of the supporting roles support.
    """
    taken = [
        roles.get(role) or [] for role in (*action.responsible, *action.supporting)
    ]
    leaders = [ids for ids in taken[: len(action.responsible)] if ids]
    leader = leaders[0][0] if leaders else None
    others = dict.fromkeys(pk for ids in taken for pk in ids if pk != leader)
    return leader, list(others)


def _chair(group: WorkingGroup | None) -> int | None:
    if group is None:
        return None
    seats = GroupMember.objects.filter(group=group, seat=GroupMember.Seat.CHAIR)
    return seats.current().values_list("institution_id", flat=True).first()


def _of_kind(by_kind, kinds) -> int | None:
    return next((by_kind[kind][0] for kind in kinds if by_kind.get(kind)), None)


def _first(candidates, there) -> int | None:
    return next((pk for pk in candidates if pk in there), None)
