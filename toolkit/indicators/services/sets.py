"""Making a minimum set: starting a version, weights, scores, choosing, order."""

from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction

from lms.accounts import audit
from lms.accounts.models import Country, Institution, User
from toolkit.indicators import choosing
from toolkit.indicators.models import (
    CandidateScore,
    ChosenIndicator,
    DataSource,
    Indicator,
    MinimumSet,
)
from toolkit.indicators.models.sets import DEFAULT_WEIGHTS
from toolkit.indicators.sets_reading import candidate_of
from toolkit.indicators.sets_words import balance_words

from .set_refusals import ChangedByAnother, NoDraft, SetRefusal


def held_draft(minimum_set: MinimumSet) -> MinimumSet:
    """Return the draft, held until the transaction ends; raise NoDraft otherwise."""
    found = (
        MinimumSet.objects.select_for_update(of=("self",))
        .select_related("country")
        .get(pk=minimum_set.pk)
    )
    if found.state != MinimumSet.State.DRAFT:
        raise NoDraft
    return found


def start_set(
    country: Country,
    *,
    by: User,
    profile: Collection[str] = (),
    weights: Mapping[str, int] | None = None,
    language: str = "en",
) -> MinimumSet:
    """Return the country's draft; make it if there is none (twice is once).

    After an approved version the draft is its copy: rows, owners, sources, scores.
    A row that is not changed afterwards keeps its owner's agreement.
    """
    found = MinimumSet.objects.of_country(country).drafts().first()
    if found:
        return found
    try:
        with transaction.atomic():
            return _start(country, by, list(profile), weights, language)
    except IntegrityError:
        return MinimumSet.objects.of_country(country).drafts().get()


def _start(country, by, profile, weights, language) -> MinimumSet:
    versions = MinimumSet.objects.of_country(country)
    last = versions.order_by("-number").first()
    approved = versions.in_force().first()
    draft = MinimumSet(
        country=country, number=last.number + 1 if last else 1, created_by=by
    )
    before = approved or MinimumSet(
        profile=profile, weights=weights or DEFAULT_WEIGHTS, language=language
    )
    draft.profile, draft.weights = before.profile, dict(before.weights)
    draft.language, draft.set_aside = before.language, before.set_aside
    choosing.check_weights(draft.weights)
    draft.save()
    if approved:
        _copy(approved, draft)
    audit.record(by, "set_started", draft, country=country, number=draft.number)
    return draft


def _copy(before: MinimumSet, draft: MinimumSet) -> None:
    for score in before.scores.all():
        score.pk, score.minimum_set = None, draft
        score.save(force_insert=True)
    for old in before.chosen.with_all():
        owner = old.owner if old.owner and old.owner.is_active else None
        row = ChosenIndicator.objects.create(
            minimum_set=draft,
            indicator=old.indicator,
            position=old.position,
            owner=owner,
            edit_number=old.edit_number,
            changed_by=old.changed_by,
            changed_at=old.changed_at,
            **{name: getattr(old, name) for name in old.WORDS},
        )
        row.sources.set(old.current_sources)
        agreement = old.agreement
        if agreement and owner and len(old.current_sources) == len(old.sources.all()):
            agreement.pk, agreement.chosen = None, row
            agreement.save(force_insert=True)


@transaction.atomic
def change_profile(
    minimum_set: MinimumSet,
    *,
    profile: Collection[str],
    weights: Mapping[str, int],
    language: str,
    by: User,
    edit_number: int,
) -> MinimumSet:
    """Say what the country is, and by which weights candidates are scored.

    Raises NoDraft, ChangedByAnother, choosing.WeightsRefused.
    """
    draft = held_draft(minimum_set)
    choosing.check_weights(weights)
    new = ([key for key in choosing.PROFILES if key in profile], dict(weights))
    if (draft.profile, draft.weights, draft.language) == (*new, language):
        return draft
    if draft.edit_number != edit_number:
        raise ChangedByAnother
    (draft.profile, draft.weights), draft.language = new, language
    _count_up(draft)
    audit.record(by, "set_weights_changed", draft, country=draft.country, **weights)
    return draft


