"""Certificates for many: order them, watch them being made, take them up again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts.views.access import paged
from lms.learning import batches
from lms.learning.batch_forms import BatchForm
from lms.learning.batch_pages import failures_of, line_of, numbers_of, order_line
from lms.learning.models import IssueBatch
from lms.learning.permissions import (
    can_issue_certificates,
    can_withdraw_certificates,
)


@login_required
@require_GET
def batch_list(request):
    """The batches that somebody ordered, and those of the own countries."""
    _refuse_others(request.user)
    rows = (
        IssueBatch.objects.visible_to(request.user)
        .select_related("made_by", "cohort", "country")
        .defer("people", "failed")
    )
    listing = paged(request, rows)
    listing["page"].object_list = [
        {"batch": one, "line": line_of(one)} for one in listing["page"].object_list
    ]
    listing["may_see_all"] = can_withdraw_certificates(request.user)
    return render(request, "learning/batches.html", listing)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch_new(request):
    """Ask what is to be issued to whom, say how many that are, and order it."""
    _refuse_others(request.user)
    posted = request.method == "POST"
    first = {key: request.GET.get(key, "") for key in ("what", "whom", "kind")}
    form = BatchForm(request.POST if posted else None, by=request.user, initial=first)
    if not posted or not form.is_valid() or "back" in request.POST:
        return _ask(request, form, 422 if posted and form.errors else 200)
    preview = form.preview()
    if "confirmed" not in request.POST or not preview.new:
        context = {
            "form": form,
            "preview": preview,
            "line": order_line(form.order()),
            "whom": form.cohort or form.country,
            "numbers": numbers_of(preview),
        }
        return render(request, "learning/batch_confirm.html", context)
    try:
        batch = batches.start_batch(
            form.order(),
            preview.new,
            by=request.user,
            cohort=form.cohort,
            country=form.country,
        )
    except batches.BatchError as error:
        form.add_error(None, str(error))
        return _ask(request, form, 422)
    return redirect("learning:batch", pk=batch.pk)


def _ask(request, form: BatchForm, status: int):
    context = {"form": form, "may_see_all": can_withdraw_certificates(request.user)}
    return render(request, "learning/batch_new.html", context, status=status)


@login_required
@require_POST
def batch_files(request):
    """Make the PDFs that are missing."""
    if not can_withdraw_certificates(request.user):
        raise PermissionDenied
    try:
        batch = batches.start_file_batch(by=request.user)
    except batches.BatchError:
        messages.info(request, _("No certificate lacks its PDF."))
        return redirect("learning:issued_certificates")
    return redirect("learning:batch", pk=batch.pk)


@login_required
@require_GET
@never_cache
def batch_page(request, pk: int):
    """How far a batch is, and who got no certificate and why."""
    batch = _found(request, pk)
    context = {
        "batch": batch,
        "line": line_of(batch),
        "words": ngettext(
            "%(done)s of %(total)s done", "%(done)s of %(total)s done", batch.total
        )
        % {"done": batch.done, "total": batch.total},
        "broken_off": batches.is_broken_off(batch),
        "failures": failures_of(batch),
        "may_see_all": can_withdraw_certificates(request.user),
    }
    return render(request, "learning/batch.html", context)


@login_required
@require_POST
def batch_go_on(request, pk: int):
    """Take up a batch that was stopped or broke off."""
    batches.go_on(_found(request, pk))
    return redirect("learning:batch", pk=pk)


@login_required
@require_POST
def batch_stop(request, pk: int):
    """Stop a batch; what was issued stays."""
    batches.stop(_found(request, pk))
    return redirect("learning:batch", pk=pk)


def _found(request, pk: int) -> IssueBatch:
    _refuse_others(request.user)
    rows = IssueBatch.objects.visible_to(request.user).select_related(
        "made_by", "cohort", "country"
    )
    return get_object_or_404(rows, pk=pk)


def _refuse_others(user) -> None:
    if not can_issue_certificates(user):
        raise PermissionDenied
