"""The certificate as a PDF: one page, tagged, in any script, with its QR code."""

import io
import re

import pypdf
import pypdfium2
import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lms.core.pdf import pdf_available
from lms.core.pdf_type import SANS, SERIF, fitting_size, line_count
from lms.learning.documents import (
    NAME_STEPS,
    TEXT_WIDTH,
    draw_certificate,
    file_name,
    qr_svg,
    result_line,
    verify_url,
)
from tests.learning.factories import CertificateFactory, content_of

needs_pango = pytest.mark.skipif(not pdf_available(), reason="Pango is missing here")
CODE = "7KQ2-M4XD-91TD"
OBJECTIVES = [
    "Explain in three sentences why States asked for the mechanism and which they were.",
    "Name the six first indicators and one institution that can produce each of them.",
    "Tell the public part from the restricted part and say what belongs in each.",
    "Match the four roles (administrator, country, focal point, user) to their rights.",
    "Describe the four ways to deliver data and choose one for a given office.",
    "Calculate the completeness and the punctuality of a reporting round.",
]
NAMES = {
    "plain": ("Mira Talvik", ""),
    "kyrgyz": ("Айгүл Өмүрбекова Ыңтымак", "Aigul Omurbekova"),
    "arabic": ("محمد عبد الرحمن الأنصاري", "Mohammed Al-Ansari"),
    "vietnamese": ("Nguyễn Thị Hồng Ánh", ""),
    "georgian": ("ნინო ბერიძე", "Nino Beridze"),
    "apostrophes": ("Séamus O’Brien-D'Arcy", ""),
    "mixed": ("Ибн محمد O'Neil", ""),
    "markup": ("<script>alert(1)</script> & Co", ""),
    "200 letters": (("Maria Aleksandra Konstantinopolskaya " * 6)[:200], "А" * 200),
    "200 letters in Arabic": (("محمد عبد الرحمن الأنصاري " * 9)[:200].strip(), "X"),
    "one word of 200 letters": ("Щ" * 200, ""),
}


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def words(document):
    return " ".join(document.pages[0].extract_text().split())


