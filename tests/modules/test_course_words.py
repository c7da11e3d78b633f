"""Are the words of the course linked, described, sourced and well set?"""

import re
from collections import Counter

import pytest
import yaml

from lms.core.markdown import plain_text
from modules.reader import GUIDE
from tests.modules.shipped import (
    COURSE,
    LESSONS,
    MODULES,
    QUESTIONS,
    ROOT,
    blocks,
    by_lesson,
    by_module,
    flat,
    stream,
)

FACTS = (ROOT / "FACTS.md").read_text(encoding="utf-8")
FEWEST_TERMS, MOST_TERMS = 2, 9
LONGEST_DEFINITION = 40
#: Pixels: a lesson's column on a phone of 360, and the smallest number in it.
PHONE_COLUMN, SMALLEST_NUMBER = 328, 11
#: Boxes and prose in which a term may be linked.
LINKING = ("prose", "note", "warning", "then_and_now", "country_example", "exercise")
DRAWINGS = sorted(ROOT.glob("*/figures/*.svg"))
_TERM = re.compile(r'<a href="#term-([^"]+)">(.*?)</a>', re.DOTALL)
_STRAIGHT = re.compile(r"[\"']")


def html_of(lesson) -> str:
    """Return what may link, without headings and formulas."""
    texts = []
    for value in blocks(lesson, *LINKING):
        fields = [value] if isinstance(value, str) else value.values()
        texts += [text for text in fields if isinstance(text, str)]
    return re.sub(r"<(h[23]|code)>.*?</\1>", " ", " ".join(texts), flags=re.DOTALL)


@by_lesson
def test_lesson_explains_some_terms_each_once(lesson):
    terms = Counter(key for key, _words in _TERM.findall(flat_html(lesson)))

    assert [key for key, count in terms.items() if count > 1] == []
    assert FEWEST_TERMS <= len(terms) <= MOST_TERMS


def flat_html(lesson) -> str:
    """Return everything a lesson holds, links as they are."""
    return flat(lesson.file.body).replace('\\"', '"')


@by_lesson
def test_term_is_linked_where_it_is_used_first(lesson):
    html = html_of(lesson)
    late = [
        words
        for link in _TERM.finditer(html)
        if re.search(
            rf"(?<![\w-]){re.escape(words := link[2])}(?![\w-])",
            plain_text(html[: link.start()]),
        )
    ]

    assert late == []


def test_terms_are_defined_once_shortly_and_with_a_source():
    names = Counter(term.term["en"].casefold() for term in COURSE.terms)
    long = [
        term.key
        for term in COURSE.terms
        if len(term.definition["en"].split()) > LONGEST_DEFINITION
    ]

    assert [name for name, count in names.items() if count > 1] == []
    assert long == []
    assert [term.key for term in COURSE.terms if not term.source] == []
    assert len(COURSE.terms) >= 110


@by_module
def test_links_of_guides_lead_somewhere(module):
    known = {
        "term": {term.key for term in COURSE.terms},
        "module": {one.key for one in MODULES},
        "lesson": {one.key for one in LESSONS},
    }
    text = (module.path / "en" / f"{GUIDE}.md").read_text(encoding="utf-8")

    links = re.findall(r"\((term|module|lesson):([^)]+)\)", text)
    assert [link for link in links if link[1] not in known[link[0]]] == []


def test_questions_name_lessons_and_sources_that_exist():
    keys = {lesson.key for lesson in LESSONS}
    sources = {
        module.key: {
            entry["id"]
            for entry in yaml.safe_load((module.path / "module.yaml").read_text())[
                "sources"
            ]
        }
        for module in MODULES
    }
    lost = [
        key
        for key, one in QUESTIONS.items()
        if one.get("lesson") not in keys
        or (one.get("source") and one["source"] not in sources[key[:2]])
    ]

    assert lost == []


def test_pictures_of_questions_exist_and_are_described():
    for key, question in QUESTIONS.items():
        picture = question.get("picture")
        if picture:
            folder = next(ROOT.glob(f"{key[:2]}-*"))
            assert (folder / "figures" / f"{picture['drawing']}.svg").is_file(), key
            assert picture["alt"]["en"], key


@by_lesson
def test_every_drawing_is_described_in_a_sentence_and_at_length(lesson):
    for value in blocks(lesson, "figure"):
        description = plain_text(value["description"])

        assert 6 <= len(value["alt"].split()) <= 40, value["title"]
        assert not re.match(r"(image|picture|figure) of", value["alt"], re.IGNORECASE)
        assert len(description.split()) >= 30, value["title"]
        assert value["alt"] not in (value["title"], value["caption"])


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_drawing_holds_no_words_and_no_tiny_numbers(path):
    svg = path.read_text(encoding="utf-8")
    words = [
        text
        for text in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)
        if re.search(r"[A-Za-z]{2}", re.sub(r"<[^>]+>", "", text))
    ]

    width = float(re.search(r'viewBox="\S+ \S+ (\S+) ', svg)[1])
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]

    assert words == []
    assert all(size / width * PHONE_COLUMN >= SMALLEST_NUMBER for size in sizes)


@by_lesson
def test_every_source_of_a_lesson_was_checked(lesson):
    """FACTS.md says for every source how it was checked; "course" is no source."""
    section = re.search(
        rf"^## {lesson.key[:2]} .*?(?=^## |\Z)", FACTS, re.MULTILINE | re.DOTALL
    )[0]
    cited = [item["source"] for item in blocks(lesson, "sources")[0]["sources"]]

    assert cited != []
    missing = [
        source
        for source in cited
        if source != "course" and not re.search(rf"\b{source}\b", section)
    ]
    assert missing == []


@by_module
def test_every_source_names_its_year(module):
    """A page without a date says as of when it was true."""
    undated = [
        source["id"]
        for source in stream(module, "sources")
        if not re.search(r"\b(19|20)\d\d\b", source["text"])
    ]

    assert undated == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/en/*.md")), ids=lambda p: p.stem)
def test_text_is_set_with_real_quotation_marks(path):
    _front, _rule, body = path.read_text(encoding="utf-8")[4:].partition("\n---\n")

    lines = re.sub(r"`[^`]*`", "", body).split("\n")
    assert [line for line in lines if _STRAIGHT.search(line)] == []


def test_questions_and_overviews_are_set_with_real_quotation_marks():
    straight = []

    def look(value, key):
        if isinstance(value, dict):
            for name, inner in value.items():
                if name not in ("accepted", "near"):
                    look(inner, name)
        elif isinstance(value, list):
            for inner in value:
                look(inner, key)
        elif key == "en" and _STRAIGHT.search(re.sub(r"`[^`]*`", "", value)):
            straight.append(value)

    for path in [*ROOT.glob("*/checks/*.yaml"), *ROOT.glob("*/module.yaml")]:
        look(yaml.safe_load(path.read_text(encoding="utf-8")), "")
    assert straight == []


def test_nothing_unconfirmed_is_told_to_learners():
    files = [*ROOT.glob("*/en/*.md"), *ROOT.glob("*/checks/*.yaml")]

    told = [
        path.name
        for path in files
        if "to be confirmed" in path.read_text(encoding="utf-8").casefold()
    ]
    assert told == []
