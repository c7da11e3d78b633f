"""What the pages of a question show of the country's record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.maturity.facts import Fact, offered_in
from assessments.maturity.models import Evidence, Round
from lms.accounts.models import User
from lms.accounts.roles import Capability


@dataclass(frozen=True)
class Suggestion:
    """One fact on a page. ``url``: only for those who may read the record."""

    fact: Fact
    url: str
    is_added: bool

    @property
    def text(self) -> str:
        """The fact in a sentence."""
        return self.fact.text

    @property
    def source(self) -> str:
        """Which part of the record says so."""
        return self.fact.source

    @property
    def as_of(self) -> date | None:
        """The day it stands for."""
        return self.fact.as_of

    @property
    def mark(self) -> str:
        """What names it in the form."""
        return self.fact.mark


def suggestions(
    round: Round, question: str, *, user: User, pieces: Iterable[Evidence]
) -> list[Suggestion]:
    """Return what the record of the round's country says about a question.

    pieces: the evidence on the page; what is among it is not offered again.
    """
    may_read = user.may(Capability.READ_RECORD, round.country)
    present = [piece.reference for piece in pieces if piece.reference]
    return [
        Suggestion(
            fact=fact,
            url=fact.url if may_read else "",
            is_added=any(fact.stands_in(one) for one in present),
        )
        for fact in offered_in(round, question)
    ]
