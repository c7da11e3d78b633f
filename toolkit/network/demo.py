"""The invented network of the demonstration: addresses, units, focal points.

Everybody and everything in it is made up; days are counted back from today.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from lms.accounts.models import Country, Institution, User
from lms.core.private_files import store_private
from toolkit.network.models import FocalPoint, InstitutionProfile, Unit
from toolkit.network.verifying import quarter_of

Post = FocalPoint.Post
Part = InstitutionProfile.Part


@dataclass(frozen=True)
class Office:
    """An institution: its key, whether it is core, its part and where it is."""

    key: str
    is_core: bool
    part: str
    address: str
    number: int
    units: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Contact:
    """Somebody in a post. Days before today; verified None: never.

    this_quarter: confirmed after this quarter began. account: an address of the demo.
    """

    key: str
    post: str
    name: str
    title: str
    unit: int | None
    languages: str
    started: int
    verified: int | None
    ended: int | None = None
    letter: str = ""
    handover: str = ""
    account: str = ""
    valid: int | None = None


OFFICES = (
    Office(
        "interior-ministry",
        True,
        Part.PRODUCER,
        "4 Mill Road, Tarn",
        100,
        (
            ("Passport and Visa Department", "Департамент паспортов и виз"),
            ("Department of Registration", "Департамент регистрации"),
        ),
    ),
    Office(
        "foreign-ministry",
        True,
        Part.BOTH,
        "1 Embankment, Tarn",
        200,
        (("Consular Service", "Консульская служба"),),
    ),
    Office(
        "labour-ministry",
        True,
        Part.BOTH,
        "22 Orchard Street, Tarn",
        300,
        (
            (
                "Employment Policy and Labour Migration",
                "Отдел политики занятости и трудовой миграции",
            ),
            ("State Employment Centre", "Государственный центр занятости"),
        ),
    ),
    Office(
        "border-service",
        True,
        Part.PRODUCER,
        "9 Station Square, Tarn",
        400,
        (("Section of Analysis", "Аналитический отдел"),),
    ),
    Office("migration-committee", True, Part.BOTH, "15 Lamp Street, Tarn", 500),
    Office(
        "statistics-office",
        True,
        Part.BOTH,
        "3 Census Lane, Tarn",
        600,
        (
            ("Population Statistics", "Статистика населения"),
            ("Labour Statistics", "Статистика труда"),
        ),
    ),
    Office("education-ministry", True, Part.PRODUCER, "7 School Hill, Tarn", 700),
    Office("it-agency", False, Part.ADVISER, "40 Cable Street, Tarn", 800),
    Office("data-protection-authority", False, Part.ADVISER, "2 Quiet Yard, Tarn", 900),
)

PEOPLE = (
    Contact(
        "interior-ministry",
        Post.FOCAL_POINT,
        "Stefan Orlo",
        "First deputy head of department",
        0,
        "Russian, English",
        720,
        140,
        letter="Letter 01-14/208",
    ),
    Contact(
        "interior-ministry",
        Post.DEPUTY,
        "Nadia Kerimi",
        "Senior inspector",
        1,
        "Russian",
        410,
        35,
        letter="Letter 01-14/311",
    ),
    Contact(
        "foreign-ministry",
        Post.FOCAL_POINT,
        "Viktor Sanen",
        "Third secretary",
        0,
        "Russian, French",
        900,
        250,
        ended=160,
        letter="Note 44",
        handover=(
            "Figures on citizens registered abroad come from the consulates in January "
            "and July; the July table of the embassy in Belmora is still missing. The "
            "folder with the agreed template is with the secretariat of the service. "
            "For visas ask the head of the visa section."
        ),
    ),
    Contact(
        "foreign-ministry",
        Post.FOCAL_POINT,
        "Aliya Benat",
        "Second secretary",
        0,
        "Russian, English, French",
        160,
        20,
        letter="Note 71",
        valid=-570,
    ),
    Contact(
        "labour-ministry",
        Post.FOCAL_POINT,
        "Samir Haddad",
        "Head of department",
        0,
        "English, Arabic",
        500,
        12,
        letter="Order 87-k",
        account="focal-point@arvania.example",
    ),
    Contact(
        "labour-ministry",
        Post.DEPUTY,
        "Irena Dosh",
        "Deputy head of the centre",
        1,
        "Russian",
        500,
        60,
    ),
    Contact(
        "border-service",
        Post.FOCAL_POINT,
        "Karim Toller",
        "Head of section",
        0,
        "Russian, English",
        640,
        8,
        letter="Order 12/5",
    ),
    Contact(
        "migration-committee",
        Post.FOCAL_POINT,
        "Emil Tarko",
        "Chief specialist",
        None,
        "Russian, English",
        300,
        15,
        letter="Decision 6",
    ),
    Contact(
        "migration-committee",
        Post.DEPUTY,
        "Ольга Мерник",
        "Country coordinator",
        None,
        "Russian, English",
        300,
        15,
        letter="Decision 6",
        account="coordinator@arvania.example",
    ),
    Contact(
        "statistics-office",
        Post.FOCAL_POINT,
        "Leila Aram",
        "Deputy director, population statistics",
        0,
        "Russian, English",
        680,
        5,
        letter="Letter 3-118",
    ),
    Contact(
        "statistics-office",
        Post.DEPUTY,
        "Pavel Ions",
        "Deputy director, labour statistics",
        1,
        "Russian",
        680,
        None,
        letter="Letter 3-118",
    ),
    Contact(
        "data-protection-authority",
        Post.FOCAL_POINT,
        "Dina Falk",
        "Legal adviser",
        None,
        "English",
        210,
        30,
        letter="Letter 55",
    ),
)


@transaction.atomic
def load(country: Country, by: User) -> list[FocalPoint]:
    """Fill the network of the demo country; twice changes nothing.

    by: whoever the other parts of the demo record are written by; not named here.
    """
    there = {one.key: one for one in Institution.objects.filter(country=country)}
    people = FocalPoint.objects.of_country(country)
    if people.exists():
        return list(people)
    units = {
        office.key: _describe(there[office.key], office)
        for office in OFFICES
        if office.key in there
    }
    return [
        _designate(there[one.key], one, units[one.key])
        for one in PEOPLE
        if one.key in there
    ]


def _describe(institution: Institution, office: Office) -> list[Unit]:
    host = f"{office.key.split('-')[0]}.arvania.example"
    InstitutionProfile.objects.update_or_create(
        institution=institution,
        defaults={
            "is_core": office.is_core,
            "part": office.part,
            "address": office.address,
            "telephone": f"+999 1 {office.number:03} 00",
            "fax": f"+999 1 {office.number:03} 09",
            "email": f"migration-data@{host}",
            "website": f"https://{host}",
        },
    )
    return [
        Unit.objects.get_or_create(
            institution=institution,
            position=place,
            defaults={"name": LazyI18nString({"en": english, "ru": russian})},
        )[0]
        for place, (english, russian) in enumerate(office.units)
    ]


def _designate(institution, one: Contact, units: list[Unit]) -> FocalPoint:
    today = timezone.localdate()
    person = User.objects.filter(email=one.account).first() if one.account else None
    host = f"{one.key.split('-')[0]}.arvania.example"
    number = next(office.number for office in OFFICES if office.key == one.key)
    latin = (person and person.latin_name) or one.name
    first = latin.split()[-1].lower()
    made = FocalPoint(
        institution=institution,
        unit=units[one.unit] if one.unit is not None else None,
        post=one.post,
        person=person,
        full_name=one.name,
        title=one.title,
        telephone=f"+999 1 {number + 10 + 5 * (one.post == Post.DEPUTY):03} 12",
        email=one.account or f"{first}@{host}",
        languages=one.languages,
        started_on=today - timedelta(days=one.started),
        ended_on=_before(today, one.ended),
        valid_until=_before(today, one.valid),
        nominated_by=one.letter,
        handover_note=one.handover,
        verified_on=_verified(today, one.verified),
        verified_by=person,
        asked_on=None if one.ended else quarter_of(today).first_day,
    )
    if one.letter:
        made.letter = store_private(
            f"designations/demo/{institution.pk}-{first}.pdf",
            _letter(f"{one.letter}: {institution} designates {latin}."),
        )
        made.letter_name = f"designation-{first}.pdf"
    made.save()
    return made


def _before(today: date, days: int | None) -> date | None:
    return None if days is None else today - timedelta(days=days)


def _verified(today: date, days: int | None) -> date | None:
    """Return when somebody confirmed; up to 60 days ago counts as this quarter."""
    if days is None:
        return None
    day = today - timedelta(days=days)
    return max(day, quarter_of(today).first_day) if days <= 60 else day


def _letter(words: str) -> bytes:
    """Return a PDF of one line: letters of the demo need no library to be made."""
    line = words.encode("ascii", "replace").decode().replace("(", "").replace(")", "")
    content = f"BT /F1 14 Tf 72 720 Td ({line}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(text)
    text += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    text += "".join(f"{place:010} 00000 n \n" for place in places)
    text += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    return f"{text}startxref\n{start}\n%%EOF\n".encode()
