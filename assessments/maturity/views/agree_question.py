"""One question in the meeting: what all said, the country's level, other opinions."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.maturity import agree_pages as pages
from assessments.maturity.agree_forms import (
    AgreeForm,
    FactForm,
    InstitutionEvidenceForm,
    OpinionForm,
)
from assessments.maturity.agree_question_pages import Sheet
from assessments.maturity.answer_forms import given_of
from assessments.maturity.answer_pages import given_words, help_of
from assessments.maturity.answer_saving import save_evidence
from assessments.maturity.cockpit import steps_of
from assessments.maturity.fact_pages import suggestions
from assessments.maturity.models import Dissent, Evidence
from assessments.maturity.permissions import Action, allowed, parts_in
from assessments.maturity.services.agreeing import (
    AgreedByAnother,
    OpinionByAnother,
    note_dissent,
    remove_dissent,
    set_agreed_level,
)
from assessments.maturity.services.errors import FactChanged, NotNow
from assessments.maturity.services.evidence import (
    ENDINGS,
    add_fact,
    remove_evidence,
)

from .access import refused, round_for
from .agreeing import FORM, closed_words

#: What a press on a button asks for.
LEVEL, OPINION, NO_OPINION, EVIDENCE, NO_EVIDENCE, FACT = (
    "level",
    "opinion",
    "opinion_remove",
    "evidence",
    "evidence_remove",
    "fact",
)
MINE, THEIRS = "mine", "theirs"


@require_http_methods(FORM)
@login_required
@never_cache
def question(request, pk, question):
    """One question; POST saves the level, an opinion, or evidence found meanwhile."""
    round = round_for(request, pk, Action.SEE_ANSWERS)
    table = pages.Table(round)
    asked = table.framework.by_id.get(question)
    if asked is None:
        raise Http404
    place = _Place(request, table, asked)
    if request.method != "POST":
        return place.page()
    try:
        return place.save(request.POST.get("do", LEVEL))
    except NotNow as refusal:
        return place.closed(refusal)


class _Place:
    """One request to one question of a round."""

    def __init__(self, request, table, asked) -> None:
        self.request, self.table, self.asked = request, table, asked
        self.round, self.user = table.round, request.user
        self.sheet = Sheet(table, asked)
        do = request.POST.get("do", LEVEL) if request.method == "POST" else ""
        self.form = self._agree_form(request.POST if do == LEVEL else None)
        self.opinion = self._opinion_form(request.POST if do == OPINION else None)
        found = (request.POST, request.FILES) if do == EVIDENCE else ()
        self.evidence = InstitutionEvidenceForm(*found, institutions=table.institutions)
        self.fact = FactForm(
            request.POST if do == FACT else None, institutions=table.institutions
        )

    def save(self, do: str):
        """Do what a button asks for."""
        return {
            LEVEL: self.set_level,
            OPINION: self.note_opinion,
            NO_OPINION: self.remove_opinion,
            EVIDENCE: self.add_evidence,
            NO_EVIDENCE: self.remove_evidence,
            FACT: self.add_fact,
        }.get(do, self.page)()

    def set_level(self):
        """Save the agreed level; stay, or go on to the next question."""
        keep, form = self.request.POST.get("keep"), self.form
        if keep == THEIRS:
            return self._here()
        if not form.is_valid():
            return self.page(status=422)
        try:
            agreed = set_agreed_level(
                self.round,
                self.asked.id,
                level=form.given,
                reason=form.cleaned_data["reason"],
                who=form.chosen,
                by=self.user,
                version=form.read_version,
            )
        except ValidationError as refusal:
            form.refuse(refusal)
            return self.page(status=422)
        except AgreedByAnother as conflict:
            return self.compare(conflict)
        level = given_words(self.table.framework, agreed.level)
        words = _("Agreed for %(id)s: %(level)s")
        messages.success(self.request, words % {"id": self.asked.id, "level": level})
        return self._onward()

    def note_opinion(self):
        """Keep what one institution thinks otherwise."""
        form, agreed = self.opinion, self.sheet.agreed
        if agreed is None:
            raise NotNow
        if not form.is_valid():
            return self.page(status=422)
        try:
            note_dissent(agreed, form.whose, by=self.user, **form.content)
        except OpinionByAnother as conflict:
            form.add_error("text", str(conflict))
            return self.page(status=409, seen=conflict.dissent.noted_at)
        except ValidationError as refusal:
            form.add_error(None, refused(refusal))
            return self.page(status=422)
        messages.success(self.request, _("The different opinion is noted."))
        return self._here("opinions")

    def remove_opinion(self):
        """Take a different opinion away."""
        rows = Dissent.objects.filter(agreed=self.sheet.agreed)
        found = rows.filter(pk=_number(self.request.POST.get("opinion"))).first()
        if found:
            remove_dissent(found, by=self.user)
            messages.success(self.request, _("The different opinion is removed."))
        return self._here("opinions")

    def add_evidence(self):
        """Keep what was found at the meeting beside an institution's answer."""
        form = self.evidence
        if form.is_valid() and not form.given:
            form.add_error(None, _("Add a file, a link or a reference."))
        added = 0
        if form.is_valid():
            added = save_evidence(form.whose, self.asked.id, form, by=self.user)
        if not form.errors:
            messages.success(self.request, _("The evidence is added."))
            return self._here()
        if added:
            count = ngettext(
                "%(count)s piece of evidence is added.",
                "%(count)s pieces of evidence are added.",
                added,
            )
            messages.info(self.request, count % {"count": added})
        return self.page(status=422)

    def add_fact(self):
        """Keep what the country's record says beside an institution's answer."""
        form, mark = self.fact, self.request.POST.get("fact", "")
        if not form.is_valid():
            return self.page(status=422)
        try:
            add_fact(form.whose, self.asked.id, mark, by=self.user)
        except ValidationError as refusal:
            form.add_error(None, refused(refusal))
            return self.page(status=422)
        except FactChanged as refusal:
            form.add_error(None, str(refusal))
            return self.page(status=409)
        messages.success(self.request, _("The evidence is added."))
        return self._here("record")

    def remove_evidence(self):
        """Take away what the person added at the meeting."""
        rows = Evidence.objects.filter(
            institution__round=self.round, question=self.asked.id
        )
        rows = rows.select_related("institution__round__country")
        found = rows.filter(pk=_number(self.request.POST.get("piece"))).first()
        if found:
            remove_evidence(found, by=self.user)
            messages.success(self.request, _("The evidence is removed."))
        return self._here()

    def compare(self, conflict: AgreedByAnother):
        """Show two agreed levels of one question side by side, to choose one."""
        framework = self.table.framework
        context = self._frame() | {
            "words": str(conflict),
            "theirs": conflict.agreed,
            "their_level": given_words(framework, conflict.agreed.level),
            "their_who": list(conflict.agreed.agreed_by.select_related("institution")),
            "form": self.form,
            "my_level": given_words(framework, given_of(self.form.typed_level)),
            "my_who": self.form.typed_who,
            "my_reason": self.form["reason"].value() or "",
            "go": self.request.POST.get("go", ""),
        }
        return self._render("agree_conflict", context, status=409)

    def closed(self, refusal):
        """Say why nothing is saved, and show what was typed once more."""
        self.round.refresh_from_db()
        typed = [
            str(value)
            for name in ("reason", "opinion-text", "evidence-url", "evidence-reference")
            if (value := self.request.POST.get(name))
        ]
        return self.page(status=409, refusal=str(refusal), typed=typed)

    def page(self, *, status=200, seen=None, refusal="", typed=()):
        """The question with everything about it."""
        parts = parts_in(self.user, self.round)
        may_agree = allowed(parts, Action.AGREE, self.round.state)
        context = self._frame() | {
            "form": self.form,
            "cards": self.sheet.cards(self.form.typed_level),
            "opinion": self.opinion,
            "opinion_seen": seen or self._seen(),
            "opens_opinion": self.opinion.is_bound or "opinion" in self.request.GET,
            "evidence": self.evidence,
            "fact": self.fact,
            "suggestions": suggestions(
                self.round,
                self.asked.id,
                user=self.user,
                pieces=[piece for row in self.sheet.rows for piece in row.pieces],
            ),
            "upload_limit": filesizeformat(settings.UPLOAD_LIMIT),
            "accept": ",".join(f".{one}" for one in ENDINGS),
            "may_agree": may_agree,
            "may_show": allowed(parts, Action.SHOW, self.round.state),
            "closed": "" if may_agree else closed_words(self.round),
            "refusal": refusal,
            "typed": typed,
            "problems": self._problems(),
        }
        return self._render("agree_question", context, status=status)

    def _frame(self) -> dict:
        return {
            "round": self.round,
            "stepper": steps_of(self.round),
            "table": self.table,
            "sheet": self.sheet,
            "question": self.asked,
            "help": help_of(self.table.framework, self.asked),
            "next": self.table.next_after(self.asked.id),
            **self.sheet.neighbours(),
        }

    def _render(self, name, context, *, status):
        return render(self.request, f"maturity/{name}.html", context, status=status)

    def _agree_form(self, data) -> AgreeForm:
        agreed, initial = self.sheet.agreed, {"version": 0}
        if agreed:
            initial = {
                "version": agreed.version,
                "level": agreed.given,
                "who": [str(one.pk) for one in agreed.agreed_by.all()],
            }
        return AgreeForm(
            data,
            framework=self.table.framework,
            question=self.asked,
            institutions=self.table.institutions,
            initial=initial,
        )

    def _opinion_form(self, data) -> OpinionForm:
        wanted = _number(self.request.GET.get("opinion"))
        initial = {"institution": wanted or ""}
        for one, _level in self.sheet.opinions:
            if one.institution_id == wanted:
                initial |= {"level": one.given, "text": one.text}
        return OpinionForm(
            data,
            institutions=self.table.institutions,
            levels=self.sheet.options(),
            initial=initial,
        )

    def _seen(self):
        """When the opinion that the form shows was noted; what was posted first."""
        if self.opinion.is_bound:
            return self.opinion["seen"].value() or ""
        wanted = _number(self.request.GET.get("opinion"))
        return next(
            (
                one.noted_at
                for one, _level in self.sheet.opinions
                if one.institution_id == wanted
            ),
            "",
        )

    def _problems(self) -> list[dict]:
        return (
            [
                {"href": f"#{_control(bound)}", "text": " ".join(bound.errors)}
                for form in (self.form, self.opinion, self.evidence, self.fact)
                for bound in form
                if bound.errors
            ]
            + [
                {"href": "#evidence", "text": text}
                for form in (self.form, self.opinion, self.evidence)
                for text in form.non_field_errors()
            ]
            + [
                {"href": "#record", "text": text}
                for text in self.fact.non_field_errors()
            ]
        )

    def _here(self, place: str = ""):
        here = pages.question_url(self.round, self.asked.id)
        return redirect(f"{here}#{place}" if place else here)

    def _onward(self):
        """Go where the button says: the next question, or here to see it saved."""
        if self.request.POST.get("go") != "next":
            return self._here()
        following = pages.Table(self.round).next_after(self.asked.id)
        if following:
            return redirect(following["url"])
        return redirect("maturity:agree", pk=self.round.pk)


def _number(text) -> int | None:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def _control(bound) -> str:
    """Return the id of the first control of a field."""
    return bound.id_for_label or f"{bound.auto_id}_0"
