"""What the pages of answering show: where an institution stands, one question."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity.answer_forms import given_of
from assessments.maturity.answers import DONT_KNOW, NOT_APPLICABLE, Given
from assessments.maturity.instrument import Dimension, Framework, Question
from assessments.maturity.models import (
    Answer,
    Evidence,
    Round,
    RoundInstitution,
)
from assessments.maturity.models import Question as QuestionRow
from assessments.maturity.round_reading import framework_of
from assessments.maturity.showing import language_of_page, level_label, said
from assessments.questions.languages import pick


@dataclass(frozen=True)
class Line:
    """One question in a list: its state in words, with its sign.

    ``state``: done, started (text, no answer) or open. ``lacks_evidence``: the
    level asks for evidence and none is there.
    """

    id: str
    title: str
    essential: bool
    url: str
    state: str
    words: str
    evidence: str
    lacks_evidence: bool
    current: bool = False


@dataclass(frozen=True)
class Group:
    """One dimension with its lines."""

    id: str
    title: str
    place: str
    lines: list[Line]
    current: bool = False

    @property
    def answered(self) -> int:
        """How many of its questions are answered."""
        return sum(line.state == "done" for line in self.lines)


class Standing:
    """Where an institution stands: its answers and evidence, in two queries."""

    def __init__(self, institution: RoundInstitution) -> None:
        self.institution = institution
        self.framework = framework_of(institution.round)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Its answers by question."""
        rows = Answer.objects.filter(institution=self.institution)
        return {row.question: row for row in rows.select_related("changed_by")}

    @cached_property
    def evidence(self) -> Counter:
        """How many pieces of evidence there are, by question."""
        rows = Evidence.objects.present().filter(institution=self.institution)
        return Counter(
            dict(rows.order_by().values_list("question").annotate(Count("pk")))
        )

    @property
    def total(self) -> int:
        """How many questions are asked."""
        return len(self.framework.questions)

    @property
    def answered(self) -> int:
        """How many of them have an answer; "I don't know" is one."""
        return sum(self.given(one.id) is not None for one in self.framework.questions)

    @property
    def blank(self) -> list[Question]:
        """The questions without an answer."""
        return [one for one in self.framework.questions if self.given(one.id) is None]

    @property
    def words(self) -> str:
        """How many are answered, in words."""
        return ngettext(
            "%(answered)s of %(count)s question answered",
            "%(answered)s of %(count)s questions answered",
            self.total,
        ) % {"answered": self.answered, "count": self.total}

    def given(self, question: str) -> Given:
        """Return the answer to a question, None for blank."""
        found = self.answers.get(question)
        return found.level if found else None

    def lacks_evidence(self, question: str) -> bool:
        """Return whether the level asks for evidence and there is none."""
        return (
            wants_evidence(self.framework, self.given(question))
            and not (self.evidence[question])
        )

    def groups(self, current: str = "") -> list[Group]:
        """Return all dimensions; ``current``: the id of the question on the page."""
        return [
            self._group(one, number, current)
            for number, one in enumerate(self.framework.dimensions, start=1)
        ]

    def _group(self, dimension: Dimension, number: int, current: str) -> Group:
        lines = [self._line(one, current) for one in dimension.questions]
        return Group(
            id=dimension.id,
            title=said(dimension.title),
            place=_("Dimension %(id)s · %(number)s of %(total)s")
            % {
                "id": dimension.id,
                "number": number,
                "total": len(self.framework.dimensions),
            },
            lines=lines,
            current=any(line.current for line in lines),
        )

    def _line(self, question: Question, current: str) -> Line:
        found = self.answers.get(question.id)
        state = "open"
        if found:
            state = "done" if found.given else "started"
        number = self.evidence[question.id]
        return Line(
            id=question.id,
            title=said(question.title),
            essential=question.essential,
            url=question_url(self.institution, question.id),
            state=state,
            words=given_words(self.framework, found.level if found else None),
            evidence=_pieces(number) if number else "",
            lacks_evidence=self.lacks_evidence(question.id),
            current=question.id == current,
        )


def wants_evidence(framework: Framework, given: Given) -> bool:
    """Return whether an answer is a level that asks for evidence."""
    return isinstance(given, int) and given >= framework.scoring.evidence_from


def given_words(framework: Framework, given: Given) -> str:
    """Return an answer in words: each of the four kinds has its own."""
    if given is None:
        return _("Not answered")
    if given == DONT_KNOW:
        return _("I don't know")
    if given == NOT_APPLICABLE:
        return _("Not applicable")
    names = {level.value: said(level.name) for level in framework.levels}
    return level_label(given, names.get(given, ""))


