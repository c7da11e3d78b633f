"""Editors' screens of the questions: a form that judges as the loader does."""

from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nTextarea
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from assessments.questions import models


class TextInLanguages(I18nTextarea):
    """A box of two lines per language, named after it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for widget in self.widgets:
            widget.attrs["rows"] = 2


def text_panel(name):
    """A panel for a longer text in all languages."""
    return FieldPanel(name, widget=TextInLanguages)


class QuestionForm(WagtailAdminModelForm):
    """A question with its parts. A change of what is right makes a new version."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["key"].disabled = True
        if "credit" in self.fields:
            rules = self.instance.credit_rules
            field = self.fields["credit"]
            field.choices = [pair for pair in field.choices if pair[0] in rules]
            if self.instance.pk is None:
                field.initial = rules[0]

    def is_valid(self):
        """Judge the question as a whole once its fields and parts are in order."""
        if not super().is_valid():
            return False
        question = self.save(commit=False)
        found = question.faults(question.spec())
        for fault in found:
            self.add_error(None, f"{fault.message} {fault.remedy}")
        return not found

    def save(self, commit=True):
        """Count the version up when what counts as right has changed."""
        question = super().save(commit=False)
        stored = models.Question.objects.filter(pk=question.pk).first()
        if stored and question.scored(stored.spec()) != question.scored(
            question.spec()
        ):
            question.version = stored.version + 1
        return super().save(commit=True) if commit else question


class QuestionViewSet(SnippetViewSet):
    """What all types have on their screens; each adds ``own_panels``."""

    list_display = ["key", "stem", "difficulty", "version", "is_active"]
    list_filter = ["difficulty", "is_active"]
    list_per_page = 50
    search_fields = ["key"]
    ordering = ["key"]
    icon = "help"
    own_panels = ()

    @classmethod
    def question_panels(cls):
        """The panels in the order of work: ask, answer, explain, file."""
        answer_options = []
        if len(cls.model.credit_rules) > 1:
            answer_options.append(FieldPanel("credit"))
        if cls.model.may_shuffle:
            answer_options.append(FieldPanel("shuffle"))
        return [
            text_panel("stem"),
            cls.material_panel(),
            *cls.own_panels,
            *answer_options,
            text_panel("feedback"),
            text_panel("hint"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("key"), FieldPanel("difficulty")]),
                    FieldRowPanel([FieldPanel("objective"), FieldPanel("lesson")]),
                    FieldRowPanel([FieldPanel("source"), FieldPanel("is_active")]),
                    FieldPanel("version", read_only=True),
                ],
                heading=_("Place and purpose"),
            ),
        ]

    @classmethod
    def material_panel(cls):
        """What is laid before the reader; closed, since few questions have it."""
        return MultiFieldPanel(
            [
                FieldPanel("table_caption"),
                text_panel("table_rows"),
                FieldRowPanel(
                    [FieldPanel("picture_drawing"), FieldPanel("picture_image")]
                ),
                FieldPanel("picture_alt"),
                text_panel("picture_description"),
            ],
            heading=_("Table and picture"),
            classname="collapsed",
        )

    def get_edit_handler(self):
        """Bind the panels to the form that judges."""
        panels = ObjectList(self.question_panels(), base_form_class=QuestionForm)
        return panels.bind_to_model(self.model)


def _choices():
    return InlinePanel(
        "choices",
        heading=_("Choices"),
        label=_("choice"),
        min_num=2,
        panels=[
            FieldRowPanel([FieldPanel("key"), FieldPanel("right")]),
            FieldPanel("text"),
            text_panel("feedback"),
        ],
    )


def _lines(heading, label, fewest):
    return InlinePanel(
        "order_items",
        heading=heading,
        label=label,
        min_num=fewest,
        panels=[FieldPanel("key"), FieldPanel("text")],
    )


