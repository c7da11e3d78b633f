"""What a validator types: up to which level evidence is proof, or what is missing."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.maturity.agree_forms import moment_of
from assessments.maturity.answer_forms import Words
from assessments.maturity.models import Evidence
from assessments.maturity.models.lengths import REASON_LENGTH
from assessments.maturity.validate_pages import ALL, LOWER, OPEN


class JudgedFilterForm(forms.Form):
    """Which questions are listed."""

    show = forms.ChoiceField(
        label=_("Questions"),
        required=False,
        choices=[
            (ALL, _("All questions")),
            (OPEN, _("To decide")),
            (LOWER, _("Validated lower than agreed")),
        ],
    )

    @property
    def shown(self) -> str:
        """Return what to list; everything when the address says nonsense."""
        return (self.is_valid() and self.cleaned_data["show"]) or ALL


class ReviewForm(forms.Form):
    """The decision on one piece of evidence. Nothing is chosen beforehand."""

    supports = forms.ChoiceField(
        label=_("Proof for levels up to"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the levels offered.")},
    )
    note = Words(
        label=_("Note"),
        required=False,
        help_text=_("Needed when you send it back. The country reads it."),
        widget=forms.Textarea(
            attrs={"rows": 2, "maxlength": REASON_LENGTH, "dir": "auto"}
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, *, piece: Evidence, levels: list[tuple[str, str]]):
        seen = piece.reviewed_at.isoformat() if piece.reviewed_at else ""
        super().__init__(
            data,
            prefix=f"piece-{piece.pk}",
            initial={
                "supports": "" if piece.supports is None else str(piece.supports),
                "note": piece.review_note,
                "seen": seen,
            },
        )
        self.fields["supports"].choices = [("", _("Choose a level")), *levels]

    @property
    def supported(self) -> int:
        """Return the level of a valid form. Raises ValidationError on supports."""
        level = self.cleaned_data["supports"]
        if not level:
            raise ValidationError(
                {"supports": _("Choose the level up to which it is proof.")}
            )
        return int(level)

    @property
    def read_decision(self):
        """Return when the decision was made that the person has read."""
        return moment_of(self.cleaned_data["seen"])

    def refuse(self, error: ValidationError) -> None:
        """Put the messages of a refusal beside their fields."""
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
