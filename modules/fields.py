"""Model fields of the course."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChoiceListField(models.JSONField):
    """Several values of a fixed list, kept as a JSON list, ticked in forms.

    choices_class: the TextChoices whose values are allowed.
    """

    def __init__(self, *args, choices_class=None, **kwargs):
        self.choices_class = choices_class
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            label=self.verbose_name,
            choices=self.choices_class.choices,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            help_text=self.help_text,
        )

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if self.choices_class is None:
            return
        unknown = sorted(set(value) - set(self.choices_class.values))
        if unknown:
            raise ValidationError(
                _("Unknown: %(values)s."), params={"values": ", ".join(unknown)}
            )
