"""Who gets what on the pages of learning."""

from django.utils import timezone

from assessments.quizzes.paper_attempts import PaperAnswer
from assessments.quizzes.paper_services import make_paper
from lms.learning.classroom.paper_files import Entry
from lms.learning.classroom.paper_results import prepare_upload
from lms.learning.cohorts.addresses import read_list
from lms.learning.cohorts.imports import prepare_import
from lms.learning.cohorts.links import token_of
from lms.learning.credentials.documents import achievement_name
from lms.learning.models import IssueBatch
from tests.access import Row, World, for_everybody, for_signed_in
from tests.accounts.factories import make_person
from tests.assessments.factories import make_quiz, single_data
from tests.learning.factories import (
    AT,
    AssignmentFactory,
    CertificateFactory,
    ClassSessionFactory,
    CohortFactory,
    CohortMemberFactory,
    CompletionRuleFactory,
    JoinLinkFactory,
    PendingMemberFactory,
    make_module,
)

OWN_ADMINISTRATORS = {"country_administrator": 200, "system_administrator": 200}
ALL_ADMINISTRATORS = OWN_ADMINISTRATORS | {"country_administrator_elsewhere": 200}
ALL_REFUSED_FORMS = dict.fromkeys((*ALL_ADMINISTRATORS, "trainer"), 422)
#: A trainer has orders, but not this one.
NO_BATCH = {"trainer": 404}
WALLED = {"country_administrator_elsewhere": 404}


def prepare(world: World) -> None:
    """Publish a module; the learner of Arvania has a certificate."""
    world.things["module"] = make_module("91")
    world.things["certificate"] = CertificateFactory.create(
        person=world.people["learner"], country=world.arvania
    )
    world.things["batch"] = IssueBatch.objects.create(
        work=IssueBatch.Work.FILES,
        made_by=world.people["country_administrator"],
        country=world.arvania,
        total=0,
    )
    world.things["rule"] = CompletionRuleFactory.create(
        made_by=world.people["system_administrator"], finished_at=AT
    )
    cohort = CohortFactory.create(
        country=world.arvania, trainers=[world.people["trainer"]]
    )
    world.things["cohort"] = cohort
    world.things["member"] = CohortMemberFactory.create(
        cohort=cohort, person=make_person("learner", world.arvania)
    )
    world.things["link"] = JoinLinkFactory.create(
        cohort=cohort, created_by=world.people["trainer"]
    )
    world.things["import"] = prepare_import(
        cohort,
        read_list("mira@border.example"),
        by=world.people["trainer"],
        way="email",
        language="en",
    )
    world.things["due"] = AssignmentFactory.create(cohort=cohort)
    world.things["pending"] = PendingMemberFactory.create(
        cohort=cohort, invited_by=world.people["trainer"]
    )
    world.things["session"] = ClassSessionFactory.create(
        cohort=cohort, made_by=world.people["trainer"]
    )
    quiz = make_quiz(single_data("91-paper"), key="91-paper", pass_mark=1)
    world.things["paper"] = make_paper(
        quiz, code="A", person=world.people["trainer"], language="en"
    )
    world.things["upload"] = prepare_upload(
        cohort,
        world.things["paper"],
        [Entry(world.things["member"].person_id, 4, (PaperAnswer("a"),))],
        by=world.people["trainer"],
        file_name="results.xlsx",
        written_on=timezone.localdate(),
    )
    # Whose texts the trainer marks, too.
    CohortMemberFactory.create(
        cohort=world.things["cohort"], person=world.people["learner"]
    )


def lesson(world: World) -> list:
    """Return the arguments of a page about the first lesson."""
    return [world.things["module"].lessons[0].key]


def module(world: World) -> list:
    """Return the arguments of a page about the module."""
    return [world.things["module"].key]


def code(world: World) -> list:
    """Return the arguments of a page about the learner's certificate."""
    return [world.things["certificate"].code]


def cohort(world: World) -> list:
    """Return the arguments of a page about the cohort of Arvania's trainer."""
    return [world.things["cohort"].pk]


def of_cohort(name: str):
    """Return the arguments of a page about something of that cohort."""
    return lambda world: [world.things["cohort"].pk, world.things[name].pk]


def for_cohort_runners(status: int = 200, **options) -> Row:
    """Return a row for who runs the cohort; another country's gets a 404."""
    return Row(
        **{"path": cohort} | options,
        expected={
            "trainer": status,
            "country_administrator": status,
            "country_administrator_elsewhere": 404,
            "system_administrator": status,
        },
    )


def rule(world: World) -> list:
    """Return the arguments of a page about a version of a rule."""
    return [world.things["rule"].pk]


def batch(world: World) -> list:
    """Return the arguments of a page about an order of the administrator."""
    return [world.things["batch"].pk]


def achievement(world: World) -> list:
    """Return the name of what the learner's certificate is for."""
    return [achievement_name(world.things["certificate"].content)]


def uploaders(status: int, **options) -> Row:
    """Return a row for who sent the workbook: it names people and their points."""
    expected = dict.fromkeys(ALL_ADMINISTRATORS, 404) | {"trainer": status}
    return Row(of_cohort("upload"), expected=expected, **options)


