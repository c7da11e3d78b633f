"""Who gets what on the pages of people and countries."""

from lms.accounts import services
from lms.accounts.roles import Role
from tests.access import Row, World, for_everybody, for_signed_in

OWN_ADMINISTRATORS = {"country_administrator": 200, "system_administrator": 200}
ALL_ADMINISTRATORS = OWN_ADMINISTRATORS | {"country_administrator_elsewhere": 200}
WHO_INVITE = ALL_ADMINISTRATORS | {"coordinator": 200, "coordinator_elsewhere": 200}


def prepare(world: World) -> None:
    """Invite somebody into Arvania; the learner is the person to look at."""
    world.things["invitation"] = services.invite_person(
        "new@example.org",
        role=Role.COORDINATOR,
        country=world.arvania,
        by=world.people["country_administrator"],
    )
    world.things["mail"] = world.things["invitation"].mails.get()
    world.things["archive"] = services.ask_for_archive(
        world.people["learner"], language="en"
    )
    services.make_archive.call(world.things["archive"].pk)
    world.things["membership"] = world.people["learner"].memberships.get()


def learner(world: World) -> list:
    """Return the arguments of a page about the learner of Arvania."""
    return [world.people["learner"].pk]


def membership(world: World) -> list:
    """Return the arguments of a page about the learner's role."""
    return [world.people["learner"].pk, world.things["membership"].pk]


def invitation(world: World) -> list:
    """Return the arguments of a page about the invitation into Arvania."""
    return [world.things["invitation"].pk]


def mail(world: World) -> list:
    """Return the arguments of a page about the invitation's e-mail."""
    return [world.things["mail"].pk]


#: Administrators of other countries do not find it; other roles may not ask.
WALLED = {"country_administrator_elsewhere": 404}
DONE = {"country_administrator": 302, "system_administrator": 302}

ROWS = {
    "accounts:profile": for_signed_in(200),
    "accounts:my_data": for_signed_in(200),
    "accounts:data_export": for_signed_in(302, method="post"),
    "accounts:data_download": Row(
        lambda world: [world.things["archive"].public_id],
        expected={"learner": 200},
        otherwise=404,
    ),
    "accounts:account_close": for_signed_in(200),
    "accounts:account_closed": for_everybody(200),
    "accounts:people": Row(expected=ALL_ADMINISTRATORS),
    "accounts:people_export": Row(expected=ALL_ADMINISTRATORS),
    "accounts:activity": Row(expected=ALL_ADMINISTRATORS),
    "accounts:mails": Row(expected=ALL_ADMINISTRATORS),
    "accounts:mails_try_all_again": Row(
        method="post", expected=DONE | {"country_administrator_elsewhere": 302}
    ),
    "accounts:mail_try_again": Row(mail, method="post", expected=DONE | WALLED),
    "accounts:person": Row(learner, expected=OWN_ADMINISTRATORS | WALLED),
    "accounts:role_give": [
        Row(
            learner,
            method="post",
            query="?place=XA",
            data={"role": "trainer"},
            expected=DONE | WALLED,
        ),
        Row(
            learner,
            method="post",
            query="?place=XA",
            data={"role": "validator"},
            expected={"country_administrator": 422, "system_administrator": 302}
            | WALLED,
        ),
    ],
    "accounts:role_end": [
        Row(membership, expected=OWN_ADMINISTRATORS | WALLED),
        Row(membership, method="post", expected=DONE | WALLED),
    ],
    "accounts:deactivate": [
        Row(learner, expected=OWN_ADMINISTRATORS | WALLED),
        Row(learner, method="post", expected=DONE | WALLED),
    ],
    "accounts:reactivate": [
        Row(learner, expected=OWN_ADMINISTRATORS | WALLED),
        Row(learner, method="post", expected=DONE | WALLED),
    ],
    "accounts:second_factor_reset": [
        Row(learner, expected=OWN_ADMINISTRATORS | WALLED),
        Row(learner, method="post", expected=DONE | WALLED),
    ],
    "accounts:invitations": Row(expected=WHO_INVITE),
    "accounts:invite": [
        Row(expected=WHO_INVITE),
        Row(
            query="?place=XA",
            expected=OWN_ADMINISTRATORS
            | {
                "coordinator": 200,
                "coordinator_elsewhere": 404,
                "country_administrator_elsewhere": 404,
            },
        ),
        Row(
            method="post",
            query="?place=XA",
            data={"email": "a@example.org", "role": "coordinator", "language": "en"},
            expected=DONE | WALLED | {"coordinator": 422, "coordinator_elsewhere": 404},
        ),
    ],
    "accounts:invitation_resend": Row(
        invitation,
        method="post",
        # A coordinator sees the invitation; the service refuses to touch it.
        expected=DONE | WALLED | {"coordinator": 302, "coordinator_elsewhere": 404},
    ),
    "accounts:invitation_withdraw": Row(
        invitation,
        expected=OWN_ADMINISTRATORS
        | WALLED
        | {"coordinator": 200, "coordinator_elsewhere": 404},
    ),
    "accounts:invitation": for_everybody(404, path=lambda world: ["no-such-token"]),
}
