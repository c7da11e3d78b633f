"""Figures, videos and quotations."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from lms.core.blocks.files import FileBlock
from lms.core.blocks.text import PARAGRAPH_FEATURES
from lms.core.drawings import drawing_svg
from lms.core.markdown import to_html, to_markdown

#: Widest picture in a lesson, in pixels: the text column on a sharp screen.
PICTURE_WIDTH = 1000


def picture_html(image) -> str:
    """Return the <img> of an uploaded picture, as WebP and loaded late.

    The figure around it names what it shows, so its own alt is empty.
    """
    rendition = image.get_rendition(f"width-{PICTURE_WIDTH}|format-webp|webpquality-70")
    return rendition.img_tag({"alt": "", "loading": "lazy"})


class DrawingBlock(blocks.StructBlock):
    """One drawing and the words under it."""

    name = blocks.CharBlock(
        label=_("drawing"), max_length=120, help_text=_("For example 01/four-roles")
    )
    label = blocks.CharBlock(label=_("words under it"), max_length=200, required=False)


class FigureBlock(FileBlock):
    """A drawing or picture with title, caption and a description in words."""

    directive = "figure"
    needs = ("title", "drawing", "alt")
    allows = ("labels", "caption")

    title = blocks.CharBlock(label=_("title"), max_length=200)
    drawings = blocks.ListBlock(DrawingBlock(), label=_("drawings"), min_num=0)
    image = ImageChooserBlock(label=_("or a picture"), required=False)
    alt = blocks.CharBlock(label=_("what it shows, in one sentence"), max_length=400)
    caption = blocks.CharBlock(label=_("caption"), max_length=400, required=False)
    description = blocks.RichTextBlock(
        label=_("long description"), features=PARAGRAPH_FEATURES
    )

    def from_file(self, options, parts):
        names = [name.strip() for name in options["drawing"].split(",")]
        labels = [label.strip() for label in options.get("labels", "").split("|")]
        labels += [""] * (len(names) - len(labels))
        if len(labels) > len(names):
            raise ValueError("Write one label per drawing, with '|' between them.")
        return {
            "title": options["title"],
            "drawings": [
                {"name": name, "label": label}
                for name, label in zip(names, labels, strict=True)
            ],
            "image": None,
            "alt": options["alt"],
            "caption": options.get("caption", ""),
            "description": to_html(parts[0]),
        }

    def to_file(self, value):
        drawings = [item.get("value", item) for item in value["drawings"]]
        labels = [item.get("label") or "" for item in drawings]
        return (
            {
                "title": value["title"],
                "drawing": ", ".join(item["name"] for item in drawings),
                "alt": value["alt"],
                "labels": " | ".join(labels) if any(labels) else "",
                "caption": value.get("caption", ""),
            },
            [to_markdown(value["description"])],
        )

    def get_context(self, value, parent_context=None):
        """Add the SVG of each drawing with its label."""
        context = super().get_context(value, parent_context)
        folder = context.get("drawing_folder", "")
        drawn = [
            {"svg": drawing_svg(item["name"], folder), "label": item["label"]}
            for item in value["drawings"]
        ]
        if value["image"]:
            drawn.append({"svg": picture_html(value["image"]), "label": ""})
        for number, item in enumerate(drawn):
            # One picture, one text: the second drawing goes on from the first.
            item["alt"] = (
                value["alt"] if number == 0 else item["label"] or value["title"]
            )
        context["drawn"] = drawn
        return context

    class Meta:
        icon = "image"
        label = _("figure")
        description = _("A drawing with caption and a description in words.")
        template = "blocks/figure.html"
        preview_value = {
            "title": "Seven institutions: the same exchange, fewer channels",
            "drawings": [],
            "image": None,
            "alt": "Each with each needs 21 channels; through one hub 6 are enough.",
            "caption": "Each circle is one institution.",
            "description": "<p>Left: seven circles, all joined. Right: six joined to one.</p>",
        }


class VideoBlock(FileBlock):
    """A video as a link with its size; captions and transcript beside it."""

    directive = "video"
    needs = ("title", "url", "minutes", "size")
    allows = ("captions",)

    title = blocks.CharBlock(label=_("title"), max_length=120)
    url = blocks.CharBlock(label=_("address of the video file"), max_length=300)
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=1)
    size = blocks.CharBlock(label=_("size"), max_length=20)
    captions = blocks.CharBlock(
        label=_("address of the captions (WebVTT)"), max_length=300, required=False
    )
    transcript = blocks.RichTextBlock(
        label=_("transcript"), features=PARAGRAPH_FEATURES
    )

    def from_file(self, options, parts):
        if not options["minutes"].isdigit():
            raise ValueError("Write the minutes as a whole number.")
        return {
            **options,
            "minutes": int(options["minutes"]),
            "captions": options.get("captions", ""),
            "transcript": to_html(parts[0]),
        }

    def to_file(self, value):
        names = ("title", "url", "minutes", "size", "captions")
        return {name: value.get(name) for name in names}, [
            to_markdown(value["transcript"])
        ]

    class Meta:
        icon = "media"
        label = _("video")
        description = _("Plays on demand only. Needs captions and a transcript.")
        template = "blocks/video.html"
        preview_value = {
            "title": "A working group at work",
            "url": "/media/meeting.mp4",
            "minutes": 3,
            "size": "12 MB",
            "captions": "",
            "transcript": "<p>The chair opens the list of decisions.</p>",
        }


class QuotationBlock(FileBlock):
    """Somebody else's words, with the source."""

    directive = "quotation"
    needs = ("source",)

    text = blocks.RichTextBlock(label=_("quotation"), features=["italic"])
    source = blocks.CharBlock(label=_("source"), max_length=200)

    def from_file(self, options, parts):
        return {"text": to_html(parts[0]), "source": options["source"]}

    def to_file(self, value):
        return {"source": value["source"]}, [to_markdown(value["text"])]

    class Meta:
        icon = "openquote"
        label = _("quotation")
        description = _("Words of others, with who said them and where.")
        template = "blocks/quotation.html"
        preview_value = {
            "text": "<p>Statistics is like a streetlight.</p>",
            "source": "General Model, 2005",
        }
