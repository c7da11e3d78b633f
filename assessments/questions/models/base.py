"""The question every type extends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from django import forms
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField
from modelcluster.models import ClusterableModel
from polymorphic.models import PolymorphicModel
from wagtail.images import get_image_model_string
from wagtail.models import PreviewableMixin

from assessments.questions import grading
from assessments.questions.controls import OnPaper
from assessments.questions.faults import Fault
from assessments.questions.grading import Grade, Spec
from assessments.questions.languages import lazy, texts_of
from assessments.questions.pictures import image_called
from assessments.questions.querysets import QuestionQuerySet
from assessments.questions.stem import faults_of_stem
from lms.core.content_files import Part

key_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    _("Use small letters a-z, digits and hyphens."),
)


class AnswerProblem(Exception):
    """An answer a person can put right. ``messages`` by name of the form field."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        self.messages = dict(messages)
        super().__init__(self.messages)


class Question(PreviewableMixin, PolymorphicModel, ClusterableModel):
    """A question of the bank.

    A type extends this class and answers for itself, partly about its row and
    partly, as class methods, about a *spec*: the question as plain JSON, which an
    attempt freezes. Nothing outside asks which type a question is.

    Every type's content file has these entries beside its own::

        key: 01-q01            # never changes
        version: 1             # raise it when what counts as right changes
        type: single
        objective: 1           # number of the module's objective; optional
        difficulty: easy       # easy, medium, hard
        lesson: "01/01"        # where to read again; optional
        stem: {en: "..."}      # with table: and picture:, see assessments.questions.stem
        hint: {en: "..."}      # optional
        feedback: {en: "..."}  # why it is so, said after every answer; optional
        source: gm2005         # id of a source of the module; optional
    """

    class Difficulty(models.TextChoices):
        """How hard the author takes the question to be."""

        EASY = "easy", _("easy")
        MEDIUM = "medium", _("medium")
        HARD = "hard", _("hard")

    class Credit(models.TextChoices):
        """Rules by name; their meaning stands in :mod:`assessments.questions.grading`."""

        EXACT = grading.EXACT, _("all or nothing")
        PROPORTIONAL = grading.PROPORTIONAL, _("share of what is right")
        PROPORTIONAL_MINUS_WRONG = (
            grading.PROPORTIONAL_MINUS_WRONG,
            _("share of what is right, minus what is wrong"),
        )

    #: What the content files call the type; set by every type.
    type_key: ClassVar[str] = ""
    #: The fragment that shows the question; set by every type.
    template_name: ClassVar[str] = ""
    #: How it is answered on paper; set by every type.
    on_paper: ClassVar[OnPaper]
    #: Credit rules an author may choose from, the default first.
    credit_rules: ClassVar[tuple[str, ...]] = (grading.EXACT,)
    #: Whether there is something to be right about; see :attr:`Grade.counts`.
    counts: ClassVar[bool] = True
    #: Whether the order of the answers may be changed when shown.
    may_shuffle: ClassVar[bool] = False

    key = models.CharField(
        _("key"),
        max_length=60,
        unique=True,
        validators=[key_validator],
        help_text=_("Never changes once the question is in use."),
    )
    version = models.PositiveIntegerField(
        _("version"), default=1, validators=[MinValueValidator(1)]
    )
    stem = I18nTextField(
        _("question"),
        help_text=_("Paragraphs, lists with -, **bold**, *titles* and `formulas`."),
    )
    table_caption = I18nCharField(_("caption of the table"), blank=True, default="")
    table_rows = I18nTextField(
        _("table"),
        blank=True,
        default="",
        help_text=_("A line for the heads, then a line a row; cells divided by |"),
    )
    picture_drawing = models.CharField(
        _("drawing"),
        max_length=120,
        blank=True,
        help_text=_("For example 01/four-roles"),
    )
    picture_image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("or a picture"),
    )
    picture_alt = I18nCharField(
        _("what the picture shows"),
        blank=True,
        default="",
        help_text=_("One sentence for those who do not see it."),
    )
    picture_description = I18nTextField(
        _("description of the picture"), blank=True, default=""
    )
    hint = I18nTextField(_("hint"), blank=True, default="")
    feedback = I18nTextField(
        _("why"), blank=True, default="", help_text=_("Said after every answer.")
    )
    objective = models.PositiveSmallIntegerField(
        _("objective"),
        null=True,
        blank=True,
        help_text=_("Number of the module's objective that this question tests."),
    )
    difficulty = models.CharField(
        _("difficulty"),
        max_length=10,
        choices=Difficulty.choices,
        default=Difficulty.MEDIUM,
    )
    lesson = models.CharField(
        _("lesson to read again"),
        max_length=20,
        blank=True,
        help_text=_("Module and lesson, for example 01/03."),
    )
    source = models.CharField(
        _("source"),
        max_length=60,
        blank=True,
        help_text=_("Id of a source of the module."),
    )
    credit = models.CharField(
        _("credit rule"),
        max_length=30,
        choices=Credit.choices,
        default=Credit.EXACT,
    )
    shuffle = models.BooleanField(
        _("change the order of the answers"),
        default=True,
        help_text=_("Switch off where the order means something."),
    )
    is_active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("A question that was answered is retired, never deleted."),
    )
    #: Digest of the data last loaded from a file; empty: written here.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["key"]

    def __str__(self):
        """Return the key and the beginning of the question."""
        stem = str(self.stem)
        return f"{self.key} · {stem[:80]}{'…' if len(stem) > 80 else ''}"

    # The question as data

    def spec(self) -> dict[str, Any]:
        """The question as plain JSON: every language, and what is right.

        The same that its content file holds; entries without a value are left out.
        """
        data = {
            "key": self.key,
            "version": self.version,
            "type": self.type_key,
            "objective": self.objective,
            "difficulty": str(self.difficulty),
            "lesson": self.lesson,
            "stem": texts_of(self.stem),
            "table": without_empty(
                {
                    "caption": texts_of(self.table_caption),
                    "rows": texts_of(self.table_rows),
                }
            ),
            "picture": without_empty(
                {
                    "drawing": self.picture_drawing,
                    "image": self.picture_image.title if self.picture_image else "",
                    "alt": texts_of(self.picture_alt),
                    "description": texts_of(self.picture_description),
                }
            ),
            "hint": texts_of(self.hint),
            "feedback": texts_of(self.feedback),
            "source": self.source,
        }
        if len(self.credit_rules) > 1:
            data["credit"] = str(self.credit)
        if self.may_shuffle and not self.shuffle:
            data["shuffle"] = False
        return without_empty(data | self.own_data())

    def own_data(self) -> dict[str, Any]:
        """The entries of the spec that only this type has."""
        raise NotImplementedError

    def fill(self, data: Spec) -> None:
        """Take over the fields of this row from a spec (not its children)."""
        self.key = data["key"]
        self.version = data["version"]
        self.stem = lazy(data["stem"])
        table, picture = data.get("table", {}), data.get("picture", {})
        self.table_caption = lazy(table.get("caption"))
        self.table_rows = lazy(table.get("rows"))
        self.picture_drawing = picture.get("drawing", "")
        self.picture_image = image_called(picture.get("image", ""))
        self.picture_alt = lazy(picture.get("alt"))
        self.picture_description = lazy(picture.get("description"))
        self.hint = lazy(data.get("hint"))
        self.feedback = lazy(data.get("feedback"))
        self.objective = data.get("objective")
        self.difficulty = data["difficulty"]
        self.lesson = data.get("lesson", "")
        self.source = data.get("source", "")
        self.credit = data.get("credit", self.credit_rules[0])
        self.shuffle = data.get("shuffle", True)

    def child_rows(self, data: Spec) -> list[models.Model]:
        """Unsaved rows of the children a spec describes, in order."""
        return []

    @classmethod
    def read(cls, part: Part) -> dict[str, Any]:
        """The entries only this type has, read from a content file.

        Faults of form are noted at the part; :meth:`faults` judges the sense.
        """
        raise NotImplementedError

    @classmethod
    def faults(cls, data: Spec) -> list[Fault]:
        """What is wrong with otherwise well-formed data."""
        return faults_of_stem(data)

    @classmethod
    def scored(cls, data: Spec) -> Any:
        """The part of the data that decides about grades.

        When it changes, the version must rise.
        """
        raise NotImplementedError

    # Showing and answering

    @classmethod
    def shown(cls, spec: Spec, random: Random | None = None) -> list[str]:
        """The order in which keys are shown. Without ``random``: for a fixed page."""
        return []

    @classmethod
    def build_fields(
        cls, spec: Spec, shown: Sequence[str], language: str
    ) -> dict[str, forms.Field]:
        """The fields of the form that takes an answer, none required."""
        raise NotImplementedError

    @classmethod
    def entry(cls, spec: Spec, answer: Any) -> dict[str, Any]:
        """The values of those fields for an answer given before."""
        raise NotImplementedError

    @classmethod
    def to_answer(cls, spec: Spec, cleaned: Mapping[str, Any], language: str) -> Any:
        """The JSON value to store, ``None`` when nothing was entered.

        Raises :class:`AnswerProblem`.
        """
        raise NotImplementedError

    @classmethod
    def fits(cls, spec: Spec, answer: Any) -> bool:
        """Whether ``answer`` could have come from the form of this very question."""
        raise NotImplementedError

    @classmethod
    def controls(
        cls,
        spec: Spec,
        shown: Sequence[str],
        entered: Mapping[str, Any],
        language: str,
        verdict: "Verdict | None" = None,
    ) -> dict[str, Any]:
        """What the template needs beside the frame: options, rows, value, unit."""
        raise NotImplementedError

    # Grading and describing

    @classmethod
    def grade(cls, spec: Spec, answer: Any) -> Grade:
        """What the answer earns."""
        raise NotImplementedError

    @classmethod
    def grade_marked(cls, spec: Spec, answer: Any, marks: Mapping[str, Any]) -> Grade:
        """What the answer earns with the marks somebody gave it.

        The same as :meth:`grade` where nobody has to mark.
        """
        return cls.grade(spec, answer)

    @classmethod
    def right_answer(cls, spec: Spec) -> Any:
        """An answer that earns the full point; ``None`` where there is none."""
        raise NotImplementedError

    @classmethod
    def example_answer(cls, spec: Spec) -> Any:
        """An answer to show the question with: the right one where there is one."""
        return cls.right_answer(spec)

    @classmethod
    def marking_notes(cls, spec: Spec, language: str) -> list[str]:
        """What somebody who marks on paper has to know beside the right answer."""
        return []

    @classmethod
    def describe(cls, spec: Spec, answer: Any, language: str) -> list[str]:
        """The answer in words, a line for each of its parts; empty when none."""
        raise NotImplementedError

    # Editors' preview

    preview_modes = PreviewableMixin.DEFAULT_PREVIEW_MODES

    def get_preview_template(self, request, mode_name):
        """Name the page that shows one question to its editor."""
        return "questions/preview.html"

    def get_preview_context(self, request, mode_name):
        """Show the question as a learner would meet it, and with its answer."""
        # Showing needs the types, which need this module.
        from assessments.questions.showing import preview  # noqa: PLC0415

        return {"request": request, **preview(self.spec())}


@dataclass(frozen=True)
class Verdict:
    """What may be said beside an answered question.

    ``answer`` as given, ``grade`` what it earned, ``show_right`` whether the right
    answer may be pointed out.
    """

    answer: Any
    grade: Grade
    show_right: bool

    @property
    def tells_right(self) -> bool:
        """Whether the right answer has to be written beside one that is not."""
        return self.show_right and self.grade.right is False


def without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` without the entries that say nothing (``False`` and 0 do speak)."""
    return {
        name: value
        for name, value in data.items()
        if value is not None and value != "" and value != {} and value != []
    }
