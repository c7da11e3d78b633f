"""Questions out of files: what is refused, what is kept, what comes back."""

import pytest
from hypothesis import HealthCheck, given, settings

from assessments.questions.exporter import question_entries
from assessments.questions.loader import stored_questions, sync_questions
from assessments.questions.models import Question
from assessments.questions.reading import read_question
from lms.core.content_files import Problems, dump_yaml, parse_yaml
from tests.assessments.factories import (
    EXAMPLES,
    make_question,
    matching_data,
    multiple_data,
    numeric_data,
    short_text_data,
    single_data,
)
from tests.assessments.questions.test_types import specs


def read(text, problems=None):
    problems = Problems() if problems is None else problems
    part = parse_yaml(text, file="checks/x.yaml", problems=problems)
    return read_question(part), [str(error) for error in problems.errors]


def read_data(data):
    question, faults = read(dump_yaml(data))
    assert faults == []
    return question


def sync(*read_questions, **options):
    problems = Problems()
    stored, report = sync_questions(read_questions, problems, **options)
    return stored, report, [error.message for error in problems.errors]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_file_is_read_as_it_is_written(name):
    data = EXAMPLES[name]()

    assert read_data(data).data == data


@given(specs())
def test_any_question_is_read_as_it_is_written(spec):
    assert read_data(spec).data == spec


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_stored_question_is_exported_as_its_file(name):
    data = EXAMPLES[name](
        objective=2,
        lesson="01/02",
        hint={"en": "Think.", "ar": "فكّر."},
        feedback={"en": "So it is."},
        source="gm2005",
    )
    sync(read_data(data))

    (entry,) = question_entries(Question.objects.with_parts())

    assert entry == data
    assert read_data(entry) == read_data(data)


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(spec=specs())
def test_any_stored_question_is_exported_as_its_file(spec, db):
    Question.objects.all().delete()
    sync(read_data(spec))

    assert stored_questions([spec["key"]])[spec["key"]].spec() == spec


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    questions = [read_data(make()) for make in EXAMPLES.values()]
    sync(*questions)

    _stored, report, _faults = sync(*questions)

    assert (len(report.unchanged), bool(report)) == (len(EXAMPLES), False)
    assert Question.objects.count() == len(EXAMPLES)


@pytest.mark.django_db
def test_reading_stored_questions_costs_the_same_for_two_and_for_many(
    django_assert_num_queries,
):
    for number in range(12):
        make_question(single_data(key=f"s{number}"))
        make_question(multiple_data(key=f"m{number}"))

    for keys in (["s0", "m0"], [f"{kind}{n}" for kind in "sm" for n in range(12)]):
        with django_assert_num_queries(9):
            assert len([q.spec() for q in stored_questions(keys).values()]) == len(keys)


@pytest.mark.django_db
def test_wording_may_change_without_a_new_version():
    sync(read_data(single_data()))

    stored, report, faults = sync(read_data(single_data(stem={"en": "Better?"})))

    assert (report.updated, faults) == (["q1"], [])
    assert str(stored["q1"].stem) == "Better?"
    assert [choice.key for choice in stored["q1"].choices.all()] == ["a", "b", "c"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (multiple_data(), multiple_data(credit="exact")),
        (numeric_data(), numeric_data(tolerance="0.1")),
        (short_text_data(), short_text_data(match="contains")),
        (
            single_data(),
            single_data(
                choices=[
                    {"key": "a", "text": {"en": "A"}, "right": True},
                    {"key": "b", "text": {"en": "B"}, "right": False},
                ]
            ),
        ),
        (
            matching_data(),
            matching_data(
                pairs=[
                    {
                        "key": "a",
                        "left": {"en": "Term a"},
                        "right": {"en": "Partner b"},
                    },
                    {
                        "key": "b",
                        "left": {"en": "Term b"},
                        "right": {"en": "Partner a"},
                    },
                ]
            ),
        ),
    ],
)
def test_change_of_what_is_right_needs_a_new_version(before, after):
    key = before["key"]
    sync(read_data(before))

    _stored, _report, faults = sync(read_data(after))
    stored, report, no_faults = sync(read_data(after | {"version": 2}))

    assert faults == [
        f"What counts as right in `{key}` has changed, "
        "but its version has not risen above 1."
    ]
    assert (no_faults, report.updated, stored[key].version) == ([], [key], 2)


@pytest.mark.django_db
def test_question_never_changes_its_type():
    sync(read_data(single_data()))

    _stored, _report, faults = sync(read_data(numeric_data(key="q1")))

    assert faults == ["`q1` is of type `single` in the bank."]


