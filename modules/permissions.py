"""Who may see what of the course. Lessons are public; guides are for trainers."""

from lms.accounts.models import Role
from modules.choices import FileKind

#: Roles that run courses or write them, and so see guides and solutions.
GUIDE_ROLES = frozenset(
    {Role.TRAINER, Role.EDITOR, Role.COUNTRY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}
)


def can_read_guides(person) -> bool:
    """Return whether this person sees facilitator guides and solutions."""
    return person.is_authenticated and bool(GUIDE_ROLES & person.roles)


def can_download(person, kind: str) -> bool:
    """Return whether this person may download a module's file of this kind."""
    return kind != FileKind.SOLUTION or can_read_guides(person)
