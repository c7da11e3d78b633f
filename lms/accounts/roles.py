"""The roles, and the one table of what each of them allows.

Deny by default: a capability that is not in the table is nobody's. Whether a
role holds in a given country is the membership's business; what it allows
there is said here and nowhere else.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does here. One person may hold several roles."""

    LEARNER = "learner", _("Learner")
    TRAINER = "trainer", _("Trainer")
    RESPONDENT = "respondent", _("Respondent")
    FOCAL_POINT = "focal_point", _("Focal point")
    COORDINATOR = "coordinator", _("Country coordinator")
    COUNTRY_ADMINISTRATOR = "country_administrator", _("Country administrator")
    VALIDATOR = "validator", _("Validator")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("Regional system administrator")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")


#: Roles that mean nothing without a country.
COUNTRY_ROLES = (
    Role.TRAINER,
    Role.RESPONDENT,
    Role.FOCAL_POINT,
    Role.COORDINATOR,
    Role.COUNTRY_ADMINISTRATOR,
)
#: Roles that look at more than one country and so never belong to one.
REGIONAL_ROLES = (Role.SYSTEM_ADMINISTRATOR,)
#: Roles whose holders can do harm to many: they sign in with a second factor.
SECOND_FACTOR_ROLES = frozenset(
    {Role.COUNTRY_ADMINISTRATOR, Role.VALIDATOR, Role.SYSTEM_ADMINISTRATOR}
)


class Capability(models.TextChoices):
    """One thing a role may allow, in the countries where the role is held."""

    MANAGE_PEOPLE = "manage_people", _("see and manage people")
    EXPORT_PEOPLE = "export_people", _("export the list of people")
    INVITE = "invite", _("invite people")
    VIEW_ACTIVITY_LOG = "view_activity_log", _("read the activity log")
    WITHDRAW_CERTIFICATES = "withdraw_certificates", _("withdraw certificates")
    ANALYSE_QUESTIONS = "analyse_questions", _("see how questions work")
    MARK_TEXTS = "mark_texts", _("mark what learners write")
    RUN_COHORTS = "run_cohorts", _("run cohorts")
    OVERSEE_COHORTS = "oversee_cohorts", _("see and run all cohorts")
    CHANGE_RULES = "change_rules", _("change the rules of completion")
    RUN_ROUNDS = "run_rounds", _("run the country's maturity rounds")
    VALIDATE_ROUNDS = "validate_rounds", _("validate submitted rounds")
    OVERSEE_ROUNDS = "oversee_rounds", _("see where countries are in their rounds")
    READ_RECORD = "read_record", _("read what a country keeps for itself")
    KEEP_RECORD = (
        "keep_record",
        _("keep the country's network, data sources and indicators"),
    )
    RUN_PLANS = "run_plans", _("make the country's action plan and follow it")
    EDIT_CONTENT = "edit_content", _("edit pages and questions")
    TRANSLATE = "translate", _("translate the interface")


CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.LEARNER: frozenset(),
    Role.TRAINER: frozenset(
        {
            Capability.ANALYSE_QUESTIONS,
            Capability.MARK_TEXTS,
            Capability.RUN_COHORTS,
        }
    ),
    Role.RESPONDENT: frozenset({Capability.READ_RECORD}),
    Role.FOCAL_POINT: frozenset({Capability.READ_RECORD}),
    Role.COORDINATOR: frozenset(
        {
            Capability.INVITE,
            Capability.RUN_ROUNDS,
            Capability.READ_RECORD,
            Capability.KEEP_RECORD,
            Capability.RUN_PLANS,
        }
    ),
    Role.COUNTRY_ADMINISTRATOR: frozenset(
        {
            Capability.MANAGE_PEOPLE,
            Capability.EXPORT_PEOPLE,
            Capability.INVITE,
            Capability.VIEW_ACTIVITY_LOG,
            Capability.WITHDRAW_CERTIFICATES,
            Capability.ANALYSE_QUESTIONS,
            Capability.RUN_COHORTS,
            Capability.OVERSEE_COHORTS,
            Capability.RUN_ROUNDS,
            Capability.READ_RECORD,
            Capability.KEEP_RECORD,
            Capability.RUN_PLANS,
        }
    ),
    Role.VALIDATOR: frozenset({Capability.VALIDATE_ROUNDS}),
    # Who looks after a region neither answers or plans for a country nor judges it.
    Role.SYSTEM_ADMINISTRATOR: frozenset(Capability)
    - {
        Capability.RUN_ROUNDS,
        Capability.VALIDATE_ROUNDS,
        Capability.KEEP_RECORD,
        Capability.RUN_PLANS,
    },
    Role.EDITOR: frozenset({Capability.EDIT_CONTENT, Capability.ANALYSE_QUESTIONS}),
    Role.TRANSLATOR: frozenset({Capability.TRANSLATE}),
}

_COUNTRY_PEOPLE = frozenset(
    {Role.LEARNER, Role.TRAINER, Role.RESPONDENT, Role.FOCAL_POINT}
)

#: Which roles a role may give to others, where it is held itself.
GRANTS: dict[Role, frozenset[Role]] = {
    # Through the cohorts a trainer runs; the pages of people stay closed.
    Role.TRAINER: frozenset({Role.LEARNER}),
    Role.COORDINATOR: _COUNTRY_PEOPLE,
    Role.COUNTRY_ADMINISTRATOR: _COUNTRY_PEOPLE
    | {Role.COORDINATOR, Role.COUNTRY_ADMINISTRATOR},
    Role.SYSTEM_ADMINISTRATOR: frozenset(Role),
}


def allows(role: str, capability: str) -> bool:
    """Return whether a role allows something where it is held."""
    return capability in CAPABILITIES.get(role, ())


def grants(role: str, granted: str) -> bool:
    """Return whether holders of a role may give another role where they hold theirs."""
    return granted in GRANTS.get(role, ())


def roles_with(capability: str) -> frozenset[str]:
    """Return the roles that allow something."""
    return frozenset(role for role in Role if allows(role, capability))
