"""The form with which a trainer marks a text."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.questions.languages import pick
from assessments.questions.stem import stem_words
from assessments.quizzes.models import AttemptItem


class MarkingForm(forms.Form):
    """Points for each criterion of the rubric, and words to the learner."""

    def __init__(self, item: AttemptItem, data=None):
        language = get_language() or settings.LANGUAGE_CODE
        spec = item.judged_by
        latest = item.markings.last()
        super().__init__(data, initial={"comment": latest.comment if latest else ""})
        self.stem = stem_words(pick(spec["stem"], language))
        self._names = {f"points-{row['key']}": row["key"] for row in spec["rubric"]}
        for name, row in zip(self._names, spec["rubric"], strict=True):
            self.fields[name] = forms.TypedChoiceField(
                label=pick(row["text"], language),
                help_text=" · ".join(
                    text
                    for text in (
                        pick(row["full"], language),
                        pick(row.get("partly"), language),
                    )
                    if text
                ),
                coerce=int,
                choices=[("", ""), *_points(row["points"])],
                initial=(item.marks or {}).get(row["key"], ""),
            )
        self.fields["comment"] = forms.CharField(
            label=_("What to say to the learner"),
            required=False,
            max_length=5000,
            widget=forms.Textarea(attrs={"rows": 5}),
        )

    @property
    def marking(self) -> dict:
        """Marks by criterion and the comment, once valid."""
        return {
            "marks": {
                key: self.cleaned_data[name] for name, key in self._names.items()
            },
            "comment": self.cleaned_data["comment"],
        }


def _points(most: int) -> list[tuple[int, str]]:
    return [
        (
            number,
            ngettext("%(count)d point", "%(count)d points", number) % {"count": number},
        )
        for number in range(most + 1)
    ]
