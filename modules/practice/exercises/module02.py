"""Module 02: indicators chosen by score; terms of reference and a work plan."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from modules.practice.workbook import Column, Practice, Sheet, Solve

WEIGHTS = {
    "first": (40, 30, 20, 10),
    "second": (60, 20, 10, 10),
}
CRITERIA = ("Relevance", "Availability", "Quality", "Low cost")
# One row: proposal, then its scores for the criteria, 1 to 5, five is best.
PROPOSALS = (
    ("First work permits", 4, 5, 4, 5),
    ("Asylum applications", 5, 4, 3, 4),
    ("Citizens working abroad", 5, 2, 2, 1),
    ("Foreigners in the country, 31 December", 5, 3, 4, 4),
    ("Foreigners entering the country", 3, 5, 4, 4),
    ("Foreigners leaving the country", 3, 4, 3, 4),
    ("Refugee status determinations", 4, 4, 4, 4),
    ("Foreign students", 2, 5, 4, 4),
    ("Naturalisations", 3, 4, 5, 4),
    ("Remittances received", 4, 2, 2, 2),
)
CHOSEN = 6
_DONE, _LATE, _PROGRESS, _PLANNED = "Done", "Late", "In progress", "Planned"
# Task, owner, deputy, due, proof, status; after the sample of the General Model.
PLAN = (
    (
        "Draft a regulation on collection and exchange between state bodies",
        "Foreign ministry, head of migration",
        "Legal adviser",
        date(2027, 9, 30),
        "Draft sent to the government",
        _DONE,
    ),
    (
        "Add the state agency for information technology to the group",
        "Interior ministry, head of passports and visas",
        "Head of permits",
        date(2027, 6, 30),
        "Decision signed",
        _DONE,
    ),
    (
        "Hold a meeting of the group each quarter",
        "Foreign ministry, head of migration",
        "Secretary of the group",
        date(2027, 12, 31),
        "Four minutes in the folder",
        _PROGRESS,
    ),
    (
        "Confirm the minimum set of six indicators",
        "Foreign ministry, head of migration",
        "Secretary of the group",
        date(2027, 6, 30),
        "Row in the decision log",
        _DONE,
    ),
    (
        "Write the instruction on collection and exchange",
        "Statistics office, head of population",
        "Methods expert",
        date(2027, 9, 30),
        "Text approved by the group",
        _LATE,
    ),
    (
        "Develop a glossary",
        "All ministries involved",
        "Methods expert",
        date(2027, 12, 31),
        "Glossary on the shared page",
        _PROGRESS,
    ),
    (
        "Train the staff who will compile the tables",
        "Foreign ministry, training officer",
        "Secretary of the group",
        date(2027, 6, 30),
        "List of participants",
        _DONE,
    ),
    (
        "Compile the number of foreign citizens who study at universities",
        "Education ministry, head of statistics",
        "Statistician",
        date(2027, 9, 30),
        "Table in the delivery log",
        _DONE,
    ),
    (
        "Compile the number of students of Arvanian origin who came from abroad",
        "Education ministry, head of statistics",
        None,
        date(2027, 12, 31),
        "Table in the delivery log",
        _DONE,
    ),
    (
        "Compile the number of citizens who study abroad in state programmes",
        "Education ministry, head of statistics",
        "Statistician",
        date(2027, 12, 31),
        "Table in the delivery log",
        _DONE,
    ),
    (
        "Compile the number of citizens who wish to work abroad",
        "Labour ministry, head of employment",
        "Statistician",
        date(2027, 9, 30),
        "Table in the delivery log",
        _DONE,
    ),
    (
        "Show in employment centres which bodies deal with labour migration",
        "Labour ministry, head of employment",
        "Press officer",
        None,
        "Photograph of one notice",
        _PLANNED,
    ),
    (
        "Compile the number of tourists who arrive",
        "Tourism committee, head of statistics",
        "Statistician",
        date(2027, 9, 30),
        None,
        _DONE,
    ),
    (
        "Legal opinion on a database of citizens who leave for good",
        "Tax service, legal department",
        "Data protection officer",
        date(2027, 9, 30),
        "Opinion received",
        _LATE,
    ),
)
_MISSING = {6: "One owner", 9: "Deputy", 12: "Due date", 13: "Proof"}
_TERMS = (
    (
        "1. Purpose",
        "Why does the group exist? One sentence.",
        "The group agrees, collects, documents and releases a minimum set of "
        "migration statistics.",
    ),
    (
        "2. Legal basis",
        "Which laws allow the work?",
        "Statistics law, foreigners law, labour law and data protection law; a "
        "government decision creates the group.",
    ),
    (
        "3. Members and alternates",
        "Who has a seat? Two names for each institution.",
        "Seven institutions, each with a member and an alternate named in writing; "
        "guests by invitation; two observers without a vote.",
    ),
    (
        "4. Chair and secretariat",
        "Who leads, who prepares, with how much time?",
        "The foreign ministry leads. The statistics office prepares, with one officer "
        "for two days a month.",
    ),
    (
        "5. Tasks",
        "What must exist at the end of the year?",
        "Mapping, definitions and glossary, minimum set, instruction on exchange, "
        "release calendar, training.",
    ),
    (
        "6. Decision rule",
        "How does the group decide? What is the quorum?",
        "Consensus first, otherwise majority with a recorded different opinion. The "
        "quorum is two thirds. Written procedure within ten working days.",
    ),
    (
        "7. Data rules",
        "Who owns, who sees, who releases?",
        "The institution that compiles a figure owns and releases it. Tables are "
        "public or restricted. Records of persons are not exchanged.",
    ),
    (
        "8. Reporting and review",
        "To whom, how often, and until when?",
        "One report to the government each year. The members review these rules "
        "after 24 months.",
    ),
)
_SPOKEN = (
    (
        "The border service will show entries by border section from now on.",
        "Border service",
        date(2027, 4, 30),
        "Table in the delivery log",
    ),
    (
        "Somebody should explain the new permit form to all.",
        "Labour ministry",
        date(2027, 5, 14),
        "One page sent to members",
    ),
    (
        "We need the rule for small numbers before the next release.",
        "Statistics office",
        date(2027, 6, 11),
        "Rule approved by the group",
    ),
)


def score(scores: tuple[int, ...], weights: tuple[int, ...]) -> Decimal:
    """Return the weighted score, one decimal, halves rounded up.

    weights: in percent, together 100.
    """
    total = sum(value * weight for value, weight in zip(scores, weights, strict=True))
    return (Decimal(total) / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def ranked(weights: tuple[int, ...]) -> list[str]:
    """Return the proposals by weighted score, the highest first."""
    rows = sorted(PROPOSALS, key=lambda row: -score(row[1:], weights))
    return [row[0] for row in rows]


def plan_counts() -> dict[str, int]:
    """Return how many tasks of the plan are done, late and open."""
    states = [row[-1] for row in PLAN]
    done, late = states.count(_DONE), states.count(_LATE)
    return {"done": done, "late": late, "open": len(states) - done - late}


def exercises(_country=None) -> tuple[Practice, ...]:
    """Return both exercises of the module; they need no register of Arvania."""
    return score_exercise(), group_exercise()


def score_exercise() -> Practice:
    """Return ten proposals to score, rank and choose from."""
    return Practice(
        key="02-indicator-scores",
        title="Choose six of ten proposals",
        about=(
            "The working group of Arvania has ten proposals for its first set of "
            "indicators. It has agreed on four scores for each, from 1 to 5.",
            "Five is always the best. A score of 5 for low cost means that the "
            "figure costs almost nothing.",
        ),
        tasks=(
            "Sheet Scores: calculate the weighted score with the first weights. "
            "Multiply each score by its weight and add up. Give one decimal.",
            "Rank the ten proposals, 1 for the highest score. Mark the first six.",
            "Do the same with the second weights.",
            "Mark the proposals that are among the six both times.",
            "Sheet Answers: answer the questions. Write a reason for each proposal "
            "that changed its place in or out of the six.",
        ),
        trainer=(
            "Five proposals are among the six both times. Naturalisations leave the "
            "six, and citizens working abroad enter them.",
            "Ask which proposal the group would take as the sixth, and why. A written "
            "reason counts for more than a difference of 0.2.",
        ),
        sheets=(_weights(), _scores(), _score_answers()),
    )


def _weights() -> Sheet:
    """Return both sets of weights with their sums."""
    columns = (
        Column("Criterion", 16, "Question that each proposal is asked."),
        Column("First weights", 14, "Weight in percent.", "number"),
        Column("Second weights", 14, "Weight in percent, for the test.", "number"),
    )
    rows = zip(CRITERIA, *WEIGHTS.values(), strict=True)
    return Sheet("Weights", columns, tuple(rows))


def _scores() -> Sheet:
    """Return the proposals with scores to weight and to rank."""
    last = len(PROPOSALS) + 1
    orders = {name: ranked(weights) for name, weights in WEIGHTS.items()}
    rows = []
    for line, row in enumerate(PROPOSALS, start=2):
        cells: list = list(row)
        for name, weights, column, result in (
            ("first", "B", "F", "F"),
            ("second", "C", "H", "H"),
        ):
            terms = "+".join(
                f"{letter}{line}*Weights!${weights}${place}"
                for place, letter in enumerate("BCDE", start=2)
            )
            value = float(score(row[1:], WEIGHTS[name]))
            cells.append(Solve(f"=ROUND(({terms})/100,1)", value))
            rank = orders[name].index(row[0]) + 1
            formula = f"=RANK({result}{line},${column}$2:${column}${last})"
            cells.append(Solve(formula, rank))
        both = int(all(order.index(row[0]) < CHOSEN for order in orders.values()))
        formula = f"=IF(AND(G{line}<={CHOSEN},I{line}<={CHOSEN}),1,0)"
        cells.append(Solve(formula, both))
        rows.append(tuple(cells))
    columns = (
        Column("Proposal", 38, "Indicator that an institution proposes."),
        *(
            Column(name, 12, "Agreed score, 1 to 5. Five is the best.", "number")
            for name in CRITERIA
        ),
        Column("First score", 12, "Weighted with the first weights.", "one"),
        Column("First rank", 11, "1 is the highest.", "number"),
        Column("Second score", 13, "Weighted with the second weights.", "one"),
        Column("Second rank", 12, "1 is the highest.", "number"),
        Column("Both times", 11, "1 if among the six both times.", "number"),
    )
    return Sheet("Scores", columns, tuple(rows))


def _score_answers() -> Sheet:
    """Return the questions about the ranking."""
    first, second = (ranked(weights) for weights in WEIGHTS.values())
    both = len(set(first[:CHOSEN]) & set(second[:CHOSEN]))
    last = len(PROPOSALS) + 1
    left = (set(first[:CHOSEN]) - set(second[:CHOSEN])).pop()
    entered = (set(second[:CHOSEN]) - set(first[:CHOSEN])).pop()
    rows = (
        (1, "Which proposal is first with the first weights?", Solve("", first[0])),
        (2, "Which proposal is first with the second weights?", Solve("", second[0])),
        (
            3,
            "How many proposals are among the six both times?",
            Solve(f"=SUM(Scores!J2:J{last})", both),
        ),
        (4, "Which proposal leaves the six? Why?", Solve("", left)),
        (5, "Which proposal enters the six? Why?", Solve("", entered)),
        (
            6,
            "Which indicator would you move to a development list? By which way "
            "would you get it?",
            Solve("", "For example citizens working abroad, by a survey"),
        ),
    )
    columns = (
        Column("No.", 6, "Number of the question.", "code"),
        Column("Question", 60, "What to find."),
        Column("Answer", 46, "Write your answer here."),
    )
    return Sheet("Answers", columns, rows)


def group_exercise() -> Practice:
    """Return terms of reference to draft, a plan to check, decisions to complete."""
    return Practice(
        key="02-working-group",
        title="Terms of reference, work plan and decision log",
        about=(
            "The sheets are tools for a new working group. Use them for Arvania "
            "first. Then save a copy and use it in your country.",
            "The work plan follows the sample of the General Model of 2005. Owners, "
            "dates and states are invented. The date of the report is 15 October 2027.",
        ),
        tasks=(
            "Sheet Terms of reference: write one sentence for each of the eight parts.",
            "Sheet Work plan: four rows are not complete. Write what is missing.",
            "Sheet Decision log: turn each spoken sentence into a decision with one "
            "owner, a due date and a proof. The meeting was on 18 March 2027.",
            "Sheet Answers: count the tasks and calculate the shares, one decimal.",
        ),
        trainer=(
            "The sentences for the terms of reference are examples. Accept others that "
            "answer the question.",
            "The row without a date goes back to the labour ministry. Nobody else "
            "should invent the date.",
            "Open tasks are those in progress or planned.",
        ),
        sheets=(_terms(), _plan(), _log(), _plan_answers()),
    )


def _terms() -> Sheet:
    """Return the eight parts to fill in."""
    columns = (
        Column("Part", 26, "Part of the terms of reference."),
        Column("Question", 40, "What this part answers."),
        Column("Your sentence", 70, "One sentence that all members could sign."),
    )
    rows = tuple((part, question, Solve("", text)) for part, question, text in _TERMS)
    return Sheet("Terms of reference", columns, rows)


def _plan() -> Sheet:
    """Return the work plan of Arvania with four rows that are not complete."""
    columns = (
        Column("No.", 6, "Number of the task.", "code"),
        Column("Task", 44, "What will exist afterwards."),
        Column("Owner", 36, "One person in one institution."),
        Column("Deputy", 22, "Who replaces the owner."),
        Column("Due", 12, "Last day, as year-month-day.", "date"),
        Column("Proof", 28, "How one can see that the task is done."),
        Column("Status", 12, "Planned, In progress, Done, Late or Cancelled."),
        Column("What is missing", 18, "Empty if the row is complete."),
    )
    rows = tuple(
        (place, *row, Solve("", _MISSING.get(place, "")))
        for place, row in enumerate(PLAN, start=1)
    )
    return Sheet("Work plan", columns, rows)


def _log() -> Sheet:
    """Return three spoken sentences to turn into decisions."""
    columns = (
        Column("No.", 6, "Number of the decision.", "code"),
        Column("Said in the meeting", 50, "What was said."),
        Column("Owner", 24, "One institution."),
        Column("Due", 12, "Last day, as year-month-day.", "date"),
        Column("Proof", 32, "How one can see that it is done."),
    )
    rows = tuple(
        (place, said, Solve("", owner), Solve("", str(due)), Solve("", proof))
        for place, (said, owner, due, proof) in enumerate(_SPOKEN, start=7)
    )
    return Sheet("Decision log", columns, rows)


def _plan_answers() -> Sheet:
    """Return the questions about the progress of the plan."""
    counts, total = plan_counts(), len(PLAN)
    states = f"'Work plan'!$G$2:$G${total + 1}"
    rows: list[tuple] = [
        (1, "Tasks in the plan", Solve(f"=COUNTA({states})", total)),
        (2, "Tasks done", Solve(f'=COUNTIF({states},"Done")', counts["done"])),
        (3, "Tasks late", Solve(f'=COUNTIF({states},"Late")', counts["late"])),
        (4, "Tasks open", Solve("=C2-C3-C4", counts["open"])),
    ]
    for place, (name, text) in enumerate(
        (("done", "Done, %"), ("late", "Late, %"), ("open", "Open, %")), start=5
    ):
        share = Decimal(counts[name] * 100) / total
        value = float(share.quantize(Decimal("0.1"), ROUND_HALF_UP))
        formula = f"=ROUND(C{place - 2}/C2*100,1)"
        rows.append((place, text, Solve(formula, value, "one")))
    rows.append((8, "Rows that are not complete", Solve("", len(_MISSING))))
    columns = (
        Column("No.", 6, "Number of the question.", "code"),
        Column("Question", 40, "What to find. Round halves up."),
        Column("Answer", 14, "Write your answer here.", "number"),
    )
    return Sheet("Answers", columns, tuple(rows))
