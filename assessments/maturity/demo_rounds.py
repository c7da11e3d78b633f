"""Invented rounds of the invented countries, for demonstrations.

Arvania has a validated round of last year, and one in which answers are collected:
four institutions have handed in, two are at work. Belmora has submitted a short
round that waits for the validator. The answers are files in demo/, in the form that
`score_answers` takes, with one more column: the document shown for an answer.
"""

import csv
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from assessments.maturity import models
from assessments.maturity.answer_files import AGREED
from assessments.maturity.instrument import Framework
from assessments.maturity.round_reading import answers_of, framework_of
from assessments.maturity.scoring import score_round
from assessments.maturity.services.results import frozen_scores
from lms.accounts.demo import DEMO_PASSWORD, DemoRefused, load_demo_people
from lms.accounts.models import Country, Institution, Role, User
from lms.accounts.services import grant_role

FILES = Path(__file__).parent / "demo"
State = models.Round.State

#: Institution > who answers for it: a person of the demonstration, or one more.
RESPONDENTS = {
    "XA": {
        "interior-ministry": ("interior@arvania.example", "Nadia Oren"),
        "border-service": ("respondent@arvania.example", ""),
        "foreign-ministry": ("foreign-affairs@arvania.example", "Pavel Brand"),
        "labour-ministry": ("focal-point@arvania.example", ""),
        "migration-committee": ("coordinator@arvania.example", ""),
        "statistics-office": ("statistics@arvania.example", "Irina Sol"),
    },
    "XB": {
        "interior-ministry": ("interior@belmora.example", "Luc Ferrant"),
        "border-police": ("border@belmora.example", "Marie Koné"),
        "statistics-office": ("learner@belmora.example", ""),
    },
}
COORDINATOR = {
    "XA": "coordinator@arvania.example",
    "XB": "administrator@belmora.example",
}
VALIDATOR = "validator@arvania.example"
#: Institutions that are still at work, and how many questions they have answered.
AT_WORK = {"border-service": 12, "labour-ministry": 31}


@dataclass
class Story:
    """A round to load: whose, from which file, how far, and when it began."""

    country: str
    file: str
    state: str
    began: datetime
    scope: str = models.Round.Scope.FULL
    at_work: dict[str, int] = field(default_factory=dict)


def load_demo_rounds(*, now: datetime | None = None) -> list[models.Round]:
    """Load the rounds of the demonstration; a country that has one is left alone.

    Raises DemoRefused when settings.DEMO_MODE is off. Without a published framework
    there is nothing to load.
    """
    if not settings.DEMO_MODE:
        raise DemoRefused("Demo rounds are loaded in demo mode only.")
    now = now or timezone.now()
    version = (
        models.FrameworkVersion.objects.published()
        .called(settings.FRAMEWORK_KEY)
        .first()
    )
    if version is None:
        return []
    stories = (
        Story("XA", "arvania-last.csv", State.VALIDATED, now - timedelta(days=365)),
        Story(
            "XA",
            "arvania-now.csv",
            State.COLLECTING,
            now - timedelta(days=16),
            at_work=AT_WORK,
        ),
        Story(
            "XB",
            "belmora-now.csv",
            State.SUBMITTED,
            now - timedelta(days=40),
            scope=models.Round.Scope.SHORT,
        ),
    )
    with transaction.atomic():
        load_demo_people()
        there = set(
            models.Round.objects.filter(country__iso2__in=RESPONDENTS).values_list(
                "country__iso2", flat=True
            )
        )
        return [
            _load(story, version, now)
            for story in stories
            if story.country not in there
        ]


def _load(story: Story, version, now: datetime) -> models.Round:
    country = Country.objects.get(iso2=story.country)
    coordinator = User.objects.get(email=COORDINATOR[story.country])
    under_way = story.state in models.Round.UNDER_WAY
    round = models.Round.objects.create(
        country=country,
        framework=version,
        reference_date=timezone.localdate(story.began),
        scope=story.scope,
        due_on=timezone.localdate(story.began) + timedelta(days=22),
        state=story.state if under_way else State.SUBMITTED,
        opened_by=coordinator,
        created_at=story.began,
    )
    rows = _institutions(round, story, coordinator)
    instrument = framework_of(round)
    lines = _lines(story, instrument)
    _write_answers(rows, lines, story, instrument)
    if story.state != State.COLLECTING:
        _agree(round, rows, lines, coordinator, story.began + timedelta(days=30))
    _log_moves(round, story, coordinator)
    if not under_way:
        _validate(round, story)
    return round


def _institutions(round, story: Story, coordinator) -> dict[str, tuple]:
    """Return key > (institution of the round, who answers for it)."""
    password = make_password(DEMO_PASSWORD)
    found = {}
    for position, (key, (email, name)) in enumerate(RESPONDENTS[story.country].items()):
        body = Institution.objects.get(country=round.country, key=key)
        person = _person(email, name, password, round.country, body)
        done = story.began + timedelta(days=9 + position)
        handed_in = key not in story.at_work
        row = models.RoundInstitution.objects.create(
            round=round,
            institution=body,
            position=position,
            handed_in_at=done if handed_in else None,
            handed_in_by=person if handed_in else None,
        )
        models.Respondent.objects.create(
            institution=row,
            person=person,
            email=person.email,
            full_name=person.full_name,
            invited_by=coordinator,
            invited_at=story.began,
        )
        found[key] = (row, person)
    return found


