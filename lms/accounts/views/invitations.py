"""Inviting people, and accepting an invitation."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts import permissions, services
from lms.accounts.forms import AcceptForm, InviteForm
from lms.accounts.models import Invitation
from lms.accounts.places import chosen_place
from lms.accounts.roles import Capability
from lms.accounts.services.invitations import account_of, closed_because, is_for

from .access import needs, paged


@require_GET
@needs(Capability.INVITE)
def pending(request):
    """The invitations that nobody has accepted yet."""
    rows = (
        Invitation.objects.visible_to(request.user)
        .pending()
        .select_related("country", "region", "institution", "invited_by")
    )
    listing = paged(request, rows)
    may = [
        permissions.can_handle_invitation(request.user, row) for row in listing["page"]
    ]
    context = listing | {"rows": list(zip(listing["page"], may, strict=True))}
    return render(request, "accounts/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Capability.INVITE)
def invite(request):
    """Offer a role to somebody by e-mail; first choose the place if there are several."""
    place, places = chosen_place(request.user, request.GET.get("place", ""))
    if place is None:
        return render(request, "accounts/invite_place.html", {"places": places})
    form = InviteForm(
        request.POST or None,
        by=request.user,
        country=place.country,
        region=place.region,
        initial={"language": request.user.language},
    )
    if request.method == "POST" and form.is_valid():
        try:
            invitation = _invited(request, form)
        except services.AccountsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _sent_words(invitation))
            return redirect("accounts:invitations")
    context = {"form": form, "place": place, "places": places}
    return render(
        request, "accounts/invite.html", context, status=422 if form.errors else 200
    )


def _invited(request, form) -> Invitation:
    return services.invite_person(
        form.cleaned_data["email"],
        full_name=form.cleaned_data["full_name"],
        language=form.cleaned_data["language"],
        by=request.user,
        **form.scope(),
    )


def _sent_words(invitation: Invitation) -> str:
    """Say whether the e-mail has left; a mail server may be slow or down."""
    invitation.refresh_from_db(fields=["sent_at"])
    if invitation.sent_at:
        return _("The invitation was sent to %(email)s.") % {"email": invitation.email}
    return _(
        "The invitation for %(email)s is saved. Its e-mail has not left yet; "
        "look at this list again in some minutes."
    ) % {"email": invitation.email}


def _mine(request, pk) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)


@require_POST
@needs(Capability.INVITE)
def resend(request, pk):
    """Send the invitation again with a new link."""
    try:
        invitation = services.resend_invitation(_mine(request, pk), by=request.user)
    except services.AccountsError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _sent_words(invitation))
    return redirect("accounts:invitations")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Capability.INVITE)
def withdraw(request, pk):
    """Ask, then make the invitation worthless."""
    invitation = _mine(request, pk)
    if request.method != "POST":
        return render(request, "accounts/withdraw.html", {"invitation": invitation})
    try:
        services.withdraw_invitation(invitation, by=request.user)
    except services.AccountsError as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("The invitation for %(email)s is withdrawn.")
        messages.success(request, words % {"email": invitation.email})
    return redirect("accounts:invitations")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, token):
    """The page behind the link: who invites, to what, and how to accept."""
    invitation = services.find_invitation(token)
    if invitation is None:
        return render(request, "accounts/invitation_unknown.html", status=404)
    if request.user.is_authenticated:
        return _accept_signed_in(request, invitation)
    if invitation.state() != "open":
        context = {"invitation": invitation, "reason": closed_because(invitation)}
        return render(request, "accounts/invitation_closed.html", context, status=410)
    if account_of(invitation):
        sign_in = f"{reverse('account_login')}?next={request.path}"
        context = {"invitation": invitation, "sign_in_url": sign_in}
        return render(request, "accounts/invitation_sign_in.html", context)
    return _accept_new(request, invitation)


def _accept_signed_in(request, invitation):
    """Accept with the account at hand, if the invitation is for it."""
    person = request.user
    if not is_for(invitation, person):
        context = {"invitation": invitation}
        return render(request, "accounts/invitation_other.html", context, status=403)
    if request.method == "POST":
        try:
            membership = services.accept_invitation(invitation, person=person)
        except services.AccountsError as refusal:
            return _refused(request, invitation, refusal)
        messages.success(request, _("Your new role: %(role)s.") % {"role": membership})
        return redirect("accounts:profile")
    if invitation.state() == "accepted":
        return redirect("accounts:profile")
    if invitation.state() != "open":
        return _refused(request, invitation, closed_because(invitation))
    return render(
        request, "accounts/invitation_accept.html", {"invitation": invitation}
    )


def _accept_new(request, invitation):
    """Open an account for the invited address and sign in with it."""
    form = AcceptForm(
        request.POST or None,
        email=invitation.email,
        initial={"full_name": invitation.full_name},
    )
    if request.method == "POST" and form.is_valid():
        try:
            membership = services.accept_invitation(invitation, **form.cleaned_data)
        except services.AccountsError as refusal:
            return _refused(request, invitation, refusal)
        return perform_login(request, membership.person, email_verification="none")
    context = {"form": form, "invitation": invitation}
    status = 422 if form.errors else 200
    return render(request, "accounts/invitation_new.html", context, status=status)


def _refused(request, invitation, reason):
    context = {"invitation": invitation, "reason": str(reason)}
    return render(request, "accounts/invitation_closed.html", context, status=410)
