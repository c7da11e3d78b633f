"""Opening a round, who answers in it, and moving it on."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.maturity.models import (
    AgreedLevel,
    Answer,
    Evidence,
    FrameworkVersion,
    Respondent,
    Round,
    RoundInstitution,
    RoundMove,
)
from assessments.maturity.moves import move_between
from assessments.maturity.permissions import Action, parts_in
from assessments.maturity.round_reading import framework_of
from assessments.maturity.services import results
from lms.accounts import audit, mail
from lms.accounts.models import Country, Institution, Role, User
from lms.accounts.roles import Capability
from lms.accounts.services.errors import AlreadyHere
from lms.accounts.services.invitations import invite_person
from lms.accounts.services.roles import grant_role

from .errors import NotNow, NotReady, ReasonMissing, RoundExists, SomebodyWasFirst
from .holding import held_for

#: Questions that are named when a level is missing; more only counted.
MOST_NAMED = 10


@transaction.atomic
def open_round(
    country: Country,
    *,
    framework: FrameworkVersion,
    reference_date: date,
    by: User,
    scope: str = Round.Scope.FULL,
    due_on: date | None = None,
    institutions: Iterable[Institution] = (),
    at: datetime | None = None,
) -> Round:
    """Open a round as a draft with these core institutions.

    Raises NotNow when by does not run rounds of the country, RoundExists when
    one is under way or there is one of that date by the same framework.
    """
    if not by.may(Capability.RUN_ROUNDS, country):
        raise NotNow(_("You do not run the rounds of this country."))
    if not framework.is_published:
        raise NotReady(_("This version of the framework is not published."))
    at = at or timezone.now()
    try:
        with transaction.atomic():
            round = Round.objects.create(
                country=country,
                framework=framework,
                reference_date=reference_date,
                scope=scope,
                due_on=due_on,
                opened_by=by,
                created_at=at,
            )
    except IntegrityError:
        raise RoundExists(_why_not(country)) from None
    for position, institution in enumerate(institutions):
        RoundInstitution.objects.create(
            round=round, institution=institution, position=position
        )
    RoundMove.objects.create(round=round, before="", after=round.state, by=by, at=at)
    audit.record(by, "round_opened", round, country=country)
    return round


def _why_not(country: Country) -> str:
    if Round.objects.filter(country=country).under_way().exists():
        return _(
            "Your country already has a round under way. Finish that one, or go on with it."
        )
    return _("There is already a round of this date. Choose another date.")


@transaction.atomic
def set_institutions(
    round: Round, *, institutions: Iterable[tuple[Institution, bool]], by: User
) -> Round:
    """Make these the round's institutions: (institution, is core), in this order.

    One that has answered already stays: raises NotReady naming it.
    """
    round = held_for(round, Action.SET_UP, by=by)
    wanted = {one.pk: (one, core) for one, core in institutions}
    if not wanted:
        raise NotReady(_("Choose at least one institution."))
    if any(one.country_id != round.country_id for one, _core in wanted.values()):
        raise NotNow(_("This institution belongs to another country."))
    present = {
        row.institution_id: row
        for row in round.institutions.select_related("institution")
    }
    for pk, row in present.items():
        if pk in wanted:
            continue
        if (
            Answer.objects.filter(institution=row).exclude(given="").exists()
            or Evidence.objects.filter(institution=row).exists()
        ):
            raise NotReady(
                _("%(institution)s has answered already and stays in the round.")
                % {"institution": row.institution}
            )
        row.delete()
    for position, (institution, core) in enumerate(wanted.values()):
        RoundInstitution.objects.update_or_create(
            round=round,
            institution=institution,
            defaults={"position": position, "is_core": core},
        )
    audit.record(by, "round_institutions", round, country=round.country)
    return round


@transaction.atomic
def invite_respondent(
    institution: RoundInstitution,
    *,
    email: str,
    by: User,
    full_name: str = "",
    language: str = "en",
    at: datetime | None = None,
) -> Respondent:
    """Ask somebody to answer for an institution; asking twice is asking once.

    Who has an account with this address gets the respondent's role for the
    country and a message; anybody else is invited and linked at the first sign-in.
    Messages leave when the round collects answers.

    Raises NotNow, and the refusals of lms.accounts (AccountsError).
    """
    round = held_for(institution.round, Action.SET_UP, by=by)
    email = email.strip().lower()
    person = _account(email, round.country)
    respondent, made = Respondent.objects.get_or_create(
        institution=institution,
        email=email,
        removed_at=None,
        defaults={
            "person": person,
            "full_name": full_name.strip() or (person.full_name if person else ""),
            "invited_by": by,
            "invited_at": at or timezone.now(),
        },
    )
    if not made:
        return respondent
    if person:
        if not person.has_role(Role.RESPONDENT, round.country):
            grant_role(
                person,
                role=Role.RESPONDENT,
                country=round.country,
                institution=institution.institution,
                by=by,
            )
    else:
        _invite(respondent, language)
    if round.state == Round.State.COLLECTING:
        tell_respondent(respondent)
    return respondent


@transaction.atomic
def remove_respondent(respondent: Respondent, *, by: User) -> None:
    """Take somebody off the list; what was answered stays."""
    held_for(respondent.institution.round, Action.SET_UP, by=by)
    Respondent.objects.filter(pk=respondent.pk, removed_at=None).update(
        removed_at=timezone.now()
    )


def claim_invitations(person: User) -> int:
    """Link rows that wait for this person's confirmed addresses; return how many.

    Called at every sign-in; idempotent.
    """
    confirmed = person.emailaddress_set.filter(verified=True)
    emails = {address.email.lower() for address in confirmed} | {person.email}
    return Respondent.objects.filter(
        person=None, email__in=emails, removed_at=None
    ).update(person=person)


def tell_respondent(respondent: Respondent) -> None:
    """Write to a respondent with an account that answers are awaited; once."""
    person = respondent.person
    if person is None:
        return
    round = respondent.institution.round
    mail.send(
        "maturity/email/answers_awaited",
        to=person.email,
        person=person,
        language=person.language,
        country=round.country,
        once_key=f"round:{round.pk}:asked:{respondent.pk}",
        kind="answers_awaited",
        context={
            "round": round,
            "institution": respondent.institution,
            "person": person,
        },
    )


@transaction.atomic
def move_round(
    round: Round,
    *,
    to: str,
    by: User,
    move_number: int,
    reason: str = "",
    at: datetime | None = None,
) -> Round:
    """Take a round to another state; of two at once, one wins and the other is told.

    move_number: the one the person has seen. Raises SomebodyWasFirst, NotNow (no
    such step, or not for this person), ReasonMissing, NotReady (what is missing).
    """
    at = at or timezone.now()
    reason = reason.strip()
    round = (
        Round.objects.select_for_update(of=("self",))
        .select_related("country", "framework")
        .get(pk=round.pk)
    )
    if round.move_number != move_number:
        raise SomebodyWasFirst
    move = move_between(round.state, to)
    if move is None or not move.parts & parts_in(by, round):
        raise NotNow
    if (move.back or leaves_out(round, to)) and not reason:
        raise ReasonMissing
    missing = missing_before(round, to)
    if missing:
        raise NotReady(missing)
    changed = (
        Round.objects.filter(pk=round.pk, move_number=move_number).update(
            state=to, move_number=move_number + 1
        )
        if to != Round.State.VALIDATED
        else _validate(round, move_number, at)
    )
    if not changed:
        raise SomebodyWasFirst
    RoundMove.objects.create(
        round=round, before=round.state, after=to, by=by, at=at, reason=reason
    )
    round.refresh_from_db()
    audit.record(by, "round_moved", round, country=round.country, to=str(to))
    if to == Round.State.COLLECTING:
        for respondent in _present_respondents(round):
            tell_respondent(respondent)
    return round


def _validate(round: Round, move_number: int, at: datetime) -> int:
    """Freeze the scores and mark the round as validated in one write."""
    round.state = Round.State.VALIDATED
    frozen = results.frozen_scores(round)
    round.state = Round.State.SUBMITTED
    return Round.objects.filter(pk=round.pk, move_number=move_number).update(
        state=Round.State.VALIDATED,
        move_number=move_number + 1,
        scores=frozen,
        scored_at=at,
    )


def leaves_out(round: Round, to: str) -> str:
    """Return in words what a step leaves behind, and so needs a reason; "" if nothing."""
    if (round.state, to) != (Round.State.COLLECTING, Round.State.AGREEING):
        return ""
    late = round.institutions.filter(handed_in_at=None).count()
    if not late:
        return ""
    return ngettext(
        "%(count)s institution has not handed in its answers.",
        "%(count)s institutions have not handed in their answers.",
        late,
    ) % {"count": late}


def missing_before(round: Round, to: str) -> str:
    """Return in words what has to be done before a step; "" when nothing is missing."""
    if to == Round.State.COLLECTING and round.state == Round.State.DRAFT:
        without = round.institutions.exclude(
            pk__in=_present_respondents(round).values("institution")
        )
        if not round.institutions.exists():
            return _("Choose the institutions that answer first.")
        names = ", ".join(str(one) for one in without.select_related("institution"))
        if names:
            return _("Nobody is asked to answer for: %(institutions)s.") % {
                "institutions": names
            }
    if to == Round.State.SUBMITTED:
        agreed = set(
            AgreedLevel.objects.filter(round=round)
            .exclude(given="")
            .values_list("question", flat=True)
        )
        left = [one.id for one in framework_of(round).questions if one.id not in agreed]
        if len(left) > MOST_NAMED:
            return ngettext(
                "%(count)s question has no agreed level yet.",
                "%(count)s questions have no agreed level yet.",
                len(left),
            ) % {"count": len(left)}
        if left:
            return ngettext(
                "%(count)s question has no agreed level yet: %(questions)s.",
                "%(count)s questions have no agreed level yet: %(questions)s.",
                len(left),
            ) % {"count": len(left), "questions": ", ".join(left)}
    if to == Round.State.VALIDATED:
        open_evidence = (
            Evidence.objects.present()
            .filter(institution__round=round, review="")
            .count()
        )
        unjudged = AgreedLevel.objects.filter(
            round=round, given="na", na_accepted=None
        ).count()
        if open_evidence or unjudged:
            count = open_evidence + unjudged
            return ngettext(
                "%(count)s piece of evidence waits for your decision.",
                "%(count)s pieces of evidence wait for your decision.",
                count,
            ) % {"count": count}
    return ""


def _present_respondents(round: Round):
    return Respondent.objects.filter(
        institution__round=round, removed_at=None
    ).select_related(
        "person", "institution__round__country", "institution__institution"
    )


def _account(email: str, country: Country) -> User | None:
    """Return the active account of the country with this confirmed address."""
    return User.objects.of_country(country).filter(is_active=True, email=email).first()


def _invite(respondent: Respondent, language: str) -> None:
    institution = respondent.institution
    try:
        invite_person(
            respondent.email,
            role=Role.RESPONDENT,
            by=respondent.invited_by,
            country=institution.round.country,
            institution=institution.institution,
            full_name=respondent.full_name,
            language=language,
        )
    except AlreadyHere:
        # Invited to the country before: that invitation leads here as well.
        return
