"""What makes a check fair and usable, for files and editors alike. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.questions.models import Fault
from assessments.quizzes.models import Kind

#: Rules that only a module's check has, by name in the file.
_MODULE_ONLY = ("draw", "pass_mark", "attempts", "wait_minutes")


def faults_of(data: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with a check in the form of :meth:`Quiz.data`."""
    if data["kind"] == Kind.LESSON:
        return _faults_of_lesson_check(data)
    found, number = [], len(data["questions"])
    asked = data["draw"] or number
    if data["lesson"]:
        found.append(
            Fault(
                "lesson",
                _("The check of a module names a lesson."),
                _("Write `lesson: null`."),
            )
        )
    if asked > number:
        found.append(
            Fault(
                "draw",
                _("%(draw)d questions are drawn, but there are %(number)d.")
                % {"draw": asked, "number": number},
                _("Draw fewer, or add questions."),
            )
        )
    if data["pass_mark"] is None:
        found.append(
            Fault(
                "pass_mark",
                _("A module's check has no pass mark."),
                _("Add `pass_mark: ...`."),
            )
        )
    elif data["pass_mark"] > asked:
        found.append(
            Fault(
                "pass_mark",
                _("The pass mark is %(pass_mark)d of %(points)d points.")
                % {"pass_mark": data["pass_mark"], "points": asked},
                _("Write a pass mark that can be reached."),
            )
        )
    return found


def _faults_of_lesson_check(data: Mapping[str, Any]) -> list[Fault]:
    found = []
    if not re.fullmatch(r"[0-9]{2}/[0-9]{2}", data["lesson"] or ""):
        found.append(
            Fault(
                "lesson",
                _("The check of a lesson does not name its lesson."),
                _('Write `lesson: "01/03"`.'),
            )
        )
    found += [
        Fault(
            name,
            _("`%(name)s` means nothing in the check of a lesson.") % {"name": name},
            _("Remove it, or write `kind: module`."),
        )
        for name in _MODULE_ONLY
        if data[name]
    ]
    return found
