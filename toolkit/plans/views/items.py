"""Pages of one line: change, add, drop, take back, reorder, waive an order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from toolkit.plans import item_pages, plan_pages
from toolkit.plans.item_forms import EditForm, OwnLineForm, ReasonForm
from toolkit.plans.permissions import Action
from toolkit.plans.quarters import read_quarter
from toolkit.plans.services.editing import (
    add_item,
    drop_item,
    edit_item,
    free_item,
    move_item,
    restore_item,
    values_of,
    waive,
)
from toolkit.plans.services.errors import (
    Elsewhere,
    MovesOthers,
    OutOfOrder,
    PlanError,
    SomebodyWasFirst,
)
from toolkit.plans.views.access import item_of, plan_for

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
def item(request, pk, code):
    """Change a line. Somebody else's change in between is shown beside one's own."""
    plan = plan_for(request, pk, Action.EDIT)
    line = item_of(plan, code)
    values = values_of(line)
    initial = values | {"edit_number": line.edit_number}
    data = request.POST if request.method == "POST" else None
    form = EditForm(data, plan=plan, own="question" in values, initial=initial)
    found = {}
    if request.method == "POST" and form.is_valid():
        try:
            edit_item(line, values=form.values(), by=request.user, **form.how())
        except SomebodyWasFirst as refused:
            form.add_error(None, str(refused))
            form.data = form.data.copy()
            form.data["edit_number"] = line.edit_number
            found["theirs"] = item_pages.both(form, values)
        except OutOfOrder as refused:
            form.add_error("start", str(refused))
            found["befores"] = refused.befores
        except MovesOthers as refused:
            form.add_error("start", str(refused))
            found["pushed"] = item_pages.pushed(refused.pushed)
        except Elsewhere as refused:
            form.add_error("responsible", str(refused))
        except PlanError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The line is saved."))
            return redirect(f"{reverse('plans:item', args=[pk, code])}#warnings")
    context = plan_pages.frame(plan) | item_pages.item_context(plan, line) | found
    status = 422 if form.errors else 200
    return render(request, "plans/item.html", context | {"form": form}, status=status)


@require_http_methods(FORM)
@login_required
def add(request, pk):
    """Add a line of the country's own."""
    plan = plan_for(request, pk, Action.EDIT)
    initial = {"start": read_quarter(plan.start), "length": 1, "effort": "S"}
    data = request.POST if request.method == "POST" else None
    form = OwnLineForm(data, plan=plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            line = add_item(plan, values=form.cleaned_data, by=request.user)
        except PlanError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The line is added."))
            return redirect(f"{reverse('plans:plan', args=[pk])}#line-{line.code}")
    context = plan_pages.frame(plan) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "plans/item_add.html", context, status=status)


@require_http_methods(FORM)
@login_required
def drop(request, pk, code):
    """Ask for the reason, then drop a line."""
    plan = plan_for(request, pk, Action.EDIT)
    line = item_of(plan, code)
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, initial={"edit_number": line.edit_number})
    if request.method == "POST" and form.is_valid():
        try:
            drop_item(line, by=request.user, **form.cleaned_data)
        except PlanError as refused:
            form.add_error(None, str(refused))
            form.data = form.data.copy()
            form.data["edit_number"] = line.edit_number
        else:
            messages.success(request, _("The line is dropped. Its reason is kept."))
            return redirect("plans:plan", pk)
    context = plan_pages.frame(plan) | item_pages.item_context(plan, line)
    status = 422 if form.errors else 200
    return render(
        request, "plans/item_drop.html", context | {"form": form}, status=status
    )


@require_POST
@login_required
def restore(request, pk, code):
    """Take a dropped line into the plan again."""
    plan = plan_for(request, pk, Action.EDIT)
    restore_item(item_of(plan, code), by=request.user)
    messages.success(request, _("The line is in the plan again."))
    return redirect("plans:plan", pk)


@require_POST
@login_required
def move(request, pk, code):
    """Let a line change places with its neighbour in the same quarter."""
    plan = plan_for(request, pk, Action.EDIT)
    line = item_of(plan, code)
    move_item(line, up=request.POST.get("to") == "up", by=request.user)
    anchor = code.replace(":", "-")
    return redirect(f"{reverse('plans:plan', args=[pk])}#line-{anchor}")


@require_POST
@login_required
def free(request, pk, code):
    """Let building find the quarter of a line again."""
    plan = plan_for(request, pk, Action.EDIT)
    free_item(item_of(plan, code), by=request.user)
    messages.success(
        request, _("Its quarter is found again when the plan is built again.")
    )
    return redirect("plans:item", pk, code)


@require_POST
@login_required
def waive_order(request, pk, code):
    """Write why a line need not wait for another one, or take that back."""
    plan = plan_for(request, pk, Action.EDIT)
    try:
        waive(
            item_of(plan, code),
            before=request.POST.get("before", ""),
            reason=request.POST.get("reason", ""),
            by=request.user,
        )
    except PlanError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The order of the line is saved."))
    return redirect("plans:item", pk, code)
