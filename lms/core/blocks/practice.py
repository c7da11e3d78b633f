"""Worked examples and exercises with a file."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lms.core.blocks.files import FileBlock
from lms.core.blocks.tables import (
    plain_table_block,
    table_context,
    table_rows,
    table_value,
)
from lms.core.blocks.text import PARAGRAPH_FEATURES, SENTENCE_FEATURES
from lms.core.directives import parse_table, write_table
from lms.core.markdown import inline_html, to_html, to_markdown


class WorkedExampleBlock(FileBlock):
    """A calculation step by step, with the answer as a sentence."""

    directive = "worked-example"
    needs = ("title", "answer")
    allows = ("file",)
    parts = (1, 2)

    title = blocks.CharBlock(label=_("title"), max_length=120)
    steps = blocks.ListBlock(
        blocks.RichTextBlock(features=SENTENCE_FEATURES), label=_("steps")
    )
    table = plain_table_block(label=_("table"), required=False)
    answer = blocks.CharBlock(label=_("answer"), max_length=400)
    file = blocks.CharBlock(
        label=_("file"),
        max_length=120,
        required=False,
        help_text=_("Name of a file of the module, to try with other numbers."),
    )

    def from_file(self, options, parts):
        lines = [line for line in parts[0].split("\n") if line.strip()]
        steps = [line.split(". ", 1) for line in lines]
        if any(len(step) != 2 or not step[0].isdigit() for step in steps):
            raise ValueError("Write the steps as a numbered list, one line a step.")
        return {
            "title": options["title"],
            "steps": [inline_html(text) for _number, text in steps],
            "table": table_value(parse_table(parts[1])) if len(parts) > 1 else None,
            "answer": options["answer"],
            "file": options.get("file", ""),
        }

    def to_file(self, value):
        steps = [_list_item(step) for step in value["steps"]]
        parts = [
            "\n".join(f"{n}. {to_markdown(step)}" for n, step in enumerate(steps, 1))
        ]
        if table_rows(value.get("table")):
            parts.append(write_table(table_rows(value["table"])))
        return (
            {
                "title": value["title"],
                "file": value.get("file", ""),
                "answer": value["answer"],
            },
            parts,
        )

    def get_context(self, value, parent_context=None):
        """Add steps and table as HTML, and the address of the file."""
        context = super().get_context(value, parent_context)
        context["steps_html"] = render_to_string(
            "blocks/worked_steps.html", {"steps": value["steps"]}
        )
        table = table_context(value["table"])
        context["table_html"] = (
            render_to_string("blocks/table_rows.html", table) if table["rows"] else ""
        )
        context["file"] = context.get("file_links", {}).get(value["file"])
        return context

    class Meta:
        icon = "tasks"
        label = _("worked example")
        description = _("Numbered steps with formulas, and the answer as a sentence.")
        template = "blocks/worked_example.html"
        preview_value = {
            "title": "Count the channels",
            "steps": [
                "Seven institutions, each with each: <code>7 × 6 ÷ 2 = 21</code> channels.",
                "One of the seven coordinates: <code>7 − 1 = 6</code> channels.",
            ],
            "table": None,
            "answer": "A hub saves 15 channels.",
            "file": "",
        }


def _list_item(item) -> str:
    # A ListBlock keeps its items plain when loaded and wrapped once edited.
    return item["value"] if isinstance(item, dict) else item


class ExerciseBlock(FileBlock):
    """Something to do with a file, alone or in a group."""

    directive = "exercise"
    needs = ("title", "file")
    allows = ("solution", "minutes")

    title = blocks.CharBlock(label=_("title"), max_length=120)
    file = blocks.CharBlock(label=_("file"), max_length=120)
    solution = blocks.CharBlock(
        label=_("solution"),
        max_length=120,
        required=False,
        help_text=_("Shown to trainers only."),
    )
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=1, required=False)
    text = blocks.RichTextBlock(label=_("instructions"), features=PARAGRAPH_FEATURES)

    def from_file(self, options, parts):
        minutes = options.get("minutes", "")
        if minutes and not minutes.isdigit():
            raise ValueError("Write the minutes as a whole number.")
        return {
            "title": options["title"],
            "file": options["file"],
            "solution": options.get("solution", ""),
            "minutes": int(minutes) if minutes else None,
            "text": to_html(parts[0]),
        }

    def to_file(self, value):
        names = ("title", "file", "solution", "minutes")
        return {name: value.get(name) for name in names}, [to_markdown(value["text"])]

    def get_context(self, value, parent_context=None):
        """Add the address of the file; solutions are offered to trainers elsewhere."""
        context = super().get_context(value, parent_context)
        link = context.get("file_links", {}).get(value["file"])
        context["files"] = [link] if link else []
        return context

    class Meta:
        icon = "download"
        label = _("exercise with file")
        description = _("Instructions and a file of the module to work in.")
        template = "blocks/exercise.html"
        preview_value = {
            "title": "Measure a round",
            "file": "round.xlsx",
            "solution": "",
            "minutes": 10,
            "text": "<ol><li>Open the file.</li><li>Count what was received.</li></ol>",
        }
