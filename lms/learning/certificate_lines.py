"""Lines that certificates, check pages and lists share, from what was issued.

All in the active language; content is that of a certificate (see contents.py).
"""

import unicodedata
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def is_path(content: dict) -> bool:
    """Return whether a learning path was certified, and not one module."""
    return content.get("scope") == "path"


def is_latin(name: str) -> bool:
    """Return whether all letters of a name are Latin, with any marks on them."""
    return all(
        unicodedata.name(letter, "").startswith("LATIN")
        for letter in name
        if letter.isalpha()
    )


def title_line(content: dict) -> str:
    """Return what was certified in one line."""
    if is_path(content):
        return _("Learning path: %(title)s") % {"title": content["module_title"]}
    return _("Module %(key)s: %(title)s") % {
        "key": content["module_key"],
        "title": content["module_title"],
    }


def list_title(content: dict) -> str:
    """Return the heading of the list on a certificate.

    Who only took part was not examined, so nothing is said of what they can do.
    """
    if is_path(content):
        return _("Modules")
    if content["kind"] == "participation":
        return _("Objectives of the module")
    return _("Can now")


def module_names(content: dict) -> list[str]:
    """Return the modules of a path with their numbers."""
    return [f"{one['key']} {one['title']}" for one in content.get("modules", ())]


def module_lines(content: dict) -> list[str]:
    """Return the modules of a path with the days on which they were finished."""
    lines = []
    for one in content.get("modules", ()):
        names = {"module": f"{one['key']} {one['title']}"}
        if one["completed_on"]:
            names["date"] = _short(one["completed_on"])
            lines.append(_("%(module)s, %(date)s") % names)
        else:
            lines.append(names["module"])
    return lines


def result_sentence(content: dict) -> str:
    """Return the result of the check in a sentence, or that somebody took part."""
    if content["kind"] == "participation":
        return _("Took part")
    if is_path(content):
        modules = content["modules"]
        return ngettext(
            "%(count)s module finished", "%(count)s modules finished", len(modules)
        ) % {"count": len(modules)}
    if content["points"] is None or content["pass_mark"] is None:
        return _("Lessons finished")
    return _(
        "Check passed with %(points)s of %(possible)s points (pass mark %(mark)s)"
    ) % {
        "points": content["points"],
        "possible": content["possible"],
        "mark": content["pass_mark"],
    }


def result_line(content: dict) -> str:
    """Return points and learning time in one line, as certificates print it."""
    time = _with_learning_time(content["minutes"])
    if content["kind"] == "participation" or content["points"] is None:
        return time[:1].upper() + time[1:]
    return _("%(points)s of %(possible)s points (pass mark %(mark)s); %(minutes)s") % {
        "points": content["points"],
        "possible": content["possible"],
        "mark": content["pass_mark"],
        "minutes": time,
    }


def issue_date(content: dict) -> str:
    """Return the date of issue in words."""
    return date_format(date.fromisoformat(content["issued_on"]), "DATE_FORMAT")


def learning_time(minutes: int) -> str:
    """Return minutes as people say them: from two hours on in hours, to the half."""
    if minutes < 120:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {
            "count": minutes
        }
    hours, half = _hours(minutes)
    if half:
        return _("%(count)s½ hours") % {"count": hours}
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


def _with_learning_time(minutes: int) -> str:
    if minutes < 120:
        return ngettext(
            "learning time %(count)s minute",
            "learning time %(count)s minutes",
            minutes,
        ) % {"count": minutes}
    hours, half = _hours(minutes)
    if half:
        return _("learning time %(count)s½ hours") % {"count": hours}
    return ngettext(
        "learning time %(count)s hour", "learning time %(count)s hours", hours
    ) % {"count": hours}


def _hours(minutes: int) -> tuple[int, bool]:
    """Return whole hours and whether a half follows, rounded to the nearer half."""
    halves = (minutes + 15) // 30
    return halves // 2, bool(halves % 2)


def _short(day: str) -> str:
    return date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT")
