"""What the page of a national result shows: the summary and the profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity.answers import (
    DONT_KNOW,
    LEVEL,
    NOT_APPLICABLE,
    Given,
    state_of,
)
from assessments.maturity.changes import Change
from assessments.maturity.comparison import Compared
from assessments.maturity.explaining import figure, headline, percent, shown, text_in
from assessments.maturity.instrument import Framework, Question
from assessments.maturity.results import RoundResult
from assessments.maturity.showing import said
from assessments.maturity.targets import default_targets, dimension_target
from lms.core.charts import Strip

#: How many of the strongest and of the weakest questions are listed.
LISTED = 3
#: U+200E, unseen: what follows runs from left to right.
LEFT_TO_RIGHT = "\u200e"
#: Changes of a dimension mean from this on get a double arrow.
GREAT = Fraction(3, 2)


class Numeral(str):
    """The number of a level, which knows its ``tone``: 0 to 5, the colour of a chip.

    A framework's levels are spread over the five colours by position, so that the
    highest is the darkest however many there are. 0 is the lowest colour, dashed.
    """

    tone: int

    def __new__(cls, value: int, values: Sequence[int]):
        """Return the numeral of one of a framework's levels, lowest first."""
        numeral = super().__new__(cls, value)
        steps = max(1, len(values) - 1)
        below = sum(one < value for one in values)
        tone = min(5, 1 + (4 * below + steps // 2) // steps)
        numeral.tone = tone if value else 0
        return numeral


@dataclass(frozen=True)
class ShownLevel:
    """A level for a chip: ``sign`` as in components/level_chip.html, its word."""

    sign: str
    word: str


@dataclass(frozen=True)
class ShownChange:
    """A change in words: ``text`` with its sign, ``arrow``, ``noise``."""

    text: str
    arrow: str = ""
    noise: bool = False

    @property
    def kind(self) -> str:
        """up, down or same, for the colour beside the sign."""
        return {"▲": "up", "▼": "down"}.get(self.arrow[:1], "same")


@dataclass(frozen=True)
class ProfileRow:
    """One dimension of the profile."""

    id: str
    title: str
    strip: Strip
    mean: str
    band: str
    lowest: str
    change: ShownChange | None
    stage: ShownLevel
    target: str


@dataclass(frozen=True)
class ShownQuestion:
    """A question with the level that counts."""

    id: str
    title: str
    dimension: str
    essential: bool
    level: ShownLevel
    modules: tuple[str, ...] = ()


def level_shown(framework: Framework, given: Given) -> ShownLevel:
    """Return a level with its name; the other answers with their own words."""
    state = state_of(given)
    if state == LEVEL:
        names = {level.value: text_in(level.name) for level in framework.levels}
        return ShownLevel(Numeral(given, list(names)), names.get(given, ""))
    signs = {DONT_KNOW: "unknown", NOT_APPLICABLE: "na"}
    return ShownLevel(signs.get(state, "none"), shown(given))


def stage_shown(framework: Framework, stage: int | None) -> ShownLevel:
    """Return a stage with its name; there is none where no question applies."""
    return level_shown(framework, NOT_APPLICABLE if stage is None else stage)


def question_shown(result: RoundResult, question: Question) -> ShownQuestion:
    """Return a question with its level."""
    homes = {
        one.id: dimension.id
        for dimension in result.framework.dimensions
        for one in dimension.questions
    }
    return ShownQuestion(
        id=question.id,
        title=said(question.title),
        dimension=homes[question.id],
        essential=question.essential,
        level=level_shown(result.framework, result.questions[question.id].level),
        modules=question.modules,
    )


def change_shown(change: Change | None) -> ShownChange | None:
    """Return a change in words; None where there is nothing to compare."""
    if change is None or change.difference is None:
        return None
    if not change.difference:
        return ShownChange(_("no change"), noise=True)
    number = signed(change.difference)
    if change.noise:
        words = _("%(change)s, within noise") % {"change": number}
        return ShownChange(words, noise=True)
    arrow = "▲" if change.difference > 0 else "▼"
    return ShownChange(number, arrow * (2 if abs(change.difference) >= GREAT else 1))


def mean_shown(mean: Fraction | None) -> str:
    """Return a mean with one decimal, or two where it has more: 3.0, 2.83."""
    if mean is None:
        return figure(None)
    tenths = (Fraction(mean) * 10).denominator == 1
    return number_format(
        float(round(Fraction(mean), 2)), decimal_pos=1 if tenths else 2
    )


def signed(number: Fraction | int) -> str:
    """Return a number with its sign, a true minus for a fall.

    A mark before it keeps the sign at its place among words from right to left.
    """
    return f"{LEFT_TO_RIGHT}{'+' if number > 0 else '−'}{shown(abs(Fraction(number)))}"


def profile(
    result: RoundResult,
    compared: Compared | None,
    targets: Mapping[str, int] | None = None,
) -> list[ProfileRow]:
    """Return the rows of the profile.

    targets: question > level, those of the plan; by default in one year.
    """
    framework = result.framework
    if targets is None:
        targets = default_targets(framework, result.levels)
    changes = compared.change.dimensions if compared and compared.change else {}
    return [
        _row(result, dimension, changes.get(dimension.id), targets, compared)
        for dimension in framework.dimensions
    ]


def _row(result, dimension, change, targets, compared) -> ProfileRow:
    found, framework = result.dimensions[dimension.id], result.framework
    target = dimension_target(dimension, targets)
    before = change.old if change else None
    title = text_in(dimension.title)
    told = [_("mean %(mean)s") % {"mean": mean_shown(found.mean)}]
    if before is not None:
        year = compared.round.reference_date.year
        told.append(
            _("%(year)s: %(mean)s") % {"year": year, "mean": mean_shown(before)}
        )
    if target is not None:
        told.append(_("target %(target)s") % {"target": mean_shown(target)})
    if found.low is not None:
        ends = {"low": mean_shown(found.low), "high": mean_shown(found.high)}
        told.append(_("institutions from %(low)s to %(high)s") % ends)
    return ProfileRow(
        id=dimension.id,
        title=said(dimension.title),
        strip=Strip(
            label=_("%(dimension)s: %(figures)s")
            % {"dimension": title, "figures": "; ".join(told)},
            minimum=framework.minimum,
            maximum=framework.maximum,
            now=_float(found.mean),
            before=_float(before),
            target=_float(target),
            low=_float(found.low),
            high=_float(found.high),
            noise=bool(change and change.noise),
        ),
        mean=mean_shown(found.mean),
        band=_("%(low)s to %(high)s")
        % {"low": mean_shown(found.low), "high": mean_shown(found.high)},
        lowest=", ".join(found.lowest),
        change=change_shown(change),
        stage=stage_shown(framework, found.stage),
        target=mean_shown(target),
    )


def finding(result: RoundResult, compared: Compared | None) -> str:
    """Return in one sentence what the profile shows, for its heading."""
    if compared and compared.change:
        return _finding_of_change(result, compared)
    means = {
        one.id: result.dimensions[one.id].mean
        for one in result.framework.dimensions
        if result.dimensions[one.id].mean is not None
    }
    if not means:
        return _("No dimension has enough answers for a mean")
    titles = {one.id: text_in(one.title) for one in result.framework.dimensions}
    highest = max(means, key=lambda one: means[one])
    lowest = min(means, key=lambda one: means[one])
    if means[highest] == means[lowest]:
        return _("Every dimension has the mean %(mean)s") % {
            "mean": mean_shown(means[lowest])
        }
    return _("Highest: %(highest)s. Lowest: %(lowest)s") % {
        "highest": titles[highest],
        "lowest": titles[lowest],
    }


def _finding_of_change(result: RoundResult, compared: Compared) -> str:
    moved = [
        one.difference
        for one in compared.change.dimensions.values()
        if one.noise is False
    ]
    rose = sum(one > 0 for one in moved)
    numbers = {
        "rose": rose,
        "fell": len(moved) - rose,
        "total": len(result.framework.dimensions),
        "year": compared.round.reference_date.year,
    }
    if not moved:
        return _("No dimension moved beyond noise since %(year)s") % numbers
    if rose and rose < len(moved):
        words = ngettext(
            "Since %(year)s, %(rose)s of %(total)s dimensions rose; fallen: %(fell)s",
            "Since %(year)s, %(rose)s of %(total)s dimensions rose; fallen: %(fell)s",
            rose,
        )
    elif rose:
        words = ngettext(
            "%(rose)s of %(total)s dimensions rose since %(year)s",
            "%(rose)s of %(total)s dimensions rose since %(year)s",
            rose,
        )
    else:
        words = ngettext(
            "%(fell)s of %(total)s dimensions fell since %(year)s",
            "%(fell)s of %(total)s dimensions fell since %(year)s",
            len(moved),
        )
    return words % numbers


def strongest(result: RoundResult) -> list[ShownQuestion]:
    """Return the questions with the highest levels; none where all are the same."""
    return _ends(result, lowest=False)


def weakest(result: RoundResult) -> list[ShownQuestion]:
    """Return the questions with the lowest levels; none where all are the same."""
    return _ends(result, lowest=True)


def _ends(result: RoundResult, *, lowest: bool) -> list[ShownQuestion]:
    numbers = {
        one.id: result.questions[one.id].number
        for one in result.framework.questions
        if result.questions[one.id].number is not None
    }
    if len(set(numbers.values())) < 2:
        return []
    # A question is never in both lists, however few there are.
    other = max(numbers.values()) if lowest else min(numbers.values())
    ranked = sorted(
        (
            one
            for one in result.framework.questions
            if numbers.get(one.id, other) != other
        ),
        key=lambda one: (
            numbers[one.id] if lowest else -numbers[one.id],
            not one.essential,
        ),
    )
    return [question_shown(result, one) for one in ranked[:LISTED]]


def stage_sentence(result: RoundResult) -> str:
    """Return how many dimensions have reached the next stage, and how many it needs."""
    framework, stage = result.framework, result.national_stage
    if stage is None:
        return _("No question applies.")
    if stage == framework.maximum:
        return _("This is the highest stage.")
    stages = [one.stage for one in result.dimensions.values() if one.stage is not None]
    reached = sum(one > stage for one in stages)
    return ngettext(
        "%(reached)s of %(count)s dimension is at stage %(next)s or higher. "
        "Stage %(next)s needs %(needed)s.",
        "%(reached)s of %(count)s dimensions are at stage %(next)s or higher. "
        "Stage %(next)s needs %(needed)s.",
        len(stages),
    ) % {
        "reached": reached,
        "count": len(stages),
        "next": stage + 1,
        "needed": framework.required_dimensions(len(stages)),
    }


def held_back(result: RoundResult, link) -> list[SafeString]:
    """Return what holds the next national stage back, a line for each rule.

    link: a function from the id of a dimension, and of a question or "", to an
    address; returns "" where there is none.
    """
    framework = result.framework
    words = {
        "essential": _("Essential and below level %(needed)s: %(which)s."),
        "lagging": _("More than one stage behind: %(which)s."),
        "too_few": _("Dimensions below stage %(needed)s: %(which)s."),
    }
    lines = []
    for rule, text in words.items():
        holds = [one for one in result.scores.held_back if one.rule == rule]
        if not holds:
            continue
        items = [
            (link(one.dimension, ""), one.dimension, "")
            for one in holds
            if rule != "essential"
        ] or [
            (link(one.dimension, each), each, text_in(framework.by_id[each].title))
            for one in holds
            for each in one.questions
        ]
        # The words are ours; what stands in them is escaped.
        which = format_html_join(", ", "{}", ((_linked(*item),) for item in items))
        lines.append(_fill(text, holds[0].needed, which))
    return lines


def _fill(text: str, needed: int, which: SafeString) -> SafeString:
    words = escape(text) % {"needed": needed, "which": which}
    return mark_safe(words)  # noqa: S308 - both parts are escaped


def _linked(url: str, code: str, title: str) -> SafeString:
    words = format_html("<bdi>{}</bdi> {}", code, title) if title else code
    return (
        format_html('<a href="{}">{}</a>', url, words)
        if url
        else format_html("{}", words)
    )


def coverage_words(result: RoundResult) -> str:
    """Return coverage as "51 of 51"."""
    answered = sum(one.answered for one in result.dimensions.values())
    applicable = sum(one.applicable for one in result.dimensions.values())
    return _("%(answered)s of %(applicable)s") % {
        "answered": answered,
        "applicable": applicable,
    }


def coverage_share(result: RoundResult) -> str:
    """Return coverage in per cent."""
    return percent(result.scores.coverage)


def index_words(result: RoundResult, compared: Compared | None) -> str:
    """Return what stands under the index: of how many, and what it was."""
    if compared is None or compared.result.index is None:
        return _("of 100.")
    return _("of 100. In %(year)s: %(index)s.") % {
        "year": compared.round.reference_date.year,
        "index": headline(compared.result.index),
    }


def _float(number: Fraction | int | None) -> float | None:
    return None if number is None else float(number)
