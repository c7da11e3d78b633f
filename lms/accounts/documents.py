"""Files that leave this room: the list of people as a workbook."""

from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.core.workbooks import new_workbook, safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def people_workbook(people) -> bytes:
    """Return an XLSX workbook with one row per person and membership.

    people: each with the list "shown" of the memberships that may be shown.
    Times are in the active time zone.
    """
    heads = [
        _("Full name"),
        _("Full name in Latin letters"),
        _("E-mail address"),
        _("Role"),
        _("Country"),
        _("Institution"),
        _("Since"),
        _("Until"),
        _("Language"),
        _("Account"),
        _("Last sign-in"),
    ]
    buffer = BytesIO()
    with new_workbook(buffer) as book:
        sheet = book.add_worksheet(_("People")[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 22)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for row, cells in enumerate(_rows(people), start=1):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, safe_cell(cell))
        book.set_properties({"title": _("People")})
    return buffer.getvalue()


def _rows(people):
    """Yield the cells of each row as texts."""
    for person in people:
        for membership in person.shown or [None]:
            yield [
                person.full_name,
                person.latin_name,
                person.email,
                str(membership.get_role_display()) if membership else "",
                str(membership.place or "") if membership else "",
                str(membership.institution or "") if membership else "",
                _day(membership.started_at) if membership else "",
                _day(membership.ended_at) if membership else "",
                person.get_language_display(),
                _("active") if person.is_active else _("deactivated"),
                _day(person.last_login),
            ]


def _day(moment) -> str:
    """Return the day as 2027-08-12, or nothing."""
    return timezone.localtime(moment).date().isoformat() if moment else ""