class SingleChoiceViewSet(QuestionViewSet):
    """Single choice."""

    model = models.SingleChoiceQuestion
    own_panels = (_choices(),)


class MultipleChoiceViewSet(QuestionViewSet):
    """Multiple choice."""

    model = models.MultipleChoiceQuestion
    own_panels = (_choices(),)


class TrueFalseViewSet(QuestionViewSet):
    """True or false."""

    model = models.TrueFalseQuestion
    own_panels = (
        FieldPanel("right"),
        text_panel("feedback_true"),
        text_panel("feedback_false"),
    )


class NumericViewSet(QuestionViewSet):
    """Numbers."""

    model = models.NumericQuestion
    own_panels = (
        FieldRowPanel([FieldPanel("right"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("tolerance"), FieldPanel("tolerance_kind")]),
        InlinePanel(
            "near",
            heading=_("Wrong numbers people often give"),
            label=_("near miss"),
            panels=[FieldPanel("value"), text_panel("feedback")],
        ),
    )


class MatchingViewSet(QuestionViewSet):
    """Matching."""

    model = models.MatchingQuestion
    own_panels = (
        InlinePanel(
            "pairs",
            heading=_("Pairs"),
            label=_("pair"),
            min_num=2,
            panels=[FieldPanel("key"), FieldPanel("left"), FieldPanel("right")],
        ),
    )


class OrderingViewSet(QuestionViewSet):
    """Ordering."""

    model = models.OrderingQuestion
    own_panels = (_lines(_("Lines in the right order"), _("line"), 2),)


class ShortTextViewSet(QuestionViewSet):
    """Short text."""

    model = models.ShortTextQuestion
    own_panels = (
        FieldPanel("match"),
        InlinePanel(
            "accepted",
            heading=_("Accepted answers"),
            label=_("accepted answer"),
            min_num=1,
            panels=[FieldPanel("text"), FieldPanel("credit")],
        ),
        InlinePanel(
            "near",
            heading=_("Wrong answers people often give"),
            label=_("near miss"),
            panels=[FieldPanel("text"), text_panel("feedback")],
        ),
    )


class LongTextViewSet(QuestionViewSet):
    """Long text."""

    model = models.LongTextQuestion
    own_panels = (
        FieldPanel("words"),
        InlinePanel(
            "criteria",
            heading=_("Rubric"),
            label=_("criterion"),
            min_num=1,
            panels=[
                FieldRowPanel([FieldPanel("key"), FieldPanel("points")]),
                FieldPanel("text"),
                text_panel("full"),
                text_panel("partly"),
            ],
        ),
    )


class ScaleViewSet(QuestionViewSet):
    """Scale."""

    model = models.ScaleQuestion
    own_panels = (FieldPanel("points"), FieldPanel("low"), FieldPanel("high"))


class MatrixViewSet(QuestionViewSet):
    """Matrix."""

    model = models.MatrixQuestion
    own_panels = (
        _lines(_("Rows"), _("row"), 1),
        InlinePanel(
            "choices",
            heading=_("Columns"),
            label=_("column"),
            min_num=2,
            panels=[FieldPanel("key"), FieldPanel("text")],
        ),
    )


class RankViewSet(QuestionViewSet):
    """Ranking."""

    model = models.RankQuestion
    own_panels = (FieldPanel("top"), _lines(_("What to choose from"), _("item"), 2))


QUESTION_VIEWSETS = (
    SingleChoiceViewSet,
    MultipleChoiceViewSet,
    TrueFalseViewSet,
    NumericViewSet,
    MatchingViewSet,
    OrderingViewSet,
    ShortTextViewSet,
    LongTextViewSet,
    ScaleViewSet,
    MatrixViewSet,
    RankViewSet,
)


class QuestionChooserViewSet(ChooserViewSet):
    """Choose a question of any type."""

    model = models.Question
    icon = "help"
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")
    per_page = 50


question_chooser = QuestionChooserViewSet("question_chooser")
