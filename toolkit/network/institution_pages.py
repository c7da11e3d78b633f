"""What the page of an institution shows, and what two edits of one thing differ in."""

from django import forms
from django.utils.translation import gettext as _

from lms.accounts.models import Institution
from toolkit.network.models import Unit
from toolkit.network.network_page import bodies_of, history_of
from toolkit.network.permissions import can_keep
from toolkit.network.services.institutions import names_of


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
    was typed. Without rows both say the same, as after a double click.
    """
    current = refusal.current
    rows = []
    for name, typed in form.cleaned_data.items():
        field, theirs = form.fields[name], _saved(current, name)
        if name == "letter":
            # Named as the person named it; a form without a file leaves it.
            theirs, typed = (current.letter_name, typed.name) if typed else ("", "")
        if theirs is not None and str(theirs or "") != str(typed or ""):
            rows.append(
                {
                    "label": field.label,
                    "theirs": _shown(field, theirs),
                    "yours": _shown(field, typed),
                }
            )
    form.data = form.data.copy()
    form.data["seen"] = str(current.edit_number)
    return {"words": str(refusal), "rows": rows}


def _saved(current, name: str):
    """Return what is on record of a field of the form, None where nothing can be."""
    if name == "seen":
        return None
    if name.startswith("name_"):
        return names_of(current.institution.name).get(name.removeprefix("name_"), "")
    if name == "kind":
        return current.institution.kind
    if not hasattr(current, name):
        return None
    value = getattr(current, name)
    return "" if value is None else value


def _shown(field: forms.Field, value) -> str:
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if type(field) is forms.ChoiceField:
        return str(dict(field.choices).get(value, value))
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
