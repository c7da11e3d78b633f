"""What the page of a quarterly review shows beside the content of the review."""

from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toolkit.plans import status
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.reviewing import ReviewContent, ReviewLine
from toolkit.plans.tracking_chart import BurnUp
from toolkit.plans.tracking_pages import Chip, actions_words


class ReviewPage:
    """A review with its chips, facts and drawing."""

    def __init__(self, review: ReviewContent) -> None:
        self.review = review

    @cached_property
    def strip(self) -> list[dict]:
        """The four facts on top."""
        review = self.review
        return [
            {
                "label": _("Due in %(quarter)s")
                % {"quarter": quarter_words(review.quarter)},
                "value": actions_words(len(review.due)),
                "text": ngettext(
                    "%(count)s of them is done and checked.",
                    "%(count)s of them are done and checked.",
                    review.due_done,
                )
                % {"count": review.due_done}
                if review.due
                else "",
            },
            {
                "label": _("Done in the quarter"),
                "value": actions_words(len(review.done)),
            },
            {"label": _("Slipped"), "value": actions_words(len(review.slipped))},
            {
                "label": _("New dates by decision"),
                "value": actions_words(len(review.redated)),
            },
        ]

    @property
    def sections(self) -> list[dict]:
        """The lists of lines, each with what to say when it is empty."""
        review = self.review
        return [
            {
                "id": "due",
                "title": _("What was due"),
                "rows": self._rows(review.due),
                "empty": _("Nothing was due in this quarter."),
            },
            {
                "id": "done",
                "title": _("What was done"),
                "rows": self._rows(review.done),
                "empty": _("Nothing was done and checked in this quarter."),
            },
            {
                "id": "slipped",
                "title": _("What slipped"),
                "rows": self._rows(review.slipped),
                "empty": _("Nothing slipped."),
                "redates": True,
            },
            {
                "id": "to-check",
                "title": _("What waits for a check"),
                "rows": self._rows(review.to_check),
                "empty": _("Nothing waits for a check."),
            },
        ]

    @property
    def coming(self) -> list[tuple[ReviewLine, Chip]]:
        """What is due in the next quarter."""
        return self._rows(self.review.coming)

    @cached_property
    def chart(self) -> BurnUp | None:
        """The drawing of the burn-up; None while there is nothing to draw."""
        burned = self.review.burned
        return BurnUp(burned, self.finding) if burned else None

    @property
    def finding(self) -> str:
        """What the drawing says, in a sentence."""
        known = [one for one in self.review.burned if one.done is not None]
        if not known:
            return _("The plan has not begun.")
        return _("%(done)s of %(total)s actions are done and checked.") % {
            "done": known[-1].done,
            "total": self.review.burned[-1].due,
        }

    def _rows(self, lines) -> list[tuple[ReviewLine, Chip]]:
        return [(one, chip_of_review(one)) for one in lines]


def chip_of_review(line: ReviewLine) -> Chip:
    """Return how far a line was at the review."""
    if line.done_on:
        date = date_format(line.done_on, "DATE_FORMAT")
        return Chip(_("Done and checked on %(date)s") % {"date": date}, "done", "ok")
    if line.status == status.REPORTED:
        return Chip(_("Reported done, to be checked"), "ring")
    if line.late_since:
        date = date_format(line.end.last_day, "DATE_FORMAT")
        return Chip(_("Late since %(date)s") % {"date": date}, "triangle", "err")
    if line.status == status.RUNNING:
        words = _("In progress, %(percent)s %%") % {"percent": line.percent}
        return Chip(words, "half")
    words = _("Planned, until %(quarter)s") % {"quarter": quarter_words(line.end)}
    return Chip(words, "dot")
