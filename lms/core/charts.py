"""Charts as geometry: numbers in, places on a drawing out.

Each chart is a frozen class that a template of ``components/`` draws as SVG, the
same on the page and in the PDF. Places along the scale are percentages of the
width, so that marks keep their size on every screen; the drawing itself is not
stretched. Right to left the style sheet mirrors it. What a chart shows stands as a
table beside it, and in one sentence in its ``label``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

#: Room at both ends of a scale, in percent, so that marks are not cut off.
MARGIN = 4


@dataclass(frozen=True)
class Scale:
    """A scale from ``minimum`` to ``maximum`` over the width of a drawing."""

    minimum: float
    maximum: float

    def at(self, value: float) -> float:
        """Return the place of a value in percent of the width, at most 2 decimals.

        Values outside the scale are drawn at its end.
        """
        span = self.maximum - self.minimum
        share = (value - self.minimum) / span if span else 0
        share = min(1, max(0, share))
        return round(MARGIN + float(share) * (100 - 2 * MARGIN), 2)


@dataclass(frozen=True)
class Strip:
    """One row of a profile: where something stands, stood, and is to stand.

    All on one scale of whole levels; every mark but the scale may be missing.
    ``low`` and ``high`` are the ends of the band; ``noise`` says that the change
    from ``before`` to ``now`` is too small to count.
    """

    label: str
    minimum: int
    maximum: int
    now: float | None = None
    before: float | None = None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    noise: bool = False

    @cached_property
    def _scale(self) -> Scale:
        return Scale(self.minimum, self.maximum)

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Return each whole level with its place."""
        return [
            (level, self._scale.at(level))
            for level in range(self.minimum, self.maximum + 1)
        ]

    @property
    def now_at(self) -> float | None:
        """Return the place of the dot."""
        return self._place(self.now)

    @property
    def before_at(self) -> float | None:
        """Return the place of the ring."""
        return self._place(self.before)

    @property
    def target_at(self) -> float | None:
        """Return the place of the tick."""
        return self._place(self.target)

    @property
    def band(self) -> tuple[float, float] | None:
        """Return where the band begins and how long it is; None without one."""
        if self.low is None or self.high is None:
            return None
        begin, end = self._scale.at(self.low), self._scale.at(self.high)
        return begin, round(end - begin, 2)

    def _place(self, value: float | None) -> float | None:
        return None if value is None else self._scale.at(value)


@dataclass(frozen=True)
class Point:
    """A value at a time: ``name`` of the time and ``text`` of the value, as shown."""

    name: str
    text: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class PlacedPoint:
    """A point on the drawing, in its units."""

    x: float
    y: float
    low: float
    high: float
    name: str
    text: str


@dataclass(frozen=True)
class Line:
    """A figure over time: dots at equal distances, joined, over a light band.

    Drawn on 340 x 200 units, the width of a phone, so that letters of 14 units are
    14 pixels there.
    """

    label: str
    points: Sequence[Point]
    minimum: float
    maximum: float

    WIDTH, HEIGHT = 340, 200
    TOP, BOTTOM, SIDE = 28, 34, 44

    @cached_property
    def placed(self) -> list[PlacedPoint]:
        """Return the points with their places."""
        between = (self.WIDTH - 2 * self.SIDE) / max(1, len(self.points) - 1)
        start = self.SIDE if len(self.points) > 1 else self.WIDTH / 2
        return [
            PlacedPoint(
                x=round(start + place * between, 1),
                y=self._height(point.value),
                low=self._height(point.value if point.low is None else point.low),
                high=self._height(point.value if point.high is None else point.high),
                name=point.name,
                text=point.text,
            )
            for place, point in enumerate(self.points)
        ]

    @property
    def path(self) -> str:
        """Return the points of the line, for ``<polyline>``."""
        return " ".join(f"{point.x},{point.y}" for point in self.placed)

    @property
    def band(self) -> str:
        """Return the points of the band, for ``<polygon>``; empty without one."""
        if all(point.low is None for point in self.points):
            return ""
        upper = [f"{point.x},{point.high}" for point in self.placed]
        lower = [f"{point.x},{point.low}" for point in reversed(self.placed)]
        return " ".join([*upper, *lower])

    @property
    def baseline(self) -> float:
        """Return the height of the lowest value of the scale."""
        return self._height(self.minimum)

    def _height(self, value: float) -> float:
        span = (self.maximum - self.minimum) or 1
        share = min(1, max(0, (value - self.minimum) / span))
        room = self.HEIGHT - self.TOP - self.BOTTOM
        return round(self.HEIGHT - self.BOTTOM - float(share) * room, 1)
