"""Who gets what on the trainer's desk: who runs the cohort; another country's is not found."""

import uuid

from lms.core.pdf import pdf_available
from lms.learning.desk.messages import send_message
from tests.access import Row, World, for_signed_in
from tests.accounts.factories import UserFactory
from tests.learning.factories import CohortFactory, CohortMemberFactory

RUNNERS = {
    "trainer": 200,
    "country_administrator": 200,
    "country_administrator_elsewhere": 404,
    "system_administrator": 200,
}


def prepare(world: World) -> None:
    """A cohort of Arvania's trainer with one learner, who was written to."""
    cohort = CohortFactory.create(
        country=world.arvania, trainers=[world.people["trainer"]]
    )
    learner = UserFactory.create()
    CohortMemberFactory.create(cohort=cohort, person=learner)
    world.things["desk"] = cohort
    world.things["desk_learner"] = learner
    world.things["desk_message"] = send_message(
        cohort,
        to=[learner.pk],
        subject="Welcome",
        text="We begin on Monday.",
        by=world.people["trainer"],
        form_key=uuid.uuid4(),
    )


def of(*names):
    """Return a function that gives the cohort and more things as arguments."""
    return lambda world: [world.things[name].pk for name in ("desk", *names)]


def for_runners(*names, status: int = 200, **options) -> Row:
    """Return a row for who runs the cohort."""
    expected = {
        role: 404 if answer == 404 else status for role, answer in RUNNERS.items()
    }
    return Row(of(*names), expected=expected, **options)


def of_check(status: int) -> Row:
    """Return a row of a check in the cohort."""
    expected = {
        role: 404 if answer == 404 else status for role, answer in RUNNERS.items()
    }
    return Row(lambda world: [world.things["desk"].pk, "99-check"], expected=expected)


ROWS = {
    "learning:desk": for_runners(),
    "learning:desk_stuck": for_runners(),
    "learning:desk_learner": for_runners("desk_learner"),
    # Country administrators look after cohorts and do not mark.
    "learning:desk_marking": Row(
        of(), expected={"trainer": 200, "system_administrator": 200}
    ),
    "learning:desk_messages": for_runners(),
    "learning:desk_message": for_runners("desk_message"),
    "learning:desk_compose": [
        for_runners(status=302),
        for_runners(
            method="post", data=lambda world: {"to": world.things["desk_learner"].pk}
        ),
    ],
    "learning:desk_reminders": [
        for_runners(),
        for_runners(
            status=302,
            method="post",
            data={"is_on": "on", "first_days": "7", "last_days": "1"},
        ),
    ],
    "learning:desk_results": for_runners(),
    "learning:desk_results_xlsx": for_runners(),
    # Where there is no library for PDFs everybody is led back.
    "learning:desk_results_pdf": for_runners(status=200 if pdf_available() else 302),
    "learning:desk_results_document": [
        for_runners(),
        for_runners(status=302, method="post"),
    ],
    # Nobody has asked for one.
    "learning:desk_results_kept": for_runners(status=404),
    "learning:desk_summary": for_runners(),
    # Too few learners for a summary.
    "learning:desk_summary_xlsx": for_runners(status=302),
    "learning:desk_summary_pdf": for_runners(status=302),
    "learning:desk_questions": of_check(200),
    # Too few learners for figures.
    "learning:desk_questions_xlsx": of_check(404),
    "learning:desk_own": Row(expected=dict.fromkeys(RUNNERS, 200)),
    "learning:messages": for_signed_in(200),
}