@transaction.atomic
def save_scores(
    minimum_set: MinimumSet,
    *,
    scores: Mapping[str, Mapping[str, int | None]],
    seen: Mapping[str, Mapping[str, int | None]],
    by: User,
) -> dict[str, dict[str, int | None]]:
    """Write what changed of the scores; return what somebody else has changed too.

    scores, seen: code > criterion > 1 to 5 or None, as typed and as it stood on the
    page. Only what the person changed is written. When another person has given the
    same score another value meanwhile nothing is written: the result names these
    scores as they are now.
    """
    draft = held_draft(minimum_set)
    present = {row.indicator.code: row for row in draft.scores.with_indicator()}
    conflicts: dict[str, dict[str, int | None]] = {}
    changed: dict[str, dict[str, int | None]] = {}
    for code, typed in scores.items():
        row = present.get(code)
        for name, value in typed.items():
            now = getattr(row, name) if row else None
            if value in (seen.get(code, {}).get(name), now):
                continue
            if now != seen.get(code, {}).get(name):
                conflicts.setdefault(code, {})[name] = now
            changed.setdefault(code, {})[name] = value
    if conflicts or not changed:
        return conflicts
    ids = dict(Indicator.objects.filter(code__in=changed).values_list("code", "pk"))
    for code, values in changed.items():
        CandidateScore.objects.update_or_create(
            minimum_set=draft, indicator_id=ids[code], defaults=values
        )
    audit.record(
        by, "set_scored", draft, country=draft.country, candidates=sorted(changed)
    )
    return {}


@transaction.atomic
def choose(
    minimum_set: MinimumSet,
    *,
    codes: Collection[str],
    by: User,
    edit_number: int,
    unfinished: bool = False,
) -> MinimumSet:
    """Let the set consist of these indicators; twice is once.

    ``unfinished``: keep a choice that is too small or not balanced, to go on later.
    What was written about an indicator that is left out is set aside, and returns
    with it. Raises NoDraft, ChangedByAnother, and SetRefusal when there are more
    than ten, or the choice is not as it must be.
    """
    draft = held_draft(minimum_set)
    wanted = list(Indicator.objects.filter(code__in=codes))
    _check_choice(wanted, unfinished)
    present = {row.indicator.code: row for row in draft.chosen.with_all()}
    if set(present) == {one.code for one in wanted}:
        return draft
    if draft.edit_number != edit_number:
        raise ChangedByAnother
    left_out = [code for code in present if code not in codes]
    for code in left_out:
        draft.set_aside[code] = _put_aside(present[code])
        present[code].delete()
    added = [one for one in wanted if one.code not in present]
    last = max((row.position for row in present.values()), default=0)
    for position, indicator in enumerate(added, start=last + 1):
        _add(draft, indicator, position, by)
    _count_up(draft, "set_aside")
    audit.record(
        by,
        "set_chosen",
        draft,
        country=draft.country,
        added=[one.code for one in added],
        left_out=left_out,
    )
    return draft


def _check_choice(wanted, unfinished) -> None:
    broken = choosing.balance([candidate_of(one) for one in wanted])
    if unfinished:
        broken = [one for one in broken if one.reason == choosing.TOO_MANY]
    if broken:
        words = (balance_words(one.reason, len(wanted)) for one in broken)
        raise SetRefusal(" ".join(words))


def _put_aside(row: ChosenIndicator) -> dict:
    return {
        "owner": row.owner_id,
        "sources": [one.pk for one in row.current_sources],
        "words": {name: getattr(row, name) for name in row.WORDS},
        "edit_number": row.edit_number,
    }


def _add(draft, indicator, position, by) -> None:
    """Take an indicator in, with what was written about it before."""
    kept = draft.set_aside.pop(indicator.code, {})
    bodies = Institution.objects.active().filter(country=draft.country)
    row = ChosenIndicator.objects.create(
        minimum_set=draft,
        indicator=indicator,
        position=position,
        owner=bodies.filter(pk=kept.get("owner")).first(),
        changed_by=by,
        # One further, so that an agreement of before does not count for it.
        edit_number=kept.get("edit_number", -1) + 1,
        **kept.get("words", {}),
    )
    sources = DataSource.objects.of_country(draft.country).filter(is_active=True)
    row.sources.set(sources.filter(pk__in=kept.get("sources", [])))


@transaction.atomic
def move_chosen(chosen: ChosenIndicator, *, up: bool, seen: int) -> None:
    """Move an indicator one place up or down the set.

    seen: the place at which the person saw it, from 1; a second click that saw the
    same place moves it no further. Raises NoDraft.
    """
    draft = held_draft(chosen.minimum_set)
    rows = list(draft.chosen.order_by("position", "pk"))
    place = next((n for n, row in enumerate(rows) if row.pk == chosen.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if other is None or place != seen - 1 or not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        row.position = position
    ChosenIndicator.objects.bulk_update(rows, ["position"])


def _count_up(draft: MinimumSet, *more: str) -> None:
    draft.edit_number += 1
    draft.save(update_fields=["profile", "weights", "language", "edit_number", *more])
