"""Module 08: validate monthly tables; weight the employer survey."""

from modules.practice.employers import SIZES
from modules.practice.figures import round_half_up
from modules.practice.generator import Arvania
from modules.practice.headline import headline_figures
from modules.practice.reported import (
    HIGH,
    LOW,
    chain_flags,
    ratio_flags,
    reported_asylum,
    reported_entries,
)
from modules.practice.workbook import (
    Column,
    Given,
    Practice,
    Sheet,
    Solve,
    answers,
    column_range,
    number,
    quoted,
)


def exercises(country: Arvania) -> tuple[Practice, ...]:
    """Return the two exercises of this file."""
    return validation_rules(country), employer_survey(country)


def validation_rules(country: Arvania) -> Practice:
    """Return two monthly tables with planted faults, to be found by rules."""
    entries, asylum = _entries(country), _asylum(country)
    flags = {
        head: f"SUM({column_range(sheet, head)})"
        for sheet, heads in ((entries, ("Sum rule", "Ratio rule", "Empty")),)
        for head in heads
    }
    flags |= {
        head: f"SUM({column_range(asylum, head)})"
        for head in ("Balance rule", "Chain rule")
    }
    total = f"SUM({column_range(entries, 'Total')})"
    questions = answers(
        (
            "Months that break the sum rule",
            "checks_sum",
            flags["Sum rule"],
            "March, June.",
        ),
        (
            "Months that break the ratio rule",
            "checks_ratio",
            flags["Ratio rule"],
            "October is too high; November looks too low only because of October.",
        ),
        (
            "Months with an empty cell",
            "checks_empty",
            flags["Empty"],
            "June. Empty means missing, not zero.",
        ),
        (
            "Months that break the balance rule",
            "checks_balance",
            flags["Balance rule"],
            "May (10 too high) and August (a reopened case is left out).",
        ),
        (
            "Months that break the chain rule",
            "checks_chain",
            flags["Chain rule"],
            "June: its start is not the end of May.",
        ),
        ("Entries of 2025 as reported", "checks_reported", total, "Sum of the totals."),
        (
            "Reported entries above the true ones, if the true total is "
            f"{quoted('entries_2025')}",
            "checks_excess",
            f"{total}-{number('entries_2025')}",
            "Nine times October, minus 10.",
        ),
    )
    return Practice(
        key="08-validation-rules",
        title="Rules that find mistakes",
        about=(
            "Two monthly tables of 2025 as they arrived: entries of foreigners from "
            "the border guard service, pending cases from the asylum authority.",
            "Five mistakes are hidden in them. Rules find them, without knowing the "
            "true numbers.",
        ),
        tasks=(
            "Sheet Entries, Sum rule: write 1 where men + women + unknown is not the "
            "total, otherwise 0.",
            f"Ratio rule: write 1 where the total is under {LOW} or over {HIGH} times "
            "the month before. January has no month before: write 0.",
            "Empty: write 1 where a cell is empty.",
            "Sheet Asylum, Balance rule: write 1 where start + applications + "
            "reopened − decisions − closed is not the end.",
            "Chain rule: write 1 where the start is not the end of the month before. "
            "Then answer the questions. Whom do you ask, and what?",
        ),
        trainer=(
            "Corrections belong to the source: ask, do not overwrite.",
            "The rise at the new airport terminal in July does not break the ratio rule.",
        ),
        sheets=(entries, asylum, questions),
    )


def _entries(country: Arvania) -> Sheet:
    """Return the table of entries with three rules to apply."""
    rows = []
    reported = reported_entries(country)
    ratios = ratio_flags(reported)
    for line, (row, ratio) in enumerate(zip(reported, ratios, strict=True), start=2):
        first = line == 2
        bounds = f"OR(E{line}/E{line - 1}<{LOW},E{line}/E{line - 1}>{HIGH})"
        rows.append(
            (
                f"{row.month:%Y-%m}",
                row.men,
                row.women,
                row.unknown,
                row.total,
                Solve(f"=IF(SUM(B{line}:D{line})=E{line},0,1)", int(not row.adds_up)),
                Solve("=0" if first else f"=IF({bounds},1,0)", int(ratio)),
                Solve(
                    f"=IF(COUNTBLANK(B{line}:E{line})>0,1,0)", int(row.unknown is None)
                ),
            )
        )
    columns = (
        Column("Month", 10, "Year and month."),
        Column("Men", 10, "Entries of men.", "number"),
        Column("Women", 10, "Entries of women.", "number"),
        Column("Unknown", 10, "Entries with unknown sex.", "number"),
        Column("Total", 10, "Total as reported.", "number"),
        Column("Sum rule", 9, "1 if broken, otherwise 0.", "number"),
        Column("Ratio rule", 9, "1 if broken, otherwise 0.", "number"),
        Column("Empty", 9, "1 if a cell is empty, otherwise 0.", "number"),
    )
    return Sheet("Entries", columns, tuple(rows))


