"""Countries to plan for: levels, targets, small libraries, without the database."""

from functools import cache

from assessments.maturity.catalogue import framework_called
from toolkit.plans.catalogue import shipped_library
from toolkit.plans.library import Action, Lift
from toolkit.plans.scheduling import Capacity, Frame
from toolkit.plans.selection import Chosen, Selection, select


@cache
def framework():
    """The framework that ships."""
    return framework_called("migdata-maturity")


def levels(everywhere=3, **others):
    """Question > level: one everywhere, but for those named."""
    return dict.fromkeys(framework().by_id, everywhere) | others


def selected(now, targets, **options):
    """The selection of the shipped library."""
    return select(framework(), shipped_library(), now, targets, **options)


def ids(selection):
    """The ids of a selection."""
    return [one.id for one in selection.items]


def worked():
    """The worked case of the library document: all at 1, target 3."""
    return selected(levels(1), levels(3))


def frame(at_once=None, per_institution=None, new_a_year=None, **options):
    """The limits of a schedule."""
    return Frame(Capacity(at_once, per_institution, new_a_year), **options)


def made(rows):
    """A selection of (id, quarters, needs, after) with invented actions."""
    required = {
        name: tuple(sorted(one[0] for one in rows if name in one[2]))
        for name, *_rest in rows
    }
    items = []
    for name, quarters, needs, after in rows:
        action = Action(
            id=name,
            title={"en": name},
            area="area",
            lifts=(Lift("A1", (3,)),),
            quarters=quarters,
            effort="S",
            responsible=("role",),
            criterion={"en": "."},
            deliverable={"en": "."},
            needs=tuple(needs),
            after=tuple(after),
        )
        items.append(Chosen(action, (), tuple(needs), tuple(after), required[name], 0))
    return Selection(tuple(sorted(items, key=lambda one: one.id)))
