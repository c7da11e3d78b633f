"""Badge images, plain and with the credential inside ("baked").

Open Badges 3.0, "Baked Badge": a PNG carries the credential in an iTXt chunk
without compression, an SVG in an element of its own behind the first tag. Both
pictures show the same: the lamp, and below it the number of the module or one
light for each module of a path. A participation is drawn dark on white.
"""

import io
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import override
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from lms.learning.certificate_lines import is_path, title_line

#: Side of the pictures; the PNG is drawn larger and made smaller, for soft edges.
SIDE, OVERSIZE = 400, 3
KEYWORD = "openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
# The mark of the site (components/logo.html), on a grid of 32.
_SCALE, _LEFT, _TOP = 7.0, 88.0, 52.0
_BARS = ((13.5, 22.5), (19.5, 18.5), (25.5, 14.5))
_FONT = settings.BASE_DIR / "static/fonts/pdf/NotoSerif-SemiBold.ttf"
NIGHT, WHITE, LAMP = "#10283A", "#FFFFFF", "#F0B13A"


@dataclass(frozen=True)
class Badge:
    """What a badge shows: words for those who do not see it, number, lights, colours."""

    title: str
    number: str
    lights: int
    ground: str
    ink: str


def badge_of(content: dict) -> Badge:
    """Return the badge of a certificate, without the person."""
    with override(content["language"]):
        title = title_line(content)
    taken_part = content["kind"] == "participation"
    return Badge(
        title=title,
        number="" if is_path(content) else content["module_key"],
        lights=len(content["modules"]) if is_path(content) else 0,
        ground=WHITE if taken_part else NIGHT,
        ink=NIGHT if taken_part else WHITE,
    )


def svg_badge(badge: Badge, credential: str = "") -> str:
    """Return the picture as SVG, with the credential (JSON) baked in if given."""
    baked = f"<openbadges:credential>{_cdata(credential)}</openbadges:credential>"
    bars = "".join(
        f'<path d="M{x} 27.5V{y}" stroke="{LAMP}" stroke-width="4"/>' for x, y in _BARS
    )
    number = (
        f'<text x="200" y="348" text-anchor="middle" font-family="Noto Serif, serif"'
        f' font-size="72" font-weight="600" fill="{badge.ink}">{escape(badge.number)}</text>'
    )
    lights = "".join(
        f'<circle cx="{x:.1f}" cy="322" r="7" fill="{LAMP}"/>'
        for x in _light_places(badge.lights)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{NAMESPACE}"'
        f' viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}" role="img">'
        f"{baked if credential else ''}"
        f"<title>{escape(badge.title)}</title>"
        f'<rect x="3" y="3" width="394" height="394" rx="36" fill="{badge.ground}"'
        f' stroke="{NIGHT}" stroke-width="6"/>'
        f'<path d="M182 118L104 250H296L274 118Z" fill="{LAMP}" fill-opacity="0.28"/>'
        f'<g transform="translate({_LEFT:g} {_TOP:g}) scale({_SCALE:g})">{bars}'
        '<path d="M5.5 29V10C5.5 5.5 8.5 2.5 13 2.5H20M2 29H30" fill="none"'
        f' stroke="{badge.ink}" stroke-width="2.5" stroke-linecap="round"/>'
        f'<path d="M13.5 9.5a6.5 6.5 0 0 1 13 0z" fill="{badge.ink}"/></g>'
        f"{number if badge.number else lights}</svg>\n"
    )


def png_badge(badge: Badge, credential: str = "") -> bytes:
    """Return the picture as PNG, with the credential (JSON) baked in if given."""
    side = SIDE * OVERSIZE
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle(
        _points((3, 3), (397, 397)),
        radius=36 * OVERSIZE,
        fill=badge.ground,
        outline=NIGHT,
        width=6 * OVERSIZE,
    )
    light = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    ImageDraw.Draw(light).polygon(
        _points((182, 118), (104, 250), (296, 250), (274, 118)), fill=f"{LAMP}47"
    )
    picture.alpha_composite(light)
    _draw_mark(draw, badge.ink)
    if badge.number:
        font = ImageFont.truetype(str(_FONT), 72 * OVERSIZE)
        place = _points((200, 348))[0]
        draw.text(place, badge.number, font=font, fill=badge.ink, anchor="ms")
    for x in _light_places(badge.lights):
        draw.ellipse(_points((x - 7, 315), (x + 7, 329)), fill=LAMP)
    return _as_png(picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS), credential)


def _as_png(picture: Image.Image, credential: str) -> bytes:
    chunks = PngInfo()
    if credential:
        chunks.add_itxt(KEYWORD, credential, zip=False)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True, pnginfo=chunks)
    return file.getvalue()


def _draw_mark(draw: ImageDraw.ImageDraw, ink: str) -> None:
    for x, y in _BARS:
        draw.line(_mark((x, 27.5), (x, y)), fill=LAMP, width=_wide(4))
    # The curve of the post: a cubic Bezier from (5.5, 10) to (13, 2.5).
    curve = [
        (
            5.5 * ((1 - t) ** 3 + 3 * t * (1 - t) ** 2)
            + 8.5 * 3 * t**2 * (1 - t)
            + 13 * t**3,
            10 * (1 - t) ** 3
            + 5.5 * 3 * t * (1 - t) ** 2
            + 2.5 * (3 * t**2 * (1 - t) + t**3),
        )
        for t in (step / 24 for step in range(25))
    ]
    for line in (((5.5, 29), *curve, (20, 2.5)), ((2, 29), (30, 29))):
        places = _mark(*line)
        draw.line(places, fill=ink, width=_wide(2.5), joint="curve")
        for x, y in (places[0], places[-1]):
            half = _wide(2.5) / 2
            draw.ellipse((x - half, y - half, x + half, y + half), fill=ink)
    draw.pieslice(_mark((13.5, 3), (26.5, 16)), 180, 360, fill=ink)


def _mark(*places: tuple[float, float]) -> list[tuple[float, float]]:
    """Return places on the grid of the mark as places in the large picture."""
    return _points(*((_LEFT + x * _SCALE, _TOP + y * _SCALE) for x, y in places))


def _points(*places: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * OVERSIZE, y * OVERSIZE) for x, y in places]


def _wide(width: float) -> int:
    return round(width * _SCALE * OVERSIZE)


def _light_places(count: int) -> list[float]:
    step = min(26.0, 330 / count) if count else 0
    return [200 + (place - (count - 1) / 2) * step for place in range(count)]


def _cdata(text: str) -> str:
    """Return JSON so that XML leaves it alone; "]]>" can stand in strings only."""
    return f"<![CDATA[{text.replace(']]>', ']]' + chr(92) + 'u003e')}]]>"
