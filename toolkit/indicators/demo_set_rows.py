"""Rows and scores of the invented set of Arvania (demo_set.py)."""

#: Relevance, availability, quality, low cost.
SCORES = {
    "FOR_STOCK": (5, 4, 3, 4),
    "WP_PROC": (5, 4, 4, 4),
    "ENT_FOR": (4, 5, 4, 5),
    "EXT_FOR": (4, 4, 3, 5),
    "ASY_APP": (5, 5, 4, 4),
    "RSD_DEC": (5, 5, 4, 4),
    "IMM_FLOW": (4, 2, 2, 2),
    "EMI_FLOW": (4, 1, 1, 2),
    "RES_FIRST": (4, 4, 3, 4),
    "RES_VALID": (5, 4, 4, 4),
    "CIT_ACQ": (3, 3, 2, 3),
    "MIG_WORK": (4, 3, 3, 2),
    "NAT_ABROAD": (4, 3, 2, 3),
    "REFUSED_ENTRY": (3, 5, 4, 5),
    "INT_STUD": (2, 4, 3, 4),
    "REMIT_VOL": (3, 1, 1, 2),
}

_LAW = "Law on foreigners"
_SHARING = "Agreement on the sharing of migration data, annex 2"
_SMALL = "Cells under 5 are held back."

