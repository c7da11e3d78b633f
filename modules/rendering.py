"""A lesson's text as HTML, made once and kept.

What is the same for every reader is rendered and cached as segments; between
them stand the places that differ from reader to reader (the check, the private
note), which the lesson's template fills in.
"""

import re
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from lms.core.memory import Memory
from modules.files import module_files
from modules.models import GlossaryTerm, LessonPage, ModulePage
from modules.outline import lesson_outline, module_outline

#: Seconds for which a rendered lesson is kept in memory; publishing any page
#: makes all be rendered anew, because they link to each other.
RENDERED_TTL = 3600
_memory = Memory(limit=300)
HTML, CHECK, NOTE = "html", "check", "note"
_INNER_LINK = re.compile(
    r'<a href="#(term|lesson|module|source)-([^"]+)">(.*?)</a>', re.DOTALL
)
_TOP_LEVEL = re.compile(r"<(/?)(?:p|h2|h3|ul|ol)\b[^>]*>")
_BOX_TITLE = re.compile(r'<h3\b(?: class="([^"]*)")?(.*?)</h3>', re.DOTALL)
_CODE = re.compile(r"<code>(.*?)</code>", re.DOTALL)


@dataclass(frozen=True)
class Segment:
    """One stretch of a lesson.

    kind: html (text for everybody), check (key: quiz) or note (key: prompt).
    """

    kind: str
    html: str = ""
    key: str = ""


@dataclass(frozen=True, eq=False)
class RenderedLesson:
    """The segments of a lesson in order, and its sources, numbered from 1.

    Equal only to itself: comparing the text would cost more than it is worth.
    """

    segments: tuple[Segment, ...] = ()
    sources: tuple[dict, ...] = ()
    note_keys: tuple[str, ...] = field(default=())


def rendered_lesson(page: LessonPage, *, fresh: bool = False) -> RenderedLesson:
    """Return the lesson's segments in the active language.

    fresh: render now and keep nothing, for a draft in the preview.
    """
    if fresh:
        return render_lesson(page)
    version = (page.last_published_at, page.loaded_digest)
    return _memory.recall(
        (page.pk, *version, get_language()), RENDERED_TTL, lambda: render_lesson(page)
    )


def render_lesson(page: LessonPage) -> RenderedLesson:
    """Render a lesson's blocks; see `rendered_lesson` for the kept version."""
    language = page.locale.language_code
    module = (
        ModulePage.objects.in_language(language).filter(key=page.module_key).first()
    )
    context = {
        "drawing_folder": page.module_key,
        "module_key": page.module_key,
        "lesson_key": page.key,
        "sources": _source_texts(module),
        "file_links": file_links(module),
    }
    links = InnerLinks(language)
    segments: list[Segment] = []
    sources: list[dict] = []
    for number, block in enumerate(page.body, start=1):
        value = block.value
        if block.block_type == "check":
            segments.append(Segment(CHECK, key=value["quiz"]))
        elif block.block_type == "in_your_country":
            segments.append(
                Segment(NOTE, links.expand(str(value["prompt"])), value["key"])
            )
        elif block.block_type == "sources":
            sources += numbered_sources(value["sources"], module)
        else:
            html = block.render(context | {"block_id": f"block-{number}"})
            segments.append(Segment(HTML, links.expand(html)))
    return RenderedLesson(
        segments=tuple(_in_order(_joined(segments))),
        sources=tuple(sources),
        note_keys=tuple(s.key for s in segments if s.kind == NOTE),
    )


def _in_order(segments: list[Segment]) -> list[Segment]:
    """Return the segments with no heading level skipped.

    Boxes carry a title of the third level. Before the first section that would
    follow the lesson's own title at once, so there it is one of the second.
    """
    ordered = list(segments)
    for place, segment in enumerate(ordered):
        before, section, after = segment.html.partition("<h2")
        raised = _BOX_TITLE.sub(_second_level, before)
        html = mark_safe(raised + section + after)  # noqa: S308 - rendered by us
        ordered[place] = Segment(segment.kind, html, segment.key)
        if section:
            break
    return ordered


def _second_level(title: re.Match) -> str:
    classes = title[1] or "h3"
    return f'<h2 class="{classes}"{title[2]}</h2>'


