"""The promises of the style sheets: contrast, weight, both directions."""

import gzip
import itertools
import re
from pathlib import Path

import pytest

from lms.core.staticfiles import bundle

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static/css"
TOKENS = (CSS / "tokens.css").read_text("utf-8")
DARK_BY_WISH = ":root:not([data-scheme=light])"
DARK_BY_CHOICE = ":root[data-scheme=dark]"

#: Foreground, ground, least contrast (WCAG 2.2; 7 where a text is read at length).
PAIRS = [
    ("ink", "ground", 7),
    ("ink", "ground-2", 7),
    ("ink", "ground-3", 7),
    ("ink", "lamp-wash", 7),
    ("ink", "lamp-faint", 7),
    ("ink", "info-wash", 7),
    ("ink", "ok-wash", 7),
    ("ink", "err-wash", 7),
    ("ink", "warn-wash", 7),
    ("ink-2", "ground", 7),
    ("ink-2", "ground-2", 4.5),
    ("ink-2", "lamp-wash", 4.5),
    ("ink-2", "info-wash", 4.5),
    ("link", "ground", 7),
    ("link", "ground-2", 4.5),
    ("link", "info-wash", 4.5),
    ("link", "ok-wash", 4.5),
    ("link", "err-wash", 4.5),
    ("link", "warn-wash", 4.5),
    ("link-hover", "ground", 4.5),
    ("link-visited", "ground", 4.5),
    ("on-action", "action", 4.5),
    ("on-action", "action-hover", 4.5),
    ("lamp-deep", "ground", 4.5),
    ("lamp-deep", "lamp-wash", 4.5),
    ("ok", "ground", 4.5),
    ("ok", "ok-wash", 4.5),
    ("err", "ground", 4.5),
    ("err", "err-wash", 4.5),
    ("warn", "warn-wash", 4.5),
    ("ground", "err", 4.5),
    ("on-night", "night", 7),
    ("on-night", "night-2", 7),
    ("on-night-2", "night", 4.5),
    ("on-night-2", "night-2", 4.5),
    ("lamp", "night", 3),
    ("lamp", "night-2", 3),
    ("on-lamp", "lamp", 4.5),
    ("edge", "ground", 3),
    ("edge", "ground-2", 3),
    ("up-text", "ground", 4.5),
    ("dn-text", "ground", 4.5),
    *((f"on-l{level}", f"l{level}", 4.5) for level in range(1, 6)),
]


def block(selector: str) -> dict[str, str]:
    """Return the colours declared in the first block of ``selector``."""
    body = TOKENS.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", body))


LIGHT = block(":root")
DARK = LIGHT | block(DARK_BY_WISH)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def all_css() -> list[Path]:
    return sorted(CSS.rglob("*.css"))


def templates() -> list[Path]:
    return [
        path
        for room in ("lms", "modules", "assessments", "toolkit")
        for path in sorted((ROOT / room).rglob("templates/**/*.html"))
        if "pdf" not in path.parts and "email" not in path.parts
    ]


def test_contrast_black_on_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast_is_enough(scheme, ink, ground, least):
    assert contrast(scheme[ink], scheme[ground]) >= least


def test_focus_ring_shows_on_every_ground():
    for scheme in (LIGHT, DARK):
        for ground in ("ground", "ground-2", "night", "lamp-wash", "info-wash"):
            rings = [
                contrast(scheme[ring], scheme[ground])
                for ring in ("ring-in", "ring-out")
            ]
            assert max(rings) >= 3


def test_neighbouring_levels_differ_in_grey():
    greys = [luminance(LIGHT[f"l{level}"]) for level in range(1, 6)]
    lightness = [116 * grey ** (1 / 3) - 16 for grey in greys]
    steps = [lower - higher for lower, higher in itertools.pairwise(lightness)]
    assert all(step >= 14 for step in steps)


def test_levels_are_the_same_in_the_dark():
    assert {name: DARK[name] for name in DARK if re.fullmatch(r"(on-)?l\d", name)} == {
        name: LIGHT[name] for name in LIGHT if re.fullmatch(r"(on-)?l\d", name)
    }


def test_dark_values_are_the_same_by_wish_and_by_choice():
    assert block(DARK_BY_WISH) == block(DARK_BY_CHOICE)


def test_served_sheet_is_light():
    assert len(gzip.compress(bundle(CSS), 6)) <= 14 * 1024


def test_script_is_light():
    assert len(gzip.compress((ROOT / "static/js/main.js").read_bytes(), 6)) <= 5 * 1024


def test_heading_font_of_one_script_is_light():
    sizes = {
        font.name: font.stat().st_size
        for font in (ROOT / "static/fonts").glob("*.woff2")
    }
    assert len(sizes) == 4
    assert max(sizes.values()) <= 14 * 1024
    assert sizes["streetlight-serif-latin.woff2"] <= 12 * 1024


#: Words that name a side of the screen; the page has a start and an end.
SIDES = re.compile(
    r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b"
    r"|(?:^|[{;]\s*)(?:left|right|top|bottom)\s*:"
    r"|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius",
    re.MULTILINE,
)
#: Four different values name sides too, when the second and fourth differ.
FOUR = re.compile(r"(?:margin|padding|inset)\s*:\s*(\S+) (\S+) (\S+) ([^\s;]+);")


@pytest.mark.parametrize("sheet", all_css(), ids=lambda path: path.name)
def test_style_sheet_has_start_and_end_not_left_and_right(sheet):
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    assert SIDES.findall(css) == []
    assert [found for found in FOUR.findall(css) if found[1] != found[3]] == []


@pytest.mark.parametrize("sheet", all_css(), ids=lambda path: path.name)
def test_style_sheet_takes_colours_from_tokens(sheet):
    """Only tokens.css names colours; paper is black and white, covers have a ground.

    The content area (cms.css) has a palette of its own to fit into.
    """
    allowed = {"#FFFFFF", "#000000", "#333333", "#15232D", "#1B3A50", "#33506A"}
    if sheet.name not in ("tokens.css", "cms.css"):
        found = set(
            re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[;\s,)])", sheet.read_text("utf-8"))
        )
        assert found <= allowed


@pytest.mark.parametrize("page", templates(), ids=lambda path: path.name)
def test_template_has_no_inline_style_script_or_handler(page):
    text = page.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|href=\"javascript:", text) == []
    assert re.findall(r"<script(?![^>]*(?:\bsrc=|application/json))", text) == []


COVERS = sorted((ROOT / "static/covers").glob("*.svg"), key=lambda path: path.stem)


def test_every_module_has_a_lit_and_an_unlit_cover():
    assert [cover.stem for cover in COVERS] == sorted(
        f"{number:02d}{ending}" for number in range(1, 17) for ending in ("", "-dim")
    )


@pytest.mark.parametrize("cover", COVERS, ids=lambda path: path.stem)
def test_cover_is_small_and_drawn_in_one_hand(cover):
    svg = cover.read_text("utf-8")
    assert len(svg.encode()) <= 3 * 1024
    assert 'viewBox="0 0 480 180"' in svg
    assert re.findall(r"<(?:text|script|image|linearGradient)", svg) == []
    assert set(re.findall(r"#[0-9A-F]{6}", svg)) <= {
        "#1B3A50",
        "#6F8798",
        "#F4E0AE",
        "#10283A",
        "#F0B13A",
        "#F5F1E6",
    }
    ids = re.findall(r'id="([^"]+)"', svg)
    assert [name for name in ids if not name.startswith(f"m{cover.stem[:2]}")] == []
