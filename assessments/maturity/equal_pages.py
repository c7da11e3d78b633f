"""Questions to which every institution gave the same level."""

from collections import defaultdict
from dataclasses import dataclass

from assessments.maturity import meeting
from assessments.maturity.agree_pages import Table, question_url
from assessments.maturity.result_pages import ShownLevel, level_shown
from assessments.maturity.round_reading import answers_of
from assessments.maturity.showing import said


@dataclass(frozen=True)
class EqualLine:
    """One question, with the value of its box."""

    id: str
    title: str
    url: str
    value: str
    level: ShownLevel
    checked: bool


def offered(table: Table) -> dict[str, int]:
    """Return question > level of those that may be agreed in one step."""
    by_question = defaultdict(list)
    for answer in answers_of(table.round):
        by_question[answer.question].append(answer)
    equal = meeting.equal_levels(
        table.framework, table.result, by_question, len(table.institutions)
    )
    return {key: level for key, level in equal.items() if key not in table.agreed}


def lines(table: Table, form) -> list[EqualLine]:
    """Return the questions to list; ticked, unless the person has unticked them."""
    ticked = set(form["levels"].value() or ()) if form.is_bound else None
    found = []
    for question, level in offered(table).items():
        value = f"{question}:{level}"
        found.append(
            EqualLine(
                id=question,
                title=said(table.framework.by_id[question].title),
                url=question_url(table.round, question),
                value=value,
                level=level_shown(table.framework, level),
                checked=ticked is None or value in ticked,
            )
        )
    return found
