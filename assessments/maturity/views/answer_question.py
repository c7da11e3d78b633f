"""One question of an institution: saved at every change, never over another's words."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.maturity import answer_pages as pages
from assessments.maturity.answer_forms import AnswerForm, EvidenceForm
from assessments.maturity.answer_saving import (
    conflict_words,
    drop_evidence,
    joined,
    save_evidence,
    save_form,
)
from assessments.maturity.fact_pages import suggestions
from assessments.maturity.permissions import can_answer_for
from assessments.maturity.services import answering as services
from assessments.maturity.services.errors import FactChanged, NotNow
from assessments.maturity.services.evidence import ENDINGS, add_fact
from assessments.maturity.views.answering import FORM, found_institution

#: What a press on a button of the page of a question asks for.
NEXT, STAY, CLEAR = "next", "stay", "clear"
MINE, THEIRS, BOTH, BOTH_THEIRS = "mine", "theirs", "both", "both_theirs"


@require_http_methods(FORM)
@login_required
@never_cache
def answer(request, pk, institution, question):
    """One question; POST saves the answer and what is shown for it."""
    found = found_institution(request, pk, institution)
    standing = pages.Standing(found)
    asked = standing.framework.by_id.get(question)
    if asked is None:
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AnswerForm(
        *posted[:1],
        framework=standing.framework,
        question=asked,
        initial=_initial(standing.answers.get(question)),
    )
    evidence_form = EvidenceForm(*posted)
    place = _Place(request, standing, asked, form, evidence_form)
    if request.method != "POST":
        return place.page()
    try:
        if request.POST.get("keep"):
            return place.keep(request.POST["keep"])
        return place.save()
    except NotNow as refusal:
        return place.closed(refusal)


def _initial(saved) -> dict:
    if saved is None:
        return {"version": 0}
    return {
        "version": saved.version,
        "level": saved.given,
        "na_reason": saved.na_reason,
        "justification": saved.justification,
        "confidence": saved.confidence,
    }


def _wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _clock(moment) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def _control(bound) -> str:
    """Return the id of the first control of a field."""
    return bound.id_for_label or f"{bound.auto_id}_0"


class _Place:
    """One request to one question of one institution."""

    def __init__(self, request, standing, asked, form, evidence_form) -> None:
        self.request = request
        self.standing = standing
        self.institution = standing.institution
        self.asked = asked
        self.form = form
        self.evidence_form = evidence_form

    def save(self):
        """Save what can be saved; go on, or show what cannot."""
        post, user = self.request.POST, self.request.user
        added = removed = 0
        if not _wants_json(self.request):
            added = save_evidence(
                self.institution, self.asked.id, self.evidence_form, by=user
            )
            if post.get("fact"):
                added += self._add_fact(post["fact"])
            if post.get("remove"):
                removed = drop_evidence(
                    self.institution, self.asked.id, post["remove"], by=user
                )
        outcome = save_form(
            self.institution,
            self.asked.id,
            self.form,
            by=user,
            clear=post.get("go") == CLEAR,
        )
        if _wants_json(self.request):
            return self._json(outcome)
        if outcome.theirs:
            return self.compare(outcome.theirs)
        if self.form.errors or self.evidence_form.errors:
            return self._refused(outcome)
        if added:
            messages.success(self.request, _("The evidence is added."))
        if removed:
            messages.success(self.request, _("The evidence is removed."))
        return redirect(self._after(post.get("go")))

    def _add_fact(self, mark: str) -> bool:
        """Add what the country's record says; say why where it cannot be."""
        try:
            add_fact(self.institution, self.asked.id, mark, by=self.request.user)
        except FactChanged as refusal:
            messages.warning(self.request, str(refusal))
        except ValidationError as refusal:
            messages.warning(self.request, " ".join(refusal.messages))
        else:
            return True
        return False

    def keep(self, which: str):
        """Settle between two versions of an answer as the person chose."""
        if which == THEIRS:
            return redirect(pages.question_url(self.institution, self.asked.id))
        theirs = self._saved()
        if theirs is None:
            return self.save()
        if not self.form.is_valid() or self.form.read_version != theirs.version:
            # Changed once more, or not from the page of the comparison.
            return self.compare(theirs)
        if which in (BOTH, BOTH_THEIRS):
            mine = self.form.content
            level = theirs.level if which == BOTH_THEIRS else mine.level
            if level is None:
                level = theirs.level if mine.level is None else mine.level
            both = joined(mine, theirs, level=level)
            data = {**both.values, "version": theirs.version}
            data["level"] = data.pop("given")
            self.form = AnswerForm(
                data, framework=self.standing.framework, question=self.asked
            )
        outcome = save_form(
            self.institution, self.asked.id, self.form, by=self.request.user
        )
        if outcome.theirs:
            return self.compare(outcome.theirs)
        if self.form.errors:
            return self._refused(outcome)
        return redirect(pages.question_url(self.institution, self.asked.id))

    def compare(self, theirs):
        """Show the two versions of an answer side by side."""
        for texts in self.evidence_form.errors.values():
            messages.error(self.request, " ".join(texts))
        by, mine = self.request.user, _Typed(self.form)
        context = self._frame() | {
            "words": conflict_words(theirs, by, _clock(theirs.changed_at)),
            "theirs": theirs,
            "is_own": theirs.changed_by_id == by.pk,
            "mine": mine,
            "my_facts": pages.facts_of(self.standing.framework, mine),
            "their_facts": pages.facts_of(self.standing.framework, theirs),
            "my_answer": pages.given_words(self.standing.framework, mine.level),
            "their_answer": pages.given_words(self.standing.framework, theirs.level),
            # With one answer only there is nothing to choose between.
            "same_level": mine.given == theirs.given
            or not (mine.given and theirs.given),
            "two_texts": bool(mine.justification and theirs.justification)
            and mine.justification != theirs.justification,
        }
        return self._render("answer_conflict", context, status=409)

    def closed(self, refusal):
        """Say why nothing is saved, and show what was typed once more."""
        if _wants_json(self.request):
            return JsonResponse({"state": "closed", "words": str(refusal)}, status=409)
        self.institution.refresh_from_db()
        typed = pages.facts_of(self.standing.framework, _Typed(self.form))
        return self._read_only(typed=typed, status=409)

    def page(self):
        """The page of the question, to be answered or only to be read."""
        may = can_answer_for(self.request.user, self.institution)
        if not may or self.institution.handed_in_at:
            return self._read_only(asked=may)
        return self._answer_page()

    def _answer_page(self, *, saved_now=False, status=200):
        framework, saved = self.standing.framework, self._saved()
        chosen = str(self.form["level"].value() or "")
        given = saved is not None and saved.given != ""
        context = self._frame() | {
            "form": self.form,
            "evidence_form": self.evidence_form,
            "problems": [
                {"href": f"#{_control(bound)}", "text": " ".join(bound.errors)}
                for one in (self.form, self.evidence_form)
                for bound in one
                if bound.errors
            ],
            "saved_without": bool(self.evidence_form.errors) and saved_now,
            "cards": pages.cards_of(framework, self.asked, chosen),
            "others": pages.others_of(framework, self.asked, chosen),
            "maximum": framework.maximum,
            "saved": saved,
            "is_given": given,
            "last": self._last() if given else "",
            "evidence_from": framework.scoring.evidence_from,
            "lacks_evidence": self.standing.lacks_evidence(self.asked.id),
            "upload_bytes": settings.UPLOAD_LIMIT,
            "upload_limit": filesizeformat(settings.UPLOAD_LIMIT),
            "accept": ",".join(f".{one}" for one in ENDINGS),
        }
        context |= self._suggestions(context)
        return self._render("answer", context, status=status)

    def _read_only(self, *, typed=(), asked=True, status=200):
        saved = self._saved()
        framework = self.standing.framework
        context = self._frame() | {
            "closed": pages.closed_words(self.institution, asked=asked),
            "reads": True,
            "facts": pages.facts_of(framework, saved) if saved else [],
            "typed": typed,
            "saved": saved,
            "cards": pages.cards_of(framework, self.asked, ""),
        }
        context |= self._suggestions(context)
        return self._render("answer_read", context, status=status)

    def _refused(self, outcome):
        """The form again with its errors; what could be saved is saved."""
        if outcome.answer:
            self.form = AnswerForm(
                framework=self.standing.framework,
                question=self.asked,
                initial=_initial(outcome.answer),
            )
            self._read_again()
        return self._answer_page(saved_now=bool(outcome.answer), status=422)

    def _json(self, outcome):
        if outcome.theirs:
            time = _clock(outcome.theirs.changed_at)
            words = conflict_words(outcome.theirs, self.request.user, time)
            return JsonResponse({"state": "conflict", "words": words}, status=409)
        if outcome.answer is None:
            errors = {name: list(texts) for name, texts in self.form.errors.items()}
            return JsonResponse({"state": "refused", "errors": errors}, status=422)
        self._read_again()
        said = {
            "state": "saved" if outcome.answer.version else "unsaved",
            "time": _clock(timezone.now()),
            "version": outcome.answer.version,
            "answered": self.standing.answered,
            "words": self.standing.words,
            "last": self._last() if outcome.answer.given else "",
            "lacks_evidence": self.standing.lacks_evidence(self.asked.id),
        }
        return JsonResponse(said)

    def _frame(self) -> dict:
        """What every page of a question shows."""
        previous, following = pages.neighbours(self.standing.framework, self.asked.id)
        groups = self.standing.groups(self.asked.id)
        return {
            "institution": self.institution,
            "round": self.institution.round,
            "standing": self.standing,
            "question": self.asked,
            "title": pages.said(self.asked.title),
            "guidance": pages.said(self.asked.guidance),
            "group": next(one for one in groups if one.current),
            "previous": previous,
            "following": following,
            "help": pages.help_of(self.standing.framework, self.asked),
            "pieces": pages.evidence_rows(self.institution, self.asked.id),
        }

    def _suggestions(self, context) -> dict:
        """What the country's record says about the question."""
        found = suggestions(
            self.institution.round,
            self.asked.id,
            user=self.request.user,
            pieces=context["pieces"],
        )
        return {"suggestions": found}

    def _render(self, name, context, *, status):
        return render(self.request, f"maturity/{name}.html", context, status=status)

    def _saved(self):
        return self.standing.answers.get(self.asked.id)

    def _last(self) -> str:
        last = services.last_answer(self.institution, self.asked.id)
        return pages.last_words(self.standing.framework, last)

    def _read_again(self) -> None:
        self.standing = pages.Standing(self.institution)

    def _after(self, go: str | None) -> str:
        here = pages.question_url(self.institution, self.asked.id)
        if go == CLEAR:
            return here
        if go != NEXT:
            return f"{here}#evidence"
        following = pages.neighbours(self.standing.framework, self.asked.id)[1]
        if not following:
            return pages.overview_url(self.institution)
        return pages.question_url(self.institution, following)


class _Typed:
    """An answer as it stands in a form, whether it is good or not."""

    def __init__(self, form: AnswerForm) -> None:
        self.given = str(form["level"].value() or "")
        if self.given not in dict(form.fields["level"].choices):
            self.given = ""
        self.na_reason = str(form["na_reason"].value() or "")
        self.justification = str(form["justification"].value() or "")
        self.confidence = str(form["confidence"].value() or "")

    @property
    def level(self):
        """The answer as a number, ``dk``, ``na`` or None."""
        return pages.given_of(self.given)
