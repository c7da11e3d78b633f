"""What changed from one version of a set to the next; values in, values out."""

from dataclasses import dataclass

from toolkit.indicators.matrix import TITLES, Matrix, MatrixRow

ADDED, LEFT_OUT, CHANGED = "added", "left_out", "changed"


@dataclass(frozen=True)
class Difference:
    """One column of a row that reads differently."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """An indicator that came, went, or has another row."""

    kind: str
    code: str
    name: str
    differences: tuple[Difference, ...] = ()


def changes(before: Matrix, after: Matrix) -> list[Change]:
    """Return what changed, in the order of the later version; left out ones last.

    An institution that was only renamed is not another owner.
    """
    old = {row.code: row for row in before.rows}
    new = {row.code: row for row in after.rows}
    found = []
    for code, row in new.items():
        if code not in old:
            found.append(Change(ADDED, code, row.name))
        elif differences := _differences(old[code], row):
            found.append(Change(CHANGED, code, row.name, differences))
    found += [
        Change(LEFT_OUT, code, row.name) for code, row in old.items() if code not in new
    ]
    return found


def _differences(old: MatrixRow, new: MatrixRow) -> tuple[Difference, ...]:
    return tuple(
        Difference(str(title), old.text(key), new.text(key))
        for key, title in TITLES.items()
        if _compared(old, key) != _compared(new, key)
    )


def _compared(row: MatrixRow, key: str):
    if key == "owner":
        return (row.data["owner"] or {}).get("key")
    return row.text(key)
