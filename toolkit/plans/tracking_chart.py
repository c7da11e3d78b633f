"""The drawing of the burn-up: numbers in, places out."""

from dataclasses import dataclass, field

from django.utils.translation import get_language_bidi

from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.tracking_counts import Burned


@dataclass(frozen=True)
class BurnUp:
    """Two step lines over the quarters: planned and done, on 680 x 240 units.

    ``label``: the finding in one sentence. Each step ends where its quarter ends. In
    a language that runs from the right the quarters do so too.
    """

    burned: tuple[Burned, ...]
    label: str
    mirrored: bool = field(default_factory=get_language_bidi)
    WIDTH: int = field(default=680, init=False)
    HEIGHT: int = field(default=240, init=False)
    TOP: int = field(default=20, init=False)
    BOTTOM: int = field(default=36, init=False)
    START: int = field(default=36, init=False)
    END: int = field(default=96, init=False)

    @property
    def highest(self) -> int:
        """The largest number shown."""
        return max(1, *(max(one.approved, one.due) for one in self.burned))

    @property
    def baseline(self) -> float:
        """Where nothing is done."""
        return self._y(0)

    @property
    def sides(self) -> tuple[float, float]:
        """Where the grid begins and ends."""
        return self._at(self.START), self._at(self.WIDTH - self.END)

    @property
    def anchors(self) -> tuple[str, str]:
        """How texts are set before and behind the lines."""
        return ("start", "end") if self.mirrored else ("end", "start")

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Whole numbers with their height: at most five."""
        step = max(1, -(-self.highest // 4))
        return [(one, self._y(one)) for one in range(0, self.highest + 1, step)]

    @property
    def names(self) -> list[tuple[str, float]]:
        """Quarters with the middle of their step; where many, every other one."""
        every = -(-len(self.burned) // 6)
        return [
            (
                quarter_words(one.quarter),
                round((self._x(place) + self._x(place + 1)) / 2),
            )
            for place, one in enumerate(self.burned)
            if place % every == 0
        ]

    @property
    def planned(self) -> str:
        """The step line of the plan as approved."""
        return self._steps([one.approved for one in self.burned])

    @property
    def done(self) -> str:
        """The step line of what is done, up to today's quarter."""
        return self._steps([one.done for one in self.burned if one.done is not None])

    @property
    def planned_end(self) -> dict:
        """Where the label of the plan stands."""
        return {
            "x": self._at(self.WIDTH - self.END + 6),
            "y": self._y(self.burned[-1].approved) + 5,
        }

    @property
    def done_end(self) -> dict | None:
        """Where the label of what is done stands; None before the plan begins."""
        values = [one.done for one in self.burned if one.done is not None]
        if not values:
            return None
        low = self._y(values[-1]) + 5
        last = len(values) == len(self.burned)
        if last and abs(low - self.planned_end["y"]) < 16:
            low = self.planned_end["y"] + 16
        room = -6 if self.mirrored else 6
        return {"x": self._x(len(values)) + room, "y": low, "value": values[-1]}

    def _steps(self, values: list[int]) -> str:
        points = []
        for place, value in enumerate(values):
            height = self._y(value)
            points += [
                f"{self._x(place)},{height}",
                f"{self._x(place + 1)},{height}",
            ]
        return " ".join(points)

    def _x(self, place: int) -> float:
        room = self.WIDTH - self.START - self.END
        return self._at(self.START + place * room / len(self.burned))

    def _at(self, x: float) -> float:
        return round(self.WIDTH - x if self.mirrored else x, 1)

    def _y(self, value: int) -> float:
        room = self.HEIGHT - self.TOP - self.BOTTOM
        return round(self.HEIGHT - self.BOTTOM - value * room / self.highest, 1)
