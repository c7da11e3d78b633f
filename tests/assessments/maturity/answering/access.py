"""Who gets what on the pages of answering and of the questionnaire as a file."""

from assessments.maturity.models import AnswersImport, Evidence
from lms.core.private_files import store_private
from tests.access import Row, World
from tests.assessments.maturity.access import (
    INSIDE,
    RUNNERS,
    in_state,
    institution,
    seen,
)

QUESTION = "A1"


def prepare(world: World) -> None:
    """A file shown by the respondent's institution, and a sheet looked at."""
    common = {"institution": world.things["institution"]}
    respondent = world.people["respondent"]
    world.things["evidence"] = Evidence.objects.create(
        **common,
        question=QUESTION,
        kind=Evidence.Kind.FILE,
        file=store_private("evidence/access.pdf", b"%PDF-1.7"),
        file_name="access.pdf",
        added_by=respondent,
    )
    world.things["sheet"] = AnswersImport.objects.create(**common, made_by=respondent)


def evidence(state: str):
    """Return a path of the file while the round is in this state."""
    address = in_state(state)

    def path(world: World) -> list:
        address(world)
        return [world.things["evidence"].pk]

    return path


def sheet(world: World) -> int:
    """What the respondent looked at."""
    return world.things["sheet"].pk


def answers(*more) -> list[Row]:
    """Return who reads an institution's answers in each state."""
    states = {
        "draft": RUNNERS,
        "collecting": (*RUNNERS, "respondent"),
        "agreeing": (*RUNNERS, "respondent"),
        "submitted": INSIDE,
        "published": INSIDE,
    }
    return [
        Row(in_state(state, institution, *more), expected=seen(*who), otherwise=404)
        for state, who in states.items()
    ]


ROWS = {
    "maturity:answer_overview": answers(),
    "maturity:answer": [
        *answers(QUESTION),
        Row(
            in_state("collecting", institution, "Z99"),
            otherwise=404,
        ),
        Row(
            in_state("collecting", institution, QUESTION),
            expected=seen(*RUNNERS, status=409) | {"respondent": 302},
            otherwise=404,
            method="post",
            data={"version": 1, "level": "2", "go": "next"},
        ),
        Row(
            in_state("submitted", institution, QUESTION),
            expected=seen(*INSIDE, status=409),
            otherwise=404,
            method="post",
            data={"version": 1, "level": "1", "go": "next"},
        ),
    ],
    "maturity:answer_hand_in": [
        Row(
            in_state("collecting", institution),
            expected=seen(*RUNNERS, status=302) | {"respondent": 200},
            otherwise=404,
        ),
    ],
    "maturity:answer_take_back": [
        Row(
            in_state("collecting", institution),
            expected=seen(*RUNNERS, "respondent", status=302),
            otherwise=404,
            method="post",
        ),
    ],
    "maturity:evidence": [
        Row(evidence("draft"), expected=seen(*RUNNERS), otherwise=404),
        Row(
            evidence("collecting"),
            expected=seen(*RUNNERS, "respondent"),
            otherwise=404,
        ),
        Row(evidence("submitted"), expected=seen(*INSIDE), otherwise=404),
        Row(evidence("published"), expected=seen(*INSIDE), otherwise=404),
    ],
    # The same gate for one institution; made only where few pass: it takes long.
    "maturity:questionnaire_pdf": [
        Row(in_state("draft"), expected=seen(*RUNNERS), otherwise=404),
    ],
    "maturity:questionnaire_xlsx": [
        Row(in_state("draft"), expected=seen(*RUNNERS), otherwise=404),
        *answers(),
    ],
    "maturity:answers_import": [
        Row(
            in_state("collecting", institution),
            expected=seen(*RUNNERS, "respondent"),
            otherwise=404,
        ),
        Row(
            in_state("submitted", institution),
            expected=seen(*INSIDE, status=302),
            otherwise=404,
        ),
    ],
    "maturity:answers_import_check": [
        Row(
            in_state("collecting", institution, sheet),
            expected={"respondent": 200},
            otherwise=404,
        ),
    ],
}
