"""Words about e-mails on their way."""

from django import template
from django.urls import reverse

from lms.accounts import mail, services

register = template.Library()


@register.filter
def kind_words(found) -> str:
    """Return what administrators read instead of the e-mail's subject."""
    return mail.kind_words(found.kind)


@register.inclusion_tag("accounts/_late_mails.html", takes_context=True)
def late_mails(context) -> dict:
    """Say that e-mails wait for more than an hour, to those who can do something."""
    count = services.late_mails(context["request"].user)
    return {"count": count, "url": reverse("accounts:mails") if count else ""}
