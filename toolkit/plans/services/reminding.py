"""E-mails about the lines of plans: what is due, late or silent, and what to check.

Each person gets one e-mail for each kind and plan with all lines that are new to it.
Nobody is told the same twice, however often this is asked for.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from lms.accounts import mail
from lms.accounts.models import Membership, OutgoingMail, User
from lms.accounts.roles import Capability, Role, roles_with
from toolkit.network.models import FocalPoint
from toolkit.network.services.verifying import language_of
from toolkit.plans import reminding
from toolkit.plans.models import Check, ItemUpdate, LineReminder, Plan, PlanItem
from toolkit.plans.permissions import may_check
from toolkit.plans.plan_reading import content_of
from toolkit.plans.tracking import line_of

#: Kind of a reminder > kind of its e-mail, as named in apps.py.
MAILS = {
    reminding.SOON: "plan_line_due_soon",
    reminding.LATE: "plan_line_late",
    reminding.OWNER: "plan_line_silent",
    reminding.COORDINATOR: "plan_line_silent",
}


@dataclass(frozen=True)
class Reader:
    """Somebody an e-mail goes to; ``person``: the account, where there is one."""

    email: str
    name: str
    language: str
    person: User | None = None

    @property
    def digest(self) -> str:
        """What tells the address from others without saying it."""
        return hashlib.sha256(self.email.encode()).hexdigest()


def remind(*, at: datetime | None = None) -> int:
    """Send the reminders of all running plans; return how many e-mails were written.

    Asked for every hour. Called twice, or by two processes at once, it sends
    nothing twice.
    """
    today = timezone.localdate(at)
    plans = Plan.objects.filter(state__in=Plan.RUNNING).select_related(
        "country", "round__framework", "library"
    )
    return sum(_remind_of(plan, today) for plan in plans)


def runners_of(country) -> list[User]:
    """Return who runs the plans of a country and can sign in, by name."""
    held = Membership.objects.current().filter(
        country=country, role__in=roles_with(Capability.RUN_PLANS)
    )
    found = User.objects.filter(is_active=True).holding(held)
    return list(found.order_by("full_name", "email"))


def readers_for(institutions, today: date) -> dict[int, list[Reader]]:
    """Return institution > its focal points: with accounts, and of the contact list.

    Two queries. Nobody stands there twice.
    """
    found: dict[int, dict[str, Reader]] = defaultdict(dict)
    held = Membership.objects.current().filter(
        institution__in=institutions, role=Role.FOCAL_POINT, person__is_active=True
    )
    for row in held.select_related("person").order_by("pk"):
        found[row.institution_id][row.person.email] = reader_of(row.person)
    listed = FocalPoint.objects.filter(institution__in=institutions)
    for row in listed.current(today).reachable().with_places().order_by("pk"):
        found[row.institution_id].setdefault(
            row.person.email if row.person else row.email,
            reader_of(row.person)
            if row.person
            else Reader(row.email, row.full_name, language_of(row)),
        )
    return {pk: list(readers.values()) for pk, readers in found.items()}


def reader_of(person: User) -> Reader:
    """Return a person as somebody an e-mail goes to."""
    return Reader(person.email, person.display_name, person.language, person)


def tell_who_checks(update: ItemUpdate) -> None:
    """Tell who can check that a line was reported done.

    Those who run the plan; where none of them may, focal points of the supporting
    institutions, or else of the others that have lines in the plan.
    """
    item, plan = update.item, update.item.plan
    readers = [
        reader_of(one) for one in runners_of(plan.country) if may_check(one, item)
    ]
    for institutions in (
        item.supporting.values_list("pk", flat=True),
        plan.items.filter(dropped_at=None).values_list("responsible_id", flat=True),
    ):
        if readers:
            break
        others = {pk for pk in institutions if pk and pk != item.responsible_id}
        groups = readers_for(others, timezone.localdate(update.at))
        found = {
            one.email: one
            for group in groups.values()
            for one in group
            if one.person and may_check(one.person, item)
        }
        readers = list(found.values())
    for reader in readers:
        _send_about(
            item,
            reader,
            kind="plan_line_to_check",
            key=f"plan:report:{update.pk}:{reader.digest[:32]}",
            update=update,
        )


def tell_of_check(check: Check, reporter: User | None) -> None:
    """Tell who reported a line done what came of it."""
    if reporter is None or not reporter.is_active or reporter.pk == check.by_id:
        return
    _send_about(
        check.item,
        reader_of(reporter),
        kind="plan_line_checked",
        key=f"plan:check:{check.pk}",
        check=check,
    )


def _send_about(item: PlanItem, reader: Reader, *, kind: str, key: str, **context):
    with translation.override(reader.language):
        # The title of the line is the library's, in the reader's language.
        line = content_of(item.plan).by_code[item.code]
        path = reverse("plans:line", args=[item.plan_id, item.code])
    mail.send(
        f"plans/email/{kind}",
        to=reader.email,
        person=reader.person,
        language=reader.language,
        country=item.plan.country,
        once_key=key,
        context={
            "plan": item.plan,
            "line": line,
            "name": reader.name,
            "link": f"{settings.BASE_URL}{path}",
            **context,
        },
    )


def _remind_of(plan: Plan, today: date) -> int:
    """Send the reminders of one plan."""
    items = list(plan.items.filter(dropped_at=None).select_related("responsible"))
    wanted = [
        (item, one)
        for item in items
        for one in reminding.reminders_due(line_of(item), today)
    ]
    if not wanted:
        return 0
    owners = readers_for({item.responsible_id for item, _one in wanted}, today)
    runners = [reader_of(one) for one in runners_of(plan.country)]
    sent = set(
        LineReminder.objects.filter(item__plan=plan).values_list(
            "item_id", "kind", "quarter", "to"
        )
    )
    letters: dict[tuple[str, str], tuple[Reader, list]] = {}
    for item, one in wanted:
        to_owner = one.kind != reminding.COORDINATOR
        active = item.responsible and item.responsible.is_active
        readers = owners.get(item.responsible_id) if to_owner and active else None
        # A line that nobody answers for is brought before who runs the plan.
        for reader in readers or runners:
            if (item.pk, one.kind, str(one.quarter), reader.digest) not in sent:
                place = (one.kind, reader.email)
                letters.setdefault(place, (reader, []))[1].append((item, one))
    return sum(
        _write(plan, kind, reader, found)
        for (kind, _email), (reader, found) in letters.items()
    )


@transaction.atomic
def _write(plan: Plan, kind: str, reader: Reader, found: list) -> bool:
    """Note the reminders and write the e-mail; return False where all were noted."""
    new = [
        (row, item)
        for item, one in found
        if (row := _noted(item, kind, one.quarter, reader))
    ]
    if not new:
        return False
    codes = {item.code for _row, item in new}
    with translation.override(reader.language):
        content = content_of(plan)
        lines = [
            {
                "line": line,
                "link": settings.BASE_URL
                + reverse("plans:line", args=[plan.pk, line.code]),
            }
            for line in content.lines
            if line.code in codes
        ]
    key = f"plan:reminder:{new[0][0].pk}"
    if OutgoingMail.objects.filter(once_key=key).exists():
        return False
    mail.send(
        f"plans/email/{MAILS[kind]}",
        to=reader.email,
        person=reader.person,
        language=reader.language,
        country=plan.country,
        once_key=key,
        context={
            "plan": plan,
            "lines": lines,
            "only": lines[0] if len(lines) == 1 else None,
            "name": reader.name,
            "to_runner": kind == reminding.COORDINATOR,
        },
    )
    return True


def _noted(item: PlanItem, kind: str, quarter, reader: Reader) -> LineReminder | None:
    """Note that a reminder goes out; None when that was noted already."""
    try:
        # Own savepoint: of two processes the second finds the row taken.
        with transaction.atomic():
            return LineReminder.objects.create(
                item=item, kind=kind, quarter=str(quarter), to=reader.digest
            )
    except IntegrityError:
        return None
