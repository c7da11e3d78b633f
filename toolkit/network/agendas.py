"""Agendas as values: rows with days and times, moved, shifted and looked over. Pure.

Times are text, "09:30", as a meeting keeps them; an item without an end is open. No
item goes over midnight.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

#: The last minute at which an item may begin or end.
LAST = 24 * 60 - 1


@dataclass(frozen=True)
class Item:
    """One row of an agenda; day from 1. points: what it goes through."""

    day: int
    start: str
    end: str
    title: str
    type: str = ""
    speaker: str = ""
    points: tuple[str, ...] = ()

    @property
    def begins(self) -> int:
        """Return the minute of the day at which it begins."""
        return minutes(self.start)

    @property
    def ends(self) -> int | None:
        """Return the minute at which it ends; None when its end is open."""
        return minutes(self.end) if self.end else None

    @property
    def length(self) -> int | None:
        """Return how many minutes it takes; None when its end is open."""
        return None if self.ends is None else self.ends - self.begins

    def at(self, begins: int, *, day: int | None = None) -> "Item | None":
        """Return it at another time of the same length, or None beyond midnight."""
        ends = begins if self.length is None else begins + self.length
        if begins < 0 or ends > LAST:
            return None
        return replace(
            self,
            day=day or self.day,
            start=clock(begins),
            end="" if self.length is None else clock(ends),
        )


def minutes(text: str) -> int:
    """Return the minutes since midnight of a time such as "09:30"."""
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def clock(minute: int) -> str:
    """Return minutes since midnight as a time such as "09:30"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def to_rows(items: Iterable[Item]) -> list[dict]:
    """Return items as Meeting.agenda keeps them."""
    return [
        {
            "day": one.day,
            "start": one.start,
            "end": one.end,
            "title": one.title,
            "type": one.type,
            "speaker": one.speaker,
            "points": list(one.points),
        }
        for one in items
    ]


def from_rows(rows: Iterable[dict]) -> list[Item]:
    """Return the items of Meeting.agenda."""
    return [
        Item(
            day=int(row.get("day", 1)),
            start=row.get("start", ""),
            end=row.get("end", ""),
            title=row.get("title", ""),
            type=row.get("type", ""),
            speaker=row.get("speaker", ""),
            points=tuple(row.get("points", ())),
        )
        for row in rows
    ]


def in_order(items: Iterable[Item]) -> list[Item]:
    """Return items by day and beginning; those at the same time as they stood."""
    return sorted(items, key=lambda one: (one.day, one.begins))


def shifted(
    items: Sequence[Item], *, start: str, days: int
) -> tuple[list[Item], list[Item]]:
    """Return (rows moved to the beginning of a meeting, rows that found no place).

    The first row begins at ``start``; all others keep their distance and length, on
    every day. Rows of days that the meeting does not have, and rows that would go
    over midnight, are left out.
    """
    kept, left_out = [], []
    if not items:
        return kept, left_out
    by = minutes(start) - in_order(items)[0].begins
    for one in in_order(items):
        placed = one.at(one.begins + by) if one.day <= days else None
        if placed is None:
            left_out.append(one)
        else:
            kept.append(placed)
    return kept, left_out


def moved_by(items: Sequence[Item], by: int) -> list[Item] | None:
    """Return all rows so many minutes later (or earlier); None if one would not fit."""
    placed = [one.at(one.begins + by) for one in items]
    return None if None in placed else placed


def exchanged(items: Sequence[Item], place: int) -> list[Item]:
    """Return rows in which the one at ``place`` and the next one change places.

    On one day they change times as well and keep their lengths: what is between
    begins and ends as before. At the border of two days the row goes over to the
    other day. A move that would leave the day changes nothing.
    """
    rows = list(items)
    if not 0 <= place < len(rows) - 1:
        return rows
    first, second = rows[place], rows[place + 1]
    if first.day != second.day:
        return rows
    if (
        first.ends is not None
        and second.ends is not None
        and first.ends <= second.begins
    ):
        now_first = second.at(first.begins)
        now_second = first.at(second.ends - first.length)
    else:
        now_first, now_second = second.at(first.begins), first.at(second.begins)
    if now_first is None or now_second is None:
        return rows
    rows[place : place + 2] = [now_first, now_second]
    return rows


def moved(items: Sequence[Item], place: int, step: int) -> list[Item]:
    """Return rows with the one at ``place`` one step up (-1) or down (1).

    From the first place of a day it goes up to the end of the day before, from the
    last one down to the beginning of the day after.
    """
    rows = list(items)
    other = place + step
    if not (0 <= place < len(rows) and 0 <= other < len(rows)):
        return rows
    one, next_to = rows[place], rows[other]
    if one.day == next_to.day:
        return exchanged(rows, min(place, other))
    if step < 0:
        last = max(
            row.begins if row.ends is None else row.ends
            for row in rows
            if row.day == next_to.day
        )
        placed = one.at(last, day=next_to.day)
    else:
        first = min(row.begins for row in rows if row.day == next_to.day)
        placed = one.at(first - (one.length or 0), day=next_to.day)
    rows[place] = placed or replace(one, day=next_to.day)
    return rows


def overlaps(items: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Return pairs of neighbours of which the second begins before the first ends.

    Neighbours by time: groups that work side by side are meant to overlap, so this
    is a warning and no fault.
    """
    found = []
    longest: Item | None = None
    for one in in_order(items):
        if longest is not None and longest.day != one.day:
            longest = None
        if longest is not None and one.begins < longest.ends:
            found.append((longest, one))
        if one.ends is not None and (longest is None or one.ends > longest.ends):
            longest = one
    return found
