"""Item analysis: how well questions work. Pure: frames in, frames out.

The frame ``scores`` has a row for each learner and a column for each item; its
values are shares of the point, 0 to 1, and empty (NaN) where the learner did not
reach the item or was never asked it. An item that was asked and left without an
answer holds 0.

A learner's *total* is the sum over the items reached: what was not reached brought
nothing. Learners who reached no item at all are left out everywhere.

Sources: classical test theory as in L. Crocker and J. Algina,
*Introduction to Classical and Modern Test Theory* (1986), chapters 7 and 14;
T. L. Kelley, "The selection of upper and lower groups for the validation of test
items", *Journal of Educational Psychology* 30 (1939), for the 27 per cent;
L. J. Cronbach, "Coefficient alpha and the internal structure of tests",
*Psychometrika* 16 (1951); S. Henrysson, "Correction of item-total correlations in
item analysis", *Psychometrika* 28 (1963).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

#: Share of learners in the upper and in the lower group (Kelley 1939).
KELLEY = 0.27
#: The thirds of learners by total, in order.
THIRDS = ("low", "middle", "high")
#: Fewer learners than these are not reported on: somebody could be recognised.
SMALLEST_GROUP = 5
#: Below this discrimination a question says little (Ebel and Frisbie 1991).
WEAK = 0.2
#: Outside of these facilities a question is too hard or too easy to tell people apart.
HARD, EASY = 0.2, 0.95


def item_figures(scores: pd.DataFrame) -> pd.DataFrame:
    """The figures of each item; index: the columns of ``scores``.

    ``reached``
        How many learners reached the item.
    ``facility``
        Mean score of those, 0 (nobody) to 1 (everybody): the difficulty index p.
    ``discrimination``
        Corrected item-total correlation, -1 to 1: Pearson's r between the item and
        the total *without* it, over those who reached the item (Henrysson 1963).
        With items scored 0 and 1 this is the point-biserial correlation.
    ``upper_lower``
        Facility in the upper 27 % by total less that in the lower 27 %, -1 to 1
        (Kelley 1939). Where learners with equal totals stand on the border of a
        group, each of them counts with the same part of a person, so that the order
        of rows cannot change the figure.
    ``alpha_if_deleted``
        Cronbach's alpha of the other items.

    NaN where a figure does not exist: an item that is constant or was reached by
    fewer than two learners has no correlation.
    """
    import numpy as np  # noqa: PLC0415 - slow import
    import pandas as pd

    values = _values(scores)
    reached = ~np.isnan(values)
    filled = np.where(reached, values, 0.0)
    total = filled.sum(axis=1)
    numbers = reached.sum(axis=0)
    facility = _ratio(filled.sum(axis=0), numbers)
    upper, lower = _kelley_groups(total)
    return pd.DataFrame(
        {
            "reached": numbers,
            "facility": facility,
            "discrimination": _corrected_correlations(filled, reached, total),
            "upper_lower": _ratio(upper @ filled, upper @ reached)
            - _ratio(lower @ filled, lower @ reached),
            "alpha_if_deleted": _alphas_without(_covariances(filled, reached)),
        },
        index=scores.columns,
    )


def whole_figures(scores: pd.DataFrame, length: int | None = None) -> dict[str, float]:
    """The figures of the test as a whole.

    ``learners``, ``items``: their numbers. ``mean`` and ``sd``: of the totals, in
    points, with n - 1. ``alpha``: Cronbach's alpha, at most 1 where everybody reached
    everything (with items scored 0 and 1 the same as KR-20)::

        alpha = k / (k - 1) * (1 - sum of item variances / variance of totals)
              = k c / (v + (k - 1) c)

    with the mean variance ``v`` of an item and the mean covariance ``c`` of two.
    Covariances are taken over the learners who reached both items, so that a test
    whose questions are drawn has an alpha too. ``length``: how many of the items
    one learner is asked; alpha is then that of so many items (Spearman-Brown).
    ``sem``: standard error of measurement in points, sd times the root of
    (1 - alpha), here from the same ``v`` and ``c``.

    NaN where there are fewer than two learners or items, or no variance at all.
    """
    import numpy as np  # noqa: PLC0415 - slow import

    values = _values(scores)
    reached = ~np.isnan(values)
    filled = np.where(reached, values, 0.0)
    total, learners = filled.sum(axis=1), len(values)
    asked = min(length or values.shape[1], values.shape[1])
    variance, covariance = _means(_covariances(filled, reached))
    spread = asked * variance + asked * (asked - 1) * covariance
    alpha = _alpha(asked, variance, covariance)
    error = spread * (1 - alpha)
    return {
        "learners": learners,
        "items": values.shape[1],
        "mean": float(total.mean()) if learners else float("nan"),
        "sd": float(total.std(ddof=1)) if learners > 1 else float("nan"),
        "alpha": alpha,
        "sem": float(np.sqrt(error)) if error >= 0 else float("nan"),
    }


def choice_frequencies(scores: pd.DataFrame, taken: pd.DataFrame) -> pd.DataFrame:
    """How many learners of each third took each choice.

    ``taken`` has the columns ``learner`` (a label of ``scores``' rows), ``item``
    and ``choice``, one row for each choice taken. Returns the index (item, choice)
    and the columns low, middle, high. Thirds are of learners by total, as equal in
    number as can be; equals in the order of their rows.
    """
    import pandas as pd

    third = thirds(scores)
    known = taken[taken["learner"].isin(third.index)]
    counted = pd.crosstab([known["item"], known["choice"]], known["learner"].map(third))
    return counted.reindex(columns=list(THIRDS), fill_value=0).rename_axis(columns=None)


def thirds(scores: pd.DataFrame) -> pd.Series:
    """The third of each learner, by total: low, middle or high."""
    import numpy as np  # noqa: PLC0415 - slow import
    import pandas as pd

    kept = scores.dropna(how="all")
    order = np.argsort(kept.sum(axis=1).to_numpy(), kind="stable")
    names = np.empty(len(kept), dtype=object)
    for name, members in zip(THIRDS, np.array_split(order, 3), strict=True):
        names[members] = name
    return pd.Series(names, index=kept.index)


def flags(
    figures: pd.DataFrame,
    choices: pd.DataFrame | None = None,
    offered: dict[str, dict[str, bool]] | None = None,
) -> dict[str, list[tuple[str, str]]]:
    """What an author should look at, by item: pairs of (flag, choice or "").

    ``offered``: item -> choice -> whether it is right. Flags, most pressing first:
    ``key`` (discrimination below 0, or more of the high third take a wrong choice
    than a right one), ``unused`` (a wrong choice nobody takes), ``constant``,
    ``hard``, ``easy``, ``weak`` (discrimination below 0.2). The words stand in
    :mod:`assessments.quizzes.analysis`.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for item, row in figures.iterrows():
        high = _taken_by(choices, item, "high")
        everybody = _taken_by(choices, item, None)
        rights = (offered or {}).get(item, {})
        of_item = found.setdefault(item, [])
        best_right = max(
            (high.get(key, 0) for key, ok in rights.items() if ok), default=0
        )
        best_wrong = max(
            (high.get(key, 0) for key, ok in rights.items() if not ok), default=0
        )
        if row["discrimination"] < 0 or best_wrong > best_right:
            of_item.append(("key", ""))
        of_item += [
            ("unused", key)
            for key, ok in rights.items()
            if not ok and row["reached"] and not everybody.get(key, 0)
        ]
        if row["reached"] > 1 and row["facility"] in (0, 1):
            of_item.append(("constant", ""))
        elif row["facility"] < HARD:
            of_item.append(("hard", ""))
        elif row["facility"] > EASY:
            of_item.append(("easy", ""))
        if 0 <= row["discrimination"] < WEAK:
            of_item.append(("weak", ""))
    return found


def _taken_by(choices, item, third) -> dict[str, int]:
    if choices is None or item not in choices.index.get_level_values(0):
        return {}
    rows = choices.loc[item]
    return (rows[third] if third else rows.sum(axis=1)).to_dict()


def _values(scores: pd.DataFrame) -> np.ndarray:
    return scores.dropna(how="all").to_numpy(dtype=float)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    import numpy as np  # noqa: PLC0415 - slow import

    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def _kelley_groups(total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much of each learner belongs to the upper and to the lower group."""
    import numpy as np  # noqa: PLC0415 - slow import

    size = max(1, int(len(total) * KELLEY + 0.5))
    parts = []
    for key in (-total, total):
        if not len(key):
            parts.append(key)
            continue
        border = np.sort(key)[size - 1]
        inside, on_it = key < border, key == border
        parts.append(inside + on_it * ((size - inside.sum()) / on_it.sum()))
    return parts[0], parts[1]


def _corrected_correlations(filled, reached, total) -> np.ndarray:
    """Pearson's r of each column with the total without it; NaN where constant."""
    import numpy as np  # noqa: PLC0415 - slow import

    found = np.full(filled.shape[1], np.nan)
    for column in range(filled.shape[1]):
        there = reached[:, column]
        if there.sum() < 2:
            continue
        item = filled[there, column]
        rest = total[there] - item
        # A constant's sum of squares is not exactly 0 in floating point.
        if np.ptp(item) == 0 or np.ptp(rest) < 1e-9:
            continue
        item, rest = item - item.mean(), rest - rest.mean()
        found[column] = (item @ rest) / np.sqrt((item @ item) * (rest @ rest))
    return found


def _covariances(filled, reached) -> np.ndarray:
    """Covariances with n - 1 over those who reached both; NaN for fewer than two."""
    import numpy as np  # noqa: PLC0415 - slow import

    there = reached.astype(float)
    centre = _ratio(filled.sum(axis=0), there.sum(axis=0))
    values = np.where(reached, filled - centre, 0.0)
    both = there.T @ there
    sums = values.T @ there
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (values.T @ values - sums * sums.T / both) / (both - 1)
    return np.where(both > 1, found, np.nan)


def _means(covariances: np.ndarray) -> tuple[float, float]:
    """The mean variance of an item and the mean covariance of two."""
    import numpy as np  # noqa: PLC0415 - slow import

    own = np.diagonal(covariances)
    others = covariances[~np.eye(len(covariances), dtype=bool)]
    return _mean(own), _mean(others)


def _mean(values: np.ndarray) -> float:
    import numpy as np  # noqa: PLC0415 - slow import

    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _alpha(number: int, variance: float, covariance: float) -> float:
    spread = variance + (number - 1) * covariance
    # Items that only cancel each other out leave nothing to be reliable about.
    if number < 2 or not spread > 1e-12:
        return float("nan")
    return number * covariance / spread


def _alphas_without(covariances: np.ndarray) -> np.ndarray:
    import numpy as np  # noqa: PLC0415 - slow import

    number = len(covariances)
    found = np.full(number, np.nan)
    for column in range(number):
        others = np.delete(np.delete(covariances, column, 0), column, 1)
        if number > 2:
            found[column] = _alpha(number - 1, *_means(others))
    return found
