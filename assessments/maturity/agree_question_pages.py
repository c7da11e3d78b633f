"""What the page of one question shows in the meeting, and to the validator.

A fixed number of queries, whatever the number of institutions.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity import meeting, models
from assessments.maturity.agree_forms import answers_offered
from assessments.maturity.agree_pages import Table, discuss_words, spread_words
from assessments.maturity.answer_forms import given_of
from assessments.maturity.answer_pages import given_words
from assessments.maturity.answers import Answer, Given
from assessments.maturity.explaining import explain_question
from assessments.maturity.instrument import Question
from assessments.maturity.result_pages import ShownLevel, level_shown
from assessments.maturity.showing import said


@dataclass(frozen=True)
class AnswerRow:
    """What one institution says: also one that says nothing is a row."""

    institution: "models.RoundInstitution"
    level: ShownLevel
    answer: "models.Answer | None"
    marks: list[str]
    pieces: list = field(default_factory=list)
    changes: list = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return why, in the words of the institution."""
        if self.answer is None:
            return ""
        return self.answer.na_reason or self.answer.justification

    @property
    def second_text(self) -> str:
        """Return what was written beside the reason why it does not apply."""
        if self.answer is None or not self.answer.na_reason:
            return ""
        return self.answer.justification

    @property
    def evidence_words(self) -> str:
        """Return how much evidence there is, in words."""
        if not self.pieces:
            return _("No evidence")
        return ngettext(
            "%(count)s piece of evidence",
            "%(count)s pieces of evidence",
            len(self.pieces),
        ) % {"count": len(self.pieces)}


