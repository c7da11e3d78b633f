"""What makes a check fair and usable, for files and editors alike. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.questions.models import Fault
from assessments.quizzes.models import Kind

#: Rules that only a module's check has, by name in the file.
_MODULE_ONLY = (
    "draw",
    "pools",
    "pass_mark",
    "attempts",
    "wait_minutes",
    "time_limit",
    "feedback",
)


def faults_of(data: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with a check in the form of :meth:`Quiz.data`."""
    if data["kind"] == Kind.LESSON:
        return _faults_of_lesson_check(data)
    found, number = [], len(data["questions"])
    asked = data["draw"] or number
    if data.get("pools"):
        found += _faults_of_pools(data)
        pooled = {key for pool in data["pools"] for key in pool["questions"]}
        fixed = sum(1 for key in data["questions"] if key not in pooled)
        asked = fixed + sum(pool["draw"] for pool in data["pools"])
    if data["lesson"]:
        found.append(
            Fault(
                "lesson",
                _("The check of a module names a lesson."),
                _("Write `lesson: null`."),
            )
        )
    if (data["draw"] or 0) > number:
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


def _faults_of_pools(data: Mapping[str, Any]) -> list[Fault]:
    found = []
    if data["draw"]:
        found.append(
            Fault(
                "draw",
                _("The check draws out of all questions and out of pools."),
                _("Write `draw: null`, or remove the pools."),
            )
        )
    seen: set[str] = set()
    for pool in data["pools"]:
        names = {"pool": pool["key"]}
        strange = [key for key in pool["questions"] if key not in data["questions"]]
        if strange:
            found.append(
                Fault(
                    "pools",
                    _("The pool `%(pool)s` names `%(key)s`, which is not here.")
                    % (names | {"key": strange[0]}),
                    _("Name questions of this check."),
                )
            )
        if twice := seen & set(pool["questions"]):
            found.append(
                Fault(
                    "pools",
                    _("`%(key)s` stands in two pools.") % {"key": min(twice)},
                    _("Leave it in one."),
                )
            )
        seen |= set(pool["questions"])
        if pool["draw"] > len(set(pool["questions"])):
            found.append(
                Fault(
                    "pools",
                    _("The pool `%(pool)s` has too few questions to draw %(draw)d.")
                    % (names | {"draw": pool["draw"]}),
                    _("Draw fewer, or add questions."),
                )
            )
    if len({pool["key"] for pool in data["pools"]}) < len(data["pools"]):
        found.append(
            Fault(
                "pools",
                _("Two pools have the same name."),
                _("Give each a name of its own."),
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
        if data.get(name)
    ]
    return found
