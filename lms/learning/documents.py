"""The certificate as a PDF: what is printed, how large, and the QR code."""

import math
from dataclasses import dataclass

import segno
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.core.pdf import LettersMissing, render_pdf
from lms.core.pdf_type import SANS, SERIF, fitting_size, line_count
from lms.learning.certificate_lines import (
    is_path,
    issue_date,
    list_title,
    module_names,
    result_line,
    title_line,
)

# Sizes in points; the sheet leaves 219 mm for text and 120 mm of height.
TEXT_WIDTH = 219 / 25.4 * 72 * 0.985
CAN_WIDTH = 172 / 25.4 * 72 * 0.985
COLUMN_WIDTH = (172 - 8) / 2 / 25.4 * 72 * 0.97
HEIGHT = 120 / 25.4 * 72
NAME_STEPS = (
    *((size, 1) for size in (43, 40, 37, 34, 31, 28, 26)),
    *((size, 2) for size in (26, 23, 20)),
    (18, 3),
    (16, 3),
    (14, 4),
)
SECOND_STEPS = ((16, 1), (14, 1), (12, 2), (11, 3))
MODULE_STEPS = ((20, 1), (18, 1), (17, 2), (15, 2), (13, 3))
CAN_SIZES = (11, 10.5, 10, 9.5, 9, 8.5)
#: A path may have many modules; below this they are named by number alone.
MODULE_SIZES = (*CAN_SIZES, 8, 7.5, 7)
#: Height of a line of the name, in parts of its size, and for tall scripts.
LEADING, TALL = 1.24, 1.55
QR_MODULES_MM = 31.0
QR_QUIET = 4


@dataclass(frozen=True)
class Drawn:
    """A certificate's PDF, and the letters of the name that it lacks."""

    content: bytes
    unprinted: str = ""


def draw_certificate(content: dict, *, code: str) -> Drawn:
    """Return the PDF of a certificate from what was issued.

    The name is printed as the person chose. Where this machine has no font with
    its letters, the spelling that it can print stands alone and ``unprinted``
    names the letters; boxes are printed only when neither can be.

    Raises the exceptions of render_pdf.
    """
    first, second = content["name"], content["name_latin"]
    unprinted = ""
    tries = [(first, second), (first, ""), (second, "")] if second else [(first, "")]
    for name, below in tries:
        try:
            return Drawn(_render(content, name, below, code=code), unprinted)
        except LettersMissing as missing:
            unprinted = unprinted or missing.letters
    drawn = _render(content, second or first, "", code=code, boxes=True)
    return Drawn(drawn, unprinted)


def _render(content, name, second, *, code, boxes=False) -> bytes:
    language = content["language"]
    with override(language):
        module_line, lines = title_line(content), list_of(content)
        numbers = ", ".join(one["key"] for one in content["modules"])
        texts = {
            "content": content,
            "is_path": is_path(content),
            "list_title": list_title(content),
            "print_name": name,
            "second_name": second,
            "module_line": module_line,
            "result_line": result_line(content),
            "code": code,
            "issued_on": issue_date(content),
            "verify_place": verify_place(),
            "qr": qr_svg(verify_url(code), _("QR code with the address of the check")),
        }
    return render_pdf(
        "pdf/certificate.html",
        texts | _sizes(name, second, module_line, lines, numbers),
        stylesheet="pdf/certificate.css",
        language=language,
        refuse_missing_letters=not boxes,
    )


def list_of(content: dict) -> list[str]:
    """Return the list on a certificate: what somebody can do, or a path's modules.

    The days on which the modules were finished stand on the check page.
    """
    return module_names(content) if is_path(content) else content["objectives"]


def file_name(certificate) -> tuple[str, str]:
    """Return the name of the PDF in plain letters, and with the person's name."""
    content = certificate.content
    plain = f"streetlight-certificate-{content['module_key']}-{certificate.code}.pdf"
    name = "".join(
        letter
        for letter in content["name"]
        if letter.isprintable() and letter not in '\\/:*?"<>|%'
    )
    return plain, f"{content['issuer']} {content['module_key']} {name[:80].strip()}.pdf"


def page_context(certificate) -> dict:
    """Return what the printable page of a certificate shows beside its content."""
    content = certificate.content
    return {
        "is_path": is_path(content),
        "lines": list_of(content),
        "list_title": list_title(content),
        "module_line": title_line(content),
        "result_line": result_line(content),
        "issued_on": issue_date(content),
        "verify_place": verify_place(),
        "qr": qr_svg(
            verify_url(certificate.code), _("QR code with the address of the check")
        ),
    }


