"""Bounds of Cronbach's alpha, by hand, against every small survey that there can be, and of the report's scales."""

import math
from itertools import permutations, product

import numpy as np
import pytest
from books import ROOT

from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.derived import reliability
from kunnskapsstatus.data.derived.drivers import Item
from kunnskapsstatus.data.observation import Observation

Answers = tuple[float | None, ...]


def statement(*answers: float | None) -> Item:
    return Item("s", (answers.count(2), answers.count(1), answers.count(0)), {})


def alpha(answers: np.ndarray) -> float:
    """From the answers themselves, one line a centre."""
    covariances = np.cov(answers, rowvar=False)
    statements = len(covariances)
    return float(statements / (statements - 1) * (1 - np.trace(covariances) / covariances.sum()))


def printed(answers: np.ndarray) -> tuple[float, float]:
    """The scale's mean and standard deviation, with two decimals."""
    scores = answers.mean(axis=1)
    return round(float(scores.mean()), 2), round(float(scores.std(ddof=1)), 2)


def test_three_statements_that_all_centres_answered_by_hand() -> None:
    # Table 20: 65, 73 and 62 points; squared points 119, 139 and 112. 119 - 65 * 65 / 44 = 22.977, 17.886 and 24.636
    # are 65.5 in all. The scale's 0.63 is from 0.625 to 0.635: 43 * 1.875 ** 2 = 151.17 to 43 * 1.905 ** 2 = 156.05.
    # 1.5 * (1 - 65.5 / 151.17) = 0.8501 and 1.5 * (1 - 65.5 / 156.05) = 0.8704.
    statements = [Item("s", counts, {}) for counts in ((27, 11, 6), (33, 7, 4), (25, 12, 7))]
    for bounds in (reliability.all_centres, reliability.complete_answers):
        assert bounds(statements, 1.52, 0.63) == pytest.approx((0.8501, 0.8704), abs=0.0001)


@pytest.mark.parametrize("second", [(2, 1, 1, 0, 0), (2, 2, 2, 1, 0)])
def test_no_small_survey_has_an_alpha_outside_when_missing_answers_count_as_any_number(second: Answers) -> None:
    first: Answers = (2, 2, 1, 0, None)
    tried = 0
    for order, fill in product(set(permutations(first)), (0, 0.4, 1, 1.7, 2)):
        filled = [fill if answer is None else answer for answer in order]
        answers = np.array([filled, second], dtype=float).T
        mean, deviation = printed(answers)
        if deviation > 0.01:
            low, high = reliability.all_centres([statement(*first), statement(*second)], mean, deviation, 5)
            assert low - 1e-9 <= alpha(answers) <= high + 1e-9
            tried += 1
    assert tried > 200


def test_no_small_survey_has_an_alpha_outside_when_only_complete_answers_count() -> None:
    first: Answers = (2, 2, 1, 0, 0, None)
    second: Answers = (2, 1, 1, 1, None, 0)
    tried = 0
    for order in set(permutations(first)):
        both = [pair for pair in zip(order, second, strict=True) if None not in pair]
        answers = np.array(both, dtype=float)
        mean, deviation = printed(answers)
        if deviation > 0.01:
            bounds = reliability.complete_answers([statement(*first), statement(*second)], mean, deviation, 6)
            assert bounds is not None and bounds[0] - 1e-9 <= alpha(answers) <= bounds[1] + 1e-9
            tried += 1
    assert tried > 100


def test_a_mean_that_no_complete_answers_have_gives_no_bounds() -> None:
    assert reliability.complete_answers([statement(2, 2, 0), statement(2, 2, 0)], 0.2, 0.5, 3) is None


def test_a_mean_that_no_filling_gives_is_disregarded() -> None:
    statements = [statement(2, 1, 0, None), statement(2, 1, 0, 0)]
    wide = reliability.all_centres(statements, 1.9, 0.9, 4)
    assert wide[0] == min(reliability.all_centres(statements, mean, 0.9, 4)[0] for mean in (0.75, 1.0))


def derived(root_rows: tuple[Observation, ...]) -> dict[tuple[str, str], tuple[float, float]]:
    ends: dict[tuple[str, str], list[float]] = {}
    for row in reliability.derive(root_rows):
        assert row.source and row.file.startswith("data/printed/")
        ends.setdefault((row.category, row.group), []).append(row.value)
    return {place: (low, high) for place, (low, high) in ends.items()}


def test_the_reports_scales() -> None:
    found = derived(Book(ROOT).rows({}))
    assert len(found) == 18
    assert all(low <= high <= 1 for low, high in found.values())
    for reading in ("all-centres", "complete-answers"):
        low, high = found["driver-supervision", reading]
        assert (round(low, 2), round(high, 2)) == (0.85, 0.87)
        below = {driver for (driver, read), (_, high) in found.items() if read == reading and high < 0.7}
        assert {"driver-recruitment", "driver-administration", "driver-systems-work"} <= below
    assert derived(()) == {}


def test_a_scale_without_bounds_has_symbols() -> None:
    rows = [row for row in Book(ROOT).rows({}) if row.dataset == "table-20" or row.category == "driver-supervision"]
    impossible = [
        Observation(**{**{f: getattr(row, f) for f in row.__slots__}, "value": 0.1}) if row.measure == "mean" else row
        for row in rows
    ]
    marks = {row.group: (row.symbol, math.isnan(row.value)) for row in reliability.derive(impossible)}
    assert marks == {"all-centres": ("", False), "complete-answers": (".", True)}
