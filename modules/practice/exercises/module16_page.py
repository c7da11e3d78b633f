"""Module 16: twelve items for the library of a country page."""

from modules.practice.exercises.module16 import day_of
from modules.practice.workbook import (
    ANSWER_COLUMNS,
    Column,
    Practice,
    Sheet,
    Solve,
    column_range,
)

HEADINGS = (
    "Historical background",
    "Recent events",
    "Programme documents",
    "Core documents of the mechanism",
    "Information and data from the participating States",
    "Publications",
    "Other dialogues and processes",
    "Links",
)
_PUBLISH, _REPLACED, _RESTRICT = "publish", "mark as replaced", "restrict"
_COMPLETE, _NEVER = "complete first", "do not use"
# Title, issuer, date, language, licence; then heading, decision, what is missing.
ITEMS = (
    (
        "Report of the workshop in Almaty",
        "Workshop",
        "2001-10-31",
        "en, ru",
        "open",
        1,
        _PUBLISH,
        "",
    ),
    (
        "Agenda of the technical meeting",
        "Secretariat",
        "2026-06-10",
        "en, ru",
        "open",
        2,
        _PUBLISH,
        "",
    ),
    (
        "Project document of the mechanism",
        "Partners",
        "2026-01-15",
        "en",
        "open",
        3,
        _PUBLISH,
        "",
    ),
    (
        "Methods for the six indicators",
        "Working group",
        None,
        "en",
        "open",
        4,
        _COMPLETE,
        "date",
    ),
    (
        "Law on foreigners, in force until 2025",
        "Parliament",
        "2011-04-02",
        "national",
        "open",
        5,
        _REPLACED,
        "",
    ),
    (
        "Law on foreigners, new text",
        "Parliament",
        "2025-11-20",
        "national",
        "open",
        5,
        _PUBLISH,
        "",
    ),
    (
        "Statistical yearbook 2025",
        "Statistics office",
        "2026-03-01",
        "en",
        None,
        6,
        _COMPLETE,
        "licence",
    ),
    (
        "Entries, quarter 1 of 2026, not released",
        "Border service",
        "2026-05-04",
        "en",
        "closed",
        5,
        _RESTRICT,
        "",
    ),
    (
        "Answer to a neighbour on permits",
        "Interior ministry",
        "2026-02-11",
        "en",
        "closed",
        5,
        _RESTRICT,
        "",
    ),
    (
        "Scan of a letter, name of an asylum-seeker",
        "Asylum authority",
        "2026-04-22",
        "national",
        "closed",
        "none",
        _NEVER,
        "",
    ),
    ("Overview of the IGC", "IGC", "2009-06-04", "en", "open", 7, _PUBLISH, ""),
    (
        "Addresses of statistics offices abroad",
        "Editor",
        "2026-09-01",
        "en",
        "open",
        8,
        _PUBLISH,
        "",
    ),
)


def exercises(_country=None) -> tuple[Practice, ...]:
    """Return the exercise; it needs no register of Arvania."""
    return (page_exercise(),)


def page_exercise() -> Practice:
    """Return twelve items to place under the eight headings of the library."""
    items = Sheet(
        "Items",
        (
            Column("No.", 6, "Number of the item.", "code"),
            Column("Title", 42, "Title of the item."),
            Column("Issuer", 18, "Who issued it."),
            Column("Date", 12, "Date of the item.", "date"),
            Column("Language", 11, "Language of the text."),
            Column("Licence", 9, "open or closed."),
            Column("Heading", 9, "Number of the heading, 1 to 8, or none.", "code"),
            Column(
                "Decision",
                18,
                "publish, restrict, mark as replaced, complete first, do not use.",
            ),
            Column("Missing", 10, "What is missing, if anything."),
        ),
        tuple(
            (
                number,
                title,
                issuer,
                day_of(day),
                language,
                licence,
                Solve("", heading),
                Solve("", decision),
                Solve("", missing),
            )
            for number, (
                title,
                issuer,
                day,
                language,
                licence,
                heading,
                decision,
                missing,
            ) in enumerate(ITEMS, start=1)
        ),
    )
    headings = Sheet(
        "Headings",
        (
            Column("No.", 6, "Number of the heading.", "code"),
            Column("Heading", 54, "The eight headings of the library."),
        ),
        tuple(enumerate(HEADINGS, start=1)),
    )
    decisions = [item[6] for item in ITEMS]
    cells = column_range(items, "Decision")
    answers = tuple(
        (
            place,
            f"How many items: {word}?",
            Solve(f'=COUNTIF({cells},"{word}")', decisions.count(word)),
            "items",
            how,
        )
        for place, (word, how) in enumerate(
            (
                (_PUBLISH, "They can stand on the page today."),
                (_REPLACED, "The old law stays, dated and marked."),
                (_RESTRICT, "Only for the participating institutions."),
                (_COMPLETE, "A date or a licence is missing."),
                (_NEVER, "It names a person."),
            ),
            start=1,
        )
    )
    return Practice(
        key="16-country-page",
        title="Twelve items for the library",
        about=(
            "Twelve documents wait for the library of Belmora's country page.",
            "An item needs title, issuer, date, language, access level and licence.",
        ),
        tasks=(
            "Sheet Items: give each item the number of its heading. The sheet "
            "Headings lists them.",
            "Sheet Items: write a decision for each item.",
            "Sheet Items: note what is missing.",
            "Sheet Answers: count the decisions.",
        ),
        trainer=(
            "The old law is not deleted. Figures of its time need it.",
            "The scanned letter names an asylum-seeker. It belongs neither on the "
            "page nor in the restricted area.",
        ),
        sheets=(items, headings, Sheet("Answers", ANSWER_COLUMNS, answers)),
    )