def verify_url(code: str) -> str:
    """Return the public address of the check of a code, as printed in the QR code.

    Written out and not reversed: paper keeps it for ever, so it must not move
    with the table of addresses.
    """
    return f"{settings.BASE_URL}/verify/{code}/"


def verify_place() -> str:
    """Return the address of the check as people type it."""
    return f"{settings.BASE_URL.split('://', 1)[-1]}/verify"


def _sizes(
    name: str, second: str, module: str, objectives: list[str], numbers: str
) -> dict:
    """Return the sizes at which all of it fits.

    numbers takes the place of the list where there is no room for it.
    """
    name_size, name_lines = fitting_size(name, SERIF, TEXT_WIDTH, NAME_STEPS)
    leading = TALL if _is_tall(name) else LEADING
    second_size, second_lines = fitting_size(second, SANS, TEXT_WIDTH, SECOND_STEPS)
    module_size, module_lines = fitting_size(module, SERIF, TEXT_WIDTH, MODULE_STEPS)
    taken = (
        15 * 1.4
        + name_size * leading * name_lines
        + (second_size * 1.35 * second_lines + 3 if second else 0)
        + 13.5 * 1.4
        + 16
        + module_size * 1.3 * module_lines
        + 3
        + 11 * 1.43
        + 6
        + 11 * 1.4
        + 12
    )
    room = HEIGHT - taken
    steps = MODULE_SIZES if numbers else CAN_SIZES
    can_size, columns, fits = _can(objectives, room, steps)
    if numbers and not fits:
        objectives, can_size, columns = [numbers], CAN_SIZES[0], 1
    half = math.ceil(len(objectives) / columns) if objectives else 0
    return {
        "name_size": name_size,
        "name_leading": "tall" if leading == TALL else "",
        "second_size": second_size,
        "module_size": module_size,
        "can_size": str(can_size).replace(".", "-"),
        "can_columns": [
            column for column in (objectives[:half], objectives[half:]) if column
        ],
    }


def _is_tall(text: str) -> bool:
    """Return whether a script reaches further up and down than Latin does."""
    return any(
        letter >= "\u0590" and not "\u1e00" <= letter <= "\u206f" for letter in text
    )


def _can(objectives: list[str], room: float, steps) -> tuple[float, int, bool]:
    """Return size and number of columns of the list, and whether it fits."""
    arrangements = [(size, 1 if len(objectives) <= 3 else 2) for size in steps]
    for size, columns in arrangements:
        width = CAN_WIDTH if columns == 1 else COLUMN_WIDTH
        heights = [
            line_count(text, SANS, size, width) * size * 1.4 + 4 for text in objectives
        ]
        half = math.ceil(len(heights) / 2)
        tallest = (
            sum(heights)
            if columns == 1
            else max(sum(heights[:half]), sum(heights[half:]))
        )
        if tallest <= room:
            return size, columns, True
    return *arrangements[-1], False


def qr_svg(text: str, title: str) -> SafeString:
    """Return a QR code (level M) as one vector path on white, sized in mm.

    The dark modules measure 31 mm across and stand in a quiet zone of four.
    """
    matrix = [
        list(row)
        for row in segno.make(text, error="m", micro=False, boost_error=False).matrix
    ]
    side = len(matrix) + 2 * QR_QUIET
    size = f"{QR_MODULES_MM / len(matrix) * side:.3f}mm"
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}">'
        '<title>{}</title><path fill="#FFFFFF" d="M0 0h{}v{}H0z"/>'
        '<path fill="none" stroke="#15232D" d="{}"/></svg>',
        size,
        size,
        side,
        side,
        title,
        side,
        side,
        _dark_path(matrix),
    )


def _dark_path(matrix: list[list[int]]) -> str:
    """Return a path that runs through the dark modules, row by row.

    Strokes one module wide take half as many steps as their outlines, and every
    step costs WeasyPrint time.
    """
    parts = []
    for y, row in enumerate(matrix, start=QR_QUIET):
        x, end = 0, None
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                place = f"M{x + QR_QUIET} {y}.5" if end is None else f"m{x - end} 0"
                parts.append(f"{place}h{run}")
                end = x + run
            x += run or 1
    return "".join(parts)
