"""Frameworks in the content area: to be seen, and drafts to be worked on."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from assessments.maturity.models import FrameworkVersion, Question
from assessments.maturity.publishing import faults_before_publishing, settle
from assessments.questions.editing import text_panel


class DraftsOnly(ModelPermissionPolicy):
    """Nothing is added here: frameworks come from files. Published ones stay."""

    def user_has_permission(self, user, action):
        """Refuse what nobody may do."""
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        """Refuse changes of what is published."""
        wanted = [action for action in actions if action == "view" or _open(instance)]
        return bool(wanted) and self.user_has_any_permission(user, wanted)


def _open(instance) -> bool:
    framework = instance if isinstance(instance, FrameworkVersion) else None
    if isinstance(instance, Question):
        framework = instance.framework
    return framework is None or not framework.is_published


class FrameworkForm(WagtailAdminModelForm):
    """Texts around a draft, and its publication."""

    def clean(self):
        """A version whose map does not fit is not published."""
        cleaned = super().clean()
        if cleaned.get("state") == FrameworkVersion.State.PUBLISHED:
            for fault in faults_before_publishing(self.instance):
                self.add_error("state", fault)
        return cleaned


class QuestionForm(WagtailAdminModelForm):
    """The texts of a question: one descriptor for each level, no more and no less."""

    def is_valid(self):
        """Judge the descriptors together."""
        if not super().is_valid():
            return False
        levels = [
            form.cleaned_data["level"]
            for form in self.formsets["descriptors"].forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        wanted = [level["value"] for level in self.instance.framework.levels]
        if sorted(levels) != wanted:
            words = _t("Write one descriptor for each of these levels: %(levels)s.")
            self.add_error(None, words % {"levels": ", ".join(map(str, wanted))})
            return False
        return True


class FrameworkViewSet(SnippetViewSet):
    """Versions of frameworks."""

    model = FrameworkVersion
    icon = "list-ul"
    menu_label = _("Frameworks")
    list_display = ["title", "key", "version", "state", "published_at"]
    list_filter = ["key", "state"]
    list_per_page = 50
    search_fields = ["key"]
    inspect_view_enabled = True
    inspect_view_fields = ["title", "key", "version", "state", "published_at"]
    inspect_template_name = "maturity/inspect.html"
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            text_panel("summary"),
            text_panel("source"),
            FieldRowPanel(
                [
                    FieldPanel("key", read_only=True),
                    FieldPanel("version", read_only=True),
                ]
            ),
            FieldPanel(
                "state",
                help_text=_("Once published, a version never changes again."),
            ),
        ],
        base_form_class=FrameworkForm,
    )

    @property
    def permission_policy(self):
        """Published versions are for reading."""
        return DraftsOnly(self.model)


class FrameworkQuestionViewSet(SnippetViewSet):
    """Questions of frameworks, to work on their texts while they are drafts."""

    model = Question
    icon = "help"
    menu_label = _("Questions of frameworks")
    list_display = ["code", "title", "framework", "essential", "combine"]
    list_filter = ["framework", "essential", "combine"]
    list_per_page = 60
    search_fields = ["code"]
    inspect_view_enabled = True
    inspect_view_fields = ["code", "title", "guidance", "evidence", "combine"]
    inspect_template_name = "maturity/inspect_question.html"
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            text_panel("guidance"),
            InlinePanel(
                "descriptors",
                heading=_("Descriptors"),
                label=_("descriptor"),
                panels=[FieldPanel("level"), text_panel("text")],
            ),
            text_panel("evidence"),
            FieldRowPanel([FieldPanel("essential"), FieldPanel("allow_na")]),
            FieldRowPanel([FieldPanel("combine"), FieldPanel("weight")]),
        ],
        base_form_class=QuestionForm,
    )

    @property
    def permission_policy(self):
        """Questions of published versions are for reading."""
        return DraftsOnly(self.model)

    def get_queryset(self, request):
        """In the order of the framework, with its name."""
        return Question.objects.select_related("framework").order_by(
            "framework__key", "-framework__version_sort", "sort_order"
        )


class FrameworksGroup(SnippetViewSetGroup):
    """One entry of the menu for everything about frameworks."""

    menu_label = _("Frameworks")
    menu_icon = "list-ul"
    menu_name = "frameworks"
    menu_order = 255
    items = (FrameworkViewSet, FrameworkQuestionViewSet)


register_snippet(FrameworksGroup)


def _leave_published_alone(request, instances):
    """Show what is published instead of a form that could not be saved."""
    instance = instances[0] if isinstance(instances, list) else instances
    if not isinstance(instance, FrameworkVersion | Question) or _open(instance):
        return None
    messages.warning(request, _t("A published framework does not change."))
    viewset = type(instance).snippet_viewset
    return redirect(viewset.get_url_name("inspect"), instance.pk)


hooks.register("before_edit_snippet", _leave_published_alone)
hooks.register("before_delete_snippet", _leave_published_alone)


@hooks.register("before_bulk_action")
def _keep_published(request, action_type, objects, action_class_instance):
    """Deleting several at once stops at the first published one."""
    closed = [
        one
        for one in objects
        if isinstance(one, FrameworkVersion | Question) and not _open(one)
    ]
    return _leave_published_alone(request, closed) if closed else None


@hooks.register("after_edit_snippet")
def _settle(request, instance):
    if isinstance(instance, FrameworkVersion | Question):
        settle(getattr(instance, "framework", instance))
