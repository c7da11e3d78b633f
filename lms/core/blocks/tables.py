"""Tables with a caption, whose columns of numbers stand at the end side."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock

from lms.core.blocks.files import FileBlock
from lms.core.directives import numeric_columns, parse_table, write_table

_TABLE_OPTIONS = {"minSpareRows": 0, "startRows": 3, "startCols": 3, "renderer": "text"}


def plain_table_block(**kwargs) -> TableBlock:
    """Return Wagtail's table editor, text cells only."""
    return TableBlock(table_options=_TABLE_OPTIONS, **kwargs)


def table_value(rows: list[list[str]], caption: str = "") -> dict:
    """Return the raw value of a TableBlock whose first row is the head."""
    return {
        "data": rows,
        "cell": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": caption,
    }


def table_rows(value: dict | None) -> list[list[str]]:
    """Return the rows of a raw TableBlock value as text; no table: no rows."""
    if not value:
        return []
    return [[str(cell or "") for cell in row] for row in value["data"]]


def table_context(value: dict | None) -> dict:
    """Return head and body as lists of (text, is_number) for a template."""
    rows = table_rows(value)
    if not rows:
        return {"head": [], "rows": []}
    numeric = numeric_columns(rows)
    marked = [list(zip(row, numeric, strict=True)) for row in rows]
    return {"head": marked[0], "rows": marked[1:]}


class DataTableBlock(FileBlock):
    """A table with a caption and a source."""

    directive = "table"
    needs = ("caption",)
    allows = ("source",)

    caption = blocks.CharBlock(label=_("caption"), max_length=200)
    table = plain_table_block(label=_("table"))
    source = blocks.CharBlock(label=_("source"), max_length=200, required=False)

    def from_file(self, options, parts):
        return {
            "caption": options["caption"],
            "table": table_value(parse_table(parts[0])),
            "source": options.get("source", ""),
        }

    def to_file(self, value):
        return (
            {"caption": value["caption"], "source": value.get("source", "")},
            [write_table(table_rows(value["table"]))],
        )

    def get_context(self, value, parent_context=None):
        """Add the rows, ready for the template."""
        context = super().get_context(value, parent_context)
        return context | table_context(value["table"])

    class Meta:
        icon = "table"
        label = _("table")
        description = _("First row is the head. Numbers align by themselves.")
        template = "blocks/data_table.html"
        preview_value = {
            "caption": "Received by quarter",
            "table": table_value([["Quarter", "Cells"], ["Q1", "52"], ["Q2", "49"]]),
            "source": "",
        }
