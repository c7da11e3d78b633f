"""Running text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lms.core.directives import PROSE, Section
from lms.core.markdown import to_html, to_markdown

PROSE_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "code"]
SENTENCE_FEATURES = ["bold", "italic", "link", "code"]
PARAGRAPH_FEATURES = [*SENTENCE_FEATURES, "ol", "ul"]


class ProseBlock(blocks.RichTextBlock):
    """Paragraphs, headings, lists and links; a formula is marked as code."""

    directive = PROSE
    parts = (1, 1)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("features", PROSE_FEATURES)
        super().__init__(*args, **kwargs)

    def read(self, section: Section) -> str:
        """Return the HTML for the section's Markdown."""
        return to_html(section.parts[0])

    def write(self, value: str) -> Section:
        """Return the section with the Markdown for this HTML."""
        return Section(PROSE, {}, (to_markdown(value),))

    class Meta:
        icon = "pilcrow"
        label = _("text")
        description = _("Paragraphs, headings and lists. Mark formulas as code.")
        template = "blocks/prose.html"
        preview_value = (
            "<h2>Who should coordinate?</h2><p>There is no single right choice. "
            "Choose one institution, and write the reason down.</p>"
        )
