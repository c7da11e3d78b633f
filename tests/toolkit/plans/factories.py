"""A small library, plans by it, and their lines."""

import factory
from factory.django import DjangoModelFactory

from tests.accounts.factories import InstitutionFactory, UserFactory
from tests.assessments.maturity.result_rounds import make_round
from toolkit.plans import assembling
from toolkit.plans.library import Action, Generic, Library, Lift
from toolkit.plans.models import ActionLibrary, Plan, PlanItem


def small_library(**fields) -> Library:
    """Return a library for the small instrument: four actions, one generic.

    LIFT-1 is needed by LIFT-2, which LIFT-3 follows; LIFT-4 is for level 3 of B1.
    """

    def action(number, question, levels=(2, 3), **more):
        return Action(
            **{
                "id": f"LIFT-{number}",
                "title": {"en": f"Lift {question}"},
                "area": "work",
                "lifts": (Lift(question, levels),),
                "quarters": 1,
                "effort": "S",
                "responsible": ("coordinator",),
                "criterion": {"en": f"{question} is lifted."},
                "deliverable": {"en": f"Paper on {question}"},
            }
            | more
        )

    return Library(
        **{
            "key": "small-actions",
            "version": "1.0.0",
            "framework": "small",
            "title": {"en": "Small actions"},
            "languages": ("en",),
            "roles": {
                "coordinator": {"en": "The coordinator"},
                "border_service": {"en": "The border service"},
                "core_institution": {"en": "Each core institution"},
            },
            "areas": {"work": {"en": "Work"}},
            "actions": (
                action(1, "A1", pillar="focal_points", first_year=True),
                action(
                    2,
                    "A2",
                    needs=("LIFT-1",),
                    responsible=("border_service",),
                    supporting=("coordinator",),
                    quarters=2,
                    effort="M",
                    pillar="working_group",
                ),
                action(3, "B1", levels=(2,), after=("LIFT-2",), modules=("01",)),
                action(4, "B1", levels=(3,), needs=("LIFT-3",), effort="L"),
            ),
            "generic": (
                Generic(
                    id="GEN-3",
                    title={"en": "Keep {question} going"},
                    level=3,
                    quarters=2,
                    effort="S",
                    responsible=("coordinator",),
                    criterion={"en": "{question} goes on."},
                    deliverable={"en": "Log"},
                ),
            ),
        }
        | fields
    )


def make_library(library: Library | None = None) -> ActionLibrary:
    """Return the row of a library; made once per test."""
    library = library or small_library()
    found = ActionLibrary.objects.filter(key=library.key, version=library.version)
    if row := found.first():
        return row
    row = ActionLibrary()
    assembling.write(row, library)
    return row


class PlanFactory(DjangoModelFactory):
    """A draft for a validated round whose levels are all 1, without lines."""

    class Meta:
        model = Plan

    class Params:
        round_country = None

    round = factory.LazyAttribute(
        lambda plan: make_round(
            plan.round_country,
            institutions=1,
            levels=dict.fromkeys(("A1", "A2", "B1", "B2"), 1),
        )
    )
    country = factory.LazyAttribute(lambda plan: plan.round.country)
    framework = factory.LazyAttribute(lambda plan: plan.round.framework)
    library = factory.LazyFunction(make_library)
    title = factory.Sequence(lambda n: f"Action plan {n}")
    start = "2027Q1"
    levels = factory.LazyFunction(lambda: dict.fromkeys(("A1", "A2", "B1", "B2"), 1))
    targets = factory.LazyFunction(lambda: dict.fromkeys(("A1", "A2", "B1", "B2"), 3))
    created_by = factory.SubFactory(UserFactory)


class PlanItemFactory(DjangoModelFactory):
    """A line of a plan in its first quarter, of an institution of its country."""

    class Meta:
        model = PlanItem

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"OWN-{n + 1}")
    kind = PlanItem.Kind.OWN
    position = factory.Sequence(lambda n: n + 1)
    title = factory.LazyAttribute(lambda item: f"Line {item.code}")
    start = factory.LazyAttribute(lambda item: item.plan.start)
    responsible = factory.SubFactory(
        InstitutionFactory, country=factory.SelfAttribute("..plan.country")
    )
    deliverable = "Paper"
    criterion = "It is there."


def plan_with_lines(country=None, **fields) -> Plan:
    """Return a plan with the lines of the small library, in five quarters.

    LIFT-1 in 2027Q1, LIFT-2 in Q2 and Q3, LIFT-3 in Q2, LIFT-4 in Q3; GEN-3:B2 is
    for later. LIFT-2 is another institution's. fields: of the plan.
    """
    plan = PlanFactory(round_country=country, **fields)
    library = plan.library.library()
    one, other = (InstitutionFactory(country=plan.country) for _ in range(2))
    starts = {"LIFT-1": "2027Q1", "LIFT-2": "2027Q2", "LIFT-3": "2027Q2"}
    starts["LIFT-4"] = "2027Q3"
    for place, action in enumerate(library.actions):
        lift = action.lifts[0]
        PlanItemFactory(
            plan=plan,
            code=action.id,
            kind=PlanItem.Kind.LIBRARY,
            position=place,
            title="",
            deliverable="",
            criterion="",
            start=starts[action.id],
            length=action.quarters,
            pillar=action.pillar,
            area=action.area,
            effort=action.effort,
            responsible=other if action.id == "LIFT-2" else one,
            responsible_role=action.responsible[0],
            needs=list(action.needs),
            after=list(action.after),
            modules=list(action.modules),
            reasons=[{"question": lift.question, "from": 1, "to": lift.levels[-1]}],
        )
    PlanItemFactory(
        plan=plan,
        code="GEN-3:B2",
        kind=PlanItem.Kind.GENERIC,
        title="",
        deliverable="",
        criterion="",
        start="",
        length=2,
        responsible=one,
        later_reason="capacity",
        reasons=[{"question": "B2", "from": 1, "to": 3}],
    )
    return plan