def _asylum(country: Arvania) -> Sheet:
    """Return the table of pending cases with two rules to apply."""
    rows = []
    reported = reported_asylum(country)
    chains = chain_flags(reported)
    for line, (row, chain) in enumerate(zip(reported, chains, strict=True), start=2):
        balance = f"B{line}+C{line}+D{line}-E{line}-F{line}"
        same = "=0" if line == 2 else f"=IF(B{line}=G{line - 1},0,1)"
        rows.append(
            (
                f"{row.month:%Y-%m}",
                row.start,
                row.applications,
                row.reopened,
                row.decisions,
                row.withdrawn,
                row.end,
                Solve(f"=IF({balance}=G{line},0,1)", int(row.difference != 0)),
                Solve(same, int(chain)),
            )
        )
    columns = (
        Column("Month", 10, "Year and month."),
        Column("Start", 10, "Persons pending at the start.", "number"),
        Column("Applications", 12, "Persons in new applications.", "number"),
        Column("Reopened", 10, "Closed cases taken up again.", "number"),
        Column("Decisions", 10, "Persons decided, positive or negative.", "number"),
        Column("Closed", 10, "Closed without a decision.", "number"),
        Column("End", 10, "Persons pending at the end, as reported.", "number"),
        Column("Balance rule", 9, "1 if broken, otherwise 0.", "number"),
        Column("Chain rule", 9, "1 if broken, otherwise 0.", "number"),
    )
    return Sheet("Asylum", columns, tuple(rows))


def employer_survey(country: Arvania) -> Practice:
    """Return the employer survey, to be weighted, and the labour force survey."""
    frame, survey, labour = _frame(country), _survey(country), _labour()
    ranges = {
        head: column_range(survey, head)
        for head in ("Answered", "Foreign workers", "Vacancies", "Weight", "Weighted")
    }
    answered = f'COUNTIF({ranges["Answered"]},"yes")'
    total, all_employers = f"SUM({ranges['Weighted']})", "SUM(Frame!$B$2:$B$4)"
    variance = "+".join(
        f"Frame!$B${line}^2*(1-Frame!$D${line}/Frame!$B${line})"
        f"*Frame!$G${line}/Frame!$D${line}"
        for line in (2, 3, 4)
    )
    vacancies = "+".join(
        f"Frame!$B${line}*Frame!$H${line}/Frame!$I${line}" for line in (2, 3, 4)
    )
    questions = answers(
        (
            "Response rate, one decimal",
            "employers_response",
            f"{answered}/ROWS({ranges['Answered']})*100",
            "Answered ÷ selected.",
        ),
        (
            "Foreign workers per employer, unweighted mean, two decimals",
            "mean_unweighted",
            f"SUM({ranges['Foreign workers']})/{answered}",
            "Large employers are over-represented in the sample.",
        ),
        (
            "Foreign workers of all employers, weighted estimate",
            "foreign_estimate",
            total,
            "Sum of weight × foreign workers.",
        ),
        (
            "Foreign workers per employer, weighted mean, two decimals",
            "mean_weighted",
            f"{total}/{all_employers}",
            "Weighted estimate ÷ employers in the frame.",
        ),
        (
            "Standard error of the estimate, one decimal",
            "foreign_estimate_error",
            f"SQRT({variance})",
            "Root of the sum over sizes of N² × (1 − n ÷ N) × variance ÷ n.",
        ),
        (
            "Half of the 95 % interval",
            "foreign_estimate_margin",
            f"1.96*SQRT({variance})",
            "1.96 × standard error.",
        ),
        (
            "Vacancies, estimated from those who answered this question",
            "vacancies_estimate",
            vacancies,
            "For each size: employers × vacancies ÷ employers who answered it.",
        ),
        (
            "Vacancies, if empty answers are taken as zero (wrong)",
            "vacancies_estimate_wrong",
            f"SUMPRODUCT({ranges['Weight']},{ranges['Vacancies']})",
            "Empty is not zero: the result is too low.",
        ),
        (
            "Labour force survey: unemployment rate of foreigners, one decimal",
            "lfs_rate",
            "'Labour survey'!$B$3/'Labour survey'!$B$2*100",
            "Unemployed ÷ asked.",
        ),
        (
            "Half of its 95 % interval with the design effect, points, one decimal",
            "lfs_margin_design",
            "'Labour survey'!$B$6*1.96*SQRT('Labour survey'!$B$4)",
            "1.96 × standard error × root of the design effect.",
        ),
    )
    return Practice(
        key="08-employer-survey",
        title="Weights and errors: the employer survey",
        about=(
            "The statistics office asked 74 of 420 employers how many foreigners work "
            "for them on 31 December 2025. It asked all large employers, one in five "
            "medium ones and one in ten small ones. Five small ones did not answer.",
            "The sheet Labour survey holds the result of another survey: foreigners "
            "in the labour force, simple random sample with a design effect.",
        ),
        tasks=(
            "Sheet Frame: calculate the weight of each size: employers in the frame "
            "divided by employers that answered.",
            "Sheet Survey: fill in weight and weighted foreign workers. An employer "
            "that did not answer has the weight 0.",
            "Sheet Labour survey: calculate rate and standard error.",
            "Sheet Answers: compare the unweighted and the weighted mean. Which one "
            "would you publish, and with which interval?",
        ),
        trainer=(
            "Because Arvania is invented, the truth is known: "
            f"{quoted('employers_foreign_truth')} foreign workers, "
            f"{quoted('mean_truth')} for each employer. It lies inside the interval.",
            "Nobody would publish the labour force survey by citizenship.",
        ),
        sheets=(frame, survey, labour, questions),
    )