ROWS = (
    {
        "code": "FOR_STOCK",
        "owner": "statistics-office",
        "sources": ["population-register", "census"],
        "agreed_by": "Leila Aram",
        "definition": "Persons without the citizenship of Arvania who are registered "
        "as usually resident in the country on the reference date. Variant: usual "
        "residence, twelve months or more, actual or expected.",
        "unit": "persons",
        "reference_period": "31 December of the year",
        "breakdowns": "citizenship; sex; age group (0-17, 18-34, 35-64, 65 and over); "
        "region",
        "source_note": "Register: status “resident”, citizenship not Arvanian. The "
        "census of 2024 is the benchmark.",
        "method": "Lines with the same personal number or the same name and date of "
        "birth are merged; lines with an exit and no return within twelve months are "
        "taken out. The result is compared with the stock of the year before plus "
        "and minus the flows of the year, and the difference is reported.",
        "limits": "Asylum-seekers who wait for a decision are missing. Departures are "
        "reported late. People with two citizenships are counted as Arvanian.",
        "frequency": "yearly",
        "release_rule": "By 30 April on the website of the statistics office, to "
        "everybody at the same time. Cells under 5 are held back.",
        "legal_basis": "Law on official statistics, article 14; " + _SHARING,
        "deputy": "Pavel Ions, deputy director, labour statistics",
    },
    {
        "code": "WP_PROC",
        "owner": "labour-ministry",
        "sources": ["work-permits"],
        "agreed_by": "Samir Haddad",
        "definition": "Applications for a first work permit lodged in the period, "
        "applications for an extension lodged in the period, and decisions taken in "
        "the period, positive and negative. Three series that are never added up.",
        "unit": "applications; decisions",
        "reference_period": "the calendar quarter",
        "breakdowns": "stage (first, extension, positive decision, negative decision); "
        "citizenship; sex; occupation (ISCO, one digit); economic activity (ISIC, "
        "section)",
        "source_note": "Case file: date of lodging, date and outcome of the decision.",
        "method": "Cases are counted by the date of lodging and by the date of the "
        "decision. Pending cases at the end equal those at the beginning, plus "
        "applications, minus decisions and withdrawals.",
        "limits": "One person may have several permits. Decisions of a quarter are "
        "about earlier applications. Seasonal workers within the quota need no permit.",
        "frequency": "quarterly",
        "release_rule": "45 days after the quarter, tables to the working group; the "
        "yearly table is published. " + _SMALL,
        "legal_basis": "Law on employment of foreign citizens, articles 6 to 9",
        "deputy": "Irena Dosh, deputy head of the centre",
    },
    {
        "code": "ENT_FOR",
        "owner": "border-service",
        "sources": ["border-management"],
        "agreed_by": "Karim Toller",
        "definition": "Crossings of the border of Arvania inwards by persons without "
        "its citizenship, recorded at a crossing point in the period. Crossings, not "
        "persons.",
        "unit": "crossings",
        "reference_period": "the calendar month",
        "breakdowns": "citizenship; type of border (air, land, sea); crossing point; "
        "sex; age group",
        "source_note": "Entry records of all five crossing points; crew are left out.",
        "method": "Records are counted by the day of crossing. Entries and exits of "
        "the same document within one hour are taken out as corrections. The total "
        "is compared with the month before and with the year before.",
        "limits": "People who commute across the bridge are counted at each crossing. "
        "The purpose is not asked.",
        "frequency": "monthly",
        "release_rule": "15 days after the month to the working group; quarterly "
        "totals by citizenship are published.",
        "legal_basis": "Law on the state border, article 8",
        "deputy": "",
    },
    {
        "code": "EXT_FOR",
        "owner": "border-service",
        "sources": ["border-management"],
        "agreed_by": "Karim Toller",
        "definition": "Crossings of the border of Arvania outwards by persons without "
        "its citizenship, recorded at a crossing point in the period.",
        "unit": "crossings",
        "reference_period": "the calendar month",
        "breakdowns": "citizenship; type of border (air, land, sea); crossing point; "
        "sex; age group",
        "source_note": "Exit records of all five crossing points; crew are left out.",
        "method": "As for entries. Once a year entries minus exits are compared with "
        "the change of the stock of foreigners.",
        "limits": "Checks on leaving are weaker on the Karsk road: exits are short by "
        "about 4 percent there. The difference to entries is not overstay.",
        "frequency": "monthly",
        "release_rule": "15 days after the month to the working group; quarterly "
        "totals by citizenship are published.",
        "legal_basis": "Law on the state border, article 8",
        "deputy": "",
    },
    {
        "code": "ASY_APP",
        "owner": "migration-committee",
        "sources": ["asylum-cases"],
        "agreed_by": "Emil Tarko",
        "definition": "Persons covered by applications for international protection "
        "lodged in the period, family members included; first-time and repeated "
        "applicants apart.",
        "unit": "persons",
        "reference_period": "the calendar month",
        "breakdowns": "citizenship; sex; age group (0-13, 14-17, 18-34, 35-64, 65 and "
        "over); first-time or repeated; unaccompanied minor",
        "source_note": "Asylum cases: date of lodging, persons of the file.",
        "method": "Persons of each file are counted by the date of lodging. Files "
        "that are merged later are taken out once. First-time and repeated make the "
        "total.",
        "limits": "Applications at the border are lodged up to ten days later. Ages "
        "of minors may be corrected afterwards.",
        "frequency": "monthly",
        "release_rule": "20 days after the month to the working group and UNHCR; "
        "quarterly on the website. " + _SMALL,
        "legal_basis": "Law on asylum, article 31; " + _SHARING,
        "deputy": "Olga Mernik, country coordinator",
    },
    {
        "code": "RSD_DEC",
        "owner": "migration-committee",
        "sources": ["asylum-cases"],
        "agreed_by": "Emil Tarko",
        "definition": "Persons covered by decisions of first instance on refugee "
        "status taken in the period, by outcome. Final decisions of the court are "
        "shown apart.",
        "unit": "persons",
        "reference_period": "the calendar quarter",
        "breakdowns": "citizenship; outcome (refugee, subsidiary, humanitarian, "
        "negative, otherwise closed); instance; sex; age group",
        "source_note": "Asylum cases: date and outcome of the decision; final ones "
        "from the letters of the court.",
        "method": "Persons are counted by the date of the decision. Withdrawn cases "
        "are “otherwise closed”, never negative. The outcomes make the total.",
        "limits": "Letters of the court arrive late: final decisions are complete "
        "after one year.",
        "frequency": "quarterly",
        "release_rule": "45 days after the quarter to the working group; yearly on "
        "the website. " + _SMALL,
        "legal_basis": "Law on asylum, article 31",
        "deputy": "Olga Mernik, country coordinator",
    },
    {
        "code": "RES_VALID",
        "owner": "interior-ministry",
        "sources": ["residence-permits", "population-register"],
        "agreed_by": "Stefan Orlo",
        "definition": "Persons without the citizenship of Arvania who hold at least "
        "one residence permit that is valid on the reference date.",
        "unit": "persons",
        "reference_period": "31 December of the year",
        "breakdowns": "reason (family, education, work, other); duration; citizenship; "
        "sex; age group",
        "source_note": "Permits: reason, first and last day of validity; personal "
        "number links them to persons.",
        "method": "Permits valid on the day are reduced to persons by the personal "
        "number; of several the longest counts. Those with a recorded exit of more "
        "than six months are taken out.",
        "limits": "Temporary protection is not in it. Expired permits leave the "
        "register late, by two weeks on average.",
        "frequency": "yearly; a table each quarter for the working group",
        "release_rule": "By 31 March, with the number of foreigners of the statistics "
        "office. " + _SMALL,
        "legal_basis": f"{_LAW}, articles 20 to 31",
        "deputy": "Nadia Kerimi, senior inspector",
    },
    {
        "code": "NAT_ABROAD",
        "owner": "foreign-ministry",
        "sources": ["consular-register"],
        "agreed_by": "Aliya Benat",
        "definition": "Citizens of Arvania who usually live in another country on the "
        "reference date: those of the consular register, beside the figures that "
        "countries of residence give.",
        "unit": "persons",
        "reference_period": "31 December of every second year",
        "breakdowns": "country of residence; sex; age group",
        "source_note": "Consular register: lines renewed within five years; mirror "
        "figures from partner statistics offices.",
        "method": "Both figures are shown side by side for each country. Their ratio "
        "is the coverage of the register.",
        "limits": "Registration is voluntary: about one in three registers. People "
        "with two citizenships are not asked for the other one.",
        "frequency": "every two years",
        "release_rule": "By 30 June after the reference date, published. " + _SMALL,
        "legal_basis": "Consular statute, article 17",
        "deputy": "",
    },
)
