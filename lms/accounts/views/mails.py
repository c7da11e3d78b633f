"""E-mails that have not left, for those who look after a country."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from lms.accounts import services
from lms.accounts.models import OutgoingMail
from lms.accounts.roles import Capability

from .access import needs, paged


@require_GET
@needs(Capability.MANAGE_PEOPLE)
def mail_list(request):
    """What waits and what was given up; never what it says."""
    rows = OutgoingMail.objects.visible_to(request.user).open()
    listing = paged(request, rows.select_related("country"))
    return render(request, "accounts/mails.html", listing)


@require_POST
@needs(Capability.MANAGE_PEOPLE)
def try_again(request, pk):
    """Try one e-mail again."""
    rows = OutgoingMail.objects.visible_to(request.user)
    mail = get_object_or_404(rows, pk=pk)
    services.try_mails_again(rows.filter(pk=pk), by=request.user)
    mail.refresh_from_db()
    address = {"email": mail.recipient}
    if mail.state == mail.State.SENT:
        messages.success(request, _("The e-mail to %(email)s has left.") % address)
    elif mail.problem:
        words = _("The e-mail to %(email)s has not left. %(reason)s")
        reason = {"reason": mail.get_problem_display()}
        messages.error(request, words % (address | reason))
    else:
        messages.info(request, _("The e-mail to %(email)s is on its way.") % address)
    return redirect("accounts:mails")


@require_POST
@needs(Capability.MANAGE_PEOPLE)
def try_all_again(request):
    """Try everything again that has not left."""
    rows = OutgoingMail.objects.visible_to(request.user)
    count = services.try_mails_again(rows, by=request.user)
    words = ngettext(
        "%(count)d e-mail is tried again now.",
        "%(count)d e-mails are tried again now.",
        count,
    )
    messages.info(request, words % {"count": count})
    return redirect("accounts:mails")
