"""What the page of an institution shows, and what two edits of one thing differ in."""

from django.utils.translation import gettext as _

from lms.accounts.models import Institution
from toolkit.network.models import Unit
from toolkit.network.network_page import bodies_of, history_of
from toolkit.network.permissions import can_keep


def institution_context(user, institution: Institution) -> dict:
    """Return what the page of an institution shows."""
    keeps = can_keep(user, institution.country)
    bodies = bodies_of(institution.country, user=user, keeps=keeps, only=institution.pk)
    body = bodies[0]
    current = {person.row.pk for person in body.people}
    return {
        "country": institution.country,
        "institution": institution,
        "body": body,
        "keeps": keeps,
        "facts": _facts(body.profile),
        "all_units": Unit.objects.filter(institution=institution)
        if body.may_change
        else body.units,
        "history": [row for row in history_of(institution) if row.pk not in current],
    }


def conflict_of(form, refusal) -> dict:
    """Return both versions of what two people have changed at once.

    The form then counts as made from the row as it is now: saving again keeps what
    was typed.
    """
    current = refusal.current
    rows = []
    for name, typed in form.cleaned_data.items():
        if name == "seen" or not hasattr(current, name):
            continue
        theirs = getattr(current, name)
        if str(theirs or "") != str(typed or ""):
            rows.append(
                {
                    "label": form.fields[name].label,
                    "theirs": _shown(theirs),
                    "yours": _shown(typed),
                }
            )
    form.data = form.data.copy()
    form.data["seen"] = str(current.edit_number)
    return {"words": str(refusal), "rows": rows}


def _shown(value) -> str:
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    return str(value or "")


def _facts(profile) -> list[dict]:
    pairs = [
        (_("Address"), profile.address),
        (_("Telephone"), profile.telephone),
        (_("Fax"), profile.fax),
        (_("Role mailbox"), profile.email),
        (_("Website"), profile.website),
        (_("Part in the network"), profile.get_part_display()),
    ]
    return [{"label": label, "value": value} for label, value in pairs if value]