class Sheet:
    """One question of a round, with all that was said about it."""

    def __init__(self, table: Table, question: Question) -> None:
        self.table = table
        self.round = table.round
        self.framework = table.framework
        self.question = question

    @property
    def title(self) -> str:
        """The title of the question."""
        return said(self.question.title)

    @property
    def found(self):
        """What follows from the answers to it."""
        return self.table.result.questions[self.question.id]

    @cached_property
    def agreed(self):
        """The row of its agreed level, with who agreed and who does not."""
        return (
            models.AgreedLevel.objects.filter(
                round=self.round, question=self.question.id
            )
            .exclude(given="")
            .select_related("set_by")
            .prefetch_related("agreed_by__institution")
            .first()
        )

    @property
    def agreed_level(self) -> ShownLevel | None:
        """The agreed level as a chip."""
        return self.shown(self.agreed.level) if self.agreed else None

    @property
    def agreed_by_all(self) -> bool:
        """Whether every institution of the list agreed."""
        return bool(self.agreed) and not self.others

    @property
    def others(self) -> list:
        """The institutions that did not agree and whose opinion is not noted."""
        if not self.agreed:
            return []
        there = {one.pk for one in self.agreed.agreed_by.all()}
        noted = {one.institution_id for one, _level in self.opinions}
        return [one for one in self.table.institutions if one.pk not in there | noted]

    @cached_property
    def opinions(self) -> list[tuple]:
        """The different opinions, each with its level as a chip."""
        if not self.agreed:
            return []
        rows = self.agreed.dissents.select_related("institution__institution")
        return [(one, self.shown(one.level)) for one in rows.select_related("noted_by")]

    @property
    def proposed(self) -> ShownLevel:
        """The proposal as a chip."""
        return self.shown(self.found.proposed)

    @property
    def proposal_label(self) -> str:
        """Return "Proposed level: 2", or that a fact is only hinted at."""
        if not isinstance(self.found.proposed, int):
            return _("No level is proposed: %(word)s.") % {"word": self.proposed.word}
        if meeting.is_hint(self.question, self.found):
            return _("Only a hint: %(level)s") % {"level": self.found.proposed}
        return _("Proposed level: %(level)s") % {"level": self.found.proposed}

    @property
    def rule(self) -> str:
        """Return how answers are put together, in a sentence."""
        return explain_question(self.table.result, self.question.id).rule

    @property
    def spread(self) -> str:
        """Return between which levels the answers lie."""
        return spread_words(self.found)

    @property
    def discuss(self) -> str:
        """Return why it is to be discussed."""
        return discuss_words(self.question, self.found)

    @property
    def validated(self) -> ShownLevel:
        """The validated level as a chip."""
        return self.shown(self.found.validated)

    @property
    def answered_words(self) -> str:
        """Return how many institutions answered."""
        answered = sum(row.level.sign != "none" for row in self.rows)
        return ngettext(
            "%(answered)s of %(count)s institution answered",
            "%(answered)s of %(count)s institutions answered",
            len(self.rows),
        ) % {"answered": answered, "count": len(self.rows)}

    @cached_property
    def rows(self) -> list[AnswerRow]:
        """One row for each institution, in the order of the list."""
        answers = {one.institution_id: one for one in self._answers}
        marks = meeting.marks_of(
            self.question,
            [
                Answer(
                    institution=str(one.institution_id),
                    question=self.question.id,
                    level=one.level,
                    justification=one.justification,
                    core=one.institution.is_core,
                )
                for one in self._answers
                if one.given
            ],
        )
        return [
            AnswerRow(
                institution=one,
                level=self._said_level(answers.get(one.pk)),
                answer=answers.get(one.pk),
                marks=mark_words(marks.get(str(one.pk))),
                pieces=self._evidence[one.pk],
                changes=self._changes_of(answers.get(one.pk)),
            )
            for one in self.table.institutions
        ]

    @cached_property
    def history(self) -> list[tuple]:
        """The agreed levels there were, the newest first, each with its chip."""
        if not self.agreed:
            return []
        changes = self.agreed.changes.select_related("by").order_by("-version")
        return [(one, self.shown(one.level)) for one in changes]

    def cards(self, chosen: str) -> list[dict]:
        """Return the levels to choose from; ``chosen`` as in the form."""
        cards = []
        for number, value in enumerate(answers_offered(self.framework, self.question)):
            given = given_of(value)
            cards.append(
                {
                    "id": f"id_level_{number}",
                    "value": value,
                    "level": self.shown(given),
                    "words": given_words(self.framework, given),
                    "descriptor": said(self.question.descriptors.get(given, {})),
                    "checked": value == chosen,
                }
            )
        return cards

    def options(self) -> list[tuple[str, str]]:
        """Return the answers offered as pairs for a select."""
        return [
            (one, given_words(self.framework, given_of(one)))
            for one in answers_offered(self.framework, self.question)
        ]

    def shown(self, given: Given) -> ShownLevel:
        """Return an answer as a chip with its word."""
        return level_shown(self.framework, given)

    def neighbours(self) -> dict[str, str]:
        """Return the ids of the questions before and after, "" at the ends."""
        ids = list(self.framework.by_id)
        place = ids.index(self.question.id)
        return {
            "previous": ids[place - 1] if place else "",
            "following": (*ids, "")[place + 1],
        }

    def _said_level(self, answer) -> ShownLevel:
        level = answer.level if answer else None
        chip = self.shown(level)
        if isinstance(level, int):
            return chip
        return ShownLevel(chip.sign, given_words(self.framework, level))

    @cached_property
    def _answers(self) -> list:
        rows = models.Answer.objects.filter(
            institution__round=self.round, question=self.question.id
        )
        return list(
            rows.select_related("institution", "changed_by").prefetch_related(
                "changes__by"
            )
        )

    @cached_property
    def _evidence(self) -> dict[int, list]:
        rows = models.Evidence.objects.present().filter(
            institution__round=self.round, question=self.question.id
        )
        found = defaultdict(list)
        for row in rows.select_related("added_by", "reviewed_by", "institution"):
            found[row.institution_id].append(row)
        return found

    def _changes_of(self, answer) -> list[tuple]:
        """Return what an institution said before, the newest first."""
        if answer is None:
            return []
        before = [one for one in answer.changes.all() if one.version < answer.version]
        return [
            (one, given_words(self.framework, one.level)) for one in reversed(before)
        ]


def mark_words(mark) -> list[str]:
    """Return in words why an answer stands out; nothing when it does not."""
    if not mark:
        return []
    words = [_("lowest")] if mark.lowest else []
    if mark.apart:
        words.append(
            ngettext("%(count)s level apart", "%(count)s levels apart", mark.apart)
            % {"count": mark.apart}
        )
    return words