def numbered_sources(chosen, module: ModulePage | None) -> list[dict]:
    """Return the cited sources with number, full text, address and place."""
    known = {item["id"]: item for item in _source_values(module)}
    found = []
    for item in chosen:
        source = known.get(item["source"])
        if source:
            found.append(
                {
                    "text": source["text"],
                    "url": source.get("url") or "",
                    "place": item["place"] or "",
                }
            )
    return found


def _source_values(module: ModulePage | None) -> list[dict]:
    return [item["value"] for item in module.sources.raw_data] if module else []


def _source_texts(module: ModulePage | None) -> dict[str, str]:
    return {item["id"]: item["text"] for item in _source_values(module)}


def _joined(segments: list[Segment]) -> list[Segment]:
    """Return the segments with neighbouring stretches of HTML made one."""
    joined: list[Segment] = []
    for segment in segments:
        if joined and segment.kind == HTML == joined[-1].kind:
            html = mark_safe(joined[-1].html + segment.html)  # noqa: S308 - both rendered by us
            joined[-1] = Segment(HTML, html)
        else:
            joined.append(segment)
    return joined


def top_level_pieces(html: str) -> list[str]:
    """Return the paragraphs, headings and whole lists of prose, in order.

    Anything else (a box, a figure) is one piece as it is.
    """
    if not html.startswith(("<p>", "<h", "<ul", "<ol")):
        return [html]
    pieces, start, depth = [], 0, 0
    for tag in _TOP_LEVEL.finditer(html):
        depth += -1 if tag[1] else 1
        if depth == 0:
            pieces.append(html[start : tag.end()])
            start = tag.end()
    return [*pieces, html[start:]] if html[start:] else pieces


def file_links(module: ModulePage | None) -> dict[str, dict]:
    """Return file name -> title, address and "XLSX, 12 KB" of what anybody may have."""
    files = module_files(module, AnonymousUser()) if module else []
    return {
        file.name: {"title": file.title, "url": file.url, "words": file.words}
        for file in files
    }


class InnerLinks:
    """Turns the links inside the course into addresses, in one language.

    The first link to a glossary term brings its definition along; later ones
    are plain links to the glossary.
    """

    def __init__(self, language: str):
        self.language = language
        self.glossary = reverse("modules:glossary")
        self.terms = {term.key: term for term in GlossaryTerm.objects.shown()}
        self.defined: set[str] = set()

    def expand(self, html: str) -> SafeString:
        """Return rendered HTML with its inner links and formulas in place.

        The definition of a term stands before the paragraph that uses it first.
        """
        html = _CODE.sub(r'<bdi class="formula" dir="ltr">\1</bdi>', html)
        expanded = []
        for piece in top_level_pieces(html):
            definitions: list[str] = []

            def link(match: re.Match, found=definitions) -> str:
                return getattr(self, f"_{match[1]}")(match[2], match[3], found)

            piece = _INNER_LINK.sub(link, piece)
            expanded += [*definitions, piece]
        return mark_safe("".join(expanded))  # noqa: S308 - sanitised when loaded

    def _term(self, key, words, definitions) -> str:
        term = self.terms.get(key)
        if term is None:
            return words
        href = f"{self.glossary}#{escape(key)}"
        if key in self.defined:
            return f'<a href="{href}">{words}</a>'
        self.defined.add(key)
        with override(self.language):
            definitions.append(
                render_to_string(
                    "components/glossary_note.html",
                    {
                        "id": f"term-{key}",
                        "term": str(term.term),
                        "definition": str(term.definition),
                        "url": href,
                    },
                )
            )
        return f'<a class="term" href="{href}" aria-describedby="term-{escape(key)}">{words}</a>'

    def _lesson(self, key, words, _definitions) -> str:
        lesson = lesson_outline(key, self.language)
        return f'<a href="{escape(lesson.url)}">{words}</a>' if lesson else words

    def _module(self, key, words, _definitions) -> str:
        module = module_outline(key, self.language)
        return f'<a href="{escape(module.url)}">{words}</a>' if module else words

    def _source(self, key, words, _definitions) -> str:
        return f'<a href="#sources">{words}</a>'
