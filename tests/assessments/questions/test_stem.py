"""Text, table and picture of a question: what is refused, what is shown."""

import pytest
from django.db.models import ProtectedError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from assessments.questions.forms import AnswerForm
from assessments.questions.models import Question
from assessments.questions.showing import show_question
from lms.core.content_files import dump_yaml
from tests.assessments.factories import make_question, single_data
from tests.assessments.questions.test_loader import read, read_data, sync


def table(rows, caption="Permits"):
    return {"caption": {"en": caption}, "rows": {"en": rows}}


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        (
            {"stem": {"en": "- One\n- Two"}},
            "The question does not begin with a sentence. "
            "Write a paragraph before the list.",
        ),
        (
            {"stem": {"en": "What?\n\n## Heading"}},
            "The question holds a heading or a link into the course. "
            "Write plain paragraphs; name the lesson under `lesson`.",
        ),
        (
            {"stem": {"en": "See [the lesson](lesson:01/01)?"}},
            "The question holds a heading or a link into the course. "
            "Write plain paragraphs; name the lesson under `lesson`.",
        ),
        (
            {"table": table("a | b\n1 | 2 | 3")},
            "The table is not made of lines with equally many cells. "
            "Write the heads, then a line a row, cells divided by `|`.",
        ),
        (
            {"table": table("a | b")},
            "The table is not made of lines with equally many cells. "
            "Write the heads, then a line a row, cells divided by `|`.",
        ),
        (
            {"table": table("\n".join(["a"] * 31))},
            "The table is too large to be read beside a question. "
            "Keep to 8 columns and 30 lines.",
        ),
        (
            {"picture": {"drawing": "01/no-such", "alt": {"en": "x"}}},
            "There is no drawing `01/no-such`. Write it like `01/four-roles`.",
        ),
        (
            {"picture": {"drawing": "../../secret", "alt": {"en": "x"}}},
            "There is no drawing `../../secret`. Write it like `01/four-roles`.",
        ),
        (
            {"picture": {"alt": {"en": "x"}}},
            "A picture is either a drawing or an image. Name one of the two.",
        ),
        (
            {"picture": {"drawing": "01/four-roles"}},
            "`alt` is missing. Add `alt: ...`.",
        ),
    ],
)
def test_faulty_material_is_refused(entries, fault):
    question, faults = read(dump_yaml(single_data() | entries))

    assert question is None
    assert [found.partition(": ")[2] for found in faults] == [fault]


@pytest.fixture
def image(db):
    """A picture of the site."""
    return get_image_model().objects.create(
        title="The border post", file=get_test_image_file()
    )


def pictured():
    picture = {"image": "The border post", "alt": {"en": "A post at a road"}}
    return single_data(picture=picture)


# Wagtail leaves the file of a rendition to the garbage collection.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_image_of_the_site_is_loaded_shown_and_written_back(image):
    _stored, _report, faults = sync(read_data(pictured()))
    question = Question.objects.with_parts().get()

    shown = show_question(AnswerForm(question.spec(), ["a"], language="en"))

    assert faults == []
    assert (question.picture_image, question.spec()) == (image, pictured())
    assert shown.picture.alt == "A post at a road"
    assert shown.picture.markup.startswith("<img ")


@pytest.mark.django_db
def test_image_that_is_not_there_is_named():
    _stored, _report, faults = sync(read_data(pictured()))

    assert faults == ["The site has no image called `The border post`."]


def test_image_in_use_is_not_deleted(image):
    make_question(pictured())

    with pytest.raises(ProtectedError):
        image.delete()


@pytest.mark.django_db
def test_picture_without_file_still_has_its_words():
    shown = show_question(AnswerForm(pictured(), ["a"], language="en"))

    assert (shown.picture.markup, shown.picture.alt) == ("", "A post at a road")
