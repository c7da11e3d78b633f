"""What people type about themselves and about others."""

from .people import ActivityFilter, InviteForm, PeopleFilter, RoleForm
from .profile import ProfileForm
from .signup import AcceptForm, SignUpDetailsForm

__all__ = [
    "AcceptForm",
    "ActivityFilter",
    "InviteForm",
    "PeopleFilter",
    "ProfileForm",
    "RoleForm",
    "SignUpDetailsForm",
]
