"""What Wagtail holds about people: editors only."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import PageSubscription
from wagtail.users.models import UserProfile

from .registry import exempt, register

_WORK = "Names the editor of a page or file; then a closed account."


def _forget(person, wishes) -> None:
    for model in (UserProfile, EditingSession, FormState, PageSubscription):
        model.objects.filter(user=person).delete()


def register_all() -> None:
    """Say what the content management area holds."""
    register(
        "content-management",
        title=_("Settings in the content management"),
        about=_("For editors: how the content management looks and what it tells."),
        kept=_("Removed when you close the account."),
        relations=(
            "wagtailusers.UserProfile.user",
            "wagtailadmin.EditingSession.user",
            "wagtailadmin.FormState.user",
            "wagtailcore.PageSubscription.user",
        ),
        labels={
            "preferred_language": _("language"),
            "current_time_zone": _("time zone"),
            "theme": _("colours"),
        },
        rows=lambda person: UserProfile.objects.filter(user=person),
        anonymise=_forget,
    )
    exempt(
        _WORK,
        "wagtailcore.Page.owner",
        "wagtailcore.Page.locked_by",
        "wagtailcore.Revision.user",
        "wagtailcore.UploadedFile.uploaded_by_user",
        "wagtailcore.WorkflowState.requested_by",
        "wagtailcore.TaskState.finished_by",
        "wagtailcore.ModelLogEntry.user",
        "wagtailcore.PageLogEntry.user",
        "wagtailcore.Comment.user",
        "wagtailcore.Comment.resolved_by",
        "wagtailcore.CommentReply.user",
        "wagtaildocs.Document.uploaded_by_user",
        "wagtailimages.Image.uploaded_by_user",
    )
