"""The blocks that only lessons have: check, own-country prompt, exercise, sources."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.quizzes.models import Quiz
from lms.core.blocks import (
    BodyStreamBlock,
    ExerciseBlock,
    FileBlock,
    WorkedExampleBlock,
)
from lms.core.blocks.text import PARAGRAPH_FEATURES
from lms.core.markdown import to_html, to_markdown
from modules.choices import FileKind


def lesson_check_choices():
    """Return (key, title) of the checks that a lesson can show."""
    return [
        (key, f"{key}: {title}")
        for key, title in Quiz.objects.for_lessons().values_list("key", "title")
    ]


class CheckBlock(FileBlock):
    """The place in the text where the lesson's check stands."""

    directive = "check"
    needs = ("quiz",)
    parts = (0, 0)

    quiz = blocks.ChoiceBlock(label=_("check"), choices=lesson_check_choices)

    def from_file(self, options, parts):
        return {"quiz": options["quiz"]}

    def to_file(self, value):
        return {"quiz": value["quiz"]}, []

    class Meta:
        icon = "help"
        label = _("check")
        description = _("Two or three questions with immediate feedback.")
        template = "modules/blocks/check_preview.html"
        preview_value = {"quiz": "01-01-check"}


class InYourCountryBlock(FileBlock):
    """A question to the learner, answered in a private note."""

    directive = "in-your-country"
    needs = ("key",)

    key = blocks.RegexBlock(
        regex=r"^[a-z0-9-]{1,60}$",
        label=_("key"),
        help_text=_("Never change it: learners' notes hang on it."),
    )
    prompt = blocks.RichTextBlock(label=_("question"), features=PARAGRAPH_FEATURES)

    def from_file(self, options, parts):
        return {"key": options["key"], "prompt": to_html(parts[0])}

    def to_file(self, value):
        return {"key": value["key"]}, [to_markdown(value["prompt"])]

    class Meta:
        icon = "edit"
        label = _("in your country")
        description = _("One question per lesson. The answer is a private note.")
        template = "modules/blocks/in_your_country_preview.html"
        preview_value = {
            "key": "who-answers",
            "prompt": "<p>Which institution answers a question from abroad today?</p>",
        }


class SourceBlock(blocks.StructBlock):
    """One source of the module and the place in it."""

    source = blocks.CharBlock(label=_("source"), max_length=40)
    place = blocks.CharBlock(label=_("place"), max_length=200, required=False)


class SourcesBlock(FileBlock):
    """The sources of this lesson, numbered, by the ids of the module."""

    directive = "sources"

    sources = blocks.ListBlock(SourceBlock(), label=_("sources"))

    def from_file(self, options, parts):
        lines = [line for line in parts[0].split("\n") if line.strip()]
        if not lines or any(not line.startswith("- ") for line in lines):
            raise ValueError("Write one source a line: '- id: place' or '- id'.")
        sources = []
        for line in lines:
            source, _colon, place = line[2:].partition(":")
            sources.append({"source": source.strip(), "place": place.strip()})
        return {"sources": sources}

    def to_file(self, value):
        items = [item.get("value", item) for item in value["sources"]]
        lines = [
            f"- {item['source']}: {item['place']}"
            if item["place"]
            else f"- {item['source']}"
            for item in items
        ]
        return {}, ["\n".join(lines)]

    class Meta:
        icon = "list-ol"
        label = _("sources")
        description = _("Sources of this lesson, by their ids in the module.")
        template = "modules/blocks/sources_preview.html"
        preview_value = {"sources": [{"source": "gm2005", "place": "section 2"}]}


class LessonStreamBlock(BodyStreamBlock):
    """Everything a lesson may hold."""

    worked_example = WorkedExampleBlock()
    exercise = ExerciseBlock()
    in_your_country = InYourCountryBlock()
    check = CheckBlock()
    sources = SourcesBlock()


class ObjectivesBlock(blocks.StreamBlock):
    """What a learner can do after the module, one sentence each."""

    objective = blocks.CharBlock(label=_("objective"), max_length=300)


class ModuleSourceBlock(blocks.StructBlock):
    """One source of the module, in full."""

    id = blocks.RegexBlock(regex=r"^[a-z0-9-]{1,40}$", label=_("id"))
    text = blocks.TextBlock(label=_("source in full"), max_length=600)
    url = blocks.URLBlock(label=_("address"), required=False)


class ModuleSourcesBlock(blocks.StreamBlock):
    """All sources of the module; lessons cite them by id."""

    source = ModuleSourceBlock()


class ModuleFileBlock(blocks.StructBlock):
    """One file to download, kept beside the module's texts."""

    name = blocks.RegexBlock(regex=r"^[A-Za-z0-9._-]{1,100}$", label=_("file name"))
    kind = blocks.ChoiceBlock(label=_("kind"), choices=FileKind.choices)
    title = blocks.CharBlock(label=_("title"), max_length=160)


class ModuleFilesBlock(blocks.StreamBlock):
    """The files of the module."""

    file = ModuleFileBlock()