@pytest.mark.django_db
def test_key_read_twice_is_refused():
    other = single_data(stem={"en": "Other?"})

    _stored, _report, faults = sync(read_data(single_data()), read_data(other))

    assert faults == ["The question `q1` stands twice."]


@pytest.mark.django_db
def test_question_changed_by_an_editor_is_left_alone_unless_told():
    sync(read_data(single_data()))
    question = Question.objects.get()
    question.stem = {"en": "Edited here"}
    question.save()
    changed = read_data(single_data(stem={"en": "Changed in the file"}))

    stored, report, _faults = sync(changed)
    assert (report.skipped, str(stored["q1"].stem)) == (["q1"], "Edited here")

    stored, report, _faults = sync(changed, overwrite=True)
    assert (report.updated, str(stored["q1"].stem)) == (["q1"], "Changed in the file")


@pytest.mark.django_db
def test_export_of_an_edited_question_is_loaded_as_unchanged():
    sync(read_data(single_data()))
    question = Question.objects.get()
    question.stem = {"en": "Edited here"}
    question.save()
    (entry,) = question_entries(Question.objects.with_parts())

    _stored, report, _faults = sync(read_data(entry))
    assert report.unchanged == ["q1"]

    _stored, report, _faults = sync(read_data(entry | {"stem": {"en": "Again"}}))
    assert report.updated == ["q1"]


@pytest.mark.django_db
def test_retired_question_comes_back_with_its_file():
    sync(read_data(single_data()))
    Question.objects.update(is_active=False)

    sync(read_data(single_data()))

    assert Question.objects.get().is_active is True


def without(data, name):
    return {key: value for key, value in data.items() if key != name}


def choices(*rights, **entries):
    rows = [
        {"key": key, "text": {"en": key.upper()}, "right": right}
        for key, right in zip("abcd", rights, strict=False)
    ]
    return {"choices": rows, **entries}


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (without(single_data(), "stem"), "line 1: `stem` is missing. Add `stem: ...`."),
        (
            single_data() | {"type": "hotspot"},
            "line 3: `type` is `hotspot`, which is not known. Known here: single, "
            "multiple, long_text, matching, matrix, numeric, ordering, rank, scale, "
            "short_text, true_false.",
        ),
        (
            single_data(colour="red"),
            "line 24: `colour` is not known here. Known here: type, key, version, "
            "objective, difficulty, lesson, stem, table, picture, hint, feedback, "
            "source, shuffle, choices.",
        ),
        (
            single_data() | choices(False, False),
            "line 7: No choice is right. Mark one with `right: true`.",
        ),
        (
            single_data() | choices(True, True),
            "line 7: More than one choice is right. Leave one, or write `type: multiple`.",
        ),
        (
            single_data() | choices(True),
            "line 7: There is nothing to choose from. Add a second choice.",
        ),
        (
            single_data(credit="exact"),
            "line 24: `credit` is not known here. Known here: type, key, version, "
            "objective, difficulty, lesson, stem, table, picture, hint, feedback, "
            "source, shuffle, choices.",
        ),
        (
            multiple_data(credit="generous"),
            "line 7: `credit` is `generous`, which is not known. Known here: "
            "proportional_minus_wrong, exact, proportional.",
        ),
        (
            numeric_data(right="many"),
            'line 7: `right` is not a number. Write it like "69.8".',
        ),
        (
            numeric_data(right="1e30"),
            "line 7: `right` has too many digits. "
            "Keep to nine digits before the point and six behind it.",
        ),
        (
            numeric_data(tolerance="-1"),
            "line 8: `tolerance` is less than 0. Write at least 0.",
        ),
        (
            numeric_data(near=[{"value": "69.8", "feedback": {"en": "x"}}]),
            "line 12: The near value 69.8 is within the tolerance of the right one. "
            "Remove it or make the tolerance smaller.",
        ),
        (
            short_text_data(accepted=[{"text": {"en": "a"}, "credit": "0.5"}]),
            "line 8: No text earns the full point. Give one the credit 1.",
        ),
        (
            short_text_data(accepted=[{"text": {"en": "?!"}, "credit": "1"}]),
            "line 8: “?!” holds no letter or digit. Write a word.",
        ),
        (
            matching_data(extra=[{"key": "a", "right": {"en": "Other"}}]),
            "line 8: The key `a` stands twice. Give each its own key.",
        ),
        (single_data(version=0), "line 2: `version` is 0, outside of what is allowed. "
         "Write a number from 1."),
    ],
)  # fmt: skip
def test_faulty_question_is_refused_with_line_and_remedy(data, fault):
    question, faults = read(dump_yaml(data))

    assert question is None
    assert f"checks/x.yaml, {fault}" in faults