@needs_pango
@pytest.mark.slow
@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES.keys())
def test_draw_certificate_fits_every_name_on_one_small_page(names):
    own, latin = names

    drawn = draw_certificate(
        content_of(
            name=own, name_latin=latin, objectives=OBJECTIVES, trainer="Ana Rivas"
        ),
        code=CODE,
    )

    document = read(drawn.content)
    page = document.pages[0]
    assert len(document.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [297, 210]
    assert len(drawn.content) < 120_000


@needs_pango
@pytest.mark.slow
def test_draw_certificate_says_what_was_issued():
    content = content_of(objectives=OBJECTIVES, trainer="Ana Rivas")

    text = words(read(draw_certificate(content, code=CODE).content))

    for part in (
        "Streetlight",
        "for Arvania",
        "Certificate of achievement",
        "Мира Талвик",
        "Mira Talvik",
        "passed the check of",
        "Module 01: Introduction to the mechanism",
        "9 of 10 points (pass mark 7); learning time 45 minutes",
        "Can now",
        *OBJECTIVES,
        "2 September 2027",
        "Ana Rivas",
        CODE,
        "testserver/verify",
    ):
        assert part in text


@needs_pango
@pytest.mark.slow
def test_draw_certificate_of_participation_has_no_result():
    content = content_of(
        kind="participation", points=None, possible=None, pass_mark=None
    )

    text = words(read(draw_certificate(content, code=CODE).content))

    assert "Certificate of participation" in text
    assert "took part in" in text
    assert "Learning time 45 minutes" in text
    assert "points" not in text


@needs_pango
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru", "fr", "es", "ar"])
def test_draw_certificate_is_accessible_in_every_language(language):
    drawn = draw_certificate(content_of(language=language), code=CODE)

    document = read(drawn.content)
    root = document.trailer["/Root"]
    assert root["/Lang"] == language
    assert bool(root["/MarkInfo"]["/Marked"]) is True
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert "Мира Талвик" in document.metadata.title
    assert tags(root["/StructTreeRoot"]) >= {"/H1", "/H2", "/P", "/L", "/Figure"}
    assert figure_texts(root["/StructTreeRoot"]) != [""]


def tags(node):
    node = node.get_object()
    found = {node["/S"]} if "/S" in node else set()
    for child in kids(node):
        found |= tags(child)
    return found


def figure_texts(node):
    node = node.get_object()
    found = [node.get("/Alt", "")] if node.get("/S") == "/Figure" else []
    for child in kids(node):
        found += figure_texts(child)
    return found


def kids(node):
    found = node.get("/K", [])
    found = found if isinstance(found, list) else [found]
    return [
        kid
        for kid in found
        if not isinstance(kid, int) and isinstance(kid.get_object(), dict)
    ]


PATH = {
    "scope": "path",
    "module_key": "statistician",
    "module_title": "Statistician",
    "objectives": [],
    "points": None,
    "possible": None,
    "pass_mark": None,
    "minutes": 16 * 45,
    "modules": [
        {
            "key": f"{number:02}",
            "title": "Data collection on people who move, and processing",
            "completed_on": "2027-09-02",
        }
        for number in range(1, 17)
    ],
}


@needs_pango
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_draw_certificate_of_a_path_names_all_its_modules_on_one_page(language):
    drawn = draw_certificate(content_of(**PATH, language=language), code=CODE)

    document = read(drawn.content)
    assert len(document.pages) == 1
    assert words(document).count("Data collection on people who move") == 16
    assert {f"{number:02}" for number in range(1, 17)} <= set(words(document).split())


@needs_pango
@pytest.mark.slow
def test_draw_certificate_of_a_path_without_room_names_the_modules_by_number():
    content = content_of(**PATH, name="Щ" * 200, name_latin="")

    document = read(draw_certificate(content, code=CODE).content)

    assert len(document.pages) == 1
    assert "01, 02, 03" in words(document)
    assert "Data collection" not in words(document)


@needs_pango
@pytest.mark.slow
def test_draw_certificate_of_a_path_says_completed_and_how_long():
    text = words(read(draw_certificate(content_of(**PATH), code=CODE).content))

    assert "has completed Learning path: Statistician" in text
    assert "Learning time 12 hours" in text


@needs_pango
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "font"),
    [
        ("Mira Talvik", "PDF-Serif"),
        ("Мира Талвик", "PDF-Serif"),
        ("Ελένη Παπαδοπούλου", "PDF-Serif"),
        ("محمد الأنصاري", "PDF-Arabic"),
    ],
    ids=["Latin", "Cyrillic", "Greek", "Arabic"],
)
def test_name_is_printed_with_a_font_of_ours_that_the_file_carries(name, font):
    document = read(
        draw_certificate(content_of(name=name, name_latin=""), code=CODE).content
    )

    fonts = [
        one.get_object()["/DescendantFonts"][0].get_object()
        for one in document.pages[0]["/Resources"]["/Font"].values()
    ]
    names = [one["/BaseFont"].partition("+")[2] for one in fonts]
    assert all(
        "/FontFile2" in one["/FontDescriptor"].get_object()
        or "/FontFile3" in one["/FontDescriptor"].get_object()
        for one in fonts
    )
    assert all(one.startswith("PDF-") for one in names), names
    assert any(one.startswith(font) for one in names), names


@needs_pango
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
def test_camera_reads_the_address_of_the_check_from_the_printed_page(
    settings, language
):
    settings.BASE_URL = "https://streetlight.example"
    content = draw_certificate(content_of(language=language), code=CODE).content

    with pypdfium2.PdfDocument(content) as document:
        picture = document[0].render(scale=150 / 72).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)

    assert found.text == f"https://streetlight.example/verify/{CODE}/"
    assert found.ec_level == "M"


