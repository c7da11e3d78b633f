"""How a figure was computed: the rule, the numbers that went in, what came out.

For every figure of a :class:`~.results.RoundResult`. Pure; the words are in the
active language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.maturity import proposals, stages
from assessments.maturity.answers import (
    BLANK,
    DONT_KNOW,
    LEVEL,
    NOT_APPLICABLE,
    Given,
    state_of,
)
from assessments.maturity.instrument import OF_MAXIMUM, Dimension, Texts
from assessments.maturity.results import RoundResult


@dataclass(frozen=True)
class Term:
    """One number that went in: what it is called, what it is, a remark."""

    label: str
    value: str
    remark: str = ""


@dataclass(frozen=True)
class Explanation:
    """``rule``: the sentence that says how; ``terms``: what went in; ``result``."""

    figure: str
    rule: str
    terms: tuple[Term, ...]
    result: str

    def data(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "figure": self.figure,
            "rule": self.rule,
            "terms": [vars(term) for term in self.terms],
            "result": self.result,
        }


def explain_question(result: RoundResult, question: str) -> Explanation:
    """Where the level of a question comes from."""
    found = result.questions[question]
    asked = result.framework.by_id[question]
    terms = [Term(_("Proposal"), shown(found.proposed), found.why)]
    if found.agreed is not None:
        terms.append(Term(_("Agreed level"), shown(found.agreed)))
    if found.validated is not None:
        terms.append(
            Term(
                _("Validated level"),
                shown(found.validated),
                _("what the accepted evidence supports"),
            )
        )
    agreement = proposals.within_group_agreement(
        found.levels, len(result.framework.levels)
    )
    if asked.combine == "share" and agreement is not None:
        terms.append(Term(_("Agreement within the group (r_wg)"), shown(agreement)))
    rules = {
        "fact": _(
            "One true answer exists. The lower median of the answers is only a hint: "
            "the institutions look at the evidence and agree."
        ),
        "weakest": _(
            "The chain breaks at its weakest member: the lowest answer of the "
            "institutions is proposed."
        ),
        "share": _(
            "Capacity is spread over institutions: the lower median of their answers "
            "is proposed."
        ),
    }
    return Explanation(
        text_in(asked.title), rules[asked.combine], tuple(terms), shown(found.level)
    )


def explain_mean(result: RoundResult, dimension: str) -> Explanation:
    """How the mean of a dimension was computed, or why there is none."""
    asked, found = _dimension(result, dimension), result.dimensions[dimension]
    terms = tuple(
        Term(
            f"{one.id} {text_in(one.title)}",
            shown(result.questions[one.id].level),
            ""
            if one.weight == 1
            else _("weight %(weight)s") % {"weight": shown(one.weight)},
        )
        for one in asked.questions
    )
    if found.mean is None:
        rule = _(
            "A mean needs answers to at least %(share)s of the applicable questions."
        ) % {"share": percent(result.framework.scoring.min_coverage)}
    else:
        rule = _(
            "The mean of the levels of all applicable questions that were answered. "
            "Don't know and not applicable are left out."
        )
    return Explanation(_("Mean of the dimension"), rule, terms, figure(found.mean))


def explain_band(result: RoundResult, dimension: str) -> Explanation:
    """How the two ends of a dimension's band were computed."""
    asked, found = _dimension(result, dimension), result.dimensions[dimension]
    terms = tuple(
        Term(
            f"{one.id} {text_in(one.title)}",
            _("%(low)s to %(high)s")
            % {
                "low": shown(result.questions[one.id].low),
                "high": shown(result.questions[one.id].high),
            },
        )
        for one in asked.questions
        if result.questions[one.id].level != NOT_APPLICABLE
    )
    rule = _(
        "The mean from the lowest, and from the highest answer of an institution to "
        "each question. A question without an answer counts as %(minimum)s in the "
        "low end and as %(maximum)s in the high end."
    ) % {
        "minimum": result.framework.minimum,
        "maximum": result.framework.maximum,
    }
    band = _("%(low)s to %(high)s") % {
        "low": figure(found.low),
        "high": figure(found.high),
    }
    return Explanation(_("Band"), rule, terms, band)


def explain_coverage(result: RoundResult, dimension: str = "") -> Explanation:
    """How many of the questions that apply were answered."""
    chosen = [result.dimensions[dimension]] if dimension else result.dimensions.values()
    answered = sum(one.answered for one in chosen)
    applicable = sum(one.applicable for one in chosen)
    share = Fraction(answered, applicable) if applicable else None
    return Explanation(
        _("Coverage"),
        _("Questions with a level, divided by the questions that apply."),
        (
            Term(_("With a level"), shown(answered)),
            Term(_("Apply"), shown(applicable)),
        ),
        percent(share),
    )