ROWS = {
    "learning:sessions": for_cohort_runners(),
    "learning:session_new": [
        for_cohort_runners(),
        for_cohort_runners(422, method="post"),
    ],
    "learning:session": [
        for_cohort_runners(path=of_cohort("session")),
        for_cohort_runners(422, path=of_cohort("session"), method="post"),
    ],
    "learning:session_announce": [
        for_cohort_runners(path=of_cohort("session")),
        for_cohort_runners(302, path=of_cohort("session"), method="post"),
    ],
    "learning:session_ics": for_cohort_runners(path=of_cohort("session")),
    "learning:attendance": [
        for_cohort_runners(path=of_cohort("session")),
        for_cohort_runners(302, path=of_cohort("session"), method="post"),
    ],
    "learning:sign_in_sheet": for_cohort_runners(path=of_cohort("session")),
    "learning:session_delete": [
        for_cohort_runners(path=of_cohort("session")),
        for_cohort_runners(302, path=of_cohort("session"), method="post"),
    ],
    "learning:participation": [
        for_cohort_runners(),
        for_cohort_runners(422, method="post", data={"module": ""}),
    ],
    "learning:paper_results": for_cohort_runners(),
    "learning:paper_results_upload": [
        for_cohort_runners(path=of_cohort("paper")),
        for_cohort_runners(422, path=of_cohort("paper"), method="post"),
    ],
    "learning:paper_results_form": for_cohort_runners(path=of_cohort("paper")),
    "learning:paper_results_check": [uploaders(200), uploaders(302, method="post")],
    # Only who learns in the cohort has the session in the own calendar.
    "learning:my_session_ics": Row(
        lambda world: [world.things["session"].pk],
        expected={"learner": 200},
        otherwise=404,
    ),
    "learning:follow_path": [
        for_signed_in(302, path=lambda world: ["statistician"]),
        for_signed_in(302, path=lambda world: ["statistician"], method="post"),
    ],
    "learning:rules": Row(expected={"system_administrator": 200}),
    "learning:rule_change": [
        Row(lambda world: ["lesson"], expected={"system_administrator": 200}),
        Row(
            lambda world: ["lesson"],
            expected={"system_administrator": 200},
            query="?check=not_asked&read=on&reason=Easier.",
        ),
        Row(
            lambda world: ["lesson"],
            expected={"system_administrator": 302},
            method="post",
        ),
    ],
    "learning:rule_apply": [
        for_everybody(405, path=rule),
        Row(rule, expected={"system_administrator": 302}, method="post"),
    ],
    "learning:cohorts": Row(expected=ALL_ADMINISTRATORS | {"trainer": 200}),
    "learning:cohort_new": [
        Row(expected=ALL_ADMINISTRATORS | {"trainer": 200}),
        Row(method="post", data={"name": ""}, expected=ALL_REFUSED_FORMS),
    ],
    "learning:cohort": for_cohort_runners(),
    "learning:cohort_edit": [
        for_cohort_runners(),
        for_cohort_runners(422, method="post", data={"name": ""}),
    ],
    "learning:cohort_archive": [
        for_cohort_runners(),
        for_cohort_runners(302, method="post"),
    ],
    "learning:cohort_members": for_cohort_runners(),
    "learning:cohort_waiting": for_cohort_runners(),
    "learning:my_cohorts": for_signed_in(200),
    "learning:cohort_member_add": [
        for_cohort_runners(),
        for_cohort_runners(
            302,
            method="post",
            data=lambda world: {"person": world.people["learner"].pk},
        ),
    ],
    "learning:cohort_member_remove": [
        for_cohort_runners(path=of_cohort("member")),
        for_cohort_runners(302, path=of_cohort("member"), method="post"),
    ],
    "learning:cohort_pending_withdraw": [
        for_cohort_runners(path=of_cohort("pending")),
        for_cohort_runners(302, path=of_cohort("pending"), method="post"),
    ],
    "learning:cohort_pending_remind": [
        Row(of_cohort("pending"), otherwise=405, anonymous=405),
        for_cohort_runners(302, path=of_cohort("pending"), method="post"),
    ],
    "learning:cohort_copy": [
        for_cohort_runners(),
        for_cohort_runners(422, method="post"),
    ],
    "learning:cohort_assignments": for_cohort_runners(),
    "learning:cohort_assign": [
        for_cohort_runners(),
        for_cohort_runners(422, method="post"),
    ],
    "learning:cohort_assignment": [
        for_cohort_runners(path=of_cohort("due")),
        for_cohort_runners(302, path=of_cohort("due"), method="post"),
    ],
    "learning:cohort_assignment_withdraw": [
        for_cohort_runners(path=of_cohort("due")),
        for_cohort_runners(302, path=of_cohort("due"), method="post"),
    ],
    "learning:cohort_import": [
        for_cohort_runners(),
        for_cohort_runners(422, method="post"),
    ],
    "learning:cohort_import_template": for_cohort_runners(),
    "learning:cohort_emails": [
        for_cohort_runners(),
        for_cohort_runners(422, method="post"),
    ],
    # One's own only: the list names people.
    "learning:cohort_import_check": [
        Row(
            of_cohort("import"),
            expected=dict.fromkeys(ALL_ADMINISTRATORS, 404) | {"trainer": 200},
        ),
        Row(
            of_cohort("import"),
            method="post",
            expected=dict.fromkeys(ALL_ADMINISTRATORS, 404) | {"trainer": 302},
        ),
    ],
    "learning:cohort_links": [
        for_cohort_runners(),
        for_cohort_runners(422, method="post"),
    ],
    "learning:cohort_link": for_cohort_runners(path=of_cohort("link")),
    "learning:cohort_link_withdraw": [
        for_cohort_runners(path=of_cohort("link")),
        for_cohort_runners(302, path=of_cohort("link"), method="post"),
    ],
    # Whoever holds the link: people of Arvania may join, others read whose it is.
    "learning:join": [
        Row(
            lambda world: [token_of(world.things["link"])],
            expected={"learner": 302, "learner_elsewhere": 403}
            | dict.fromkeys(("coordinator_elsewhere", "validator"), 403)
            | {"country_administrator_elsewhere": 403},
            otherwise=200,
            anonymous=200,
        ),
        Row(
            lambda world: [token_of(world.things["link"])],
            method="post",
            expected={"learner_elsewhere": 403, "trainer": 200}
            | dict.fromkeys(("coordinator_elsewhere", "validator"), 403)
            | {"country_administrator_elsewhere": 403},
            otherwise=302,
            anonymous=422,
        ),
    ],
    "learning:cohort_reopen": [
        Row(cohort, otherwise=405, anonymous=405),
        for_cohort_runners(302, method="post"),
    ],
    "learning:home": for_signed_in(200),
    "learning:activity_record": Row(expected={"system_administrator": 200}),
    "learning:activity_try_again": Row(
        method="post", expected={"system_administrator": 302}
    ),
    "learning:finish_lesson": [
        for_signed_in(302, path=lesson),
        for_signed_in(302, path=lesson, method="post"),
    ],
    "learning:complete_module": [
        for_signed_in(405, path=module),
        for_signed_in(302, path=module, method="post"),
    ],
    "learning:note": [
        for_signed_in(302, path=lesson),
        for_signed_in(
            302, path=lesson, method="post", data={"key": "prompt", "text": "Mine."}
        ),
    ],
    "learning:notes": for_signed_in(200),
    "learning:notes_download": for_signed_in(200),
    "learning:certificates": for_signed_in(200),
    # One's own only: not even an administrator downloads somebody else's.
    "learning:certificate_pdf": Row(code, expected={"learner": 200}, otherwise=404),
    "learning:certificate_print": Row(code, expected={"learner": 200}, otherwise=404),
    "learning:certificate_replace": [
        for_signed_in(405, path=code),
        Row(code, method="post", expected={"learner": 302}, otherwise=404),
    ],
    "learning:issued_certificates": Row(expected=ALL_ADMINISTRATORS),
    "learning:withdraw_certificate": [
        Row(code, expected=OWN_ADMINISTRATORS | WALLED),
        Row(
            code,
            method="post",
            data={"reason": "Not own work."},
            expected={"country_administrator": 302, "system_administrator": 302}
            | WALLED,
        ),
    ],
    "learning:batches": Row(expected=ALL_ADMINISTRATORS | {"trainer": 200}),
    "learning:batch_new": [
        Row(expected=ALL_ADMINISTRATORS | {"trainer": 200}),
        Row(method="post", expected=ALL_REFUSED_FORMS),
    ],
    "learning:batch_files": Row(
        method="post", expected=dict.fromkeys(ALL_ADMINISTRATORS, 302)
    ),
    "learning:batch": Row(batch, expected=OWN_ADMINISTRATORS | WALLED | NO_BATCH),
    "learning:batch_stop": Row(
        batch,
        method="post",
        expected=dict.fromkeys(OWN_ADMINISTRATORS, 302) | WALLED | NO_BATCH,
    ),
    "learning:batch_go_on": Row(
        batch,
        method="post",
        expected=dict.fromkeys(OWN_ADMINISTRATORS, 302) | WALLED | NO_BATCH,
    ),
    "certificates:verify_form": [
        for_everybody(200),
        # Open to strangers; without a file there is nothing to look for.
        for_everybody(400, method="post"),
    ],
    "certificates:issuer": for_everybody(200),
    "certificates:did": for_everybody(200),
    "certificates:status_list": for_everybody(200, path=lambda world: [1]),
    "certificates:achievement": for_everybody(200, path=achievement),
    "certificates:achievement_svg": for_everybody(200, path=achievement),
    "certificates:achievement_png": for_everybody(200, path=achievement),
    "certificates:credential_json": for_everybody(200, path=code),
    "certificates:credential_jwt": for_everybody(200, path=code),
    "certificates:badge_svg": for_everybody(200, path=code),
    "certificates:badge_png": for_everybody(200, path=code),
    "certificates:verify": [
        for_everybody(200, path=code),
        # Open to strangers; without a file there is nothing to compare.
        for_everybody(400, path=code, method="post"),
    ],
}
