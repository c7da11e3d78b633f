"""Certificates of a country: find one, withdraw it with a reason."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lms.learning.certificates import CertificateError, revoke_certificate
from lms.learning.forms import CertificateFilterForm, WithdrawForm
from lms.learning.models import Certificate
from lms.learning.permissions import can_withdraw_certificates

PAGE = 50


@login_required
@require_GET
def issued_certificates(request):
    """The certificates issued in the countries that somebody looks after."""
    _refuse_others(request.user)
    form = CertificateFilterForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    rows = Certificate.objects.managed_by(request.user).search(text)
    paginator = Paginator(rows.select_related("country"), PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "text": text,
        "page": page,
        "query": f"?{urlencode({'q': text})}&page=",
        "numbers": paginator.get_elided_page_range(page.number),
    }
    return render(request, "learning/issued_certificates.html", context)


@login_required
def withdraw_certificate(request, code: str):
    """Ask for the reason and withdraw a certificate."""
    _refuse_others(request.user)
    certificate = get_object_or_404(
        Certificate.objects.managed_by(request.user), code=code
    )
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_certificate(
                certificate, reason=form.cleaned_data["reason"], by=request.user
            )
        except CertificateError as error:
            messages.error(request, str(error))
        else:
            text = _("Certificate %(code)s is withdrawn.") % {"code": certificate.code}
            messages.success(request, text)
        return redirect("learning:issued_certificates")
    context = {"form": form, "certificate": certificate}
    return render(request, "learning/withdraw_certificate.html", context)


def _refuse_others(user) -> None:
    if not can_withdraw_certificates(user):
        raise PermissionDenied
