"""The group "Assessments" of the content area: checks, and questions by type."""

from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from assessments.questions.editing import QUESTION_VIEWSETS, question_chooser
from assessments.questions.file_pages import QuestionFilesViewSet
from assessments.questions.models import Question
from assessments.quizzes.content import quizzes_with, renew
from assessments.quizzes.models import SCORED, Quiz
from assessments.quizzes.regrades import affected, propose
from assessments.quizzes.rules import faults_of


class QuizForm(WagtailAdminModelForm):
    """A check with its questions, judged as a file would be."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["key"].disabled = True

    def is_valid(self):
        """Judge the check as a whole once its fields are in order."""
        if not super().is_valid():
            return False
        found = faults_of(self.save(commit=False).data())
        for fault in found:
            self.add_error(None, f"{fault.message} {fault.remedy}")
        return not found

    def save(self, commit=True):
        """Count the version up when questions, draw or pass mark have changed."""
        quiz = super().save(commit=False)
        stored = Quiz.objects.filter(pk=quiz.pk).first()
        if stored:
            before, after = stored.data(), quiz.data()
            if any(before.get(name) != after.get(name) for name in SCORED):
                quiz.version = stored.version + 1
        return super().save(commit=True) if commit else quiz


class QuizViewSet(SnippetViewSet):
    """Knowledge checks."""

    model = Quiz
    icon = "tasks"
    list_display = ["key", "title", "kind", "module", "version", "is_active"]
    list_filter = ["kind", "module", "is_active"]
    list_per_page = 50
    search_fields = ["key"]
    ordering = ["key"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("key")]),
            FieldRowPanel([FieldPanel("module"), FieldPanel("lesson")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("draw"), FieldPanel("pass_mark")]),
                    FieldRowPanel(
                        [FieldPanel("attempts_allowed"), FieldPanel("wait_minutes")]
                    ),
                    FieldRowPanel([FieldPanel("time_limit"), FieldPanel("feedback")]),
                    FieldPanel("review"),
                ],
                heading=_("Rules of a module's check"),
            ),
            InlinePanel(
                "items",
                heading=_("Questions"),
                label=_("question"),
                min_num=1,
                panels=[FieldPanel("question"), FieldPanel("pool")],
            ),
            InlinePanel(
                "pools",
                heading=_("Pools"),
                label=_("pool"),
                panels=[FieldRowPanel([FieldPanel("key"), FieldPanel("draw")])],
            ),
            FieldRowPanel(
                [FieldPanel("is_active"), FieldPanel("version", read_only=True)]
            ),
        ],
        base_form_class=QuizForm,
    )


class AssessmentsGroup(SnippetViewSetGroup):
    """One entry of the menu for everything about checks."""

    menu_label = _("Assessments")
    menu_icon = "help"
    menu_name = "assessments"
    menu_order = 250
    items = (QuizViewSet, *QUESTION_VIEWSETS, QuestionFilesViewSet)


register_snippet(AssessmentsGroup)


@hooks.register("register_admin_viewset")
def choose_questions():
    """Let a check be put together out of questions of every type."""
    return question_chooser


def _show_effect_first(request, instance):
    """A change of what is right in an answered question waits for a look at it."""
    if request.method != "POST" or not isinstance(instance, Question):
        return None
    viewset = type(instance).snippet_viewset
    if not viewset.permission_policy.user_has_permission(request.user, "change"):
        return None
    stored = type(instance).objects.with_parts().get(pk=instance.pk)
    before = stored.spec()
    form = viewset.get_edit_handler().get_form_class()(
        request.POST, request.FILES, instance=stored, for_user=request.user
    )
    if not form.is_valid():
        return None
    after = form.save(commit=False).spec()
    if after["version"] == before["version"]:
        return None
    if not affected(instance, after["version"]).exists():
        return None
    regrade = propose(instance, after, by=request.user)
    return redirect("quizzes:correction", regrade.pk)


hooks.register("before_edit_snippet", _show_effect_first)


@hooks.register("register_admin_menu_item")
def figures_in_the_menu():
    """Lead editors from their area to the figures and corrections."""
    return MenuItem(
        _("How questions work"),
        reverse_lazy("quizzes:analyses"),
        icon_name="table",
        order=260,
    )


def _renew(request, instance):
    if isinstance(instance, Quiz):
        renew([instance])
    elif isinstance(instance, Question):
        renew(quizzes_with([instance]))


hooks.register("after_create_snippet", _renew)
hooks.register("after_edit_snippet", _renew)
