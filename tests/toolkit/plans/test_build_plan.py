"""`build_plan`: a file in, a plan out, and no database."""

import json
from dataclasses import replace
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from assessments.maturity.catalogue import framework_called
from assessments.maturity.instrument import framework_data
from lms.core.content_files import dump_yaml
from tests.toolkit.plans.plans import framework, levels


@pytest.fixture(autouse=True)
def today():
    """The last quarter of 2026."""
    with time_machine.travel("2026-11-20", tick=False):
        yield


@pytest.fixture
def answers(tmp_path):
    """Write a file of agreed levels; return its path."""

    def write(now):
        path = tmp_path / "answers.csv"
        rows = [f"agreed,{name},{level},because" for name, level in now.items()]
        head = "institution,question,level,justification"
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        return path

    return write


def text_of(path, **options):
    """What the command prints."""
    out = StringIO()
    options = {"framework": "migdata-maturity", "start": "2027Q1"} | options
    call_command("build_plan", answers=path, stdout=out, **options)
    return out.getvalue()


def plan_of(path, **options):
    """The plan it prints as JSON."""
    return json.loads(text_of(path, json=True, **options))


def test_worked_case(answers):
    found = plan_of(answers(levels(1)), horizon=3, target=3, capacity=8)

    assert found["quarters"] == 13
    assert len(found["selected"]) == 41
    assert found["later"] == []
    assert found["selected"][0] == {
        "action": "ACT-01",
        "start": "2027Q1",
        "end": "2027Q1",
        "reasons": [{"question": "A2", "from": 1, "to": 3}],
        "required_by": ["ACT-04"],
    }
    last = found["selected"][-1]
    assert (last["action"], last["start"], last["end"]) == (
        "ACT-31",
        "2029Q2",
        "2030Q1",
    )


@pytest.mark.parametrize(("capacity", "quarters"), [(5, 16), (100, 11)])
def test_other_capacities(answers, capacity, quarters):
    found = plan_of(answers(levels(1)), horizon=3, target=3, capacity=capacity)

    assert found["quarters"] == quarters


def test_default_targets_of_one_year_and_three(answers):
    now = answers(levels(3))

    one, three = plan_of(now, horizon=1), plan_of(now, horizon=3)

    assert {reason["to"] for line in one["selected"] for reason in line["reasons"]} == {
        4
    }
    assert one["selected"] == three["selected"]
    assert any(line["action"] == "GEN-4:G3" for line in three["selected"])


def test_dont_know_blank_and_not_applicable(answers):
    now = levels(3, B1="dk", J5="na")
    now["E1"] = ""

    found = plan_of(answers(now), target=3)

    assert [line["action"] for line in found["selected"]] == ["ACT-03", "ACT-24"]
    assert found["selected"][0]["reasons"] == [{"question": "B1", "from": 1, "to": 3}]


def test_questions_that_the_file_leaves_out_stand_at_the_lowest_level(answers):
    found = plan_of(answers({"A1": 3}), target=3)

    assert len(found["selected"]) == 40


def test_what_does_not_fit_is_later_with_a_reason(answers):
    found = plan_of(answers(levels(1)), target=3, quarters=4, new_a_year=12)

    assert len(found["selected"]) == 12
    assert len(found["later"]) == 29
    assert {one["reason"] for one in found["later"]} == {
        "capacity",
        "prerequisite",
        "time",
    }


def test_level_5_waits_for_level_4(answers):
    found = plan_of(answers(levels(3)), target=5)

    waiting = [one["action"] for one in found["later"] if one["reason"] == "level"]
    assert "GEN-5:B1" in waiting


def test_shortest_plan(answers):
    found = plan_of(answers(levels(1)), target=3, horizon=3, solve="shortest")

    assert found["quarters"] <= 12
    assert found["gap"] == 0
    assert len(found["selected"]) == 41


def test_best_plan_for_a_year(answers):
    found = plan_of(answers(levels(1)), target=3, solve="best", budget=12)

    assert found["effort"] <= 12
    assert found["quarters"] <= 4
    assert found["points"] > 0
    assert {one["reason"] for one in found["later"]} == {"means"}


def test_what_is_done_is_left_out(answers):
    found = plan_of(answers(levels(3, B3=1)), target=3, done="ACT-03, ACT-04")

    assert [line["action"] for line in found["selected"]] == ["ACT-05"]


def test_a_start_in_the_past_is_warned_of(answers):
    now = answers(levels(3, B1=1))

    assert any("past" in one for one in plan_of(now, start="2026Q3")["warnings"])
    assert not any("past" in one for one in plan_of(now, start="2026Q4")["warnings"])


def test_table_for_people(answers):
    text = text_of(answers(levels(3, B1=1)), target=3)

    assert "1 actions in 1 quarters" not in text
    assert "ACT-03" in text
    assert "Appoint focal points" in text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"capacity": 0}, "--capacity: 0 is not possible"),
        ({"capacity": -1}, "--capacity: -1"),
        ({"per_institution": 0}, "--per-institution: 0"),
        ({"start": "2027Q5"}, "--start: `2027Q5` is not a quarter"),
        ({"start": "soon"}, "Write it like 2027Q1"),
        ({"target": 6}, "--target: The target 6"),
        ({"target": 0}, "--target: The target 0"),
        ({"framework": "nothing"}, "--framework: There is no file"),
        ({"done": "ACT-99"}, "--done: there is no action `ACT-99`"),
        ({"budget": 3}, "--budget: only with"),
        ({"budget": -3, "solve": "best"}, "--budget: "),
    ],
)
def test_what_is_wrong_names_its_option(answers, options, message):
    with pytest.raises(CommandError) as refused:
        text_of(answers(levels(3)), **options)

    assert message in str(refused.value)


def test_a_wrong_level_names_its_row(answers):
    with pytest.raises(CommandError, match="row 2, column 3"):
        text_of(answers(levels(3, A1=9)))


def test_the_horizon_is_one_year_or_three(answers):
    with pytest.raises(CommandError, match="horizon"):
        call_command(
            "build_plan",
            "--framework=migdata-maturity",
            f"--answers={answers(levels(3))}",
            "--horizon=2",
        )


@pytest.fixture
def shorter(tmp_path):
    """Write the essential questions as a framework of another name."""

    def write(**changes):
        own = replace(framework().short_form(), key="own", map=(), **changes)
        path = tmp_path / "own.yaml"
        path.write_text(dump_yaml(framework_data(own)), encoding="utf-8")
        return own, str(path)

    return write


def test_a_shorter_version_of_the_framework_keeps_the_actions(answers, shorter):
    own, path = shorter()

    found = plan_of(answers(dict.fromkeys(own.by_id, 1)), framework=path, target=3)

    assert found["selected"][0]["action"] == "ACT-01"
    assert not any("Only generic" in one for one in found["warnings"])


def test_an_instrument_of_others_gets_generic_actions_only(answers):
    path = "tests/assessments/maturity/instruments/open-data.yaml"
    now = dict.fromkeys(framework_called(path).by_id, 3)

    found = plan_of(answers(now), framework=path, target=4)

    assert {line["action"].partition(":")[0] for line in found["selected"]} == {"GEN-4"}
    assert any("made for migdata-maturity" in one for one in found["warnings"])


def test_questions_of_the_file_are_those_of_the_framework():
    assert len(framework().by_id) == 51
