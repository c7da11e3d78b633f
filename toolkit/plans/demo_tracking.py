"""Two quarters of the invented country's plan, for demonstrations.

In the first quarter most of what was due is done, checked, with its deliverable; one
line that others need slipped and got another quarter by a decision, and they moved with
it. In the second it was done; another line is late. Both reviews are closed. Which lines
these are follows from the plan, so that it may change.
"""

import datetime as dt
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.utils import timezone

from lms.accounts.models import Membership, User
from lms.accounts.roles import Capability, Role, roles_with
from toolkit.plans import status
from toolkit.plans.learning import learning_of, proposals
from toolkit.plans.models import Plan, PlanItem
from toolkit.plans.permissions import may_check
from toolkit.plans.plan_reading import content_of
from toolkit.plans.quarter_words import quarter_words
from toolkit.plans.quarters import Quarter, quarter_of, read_quarter
from toolkit.plans.services.learning import assign_modules
from toolkit.plans.services.redating import redate
from toolkit.plans.services.reviewing import close_review
from toolkit.plans.services.tracking import check_item, report_done, update_item
from toolkit.plans.services.tracking_deliverables import add_file, add_link
from toolkit.plans.tracking import lines_of

#: What the demonstration says in turn about lines that run.
NOTES = (
    "The draft is with the institutions; two of five have answered.",
    "The working group has read it. One chapter is still missing.",
    "Work began later than planned, because two people changed posts.",
    "The first part is there. The rest follows after the next meeting.",
)
#: Percent of lines that run, in turn.
PERCENTS = (45, 20, 60, 30)
#: Modules assigned in the demonstration.
ASSIGNED = 4


def load_demo_tracking(plan: Plan, *, by: User, today: dt.date | None = None) -> None:
    """Tell two quarters of an approved plan that is in its third; once.

    by: who runs the plan. Nothing happens when something was told before or the plan
    has not come that far.
    """
    today = today or timezone.localdate()
    first = read_quarter(plan.start)
    told = plan.reviews.exists() or plan.items.exclude(updated_at=None).exists()
    if told or quarter_of(today) < first.plus(2):
        return
    _Telling(plan, by, today, first).all()


