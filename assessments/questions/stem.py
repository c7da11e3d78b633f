"""What a question lays before the reader: its text, maybe a table and a picture.

The text is restricted Markdown (:mod:`lms.core.markdown`): paragraphs, lists,
**bold**, *titles of works*, `formulas` and links to other sites. It begins with a
paragraph, which names the question; what follows stands under it.

A table is written as lines of cells divided by ``|``, the first line being the
heads, per language. A picture is a drawing of the content files or an image of the
site, by its title, with words for those who do not see it::

    table:
      caption: {en: "Permits by register, 2025"}
      rows:
        en: |-
          Register | Records
          Border | 1 204
    picture:
      drawing: 01/four-roles         # of the lesson's module: four-roles
      image: "Title of an image"     # instead of a drawing
      alt: {en: "What it shows, in one sentence"}
      description: {en: "What it says, at length"}     # optional
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.questions.faults import Fault
from lms.core.content_files import Part
from lms.core.drawings import drawing_path
from lms.core.markdown import plain_text, to_html

MAX_COLUMNS = 8
MAX_ROWS = 30

_FIRST_PARAGRAPH = re.compile(r"\A<p>(.*?)</p>", re.DOTALL)
_NOT_HERE = re.compile(r"<h[23]>|<a (?![^>]*href=\"(?:https?|mailto):)")


def stem_html(text: str) -> tuple[str, str]:
    """The first paragraph without its ``<p>``, and the HTML of what follows.

    >>> stem_html("How **many**?")
    ('How <b>many</b>?', '')
    """
    html = to_html(text).replace("<code>", '<code dir="ltr">')
    first = _FIRST_PARAGRAPH.match(html)
    if first is None:
        return plain_text(html), ""
    return first[1], html[first.end() :]


def stem_words(text: str) -> str:
    """The text on one line, without any marks, for lists of questions."""
    return plain_text(to_html(text))


def table_cells(rows: str) -> list[list[str]]:
    """The cells of a table, line by line; empty lines do not count."""
    return [
        [cell.strip() for cell in line.split("|")]
        for line in rows.split("\n")
        if line.strip()
    ]


def drawing_folder(data: Mapping[str, Any]) -> str:
    """The key of the module whose drawings a question may name without it."""
    return data.get("lesson", "").partition("/")[0]


def read_table(part: Part) -> dict[str, Any]:
    """The table of a question in a content file; ``{}`` without one."""
    table = part.part("table", required=False)
    if table is None:
        return {}
    found = {"caption": table.texts("caption"), "rows": table.texts("rows")}
    table.finish()
    return found


def read_picture(part: Part) -> dict[str, Any]:
    """The picture of a question in a content file; ``{}`` without one."""
    picture = part.part("picture", required=False)
    if picture is None:
        return {}
    found = {
        "drawing": picture.text("drawing", required=False, limit=120),
        "image": picture.text("image", required=False, limit=255),
        "alt": picture.texts("alt"),
        "description": picture.texts("description", required=False),
    }
    picture.finish()
    return {name: value for name, value in found.items() if value}


def faults_of_stem(data: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with text, table and picture of a question."""
    found = []
    for text in data["stem"].values():
        html = to_html(text)
        if not _FIRST_PARAGRAPH.match(html):
            found.append(
                Fault(
                    "stem",
                    _("The question does not begin with a sentence."),
                    _("Write a paragraph before the list."),
                )
            )
        if _NOT_HERE.search(html):
            found.append(
                Fault(
                    "stem",
                    _("The question holds a heading or a link into the course."),
                    _("Write plain paragraphs; name the lesson under `lesson`."),
                )
            )
    return found + _faults_of_table(data) + _faults_of_picture(data)


def _faults_of_table(data):
    found = []
    for rows in data.get("table", {}).get("rows", {}).values():
        cells = table_cells(rows)
        widths = {len(row) for row in cells}
        if len(widths) != 1 or len(cells) < 2:
            found.append(
                Fault(
                    "table",
                    _("The table is not made of lines with equally many cells."),
                    _("Write the heads, then a line a row, cells divided by `|`."),
                )
            )
        elif max(widths) > MAX_COLUMNS or len(cells) > MAX_ROWS:
            found.append(
                Fault(
                    "table",
                    _("The table is too large to be read beside a question."),
                    _("Keep to %(columns)d columns and %(rows)d lines.")
                    % {"columns": MAX_COLUMNS, "rows": MAX_ROWS},
                )
            )
    if "table" in data and not (data["table"]["caption"] and data["table"]["rows"]):
        found.append(
            Fault(
                "table",
                _("A table needs a caption and rows."),
                _("Write both, or neither."),
            )
        )
    return found


def _faults_of_picture(data):
    picture = data.get("picture")
    if picture is None:
        return []
    drawing, image = picture.get("drawing", ""), picture.get("image", "")
    if bool(drawing) == bool(image):
        return [
            Fault(
                "picture",
                _("A picture is either a drawing or an image."),
                _("Name one of the two."),
            )
        ]
    found = []
    if drawing and drawing_path(drawing, drawing_folder(data)) is None:
        found.append(
            Fault(
                "picture",
                _("There is no drawing `%(name)s`.") % {"name": drawing},
                _("Write it like `01/four-roles`."),
            )
        )
    if not picture.get("alt"):
        found.append(
            Fault(
                "picture",
                _("The picture has no words for those who do not see it."),
                _("Write what it shows under `alt`."),
            )
        )
    return found
