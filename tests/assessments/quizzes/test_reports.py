"""Item analysis: a published example, and the same figures computed another way."""

import json
import math
import statistics
from io import StringIO

import numpy as np
import pandas as pd  # noqa: TID253 - a test may be slow to start
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.quizzes.matrix_files import MatrixRefused, read_matrix
from assessments.quizzes.reports import (
    choice_frequencies,
    flags,
    item_figures,
    thirds,
    whole_figures,
)

# K. L. Wuensch, East Carolina University, "The Kuder-Richardson 20": ten students,
# ten items. Published there: p and pq of each item, and 5.84, the variance of the
# totals (with n).
PUBLISHED = (
    "1111110110 1011011101 1111011001 0010001000 0000010010 "
    "1110111111 1101110111 1111111101 0101111101 1101101110"
)


def frame(*rows):
    """Learners from texts: 1, 0, or - where the item was not reached."""
    values = {"-": math.nan, "0": 0.0, "1": 1.0, "h": 0.5}
    columns = [f"i{number}" for number in range(1, len(rows[0]) + 1)]
    return pd.DataFrame(
        [[values[sign] for sign in row] for row in rows], columns=columns
    )


@pytest.fixture
def published():
    return frame(*PUBLISHED.split())


def test_published_example_gives_its_facilities_and_reliability(published):
    items, whole = item_figures(published), whole_figures(published)

    assert items["facility"].round(10).tolist() == [
        0.7,
        0.7,
        0.6,
        0.7,
        0.6,
        0.8,
        0.7,
        0.7,
        0.5,
        0.6,
    ]
    # KR-20 from the figures as printed: sum of pq 2.18, variance of totals 5.84.
    assert whole["alpha"] == pytest.approx(10 / 9 * (1 - 2.18 / 5.84), abs=1e-12)
    assert whole["sd"] ** 2 * 9 / 10 == pytest.approx(5.84)
    assert whole["sem"] == pytest.approx(whole["sd"] * math.sqrt(1 - whole["alpha"]))
    assert (whole["learners"], whole["items"], whole["mean"]) == (10, 10, 6.6)


def test_discrimination_is_the_correlation_with_the_other_items(published):
    rows = published.to_numpy().tolist()

    for number, found in enumerate(item_figures(published)["discrimination"]):
        item = [row[number] for row in rows]
        rest = [sum(row) - row[number] for row in rows]
        assert found == pytest.approx(statistics.correlation(item, rest), abs=1e-12)


def test_alpha_if_deleted_is_the_alpha_of_the_others(published):
    for name, found in item_figures(published)["alpha_if_deleted"].items():
        others = whole_figures(published.drop(columns=name))
        assert found == pytest.approx(others["alpha"], abs=1e-12)


def test_upper_and_lower_groups_are_27_per_cent():
    # Eleven learners with totals 0 to 10: three in each group.
    scores = frame(*["1" * number + "0" * (10 - number) for number in range(11)])

    found = item_figures(scores)["upper_lower"]

    assert found["i1"] == pytest.approx(1 - 2 / 3)
    assert found["i5"] == 1
    assert found["i10"] == pytest.approx(1 / 3)


def test_learners_with_equal_totals_share_the_place_on_the_border():
    scores = frame("111", "110", "101", "011", "000")  # one in each group
    shuffled = scores.iloc[[3, 0, 4, 2, 1]]
    tied = frame("10", "01", "00")

    pd.testing.assert_frame_equal(item_figures(scores), item_figures(shuffled))
    assert item_figures(tied)["upper_lower"].tolist() == [0.5, 0.5]


def test_what_was_not_reached_does_not_count_for_the_item():
    scores = frame("11-", "10-", "111", "000", "---")

    items = item_figures(scores)

    assert items["reached"].tolist() == [4, 4, 2]
    assert items["facility"].tolist() == [0.75, 0.5, 0.5]
    assert items.loc["i3", "discrimination"] == pytest.approx(1)
    assert whole_figures(scores)["learners"] == 4


def test_drawn_items_have_the_alpha_of_the_length_asked():
    rng = np.random.default_rng(3)
    skill = rng.normal(size=(400, 1))
    full = pd.DataFrame((skill + rng.normal(size=(400, 8)) > 0).astype(float))
    alpha = whole_figures(full)["alpha"]

    half = whole_figures(full, length=4)

    assert half["alpha"] == pytest.approx(0.5 * alpha / (1 - 0.5 * alpha))
    assert half["sem"] < whole_figures(full)["sem"]


@pytest.mark.parametrize("rows", [["11", "11", "11"], ["10"], ["--", "--"]])
def test_figures_that_do_not_exist_are_empty(rows):
    scores = frame(*rows)

    assert item_figures(scores)["discrimination"].isna().all()
    assert math.isnan(whole_figures(scores)["alpha"])


