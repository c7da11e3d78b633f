"""Fields that more than one form of this room has."""

import unicodedata
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.accounts.models.people import NAME_LENGTH


class NameField(forms.CharField):
    """A person's full name in any script, up to 200 characters.

    Letters are stored composed (NFC), so that the same name typed on two
    keyboards is the same text. Control characters and direction marks are
    refused: they would let a name show as another one.
    """

    def __init__(self, **options):
        options.setdefault("max_length", NAME_LENGTH)
        options.setdefault("error_messages", {"required": _("Write the full name.")})
        super().__init__(**options)
        self.widget.attrs["dir"] = "auto"
        self.widget.attrs.setdefault("autocomplete", "name")

    def to_python(self, value):
        """Return the name composed, each run of space as one space."""
        value = unicodedata.normalize("NFC", super().to_python(value) or "")
        return " ".join(value.split())

    def validate(self, value):
        """Refuse signs that cannot be seen; joiners are part of some scripts."""
        super().validate(value)
        joiners = "\u200c\u200d"
        for letter in value:
            if unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs"} and (
                letter not in joiners
            ):
                raise ValidationError(
                    _("This name has a sign in it that cannot be seen. Type it anew.")
                )
        if value and not any(letter.isalpha() for letter in value):
            raise ValidationError(_("Write the name in letters."))


class PasswordInput(forms.PasswordInput):
    """A password being chosen: browsers offer to make and keep one."""

    def __init__(self, **attrs):
        super().__init__(attrs={"autocomplete": "new-password", **attrs})


def time_zone_choices() -> list:
    """Return the time zones by part of the world, UTC first."""
    groups: dict[str, list] = {}
    for name in sorted(zoneinfo.available_timezones()):
        part, slash, place = name.partition("/")
        if slash and part in _PARTS_OF_THE_WORLD:
            groups.setdefault(part, []).append((name, place.replace("_", " ")))
    return [("UTC", "UTC"), *groups.items()]


_PARTS_OF_THE_WORLD = {
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}
