"""What a country's record says about a question: suggestions, never a level.

Rooms above this one know of focal points, meetings, sources and indicators. Each
registers, when the site starts, who speaks about which questions. They are asked
only when a page of such a question is shown.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.maturity.models import Round
from lms.accounts.models import Country

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fact:
    """One sentence with figures about a country.

    questions: ids of the framework in ``settings.FRAMEWORK_KEY``. text: a whole
    sentence in the language of the page. source: which part of the record says so,
    in words. url: where it can be read by those who may. as_of: the day it stands
    for.
    """

    questions: tuple[str, ...]
    text: str
    source: str
    url: str = ""
    as_of: date | None = None

    @property
    def mark(self) -> str:
        """Return what names this fact in a form: another one as soon as it changes."""
        whole = "\n".join((self.text, self.source, str(self.as_of)))
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def stands_in(self, reference: str) -> bool:
        """Return whether a reference says this already, be it of another day."""
        return reference.startswith(self.text)

    @property
    def reference(self) -> str:
        """Return the words that stand for this fact among the evidence."""
        if self.as_of is None:
            return _("%(fact)s Source: %(source)s.") % {
                "fact": self.text,
                "source": self.source,
            }
        return _("%(fact)s Source: %(source)s, as of %(date)s.") % {
            "fact": self.text,
            "source": self.source,
            "date": date_format(self.as_of),
        }


#: Says what a record knows: provider(country, today).
Provider = Callable[[Country, date], Iterable[Fact]]


@dataclass(frozen=True)
class _Speaker:
    questions: frozenset[str]
    provider: Provider


_speakers: dict[str, _Speaker] = {}


def register(key: str, questions: Iterable[str], provider: Provider) -> None:
    """Let a provider speak about these questions; the same key again replaces it.

    key: the room and what it speaks about, for example ``network.focal_points``.
    """
    _speakers[key] = _Speaker(frozenset(questions), provider)


def unregister(key: str) -> None:
    """Forget a provider; nothing happens when there is none."""
    _speakers.pop(key, None)


def facts_for(
    country: Country, question: str | None = None, *, today: date | None = None
) -> list[Fact]:
    """Return what the record of a country says, about one question or about all.

    In the order of registration, then of each provider. Only those who speak about
    the question are asked. Who fails is left out and logged: a suggestion never
    stands in the way of the page it is shown on.
    """
    today = today or timezone.localdate()
    found: list[Fact] = []
    for key, speaker in list(_speakers.items()):
        if question is None or question in speaker.questions:
            found += _asked(key, speaker, country, today)
    if question is None:
        return found
    return [fact for fact in found if question in fact.questions]


def offered_in(round: Round, question: str) -> list[Fact]:
    """Return what is offered beside a question of a round.

    Only for the framework whose questions the facts speak about, and until the
    round is validated: what was judged then is not argued with later.
    """
    is_ours = round.framework.key == settings.FRAMEWORK_KEY
    if not is_ours or round.state in Round.FROZEN:
        return []
    return facts_for(round.country, question)


def _asked(key: str, speaker: _Speaker, country: Country, today: date) -> list[Fact]:
    # Inside a transaction a failed query would spoil all that follow it.
    is_inside = transaction.get_connection().in_atomic_block
    try:
        with transaction.atomic() if is_inside else nullcontext():
            return list(speaker.provider(country, today))
    except Exception:
        _log.exception("The facts of %s could not be put together.", key)
        return []
