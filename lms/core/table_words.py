"""What of a table that somebody sent was not read, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.table_files import Table


def unread_words(table: Table) -> list[str]:
    """Return a sentence on columns and one on sheets that were left aside, if any."""
    found = []
    if table.ignored:
        words = ngettext(
            "This column is not known and is not read: %(heads)s",
            "These columns are not known and are not read: %(heads)s",
            len(table.ignored),
        )
        found.append(words % {"heads": "; ".join(table.ignored)})
    if table.other_sheets:
        words = _("Only sheet “%(sheet)s” is read. Not read: %(others)s.")
        names = {"sheet": table.sheet, "others": "; ".join(table.other_sheets)}
        found.append(words % names)
    return found