def explain_stage(result: RoundResult, dimension: str) -> Explanation:
    """Why a dimension is at its stage, and which questions keep it from the next."""
    framework, found = result.framework, result.dimensions[dimension]
    asked = _dimension(result, dimension)
    needed = framework.required_questions(found.applicable)
    rule = ngettext(
        "The highest stage that at least %(needed)s of %(applicable)s applicable "
        "question (%(share)s, rounded up) and every essential question have reached.",
        "The highest stage that at least %(needed)s of %(applicable)s applicable "
        "questions (%(share)s, rounded up) and every essential question have reached.",
        found.applicable,
    ) % {
        "needed": needed,
        "applicable": found.applicable,
        "share": percent(framework.scoring.stage_share),
    }
    terms = []
    if found.stage is not None and found.stage < framework.maximum:
        missing = stages.missing(framework, asked, result.levels, found.stage + 1)
        terms.append(
            Term(
                _("Below stage %(stage)s") % {"stage": found.stage + 1},
                ", ".join(missing),
            )
        )
    return Explanation(
        _("Stage of the dimension"), rule, tuple(terms), figure(found.stage)
    )


def explain_index(result: RoundResult) -> Explanation:
    """How the index was computed from the means of the dimensions."""
    framework, scores = result.framework, result.scores
    terms = [
        Term(
            f"{one.id} {text_in(one.title)}",
            figure(result.dimensions[one.id].mean),
            ""
            if result.dimensions[one.id].mean is not None
            else _("no mean: left out"),
        )
        for one in framework.dimensions
    ]
    terms.append(Term(_("Mean of the dimensions"), figure(scores.mean)))
    if framework.scoring.index == OF_MAXIMUM:
        rule = _("(mean of the dimensions ÷ %(maximum)s) × 100")
    else:
        rule = _(
            "(mean of the dimensions − %(minimum)s) ÷ (%(maximum)s − %(minimum)s) × 100"
        )
    ends = {"minimum": framework.minimum, "maximum": framework.maximum}
    return Explanation(_("Index"), rule % ends, tuple(terms), figure(scores.index))


def explain_national_stage(result: RoundResult) -> Explanation:
    """Why the country is at its stage, and what holds the next one back."""
    framework, scores = result.framework, result.scores
    counted = [one for one in result.dimensions.values() if one.stage is not None]
    rule = _(
        "The highest stage that at least %(needed)s of %(counted)s dimensions have "
        "reached, with none more than one stage behind, and every essential question "
        "at the stage or at level %(floor)s, whichever is lower."
    ) % {
        "needed": framework.required_dimensions(len(counted)),
        "counted": len(counted),
        "floor": framework.scoring.essential_floor,
    }
    words = {
        "essential": _("essential, below level %(needed)s"),
        "lagging": _("keep their dimension below stage %(needed)s"),
        "too_few": _("keep their dimension below stage %(needed)s"),
    }
    terms = tuple(
        Term(
            f"{hold.dimension} {text_in(_dimension(result, hold.dimension).title)}",
            ", ".join(hold.questions),
            words[hold.rule] % {"needed": hold.needed},
        )
        for hold in scores.held_back
    )
    return Explanation(_("National stage"), rule, terms, figure(scores.national_stage))


def shown(value: Given | Fraction | Any) -> str:
    """A figure for people: levels whole, means with up to two decimals."""
    if value is None or isinstance(value, str):
        return {
            DONT_KNOW: _("don't know"),
            NOT_APPLICABLE: _("not applicable"),
            BLANK: _("not answered"),
            LEVEL: "",
        }[state_of(value)]
    if isinstance(value, int):
        return number_format(value)
    rounded = round(Fraction(value), 2)
    places = (
        0 if rounded.denominator == 1 else (1 if (rounded * 10).denominator == 1 else 2)
    )
    return number_format(float(rounded), decimal_pos=places)


def figure(value: Fraction | int | None) -> str:
    """A computed figure, "no figure" when there is none."""
    return _("no figure") if value is None else shown(value)


def headline(index: Fraction | None) -> str:
    """The index as it stands in headlines, with one decimal at most."""
    return figure(None if index is None else round(Fraction(index), 1))


def percent(share: Fraction | Any) -> str:
    """A share as a percentage, "no figure" when there is none."""
    if share is None:
        return figure(None)
    return _("%(number)s%%") % {"number": shown(Fraction(share) * 100)}


def text_in(texts: Texts | Mapping[str, str]) -> str:
    """A text in the active language, otherwise in any."""
    language = (get_language() or "").split("-")[0]
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _dimension(result: RoundResult, dimension: str) -> Dimension:
    return next(one for one in result.framework.dimensions if one.id == dimension)
