"""What the signed-in person says about oneself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts import second_factor
from lms.accounts.audit import record
from lms.accounts.forms import ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request):
    """Names, language and time zone; the way to password and second factor."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        if form.changed_data:
            record(person, "profile_changed", person, fields=sorted(form.changed_data))
        with translation.override(person.language):
            messages.success(request, _("Your profile is saved."))
            return redirect(reverse("accounts:profile"))
    if form.errors:
        # What was typed must not show as the name in the header.
        request.user.refresh_from_db()
    context = {
        "form": form,
        "memberships": request.user.current_memberships,
        "has_second_factor": second_factor.is_set_up(request.user),
        "needs_second_factor": second_factor.is_required(request.user),
    }
    return render(
        request, "accounts/profile.html", context, status=422 if form.errors else 200
    )
