"""Who gets what on the pages of institutions, focal points and contacts."""

from django.core.files.base import ContentFile

from lms.accounts.models import Membership, Role
from lms.core.private_files import store_private
from tests.access import Row, World, for_everybody
from tests.accounts.factories import InstitutionFactory
from tests.toolkit.network.factories import (
    FocalPointFactory,
    ProfileFactory,
    UnitFactory,
)
from toolkit.network.models import ContactImport, ContactNote, Unit
from toolkit.network.services.verifying import token_of

#: Who reads the record of a country, and who keeps it.
READERS = ("respondent", "focal_point", "system_administrator")
KEEPERS = ("coordinator", "country_administrator")


def prepare(world: World) -> None:
    """An institution with a unit; its focal point with a letter; a note."""
    body = InstitutionFactory(country=world.arvania, key="contacts-body")
    ProfileFactory(institution=body)
    UnitFactory(institution=body)
    Membership.objects.filter(
        person=world.people["focal_point"], role=Role.FOCAL_POINT
    ).update(institution=body)
    letter = store_private("designations/access.pdf", ContentFile(b"%PDF-").read())
    person = FocalPointFactory(
        institution=body, letter=letter, letter_name="letter.pdf"
    )
    note = ContactNote.objects.create(focal_point=person, text="New number.")
    prepared = ContactImport.objects.create(
        country=world.arvania, made_by=world.people["coordinator"]
    )
    world.things |= {
        "contacts_body": body,
        "contact": person,
        "contact_note": note,
        "contacts_import": prepared,
    }


def code(world: World) -> list:
    """The country's code."""
    return [world.arvania.iso3.lower()]


def body(world: World) -> list:
    """The country's code and the institution."""
    return [*code(world), world.things["contacts_body"].pk]


def unit(world: World) -> list:
    """The country's code, the institution and its unit."""
    row = Unit.objects.get(institution=world.things["contacts_body"])
    return [*body(world), row.pk]


def contact(world: World) -> list:
    """The country's code and the focal point."""
    return [*code(world), world.things["contact"].pk]


def note(world: World) -> list:
    """The country's code and the note."""
    return [*code(world), world.things["contact_note"].pk]


def prepared(world: World) -> list:
    """The country's code and the coordinator's import."""
    return [*code(world), world.things["contacts_import"].pk]


def token(world: World) -> list:
    """The token of the focal point's link."""
    return [token_of(world.things["contact"])]


def seen(*roles: str, status: int = 200) -> dict[str, int]:
    """Return what these roles get."""
    return dict.fromkeys(roles, status)


def for_readers(path) -> Row:
    """A page of the record: for who reads it; others do not find it."""
    return Row(path, seen(*READERS, *KEEPERS), otherwise=404)


def for_keepers(path, *, status: int = 200, method: str = "get", data=None) -> Row:
    """What changes the record: readers are told that it is for others."""
    return Row(
        path,
        seen(*READERS, status=403) | seen(*KEEPERS, status=status),
        otherwise=404,
        method=method,
        data=data or {},
    )


def for_speakers(path, *, status: int = 200, method: str = "get") -> Row:
    """What focal points do for their own institution, beside who keeps the record."""
    expected = seen("respondent", "system_administrator", status=403)
    expected |= seen("focal_point", *KEEPERS, status=status)
    return Row(path, expected, otherwise=404, method=method)


def form_and_post(path, rows=for_keepers) -> list[Row]:
    """A form, and what an empty one sent gives."""
    return [rows(path), rows(path, status=422, method="post")]


ROWS = {
    "network:network": for_readers(code),
    "network:institution": for_readers(body),
    "network:institution_new": form_and_post(code),
    "network:institution_edit": [
        for_speakers(body),
        Row(
            body,
            seen("respondent", "system_administrator", status=403)
            | seen(*KEEPERS, status=422)
            # Contact data may all be empty; the name, for keepers, may not.
            | seen("focal_point", status=302),
            otherwise=404,
            method="post",
        ),
    ],
    "network:institution_close": [
        for_keepers(body),
        for_keepers(body, status=302, method="post"),
    ],
    "network:institution_reopen": for_keepers(body, status=302, method="post"),
    "network:unit_new": form_and_post(body, for_speakers),
    "network:unit_edit": form_and_post(unit, for_speakers),
    "network:designate": form_and_post(body),
    "network:focal_point_replace": form_and_post(contact),
    "network:focal_point_edit": for_speakers(contact),
    "network:focal_point_end": form_and_post(contact),
    "network:focal_point_letter": for_readers(contact),
    "network:focal_point_verify": for_speakers(contact, status=302, method="post"),
    "network:note_done": for_keepers(note, status=302, method="post"),
    "network:contacts": for_readers(code),
    "network:contacts_xlsx": for_readers(code),
    "network:contacts_pdf": for_readers(code),
    "network:contacts_template": for_keepers(code),
    "network:contacts_import": form_and_post(code),
    "network:contacts_import_check": Row(
        prepared,
        # Who keeps the record sees the own files only.
        seen(*READERS, status=403) | {"coordinator": 200, "country_administrator": 404},
        otherwise=404,
    ),
    "network:confirm": [
        for_everybody(path=token),
        for_everybody(410, path=lambda world: ["forged"]),
        for_everybody(302, path=token, method="post", data={"do": "yes"}),
    ],
}
