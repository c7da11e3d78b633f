"""Institutions of a country's network: added, described, closed, opened again."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from lms.accounts import audit
from lms.accounts.models import Country, Institution, User
from toolkit.network.models import FocalPoint, InstitutionProfile, Unit
from toolkit.network.permissions import can_keep, can_speak_for

from .contact_errors import ChangedMeanwhile, NotYours
from .designating import end_designation

#: Longest key made from a name, in characters.
KEY_LENGTH = 50
#: What stands in the contact data of an institution.
CONTACT_FIELDS = ("address", "telephone", "fax", "email", "website")


@transaction.atomic
def add_institution(
    country: Country,
    *,
    names: Mapping[str, str],
    kind: str,
    by: User,
    is_core: bool = True,
    part: str = InstitutionProfile.Part.BOTH,
    contact: Mapping[str, str] | None = None,
) -> Institution:
    """Add an institution with its contact data; the key is made from the name.

    names: language > name. contact: of CONTACT_FIELDS. Raises NotYours;
    ValidationError on ``names`` when there is one with such a name.
    """
    if not can_keep(by, country):
        raise NotYours
    names = tidy_names(names)
    # Two at once with the same name wait for each other here.
    Country.objects.select_for_update(no_key=True).get(pk=country.pk)
    refuse_known_name(country, names)
    institution = _create(country, names, kind)
    InstitutionProfile.objects.create(
        institution=institution, is_core=is_core, part=part, **(contact or {})
    )
    audit.record(by, "institution_added", institution, country=country)
    return institution


@transaction.atomic
def change_institution(
    institution: Institution,
    *,
    by: User,
    seen: int,
    contact: Mapping[str, str],
    names: Mapping[str, str] | None = None,
    kind: str | None = None,
    is_core: bool | None = None,
    part: str | None = None,
) -> Institution:
    """Change contact data; name, kind and part only for who keeps the record.

    seen: the edit number the change was made from. Raises NotYours,
    ChangedMeanwhile; ValidationError on ``names``.
    """
    if not can_speak_for(by, institution):
        raise NotYours
    keeps = can_keep(by, institution.country)
    profile = held_profile(institution)
    if profile.edit_number != seen:
        raise ChangedMeanwhile(profile)
    if keeps and names is not None:
        refuse_known_name(institution.country, tidy_names(names), but=institution)
        institution.name = LazyI18nString(_merged(institution.name, names))
        institution.kind = kind or institution.kind
        institution.save(update_fields=["name", "kind"])
        profile.is_core = profile.is_core if is_core is None else is_core
        profile.part = part or profile.part
    for field in CONTACT_FIELDS:
        setattr(profile, field, contact.get(field, getattr(profile, field)))
    profile.edit_number += 1
    profile.changed_at = timezone.now()
    profile.save()
    audit.record(by, "institution_changed", institution, country=institution.country)
    return institution


@transaction.atomic
def close_institution(institution: Institution, *, by: User) -> Institution:
    """Take an institution off the network; its people's designations end today.

    Nothing is deleted. Closing twice is closing once. Raises NotYours.
    """
    if not can_keep(by, institution.country):
        raise NotYours
    institution = _held(institution)
    if not institution.is_active:
        return institution
    for focal_point in FocalPoint.objects.filter(
        institution=institution, ended_on=None
    ):
        end_designation(focal_point, by=by)
    institution.is_active = False
    institution.save(update_fields=["is_active"])
    audit.record(by, "institution_closed", institution, country=institution.country)
    return institution


@transaction.atomic
def reopen_institution(institution: Institution, *, by: User) -> Institution:
    """Take a closed institution into the network again. Raises NotYours."""
    if not can_keep(by, institution.country):
        raise NotYours
    institution = _held(institution)
    if institution.is_active:
        return institution
    institution.is_active = True
    institution.save(update_fields=["is_active"])
    audit.record(by, "institution_reopened", institution, country=institution.country)
    return institution


@transaction.atomic
def add_unit(institution: Institution, *, names: Mapping[str, str], by: User) -> Unit:
    """Add a unit; a closed one with the same name is opened again.

    Raises NotYours; ValidationError on ``names`` when it is there already.
    """
    if not can_speak_for(by, institution):
        raise NotYours
    names = tidy_names(names)
    _held(institution)
    found = unit_called(institution, names.values())
    if found and found.is_active:
        raise ValidationError({"names": _("This unit is in the list already.")})
    if found:
        found.is_active = True
        found.save(update_fields=["is_active"])
        return found
    unit = Unit.objects.create(
        institution=institution,
        name=LazyI18nString(names),
        position=Unit.objects.filter(institution=institution).count(),
    )
    audit.record(by, "institution_changed", institution, country=institution.country)
    return unit


@transaction.atomic
def change_unit(
    unit: Unit, *, names: Mapping[str, str], is_active: bool, by: User
) -> Unit:
    """Give a unit another name, close it or open it again.

    A closed unit stays where it is named in the past. Raises NotYours;
    ValidationError on ``names`` when another unit is called so.
    """
    if not can_speak_for(by, unit.institution):
        raise NotYours
    other = unit_called(unit.institution, tidy_names(names).values(), but=unit)
    if other:
        raise ValidationError({"names": _("Another unit is called so already.")})
    unit.name = LazyI18nString(_merged(unit.name, names))
    unit.is_active = is_active
    unit.save(update_fields=["name", "is_active"])
    audit.record(
        by, "institution_changed", unit.institution, country=unit.institution.country
    )
    return unit


def tidy_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return language > name without needless spaces; languages without one go.

    Raises ValidationError on ``names`` when nothing is left.
    """
    found = {code: " ".join(name.split()) for code, name in names.items() if name}
    found = {code: name for code, name in found.items() if name}
    if not found:
        raise ValidationError({"names": _("Write the name.")})
    return found


