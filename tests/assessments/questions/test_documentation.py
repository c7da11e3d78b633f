"""Every example of docs/questions.md is a question that loads."""

import re

import pytest
from django.conf import settings

from assessments.questions.reading import read_question
from assessments.questions.registry import all_types
from lms.core.content_files import Problems, parse_yaml

PAGE = (settings.BASE_DIR / "docs" / "questions.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=[text.split()[1] for text in EXAMPLES])
def test_example_of_the_page_loads(text):
    problems = Problems()

    question = read_question(parse_yaml(text, file="page", problems=problems))

    assert [str(error) for error in problems.errors] == []
    assert question.key.startswith("01-")


def test_every_type_has_its_example():
    shown = set(re.findall(r"^type: (\w+)", PAGE, re.MULTILINE))

    assert shown == {question.type_key for question in all_types()}
