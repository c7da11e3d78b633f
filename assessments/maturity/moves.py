"""The steps of a round: which there are, who takes them, and what they ask for.

Pure. Going back is possible until a round is validated, and always with a reason.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.maturity.models import Round
from assessments.maturity.permissions import Part

State = Round.State


@dataclass(frozen=True)
class Move:
    """One step. ``words`` stand on its button; ``back`` steps need a reason."""

    before: str
    after: str
    parts: frozenset
    words: object
    back: bool = False


_RUNS, _VALIDATES = frozenset({Part.RUNS}), frozenset({Part.VALIDATES})

MOVES = (
    Move(State.DRAFT, State.COLLECTING, _RUNS, _("Start collecting answers")),
    Move(State.COLLECTING, State.AGREEING, _RUNS, _("Close answers and agree levels")),
    Move(State.AGREEING, State.SUBMITTED, _RUNS, _("Submit for validation")),
    Move(State.SUBMITTED, State.VALIDATED, _VALIDATES, _("Validate the round")),
    Move(State.VALIDATED, State.PUBLISHED, _RUNS, _("Publish the result")),
    Move(State.COLLECTING, State.DRAFT, _RUNS, _("Go back to the draft"), back=True),
    Move(
        State.AGREEING,
        State.COLLECTING,
        _RUNS,
        _("Open the answers again"),
        back=True,
    ),
    Move(
        State.SUBMITTED,
        State.AGREEING,
        _RUNS | _VALIDATES,
        pgettext_lazy("round", "Send back to agree levels again"),
        back=True,
    ),
)


def moves_from(state: str, parts) -> list[Move]:
    """Return the steps that these parts may take from a state, onward ones first."""
    return [
        move for move in MOVES if move.before == state and move.parts & frozenset(parts)
    ]


def move_between(before: str, after: str) -> Move | None:
    """Return the step from one state to another, None when there is none."""
    return next(
        (move for move in MOVES if (move.before, move.after) == (before, after)), None
    )
