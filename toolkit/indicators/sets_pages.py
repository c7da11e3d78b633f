"""What the pages of a minimum set show."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.charts import Strip
from toolkit.indicators import choosing
from toolkit.indicators.matrix import MatrixRow
from toolkit.indicators.models import ChosenIndicator, Indicator, MinimumSet
from toolkit.indicators.sets_reading import (
    candidate_of,
    candidates_of,
    missing_of,
    row_data,
)
from toolkit.indicators.sets_words import (
    CRITERIA,
    PROFILE_NAMES,
    balance_words,
    missing_words,
    points_words,
    short_words,
)


class Draft:
    """A draft with its rows; worked out once for a page."""

    def __init__(self, minimum_set: MinimumSet) -> None:
        self.set, self.country = minimum_set, minimum_set.country
        self.code = self.country.iso3.lower()

    @cached_property
    def rows(self) -> list["Row"]:
        """Return the chosen indicators in the order of the set."""
        rows = self.set.chosen.with_all()
        return [Row(self.code, place, row) for place, row in enumerate(rows, start=1)]

    @cached_property
    def missing(self) -> list[dict]:
        """Return every reason why it cannot be approved, with where to go."""
        reasons = missing_of(row.chosen for row in self.rows)
        return [
            {
                "text": missing_words(one, len(self.rows)),
                "url": where(self.code, one),
                "code": one.code,
            }
            for one in reasons
        ]

    @cached_property
    def broken(self) -> list[str]:
        """Return in words which rules of a choice are broken."""
        chosen = [candidate_of(row.chosen.indicator) for row in self.rows]
        return [
            balance_words(one.reason, len(chosen)) for one in choosing.balance(chosen)
        ]

    @cached_property
    def advice(self) -> list[dict]:
        """Return what to name before the set is made public; it can be approved so."""
        found = []
        for row in self.rows:
            address = reverse("indicators:set_row", args=[self.code, row.code])
            for name in ("legal_basis", "deputy"):
                if not getattr(row.chosen, name).strip():
                    words = _("%(code)s: %(field)s") % {
                        "code": row.code,
                        "field": row.chosen._meta.get_field(name).verbose_name,
                    }
                    found.append({"text": words, "url": f"{address}#id_{name}"})
        return found

    def awaited(self, institutions) -> list["Row"]:
        """Return the rows to which these institutions are asked to agree."""
        return [
            row
            for row in self.rows
            if row.is_complete
            and not row.is_agreed
            and row.chosen.owner_id in institutions
        ]

    def stepper(self, here: str = "") -> dict:
        """Return what components/stepper.html shows; here: the step of the page."""
        scored = sum(
            all(getattr(row, name) for name in choosing.CRITERIA)
            for row in self.set.scores.all()
        )
        done = {
            # Said when the draft was started.
            "profile": True,
            "scores": scored >= choosing.FEWEST,
            "choose": not self.broken,
            "define": bool(self.rows) and all(row.is_complete for row in self.rows),
            "agree": bool(self.rows) and all(row.is_agreed for row in self.rows),
            "approve": False,
        }
        # Scores help to choose; they are not asked for once all rows are written.
        passed = {"scores"} if done["define"] else set()
        here = here or next(
            name for name, ready in done.items() if not ready and name not in passed
        )
        titles = step_titles()
        names = list(titles)
        number = names.index(here) + 1
        return {
            "steps": [
                {
                    "title": titles[name],
                    "url": reverse(f"indicators:set_{name}", args=[self.code]),
                    "state": "current"
                    if name == here
                    else "done"
                    if done[name]
                    else "later",
                }
                for name in names
            ],
            "number": number,
            "total": len(names),
            "current": titles[here],
            "next": titles[names[number]] if number < len(names) else "",
            "next_url": reverse(f"indicators:set_{here}", args=[self.code]),
        }


def step_titles() -> dict[str, str]:
    """Return the steps from an idea to an approved set."""
    return {
        "profile": _("Profile and weights"),
        "scores": _("Score"),
        "choose": _("Choose"),
        "define": _("Define"),
        "agree": _("Agree"),
        "approve": _("Approve"),
    }


def where(code: str, one: choosing.Missing) -> str:
    """Return the address at which something that is missing is put right."""
    if not one.code:
        return reverse("indicators:set_choose", args=[code])
    if one.reason == choosing.NOT_AGREED:
        return reverse("indicators:set_agree_row", args=[code, one.code])
    field = {choosing.NO_OWNER: "owner", choosing.NO_SOURCE: "sources_0"}
    row = reverse("indicators:set_row", args=[code, one.code])
    return f"{row}#id_{field.get(one.reason, one.field)}"


@dataclass(frozen=True)
class Row:
    """A chosen indicator as the lists show it."""

    country_code: str
    place: int
    chosen: ChosenIndicator

    @property
    def code(self) -> str:
        """Return the code of the indicator."""
        return self.chosen.indicator.code

    @cached_property
    def missing(self) -> list[dict]:
        """Return what it lacks before it counts, with where to go."""
        return [
            {"text": short_words(one), "url": where(self.country_code, one)}
            for one in self.chosen.missing
        ]

    @property
    def is_complete(self) -> bool:
        """Return whether it counts."""
        return not self.missing

    @cached_property
    def is_agreed(self) -> bool:
        """Return whether its owner agreed to it as it reads now."""
        return self.is_complete and self.chosen.agreement is not None

    @property
    def earlier(self):
        """Return the last agreement when the row has changed since."""
        found = list(self.chosen.agreements.all())
        return found[-1] if found and not self.chosen.agreement else None


def matrix_row(row: Row) -> MatrixRow:
    """Return a chosen indicator as the matrix shows it."""
    return MatrixRow(row_data(row.chosen))


@dataclass(frozen=True)
class Line:
    """A candidate in the ranking."""

    indicator: Indicator
    ranked: choosing.Ranked
    chosen: bool
    weights: dict

    @property
    def score(self) -> str:
        """Return the score with one decimal."""
        return score_words(self.ranked.score)

    @property
    def strip(self) -> Strip:
        """Return its place on the scale."""
        return Strip(
            label=_("%(code)s: %(score)s of 5")
            % {"code": self.indicator.code, "score": self.score},
            minimum=choosing.LOWEST,
            maximum=choosing.HIGHEST,
            now=self.ranked.score,
        )

    @property
    def computed(self) -> str:
        """Return how the score was computed."""
        return points_words(
            choosing.parts_of(self.ranked.candidate.scores, self.weights)
        )


def score_words(score: float | None) -> str:
    """Return a score as it is shown, with two decimals at most."""
    if score is None:
        return _("not scored")
    return number_format(round(score, 2), 1 if round(score * 10) == score * 10 else 2)


def ranking(minimum_set: MinimumSet, pairs) -> dict:
    """Return the candidates that are scored, ranked, and how many are not."""
    indicators = {one.code: one for one, _candidate in pairs}
    chosen = set(minimum_set.chosen.values_list("indicator__code", flat=True))
    ranked = choosing.rank([one for _found, one in pairs], minimum_set.weights)
    lines = [
        Line(
            indicators[one.candidate.code],
            one,
            one.candidate.code in chosen,
            minimum_set.weights,
        )
        for one in ranked
    ]
    scored = [line for line in lines if line.ranked.score is not None]
    left = len(lines) - len(scored)
    return {
        "lines": scored,
        "left": left
        and ngettext(
            "%(count)d candidate is not scored in full and so has no place.",
            "%(count)d candidates are not scored in full and so have no place.",
            left,
        )
        % {"count": left},
        "weights": [
            # Translators: a criterion and its weight, "relevance 40 %".
            _("%(criterion)s %(weight)d %%")
            % {"criterion": CRITERIA[name], "weight": minimum_set.weights[name]}
            for name in choosing.CRITERIA
        ],
    }


@dataclass(frozen=True)
class Box:
    """A candidate with its box to tick."""

    indicator: Indicator
    ticked: bool
    score: str
    suggested: str

    @property
    def about(self) -> str:
        """Return kind, score and why it is suggested, in one line."""
        words = [self.indicator.get_kind_display()]
        if self.indicator.by_sex:
            words.append(_("by sex"))
        words.append(self.score)
        if choosing.FIRST_PACK in self.indicator.packs:
            words.append(_("one of the first six"))
        if self.suggested:
            words.append(self.suggested)
        if not self.indicator.is_active:
            words.append(_("no longer in the catalogue"))
        return " · ".join(words)


def choice_groups(minimum_set: MinimumSet, pairs, ticked) -> list[dict]:
    """Return the candidates by topic, each with its box."""
    groups = {topic: [] for topic in Indicator.Topic}
    for indicator, candidate in pairs:
        score = choosing.score_of(candidate.scores, minimum_set.weights)
        packs = choosing.suggested_by(candidate.packs, minimum_set.profile)
        groups[indicator.topic].append(
            Box(
                indicator=indicator,
                ticked=indicator.code in ticked,
                score=_("not scored")
                if score is None
                else _("score %(score)s of 5") % {"score": score_words(score)},
                suggested=_("suggested for: %(profile)s")
                % {"profile": ", ".join(str(PROFILE_NAMES[key]) for key in packs)}
                if packs
                else "",
            )
        )
    return [
        {"topic": topic.label, "key": topic.value, "boxes": boxes}
        for topic, boxes in groups.items()
        if boxes
    ]


def building(pairs, ticked) -> dict:
    """Return how a choice covers the topics, and which rules it keeps or breaks."""
    candidates = [one for _found, one in pairs]
    chosen = [one for one in candidates if one.code in ticked]
    broken = {one.reason for one in choosing.balance(chosen)}
    size = {choosing.TOO_FEW, choosing.TOO_MANY} & broken
    covered = choosing.coverage(candidates, ticked, Indicator.Topic.values)
    return {
        "count": len(chosen),
        "rules": [
            {"text": _("5 to 10 indicators"), "kept": not size},
            {"text": _("at least one stock"), "kept": choosing.NO_STOCK not in broken},
            {"text": _("at least one flow"), "kept": choosing.NO_FLOW not in broken},
            {
                "text": _("at least one by sex"),
                "kept": choosing.NOT_BY_SEX not in broken,
            },
        ],
        "covered": [
            {
                "topic": Indicator.Topic(one.topic).label,
                "chosen": one.chosen,
                "available": one.available,
            }
            for one in covered
            if one.available
        ],
        "without": sum(1 for one in covered if one.available and not one.chosen),
    }


def first_ticks(minimum_set: MinimumSet, pairs) -> list[str]:
    """Return what is ticked when the page is opened."""
    chosen = list(minimum_set.chosen.values_list("indicator__code", flat=True))
    if chosen or minimum_set.set_aside:
        return chosen
    return choosing.first_choice(
        [one for _found, one in pairs], minimum_set.profile, minimum_set.weights
    )


__all__ = [
    "Draft",
    "building",
    "candidates_of",
    "choice_groups",
    "first_ticks",
    "matrix_row",
    "ranking",
    "step_titles",
]
