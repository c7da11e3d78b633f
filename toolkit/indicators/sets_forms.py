"""Forms of a minimum set: what the country is, weights, scores, the choice."""

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from toolkit.indicators import choosing
from toolkit.indicators.models.sets import DEFAULT_WEIGHTS
from toolkit.indicators.sets_words import ASKED, CRITERIA, PROFILES, weights_words

_WHOLE_NUMBER = lazy("Write a whole number from 0 to 100.")


class ProfileForm(forms.Form):
    """What the country is, how candidates are weighed, in which language it writes."""

    profile = forms.MultipleChoiceField(
        label=lazy("What is your country?"),
        help_text=lazy(
            "Several may be true. It decides which candidates are suggested."
        ),
        choices=list(PROFILES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=lazy("Language of the definitions"),
        help_text=lazy("The language in which the country writes its rows."),
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, country, **options):
        super().__init__(*args, **options)
        languages = languages_of(country)
        self.fields["language"].choices = languages
        self.initial.setdefault("language", languages[0][0])
        for name in choosing.CRITERIA:
            self.fields[name] = forms.IntegerField(
                label=_("Weight of %(criterion)s, in percent")
                % {"criterion": CRITERIA[name]},
                help_text=ASKED[name],
                min_value=0,
                max_value=choosing.WHOLE,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "year"}),
                error_messages={
                    "required": _WHOLE_NUMBER,
                    "invalid": _WHOLE_NUMBER,
                    "min_value": _WHOLE_NUMBER,
                    "max_value": _WHOLE_NUMBER,
                },
            )
            self.initial.setdefault(name, DEFAULT_WEIGHTS[name])

    def clean(self):
        """Refuse weights that do not make 100, and say what they make."""
        cleaned = super().clean()
        if not any(name in self.errors for name in choosing.CRITERIA):
            total = sum(self.weights.values())
            if total != choosing.WHOLE:
                self.add_error(choosing.CRITERIA[0], weights_words(total))
        return cleaned

    @property
    def weights(self) -> dict[str, int]:
        """Return criterion > percent."""
        return {name: self.cleaned_data[name] for name in choosing.CRITERIA}

    @property
    def asked(self) -> dict:
        """Return what the services take."""
        return {
            "profile": self.cleaned_data["profile"],
            "weights": self.weights,
            "language": self.cleaned_data["language"],
        }


def languages_of(country) -> list[tuple[str, str]]:
    """Return the languages a country may write in: its own first, by their names."""
    names = dict(settings.LANGUAGES)
    for code in country.working_languages:
        names.setdefault(code, LANG_INFO.get(code, {}).get("name_local", code))
    codes = [*country.working_languages, *names]
    return [(code, names[code]) for code in dict.fromkeys(codes)]


def initial_profile(draft) -> dict:
    """Return what the form shows of a draft."""
    return {
        "profile": draft.profile,
        "language": draft.language,
        "edit_number": draft.edit_number,
        **draft.weights,
    }


SCORES = [("", "–"), *((str(n), str(n)) for n in range(1, 6))]


class ScoresForm(forms.Form):
    """Four scores for every candidate; ``seen`` says what stood there before."""

    def __init__(self, *args, candidates, **options):
        super().__init__(*args, **options)
        self.candidates = candidates
        for indicator, candidate in candidates:
            code = indicator.code
            for name in choosing.CRITERIA:
                value = candidate.scores[name]
                self.fields[f"{code}-{name}"] = forms.TypedChoiceField(
                    # Translators: a candidate and what it is scored by.
                    label=_("%(code)s, %(criterion)s")
                    % {"code": code, "criterion": CRITERIA[name]},
                    choices=SCORES,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial="" if value is None else str(value),
                    error_messages={
                        "invalid_choice": lazy("Choose a score from 1 to 5.")
                    },
                )
            self.fields[f"{code}-seen"] = forms.CharField(
                widget=forms.HiddenInput,
                required=False,
                initial=_joined(candidate.scores),
            )

    def rows(self) -> list[tuple]:
        """Return (indicator, its four bound fields, what was seen)."""
        return [
            (
                indicator,
                [
                    (CRITERIA[name], self[f"{indicator.code}-{name}"])
                    for name in choosing.CRITERIA
                ],
                self[f"{indicator.code}-seen"],
            )
            for indicator, _candidate in self.candidates
        ]

    @property
    def scores(self) -> dict[str, dict[str, int | None]]:
        """Return code > criterion > score, for every candidate of the page."""
        return {
            one.code: {
                name: self.cleaned_data[f"{one.code}-{name}"]
                for name in choosing.CRITERIA
            }
            for one, _candidate in self.candidates
            if f"{one.code}-seen" in self.data
        }

    @property
    def seen(self) -> dict[str, dict[str, int | None]]:
        """Return code > criterion > score, as it stood on the page."""
        return {
            one.code: _parted(self.cleaned_data[f"{one.code}-seen"])
            for one, _candidate in self.candidates
        }

    def refuse(self, conflicts: dict[str, dict[str, int | None]]) -> None:
        """Say which scores somebody else has given; a second save writes over them."""
        self.data = self.data.copy()
        now = {one.code: dict(candidate.scores) for one, candidate in self.candidates}
        for code, values in conflicts.items():
            self.data[f"{code}-seen"] = _joined(now[code] | values)
            for name, value in values.items():
                self.add_error(
                    f"{code}-{name}",
                    _(
                        "Somebody else has scored %(code)s, %(criterion)s: %(theirs)s "
                        "while you had the page open. Yours is kept here; save again "
                        "to put it in its place."
                    )
                    % {
                        "code": code,
                        "criterion": CRITERIA[name],
                        "theirs": value or "–",
                    },
                )


def _joined(scores) -> str:
    return ",".join(str(scores[name] or "") for name in choosing.CRITERIA)


def _parted(text: str) -> dict[str, int | None]:
    values = [int(one) if one.isdecimal() else None for one in text.split(",")]
    values += [None] * (len(choosing.CRITERIA) - len(values))
    return dict(zip(choosing.CRITERIA, values, strict=False))


class ChoiceForm(forms.Form):
    """Which candidates the set consists of."""

    codes = forms.MultipleChoiceField(
        label=lazy("Indicators"),
        required=False,
        error_messages={
            "invalid_choice": lazy("%(value)s is not a candidate of the catalogue.")
        },
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, candidates, **options):
        super().__init__(*args, **options)
        self.fields["codes"].choices = [
            (one.code, str(one)) for one, _candidate in candidates
        ]

    @property
    def ticked(self) -> list[str]:
        """Return the codes that are ticked, typed or initial."""
        return self["codes"].value() or []


def counted(count: int) -> str:
    """Return how many are ticked, in words."""
    return ngettext(
        "%(count)d indicator ticked", "%(count)d indicators ticked", count
    ) % {"count": count}
