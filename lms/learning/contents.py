"""What a certificate says: plain values, in one language, frozen at the issue.

A certificate of a module names the module, what the person can do now and the
result; one of a learning path names the role and the modules finished on the
way. Both carry the same keys, so that whoever shows one need not ask which it is:

name          the name that stands large; name_latin: the second spelling, or ""
scope         "module" or "path"
module_key    key of the module ("01"), or the role of the path ("statistician")
module_title  title of the module, or name of the role
objectives    what the person can do now; none for a path
modules       key, title and date (ISO 8601, or "") of each module of a path
minutes       learning time
points, possible, pass_mark   texts ("9", "8.5"), or None without a check
issued_on     the date in the person's time zone, ISO 8601
"""

import zoneinfo
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language, override

from lms.learning.models import Assignment, Certificate, Cohort, Completion
from modules.choices import Role
from modules.outline import ModuleOutline, all_outlines, module_outline
from modules.paths import learning_paths


def path_translation_key(role: str) -> UUID:
    """Return what stands for a learning path in records, in every language."""
    return uuid5(NAMESPACE_URL, f"path:{role}")


def module_content(
    person,
    outline: ModuleOutline,
    *,
    at: datetime,
    attempt=None,
    language: str = "",
    trainer: str = "",
    minutes: int | None = None,
) -> dict:
    """Return what the certificate of a module says.

    In the language given, of the attempt, or of the page, if the module exists
    in it, so that all of it is in one language. minutes counts where somebody
    attended less or more than the module is long.
    """
    language = language or getattr(attempt, "language", "") or _language(person)
    outline = module_outline(outline.key, language) or outline
    return _content(person, outline.language, at=at, trainer=trainer) | {
        "kind": "achievement" if attempt else "participation",
        "scope": "module",
        "module_key": outline.key,
        "module_title": outline.title,
        "objectives": list(outline.objectives),
        "modules": [],
        "points": _number(attempt.points) if attempt else None,
        "possible": _number(attempt.possible) if attempt else None,
        "pass_mark": _number(attempt.pass_mark) if attempt else None,
        "minutes": outline.minutes if minutes is None else minutes,
    }


def path_content(
    person,
    role: str,
    modules: Iterable[ModuleOutline],
    *,
    kind: str,
    at: datetime,
    language: str = "",
    trainer: str = "",
    minutes: int | None = None,
) -> dict:
    """Return what the certificate of a learning path says.

    modules are those of the path, in its order. The language is the person's
    unless one is given; a module without it is named as it exists.
    """
    language = language or _language(person)
    titles = all_outlines(language)
    modules = [titles.get(one.key, one) for one in modules]
    zone = zone_of(person)
    done = dict(
        Completion.objects.filter(
            person=person,
            kind=Completion.Kind.MODULE,
            translation_key__in=[one.translation_key for one in modules],
        ).values_list("translation_key", "at")
    )
    with override(language):
        title = str(Role(role).label)
    return _content(person, language, at=at, trainer=trainer) | {
        "kind": str(kind),
        "scope": "path",
        "module_key": role,
        "module_title": title,
        "objectives": [],
        "modules": [
            {
                "key": one.key,
                "title": one.title,
                "completed_on": done[one.translation_key]
                .astimezone(zone)
                .date()
                .isoformat()
                if one.translation_key in done
                else "",
            }
            for one in modules
        ],
        "points": None,
        "possible": None,
        "pass_mark": None,
        "minutes": sum(one.minutes for one in modules) if minutes is None else minutes,
    }


def _content(person, language: str, *, at: datetime, trainer: str) -> dict:
    with override(language):
        first, second = person.certificate_names()
        country = str(person.country.name) if person.country else ""
    return {
        "name": first,
        "name_latin": second,
        "issuer": settings.SITE_NAME,
        "country": country,
        "country_code": person.country.iso2 if person.country else "",
        "language": language,
        "trainer": trainer,
        "issued_on": at.astimezone(zone_of(person)).date().isoformat(),
    }


def trainer_of(person, key: str) -> str:
    """Return the trainers' names for somebody to whom a cohort assigned something.

    key is that of a module or the role of a path; a module may be assigned by
    itself or as part of a path. Empty without such a cohort; of several, the one
    that began last counts.
    """
    paths = learning_paths(get_language() or settings.LANGUAGE_CODE)
    roles = [one.role for one in paths if key in {module.key for module in one.modules}]
    assigned = Assignment.objects.filter(withdrawn_at__isnull=True).filter(
        Q(module_key=key) | Q(path_role__in=[*roles, key])
    )
    cohort = (
        Cohort.objects.learnt_in_by(person)
        .filter(pk__in=assigned.values("cohort"))
        .prefetch_related("trainers")
        .first()
    )
    return names_of(cohort.trainers.all()) if cohort else ""


def names_of(trainers) -> str:
    """Return trainers as a certificate names them."""
    return ", ".join(sorted(one.display_name for one in trainers))


def kind_of(attempt) -> str:
    """Return the kind of certificate that an attempt, or none, gives."""
    kinds = Certificate.Kind
    return kinds.ACHIEVEMENT if attempt else kinds.PARTICIPATION


def zone_of(person) -> zoneinfo.ZoneInfo:
    """Return the person's time zone, UTC when it is unknown here."""
    try:
        return zoneinfo.ZoneInfo(person.time_zone)
    except (KeyError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def _language(person) -> str:
    return get_language() or person.language


def _number(value) -> str | None:
    if value is None:
        return None
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
