"""The includes and tags that pages are made of."""

from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from lms.core.styleguide import InvitationForm, styleguide_context
from lms.core.templatetags.components import SIGNS, icon, pips

FOLDER = Path(__file__).resolve().parents[2] / "lms/core/templates/components"
COMPONENTS = sorted(path.name for path in FOLDER.glob("*.html"))


def component(name: str, /, **arguments) -> str:
    """Return the rendered component with white space made one space."""
    with translation.override("en"):
        return " ".join(render_to_string(f"components/{name}.html", arguments).split())


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_begins_with_its_arguments(name):
    assert (FOLDER / name).read_text("utf-8").startswith("{# Arguments: ")


@pytest.mark.parametrize("name", sorted(SIGNS))
def test_icon_is_hidden_from_screen_readers(name):
    assert 'aria-hidden="true"' in icon(name)


def test_icon_with_a_label_speaks():
    assert 'role="img" aria-label="done"' in icon("done", "ok", "done")


def test_icon_label_is_escaped():
    assert "&quot;&gt;" in icon("done", "", '">')


def test_icon_that_points_along_the_line_mirrors():
    assert 'class="icon flip"' in icon("arrow")
    assert 'class="icon"' in icon("clock")


def test_icon_of_an_unknown_name_is_an_error():
    with pytest.raises(KeyError):
        icon("unicorn")


def test_pips_fill_up_to_the_level():
    assert pips(2).count("pip on") == 2
    assert pips(2).count('class="pip') == 6  # five and their frame


def test_button_is_a_button_unless_it_goes_somewhere():
    assert component("button", text="Save my note").startswith("<button ")
    assert component("button", text="Start", url="/en/").startswith("<a ")


def test_module_card_in_preparation_has_no_link():
    html = component(
        "module_card", number="08", title="Data collection", state="coming", url="/x/"
    )
    assert "<a " not in html
    assert "In preparation" in html


def test_progress_says_the_value_in_words():
    html = component("progress", value=2, max=7, minutes_left=30, id="p")
    assert "2 of 7 lessons done" in html
    assert "about 30 minutes left" in html
    assert '<progress max="7" value="2" aria-labelledby="p">' in html


def test_question_chooses_nothing_beforehand():
    options = [{"value": "a", "text": "6"}, {"value": "b", "text": "12"}]
    html = component(
        "question",
        control="components/question_single.html",
        q={"id": "q1", "name": "q1", "stem": "How many?", "options": options},
    )
    assert "checked" not in html
    assert "<legend>" in html


def test_question_text_is_escaped():
    html = component(
        "question",
        control="components/question_single.html",
        q={
            "id": "q",
            "name": "q",
            "stem": "<b>",
            "options": [{"value": "a", "text": "<i>"}],
        },
    )
    assert "&lt;b&gt;" in html
    assert "&lt;i&gt;" in html


@pytest.mark.parametrize(
    ("verdict", "words"),
    [("right", "Right."), ("partly", "Partly right."), ("not-right", "Not right.")],
)
def test_feedback_says_the_verdict_in_words(verdict, words):
    assert words in component("feedback", id="f", verdict=verdict)


def test_error_summary_links_to_the_first_control_of_a_group():
    html = component("error_summary", form=InvitationForm({}))
    assert 'href="#id_name"' in html
    assert 'href="#id_role_0"' in html


def test_error_summary_of_a_sound_form_is_empty():
    class Empty(forms.Form):
        name = forms.CharField(required=False)

    assert component("error_summary", form=Empty({})) == ""


def test_field_ties_hint_and_error_to_its_control():
    form = InvitationForm({})
    html = component("field", field=form["name"])
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_field_that_may_be_empty_says_so():
    assert "(optional)" in component("field", field=InvitationForm()["telephone"])
    assert "(optional)" not in component("field", field=InvitationForm()["name"])


def test_person_row_leaves_out_a_second_spelling_that_is_the_same():
    assert (
        component("person_row", name="Ana Rivas", latin="Ana Rivas").count("Ana Rivas")
        == 1
    )


def test_pagination_of_one_page_is_empty():
    context = styleguide_context({})
    page = context["page_of_twelve"].paginator.page(1)
    page.paginator.per_page = 600
    del page.paginator.__dict__["num_pages"]
    assert component("pagination", page=page, numbers=[1], query="?page=") == ""


def test_save_state_shows_the_servers_time():
    html = component("save_state", time=styleguide_context({})["saved_at"])
    assert 'data-state="saved"' in html
    assert "Saved at 14:32" in html


def test_tags_are_loaded_by_name():
    html = Template("{% load components %}{% icon 'tick' %}").render(Context())
    assert html.startswith("<svg")


def test_styleguide_context_takes_direction_and_scheme():
    context = styleguide_context({"dir": "rtl", "scheme": "dark"})
    assert context["page_direction"] == "rtl"
    assert context["scheme"] == "dark"


def test_styleguide_context_ignores_an_unknown_wish():
    context = styleguide_context({"dir": '"><', "scheme": "pink"})
    assert context["page_direction"] == ""
    assert "scheme" not in context


def test_styleguide_shows_every_component(rf: RequestFactory):
    with translation.override("en"):
        html = render_to_string(
            "core/styleguide.html", styleguide_context({}), rf.get("/")
        )
    assert html.count("<h1") == 1
    for words in (
        "There is a problem",
        "Key message",
        "In preparation",
        "Page 5 of 12",
    ):
        assert words in html


def test_reviewed_questions_of_one_page_do_not_share_a_group():
    names = {
        component(
            "question_single",
            q={
                "id": key,
                "name": "answer",
                "read_only": True,
                "options": [{"value": "a"}],
            },
        )
        .split('name="')[1]
        .split('"')[0]
        for key in ("q1", "q2")
    }
    assert names == {"answer-q1", "answer-q2"}
