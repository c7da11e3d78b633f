"""Who gets what on the pages of the maturity self-assessment."""

from dataclasses import replace

from django.conf import settings

from assessments.maturity import assembling
from assessments.maturity.models import FrameworkVersion, Respondent, Round
from assessments.maturity.services.results import frozen_scores
from tests.access import Row, World, for_everybody, for_signed_in
from tests.assessments.maturity.factories import (
    AnswerFactory,
    RespondentFactory,
    RoundFactory,
    RoundInstitutionFactory,
)
from tests.assessments.maturity.instruments import framework

EDITORS = ("editor", "system_administrator")


def prepare(world: World) -> None:
    """A framework of the site, published and as a draft; a round of Arvania."""
    published = replace(framework("open-data"), key=settings.FRAMEWORK_KEY)
    assembling.write(FrameworkVersion(), published)
    draft = replace(published, version="0.2.0", state="draft")
    assembling.write(FrameworkVersion(), draft)
    round = RoundFactory(country=world.arvania, state="collecting")
    institution = RoundInstitutionFactory(round=round)
    RespondentFactory(institution=institution, person=world.people["respondent"])
    AnswerFactory(institution=institution, question="A1")
    world.things |= {"round": round, "institution": institution}


def in_state(state: str, *more):
    """Return a path of Arvania's round in this state.

    more: what follows in the address: values, or functions of the world. The world
    is as before after each request.
    """

    def path(world: World) -> list:
        round = Round.objects.get(pk=world.things["round"].pk)
        round.state = state
        if state in Round.FROZEN:
            round.scores = frozen_scores(round)
        round.save()
        return [round.pk, *(one(world) if callable(one) else one for one in more)]

    return path


def institution(world: World) -> int:
    """The institution that the respondent answers for."""
    return world.things["institution"].pk


def respondent(world: World) -> int:
    """The person asked to answer."""
    return Respondent.objects.get(institution=institution(world)).pk


#: Who works on a round of the own country.
RUNNERS = ("coordinator", "country_administrator")
#: Who of the region sees what a country has submitted.
REGION = ("validator", "system_administrator")


def seen(*roles: str, status: int = 200) -> dict[str, int]:
    """Return what these roles get."""
    return dict.fromkeys(roles, status)


def published(world: World) -> list:
    """The version in force."""
    return [settings.FRAMEWORK_KEY, "0.1.0"]


def draft(world: World) -> list:
    """The next one."""
    return [settings.FRAMEWORK_KEY, "0.2.0"]


#: Pages that change who answers and until when.
SETTING_UP = [
    Row(in_state("draft"), expected=seen(*RUNNERS), otherwise=404),
    Row(
        in_state("collecting"),
        expected=seen(*RUNNERS) | {"respondent": 403},
        otherwise=404,
    ),
    Row(
        in_state("submitted"),
        expected=seen(*RUNNERS, "respondent", *REGION, status=403),
        otherwise=404,
    ),
]

#: An agreed level that a form of nobody in particular sends.
AGREED = {"do": "level", "level": "1", "reason": "Seen.", "everybody": "on"}

#: Who belongs to a round once it is submitted.
INSIDE = (*RUNNERS, "respondent", *REGION)


def results(*more) -> list[Row]:
    """Return who gets a page of the result in each state; more: as in in_state."""
    return [
        Row(
            in_state("draft", *more), expected=seen(*RUNNERS, status=403), otherwise=404
        ),
        Row(
            in_state("collecting", *more),
            expected=seen(*RUNNERS, "respondent", status=403),
            otherwise=404,
        ),
        Row(
            in_state("agreeing", *more),
            expected=seen(*RUNNERS) | {"respondent": 403},
            otherwise=404,
        ),
        *(
            Row(in_state(state, *more), expected=seen(*INSIDE), otherwise=404)
            for state in ("submitted", "validated")
        ),
        for_signed_in(path=in_state("published", *more)),
    ]


def reading_answers(*more) -> list[Row]:
    """Return who reads what all institutions said, in each state."""
    return [
        Row(in_state("draft", *more), expected=seen(*RUNNERS), otherwise=404),
        *(
            Row(
                in_state(state, *more),
                expected=seen(*RUNNERS) | {"respondent": 403},
                otherwise=404,
            )
            for state in ("collecting", "agreeing")
        ),
        *_from_submitted(*more),
    ]


def reading_decisions(*more) -> list[Row]:
    """Return who reads what a validator decides, in each state."""
    return [
        Row(
            in_state("draft", *more), expected=seen(*RUNNERS, status=403), otherwise=404
        ),
        *(
            Row(
                in_state(state, *more),
                expected=seen(*RUNNERS, "respondent", status=403),
                otherwise=404,
            )
            for state in ("collecting", "agreeing")
        ),
        *_from_submitted(*more),
    ]


def _from_submitted(*more) -> list[Row]:
    """Return the rows of what country and region read once it is handed on."""
    return [
        *(
            Row(
                in_state(state, *more),
                expected=seen(*RUNNERS, *REGION) | {"respondent": 403},
                otherwise=404,
            )
            for state in ("submitted", "validated")
        ),
        Row(in_state("published", *more), expected=seen(*RUNNERS, *REGION)),
    ]


def changing(state: str, who, data: dict, *more, status: int) -> Row:
    """Return who may post this in a state; the others that read are told why not.

    status: what those who may get; others who read the page get 409.
    """
    readers = RUNNERS if state == "agreeing" else (*RUNNERS, *REGION)
    return Row(
        in_state(state, *more),
        method="post",
        data=data,
        expected=seen(*readers, status=409)
        | {"respondent": 403}
        | seen(*who, status=status),
        otherwise=404,
    )


