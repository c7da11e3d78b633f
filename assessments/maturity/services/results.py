"""Scores of a round: freezing them, reading them, lending them to comparisons."""

from django.db import transaction

from assessments.maturity.models import Round
from assessments.maturity.permissions import Action, can
from assessments.maturity.results import DATA_VERSION, RoundResult
from assessments.maturity.round_reading import framework_of, round_result
from assessments.maturity.scoring import thawed
from assessments.maturity.services.errors import NotNow
from lms.accounts import audit
from lms.accounts.models import User


class UnknownScores(Exception):
    """Frozen scores that this version of the program cannot read."""


def frozen_scores(round: Round) -> dict:
    """Return what is kept of a round's scores for ever, as plain data.

    The scores, the framework's version and the settings of its rules.
    """
    return round_result(round).data()


def result_of(round: Round) -> RoundResult:
    """Return a round's result: as it was frozen, before that as it is now.

    What was frozen is read and not scored again, whatever became of the answers.
    Raises UnknownScores when a newer program has written them.
    """
    if not round.is_frozen:
        return round_result(round)
    version = round.scores.get("data_version")
    if version != DATA_VERSION:
        raise UnknownScores(
            f"Round {round.pk}: scores of version {version}, readable: {DATA_VERSION}."
        )
    return thawed(framework_of(round), round.scores)


@transaction.atomic
def set_in_benchmarks(round: Round, *, counted: bool, by: User) -> Round:
    """Count a round's levels in the comparisons of its region, or no longer.

    The same again changes nothing. Raises NotNow.
    """
    round = (
        Round.objects.select_for_update(of=("self",))
        .select_related("country", "framework")
        .get(pk=round.pk)
    )
    if not can(by, Action.OPT_IN, round):
        raise NotNow
    if round.in_benchmarks != counted:
        round.in_benchmarks = counted
        round.save(update_fields=["in_benchmarks"])
        verb = "comparisons_joined" if counted else "comparisons_left"
        audit.record(by, verb, round, country=round.country)
    return round
