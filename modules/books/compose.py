"""What stands in the book of a module: gathered once, laid out twice.

A few queries whatever the module: its page, its lessons, the glossary; questions
come out of memory.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from html.entities import name2codepoint

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, override

from assessments.quizzes.content import content_called
from assessments.quizzes.models import Quiz
from assessments.quizzes.paper_pages import printed_questions
from assessments.quizzes.papers import paper_in_order
from lms.core.blocks.media import PICTURE_WIDTH
from lms.core.drawings import drawing_with_words
from modules.books.links import BookLinks, full_url
from modules.files import ModuleFile, module_files
from modules.models import LessonPage, ModulePage
from modules.outline import ModuleOutline, all_outlines
from modules.rendering import file_links, numbered_sources

#: Ruled lines under a question about the reader's own country.
NOTE_LINES = 6
#: Control signs that a paste from elsewhere may bring.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
_VOID = re.compile(r"<(br|img|hr|wbr)\b([^<>]*?)\s*/?>")


@dataclass(frozen=True)
class Chapter:
    """One lesson: all of its text as well-formed HTML, and its numbered sources."""

    key: str
    number: int
    title: str
    lede: str
    minutes: int
    body: SafeString
    message: str
    sources: tuple[dict, ...]


@dataclass(frozen=True)
class Definition:
    """One term of the glossary that the lessons use."""

    key: str
    term: str
    text: str
    source: str


@dataclass(frozen=True)
class Book:
    """A module in one language. ``modified`` is when any of its pages last changed."""

    key: str
    language: str
    direction: str
    title: str
    lede: str
    audience: str
    level: str
    minutes: int
    cover: str
    url: str
    updated: object
    modified: datetime | None
    objectives: tuple[str, ...]
    prerequisites: tuple[ModuleOutline, ...]
    files: tuple[ModuleFile, ...]
    sources: tuple[dict, ...]
    check: Quiz | None
    check_questions: int = 0
    chapters: tuple[Chapter, ...] = ()
    terms: tuple[Definition, ...] = field(default=())

    @property
    def messages(self) -> list[Chapter]:
        """The chapters that have one thing to take away."""
        return [chapter for chapter in self.chapters if chapter.message]


@dataclass(frozen=True)
class Layout:
    """How chapters and terms are addressed in a book, and whether it has a pen.

    chapter: address of a lesson with ``{number}``; glossary: what comes before the
    key of a term; paper: leave room to write.
    """

    chapter: str
    glossary: str
    paper: bool

    def chapter_url(self, number: int) -> str:
        """Return the address of a chapter inside the book."""
        return self.chapter.format(number=f"{number:02}")


def compose(
    module: ModulePage, lessons: QuerySet[LessonPage] | list[LessonPage], layout: Layout
) -> Book:
    """Return the book of a module in the module's own language."""
    language = module.locale.language_code
    lessons = list(lessons)
    with override(language):
        links = BookLinks(
            language,
            lessons={
                lesson.key: layout.chapter_url(number)
                for number, lesson in enumerate(lessons, start=1)
            },
            glossary=layout.glossary,
        )
        outlines = all_outlines(language)
        chapters = tuple(
            _chapter(lesson, number, module, links, layout)
            for number, lesson in enumerate(lessons, start=1)
        )
        check = _module_check(module)
        return Book(
            key=module.key,
            language=language,
            direction="rtl" if get_language_info(language)["bidi"] else "ltr",
            title=module.title,
            lede=module.lede,
            audience=module.audience,
            level=module.get_level_display(),
            minutes=module.minutes,
            cover=module.cover,
            url=full_url(module.url or ""),
            updated=module.updated,
            modified=max(
                (
                    page.last_published_at
                    for page in [module, *lessons]
                    if page.last_published_at
                ),
                default=None,
            ),
            objectives=tuple(item["value"] for item in module.objectives.raw_data),
            prerequisites=tuple(
                outlines[key] for key in module.prerequisites if key in outlines
            ),
            files=tuple(module_files(module, AnonymousUser())),
            sources=tuple(item["value"] for item in module.sources.raw_data),
            check=check,
            check_questions=check.question_count if check else 0,
            chapters=chapters,
            terms=_definitions(links),
        )


