"""Invented people of two invented countries, for demonstrations.

Everybody has the same public password, so none of this is loaded unless
settings.DEMO_MODE is on, and production refuses to start with that.
"""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from lms.accounts.models import Country, Institution, Region, User
from lms.accounts.roles import Role
from lms.accounts.services import AccountsError, grant_role

from .loader import load_countries

DEMO_PASSWORD = "streetlight"  # noqa: S105 - public on purpose, demo mode only


class DemoRefused(AccountsError):
    """These settings are not for demonstrations."""


@dataclass(frozen=True)
class DemoPerson:
    """One invented person. institution: key of one of the country's."""

    email: str
    full_name: str
    latin_name: str
    role: Role
    label: str
    country: str = ""
    institution: str = ""
    language: str = "en"
    time_zone: str = "UTC"


#: country code > institution key > kind and names.
INSTITUTIONS = {
    "XA": {
        "border-service": (
            Institution.Kind.BORDER,
            {
                "en": "Border Service",
                "ru": "Пограничная служба",
                "fr": "Service des frontières",
                "es": "Servicio de Fronteras",
                "ar": "خدمة الحدود",
            },
        ),
        "interior-ministry": (
            Institution.Kind.INTERIOR,
            {
                "en": "Ministry of Internal Affairs",
                "ru": "Министерство внутренних дел",
                "fr": "Ministère de l’Intérieur",
                "es": "Ministerio del Interior",
                "ar": "وزارة الداخلية",
            },
        ),
        "foreign-ministry": (
            Institution.Kind.FOREIGN_AFFAIRS,
            {
                "en": "Ministry of Foreign Affairs",
                "ru": "Министерство иностранных дел",
                "fr": "Ministère des Affaires étrangères",
                "es": "Ministerio de Asuntos Exteriores",
                "ar": "وزارة الخارجية",
            },
        ),
        "labour-ministry": (
            Institution.Kind.LABOUR,
            {
                "en": "Ministry of Labour",
                "ru": "Министерство труда",
                "fr": "Ministère du Travail",
                "es": "Ministerio de Trabajo",
                "ar": "وزارة العمل",
            },
        ),
        "migration-committee": (
            Institution.Kind.MIGRATION,
            {
                "en": "State Committee for Migration",
                "ru": "Государственный комитет по миграции",
                "fr": "Comité d’État pour les migrations",
                "es": "Comité Estatal de Migración",
                "ar": "لجنة الدولة للهجرة",
            },
        ),
        "statistics-office": (
            Institution.Kind.STATISTICS,
            {
                "en": "National Statistics Office",
                "ru": "Национальное статистическое управление",
                "fr": "Office national de la statistique",
                "es": "Oficina Nacional de Estadística",
                "ar": "المكتب الوطني للإحصاء",
            },
        ),
        "education-ministry": (
            Institution.Kind.EDUCATION,
            {
                "en": "Ministry of Education",
                "ru": "Министерство образования",
                "fr": "Ministère de l’Éducation",
                "es": "Ministerio de Educación",
                "ar": "وزارة التعليم",
            },
        ),
        "it-agency": (
            Institution.Kind.GOVERNMENT_IT,
            {
                "en": "Government IT Agency",
                "ru": "Государственное агентство информационных технологий",
                "fr": "Agence informatique de l’État",
                "es": "Agencia Estatal de Informática",
                "ar": "الوكالة الحكومية لتكنولوجيا المعلومات",
            },
        ),
        "data-protection-authority": (
            Institution.Kind.DATA_PROTECTION,
            {
                "en": "Data Protection Authority",
                "ru": "Орган по защите данных",
                "fr": "Autorité de protection des données",
                "es": "Autoridad de Protección de Datos",
                "ar": "هيئة حماية البيانات",
            },
        ),
    },
    "XB": {
        "statistics-office": (
            Institution.Kind.STATISTICS,
            {"en": "Statistics Belmora", "fr": "Statistique Belmora"},
        ),
        "interior-ministry": (
            Institution.Kind.INTERIOR,
            {"en": "Ministry of the Interior", "fr": "Ministère de l’Intérieur"},
        ),
        "border-police": (
            Institution.Kind.BORDER,
            {"en": "Border Police", "fr": "Police des frontières"},
        ),
    },
}

_ARVANIA = {"country": "XA", "time_zone": "Asia/Tashkent"}
_BELMORA = {"country": "XB", "time_zone": "Europe/Paris"}

