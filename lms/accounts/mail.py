"""Sending e-mails: plain text, in the reader's language, as background work."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from lms.accounts.models import Invitation


def send(
    template: str,
    *,
    to: str,
    language: str,
    context: dict,
    invitation_id: int | None = None,
) -> None:
    """Render an e-mail and hand it to the background work once all is committed.

    template is the path without its end: "<template>_subject.txt" and
    "<template>_message.txt" are rendered in the language.
    """
    context = context | {"site_name": settings.SITE_NAME, "base_url": settings.BASE_URL}
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        text = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    transaction.on_commit(
        lambda: deliver.enqueue(
            to=to, subject=subject, text=text, invitation_id=invitation_id
        )
    )


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the link that accepts an invitation."""
    with translation.override(invitation.language):
        path = reverse("accounts:invitation", args=[token])
    send(
        "accounts/email/invitation",
        to=invitation.email,
        language=invitation.language,
        context={"invitation": invitation, "link": f"{settings.BASE_URL}{path}"},
        invitation_id=invitation.pk,
    )


@task()
def deliver(to: str, subject: str, text: str, invitation_id: int | None = None) -> None:
    """Give one e-mail to the mail server; note on the invitation that it left."""
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to]).send()
    if invitation_id:
        Invitation.objects.filter(pk=invitation_id).update(sent_at=timezone.now())
