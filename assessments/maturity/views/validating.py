"""Validating: all questions of a submitted round, and the evidence of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.maturity import validate_pages as pages
from assessments.maturity.answer_pages import given_words, help_of
from assessments.maturity.cockpit import steps_of
from assessments.maturity.fact_pages import suggestions
from assessments.maturity.permissions import Action, allowed, parts_in
from assessments.maturity.services.errors import NotNow
from assessments.maturity.services.validating import (
    JudgedByAnother,
    accept_evidence,
    judge_not_applicable,
    return_evidence,
)
from assessments.maturity.validate_forms import JudgedFilterForm, ReviewForm

from .access import round_for
from .agreeing import FORM

#: What a press on a button asks for.
ACCEPT, RETURN = "accept", "return"


@require_safe
@login_required
@never_cache
def validate(request, pk):
    """All questions by dimension: what is decided, what the evidence supports."""
    round = round_for(request, pk, Action.SEE_VALIDATION)
    parts = parts_in(request.user, round)
    judging = pages.Judging(round)
    form = JudgedFilterForm(request.GET or None, initial={"show": pages.ALL})
    context = {
        "round": round,
        "stepper": steps_of(round),
        "judging": judging,
        "groups": judging.groups(form.shown),
        "filter": form,
        "next": judging.next_after(""),
        "may_validate": allowed(parts, Action.VALIDATE, round.state),
    }
    return render(request, "maturity/validate.html", context)


@require_http_methods(FORM)
@login_required
@never_cache
def question(request, pk, question):
    """The evidence of one question; POST decides on one piece of it."""
    round = round_for(request, pk, Action.SEE_VALIDATION)
    judging = pages.Judging(round)
    asked = judging.framework.by_id.get(question)
    if asked is None:
        raise Http404
    place = _Place(request, judging, asked)
    if request.method != "POST":
        return place.page()
    try:
        return place.save()
    except NotNow as refusal:
        return place.page(status=409, refusal=str(refusal))


class _Place:
    """One request to the evidence of one question."""

    def __init__(self, request, judging, asked) -> None:
        self.request, self.judging, self.asked = request, judging, asked
        self.round, self.user = judging.round, request.user
        self.sheet = pages.JudgedSheet(judging, asked)
        levels = [
            (str(one.value), given_words(judging.framework, one.value))
            for one in judging.framework.levels
        ]
        wanted = request.POST.get("piece", "") if request.method == "POST" else ""
        self.forms = {
            piece.pk: ReviewForm(
                request.POST if str(piece.pk) == wanted else None,
                piece=piece,
                levels=levels,
            )
            for row in self.sheet.rows
            for piece in row.pieces
        }

    def save(self):
        """Decide on a piece of evidence, or on "not applicable"."""
        if "na" in self.request.POST:
            return self.judge_na(accepted=self.request.POST["na"] == ACCEPT)
        for row in self.sheet.rows:
            for piece in row.pieces:
                if self.forms[piece.pk].is_bound:
                    return self.decide(piece, self.forms[piece.pk])
        raise NotNow(_("This evidence is not there any more."))

    def judge_na(self, *, accepted: bool):
        """Accept or refuse that a question does not apply."""
        if self.sheet.agreed is None:
            raise NotNow
        judge_not_applicable(self.sheet.agreed, accepted=accepted, by=self.user)
        messages.success(self.request, _("Your decision is saved."))
        return redirect(pages.judging_url(self.round, self.asked.id))

    def decide(self, piece, form):
        """Accept a piece up to a level, or send it back with a note."""
        if not form.is_valid():
            return self.page(status=422)
        decision = {
            "note": form.cleaned_data["note"],
            "seen": form.read_decision,
            "by": self.user,
        }
        try:
            if self.request.POST.get("do") == RETURN:
                return_evidence(piece, **decision)
            else:
                accept_evidence(piece, supports=form.supported, **decision)
        except ValidationError as refusal:
            form.refuse(refusal)
            return self.page(status=422)
        except JudgedByAnother as conflict:
            piece.review = conflict.evidence.review
            piece.supports = conflict.evidence.supports
            piece.review_note = conflict.evidence.review_note
            # What was typed stays; saved again it stands against this decision.
            form.data = form.data.copy()
            form.data[form.add_prefix("seen")] = (
                conflict.evidence.reviewed_at.isoformat()
            )
            form.add_error(None, str(conflict))
            return self.page(status=409)
        messages.success(self.request, _("Your decision is saved."))
        here = pages.judging_url(self.round, self.asked.id)
        return redirect(f"{here}#evidence-{piece.pk}")

    def page(self, *, status=200, refusal=""):
        """The question with its evidence, each with its decision."""
        parts = parts_in(self.user, self.round)
        rows = [
            (row, [(piece, self.forms[piece.pk]) for piece in row.pieces])
            for row in self.sheet.rows
        ]
        context = {
            "round": self.round,
            "stepper": steps_of(self.round),
            "judging": self.judging,
            "sheet": self.sheet,
            "question": self.asked,
            "rows": rows,
            "help": help_of(self.judging.framework, self.asked),
            "cards": self.sheet.cards(""),
            "next": self.judging.next_after(self.asked.id),
            "suggestions": suggestions(
                self.round, self.asked.id, user=self.user, pieces=()
            ),
            "may_validate": allowed(parts, Action.VALIDATE, self.round.state),
            "refusal": refusal,
            "problems": self._problems(),
            **self.sheet.neighbours(),
        }
        template = "maturity/validate_question.html"
        return render(self.request, template, context, status=status)

    def _problems(self) -> list[dict]:
        return [
            {"href": f"#{bound.id_for_label}", "text": " ".join(bound.errors)}
            for form in self.forms.values()
            for bound in form
            if bound.errors
        ] + [
            {"href": f"#evidence-{pk}", "text": text}
            for pk, form in self.forms.items()
            for text in form.non_field_errors()
        ]
