"""What the page of one row shows: its neighbours, and two versions of it."""

from toolkit.indicators.matrix_forms import OWNER, SOURCES
from toolkit.indicators.models import ChosenIndicator


def neighbours(draft, row) -> dict:
    """Return the rows before and after this one."""
    place = draft.rows.index(row)
    return {
        "before": draft.rows[place - 1] if place else None,
        "after": draft.rows[place + 1] if place + 1 < len(draft.rows) else None,
    }


def conflict(chosen: ChosenIndicator, form) -> dict:
    """Return the fields that read differently in what was typed and what is kept.

    ``hidden``: what a press on "keep mine" sends again, with the number of the row
    as it is now.
    """
    typed, kept = _typed(form), _kept(chosen)
    different = [
        {"title": form.fields[name].label, "mine": typed[name], "theirs": kept[name]}
        for name in kept
        if typed[name] != kept[name]
    ]
    hidden = [(name, form.cleaned_data[name]) for name in ChosenIndicator.WORDS]
    owner = form.cleaned_data[OWNER]
    hidden.append((OWNER, owner.pk if owner else ""))
    hidden += [(SOURCES, one.pk) for one in form.cleaned_data[SOURCES]]
    hidden.append(("edit_number", chosen.edit_number))
    return {
        "different": different,
        # Text, so that no number is written with a thousands separator.
        "hidden": [(name, str(value)) for name, value in hidden],
        "who": chosen.changed_by,
        "when": chosen.changed_at,
    }


def _typed(form) -> dict[str, str]:
    owner, sources = form.cleaned_data[OWNER], form.cleaned_data[SOURCES]
    return {
        OWNER: str(owner or ""),
        SOURCES: _names(sources),
        **{name: text.strip() for name, text in form.words.items()},
    }


def _kept(chosen) -> dict[str, str]:
    return {
        OWNER: str(chosen.owner or ""),
        SOURCES: _names(chosen.current_sources),
        **{name: getattr(chosen, name) for name in ChosenIndicator.WORDS},
    }


def _names(sources) -> str:
    return "\n".join(sorted(one.name for one in sources))
