"""The invented rounds of the demonstration."""

import pytest
from django.core.management import CommandError, call_command

from assessments.maturity.answer_files import read_answers
from assessments.maturity.catalogue import framework_called
from assessments.maturity.cockpit import doors_of
from assessments.maturity.demo_rounds import FILES, load_demo_rounds
from assessments.maturity.models import Evidence, Round
from assessments.maturity.permissions import Action, can
from assessments.maturity.scoring import score_round
from assessments.maturity.services.rounds import missing_before
from lms.accounts.demo import load_demo_people
from lms.accounts.models import User

State = Round.State


@pytest.fixture
def loaded(db, settings):
    """The rounds, by the framework that ships."""
    settings.DEMO_MODE = True
    call_command("load_framework", verbosity=0)
    load_demo_people()
    return load_demo_rounds()


def person(name) -> User:
    return User.objects.get(email=f"{name}@arvania.example")


@pytest.mark.parametrize(
    ("file", "index", "stage"),
    [("arvania-last.csv", 35.5, 2), ("arvania-now.csv", 46.5, 2)],
)
def test_answers_of_arvania_give_the_figures_of_the_story(file, index, stage):
    framework = framework_called("migdata-maturity")
    read = read_answers(FILES / file, framework)
    scores = score_round(framework, read.answers, agreed=read.agreed).scores

    assert round(float(scores.index), 1) == index
    assert scores.national_stage == stage
    assert len({answer.institution for answer in read.answers}) == 6


def test_every_answer_of_a_level_has_a_document_only_where_it_is_needed():
    framework = framework_called("migdata-maturity")
    for file in FILES.glob("*.csv"):
        assert read_answers(FILES / file, framework).ignored == ["document"]


@pytest.mark.django_db
def test_demo_rounds_are_refused_outside_demo_mode():
    with pytest.raises(CommandError, match="demo mode only"):
        call_command("load_demo_rounds")

    assert not Round.objects.exists()


def test_demo_country_has_a_validated_round_and_one_that_collects(loaded):
    states = Round.objects.filter(country__iso2="XA").values_list("state", flat=True)

    assert list(states) == [State.COLLECTING, State.VALIDATED]


def test_loading_twice_changes_nothing(loaded):
    assert load_demo_rounds() == []
    assert Round.objects.count() == 3


def test_validated_round_is_frozen_with_what_its_answers_give(loaded):
    last = Round.objects.get(country__iso2="XA", state=State.VALIDATED)

    assert round(last.scores["index"], 1) == 35.5
    assert last.scores["national_stage"] == 2
    assert last.scores["validated"]["national_stage"] is not None


def test_everybody_finds_something_to_do(loaded):
    now = Round.objects.get(country__iso2="XA", state=State.COLLECTING)
    neighbour = Round.objects.get(country__iso2="XB")
    found = {
        name: [(str(row), done) for row, done, _asked in doors_of(person(name))]
        for name in ("respondent", "focal-point", "coordinator", "learner")
    }

    assert found == {
        "respondent": [("Border Service", 12)],
        "focal-point": [("Ministry of Labour", 31)],
        "coordinator": [("State Committee for Migration", 51)],
        "learner": [],
    }
    assert can(person("coordinator"), Action.SET_UP, now)
    assert can(person("validator"), Action.VALIDATE, neighbour)
    assert Evidence.objects.filter(institution__round=neighbour, review="").exists()
    assert "evidence" in missing_before(neighbour, State.VALIDATED)


def test_steps_of_the_log_lead_to_the_state(loaded):
    for one in Round.objects.all():
        moves = list(one.moves.all())

        assert moves[-1].after == one.state
        assert one.move_number == len(moves) - 1