ROWS = {
    "maturity:agree": reading_answers(),
    "maturity:agree_question": [
        *reading_answers("A1"),
        # Who may is told what is missing in the form.
        changing("agreeing", RUNNERS, {"do": "level"}, "A1", status=422),
        *(
            changing(state, (), AGREED, "A1", status=409)
            for state in ("submitted", "validated")
        ),
    ],
    "maturity:agree_equal": [
        Row(in_state("draft"), expected=seen(*RUNNERS, status=403), otherwise=404),
        Row(
            in_state("agreeing"),
            expected=seen(*RUNNERS) | {"respondent": 403},
            otherwise=404,
        ),
        *(
            Row(in_state(state), expected=seen(*INSIDE, status=403), otherwise=404)
            for state in ("submitted", "validated")
        ),
    ],
    "maturity:validate": reading_decisions(),
    "maturity:validate_question": [
        *reading_decisions("A1"),
        # There is nothing to decide; who may not is refused before that.
        *(
            changing(state, (), {"na": "accept"}, "A1", status=409)
            for state in ("submitted", "validated")
        ),
    ],
    "maturity:result": results(),
    "maturity:result_dimension": results("A"),
    "maturity:report_xlsx": results(),
    # The same gate as above; made only where nobody passes, because it takes long.
    "maturity:report_pdf": results()[:2],
    "maturity:benchmarks": [
        Row(in_state("submitted"), expected=seen(*INSIDE, status=403), otherwise=404),
        Row(in_state("validated"), expected=seen(*INSIDE), otherwise=404),
        Row(in_state("published"), expected=seen(*INSIDE)),
    ],
    "maturity:benchmarks_counted": [
        Row(in_state("submitted"), expected=seen(*INSIDE, status=403), otherwise=404),
        Row(
            in_state("validated"),
            expected=seen("respondent", *REGION, status=403) | seen(*RUNNERS),
            otherwise=404,
        ),
        Row(
            in_state("validated"),
            method="post",
            data={"counted": "yes"},
            expected=seen("respondent", *REGION, status=403)
            | seen(*RUNNERS, status=302),
            otherwise=404,
        ),
    ],
    "maturity:region": Row(expected=seen(*REGION)),
    "maturity:rounds": for_signed_in(),
    "maturity:round": [
        Row(in_state("draft"), expected=seen(*RUNNERS), otherwise=404),
        *(
            Row(in_state(state), expected=seen(*RUNNERS, "respondent"), otherwise=404)
            for state in ("collecting", "agreeing")
        ),
        *(
            Row(
                in_state(state),
                expected=seen(*RUNNERS, "respondent", *REGION),
                otherwise=404,
            )
            for state in ("submitted", "validated")
        ),
        for_signed_in(path=in_state("published")),
    ],
    "maturity:round_new": Row(
        expected=seen(
            *RUNNERS, "coordinator_elsewhere", "country_administrator_elsewhere"
        )
    ),
    **dict.fromkeys(
        (
            "maturity:round_institutions",
            "maturity:round_institution_add",
            "maturity:round_due",
        ),
        SETTING_UP,
    ),
    "maturity:round_people": [
        *SETTING_UP[:2],
        Row(
            in_state("submitted"),
            expected=seen(*RUNNERS) | seen("respondent", *REGION, status=403),
            otherwise=404,
        ),
    ],
    "maturity:respondent_remove": [
        Row(in_state("draft", respondent), expected=seen(*RUNNERS), otherwise=404),
        Row(
            in_state("collecting", respondent),
            expected=seen(*RUNNERS) | {"respondent": 403},
            otherwise=404,
        ),
        Row(
            in_state("submitted", respondent),
            expected=seen(*RUNNERS, "respondent", *REGION, status=403),
            otherwise=404,
        ),
    ],
    "maturity:respondent_remind": Row(
        in_state("collecting", respondent),
        method="post",
        expected=seen(*RUNNERS, status=302) | {"respondent": 403},
        otherwise=404,
    ),
    "maturity:round_move": [
        Row(in_state("draft", "collecting"), expected=seen(*RUNNERS), otherwise=404),
        Row(
            in_state("collecting", "agreeing"),
            expected=seen(*RUNNERS) | {"respondent": 403},
            otherwise=404,
        ),
        Row(
            in_state("submitted", "validated"),
            expected={"validator": 200}
            | seen(*RUNNERS, "respondent", "system_administrator", status=403),
            otherwise=404,
        ),
        Row(
            in_state("submitted", "agreeing"),
            expected=seen(*RUNNERS, "validator")
            | seen("respondent", "system_administrator", status=403),
            otherwise=404,
        ),
        Row(
            in_state("validated", "published"),
            expected=seen(*RUNNERS) | seen("respondent", *REGION, status=403),
            otherwise=404,
        ),
        # Somebody has gone that way already: back to the round, with words.
        Row(
            in_state("agreeing", "agreeing"),
            method="post",
            expected=seen(*RUNNERS, status=302) | {"respondent": 403},
            otherwise=404,
        ),
    ],
    "maturity:framework": for_everybody(),
    "maturity:framework_called": [
        for_everybody(path=lambda world: [settings.FRAMEWORK_KEY]),
        for_everybody(404, path=lambda world: ["unknown"]),
    ],
    "maturity:version_file": [
        for_signed_in(path=lambda world: [*published(world), "xlsx"]),
        for_signed_in(path=lambda world: [*published(world), "yaml"]),
        for_signed_in(404, path=lambda world: [*published(world), "exe"]),
        Row(
            lambda world: [*draft(world), "xlsx"],
            expected=dict.fromkeys(EDITORS, 200),
            otherwise=404,
        ),
    ],
    "maturity:version": [
        for_everybody(path=published),
        Row(draft, expected=dict.fromkeys(EDITORS, 200), otherwise=404, anonymous=404),
    ],
}