def _person(email, name, password, country, body) -> User:
    person, made = User.objects.get_or_create(
        email=email,
        defaults={"full_name": name, "password": password, "time_zone": "UTC"},
    )
    if made:
        EmailAddress.objects.create(
            user=person, email=email, verified=True, primary=True
        )
    grant_role(person, role=Role.RESPONDENT, country=country, institution=body)
    return person


def _lines(story: Story, instrument: Framework) -> list[dict]:
    with (FILES / story.file).open(encoding="utf-8", newline="") as file:
        return [
            line
            for line in csv.DictReader(file)
            if line["question"] in instrument.by_id
        ]


def _write_answers(rows, lines, story: Story, instrument: Framework) -> None:
    order = list(instrument.by_id)
    answers, evidence = [], []
    for line in lines:
        if line["institution"] == AGREED or not line["level"]:
            continue
        row, person = rows[line["institution"]]
        place = order.index(line["question"])
        if place >= story.at_work.get(line["institution"], len(order)):
            continue
        at = story.began + timedelta(days=2, hours=place // 8, minutes=7 * (place % 8))
        is_na = line["level"] == "na"
        answers.append(
            models.Answer(
                institution=row,
                question=line["question"],
                given=line["level"],
                justification="" if is_na else line["justification"],
                na_reason=line["justification"] if is_na else "",
                confidence=line["confidence"],
                changed_by=person,
                changed_at=at,
            )
        )
        if line["document"]:
            evidence.append(_evidence(row, person, line, at, story))
    models.Answer.objects.bulk_create(answers)
    models.Evidence.objects.bulk_create(evidence)
    models.AnswerChange.objects.bulk_create(
        models.AnswerChange(
            answer=answer,
            version=1,
            given=answer.given,
            na_reason=answer.na_reason,
            justification=answer.justification,
            confidence=answer.confidence,
            by=answer.changed_by,
            at=answer.changed_at,
        )
        for answer in models.Answer.objects.filter(
            institution__in=[row for row, _person in rows.values()]
        ).select_related("changed_by")
    )


def _evidence(row, person, line, at, story: Story) -> models.Evidence:
    found = models.Evidence(
        institution=row,
        question=line["question"],
        kind=models.Evidence.Kind.REFERENCE,
        reference=line["document"],
        added_by=person,
        added_at=at,
    )
    if story.state in models.Round.FROZEN:
        found.review = models.Evidence.Review.ACCEPTED
        found.supports = int(line["evidence_level"])
        found.reviewed_by = User.objects.get(email=VALIDATOR)
        found.reviewed_at = story.began + timedelta(days=38)
    return found


def _agree(round, rows, lines, coordinator, at: datetime) -> None:
    """Write the agreed levels, with the proposal of that moment."""
    proposals = score_round(framework_of(round), answers_of(round)).questions
    agreed = {line["question"]: line for line in lines if line["institution"] == AGREED}
    levels = models.AgreedLevel.objects.bulk_create(
        models.AgreedLevel(
            round=round,
            question=question,
            given=line["level"],
            proposed="" if one.proposed is None else str(one.proposed),
            proposed_why=one.why,
            reason=line["justification"],
            set_by=coordinator,
            set_at=at,
            na_accepted=True
            if line["level"] == "na" and round.country.iso2 == "XA"
            else None,
        )
        for question, one in proposals.items()
        if (line := agreed.get(question))
    )
    institutions = [row for row, _person in rows.values()]
    through = models.AgreedLevel.agreed_by.through
    through.objects.bulk_create(
        through(agreedlevel=level, roundinstitution=one)
        for level in levels
        for one in institutions
    )
    names = [str(one) for one in institutions]
    models.AgreedChange.objects.bulk_create(
        models.AgreedChange(
            agreed=level,
            version=1,
            given=level.given,
            reason=level.reason,
            who=names,
            by=coordinator,
            at=at,
        )
        for level in levels
    )


def _log_moves(round, story: Story, coordinator) -> None:
    validator = User.objects.get(email=VALIDATOR)
    steps = [
        ("", State.DRAFT, coordinator, 0),
        (State.DRAFT, State.COLLECTING, coordinator, 1),
        (State.COLLECTING, State.AGREEING, coordinator, 23),
        (State.AGREEING, State.SUBMITTED, coordinator, 31),
        (State.SUBMITTED, State.VALIDATED, validator, 39),
    ]
    last = [step[1] for step in steps].index(story.state)
    models.RoundMove.objects.bulk_create(
        models.RoundMove(
            round=round,
            before=before,
            after=after,
            by=by,
            at=story.began + timedelta(days=days),
        )
        for before, after, by, days in steps[: last + 1]
    )
    round.move_number = last
    round.save(update_fields=["move_number"])


def _validate(round, story: Story) -> None:
    round.state = State.VALIDATED
    round.scores = frozen_scores(round)
    round.scored_at = story.began + timedelta(days=39)
    round.save(update_fields=["state", "scores", "scored_at"])