def plain_words(framework: Framework, given: Given) -> str:
    """Return an answer in words without marks of language: for scripts and files."""
    level = next((one for one in framework.levels if one.value == given), None)
    if level is None:
        return given_words(framework, given)
    name = pick(level.name, language_of_page())
    return f"{given} · {name}" if name else str(given)


def question_url(institution: RoundInstitution, question: str) -> str:
    """Return the address of one question of an institution."""
    return reverse(
        "maturity:answer", args=[institution.round_id, institution.pk, question]
    )


def overview_url(institution: RoundInstitution) -> str:
    """Return the address of all questions of an institution."""
    return reverse(
        "maturity:answer_overview", args=[institution.round_id, institution.pk]
    )


def cards_of(framework: Framework, question: Question, chosen: str) -> list[dict]:
    """Return what the cards of the levels show; ``chosen`` as in the form."""
    names = {level.value: said(level.name) for level in framework.levels}
    return [
        {
            "id": f"id_level_{number}",
            "level": level.value,
            "word": names[level.value],
            "label": level_label(level.value, names[level.value]),
            "descriptor": said(question.descriptors.get(level.value, {})),
            "checked": str(level.value) == chosen,
        }
        for number, level in enumerate(framework.levels)
    ]


def others_of(framework: Framework, question: Question, chosen: str) -> list[dict]:
    """Return the answers that are no level: don't know, and n/a where allowed."""
    values = [DONT_KNOW] + ([NOT_APPLICABLE] if question.allow_na else [])
    return [
        {
            "id": f"id_level_{number}",
            "value": value,
            "words": given_words(framework, value),
            "checked": value == chosen,
            "has_reason": value == NOT_APPLICABLE,
        }
        for number, value in enumerate(values, start=len(framework.levels))
    ]


def help_of(framework: Framework, question: Question) -> dict:
    """Return what stands beside a question."""
    combine = QuestionRow.Combine(question.combine)
    return {
        "evidence": said(question.evidence),
        "combine": combine.label,
        "respondents": [
            said(framework.respondents.get(key, {})) or key.replace("_", " ")
            for key in question.respondents
        ],
        "modules": question.modules,
    }


def neighbours(framework: Framework, question: str) -> tuple[str, str]:
    """Return the ids of the questions before and after one; "" at the ends."""
    ids = [one.id for one in framework.questions]
    place = ids.index(question)
    return (ids[place - 1] if place else ""), (*ids, "")[place + 1]


def evidence_rows(institution: RoundInstitution, question: str) -> list[Evidence]:
    """Return the evidence for one question, the oldest first; one query."""
    rows = Evidence.objects.present().filter(institution=institution, question=question)
    return list(rows.select_related("added_by", "institution"))


def last_words(framework: Framework, last: Answer | None) -> str:
    """Return the answer of the last round: "2026: 2 · Started", or ""."""
    if last is None:
        return ""
    return _("%(year)s: %(answer)s") % {
        "year": last.institution.round.reference_date.year,
        "answer": plain_words(framework, last.level),
    }


def closed_words(institution: RoundInstitution, *, asked: bool) -> str:
    """Return why answers cannot be changed; ``asked``: a respondent of it reads."""
    round = institution.round
    if round.state != Round.State.COLLECTING:
        return _("Answers are closed. The round is at the step: %(step)s.") % {
            "step": round.get_state_display()
        }
    if not asked:
        return _(
            "You can read this page but not change it. The people who were asked to "
            "answer for %(institution)s can."
        ) % {"institution": institution.institution}
    return _(
        "Your institution handed in on %(date)s. Take the answers back to change them."
    ) % {"date": date_format(localtime(institution.handed_in_at))}


def facts_of(framework: Framework, answer) -> list[dict]:
    """Return an answer, saved or only typed, as a list of facts."""
    given = given_of(answer.given)
    sure = dict(Answer.Confidence.choices).get(answer.confidence, "")
    facts = [{"label": _("Answer"), "value": given_words(framework, given)}]
    if answer.na_reason:
        facts.append({"label": _("Why it does not apply"), "value": answer.na_reason})
    facts += [
        {"label": _("Why this level"), "value": answer.justification or _("No text")},
        {"label": _("How sure"), "value": sure or _("Not said")},
    ]
    return facts


def _pieces(number: int) -> str:
    return ngettext(
        "%(count)s piece of evidence", "%(count)s pieces of evidence", number
    ) % {"count": number}
