"""Invented content for the page that shows every component.

The words are not translated: the page is for those who build the others.
"""

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from lms.core.charts import Line, Point, Strip

HUB = mark_safe(
    '<svg viewBox="0 0 240 200" fill="none"><circle class="fig-glow" cx="120" cy="100" '
    'r="60" fill="#F0B13A" fill-opacity=".16"/><circle class="fig-glow" cx="120" cy="100" '
    'r="38" fill="#F0B13A" fill-opacity=".28"/><path class="fig-line" stroke="#10283A" '
    'stroke-width="2" d="M120 100V16M120 100v84M120 100L44 56M120 100l76-44M120 100l-76 44'
    'M120 100l76 44"/><g class="fig-paper fig-line" fill="#FFF" stroke="#10283A" '
    'stroke-width="2"><circle cx="120" cy="16" r="11"/><circle cx="120" cy="184" r="11"/>'
    '<circle cx="44" cy="56" r="11"/><circle cx="196" cy="56" r="11"/><circle cx="44" '
    'cy="144" r="11"/><circle cx="196" cy="144" r="11"/></g><circle class="fig-lamp fig-line" '
    'cx="120" cy="100" r="16" fill="#F0B13A" stroke="#10283A" stroke-width="2"/></svg>'
)


SECTIONS = (
    ("tokens", "Colours and type"),
    ("actions", "Buttons and links"),
    ("cards", "Cards"),
    ("lesson", "Lesson"),
    ("questions", "Questions"),
    ("forms", "Forms"),
    ("messages", "Messages"),
    ("lists", "Lists and tables"),
    ("levels", "Levels and states"),
    ("ways", "Finding the way"),
)

LEVELS = (
    ("Absent", "No named contact."),
    ("Started", "Some institutions have an informal contact."),
    (
        "In place",
        "Every core institution has a written designation; one contact list exists.",
    ),
    (
        "Working",
        "Each has a deputy and a handover note; the list is verified every quarter.",
    ),
    (
        "Sustained",
        "Continuity shown through staff changes; local providers linked too.",
    ),
)


SAMPLES = {
    "strip": Strip(
        label="Network and coordination: mean 3.0; 2025 2.2; target 3.4; "
        "institutions from 2.4 to 3.6",
        minimum=1,
        maximum=5,
        now=3.0,
        before=2.2,
        target=3.4,
        low=2.4,
        high=3.6,
    ),
    "line": Line(
        label="Index of Arvania: 35.5 in 2025, 46.5 in 2026, of 100",
        points=(
            Point("2025", "35.5", 35.5, 28, 44),
            Point("2026", "46.5", 46.5, 40, 55),
        ),
        minimum=0,
        maximum=100,
    ),
    "hub": [
        {
            "svg": HUB,
            "alt": "Seven points, each joined to each",
            "label": "21 channels",
            "sublabel": "Each with each",
        },
        {
            "svg": HUB,
            "alt": "Six points around one hub",
            "label": "6 channels",
            "sublabel": "Through one hub",
        },
    ],
    "lessons": [
        {"title": "Why a network", "url": "#", "state": "done"},
        {"title": "Who is a focal point", "url": "#", "state": "done"},
        {
            "title": "One hub instead of twenty-one channels",
            "url": "#",
            "state": "current",
        },
        {"title": "Producers and users", "url": "#", "state": "started"},
        {"title": "When people move: continuity", "url": "#", "state": "open"},
        {"title": "The regional layer", "state": "locked", "after": "after lesson 4"},
        {"title": "Module check: 10 questions", "url": "#", "state": "open"},
    ],
    "facts": [
        {
            "label": "National stage",
            "value": "Started",
            "text": "5 of 10 dimensions are at stage 3.",
        },
        {
            "label": "Index",
            "value": "46.5",
            "text": "of 100. In 2025: 35.5.",
            "link_url": "#",
            "link_text": "How was the index computed?",
        },
        {"label": "Coverage", "value": "51 of 51", "text": "questions agreed"},
        {"label": "Late", "value": "1 action"},
    ],
    "certificate_facts": [
        {
            "label": "Name",
            "value": "Mira Talvik",
            "second": "Мира Талвик",
            "main": True,
        },
        {
            "label": "Achievement",
            "value": "Module 03: Networks and focal points",
            "second": "Check passed with 9 of 10 points (pass mark 7)",
        },
        {"label": "Learning time", "value": "45 minutes"},
    ],
    "columns": [
        {"title": "Name", "sort_url": "?sort=name", "sort": "ascending"},
        {"title": "Institution"},
        {"title": "Modules done", "number": True},
    ],
    "rows": [
        [
            {"text": "Daro Lenko", "url": "#"},
            {"text": "Border Service", "label": "Institution"},
            {"text": "7", "label": "Modules done", "number": True},
        ],
        [
            {"text": "Ana Rivas", "url": "#"},
            {"text": "Statistics Office", "label": "Institution"},
            {"text": "12", "label": "Modules done", "number": True},
        ],
    ],
    "files": [
        {"title": "Exercise: count the channels", "url": "#", "words": "XLSX, 12 KB"},
        {"title": "Workbook of the module", "url": "#", "words": "PDF, 640 KB"},
    ],
    "uploads": [
        {
            "title": "Draft designation letter.pdf",
            "url": "#",
            "remove_url": "#",
            "words": "420 KB, added 12 August 2027 by Daro Lenko",
        },
    ],
    "sources": [
        {"text": "Guide to national networks, 2026", "url": "#", "place": "chapter 2"},
        {"text": "Protocol of Arvania, 2025", "place": "article 4"},
    ],
    "steps": [
        {"title": "Collect answers", "state": "done", "url": "#"},
        {"title": "Agree levels", "state": "current"},
        {"title": "Submit", "state": "later"},
        {"title": "Validate", "state": "later"},
    ],
    "tabs": [
        {"title": "Answers", "url": "#", "current": True},
        {"title": "Agree", "url": "#", "count": 9},
        {"title": "Result", "url": "#"},
    ],
    "crumbs": [
        {"title": "Learn", "url": "#"},
        {"title": "Module 03: Networks and focal points", "url": "#"},
    ],
    "actions": [
        {"text": "Change role", "url": "#"},
        {"text": "Deactivate", "url": "#"},
    ],
    "confirm_facts": [
        "The certificate stops being valid at once.",
        "Anyone who checks its code reads the date and the reason.",
    ],
    "active": [{"text": "Border Service", "remove_url": "#"}],
    "swatches": [
        "ground",
        "ground-2",
        "ground-3",
        "ink",
        "ink-2",
        "line",
        "edge",
        "night",
        "night-2",
        "link",
        "lamp",
        "lamp-deep",
        "lamp-wash",
        "ok",
        "ok-wash",
        "err",
        "err-wash",
        "info-wash",
    ],
    "worked_steps": format_html(
        "<ol><li>Seven institutions, each with each: {} channels.</li>"
        "<li>One of the seven coordinates: {} channels.</li></ol>",
        mark_safe('<bdi class="formula" dir="ltr">7 × 6 ÷ 2 = 21</bdi>'),
        mark_safe('<bdi class="formula" dir="ltr">7 − 1 = 6</bdi>'),
    ),
}
