"""The page of the content area where editors bring and fetch files of questions."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from assessments.questions.exchange import (
    FORMATS,
    LARGEST,
    ContentRefused,
    export_questions,
    import_questions,
    read_file,
)
from assessments.questions.models import Question
from lms.core.downloads import download

MODULE_KEY = r"\A[a-z0-9]+(-[a-z0-9]+)*\Z"
#: The two forms stand on one page and have fields of the same name.
FETCH_IDS = "fetch_%s"
MAY_ADD = "questions.add_singlechoicequestion"


class BringForm(forms.Form):
    """A file of questions, checked first or added at once."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Moodle XML, GIFT or YAML, at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".xml,.gift,.txt,.yaml,.yml"}),
    )
    module = forms.RegexField(
        MODULE_KEY,
        label=_("Module"),
        required=False,
        max_length=10,
        help_text=_("For example 01. Begins the keys of questions without one."),
    )
    language = forms.ChoiceField(
        label=_("Language of the file"), choices=settings.LANGUAGES
    )

    def clean_file(self):
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 2 MB. Divide it into several.")
            )
        return file


class FetchForm(forms.Form):
    """Which questions to fetch, and how they are written."""

    format = forms.ChoiceField(
        label=_("Format"), choices=[(one.key, one.label) for one in FORMATS.values()]
    )
    module = forms.RegexField(
        MODULE_KEY,
        label=_("Module"),
        required=False,
        max_length=10,
        help_text=_("Leave empty for all questions in use."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


def bring_or_fetch(request):
    """Both forms; POST reads a file, checks it, and adds its questions if told."""
    _refuse_others(request)
    bring, found = BringForm(request.POST or None, request.FILES or None), {}
    if request.method == "POST" and bring.is_valid():
        found = _bring(bring.cleaned_data, add="add" in request.POST)
    context = {
        "page_title": _("Files of questions"),
        "header_icon": "download",
        "bring": bring,
        "fetch": FetchForm(request.GET or None, auto_id=FETCH_IDS),
        **found,
    }
    # 422: nothing is wrong with the request, but with what it brought.
    status = 422 if bring.is_bound and (bring.errors or "faults" in found) else 200
    return render(request, "questions/files.html", context, status=status)


def fetch(request):
    """The questions asked for: first what the file will not hold, then the file."""
    _refuse_others(request)
    form = FetchForm(request.GET, auto_id=FETCH_IDS)
    if not form.is_valid():
        return bring_or_fetch(request)
    asked = form.cleaned_data
    questions = Question.objects.active().with_parts()
    if asked["module"]:
        questions = questions.of_module(asked["module"])
    export = export_questions(
        questions,
        kind=asked["format"],
        language=asked["language"],
        name=f"questions-{asked['module'] or 'all'}-{asked['language']}",
    )
    if "check" in request.GET:
        context = {
            "page_title": _("Files of questions"),
            "bring": BringForm(),
            "fetch": form,
            "fetch_checked": True,
            "number": len(questions),
            "fetch_losses": export.losses,
        }
        return render(request, "questions/files.html", context)
    return download(export.content, export.name, export.content_type)


def _bring(asked, *, add):
    content, name = asked["file"].read(), asked["file"].name
    options = {
        "name": name,
        "language": asked["language"],
        "prefix": asked["module"],
    }
    try:
        read, _losses = read_file(content, **options)
        done = import_questions(content, dry_run=not add, **options)
    except ContentRefused as refused:
        return {"faults": refused.errors}
    stems = {question.key: question.data["stem"] for question in read}
    return {
        "done": done,
        "added": add,
        "new": [(key, next(iter(stems[key].values()))) for key in done.created],
    }


def _refuse_others(request):
    if not request.user.has_perm(MAY_ADD):
        raise PermissionDenied


class QuestionFilesViewSet(ViewSet):
    """Puts the page into the menu, beside the questions."""

    name = "question-files"
    icon = "download"
    menu_label = _("Files of questions")
    menu_name = "question-files"

    def get_urlpatterns(self):
        """The page, and the way out."""
        return [
            path("", bring_or_fetch, name="index"),
            path("fetch/", fetch, name="fetch"),
        ]

    def get_menu_item(self, order=None):
        """Show the entry to those who may use it."""
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.has_perm(MAY_ADD)
        return item
