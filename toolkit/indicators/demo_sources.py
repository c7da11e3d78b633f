"""The inventory of Arvania: invented sources, the same as in the practice data.

Fourteen are kept and one is closed. Nothing is known of remittances, and some
sources are only named: so that there are gaps to be seen.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import Country, Institution, User

from .inventory import tidy
from .models import DataSource

Kind, Access, Frequency = DataSource.Kind, DataSource.Access, DataSource.Frequency

#: key > what is known. "owner" is the key of the institution, "days" how long ago
#: somebody looked at the row last.
SOURCES: dict[str, dict] = {
    "population-register": {
        "owner": "interior-ministry",
        "name": "Population register",
        "kind": Kind.REGISTER,
        "topics": ["population", "permits"],
        "purpose": "Proof of identity and residence; lists of voters.",
        "unit": "a person",
        "coverage": "Everybody registered for three months or more, foreign citizens "
        "included, all ages; without diplomats.",
        "missed": "Asylum-seekers who wait for their decision, and people without a "
        "right to stay.",
        "counted_twice": "People whose name was typed in two ways: 16 second lines "
        "were found at the end of 2025.",
        "where_collected": "Registration offices of all four regions.",
        "how_collected": "Officers type it from the application, in one national "
        "system; births come from the civil registry.",
        "legal_basis": "Law on foreigners, article 12",
        "frequency": Frequency.CONTINUOUS,
        "since_year": 2009,
        "identifiers": "Personal number",
        "access": Access.REGULAR,
        "shared_with": "National Statistics Office: a table by citizenship, sex, age "
        "group and region each April.",
        "format": "database",
        "problems": "Departures are not always reported: 68 lines of people who had "
        "left stood in it at the end of 2025.",
        "days": 40,
    },
    "residence-permits": {
        "owner": "interior-ministry",
        "name": "Permit register",
        "kind": Kind.CASE_FILE,
        "topics": ["permits"],
        "purpose": "Deciding on residence permits and checking them.",
        "unit": "a permit",
        "coverage": "Residence permits of foreign citizens: work, family, study, other "
        "reasons, long-term stay.",
        "missed": "Foreign citizens under temporary protection.",
        "counted_twice": "A person may hold two permits on one day: 1 859 permits of "
        "1 848 people at the end of 2025.",
        "where_collected": "Migration offices of the four regions.",
        "how_collected": "Case officers, in the permit system.",
        "legal_basis": "Law on foreigners, articles 20 to 31",
        "frequency": Frequency.CONTINUOUS,
        "since_year": 2014,
        "identifiers": "Permit number, personal number",
        "access": Access.REGULAR,
        "shared_with": "National Statistics Office: tables at the end of the year.",
        "format": "database",
        "problems": "Expired permits are taken out late.",
        "days": 40,
    },
    "citizenship-decisions": {
        "owner": "interior-ministry",
        "name": "Decisions on citizenship",
        "kind": Kind.CASE_FILE,
        "topics": ["permits", "population"],
        "purpose": "Deciding on applications for citizenship.",
        "unit": "a decision",
        "coverage": "People who applied for the citizenship of Arvania.",
        "legal_basis": "Law on citizenship, article 7",
        "frequency": Frequency.MONTHLY,
        "since_year": 2011,
        "identifiers": "Case number, personal number",
        "access": Access.ON_REQUEST,
        "format": "spreadsheet, one for each year",
        "problems": "Children who acquire citizenship with their parents have no row "
        "of their own.",
        "days": 75,
    },
    "return-decisions": {
        "owner": "interior-ministry",
        "name": "Orders to leave and returns",
        "kind": Kind.CASE_FILE,
        "topics": ["irregular"],
        "purpose": "Following up orders to leave.",
        "unit": "an order",
        "coverage": "Foreign citizens found without a right to stay.",
        "missed": "People who leave without being recorded.",
        "legal_basis": "Law on foreigners, article 44",
        "frequency": Frequency.MONTHLY,
        "access": Access.NONE,
        "days": 190,
    },
    "border-management": {
        "owner": "border-service",
        "name": "Border management system",
        "kind": Kind.BORDER,
        "topics": ["border", "irregular"],
        "purpose": "Checking people at the border.",
        "unit": "a crossing",
        "coverage": "All recorded crossings of foreign citizens at the five crossing "
        "points: Arva airport, Norhaven port, Brenna bridge, Karsk road, Sulm ferry.",
        "missed": "Some exits: checks on leaving are weaker on the road.",
        "counted_twice": "Nobody: it counts crossings. One person has as many rows as "
        "crossings.",
        "where_collected": "At the five crossing points.",
        "how_collected": "Documents are read by machine; purpose is not asked.",
        "legal_basis": "Law on the state border, article 8",
        "frequency": Frequency.CONTINUOUS,
        "since_year": 2015,
        "identifiers": "Document number",
        "access": Access.REGULAR,
        "shared_with": "National Statistics Office and State Committee for Migration: "
        "a table by crossing point and sex each month.",
        "format": "database; the tables as spreadsheets",
        "problems": "Citizenship is not in the monthly table. Monthly totals are typed "
        "by hand.",
        "days": 20,
    },
    "work-permits": {
        "owner": "labour-ministry",
        "name": "Work permit case file",
        "kind": Kind.CASE_FILE,
        "topics": ["work"],
        "purpose": "Deciding on work permits.",
        "unit": "an application",
        "coverage": "First applications and extensions of foreign workers and the "
        "decisions on them.",
        "missed": "Workers who need no permit: refugees, family members, long-term "
        "residents.",
        "counted_twice": "One person may have a first application and an extension in "
        "one year.",
        "where_collected": "Employment centres of the four regions.",
        "how_collected": "The employer applies on a form; an officer types it.",
        "legal_basis": "Law on work permits, article 4",
        "frequency": Frequency.CONTINUOUS,
        "since_year": 2012,
        "identifiers": "Permit number, number of the employer; personal number if the "
        "employer knows it",
        "access": Access.REGULAR,
        "shared_with": "State Committee for Migration: applications and decisions each "
        "quarter, for the report on migration.",
        "format": "database",
        "problems": "Decisions of a quarter are about applications of the one before.",
        "days": 30,
    },
    "social-insurance": {
        "owner": "labour-ministry",
        "name": "List of insured foreign workers",
        "kind": Kind.REGISTER,
        "topics": ["work"],
        "purpose": "Contributions to the social insurance.",
        "unit": "an employed person",
        "coverage": "Foreign workers whose employer pays contributions.",
        "missed": "Informal work; people who work for themselves.",
        "counted_twice": "People with two employers.",
        "how_collected": "Employers report each month.",
        "legal_basis": "Law on social insurance, article 15",
        "frequency": Frequency.MONTHLY,
        "identifiers": "Personal number, often empty; else name and birth date",
        "access": Access.NONE,
        "days": 110,
    },
    "employment-agencies": {
        "owner": "labour-ministry",
        "name": "Reports of licensed agencies for work abroad",
        "kind": Kind.REPORTING,
        "topics": ["abroad", "work"],
        "unit": "a contract",
        "frequency": Frequency.HALF_YEARLY,
        "access": Access.NONE,
        "format": "paper",
        "problems": "Only registered channels. Seasonal workers stand in it again each "
        "year.",
        "days": 240,
    },
    "asylum-cases": {
        "owner": "migration-committee",
        "name": "Asylum case system",
        "kind": Kind.CASE_FILE,
        "topics": ["protection"],
        "purpose": "Deciding on applications for international protection.",
        "unit": "a person in a case",
        "coverage": "Everybody covered by an application, family members included.",
        "missed": "Nobody known.",
        "counted_twice": "People who apply again after a decision; the system marks "
        "them.",
        "where_collected": "Reception centre and the office in the capital.",
        "how_collected": "Case officers, from registration to the final decision.",
        "legal_basis": "Law on asylum, articles 9 and 21",
        "frequency": Frequency.CONTINUOUS,
        "since_year": 2016,
        "identifiers": "Case number and number of the person in it",
        "access": Access.PUBLIC,
        "shared_with": "Everybody: tables of each month on the website.",
        "format": "database",
        "problems": "Sex and age are missing in the table of decisions.",
        "days": 15,
    },
    "delivery-log": {
        "owner": "migration-committee",
        "name": "Log of deliveries of tables",
        "kind": Kind.OTHER,
        "topics": ["governance"],
        "purpose": "Seeing whether tables come complete and on time.",
        "unit": "a table",
        "coverage": "All tables agreed with the institutions of the network.",
        "where_collected": "Secretariat of the working group.",
        "how_collected": "By hand when a table arrives.",
        "frequency": Frequency.MONTHLY,
        "since_year": 2024,
        "access": Access.ON_REQUEST,
        "format": "spreadsheet",
        "days": 25,
    },
    "census": {
        "owner": "statistics-office",
        "name": "Population and housing census 2024",
        "kind": Kind.CENSUS,
        "topics": ["population", "abroad"],
        "purpose": "Numbers and structure of the population.",
        "unit": "a person",
        "coverage": "Usual residents on 31 December 2024, twelve-month rule.",
        "missed": "About one person in 55; more among people without a right to stay.",
        "counted_twice": "Students counted at home and where they study.",
        "where_collected": "All dwellings; collective dwellings by their head.",
        "how_collected": "Interviewers with tablets, or a form on the internet.",
        "legal_basis": "Law on official statistics, article 9; census decree of 2023",
        "frequency": Frequency.RARER,
        "since_year": 2024,
        "identifiers": "Taken off after checking",
        "access": Access.PUBLIC,
        "shared_with": "Everybody: tables on the website.",
        "format": "tables; single records for research by agreement",
        "problems": "Country of birth follows the borders of today.",
        "days": 60,
    },
    "labour-force-survey": {
        "owner": "statistics-office",
        "name": "Labour force survey",
        "kind": Kind.SURVEY,
        "topics": ["work", "abroad"],
        "purpose": "Employment and unemployment.",
        "unit": "a person in a household",
        "coverage": "Residents of private households, 15 years and over.",
        "missed": "Collective dwellings; households that left as a whole.",
        "counted_twice": "Nobody known.",
        "how_collected": "Interviews by telephone, four rounds.",
        "legal_basis": "Law on official statistics, article 9",
        "frequency": Frequency.QUARTERLY,
        "since_year": 2008,
        "access": Access.PUBLIC,
        "shared_with": "Everybody: tables each quarter.",
        "format": "tables",
        "problems": "Few foreign workers in the sample: wide confidence intervals.",
        "days": 60,
    },
    "consular-register": {
        "owner": "foreign-ministry",
        "name": "Consular register",
        "kind": Kind.REGISTER,
        "topics": ["abroad"],
        "purpose": "Help to citizens abroad; voting from abroad.",
        "unit": "a citizen",
        "coverage": "Citizens of Arvania who registered at one of nine consulates.",
        "missed": "Everybody who did not register: nobody has to.",
        "counted_twice": "People registered at two consulates.",
        "where_collected": "Consulates, above all in Belmora, Corvia, Fennova and "
        "Galdia.",
        "frequency": Frequency.CONTINUOUS,
        "identifiers": "Passport number",
        "access": Access.NONE,
        "format": "nine spreadsheets",
        "days": 150,
    },
    "enrolment-register": {
        "owner": "education-ministry",
        "name": "Register of enrolments",
        "kind": Kind.REGISTER,
        "topics": ["education"],
        "purpose": "Funding of schools and universities.",
        "unit": "an enrolment",
        "coverage": "Pupils and students, Arvanian and foreign.",
        "missed": "Private schools of languages.",
        "legal_basis": "Law on education, article 31",
        "frequency": Frequency.YEARLY,
        "since_year": 2013,
        "identifiers": "Personal number",
        "access": Access.ON_REQUEST,
        "format": "database",
        "problems": "It cannot tell foreign residents from students who came to study.",
        "days": 130,
    },
    "entry-cards": {
        "owner": "border-service",
        "name": "Entry cards on paper",
        "kind": Kind.BORDER,
        "topics": ["border"],
        "unit": "a card",
        "coverage": "Foreign citizens who entered by road or ferry.",
        "frequency": Frequency.MONTHLY,
        "since_year": 1998,
        "access": Access.NONE,
        "format": "paper",
        "closed": "Replaced by the border management system at the last two crossing "
        "points.",
        "days": 320,
    },
}


@transaction.atomic
def load(country: Country, by: User) -> list[DataSource]:
    """Load the invented sources; twice changes nothing. Days count back from today."""
    owners = {one.key: one for one in Institution.objects.filter(country=country)}
    now = timezone.now()
    found = []
    for key, known in SOURCES.items():
        values = dict(known)
        owner = owners.get(values.pop("owner"))
        if owner is None:
            continue
        changed = now - timedelta(days=values.pop("days"))
        if closed := values.pop("closed", ""):
            values |= {
                "is_active": False,
                "closed_note": closed,
                "closed_on": timezone.localdate(changed),
            }
        source, _created = DataSource.objects.get_or_create(
            country=country,
            key=key,
            defaults=tidy(values)
            | {"owner": owner, "changed_by": by, "changed_at": changed},
        )
        found.append(source)
    return found
