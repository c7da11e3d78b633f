"""Who gets what on the pages of learning."""

from tests.access import Row, World, for_everybody, for_signed_in
from tests.learning.factories import CertificateFactory, make_module

OWN_ADMINISTRATORS = {"country_administrator": 200, "system_administrator": 200}
ALL_ADMINISTRATORS = OWN_ADMINISTRATORS | {"country_administrator_elsewhere": 200}
WALLED = {"country_administrator_elsewhere": 404}


def prepare(world: World) -> None:
    """Publish a module; the learner of Arvania has a certificate."""
    world.things["module"] = make_module("91")
    world.things["certificate"] = CertificateFactory.create(
        person=world.people["learner"], country=world.arvania
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


ROWS = {
    "learning:home": for_signed_in(200),
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
    "certificates:verify_form": for_everybody(200),
    "certificates:verify": [
        for_everybody(200, path=code),
        # Open to strangers; without a file there is nothing to compare.
        for_everybody(400, path=code, method="post"),
    ],
}
