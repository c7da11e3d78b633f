"""The page that shows every component with invented content.

For staff who build or write pages. ``?dir=rtl`` turns the page round and
``?scheme=dark`` or ``?scheme=light`` sets the colours, whatever the reader's
own choice is. The country of Arvania does not exist.
"""

from datetime import date, datetime

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lms.core.context import SCHEMES
from lms.core.styleguide_questions import QUESTIONS
from lms.core.styleguide_samples import LEVELS, SAMPLES, SECTIONS
from lms.core.templatetags.components import SIGNS


class InvitationForm(forms.Form):
    """A form with one field of each kind, to look at."""

    name = forms.CharField(label="Full name", help_text="In the person's own script.")
    email = forms.EmailField(label="E-mail")
    telephone = forms.CharField(label="Telephone", required=False)
    role = forms.ChoiceField(
        label="Role",
        choices=[("learner", "Learner"), ("trainer", "Trainer")],
        widget=forms.RadioSelect,
    )
    institution = forms.ChoiceField(
        label="Institution", choices=[("", "Choose"), ("1", "Border Service")]
    )
    note = forms.CharField(
        label="A line to the person", required=False, widget=forms.Textarea({"rows": 3})
    )
    copy = forms.BooleanField(label="Send me a copy", required=False)


class FilterForm(forms.Form):
    """Two fields of a filter bar."""

    institution = forms.ChoiceField(
        choices=[("", "All institutions"), ("1", "Border Service")], required=False
    )
    words = forms.CharField(label="Name or e-mail", required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; to anybody but signed-in staff the page is not there."""
    if not request.user.is_staff:
        raise Http404
    return render(request, "core/styleguide.html", styleguide_context(request.GET))


def styleguide_context(wishes: dict) -> dict:
    """Return the samples; ``wishes`` may hold ``dir`` and ``scheme``."""
    scheme = wishes.get("scheme", "")
    twelve_pages = Paginator(range(600), 50)
    context = {
        "page_direction": "rtl" if wishes.get("dir") == "rtl" else "",
        "as_of": date(2027, 8, 12),
        "sections": SECTIONS,
        "form": None,
        "blank_form": InvitationForm(auto_id="blank_%s"),
        "wrong_form": InvitationForm({"email": "daro.lenko"}, auto_id="wrong_%s"),
        "saved_at": datetime(2027, 8, 12, 14, 32),
        "page_of_twelve": twelve_pages.page(5),
        "page_numbers": twelve_pages.get_elided_page_range(
            5, on_each_side=1, on_ends=1
        ),
        "filter_form": FilterForm({"institution": "1"}, auto_id="filter_%s"),
        "signs": list(SIGNS),
        "levels": list(enumerate(LEVELS, start=1)),
        "questions": QUESTIONS,
        **SAMPLES,
    }
    if scheme in SCHEMES:
        context["scheme"] = scheme
    return context