@needs_pango
@pytest.mark.slow
def test_draw_certificate_twice_gives_the_same_bytes():
    first = draw_certificate(content_of(), code=CODE)

    assert draw_certificate(content_of(), code=CODE) == first


@needs_pango
@pytest.mark.slow
def test_draw_certificate_prints_latin_where_no_font_has_the_letters():
    content = content_of(name="\u0378\u0379", name_latin="Nino Beridze")

    drawn = draw_certificate(content, code=CODE)

    assert drawn.unprinted == "\u0378\u0379"
    assert "Nino Beridze" in words(read(drawn.content))


@needs_pango
@pytest.mark.slow
def test_draw_certificate_prints_boxes_only_when_nothing_else_is_left():
    drawn = draw_certificate(content_of(name="\u0378", name_latin=""), code=CODE)

    assert drawn.unprinted == "\u0378"
    assert len(read(drawn.content).pages) == 1


def test_qr_svg_holds_the_address_of_the_check():
    address = verify_url(CODE)
    expected = segno.make(address, error="m", micro=False, boost_error=False)

    svg = qr_svg(address, "The check")

    assert modules_of(svg) == {
        (x + 4, y + 4)
        for y, row in enumerate(expected.matrix)
        for x, dark in enumerate(row)
        if dark
    }
    assert expected.error == "M"
    assert "<title>The check</title>" in svg


def test_qr_svg_is_31_mm_across_with_a_quiet_zone_of_four():
    svg = qr_svg(verify_url(CODE), "The check")

    side = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    width = float(re.search(r'width="([\d.]+)mm"', svg)[1])
    xs = [x for x, _y in modules_of(svg)]
    assert (min(xs), max(xs)) == (4, side - 5)
    assert width / side * (side - 8) == pytest.approx(31, abs=0.01)


def modules_of(svg):
    """Return the dark modules that the strokes of the second path run through."""
    found, x, y = set(), 0, 0
    path = svg.rpartition(' d="')[2].partition('"')[0]
    for command, first, second in re.findall(r"([Mmh])([\d.]+)(?: ([\d.]+))?", path):
        if command == "M":
            x, y = int(first), int(float(second))
        elif command == "m":
            x += int(first)
        else:
            found |= {(x + step, y) for step in range(int(first))}
            x += int(first)
    return found


def test_verify_url_is_what_paper_says():
    assert verify_url(CODE) == f"http://testserver/verify/{CODE}/"


def test_result_line_writes_one_minute():
    line = result_line(content_of(minutes=1))

    assert line == "9 of 10 points (pass mark 7); learning time 1 minute"


def test_file_name_is_safe_and_carries_the_person():
    certificate = CertificateFactory.build(
        code=CODE, content=content_of(name='Aйгүл/"O\'Brien"\\..%\n')
    )

    assert file_name(certificate) == (
        f"streetlight-certificate-01-{CODE}.pdf",
        "Streetlight 01 AйгүлO'Brien...pdf",
    )


def test_fitting_size_of_a_short_name_is_the_largest():
    assert fitting_size("Mira Talvik", SERIF, TEXT_WIDTH, NAME_STEPS) == (43, 1)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.text(alphabet="абвABC محن -ẲW'", min_size=1, max_size=200))
def test_fitting_size_finds_a_step_for_every_name(name):
    size, lines = fitting_size(name, SERIF, TEXT_WIDTH, NAME_STEPS)

    assert (size, lines) >= (14, 1)
    assert line_count(name, SERIF, size, TEXT_WIDTH) <= 5


def test_line_count_breaks_a_word_longer_than_a_line():
    assert line_count("W" * 200, SANS, 10, 500) == 4
    assert line_count("", SANS, 10, 500) == 0
    assert line_count("one two", SANS, 10, 500) == 1
