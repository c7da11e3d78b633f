"""Following a plan: its progress, one line, new dates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.core.downloads import stored_download
from lms.core.refusals import Refusal
from toolkit.plans import status
from toolkit.plans.models import Deliverable, Plan, PlanItem
from toolkit.plans.permissions import Action, can, may_check, may_report
from toolkit.plans.services import tracking as services
from toolkit.plans.services import tracking_deliverables as deliverables
from toolkit.plans.services.redating import moves_of, redate
from toolkit.plans.tracking import Standing, line_of
from toolkit.plans.tracking_forms import (
    CheckForm,
    DeliverableForm,
    RedateForm,
    ReportForm,
    SlipForm,
    UpdateForm,
)
from toolkit.plans.tracking_pages import Dashboard, LinePage, story_of

from .access import found_plan, item_of, not_now, plan_for

FORM = ["GET", "HEAD", "POST"]
ACCEPT = "accept"


def followed(request, pk: int) -> Plan:
    """Return a plan that was approved once, or say that there is nothing to follow."""
    plan = found_plan(request, pk)
    if plan.state == Plan.State.DRAFT:
        raise PermissionDenied(not_now(plan))
    return plan


@require_safe
@login_required
@never_cache
def track(request, pk):
    """How far the plan is, what is late, and what a slip would move."""
    plan = followed(request, pk)
    standing = Standing(plan)
    form = SlipForm(request.GET or None, lines=list(standing.content.scheduled))
    context = {
        "plan": plan,
        "board": Dashboard(standing),
        "standing": standing,
        "form": form,
        "may_run": can(request.user, Action.RUN, plan),
    } | _slip(form, standing)
    return render(request, "plans/tracking_progress.html", context)


def _slip(form: SlipForm, standing: Standing) -> dict:
    """What moves when the chosen line is late, for looking only."""
    code = form.is_valid() and form.cleaned_data["line"]
    if not code:
        return {"chosen": None}
    by = form.cleaned_data["quarters"]
    moved = status.shifts(standing.lines, {code: by})
    return {
        "chosen": standing.words[code],
        "by": by,
        "moved": [(standing.title(one.code), one) for one in moved],
    }


@require_http_methods(FORM)
@login_required
@never_cache
def line(request, pk, code):
    """One line: its story, words about it, deliverables, the check."""
    plan = followed(request, pk)
    place = _Line(request, item_of(plan, code))
    if request.method != "POST":
        return place.page()
    try:
        return place.do(request.POST.get("do", ""))
    except Refusal as refusal:
        return place.page(status=409, refusal=str(refusal))


class _Line:
    """One request to the page of a line."""

    def __init__(self, request, item: PlanItem) -> None:
        self.request, self.user, self.item = request, request.user, item
        self.may_report = may_report(self.user, item)
        said = {
            "status": "running" if item.status != "planned" else "planned",
            "percent": item.percent,
        }
        # Several forms on one page: each field has an id of its own.
        self.forms = {
            "update": UpdateForm(initial=said, auto_id="update_%s"),
            "deliver": DeliverableForm(auto_id="deliver_%s"),
            "report": ReportForm(auto_id="report_%s"),
            "check": CheckForm(auto_id="check_%s"),
        }

    def do(self, what: str):
        """Carry out what a button asks for."""
        acts = {
            "update": self.update,
            "deliver": self.deliver,
            "remove": self.remove,
            "report": self.report,
            "take_back": self.take_back,
            "check": self.check,
        }
        if what not in acts:
            raise Http404
        return acts[what]()

    def update(self):
        """Say how far it is."""
        form = self.bound("update", UpdateForm)
        return self.saved(
            form,
            lambda data: services.update_item(
                self.item,
                status=data["status"],
                percent=data["percent"],
                note=data["note"],
                once=data["once"],
                by=self.user,
            ),
            _("Your word about this action is saved."),
        )

    def deliver(self):
        """Add a file or an address."""
        form = self.bound("deliver", DeliverableForm, self.request.FILES)

        def keep(data):
            if data["file"]:
                return deliverables.add_file(
                    self.item, data["file"], by=self.user, title=data["title"]
                )
            return deliverables.add_link(
                self.item, data["url"], by=self.user, title=data["title"]
            )

        return self.saved(form, keep, _("The deliverable is added."))

    def remove(self):
        """Take a deliverable away."""
        pk = self.request.POST.get("piece", "")
        rows = self.item.deliverables.select_related("item__plan__country")
        found = get_object_or_404(rows, pk=pk if pk.isdecimal() else 0)
        deliverables.remove_deliverable(found, by=self.user)
        messages.success(self.request, _("The deliverable is removed."))
        return self.again()

    def report(self):
        """Report it done."""
        form = self.bound("report", ReportForm)
        return self.saved(
            form,
            lambda data: services.report_done(
                self.item, note=data["note"], once=data["once"], by=self.user
            ),
            _("Reported done. Somebody else now checks it."),
        )

    def take_back(self):
        """Open it again before it is checked."""
        form = self.bound("report", ReportForm)
        return self.saved(
            form,
            lambda data: services.take_back_report(
                self.item, once=data["once"], by=self.user
            ),
            _("The report is taken back. The action is in progress again."),
        )

    def check(self):
        """Accept it, or send it back."""
        form = self.bound("check", CheckForm)
        accepted = self.request.POST.get("verdict") == ACCEPT
        words = (
            _("The action is done and checked.")
            if accepted
            else _("Sent back with your note. The action is in progress again.")
        )
        return self.saved(
            form,
            lambda data: services.check_item(
                self.item, accepted=accepted, note=data["note"], by=self.user
            ),
            words,
        )

    def bound(self, name, kind, files=None):
        """Return the form that was sent, and keep it for the page."""
        self.forms[name] = kind(self.request.POST, files, auto_id=f"{name}_%s")
        return self.forms[name]

    def saved(self, form, act, words):
        """Carry out a valid form; otherwise show it again with what is wrong."""
        if not form.is_valid():
            return self.page(status=422, wrong=form)
        try:
            act(form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
            return self.page(status=422, wrong=form)
        messages.success(self.request, words)
        return self.again()

    def again(self):
        """Go back to the page."""
        return redirect("plans:line", pk=self.item.plan_id, code=self.item.code)

    def page(self, *, status=200, refusal="", wrong=None):
        """The line with the forms that somebody may use now."""
        item = item_of(self.item.plan, self.item.code)
        plan = item.plan
        shown = LinePage(item, Standing(plan))
        running = plan.state in Plan.RUNNING and shown.place.is_planned
        context = {
            "plan": plan,
            "item": item,
            "shown": shown,
            "story": story_of(item),
            "forms": self.forms,
            "refusal": refusal,
            "wrong": wrong,
            "may_write": self.may_report
            and running
            and item.status in ("planned", "running"),
            "may_take_back": self.may_report and running and item.status == "reported",
            "may_check": running
            and item.status == "reported"
            and may_check(self.user, item),
            "may_redate": can(self.user, Action.RUN, plan)
            and shown.place.is_open
            and item.status != "reported",
        }
        return render(self.request, "plans/tracking_line.html", context, status=status)


@require_safe
@login_required
@never_cache
def deliverable(request, pk):
    """The file of a deliverable, for who reads the plan it belongs to."""
    rows = Deliverable.objects.visible_to(request.user)
    found = get_object_or_404(rows.filter(removed_at=None).exclude(file=""), pk=pk)
    return stored_download(found.file, found.file_name)


@require_http_methods(FORM)
@login_required
@never_cache
def new_date(request, pk, code):
    """Give a line another quarter by a decision; first shows what moves with it."""
    plan = plan_for(request, pk, Action.RUN)
    item = item_of(plan, code)
    place = line_of(item)
    if not place.is_open:
        raise PermissionDenied(
            _("Only a line with quarters that is not done gets new ones.")
        )
    data = request.POST if request.method == "POST" else None
    form = RedateForm(data, end=place.end, edit_number=plan.edit_number)
    problem, number = "", 200
    if data is not None:
        number = 422
        seen = data.get("seen") == data.get("end")
        if form.is_valid() and "look" not in data and not seen:
            problem = _("Look at what moves with this quarter, then save.")
        elif form.is_valid() and "look" not in data:
            try:
                redate(item, by=request.user, **_decided(form))
            except ValidationError as error:
                form.refuse(error)
            except Refusal as refusal:
                problem, number = str(refusal), 409
            else:
                messages.success(request, _("The new dates are saved."))
                return redirect("plans:line", pk=plan.pk, code=code)
        elif form.is_valid():
            number = 200
    standing = Standing(plan)
    end = form.quarter
    moved = moves_of(plan, code, end) if end else []
    context = {
        "plan": plan,
        "item": item,
        "line": standing.words[code],
        "form": form,
        "problem": problem,
        "end": end,
        "moved": [(standing.title(one.code), one) for one in moved],
    }
    return render(request, "plans/tracking_new_date.html", context, status=number)


def _decided(form: RedateForm) -> dict:
    """What a valid form decides."""
    data = form.cleaned_data
    return {
        "end": form.quarter,
        "decision": data["decision"],
        "decided_on": data["decided_on"],
        "edit_number": data["edit_number"],
    }
