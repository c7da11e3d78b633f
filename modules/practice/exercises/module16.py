"""Module 16: the audit of an account list."""

from datetime import date

from modules.practice.workbook import (
    ANSWER_COLUMNS,
    Column,
    Practice,
    Sheet,
    Solve,
    column_range,
)

AUDIT = date(2026, 9, 30)
DORMANT_AFTER = 90
# Institution, right, nominated on, valid until, last sign-in, people, factor.
ACCOUNTS = (
    (
        "Statistics office",
        "Administrator",
        "2025-11-03",
        "2026-11-03",
        "2026-09-29",
        1,
        "yes",
    ),
    (
        "Statistics office",
        "Administrator",
        "2025-11-03",
        "2026-11-03",
        "2026-09-21",
        1,
        "no",
    ),
    (
        "Statistics office",
        "Contributor",
        "2026-01-12",
        "2027-01-12",
        "2026-09-14",
        1,
        "no",
    ),
    (
        "Statistics office",
        "Validator",
        "2026-01-12",
        "2027-01-12",
        "2026-09-15",
        1,
        "no",
    ),
    ("Statistics office", "Reader", "2025-07-01", "2026-07-01", "2026-08-20", 1, "no"),
    (
        "Border service",
        "Contributor",
        "2026-02-02",
        "2027-02-02",
        "2026-09-04",
        1,
        "no",
    ),
    (
        "Border service",
        "Contributor",
        "2025-12-15",
        "2026-12-15",
        "2026-03-18",
        1,
        "no",
    ),
    ("Border service", "Validator", "2026-02-02", "2027-02-02", "2026-09-07", 1, "no"),
    ("Border service", "Reader", "2026-02-02", "2027-02-02", "2026-07-02", 1, "no"),
    (
        "Interior ministry",
        "Contributor",
        "2026-03-09",
        "2027-03-09",
        "2026-09-22",
        1,
        "yes",
    ),
    (
        "Interior ministry",
        "Contributor",
        "2026-03-09",
        "2027-03-09",
        "2026-09-28",
        3,
        "no",
    ),
    (
        "Interior ministry",
        "Publisher",
        "2025-10-20",
        "2026-10-20",
        "2026-09-01",
        1,
        "yes",
    ),
    (
        "Interior ministry",
        "Validator",
        "2026-03-09",
        "2027-03-09",
        "2026-09-23",
        1,
        "no",
    ),
    ("Interior ministry", "Reader", "2025-05-11", "2026-05-11", "2026-04-30", 1, "no"),
    (
        "Labour ministry",
        "Contributor",
        "2026-01-26",
        "2027-01-26",
        "2026-08-31",
        1,
        "no",
    ),
    (
        "Labour ministry",
        "Contributor",
        "2025-09-30",
        "2026-09-30",
        "2026-09-18",
        1,
        "no",
    ),
    ("Labour ministry", "Validator", "2026-01-26", "2027-01-26", "2026-09-02", 1, "no"),
    ("Labour ministry", "Reader", "2026-01-26", "2027-01-26", "2026-05-29", 1, "no"),
    (
        "Asylum authority",
        "Contributor",
        "2026-04-13",
        "2027-04-13",
        "2026-09-25",
        1,
        "yes",
    ),
    (
        "Asylum authority",
        "Contributor",
        "2025-08-17",
        "2026-08-17",
        "2026-08-11",
        1,
        "no",
    ),
    (
        "Asylum authority",
        "Publisher",
        "2026-04-13",
        "2027-04-13",
        "2026-07-30",
        1,
        "yes",
    ),
    ("Asylum authority", "Reader", "2026-04-13", "2027-04-13", "2026-09-10", 1, "no"),
    ("Foreign ministry", "Reader", "2026-05-18", "2027-05-18", "2026-09-17", 1, "no"),
    ("Foreign ministry", "Reader", "2026-05-18", "2027-05-18", "2026-08-26", 1, "no"),
    ("Foreign ministry", "Reader", None, "2027-02-01", "2026-06-12", 1, "no"),
)


def days_since(sign_in: str) -> int:
    """Return the days from a sign-in to the audit."""
    return (AUDIT - date.fromisoformat(sign_in)).days


def findings(account: tuple) -> tuple[int, int, int, int, int]:
    """Return 1 or 0: dormant, shared, expired, no nomination, no second factor."""
    _institution, right, nominated, until, sign_in, people, factor = account
    return (
        int(days_since(sign_in) > DORMANT_AFTER),
        int(people > 1),
        int(date.fromisoformat(until) < AUDIT),
        int(nominated is None),
        int(right == "Administrator" and factor == "no"),
    )


