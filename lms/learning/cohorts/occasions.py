"""What an invited learner is told of the cohort that waits."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.models import Invitation
from lms.accounts.roles import Role
from lms.learning.models import PendingMember


def cohorts_that_wait(invitation: Invitation) -> str:
    """Return the cohorts that an invited learner will be in, as one sentence."""
    if invitation.role != Role.LEARNER:
        return ""
    rows = PendingMember.objects.waiting().of_address(invitation)
    names = [f"“{row.cohort.name}”" for row in rows.select_related("cohort")]
    if not names:
        return ""
    return ngettext(
        "You will learn in the cohort %(names)s.",
        "You will learn in the cohorts %(names)s.",
        len(names),
    ) % {"names": get_text_list(names, _("and"))}