class _Telling:
    """The story of one plan."""

    def __init__(self, plan: Plan, by: User, today: dt.date, first: Quarter) -> None:
        self.plan, self.by, self.today = plan, by, today
        self.first, self.second, self.now = first, first.plus(1), first.plus(2)
        self.number = 0
        rows = Membership.objects.current().filter(
            country=plan.country, person__is_active=True
        )
        running = roles_with(Capability.RUN_PLANS)
        self.runners = [by]
        self.focal_points: dict[int, User] = {}
        for row in rows.select_related("person").order_by("pk"):
            if row.role in running and row.person not in self.runners:
                self.runners.append(row.person)
            if row.role == Role.FOCAL_POINT and row.institution_id:
                self.focal_points.setdefault(row.institution_id, row.person)

    def all(self) -> None:
        """Learning first, then quarter by quarter."""
        self.assign()
        slipping = self.first_quarter()
        self.second_quarter(slipping)
        self.third_quarter()

    def assign(self) -> None:
        """Assign some modules before the plan begins in earnest."""
        at = self.moment(self.first, 6)
        plan = Plan.objects.with_places().get(pk=self.plan.pk)
        offered = sorted(proposals(learning_of(plan, today=timezone.localdate(at))))
        assign_modules(plan, offered[:ASSIGNED], by=self.by, at=at)

    def first_quarter(self) -> str:
        """All but one line are done; return the code of the one that slipped."""
        lines = lines_of(self.plan)
        due = status.due_in(lines, self.first)
        needed = {one.code: len(self._waiting(lines, one.code)) for one in due}
        slipping = max(needed, key=lambda code: (needed[code], code), default="")
        for place, one in enumerate(due):
            if one.code != slipping:
                self.finish(one.code, self.first, 55 + 4 * place % 25)
        self.review(
            self.first,
            "Most of what was due is done. One action slips; what needs it moves with "
            "it. Its institution reports at the next meeting.",
            redated=slipping,
        )
        return slipping

    def second_quarter(self, slipping: str) -> None:
        """The line that slipped is done; of the others the first one is late."""
        lines = status.due_in(lines_of(self.plan), self.second)
        rest = [one.code for one in lines if one.code != slipping]
        if slipping:
            self.say(slipping, self.second, 25, 70)
            self.finish(slipping, self.second, 60)
        for code in rest[:1]:
            self.say(code, self.second, 50, 60)
        for place, code in enumerate(rest[1:]):
            self.finish(code, self.second, 65 + 4 * place % 20)
        self.review(
            self.second,
            "The action that slipped is done. One action is late: the institution "
            "reports why before the end of the month.",
        )

    def third_quarter(self) -> None:
        """What runs has a word; one line waits for a check."""
        lines = status.running_in(lines_of(self.plan), self.now)
        ending = [one.code for one in lines if one.end == self.now]
        for place, one in enumerate(lines):
            self.say(one.code, self.now, 8 + place % 9, PERCENTS[place % len(PERCENTS)])
        for code in ending[-1:]:
            self.report(code, self.now, 30)

    def say(self, code: str, quarter: Quarter, day: int, percent: int) -> None:
        """One word about a line."""
        item = self.item(code)
        note = NOTES[self.number % len(NOTES)]
        update_item(
            item,
            status=PlanItem.Status.RUNNING,
            percent=percent,
            note=note,
            once=self.once(code),
            by=self.reporter(item),
            at=self.moment(quarter, day),
        )

    def finish(self, code: str, quarter: Quarter, day: int) -> None:
        """A line with its deliverable, reported and checked."""
        item = self.report(code, quarter, day)
        checker = next(one for one in self.people if may_check(one, item))
        check_item(
            item,
            accepted=True,
            by=checker,
            at=self.moment(quarter, day + 6),
            tell=False,
        )

    def report(self, code: str, quarter: Quarter, day: int) -> PlanItem:
        """A deliverable, an address and a file in turn; then the report."""
        item, at = self.item(code), self.moment(quarter, day)
        by = self.reporter(item)
        title = content_of(self.plan).by_code[code].deliverable
        if self.number % 2:
            text = f"{title}\n{quarter_words(quarter)}\n"
            name = f"{code.lower().replace(':', '-')}.csv"
            file = ContentFile(text.encode(), name=name)
            add_file(item, file, by=by, title=title, at=at)
        else:
            url = f"https://migration.arvania.example/papers/{code.lower()}"
            add_link(item, url, by=by, title=title, at=at)
        report_done(
            item,
            note="Adopted; the paper is attached.",
            once=self.once(code),
            by=by,
            at=at + dt.timedelta(hours=1),
            tell=False,
        )
        return self.item(code)

    def review(self, quarter: Quarter, conclusion: str, *, redated: str = "") -> None:
        """Close the review early in the quarter after; give a new date before it."""
        at = self.moment(quarter.plus(1), 9)
        day = timezone.localdate(at)
        if redated:
            redate(
                self.item(redated),
                end=quarter.plus(1),
                decision="Minutes of the quarterly meeting, decision 2",
                decided_on=day,
                edit_number=self.edit_number,
                by=self.by,
                at=at,
            )
        close_review(
            self.plan,
            quarter,
            conclusion=conclusion,
            edit_number=self.edit_number,
            by=self.by,
            at=at + dt.timedelta(hours=2),
        )

    @property
    def people(self) -> Sequence[User]:
        """Everybody who may check something."""
        return [*self.runners, *self.focal_points.values()]

    @property
    def edit_number(self) -> int:
        """The plan's, as it is."""
        return Plan.objects.values_list("edit_number", flat=True).get(pk=self.plan.pk)

    def reporter(self, item: PlanItem) -> User:
        """The focal point of the institution; where there is none, who runs the plan.

        So that somebody is left who may check.
        """
        found = self.focal_points.get(item.responsible_id)
        return found or self.by

    def item(self, code: str) -> PlanItem:
        """A line as it is now."""
        rows = PlanItem.objects.select_related("plan__country", "responsible")
        return rows.get(plan=self.plan, code=code)

    def moment(self, quarter: Quarter, day: int) -> dt.datetime:
        """A morning so many days into a quarter, not after today and not to come."""
        on = min(quarter.first_day + dt.timedelta(days=day), self.today)
        morning = timezone.make_aware(dt.datetime.combine(on, dt.time(9, 30)))
        if on == timezone.localdate():
            return min(morning, timezone.now())
        return morning

    def once(self, code: str) -> str:
        """A word that counts once."""
        self.number += 1
        return f"demo-{self.plan.pk}-{code}-{self.number}"

    @staticmethod
    def _waiting(lines, code: str) -> tuple[str, ...]:
        """What waits for a line, directly and through others."""
        found = status.blocking(lines, [code])
        return found[0].altogether if found else ()
