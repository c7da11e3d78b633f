"""What to think about before a plan is signed: the warnings of the library. Pure.

Long plans without money are the known way in which plans fail. Warnings never
forbid anything; people decide.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext_lazy

from assessments.maturity.instrument import Framework
from toolkit.plans.library import IN_PLACE, LARGE
from toolkit.plans.quarters import Quarter
from toolkit.plans.scheduling import YEAR, Frame, Schedule

#: The limits of section 6 of the library document.
NEW_A_YEAR, IN_A_DIMENSION, OF_AN_ENTITY, OF_A_TYPE = 12, 3, 6, 10

#: Action, what should come before it, and what to say when it does not.
ORDER = (
    ("ACT-42", "ACT-03", "training"),
    ("ACT-38", "ACT-35", "equipment"),
    ("ACT-36", "ACT-16", "exchange"),
    ("ACT-47", "ACT-16", "publication"),
)

#: Whom a due action that was not updated is shown to, by quarters without a word.
OWNER, COORDINATOR, MEETING = "owner", "coordinator", "meeting"

_WORDS = {
    "new_in_year": gettext_noop(
        "Year %(year)s of the plan begins %(number)s actions; more than %(limit)s are "
        "rarely carried out."
    ),
    "in_dimension": gettext_noop(
        "Year %(year)s begins %(number)s actions in dimension %(dimension)s; more than "
        "%(limit)s are too many for the same people."
    ),
    "of_entity": gettext_noop(
        "%(entity)s is responsible for %(number)s actions in %(quarter)s; more than "
        "%(limit)s at once is too much."
    ),
    "essential_late": gettext_noop(
        "%(question)s is essential and has a gap, but no action for it begins in the "
        "first four quarters."
    ),
    "unfunded": gettext_noop(
        "%(action)s needs equipment, fieldwork or legislation and has no cost estimate "
        "or no funding source."
    ),
    "training": gettext_noop(
        "%(action)s (training) begins before %(before)s is finished: nobody has been "
        "designated yet."
    ),
    "equipment": gettext_noop(
        "%(action)s (equipment) begins before %(before)s is finished: nobody has "
        "assessed yet what is missing."
    ),
    "exchange": gettext_noop(
        "%(action)s (exchange) begins before %(before)s is finished: there are no "
        "confidentiality rules yet."
    ),
    "publication": gettext_noop(
        "%(action)s (publication) begins before %(before)s is finished: there are no "
        "confidentiality rules yet."
    ),
    "of_type": gettext_noop(
        "%(number)s actions are of one type (%(type)s). Think of joining them, for "
        "example one training plan instead of many courses."
    ),
    "uncovered": gettext_noop(
        "The library has no action for the gap of %(question)s: add a line of your own."
    ),
    "exhausted": gettext_noop(
        "All actions for %(question)s are recorded as done, and its level is still below "
        "the target: assess it again, or add a line of your own."
    ),
    "given_up": gettext_noop(
        "Every action for %(question)s was dropped: this plan does not raise its level."
    ),
    "no_owner": gettext_noop("Nobody is responsible for %(action)s yet."),
    "left_network": gettext_noop(
        "%(entity)s, responsible for %(action)s, has left the network. Choose another "
        "institution."
    ),
    "too_early": gettext_noop(
        "%(action)s begins before %(before)s is finished, which it needs."
    ),
    "before_start": gettext_noop(
        "%(action)s begins before %(before)s has begun, which it should follow."
    ),
    "crowded": gettext_noop(
        "%(number)s actions run in %(quarter)s; the plan allows %(limit)s at once."
    ),
    "past_start": gettext_noop("The plan begins in %(quarter)s, which is in the past."),
    "other_framework": gettext_noop(
        "The action library was made for %(framework)s. Only generic actions were "
        "chosen."
    ),
}
_LONG = ngettext_lazy(
    "The plan runs %(number)s quarters, longer than the %(years)s year it was made for.",
    "The plan runs %(number)s quarters, longer than the %(years)s years it was made for.",
    "years",
)


@dataclass(frozen=True)
class Advice:
    """One warning: its code, and what fills in its words."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        """The words, in the active language."""
        if self.code == "longer":
            return str(_LONG % self.values)
        return _(_WORDS[self.code]) % self.values


def warnings_of(
    framework: Framework,
    plan: Schedule,
    *,
    start: Quarter,
    frame: Frame | None = None,
    funded: Collection[str] = (),
) -> list[Advice]:
    """Return what to think about in a plan, in the order of the library document.

    funded: ids of actions with both a cost estimate and a source of money.
    """
    return [
        *_too_many(framework, plan),
        *_overloaded(plan, frame or Frame(), start),
        *_essentials_late(framework, plan),
        *(
            Advice("unfunded", {"action": name})
            for name in sorted(plan.starts)
            if plan.selection.by_id[name].action.effort == LARGE and name not in funded
        ),
        *_out_of_order(plan),
        *_of_one_type(plan),
        *(Advice("uncovered", {"question": one}) for one in plan.selection.uncovered),
        *(Advice("exhausted", {"question": one}) for one in plan.selection.exhausted),
        *(Advice("given_up", {"question": one}) for one in plan.selection.given_up),
    ]


def reminder_for(silent: int) -> str:
    """Who hears of a due action without a word for so many quarters; "": nobody."""
    if silent < 1:
        return ""
    return (OWNER, COORDINATOR, MEETING)[min(silent, 3) - 1]


def _too_many(framework: Framework, plan: Schedule) -> list[Advice]:
    dimension_of = {
        question.id: dimension.id
        for dimension in framework.dimensions
        for question in dimension.questions
    }
    new: dict[int, list[str]] = defaultdict(list)
    for name, begin in plan.starts.items():
        new[begin // YEAR].append(name)
    found = []
    for year, names in sorted(new.items()):
        if len(names) > NEW_A_YEAR:
            values = {"year": year + 1, "number": len(names), "limit": NEW_A_YEAR}
            found.append(Advice("new_in_year", values))
        counts = Counter(
            dimension_of.get(plan.selection.by_id[name].question, "") for name in names
        )
        found += [
            Advice(
                "in_dimension",
                {
                    "year": year + 1,
                    "number": number,
                    "dimension": dimension,
                    "limit": IN_A_DIMENSION,
                },
            )
            for dimension, number in sorted(counts.items())
            if dimension and number > IN_A_DIMENSION
        ]
    return found


def _overloaded(plan: Schedule, frame: Frame, start: Quarter) -> list[Advice]:
    found = []
    for quarter in range(plan.quarters):
        counts = Counter(
            frame.owner(plan.selection.by_id[name]) for name in plan.running(quarter)
        )
        found += [
            Advice(
                "of_entity",
                {
                    "entity": entity,
                    "number": number,
                    "quarter": str(start.plus(quarter)),
                    "limit": OF_AN_ENTITY,
                },
            )
            for entity, number in sorted(counts.items())
            if number > OF_AN_ENTITY
        ]
    return found


def _essentials_late(framework: Framework, plan: Schedule) -> list[Advice]:
    begins: dict[str, int] = {}
    gaps = {
        reason.question
        for one in (*plan.selection.items, *plan.selection.waiting)
        for reason in one.reasons
        if reason.level < IN_PLACE or reason.to > reason.level
    }
    selection = plan.selection
    # What is done is not late: its level is looked at in the next assessment.
    gaps |= {*selection.uncovered, *selection.given_up}
    gaps -= {*selection.exhausted}
    for name, begin in plan.starts.items():
        for reason in plan.selection.by_id[name].reasons:
            begins[reason.question] = min(begin, begins.get(reason.question, begin))
    return [
        Advice("essential_late", {"question": one.id})
        for one in framework.essentials
        if one.id in gaps and begins.get(one.id, YEAR) >= YEAR
    ]


def _out_of_order(plan: Schedule) -> list[Advice]:
    return [
        Advice(code, {"action": action, "before": before})
        for action, before, code in ORDER
        if action in plan.starts
        and (
            plan.starts[action] <= plan.ends[before]
            if before in plan.starts
            else before not in plan.selection.met
        )
    ]


def _of_one_type(plan: Schedule) -> list[Advice]:
    # Generic actions are one type each, whatever question they serve.
    counts = Counter(
        plan.selection.by_id[name].action.area or name.partition(":")[0]
        for name in plan.starts
    )
    return [
        Advice("of_type", {"number": number, "type": kind})
        for kind, number in sorted(counts.items())
        if number >= OF_A_TYPE
    ]