PEOPLE = (
    DemoPerson(
        "learner@arvania.example",
        "Мира Талвик",
        "Mira Talvik",
        Role.LEARNER,
        "Learner",
        institution="statistics-office",
        **_ARVANIA,
    ),
    DemoPerson(
        "trainer@arvania.example",
        "Ana Rivas",
        "",
        Role.TRAINER,
        "Trainer",
        institution="statistics-office",
        **_ARVANIA,
    ),
    DemoPerson(
        "respondent@arvania.example",
        "Daro Lenko",
        "",
        Role.RESPONDENT,
        "Respondent, Border Service",
        institution="border-service",
        **_ARVANIA,
    ),
    DemoPerson(
        "focal-point@arvania.example",
        "Samir Haddad",
        "",
        Role.FOCAL_POINT,
        "Focal point, Ministry of Labour",
        institution="labour-ministry",
        **_ARVANIA,
    ),
    DemoPerson(
        "coordinator@arvania.example",
        "Ольга Мерник",
        "Olga Mernik",
        Role.COORDINATOR,
        "Country coordinator",
        institution="migration-committee",
        **_ARVANIA,
    ),
    DemoPerson(
        "administrator@arvania.example",
        "Teodor Vesk",
        "",
        Role.COUNTRY_ADMINISTRATOR,
        "Country administrator",
        institution="migration-committee",
        **_ARVANIA,
    ),
    DemoPerson(
        "validator@arvania.example",
        "Claire Moreau",
        "",
        Role.VALIDATOR,
        "Validator of the region",
    ),
    DemoPerson(
        "system@arvania.example",
        "Ines Okafor",
        "",
        Role.SYSTEM_ADMINISTRATOR,
        "Regional system administrator",
    ),
    DemoPerson(
        "editor@arvania.example",
        "Jonas Weir",
        "",
        Role.EDITOR,
        "Editor of pages and questions",
    ),
    DemoPerson(
        "translator@arvania.example",
        "Лейла Сафина",
        "Leila Safina",
        Role.TRANSLATOR,
        "Translator",
        language="ru",
    ),
    DemoPerson(
        "administrator@belmora.example",
        "Hélène Dufour",
        "",
        Role.COUNTRY_ADMINISTRATOR,
        "Country administrator of Belmora",
        institution="statistics-office",
        language="fr",
        **_BELMORA,
    ),
    DemoPerson(
        "learner@belmora.example",
        "Paul N’Diaye",
        "",
        Role.LEARNER,
        "Learner of Belmora",
        institution="statistics-office",
        language="fr",
        **_BELMORA,
    ),
)

#: What the start-up prints: e-mail address and role.
DEMO_ACCOUNTS = [(person.email, person.label) for person in PEOPLE]


def load_demo_people() -> list[User]:
    """Load institutions and people of the invented countries; twice changes nothing.

    Raises DemoRefused when settings.DEMO_MODE is off.
    """
    if not settings.DEMO_MODE:
        raise DemoRefused(
            "Demo people have a public password. They are loaded in demo mode only."
        )
    with transaction.atomic():
        load_countries()
        for iso2, bodies in INSTITUTIONS.items():
            _load_institutions(Country.objects.get(iso2=iso2), bodies)
        return [_load_person(person) for person in PEOPLE]


def _load_institutions(country: Country, bodies: dict) -> None:
    for key, (kind, name) in bodies.items():
        Institution.objects.update_or_create(
            country=country, key=key, defaults={"kind": kind, "name": name}
        )


def _load_person(text: DemoPerson) -> User:
    """Create the person or leave the one there is; give the role."""
    person = User.objects.filter(email=text.email).first()
    if person is None:
        person = User.objects.create_user(
            text.email,
            DEMO_PASSWORD,
            full_name=text.full_name,
            latin_name=text.latin_name,
            language=text.language,
            time_zone=text.time_zone,
            is_staff=text.role == Role.SYSTEM_ADMINISTRATOR,
        )
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    country = Country.objects.filter(iso2=text.country).first()
    institution = Institution.objects.filter(
        country=country, key=text.institution
    ).first()
    region = None
    if text.role == Role.VALIDATOR:
        region = Region.objects.get(key="invented")
    grant_role(
        person, role=text.role, country=country, region=region, institution=institution
    )
    return person
