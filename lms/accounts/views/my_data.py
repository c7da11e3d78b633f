"""What is held about the signed-in person: seeing it, taking it along, leaving."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts import services
from lms.accounts.forms import CloseAccountForm
from lms.accounts.models import DataExport
from lms.accounts.my_data import holdings
from lms.core.private_files import private_storage


@require_GET
@login_required
@never_cache
def my_data(request):
    """Every kind of record: what it is, who sees it, how long, how many."""
    found = [(one, one.rows(request.user).count()) for one in holdings()]
    exports = DataExport.objects.visible_to(request.user)
    export = next((one for one in exports if one.valid_until > timezone.now()), None)
    context = {
        "held": [pair for pair in found if pair[1]],
        "empty": [pair for pair in found if not pair[1]],
        "export": export,
    }
    return render(request, "accounts/my_data.html", context)


@require_POST
@login_required
def ask_for_archive(request):
    """Have the archive made; the page before says how far it is."""
    services.ask_for_archive(request.user, language=get_language())
    return redirect("accounts:my_data")


@require_GET
@login_required
@never_cache
def download(request, pk):
    """The archive; only for whom it was made, and for a week."""
    export = get_object_or_404(
        DataExport.objects.visible_to(request.user),
        public_id=pk,
        state=DataExport.State.READY,
    )
    if export.valid_until <= timezone.now():
        raise Http404
    try:
        with private_storage().open(export.file) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="application/zip")
    name = f"my-data-{export.asked_at:%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def close_account(request):
    """Ask what becomes of the certificates, and for the password; then close."""
    posted = request.POST if request.method == "POST" else None
    form = CloseAccountForm(posted, person=request.user)
    # Counted as allauth counts the password before a change that matters.
    if posted is not None and not ratelimit.consume(
        request, action="reauthenticate", user=request.user
    ):
        messages.error(request, _("There were too many tries. Wait some minutes."))
        return redirect("accounts:account_close")
    if form.is_valid():
        try:
            services.close_account(request.user, wishes=form.wishes())
        except services.AccountsError as refusal:
            form.add_error(None, str(refusal))
        else:
            # Not by logout(): it would write the name into the activity log.
            request.session.flush()
            request.user = AnonymousUser()
            return redirect("accounts:account_closed")
    status = 422 if form.errors else 200
    return render(request, "accounts/close_account.html", {"form": form}, status=status)


@require_GET
def account_closed(request):
    """Say goodbye."""
    return render(request, "accounts/account_closed.html")
