"""The contact list to take along: XLSX that can be brought in again, and PDF."""

from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.accounts.models import Country
from lms.accounts.sheets import Sheet, workbook
from lms.core.pdf import render_pdf
from toolkit.network import contact_list as names
from toolkit.network.contact_list import Line, lines_of

#: Heads of the workbook, in their order.
HEADS = (
    names.INSTITUTION,
    names.UNIT,
    names.POST,
    names.NAME,
    names.TITLE,
    names.ADDRESS,
    names.TELEPHONE,
    names.FAX,
    names.EMAIL,
    names.WEBSITE,
    names.LANGUAGES,
    names.VERIFIED,
)


def contacts_workbook(country: Country, *, on: date | None = None) -> bytes:
    """Return the list of a day as XLSX; it goes in again unchanged."""
    on = on or timezone.localdate()
    about = [
        [_("Country"), str(country)],
        [_("As of"), on],
        [_("Who may read it"), restricted(country)],
    ]
    return workbook(
        title_of(country),
        [
            Sheet(
                _("Contact list"),
                [str(head) for head in HEADS],
                [_cells(line) for line in lines_of(country, on=on)],
                width=24,
            ),
            Sheet(_("About this list"), ["", ""], about, frozen=0, width=40),
        ],
    )


def empty_workbook(country: Country) -> bytes:
    """Return the same columns to be filled in, with a sheet that explains them."""
    words = [
        [str(names.INSTITUTION), _("Its name as in the network, in any language.")],
        [str(names.UNIT), _("Department or service. A new one is added.")],
        [str(names.POST), _("Focal point or Deputy.")],
        [str(names.NAME), _("One person in each row.")],
        [str(names.EMAIL), _("Of the person. Without a person: the role mailbox.")],
        [
            str(names.VERIFIED),
            _("Leave it empty: people confirm their data themselves."),
        ],
    ]
    return workbook(
        title_of(country),
        [
            Sheet(_("Contact list"), [str(head) for head in HEADS], [], width=24),
            Sheet(_("How to fill it in"), ["", ""], words, frozen=0, width=40),
        ],
    )


def contacts_pdf(country: Country, *, on: date | None = None) -> bytes:
    """Return the list of a day, A4 landscape. Raises the exceptions of render_pdf."""
    on = on or timezone.localdate()
    context = {
        "country": country,
        "title": title_of(country),
        "on": on,
        "lines": lines_of(country, on=on),
        "restricted": restricted(country),
    }
    return render_pdf(
        "pdf/contact_list.html",
        context,
        stylesheet="pdf/contact_list.css",
        language=get_language(),
    )


def title_of(country: Country) -> str:
    """Return the title of the list."""
    return _("%(country)s: contact list of the migration data network") % {
        "country": country
    }


def restricted(country: Country) -> str:
    """Return for whom the list is."""
    return _("Restricted: for the institutions of the network of %(country)s only.") % {
        "country": country
    }


def _cells(line: Line) -> list:
    row = line.row
    return [
        str(line.institution),
        line.unit,
        str(row.get_post_display()) if row else "",
        row.full_name if row else "",
        row.title if row else "",
        line.address,
        line.telephone,
        line.fax,
        line.email,
        line.website,
        row.languages if row else "",
        line.verified_on,
    ]
