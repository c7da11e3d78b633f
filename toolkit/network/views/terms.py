"""The terms of reference: read, written section by section, approved, taken along."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from toolkit.network.entering import named_country
from toolkit.network.groups_documents import terms_pdf
from toolkit.network.groups_forms import ApproveForm
from toolkit.network.groups_pages import group_of, last_change
from toolkit.network.models import PublicItem, TermsVersion
from toolkit.network.permissions import can_read
from toolkit.network.publishing import may_see
from toolkit.network.services.groups_errors import (
    ChangedMeanwhile,
    GroupRefused,
    NothingToApprove,
)
from toolkit.network.services.terms import approve_terms, save_terms
from toolkit.network.terms_editing import TermsForm, without_changes
from toolkit.network.terms_text import numbered

from .groups_frame import (
    FORM,
    KEEP,
    form_page,
    founded_group,
    page,
    pdf_or_back,
    refused,
)


@require_safe
@login_required
def terms(request, code):
    """The terms as they are now, and every version that was approved."""
    group = founded_group(request, code)
    context = {
        "group": group,
        "sections": numbered(group.terms),
        "versions": list(TermsVersion.objects.filter(group=group)),
    }
    return page(request, "terms", group.country, context)


@require_http_methods(FORM)
@login_required
def edit(request, code):
    """Write the sections; adding and removing are tried out before they are saved."""
    group = founded_group(request, code, KEEP)
    if request.method != "POST":
        form = TermsForm.of(group)
        return page(
            request, "terms_edit", group.country, {"group": group, "terms": form}
        )
    form = TermsForm.sent(request.POST, group)
    if not form.saves:
        return page(
            request, "terms_edit", group.country, {"group": group, "terms": form}
        )
    if not form.valid:
        context = {"group": group, "terms": form, "errors": form.errors()}
        return page(request, "terms_edit", group.country, context, status=422)
    try:
        save_terms(
            group,
            sections=form.sections(),
            edit_number=form.edit_number,
            by=request.user,
        )
    except ChangedMeanwhile as refusal:
        context = {
            "group": group,
            "terms": form.again(group),
            "refusal": refusal,
            "changed": last_change(group),
            "theirs": without_changes(form.sections(), group.terms),
        }
        return page(request, "terms_edit", group.country, context, status=409)
    except GroupRefused as refusal:
        context = {"group": group, "terms": form, "refusal": refusal}
        return page(request, "terms_edit", group.country, context, status=422)
    messages.success(request, _("The terms of reference are saved."))
    return redirect("network:terms", code)


@require_http_methods(FORM)
@login_required
def approve(request, code):
    """Record who approved the terms and when: from then on this version stays."""
    group = founded_group(request, code, KEEP)
    if request.method != "POST" and not group.has_draft:
        messages.info(request, str(NothingToApprove.message))
        return redirect("network:terms", code)
    initial = {
        "edit_number": group.edit_number,
        "number": group.draft_number,
        "approved_on": timezone.localdate(),
    }
    data = request.POST if request.method == "POST" else None
    form = ApproveForm(data, initial=initial)
    status = None
    if request.method == "POST" and form.is_valid():
        try:
            version = approve_terms(group, by=request.user, **form.cleaned_data)
        except ChangedMeanwhile:
            words = _(
                "Somebody else has changed the terms while you had the page open. Read "
                "them again before you record the approval."
            )
            refused(form, words)
            status = 409
        except GroupRefused as refusal:
            refused(form, refusal)
        else:
            words = _("Version %(number)s of the terms of reference is approved.")
            messages.success(request, words % {"number": version.number})
            return redirect("network:terms", code)
    title = _("Record the approval of version %(number)s") % {
        "number": group.draft_number
    }
    return form_page(
        request,
        group.country,
        form,
        status=status,
        title=title,
        intro=_(
            "This version is then kept as it is. A later change begins the draft of the "
            "next one."
        ),
        button=_("Approve version %(number)s") % {"number": group.draft_number},
        back_url=reverse("network:terms", args=[code]),
        back=_("Leave without approving"),
        trail=[(_("Terms of reference"), reverse("network:terms", args=[code]))],
    )


@require_safe
@login_required
def draft_pdf(request, code):
    """The terms as they are now, to be discussed or signed."""
    group = founded_group(request, code)
    name = f"{code}-terms-draft-{group.draft_number}.pdf"
    return pdf_or_back(request, lambda: terms_pdf(group), name, "network:terms", code)


@require_safe
def version_pdf(request, code, number):
    """A version as it was approved; for strangers the last one, where it is public."""
    country = named_country(code)
    group = group_of(country)
    if group is None or not may_see(request.user, country, PublicItem.Item.TERMS):
        raise Http404
    version = get_object_or_404(TermsVersion, group=group, number=number)
    if number != group.terms_version and not can_read(request.user, country):
        raise Http404
    name = f"{code}-terms-{number}.pdf"
    return pdf_or_back(
        request, lambda: terms_pdf(group, version), name, "network:terms", code
    )
