"""Our Markdown and the HTML of others."""

from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring
from django.utils.html import escape

from lms.core.markdown import clean, to_html, to_markdown


def html_to_markdown(text: str) -> str:
    """The Markdown of HTML, of which only what a question can show is kept."""
    inner = text if "<p" in text else f"<p>{text}</p>"
    return to_markdown(clean(inner))


def words_to_markdown(text: str) -> str:
    """The Markdown that shows plain text as it stands, paragraph by paragraph."""
    paragraphs = text.split("\n\n")
    return to_markdown("".join(f"<p>{escape(one)}</p>" for one in paragraphs))


def reads_as_written(text: str) -> bool:
    """Whether text taken for Markdown looks the same as it stands."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return to_html(text) == f"<p>{plain}</p>"


def xhtml(text: str) -> ET.Element:
    """Our Markdown as an XML element ``div``."""
    html = to_html(text).replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")
    return fromstring(f"<div>{html}</div>")