def exercises(_country=None) -> tuple[Practice, ...]:
    """Return the exercise; it needs no register of Arvania."""
    return (audit_exercise(),)


def day_of(text: str | None) -> date | None:
    """Return the date of a text like 2026-09-30, or None."""
    return date.fromisoformat(text) if text else None


def audit_exercise() -> Practice:
    """Return 25 accounts with five kinds of findings."""
    rows = []
    for line, account in enumerate(ACCOUNTS, start=2):
        institution, right, nominated, until, sign_in, people, factor = account
        formulas = (
            f"=IF(I{line}>{DORMANT_AFTER},1,0)",
            f"=IF(G{line}>1,1,0)",
            f"=IF(E{line}<DATE(2026,9,30),1,0)",
            f'=IF(D{line}="",1,0)',
            f'=IF(AND(C{line}="Administrator",H{line}="no"),1,0)',
        )
        rows.append(
            (
                f"A{line - 1:02}",
                institution,
                right,
                day_of(nominated),
                day_of(until),
                day_of(sign_in),
                people,
                factor,
                Solve(f"=DATE(2026,9,30)-F{line}", days_since(sign_in)),
                *(
                    Solve(formula, value)
                    for formula, value in zip(formulas, findings(account), strict=True)
                ),
            )
        )
    accounts = Sheet(
        "Accounts",
        (
            Column("Account", 9, "Number of the account."),
            Column("Institution", 19, "Institution that nominated the person."),
            Column("Right", 14, "Largest right of the account."),
            Column("Nominated on", 13, "Date of the written nomination.", "date"),
            Column("Valid until", 12, "Last valid day.", "date"),
            Column("Last sign-in", 12, "Day of the last sign-in.", "date"),
            Column("People", 8, "How many people use the account.", "code"),
            Column("Second factor", 9, "yes or no."),
            Column("Days since", 8, "Days from the last sign-in to the audit.", "code"),
            Column("Dormant", 9, "1 if more than 90 days.", "code"),
            Column("Shared", 8, "1 if used by more than one person.", "code"),
            Column("Expired", 8, "1 if the last valid day has passed.", "code"),
            Column("No paper", 8, "1 if there is no written nomination.", "code"),
            Column("No factor", 8, "1 for administrators without one.", "code"),
        ),
        tuple(rows),
    )
    return Practice(
        key="16-account-audit",
        title="The quarterly audit of 25 accounts",
        about=(
            "The country administrator of Belmora audits the list on "
            "30 September 2026.",
            "An account is dormant after more than 90 days without a sign-in. It is "
            "valid on its last valid day.",
        ),
        tasks=(
            "Sheet Accounts: calculate the days since the last sign-in.",
            "Sheet Accounts: write 1 for each finding and 0 otherwise, in five columns.",
            "Sheet Answers: count the findings and the share of dormant accounts.",
            "Decide for each finding: close, block or confirm again.",
        ),
        trainer=(
            "A09 was used exactly 90 days ago and is not dormant. A16 is valid on "
            "30 September itself. A14 has two findings.",
            "A07 and A14 belong to people who left: close. A18 is on long leave: "
            "confirm again. A25 has no paper: block.",
        ),
        sheets=(accounts, _audit_answers(accounts)),
    )


def _audit_answers(accounts: Sheet) -> Sheet:
    found = [findings(account) for account in ACCOUNTS]
    names = ("Dormant", "Shared", "Expired", "No paper", "No factor")
    rows: list[tuple] = [
        (
            place,
            f"How many accounts: {name.lower()}?",
            Solve(
                f"=SUM({column_range(accounts, name)})",
                sum(row[place - 1] for row in found),
            ),
            "accounts",
            f"Sum of the column {name}.",
        )
        for place, name in enumerate(names, start=1)
    ]
    share = round(rows[0][2].value / len(ACCOUNTS) * 100, 1)
    rows.append(
        (
            6,
            "Share of dormant accounts",
            Solve("=ROUND(C2/25*100,1)", share, "one"),
            "%",
            "4 ÷ 25 × 100.",
        )
    )
    touched = sum(any(row) for row in found)
    rows.append(
        (
            7,
            "How many accounts have at least one finding?",
            Solve(
                "=SUMPRODUCT(--((Accounts!J2:J26+Accounts!K2:K26+Accounts!L2:L26"
                "+Accounts!M2:M26+Accounts!N2:N26)>0))",
                touched,
            ),
            "accounts",
            "One account can have more than one finding.",
        )
    )
    return Sheet("Answers", ANSWER_COLUMNS, tuple(rows))
