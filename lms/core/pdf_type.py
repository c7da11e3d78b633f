"""How wide text is in the fonts of PDFs, and on how many lines it falls.

A certificate must hold a name of 3 letters or of 200, in any script, on one
page. WeasyPrint cannot choose a size by itself, so the sizes are chosen here
from the widths of letters. Letters are measured alone: joined Arabic and
kerned Latin are a little narrower, never wider.
"""

import math
import re
from functools import lru_cache

from django.contrib.staticfiles import finders

#: Files of static/fonts/pdf, in the order in which a letter is looked for.
SERIF = ("NotoSerif-SemiBold.ttf", "NotoSansArabic-Bold.ttf")
SANS = ("NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf")
#: Width of a letter that no shipped font has, in parts of the font size.
UNKNOWN = 0.75

_BREAKS = re.compile(r"(?<=[ \-/–—])")


@lru_cache(maxsize=8)
def _widths(file: str) -> dict[int, float]:
    """Return the width of each code point of a font, in parts of its size."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow import, comes with PDFs

    with TTFont(finders.find(f"fonts/pdf/{file}"), lazy=True) as font:
        unit = font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        return {
            point: advances[glyph][0] / unit
            for point, glyph in font.getBestCmap().items()
        }


def text_width(text: str, fonts: tuple[str, ...]) -> float:
    """Return the width of a line of text, in parts of the font size."""
    tables = [_widths(file) for file in fonts]
    return sum(
        next((table[ord(letter)] for table in tables if ord(letter) in table), UNKNOWN)
        for letter in text
    )


def line_count(text: str, fonts: tuple[str, ...], size: float, width: float) -> int:
    """Return on how many lines the text falls; size and width in points.

    Breaks after spaces and hyphens, and inside a word that is longer than a
    line. Empty text takes no line.
    """
    room = width / size
    lines, used = 0, math.inf
    for part in _BREAKS.split(" ".join(text.split())):
        if not part:
            continue
        wide = text_width(part.rstrip(" "), fonts)
        if used + wide <= room:
            used += text_width(part, fonts)
            continue
        lines += max(1, math.ceil(wide / room))
        used = text_width(part, fonts) - (math.ceil(wide / room) - 1) * room
    return lines


def fitting_size(
    text: str,
    fonts: tuple[str, ...],
    width: float,
    steps: tuple[tuple[float, int], ...],
) -> tuple[float, int]:
    """Return the first (size, lines) of the steps into which the text fits.

    The last step is taken when none does.
    """
    for size, lines in steps:
        taken = line_count(text, fonts, size, width)
        if taken <= lines:
            return size, max(taken, 1)
    return steps[-1][0], line_count(text, fonts, steps[-1][0], width)
