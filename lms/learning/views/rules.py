"""The rules of completion: what holds, what held, and changing them with a preview."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.accounts.roles import Capability
from lms.accounts.views.access import needs, paged
from lms.learning import rule_changes
from lms.learning.facts import read_rulebook
from lms.learning.models import CompletionRule
from lms.learning.rule_forms import FORMS, RuleForm
from lms.learning.rule_pages import (
    Lines,
    effect_facts,
    effect_title,
    form_title,
    kept_lines,
    module_choices,
    sections,
)
from lms.learning.rules import LESSON, MODULE
from modules.outline import module_outline


@never_cache
@require_GET
@needs(Capability.CHANGE_RULES)
def rule_list(request):
    """All rules in sentences, with their history."""
    context = {
        "sections": sections(read_rulebook(), request.user),
        "modules": module_choices(),
    }
    return render(request, "learning/rules.html", context)


@never_cache
@needs(Capability.CHANGE_RULES)
def rule_change(request, kind: str):
    """The form of one rule; with its values the effect; POST saves what was seen."""
    key = _module_key(request, kind)
    if request.method == "POST":
        return _save(request, kind)
    if "reason" not in request.GET:
        return _form_page(request, kind, _filled(kind, key))
    form = FORMS[kind](request.GET, module_key=key)
    if not form.is_valid() or "again" in request.GET:
        return _form_page(request, kind, form, status=422 if form.errors else 200)
    try:
        proposal = rule_changes.propose(
            kind, form.parameters, module_key=key, reason=form.cleaned_data["reason"]
        )
    except rule_changes.SameRule as error:
        form.add_error(None, str(error))
        return _form_page(request, kind, form, status=422)
    return _preview(request, kind, proposal)


@require_POST
@needs(Capability.CHANGE_RULES)
def rule_apply(request, pk: int):
    """Go on completing what a rule made complete, should that have been broken off."""
    row = get_object_or_404(CompletionRule, pk=pk)
    rule_changes.apply_rule.enqueue(row.pk)
    messages.info(request, _("The completions go on in the background."))
    return redirect("learning:rules")


def _module_key(request, kind: str) -> str:
    """Return the module whose own rule it is, or nothing; 404 for strange ones."""
    key = request.GET.get("module", "") if kind == MODULE else ""
    if kind not in FORMS or (key and module_outline(key, get_language()) is None):
        raise Http404
    return key


def _filled(kind: str, key: str) -> RuleForm:
    """Return the form with the rule that holds now; numbers of nothing stay empty."""
    holds = read_rulebook().current(kind, key).parameters
    if kind == LESSON:
        holds["right_percent"] = holds["right_percent"] or None
    return FORMS[kind](initial=holds, module_key=key)


def _form_page(request, kind: str, form: RuleForm, *, status: int = 200):
    book = read_rulebook()
    module = module_outline(form.module_key, get_language())
    context = {
        "title": form_title(kind, module),
        "form": form,
        "current": book.current(kind, form.module_key),
        "module": module,
    }
    return render(request, "learning/rule_form.html", context, status=status)


def _preview(request, kind: str, proposal: rule_changes.Proposal):
    shown = "more" if request.GET.get("list") == "more" else "gains"
    lines = Lines(getattr(proposal.effect, shown), request.user)
    query = request.GET.copy()
    for name in ("list", "page"):
        query.pop(name, None)
    context = {
        "title": effect_title(kind, proposal.rule.module_key),
        "kind": kind,
        "proposal": proposal,
        "facts": effect_facts(proposal),
        "kept": kept_lines(proposal),
        "shown": shown,
        "hidden": lines.hidden,
        "form_query": query.urlencode(),
        **paged(request, lines),
    }
    return render(request, "learning/rule_preview.html", context)


def _save(request, kind: str):
    try:
        row = rule_changes.change_rule(request.POST.get("token", ""), by=request.user)
    except rule_changes.RuleChangeRefused as error:
        messages.warning(request, str(error))
        return redirect(request.get_full_path())
    text = _("Version %(version)s of the rule holds now.") % {"version": row.version}
    messages.success(request, text)
    return redirect("learning:rules")
