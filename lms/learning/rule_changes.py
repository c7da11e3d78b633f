"""Changing a rule of completion: shown before it is saved, then applied in full.

Nothing is ever taken away: a new version judges what is not complete yet. Whom it
makes complete at once is completed in the background, with the certificates.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from lms.accounts import audit
from lms.accounts.models import User
from lms.core.memory import forget_everything
from lms.learning.facts import read_rulebook
from lms.learning.following import settle_paths
from lms.learning.models import Completion, CompletionRule
from lms.learning.rule_effects import (
    Effect,
    effect_of,
    paths_waiting_for,
    waiting_for,
)
from lms.learning.rules import Rule, RuleBook, make_rule
from lms.learning.services import settle_module
from modules.outline import module_outline

#: People completed in one go, between two reports of how far it is.
CHUNK = 200
#: Seconds for which a preview can be saved.
PREVIEW_AGE = 3600
_SALT = "lms.learning.rule_changes"


class RuleChangeRefused(Exception):
    """The change was not made; the text can be shown."""


class SameRule(RuleChangeRefused):
    """It asks what the rule asks already."""

    def __init__(self) -> None:
        super().__init__(str(_("This is the rule that holds already.")))


class PreviewOutdated(RuleChangeRefused):
    """What was looked at is not what saving would do."""

    def __init__(self, text=None) -> None:
        super().__init__(
            str(
                text
                or _(
                    "Something has changed since you looked at the effect. Nothing "
                    "was saved. Look at the effect as it is now."
                )
            )
        )


@dataclass(frozen=True)
class Proposal:
    """A change of a rule with its effect, before it is saved."""

    kind: str
    before: Rule
    rule: Rule
    effect: Effect
    reason: str

    @property
    def token(self) -> str:
        """Return what the form sends back: what was looked at, signed."""
        return signing.dumps(
            {
                "kind": self.kind,
                "module_key": self.rule.module_key,
                "parameters": self.rule.parameters,
                "version": self.rule.version,
                "numbers": self.effect.numbers,
                "reason": self.reason,
            },
            salt=_SALT,
        )


def propose(
    kind: str, parameters: dict, *, module_key: str = "", reason: str = ""
) -> Proposal:
    """Return a change with its effect. Writes nothing.

    Raises SameRule and rules.RuleInvalid.
    """
    return _proposal(
        read_rulebook(), kind, parameters, module_key=module_key, reason=reason
    )


def _proposal(book: RuleBook, kind, parameters, *, module_key, reason) -> Proposal:
    facts = {"version": book.next_version(kind), "module_key": module_key}
    rule = make_rule(kind, parameters, **facts)
    before = book.current(kind, module_key)
    goes_back = parameters.get("follows_general", False)
    has_own = before.module_key == module_key
    same = (
        not has_own if goes_back else has_own and before.parameters == rule.parameters
    )
    if same:
        raise SameRule
    return Proposal(kind, before, rule, effect_of(book, kind, rule), reason)


def change_rule(token: str, *, by, at: datetime | None = None) -> CompletionRule:
    """Save the change that was looked at; a second click finds it saved.

    Whom it makes complete at once is completed after the commit.

    Raises PreviewOutdated when another rule was made since, when the effect is
    another one (see _has_moved), or when the preview is older than an hour.
    """
    at = at or timezone.now()
    try:
        seen = signing.loads(token, salt=_SALT, max_age=PREVIEW_AGE)
    except signing.BadSignature as error:
        raise PreviewOutdated from error
    book = read_rulebook()
    if book.next_version(seen["kind"]) != seen["version"]:
        # The second of two clicks, or really another change.
        if found := _saved_before(seen, by):
            return found
        raise PreviewOutdated(
            _("Somebody else has changed this rule meanwhile. Nothing was saved.")
        )
    wanted = {key: seen[key] for key in ("module_key", "reason")}
    proposal = _proposal(book, seen["kind"], seen["parameters"], **wanted)
    if _has_moved(seen["numbers"], proposal.effect.numbers):
        raise PreviewOutdated
    try:
        return _save(proposal, by=by, at=at)
    except IntegrityError as error:
        if found := _saved_before(seen, by):
            return found
        raise PreviewOutdated from error


def _saved_before(seen: dict, by) -> CompletionRule | None:
    """Return the row of a token that was sent before: a double click."""
    row = CompletionRule.objects.filter(
        kind=seen["kind"], version=seen["version"], made_by=by
    ).first()
    kept = ("module_key", "parameters", "reason")
    return (
        row if row and all(getattr(row, name) == seen[name] for name in kept) else None
    )


def _has_moved(seen, now) -> bool:
    """Return whether the effect differs from the one that was looked at.

    By more than one in a hundred: where a hundred thousand learn, somebody
    finishes something every minute, and no preview would ever be saved.
    """
    return any(
        abs(one - other) > max(one, other) // 100
        for one, other in zip(seen, now, strict=True)
    )


@transaction.atomic
def _save(proposal: Proposal, *, by, at: datetime) -> CompletionRule:
    row = CompletionRule(
        kind=proposal.kind,
        module_key=proposal.rule.module_key,
        version=proposal.rule.version,
        parameters=proposal.rule.parameters,
        reason=proposal.reason,
        made_by=by,
        made_at=at,
        total=len({(gain.person, gain.key) for gain in proposal.effect.gains}),
    )
    row.clean_fields()
    row.save(force_insert=True)
    gain, more, kept = proposal.effect.numbers
    audit.record(
        by,
        "completion_rule_changed",
        row,
        rule=proposal.rule.sentence,
        reason=proposal.reason,
        complete_at_once=gain,
        have_more_to_do=more,
        stay_complete=kept,
    )
    forget_everything()
    transaction.on_commit(forget_everything)
    transaction.on_commit(lambda: apply_rule.enqueue(row.pk))
    return row


@task()
def apply_rule(pk: int) -> None:
    """Complete what a new rule makes complete at once, chunk by chunk.

    May be broken off and run again: what is done is found done.
    """
    row = CompletionRule.objects.get(pk=pk)
    if row.finished_at:
        return
    forget_everything()
    book = read_rulebook()
    if row.kind == CompletionRule.Kind.PATH:
        waiting, settle = paths_waiting_for(book), _settle_path
    else:
        waiting, settle = waiting_for(book), _settle_module
    before, row.total = row.done, row.done + len(waiting)
    row.save(update_fields=["total"])
    for start in range(0, len(waiting), CHUNK):
        chunk = waiting[start : start + CHUNK]
        row.gained += _settle_chunk(chunk, settle)
        row.done = before + start + len(chunk)
        row.save(update_fields=["done", "gained"])
    row.finished_at = timezone.now()
    row.save(update_fields=["finished_at"])


def _settle_chunk(chunk, settle) -> int:
    """Complete what one chunk waits for; return how many completions that made."""
    people = User.objects.in_bulk({person for person, _key in chunk})
    rows = Completion.objects.filter(person__in=people)
    before = rows.count()
    for person, key in chunk:
        if found := people.get(person):
            # A certificate speaks its owner's language, not the worker's.
            with override(found.language):
                settle(found, key)
    return rows.count() - before


def _settle_module(person, key: str) -> None:
    outline = module_outline(key, person.language)
    if outline is None:
        outline = module_outline(key, settings.LANGUAGE_CODE)
    if outline is not None:
        settle_module(person, outline)


def _settle_path(person, role: str) -> None:
    settle_paths(person, roles=[role])
