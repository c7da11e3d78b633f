"""Boxes beside the running text, told apart by their title word."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lms.core.blocks.files import FileBlock
from lms.core.blocks.text import PARAGRAPH_FEATURES, SENTENCE_FEATURES
from lms.core.markdown import inline_html, plain_text, to_html, to_markdown

#: Longest key message, in words.
KEY_MESSAGE_WORDS = 35


class KeyMessageBlock(FileBlock):
    """The one thing to take away from a lesson."""

    directive = "key-message"

    text = blocks.RichTextBlock(label=_("message"), features=SENTENCE_FEATURES)

    def from_file(self, options, parts):
        html = inline_html(parts[0])
        words = len(plain_text(html).split())
        if words > KEY_MESSAGE_WORDS:
            raise ValueError(
                f"The key message has {words} words. Cut it to {KEY_MESSAGE_WORDS}."
            )
        return {"text": html}

    def to_file(self, value):
        return {}, [to_markdown(value["text"])]

    class Meta:
        icon = "pick"
        label = _("key message")
        description = _("One per lesson, at most 35 words.")
        template = "blocks/key_message.html"
        preview_value = {
            "text": "A hub does not own the figures. The institution that compiles a figure owns it."
        }


class ThenAndNowBlock(FileBlock):
    """Where the text of 2005 has aged: what it said, and what holds today."""

    directive = "then-and-now"
    needs = ("then", "now")
    parts = (2, 2)

    then_label = blocks.CharBlock(label=_("heading of then"), max_length=40)
    then_text = blocks.RichTextBlock(label=_("then"), features=PARAGRAPH_FEATURES)
    now_label = blocks.CharBlock(label=_("heading of now"), max_length=40)
    now_text = blocks.RichTextBlock(label=_("now"), features=PARAGRAPH_FEATURES)

    def from_file(self, options, parts):
        return {
            "then_label": options["then"],
            "then_text": to_html(parts[0]),
            "now_label": options["now"],
            "now_text": to_html(parts[1]),
        }

    def to_file(self, value):
        return (
            {"then": value["then_label"], "now": value["now_label"]},
            [to_markdown(value["then_text"]), to_markdown(value["now_text"])],
        )

    class Meta:
        icon = "history"
        label = _("then and now")
        description = _("Two columns: the text of 2005 and what holds today.")
        template = "blocks/then_and_now.html"
        preview_value = {
            "then_label": "2005",
            "then_text": "<p>One shared site for twelve countries.</p>",
            "now_label": "Today",
            "now_text": "<p>National systems, and portals that link to them.</p>",
        }


class TitledTextBlock(FileBlock):
    """A box with a title and a few paragraphs."""

    needs = ("title",)

    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.RichTextBlock(label=_("text"), features=PARAGRAPH_FEATURES)

    def from_file(self, options, parts):
        return {"title": options["title"], "text": to_html(parts[0])}

    def to_file(self, value):
        return {"title": value["title"]}, [to_markdown(value["text"])]


class NoteBlock(TitledTextBlock):
    """A definition or an exception worth a box."""

    directive = "note"

    class Meta:
        icon = "info-circle"
        label = _("note")
        description = _("A definition or an exception.")
        template = "blocks/note.html"
        preview_value = {
            "title": "Two dates",
            "text": "<p>Count from the deadline.</p>",
        }


class WarningBlock(TitledTextBlock):
    """A legal or data-protection risk, and nothing else."""

    directive = "warning"

    class Meta:
        icon = "warning"
        label = _("warning")
        description = _("Legal or data-protection risk only.")
        template = "blocks/warning.html"
        preview_value = {
            "title": "Names stay at home",
            "text": "<p>A table for exchange never holds the name of a migrant.</p>",
        }


class CountryExampleBlock(FileBlock):
    """What one country did, with year and source."""

    directive = "country-example"
    needs = ("country", "year", "source")

    country = blocks.CharBlock(label=_("country"), max_length=80)
    year = blocks.CharBlock(label=_("year"), max_length=20)
    source = blocks.CharBlock(label=_("source"), max_length=200)
    text = blocks.RichTextBlock(label=_("text"), features=PARAGRAPH_FEATURES)

    def from_file(self, options, parts):
        return {**options, "text": to_html(parts[0])}

    def to_file(self, value):
        options = {name: value[name] for name in self.needs}
        return options, [to_markdown(value["text"])]

    class Meta:
        icon = "globe"
        label = _("example from a country")
        description = _("A fact with its year and its source.")
        template = "blocks/country_example.html"
        preview_value = {
            "country": "Arvania",
            "year": "2026",
            "source": "gm2005",
            "text": "<p>Seven institutions named a focal point in one quarter.</p>",
        }