def test_constant_item_has_a_facility_and_no_correlation():
    scores = frame("110", "101", "110", "100")

    items = item_figures(scores)

    assert items.loc["i1", "facility"] == 1
    assert math.isnan(items.loc["i1", "discrimination"])
    assert not math.isnan(whole_figures(scores)["alpha"])


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(
            st.lists(
                st.sampled_from([0.0, 0.25, 0.5, 1.0, math.nan]),
                min_size=width,
                max_size=width,
            ),
            min_size=1,
            max_size=12,
        )
    )
)
def test_figures_stay_in_their_ranges(rows):
    items = item_figures(pd.DataFrame(rows))

    for name, low, high in (
        ("facility", 0, 1),
        ("discrimination", -1, 1),
        ("upper_lower", -1, 1),
    ):
        known = items[name].dropna()
        assert ((known >= low - 1e-9) & (known <= high + 1e-9)).all(), name


def test_choices_are_counted_by_thirds():
    scores = frame("1111", "1110", "1010", "0110", "0100", "0000")
    taken = pd.DataFrame(
        [(row, "i1", key) for row, key in enumerate("bbbaca")],
        columns=["learner", "item", "choice"],
    )

    found = choice_frequencies(scores, taken)

    assert thirds(scores).tolist() == ["high", "high", "middle", "middle", "low", "low"]
    assert found.loc["i1"].to_dict("index") == {
        "a": {"low": 1, "middle": 1, "high": 0},
        "b": {"low": 0, "middle": 1, "high": 2},
        "c": {"low": 1, "middle": 0, "high": 0},
    }


def test_flags_name_the_wrong_key_and_the_choice_nobody_takes():
    scores = frame("011", "011", "010", "100", "100", "101")
    taken = pd.DataFrame(
        [(row, "i1", key) for row, key in enumerate("aaabbb")],
        columns=["learner", "item", "choice"],
    )
    offered = {"i1": {"a": False, "b": True, "c": False}}

    found = flags(item_figures(scores), choice_frequencies(scores, taken), offered)

    assert found["i1"] == [("key", ""), ("unused", "c")]


def test_flags_of_easy_hard_and_constant_items():
    found = flags(item_figures(frame("101", "100", "110", "100", "100", "100")))

    assert [name for name, _choice in found["i1"]] == ["constant"]
    assert "hard" in [name for name, _choice in found["i2"]]


# The command


def run(path, *options):
    out = StringIO()
    call_command("item_analysis", responses=path, stdout=out, json="--json" in options)
    return out.getvalue()


@pytest.fixture
def matrix_file(tmp_path):
    def write(text):
        path = tmp_path / "answers.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_command_prints_the_figures_at_full_precision(published, matrix_file):
    path = matrix_file(published.astype(int).to_csv(index=False))

    printed = json.loads(run(path, "--json"))

    assert printed["test"] == whole_figures(published)
    expected = item_figures(published)
    assert [row["item"] for row in printed["items"]] == list(expected.index)
    for name in ("facility", "discrimination", "upper_lower", "alpha_if_deleted"):
        assert [row[name] for row in printed["items"]] == expected[name].tolist()


def test_command_writes_null_for_figures_that_do_not_exist(matrix_file):
    printed = json.loads(run(matrix_file("learner;a;b\nx;1;\n"), "--json"))

    assert printed["test"]["alpha"] is None
    assert printed["items"][1] == {
        "item": "b",
        "reached": 0,
        "facility": None,
        "discrimination": None,
        "upper_lower": None,
        "alpha_if_deleted": None,
        "flags": [],
    }


def test_command_prints_a_table_for_people(published, matrix_file):
    printed = run(matrix_file(published.astype(int).to_csv(index=False)))

    assert "alpha: 0.696347" in printed


def test_names_of_learners_are_no_answers(matrix_file):
    read = read_matrix(matrix_file("\ufeffwho,a,b\nMira,1,0.5\nTeo,,0\n"))

    assert (list(read.index), list(read.columns)) == (["Mira", "Teo"], ["a", "b"])
    assert math.isnan(read.loc["Teo", "a"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no answers"),
        ("a,b\n", "holds no answers"),
        ("a,b\n1,2\n", "Row 2, column 2 (b): '2' is not a number from 0 to 1."),
        ("a,b\n1,0\n1,x\n", "Row 3, column 2 (b): 'x' is not a number"),
        ("a,b\n1,nan\n", "Row 2, column 2 (b): 'nan' is not a number"),
        ("a,b\n1,1e999\n", "Row 2, column 2 (b): '1e999' is not a number"),
        ("a,b\n1\n", "Row 2 has 1 columns, the first row has 2."),
        ("a,a\n1,1\n", "Row 1, column 2: the item 'a' stands twice."),
        ("id,,b\nx,1,1\n", "Row 1, column 2: the item has no name."),
    ],
)
def test_bad_file_is_refused_with_row_column_and_remedy(text, words, matrix_file):
    with pytest.raises(CommandError) as refused:
        run(matrix_file(text))

    assert words in str(refused.value)


def test_file_that_is_not_text_or_not_there_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(MatrixRefused, match="UTF-8"):
        read_matrix(tmp_path / "a.csv")
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.csv")
