"""Module 16: audit, delivery and library hold what lessons and guide say."""

from modules.practice.exercises import module16, module16_page, module16_upload
from modules.practice.exercises.module16 import ACCOUNTS, days_since, findings
from modules.practice.exercises.module16_page import HEADINGS, ITEMS
from modules.practice.exercises.module16_upload import (
    ERRORS,
    LAST_QUARTER,
    LINES,
    expected_pending,
    value,
)


def test_audit_finds_the_counts_of_the_guide():
    found = [findings(account) for account in ACCOUNTS]

    assert [sum(row[place] for row in found) for place in range(5)] == [4, 1, 3, 1, 1]
    assert sum(any(row) for row in found) == 8
    assert len(ACCOUNTS) == 25


def test_account_used_90_days_ago_is_not_dormant():
    assert days_since(ACCOUNTS[8][4]) == 90
    assert findings(ACCOUNTS[8])[0] == 0


def test_delivery_has_the_numbers_of_the_worked_example():
    months = sum(value("ENT_FOR", f"2026-{month:02}") for month in (1, 2, 3))

    assert (value("ENT_FOR"), months) == (14820, 14810)
    assert round(value("ENT_FOR") / LAST_QUARTER, 2) == 3.10
    assert (expected_pending(), value("ASY_END") - expected_pending()) == (430, 15)


def test_corrected_delivery_adds_up_by_sex_and_by_month():
    corrected = {
        (line[1], "2026-03" if line[2] == "2026-3" else line[2], line[3]): line[4]
        for line in LINES
    }
    corrected[("ENT_FOR", "2026-02", "U")] = 15
    corrected[("ENT_FOR", "2026-03", "T")] = 5700
    corrected[("ENT_FOR", "2026-Q1", "F")] = corrected.pop(("ENT_FOR", "2026-Q1", "W"))
    periods = ("2026-01", "2026-02", "2026-03", "2026-Q1")

    for period in periods:
        parts = sum(corrected[("ENT_FOR", period, sex)] for sex in "MFU")
        assert parts == corrected[("ENT_FOR", period, "T")]
    for sex in "MFUT":
        months = sum(corrected[("ENT_FOR", period, sex)] for period in periods[:3])
        assert months == corrected[("ENT_FOR", "2026-Q1", sex)]


def test_report_names_seven_errors_at_their_lines():
    places = [place for place, _wrong, _correction in ERRORS]

    assert places == [
        "Header",
        *(f"Data, line {line}" for line in (8, 10, 11, 13, 14, 16)),
    ]
    assert LINES[14 - 2] == LINES[12 - 2]


def test_library_has_eight_headings_and_six_items_to_publish():
    decisions = [item[6] for item in ITEMS]

    assert len(HEADINGS) == 8
    assert {word: decisions.count(word) for word in decisions} == {
        "publish": 6,
        "complete first": 2,
        "mark as replaced": 1,
        "restrict": 2,
        "do not use": 1,
    }


def test_module_has_three_exercises():
    parts = (module16, module16_page, module16_upload)

    assert [part.exercises()[0].key for part in parts] == [
        "16-account-audit",
        "16-country-page",
        "16-upload-check",
    ]