def names_of(text) -> dict[str, str]:
    """Return language > text of a translated text; "" for one without languages."""
    if isinstance(text, LazyI18nString):
        text = text.data
    if isinstance(text, dict):
        return {code: str(one) for code, one in text.items() if one}
    return {"": str(text)} if text else {}


def same_name(one: str, other: str) -> bool:
    """Return whether two names differ in case and spaces only."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def unit_called(institution: Institution, names, *, but: Unit | None = None):
    """Return the unit of an institution with one of these names, in any language."""
    return next(
        (
            unit
            for unit in Unit.objects.filter(institution=institution)
            if unit != but
            and any(
                same_name(known, name)
                for known in names_of(unit.name).values()
                for name in names
            )
        ),
        None,
    )


def refuse_known_name(
    country: Country, names: Mapping[str, str], *, but: Institution | None = None
) -> None:
    """Raise ValidationError on ``names`` when another institution is called so."""
    for other in Institution.objects.filter(country=country):
        if other == but:
            continue
        known = names_of(other.name).values()
        if any(same_name(one, name) for one in known for name in names.values()):
            words = (
                _("%(name)s is in the network already.")
                if other.is_active
                else _(
                    "%(name)s was taken off the network. Open it again instead of "
                    "adding it a second time."
                )
            )
            raise ValidationError({"names": words % {"name": other}})


def held_profile(institution: Institution) -> InstitutionProfile:
    """Return the contact data of an institution, held until the transaction ends."""
    InstitutionProfile.objects.get_or_create(institution=institution)
    rows = InstitutionProfile.objects.select_for_update(no_key=True)
    return rows.get(institution=institution)


def _held(institution: Institution) -> Institution:
    rows = Institution.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("country").get(pk=institution.pk)


def _merged(text, names: Mapping[str, str]) -> dict[str, str]:
    """Return new names, and the old ones in languages that were not asked for."""
    kept = {code: one for code, one in names_of(text).items() if code not in names}
    kept.pop("", None)
    return kept | tidy_names(names)


def _create(country: Country, names: Mapping[str, str], kind: str) -> Institution:
    """Return a new institution with a key that the country has not used."""
    first = names.get("en") or next(iter(names.values()))
    stem = slugify(first)[:KEY_LENGTH].strip("-") or kind.replace("_", "-")
    for number in range(1, 100):
        key = stem if number == 1 else f"{stem}-{number}"
        try:
            with transaction.atomic():
                return Institution.objects.create(
                    country=country,
                    key=key,
                    kind=kind,
                    name=LazyI18nString(dict(names)),
                )
        except IntegrityError:
            continue
    raise ValidationError({"names": _("Write another name.")})
