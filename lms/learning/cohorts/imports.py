"""Bringing many people into a cohort: looked at first, then carried out as shown."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from lms.accounts.audit import record
from lms.accounts.models import Country, Institution, User
from lms.accounts.permissions import can_grant
from lms.accounts.roles import Role
from lms.accounts.services import Guest, invite_learners
from lms.core.table_files import clean
from lms.learning.models import Cohort, CohortMember, MemberImport, PendingMember

from .addresses import clean_email
from .members import CHUNK, enter_many, people_of_place, tell_joined
from .services import refuse_others
from .verdicts import (
    HERE,
    INVITE,
    JOIN,
    REFUSED,
    WAITING,
    Account,
    Known,
    Row,
    judge,
    plain,
)

#: How long a list that was never imported is kept: it names people.
KEPT_FOR = timedelta(days=7)
#: Names that people write for the languages of the platform, in English.
LANGUAGE_NAMES = {
    "en": "English",
    "ru": "Russian",
    "fr": "French",
    "es": "Spanish",
    "ar": "Arabic",
}


@dataclass(frozen=True)
class Result:
    """What an import did; changed: rows that were no longer what was shown."""

    joined: int = 0
    invited: int = 0
    here: int = 0
    refused: int = 0
    changed: int = 0


@transaction.atomic
def prepare_import(
    cohort: Cohort,
    entries,
    *,
    by: User,
    way: str,
    language: str,
    country: Country | None = None,
    file_name: str = "",
    ignored=(),
    at: datetime | None = None,
) -> MemberImport:
    """Judge a list of people and keep what would happen; nobody is told anything.

    language: of invitations where a row names none. country: of new people where
    a row names none, for a cohort of a region. What by looked at before in this
    cohort and never carried out is forgotten, and so is what anybody left lying.

    Raises NotYours, CohortArchived.
    """
    refuse_others(cohort, by)
    entries = list(entries)
    known = known_for(cohort, entries, by=by, language=language, country=country)
    at = at or timezone.now()
    MemberImport.objects.filter(applied_at__isnull=True).filter(
        Q(cohort=cohort, made_by=by) | Q(made_at__lt=at - KEPT_FOR)
    ).delete()
    rows = judge(entries, known)
    return MemberImport.objects.create(
        cohort=cohort,
        way=way,
        file_name=file_name[:255],
        language=language,
        rows=[row.as_json() for row in rows],
        ignored_columns=list(ignored)[:50],
        made_by=by,
        made_at=at,
        result={"country": country.pk if country else None},
    )


@transaction.atomic
def correct_import(
    prepared: MemberImport, corrections: dict[int, str], *, by: User
) -> MemberImport:
    """Put other words into refused rows and judge everything anew.

    corrections: place of the row in the list > what its wrong field should say.
    Raises NotYours, CohortArchived.
    """
    prepared = _locked(prepared, by)
    if prepared.applied_at:
        return prepared
    entries = []
    for place, row in enumerate(rows_of(prepared)):
        entry = row.entry
        if place in corrections and row.wrong_field:
            tidy = clean_email if row.wrong_field == "email" else clean
            entry = replace(entry, **{row.wrong_field: tidy(corrections[place])})
        entries.append(entry)
    rows = judge(entries, _known_again(prepared, entries, by))
    prepared.rows = [row.as_json() for row in rows]
    prepared.save(update_fields=["rows"])
    return prepared


@transaction.atomic
def apply_import(
    prepared: MemberImport, *, by: User, at: datetime | None = None
) -> Result:
    """Do what was shown: people of the place join, the others are invited.

    What has changed since it was shown is left as it is and counted. Twice gives
    the first result again. E-mails are written by background work.

    Raises NotYours, CohortArchived.
    """
    prepared = _locked(prepared, by)
    at = at or timezone.now()
    if not prepared.claim(at):
        prepared.refresh_from_db(fields=["result"])
        return Result(**prepared.result)
    cohort = prepared.cohort
    shown = rows_of(prepared)
    entries = [row.entry for row in shown]
    now = judge(entries, _known_again(prepared, entries, by))
    pairs = list(zip(shown, now, strict=True))
    same = [new for old, new in pairs if old.verdict == new.verdict]
    done = [
        new
        for old, new in pairs
        if old.verdict != new.verdict and new.verdict in (HERE, WAITING)
    ]
    joining = [row for row in same if row.verdict == JOIN]
    guests = [row for row in same if row.verdict == INVITE]
    members = _enter(cohort, joining, way=prepared.way, at=at)
    _invite(cohort, guests, way=prepared.way, by=by, at=at)
    result = Result(
        joined=len(members),
        invited=len(guests),
        here=len(done) + sum(row.verdict in (HERE, WAITING) for row in same),
        refused=sum(row.verdict == REFUSED for row in same),
        changed=len(pairs) - len(same) - len(done),
    )
    prepared.rows, prepared.result = [], vars(result)
    prepared.save(update_fields=["rows", "result"])
    if members or guests:
        details = {"joined": result.joined, "invited": result.invited}
        record(by, "cohort_imported", cohort, country=cohort.country, **details)
    return result


def rows_of(prepared: MemberImport) -> list[Row]:
    """Return what would happen to each person, in the order of the list."""
    return [Row.from_json(data) for data in prepared.rows]


def totals(rows: list[Row]) -> Counter:
    """Return how many rows have each verdict."""
    return Counter(row.verdict for row in rows)


def known_for(
    cohort: Cohort, entries, *, by: User, language: str, country: Country | None = None
) -> Known:
    """Gather what a list for this cohort is judged by, in a handful of queries.

    Accounts are looked up in the cohort's country or region alone: whether
    somebody elsewhere has an account is not to be found out with a list.
    """
    countries = (
        [cohort.country]
        if cohort.country_id
        else list(Country.objects.filter(region=cohort.region_id))
    )
    bodies = Institution.objects.active().filter(country__in=countries)
    institutions: dict[int, dict[str, int]] = {one.pk: {} for one in countries}
    labels = {}
    for body in bodies:
        institutions[body.country_id] |= _names(body.name, body.key, pk=body.pk)
        labels[body.pk] = str(body)
    known_countries = {}
    for one in countries:
        known_countries |= _names(one.name, one.iso2, one.iso3, pk=one.pk)
    default = cohort.country or country
    return Known(
        accounts=_accounts(cohort, [entry.email for entry in entries]),
        members=frozenset(cohort.members.current().values_list("person_id", flat=True)),
        waiting=frozenset(cohort.pending.waiting().values_list("email", flat=True)),
        trainers=frozenset(cohort.trainers.values_list("email", flat=True)),
        countries=known_countries,
        institutions=institutions,
        country_labels={one.pk: str(one) for one in countries},
        institution_labels=labels,
        country=default.pk if default else None,
        may_invite=frozenset(
            one.pk for one in countries if can_grant(by, Role.LEARNER, country=one)
        ),
        languages=_languages(),
        language=language,
    )


def _accounts(cohort: Cohort, emails: list[str]) -> dict[str, Account]:
    """Return the accounts in the cohort's place, by each confirmed address asked for."""
    people, found = people_of_place(cohort), {}
    for start in range(0, len(emails), CHUNK):
        part = emails[start : start + CHUNK]
        others = EmailAddress.objects.filter(
            verified=True, email__in=part, user__in=people.values("pk")
        )
        for pk, email, active in [
            *others.values_list("user_id", "email", "user__is_active"),
            *people.filter(email__in=part).values_list("pk", "email", "is_active"),
        ]:
            found[email] = Account(pk, active)
    return found


