"""What can stand in the way of starting, answering and handing in."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


class QuizProblem(Exception):
    """Base of the refusals of this room; ``str()`` is a message for the person."""

    #: Where the person can do something about it: address and words; or empty.
    url, link = "", ""

    @property
    def message(self) -> str:
        """The refusal in words of the active language."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.message


class QuizNotOpen(QuizProblem):
    """The check is retired, or not of the kind that is started."""

    @property
    def message(self) -> str:
        """The refusal in words."""
        return _("This check is not open.")


class TooManyOptions(QuizProblem):
    """A question, by its key, has more options than the alphabet has letters."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)

    @property
    def message(self) -> str:
        """The refusal in words, with the remedy."""
        return _(
            "Question %(key)s has more than 26 options and cannot be answered by "
            "letters. Take it out of the check, or split it."
        ) % {"key": self.key}


class NoAttemptsLeft(QuizProblem):
    """All attempts have been handed in."""

    @property
    def message(self) -> str:
        """The refusal in words."""
        return _("You have used all attempts at this check.")


class MustWait(QuizProblem):
    """The next attempt begins later; ``until`` says when."""

    def __init__(self, until: dt.datetime) -> None:
        self.until = until
        super().__init__(until)

    @property
    def message(self) -> str:
        """The refusal in words, with the time in the person's zone."""
        until = timezone.localtime(self.until)
        return _("You can try again on %(date)s at %(time)s.") % {
            "date": date_format(until, "DATE_FORMAT"),
            "time": date_format(until, "H:i"),
        }


class AttemptClosed(QuizProblem):
    """The attempt has been handed in; nothing in it changes any more."""

    @property
    def message(self) -> str:
        """The refusal in words."""
        return _("You have already handed in this check.")


class TimeIsUp(QuizProblem):
    """The time limit has passed; the attempt was handed in with what was saved."""

    @property
    def message(self) -> str:
        """The refusal in words."""
        return _("The time was up. What you had saved by then was handed in.")


class AnswerStays(QuizProblem):
    """Answers of this check are judged at once and stay."""

    @property
    def message(self) -> str:
        """The refusal in words."""
        return _("You have already answered this question. The answer stays.")


class AnswerRefused(QuizProblem):
    """The answer could not have come from the form of this question."""

    @property
    def message(self) -> str:
        """The refusal in words."""
        return _("This answer does not belong to this question. Nothing was changed.")
