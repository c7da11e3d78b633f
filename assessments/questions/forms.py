"""The form that takes an answer to one question, whatever its type."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from assessments.questions.grading import Spec
from assessments.questions.models import AnswerProblem
from assessments.questions.registry import type_of


class AnswerForm(forms.Form):
    """One question. After ``is_valid()``, ``answer`` is the JSON value to store.

    ``required``: an empty form is a mistake (a lesson check); otherwise it is an
    answer taken back (``None``).
    """

    def __init__(
        self,
        spec: Spec,
        shown: Sequence[str],
        *,
        language: str,
        data: Mapping[str, Any] | None = None,
        answer: Any = None,
        required: bool = False,
    ) -> None:
        self.spec, self.shown, self.language = spec, shown, language
        self.required = required
        self.answer = answer
        self._type = type_of(spec)
        super().__init__(data, initial=self._type.entry(spec, answer))
        self.fields.update(self._type.build_fields(spec, shown, language))

    def clean(self) -> dict[str, Any]:
        """Turn the fields into the answer."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            self.answer = self._type.to_answer(self.spec, cleaned, self.language)
        except AnswerProblem as problem:
            for name, message in problem.messages.items():
                self.add_error(name, message)
            return cleaned
        if self.required and self.answer is None:
            first = next(iter(self.fields))
            self.add_error(first, _("Answer the question first."))
        return cleaned

    @property
    def frame_id(self) -> str:
        """The id of the question on its page; its fields are this with -0, -1, ..."""
        return f"q-{self.spec['key']}"

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Pairs of field id and message."""
        names = list(self.fields)
        return [
            (f"{self.frame_id}-{names.index(name)}", str(message))
            for name, messages in self.errors.items()
            for message in messages
        ]

    @property
    def entered(self) -> dict[str, Any]:
        """What stands in the fields: what was sent, or the answer given before."""
        return {name: self[name].value() for name in self.fields}
