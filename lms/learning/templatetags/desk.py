"""Tags of the trainer's desk."""

from django import template

from lms.learning.desk.matrix import CHECK, DONE, OPEN, STARTED, WAITING, Cell
from lms.learning.desk.table import cell_texts

register = template.Library()

SIGNS = {OPEN: "ring", STARTED: "half", CHECK: "half", WAITING: "pencil", DONE: "done"}


@register.inclusion_tag("components/status_chip.html")
def cell_chip(cell: Cell) -> dict:
    """Show the state of one learner in one module as a chip."""
    words, figure = cell_texts(cell)
    return {
        "text": f"{words} {figure}".strip(),
        "sign": SIGNS[cell.state],
        "kind": "ok" if cell.state == DONE else "",
    }
