"""What is written in another format and read again is the same question."""

import pytest
from hypothesis import given

from assessments.questions.formats import gift, gift_reading, moodle_reading, moodle_xml
from assessments.questions.formats.carrying import carry
from assessments.questions.reading import read_question
from lms.core.content_files import Problems, dump_yaml, parse_yaml
from tests.assessments.factories import EXAMPLES, numeric_data, single_data
from tests.assessments.questions.formats.nasty import nasty_specs

FORMATS = {"moodle": (moodle_xml, moodle_reading), "gift": (gift, gift_reading)}


def there_and_back(name, *specs):
    writing, reading = FORMATS[name]
    text, losses = writing.render(specs)
    problems = Problems()
    entries, more = reading.parse(text, problems)
    assert problems.errors == []
    return [entry.data for entry in entries], losses + more


@pytest.mark.parametrize("name", FORMATS)
@given(spec=nasty_specs())
def test_question_is_the_same_for_everything_the_format_holds(name, spec):
    carried = carry(spec, "en", FORMATS[name][0].ABILITY)

    (found,), losses = there_and_back(name, spec)

    assert found == carried.data
    assert losses == carried.losses


@pytest.mark.parametrize("name", FORMATS)
@given(spec=nasty_specs())
def test_question_without_losses_is_the_same(name, spec):
    (found,), losses = there_and_back(name, spec)
    (again,), _fresh = there_and_back(name, found)

    assert again == found
    if not losses:
        assert found == spec


@given(spec=nasty_specs())
def test_yaml_is_the_same_whatever_stands_in_it(spec):
    part = parse_yaml(dump_yaml(spec), file="x.yaml", problems=Problems())

    assert part.value == spec


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_read_can_be_loaded(name):
    graded = [make() for kind, make in EXAMPLES.items() if kind != "rank"]

    for data in there_and_back(name, *graded)[0]:
        problems = Problems()
        part = parse_yaml(dump_yaml(data), file="x.yaml", problems=problems)
        assert read_question(part).data == data
        assert problems.errors == []


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_dropped_in_silence(name):
    data = single_data(
        stem={"en": "Which?", "ru": "Что?"},
        hint={"en": "Think."},
        shuffle=False,
        table={"caption": {"en": "T"}, "rows": {"en": "a | b\n1 | 2"}},
        picture={"drawing": "01/four-roles", "alt": {"en": "Four"}},
    )

    _found, losses = there_and_back(name, data, EXAMPLES["scale"]())

    said = [(loss.key, loss.what) for loss in losses]
    common = [("q1", "the texts in ru"), ("q1", "`table`"), ("q1", "`picture`")]
    gift_only = [("q1", "`hint`"), ("q1", "`shuffle`")] if name == "gift" else []
    assert said == [*common, *gift_only, ("q9", "the whole question")]


@pytest.mark.parametrize("name", FORMATS)
def test_relative_tolerance_is_written_in_the_unit_and_said(name):
    data = numeric_data(tolerance="0.01", tolerance_kind="relative")

    (found,), losses = there_and_back(name, data)

    assert (found["tolerance"], found["tolerance_kind"]) == ("0.698", "absolute")
    assert "that the tolerance is relative" in [loss.what for loss in losses]