def _frame(country: Arvania) -> Sheet:
    """Return the frame by size with weights and variances."""
    rows = []
    last = len(country.survey) + 1
    figures = headline_figures()
    for line, (size, _bounds) in enumerate(SIZES.items(), start=2):
        chosen = f"Survey!$C$2:$C${last},A{line}"
        answered = f'=COUNTIFS({chosen},Survey!$D$2:$D${last},"yes")'
        mean = f"F{line}/D{line}"
        squares = f"SUMPRODUCT((Survey!$C$2:$C${last}=A{line})*Survey!$F$2:$F${last}^2)"
        spread = float(round_half_up(figures[f"spread_{size}"].exact, 6))
        rows.append(
            (
                size,
                number(f"employers_{size}"),
                number(f"selected_{size}"),
                Solve(answered, number(f"answered_{size}")),
                Solve(f"=B{line}/D{line}", number(f"weight_{size}")),
                Solve(
                    f"=SUMIFS(Survey!$F$2:$F${last},{chosen})",
                    number(f"foreign_{size}"),
                ),
                Solve(
                    f"=ROUND(({squares}-F{line}*{mean})/(D{line}-1),6)", spread, "two"
                ),
                Solve(
                    f"=SUMIFS(Survey!$G$2:$G${last},{chosen})",
                    number(f"vacancies_{size}"),
                ),
                Solve(
                    f'=COUNTIFS({chosen},Survey!$G$2:$G${last},">=0")',
                    number(f"vacancies_known_{size}"),
                ),
            )
        )
    columns = (
        Column(
            "Size", 10, "Employees: small 1 to 9, medium 10 to 49, large 50 to 249."
        ),
        Column("Employers", 11, "Employers in the frame (N).", "number"),
        Column("Selected", 10, "Employers asked.", "number"),
        Column("Answered", 10, "Employers that answered (n).", "number"),
        Column("Weight", 9, "N ÷ n.", "number"),
        Column("Foreign workers", 10, "Sum in the answers.", "number"),
        Column("Variance", 10, "Variance of foreign workers in the answers.", "two"),
        Column("Vacancies", 10, "Sum in the answers.", "number"),
        Column("Vacancies known", 11, "Employers that answered this.", "number"),
    )
    return Sheet("Frame", columns, tuple(rows))


def _survey(country: Arvania) -> Sheet:
    """Return the answers of the employers with weights to fill in."""
    rows = []
    for line, row in enumerate(country.survey, start=2):
        weight = f'=IF(D{line}="yes",INDEX(Frame!$E$2:$E$4,MATCH(C{line},Frame!$A$2:$A$4,0)),0)'
        rows.append(
            (
                row.employer.number,
                row.employer.sector,
                row.employer.size,
                "yes" if row.answered else "no",
                row.employees,
                row.foreign,
                row.vacancies,
                Solve(weight, row.weight),
                Solve(f"=H{line}*F{line}", row.weight * (row.foreign or 0)),
            )
        )
    columns = (
        Column("Employer", 10, "Number in the frame."),
        Column(
            "Sector",
            8,
            "C food processing, F construction, H transport, I hotels and "
            "restaurants, Q care.",
        ),
        Column("Size", 9, "small, medium or large."),
        Column("Answered", 10, "yes or no."),
        Column("Employees", 11, "All employees; empty if not answered.", "number"),
        Column("Foreign workers", 10, "Of these foreign citizens.", "number"),
        Column("Vacancies", 10, "Open jobs; some left this empty.", "number"),
        Column("Weight", 8, "From the sheet Frame; 0 if not answered.", "number"),
        Column("Weighted", 10, "Weight × foreign workers.", "number"),
    )
    return Sheet("Survey", columns, tuple(rows))


def _labour() -> Sheet:
    """Return the counts of the labour force survey with rate and error to find."""
    figures = headline_figures()
    rate, error = (
        float(round_half_up(figures[name].exact, 6))
        for name in ("lfs_rate", "lfs_error")
    )
    columns = (
        Column("What", 44, "Result of the labour force survey among foreigners."),
        Column("Value", 12, "Number, percent or points.", "number"),
    )
    rows = (
        ("Foreigners asked", number("lfs_asked")),
        ("Of these unemployed", number("lfs_unemployed")),
        ("Design effect", Given(1.5, "one")),
        ("Unemployment rate, %", Solve("=ROUND(B3/B2*100,6)", rate, "one")),
        (
            "Standard error, points",
            Solve("=ROUND(SQRT(B3/B2*(1-B3/B2)/B2)*100,6)", error, "two"),
        ),
    )
    return Sheet("Labour survey", columns, rows)
