"""The form of an agenda: a row for each item, and what the buttons do to the rows."""

import re
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from toolkit.network.agendas import Item, clock, in_order, minutes, moved
from toolkit.network.agendas_catalogue import TYPES
from toolkit.network.groups_forms import words_input
from toolkit.network.models.meetings import ITEM_LENGTH

#: Most rows of an agenda.
MOST_ROWS = 120
_TIME = re.compile(r"\s*(\d{1,2})\s*[:.h]\s*(\d{2})\s*(?::\d{2})?\s*\Z")
FIELDS = ("day", "start", "end", "title", "type", "speaker", "points")


class ClockField(forms.CharField):
    """A time such as 09:30; 9.30 and 9h30 are understood as well."""

    def __init__(self, **options):
        super().__init__(
            max_length=10, widget=forms.TextInput(attrs={"type": "time"}), **options
        )

    def clean(self, value):
        """Return the time as HH:MM, empty without one; raise ValidationError."""
        text = super().clean(value)
        if not text:
            return ""
        found = _TIME.match(text)
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise forms.ValidationError(_("Write the time like 09:30."))
        return clock(int(found[1]) * 60 + int(found[2]))


class RowForm(forms.Form):
    """One item of an agenda."""

    day = forms.IntegerField(
        label=_("Day"),
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "number"}),
        error_messages={
            "required": _("Write the day."),
            "invalid": _("Write the day as a number."),
            "min_value": _("Days are counted from 1."),
        },
    )
    start = ClockField(
        label=_("Begins at"), error_messages={"required": _("Write when it begins.")}
    )
    end = ClockField(label=_("Ends at"), required=False)
    title = forms.CharField(
        label=_("Item"),
        max_length=ITEM_LENGTH,
        widget=words_input(),
        error_messages={"required": _("Write what the item is about, or remove it.")},
    )
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("None")), *TYPES.items()]
    )
    speaker = forms.CharField(
        label=_("Speaker"), max_length=200, required=False, widget=words_input()
    )
    points = forms.CharField(
        label=_("Points, one in each line"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, days: int, **options):
        super().__init__(*args, **options)
        self.days = days

    def clean_day(self):
        """Refuse a day that the meeting does not have."""
        day = self.cleaned_data["day"]
        if day > self.days:
            raise forms.ValidationError(
                _("The meeting has no day %(day)s.") % {"day": day}
            )
        return day

    def clean(self):
        """Refuse an item that ends before it begins."""
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and minutes(end) <= minutes(start):
            self.add_error(
                "end", _("The item ends before it begins. Write a later time.")
            )
        return data

    def item(self) -> Item:
        """Return the row as a value; only when it is valid."""
        data = self.cleaned_data
        lines = [line.strip() for line in data["points"].splitlines()]
        return Item(
            day=data["day"],
            start=data["start"],
            end=data["end"],
            title=data["title"],
            type=data["type"],
            speaker=data["speaker"],
            points=tuple(line for line in lines if line),
        )


class AgendaForm:
    """All rows of a page as it was sent, with what was typed.

    rows: forms in the order of the page; valid: whether all of them are.
    """

    def __init__(self, rows: list[dict], *, days: int, check: bool = False) -> None:
        self.days = days
        self.typed = rows
        self.rows = [
            RowForm(
                {f"row-{place}-{key}": value for key, value in row.items()}
                if check
                else None,
                prefix=f"row-{place}",
                initial=row,
                days=days,
            )
            for place, row in enumerate(rows)
        ]

    @classmethod
    def of(cls, items: list[Item], *, days: int) -> "AgendaForm":
        """Return the form of rows as they are saved."""
        return cls([typed(one) for one in items], days=days)

    @property
    def shows_days(self) -> bool:
        """Return whether the day of a row is asked for.

        Also of a meeting that has become shorter than its agenda: no row is moved to
        another day unseen.
        """
        return self.days > 1 or any(row["day"] not in ("", "1") for row in self.typed)

    @property
    def valid(self) -> bool:
        """Return whether every row can be saved."""
        return all(row.is_valid() for row in self.rows)

    def items(self) -> list[Item]:
        """Return the rows as values in order of time; only when they are valid."""
        return in_order(row.item() for row in self.rows)

    def errors(self) -> list[dict]:
        """Return what components/error_summary.html takes: words and place."""
        return [
            {
                "href": f"#id_{row.prefix}-{name}",
                "text": _("Item %(number)s: %(error)s")
                % {"number": number, "error": error},
            }
            for number, row in enumerate(self.rows, start=1)
            for name, errors in row.errors.items()
            for error in errors
        ]


def typed(item: Item) -> dict:
    """Return an item as it stands in the fields of its row."""
    return {
        "day": str(item.day),
        "start": item.start,
        "end": item.end,
        "title": item.title,
        "type": item.type,
        "speaker": item.speaker,
        "points": "\n".join(item.points),
    }


def sent_rows(data: Mapping) -> list[dict]:
    """Return the rows of a page as they were typed."""
    try:
        count = min(max(int(data.get("rows", 0)), 0), MOST_ROWS)
    except ValueError:
        count = 0
    return [
        {key: data.get(f"row-{place}-{key}", "") for key in FIELDS}
        for place in range(count)
    ]


def with_row_added(rows: list[dict]) -> list[dict]:
    """Return the rows and a new one that begins where the last one ends.

    An agenda that has all the rows it may have stays as it is.
    """
    if len(rows) >= MOST_ROWS:
        return rows
    last = rows[-1] if rows else {}
    start = last.get("end") or last.get("start") or "10:00"
    new = dict.fromkeys(FIELDS, "") | {"day": last.get("day") or "1", "start": start}
    return [*rows, new]


def with_row_moved(rows: list[dict], place: int, step: int, *, days: int) -> list[dict]:
    """Return the rows with one moved; times go along where all can be read."""
    form = AgendaForm(rows, days=days, check=True)
    if form.valid:
        return [
            typed(one) for one in moved([row.item() for row in form.rows], place, step)
        ]
    found = list(rows)
    other = place + step
    if 0 <= place < len(found) and 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return found
