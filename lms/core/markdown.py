"""The Markdown of content files, to the HTML that Wagtail keeps, and back.

Only what an author of a lesson needs: paragraphs, headings of level 2 and 3,
lists with one level inside, bold, titles of works, links, and formulas in
backticks. Raw HTML is shown as text, never trusted.

The way back gives the canonical form (one line a paragraph, `-` bullets), so
that a file which is in that form comes out of a round trip byte for byte.
"""

import re
from html import unescape
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "hr", "blockquote", "code", "fence", "html_block", "autolink"]
)
_ALLOWED_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "b", "i", "a", "code", "br"}
_WAGTAIL_NAMES = (("strong", "b"), ("em", "i"))
#: Links inside the course are anchors in the database, because Wagtail's
#: editor keeps an address only if it knows its scheme.
_INNER_SCHEMES = ("lesson", "module", "term", "source")


def to_html(text: str) -> str:
    """Return the HTML that Wagtail keeps for this Markdown.

    >>> to_html("See **all** of [it](term:stock).")
    '<p>See <b>all</b> of <a href="#term-stock">it</a>.</p>'
    """
    html = _PARSER.render(text)
    for ours, wagtails in _WAGTAIL_NAMES:
        html = re.sub(rf"<(/?){ours}>", rf"<\1{wagtails}>", html)
    html = re.sub(
        rf'href="({"|".join(_INNER_SCHEMES)}):([^"]+)"', r'href="#\1-\2"', html
    )
    html = re.sub(r">\n+<", "><", html).strip()
    # The parser escapes quotation marks that need no escaping in text.
    html = re.sub(r">[^<]*", lambda text: text[0].replace("&quot;", '"'), html)
    return clean(html)


def inline_html(text: str) -> str:
    """Return the HTML of one paragraph without the <p> around it."""
    html = to_html(text.strip())
    if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>"):
        return html[3:-4]
    return html


def clean(html: str) -> str:
    """Return the HTML without any tag or attribute that a lesson does not need."""
    return nh3.clean(
        html,
        tags=_ALLOWED_TAGS,
        attributes={"a": {"href", "linktype", "id"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def to_markdown(html: str) -> str:
    """Return the canonical Markdown for HTML from Wagtail's editor.

    Tags that have no Markdown here lose the tag and keep their text.

    >>> to_markdown('<p>See <b>all</b> of <a href="#term-stock">it</a>.</p>')
    'See **all** of [it](term:stock).'
    """
    writer = _MarkdownWriter()
    writer.feed(html)
    writer.close()
    return writer.result()


def plain_text(html: str) -> str:
    """Return the words of the HTML, one space between blocks."""
    spaced = re.sub(r"</(p|li|h2|h3)>", " ", html)
    text = unescape(nh3.clean(spaced, tags=set()))
    return re.sub(r"[ \n]+", " ", text).strip()


class _MarkdownWriter(HTMLParser):
    """Collects blocks of Markdown while the HTML passes by."""

    _MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
    _HEADINGS = {"h2": "## ", "h3": "### "}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.line: list[str] = []
        self.lists: list[list] = []
        self.items: list[str] = []
        self.prefix = ""
        self.hrefs: list[str] = []
        self.in_code = False

    def handle_starttag(self, tag, attrs):
        if tag in self._MARKS:
            self.line.append(self._MARKS[tag])
        elif tag == "code":
            self.in_code = True
            self.line.append("`")
        elif tag == "a":
            self.hrefs.append(_markdown_target(dict(attrs)))
            self.line.append("[")
        elif tag in self._HEADINGS:
            self._end_line()
            self.prefix = self._HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self._end_line()
            self.lists.append([tag, 0])
        elif tag == "li":
            self._end_line()
            self.lists[-1][1] += 1
        elif tag == "br":
            self.line.append("\\\n")
        elif tag == "p":
            self._end_line()

    def handle_endtag(self, tag):
        if tag in self._MARKS:
            self.line.append(self._MARKS[tag])
        elif tag == "code":
            self.in_code = False
            self.line.append("`")
        elif tag == "a" and self.hrefs:
            self.line.append(f"]({self.hrefs.pop()})")
        elif tag in ("p", "li", *self._HEADINGS):
            self._end_line()
        elif tag in ("ul", "ol"):
            self._end_line()
            self.lists.pop()
            if not self.lists and self.items:
                self.blocks.append("\n".join(self.items))
                self.items = []

    def handle_data(self, data):
        self.line.append(data if self.in_code else _escape(data))

    def result(self) -> str:
        self._end_line()
        return "\n\n".join(self.blocks)

    def _end_line(self):
        text = "".join(self.line).strip(" \n")
        self.line = []
        prefix, self.prefix = self.prefix, ""
        if not text:
            return
        if not self.lists:
            if not prefix:
                text = re.sub(r"^(\d+)([.)]) ", r"\1\\\2 ", text)
                text = re.sub(r"^([-+#>]|:::)", r"\\\1", text)
            self.blocks.append(prefix + text)
            return
        kind, number = self.lists[-1]
        indent = "".join("   " if kind == "ol" else "  " for kind, _ in self.lists[:-1])
        mark = f"{number}." if kind == "ol" else "-"
        self.items.append(f"{indent}{mark} {text}")


def _escape(text: str) -> str:
    text = re.sub(r"([\\`*\[]|<(?=[A-Za-z/!?]))", r"\\\1", text)
    # Only between letters or digits is it no mark; another underscore is neither.
    return re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)


def _markdown_target(attributes: dict) -> str:
    if attributes.get("linktype"):
        return f"{attributes['linktype']}:{attributes.get('id', '')}"
    href = attributes.get("href") or ""
    return re.sub(rf"^#({'|'.join(_INNER_SCHEMES)})-", r"\1:", href)