def _names(name: LazyI18nString, *keys: str, pk: int) -> dict[str, int]:
    """Return all that is written for something, in plain letters > its id."""
    texts = name.data.values() if isinstance(name.data, dict) else [name.data]
    return {plain(str(text)): pk for text in (*texts, *keys) if text}


def _languages() -> dict[str, str]:
    known = {}
    for code, name in settings.LANGUAGES:
        for words in (code, name, LANGUAGE_NAMES.get(code, code)):
            known[plain(words)] = code
    return known


def _known_again(prepared: MemberImport, entries, by: User) -> Known:
    country = Country.objects.filter(pk=prepared.result.get("country")).first()
    return known_for(
        prepared.cohort, entries, by=by, language=prepared.language, country=country
    )


def _enter(cohort, rows: list[Row], *, way: str, at: datetime) -> list[CohortMember]:
    ids = [row.person for row in rows]
    people = []
    for start in range(0, len(ids), CHUNK):
        people += User.objects.filter(pk__in=ids[start : start + CHUNK], is_active=True)
    members = enter_many(cohort, people, way=way, at=at)
    tell_joined(members)
    return members


def _invite(cohort, rows: list[Row], *, way: str, by: User, at: datetime) -> None:
    """Wait for these people, and invite them as learners of their countries."""
    PendingMember.objects.bulk_create(
        [
            PendingMember(
                cohort=cohort,
                email=row.entry.email,
                full_name=row.entry.full_name,
                latin_name=row.entry.latin_name,
                language=row.language,
                way=way,
                invited_by=by,
                invited_at=at,
            )
            for row in rows
        ],
        batch_size=CHUNK,
        ignore_conflicts=True,
    )
    bodies = Institution.objects.in_bulk(
        {row.institution for row in rows if row.institution}
    )
    for country in Country.objects.filter(pk__in={row.country for row in rows}):
        guests = [
            Guest(
                row.entry.email,
                row.entry.full_name,
                row.language,
                bodies.get(row.institution),
            )
            for row in rows
            if row.country == country.pk
        ]
        invite_learners(guests, country=country, by=by, at=at)


def _locked(prepared: MemberImport, by: User) -> MemberImport:
    """Return the import as it is now; it and its cohort are held until we are done."""
    cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).get(
        pk=prepared.cohort_id
    )
    refuse_others(cohort, by)
    found = MemberImport.objects.select_for_update(of=("self",)).get(pk=prepared.pk)
    found.cohort = cohort
    return found
