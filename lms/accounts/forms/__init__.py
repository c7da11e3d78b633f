"""What people type about themselves and about others."""

from .my_data import CloseAccountForm
from .people import ActivityFilter, InviteForm, PeopleFilter, RoleForm
from .profile import ProfileForm
from .signup import AcceptForm, SignUpDetailsForm

__all__ = [
    "AcceptForm",
    "ActivityFilter",
    "CloseAccountForm",
    "InviteForm",
    "PeopleFilter",
    "ProfileForm",
    "RoleForm",
    "SignUpDetailsForm",
]