def _module_check(module: ModulePage) -> Quiz | None:
    if not module.check_key:
        return None
    return Quiz.objects.active().filter(key=module.check_key).first()


def _definitions(links: BookLinks) -> tuple[Definition, ...]:
    found = [
        Definition(key, str(term.term), str(term.definition), term.source)
        for key, term in ((key, links.terms[key]) for key in links.used)
    ]
    return tuple(sorted(found, key=lambda one: one.term.casefold()))


def _chapter(
    lesson: LessonPage,
    number: int,
    module: ModulePage,
    links: BookLinks,
    layout: Layout,
) -> Chapter:
    links.begin_chapter()
    context = {
        "drawing_folder": module.key,
        "sources": {
            item["value"]["id"]: item["value"]["text"]
            for item in module.sources.raw_data
        },
        "file_links": file_links(module),
        "module_url": full_url(module.url or ""),
        "paper": layout.paper,
        "note_lines": range(NOTE_LINES),
    }
    parts, message, sources = [], "", []
    heading = "h2"
    for place, block in enumerate(lesson.body, start=1):
        if block.block_type == "sources":
            sources += numbered_sources(block.value["sources"], module)
            continue
        block_id = f"l{number:02}-{place}"
        html = _drawn(block, context | {"heading": heading, "block_id": block_id})
        parts.append(links.expand(html))
        if "<h2" in html and block.block_type == "prose":
            heading = "h3"
        if block.block_type == "key_message":
            message = links.expand(str(block.value["text"]))
    return Chapter(
        key=lesson.key,
        number=number,
        title=lesson.title,
        lede=lesson.lede,
        minutes=lesson.minutes,
        body=well_formed("".join(parts)),
        message=well_formed(message),
        sources=tuple(sources),
    )


def _drawn(block, context: dict) -> str:
    """Return one block as a book shows it: nothing folded away, nothing to press."""
    found = block.block.get_context(block.value, parent_context=context)
    if block.block_type == "check":
        found |= _check(block.value["quiz"], context["paper"])
    if block.block_type == "figure":
        found["drawn"] = _titled(found["drawn"], block.value, context["block_id"])
    return render_to_string(f"modules/book/{block.block_type}.html", found)


def _titled(drawn: list[dict], value, block_id: str) -> list[dict]:
    """Return drawings that carry their words themselves, as books want them."""
    titled = [
        item
        | {"svg": drawing_with_words(item["svg"], item["alt"], f"{block_id}-t{number}")}
        for number, item in enumerate(drawn)
    ]
    if value["image"] and titled:
        picture = value["image"].get_rendition(
            f"width-{PICTURE_WIDTH}|bgcolor-ffffff|format-jpeg|jpegquality-75"
        )
        titled[-1]["svg"] = picture.img_tag({"alt": titled[-1]["alt"]})
    return titled


def _check(quiz_key: str, paper: bool) -> dict:
    content = content_called(quiz_key)
    if content is None:
        return {"questions": []}
    return {"questions": printed_questions(paper_in_order(content), ruled=paper)}


def well_formed(html: str) -> SafeString:
    """Return HTML that is XML as well: empty elements closed, no named letters.

    The texts come from editors' HTML, which browsers forgive and books do not.
    """
    html = _NOT_IN_XML.sub("", html)
    html = _VOID.sub(r"<\1\2/>", html)
    html = _ENTITY.sub(
        lambda found: (
            found[0]
            if found[1] in _XML_ENTITIES or found[1] not in name2codepoint
            else chr(name2codepoint[found[1]])
        ),
        html,
    )
    return mark_safe(html)  # noqa: S308 - rendered by us
