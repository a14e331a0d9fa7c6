"""p-values from printed means and standard deviations: by hand, and against answers that have them."""

import math
from itertools import combinations_with_replacement
from statistics import fmean, pstdev, stdev

import pytest
import scipy  # its parts are imported when they are asked for, and not by each worker that looks for tests
from books import ROOT

from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.derived import satisfaction

REPORTED = ((2.83, 4.00), (1.59, 1.00), (12, 15, 17), 0.055)
SMALL, LARGE = (1, 1, 1, 1, 2, 3, 3, 4, 4, 4, 5, 5), (2, 2, 3, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5)
"""Whole answers that give the printed means and standard deviations."""


def test_the_two_groups_alone_by_hand() -> None:
    # Pooled: (11 * 1.59 ** 2 + 14) / 25 = 1.6724. The root of that times 1/12 + 1/15 is 0.5009.
    # t = 1.17 / 0.5009 = 2.336, with 25 degrees of freedom.
    found = satisfaction.p_values(*REPORTED)
    assert found["student"][0] == pytest.approx(2 * scipy.stats.t.sf(2.336, 25), rel=1e-3)
    assert {reading: round(p, 3) for reading, (p, _) in found.items()} == {
        "student": 0.028,
        "welch": 0.040,
        "bonferroni": 0.083,
        "tukey-as-large": 0.039,
        "tukey-as-small": 0.096,
        "tukey-reported": 0.055,
    }


@pytest.mark.parametrize("groups", [2, 3, 5])
@pytest.mark.parametrize("degrees", [10, 17.7, 41])
def test_the_tail_of_the_studentized_range_is_that_of_scipy(groups: int, degrees: float) -> None:
    for q in (0.1, 1.0, 3.3, 7.0):
        expected = scipy.stats.studentized_range.sf(q, groups, degrees)
        assert satisfaction.range_tail(q, groups, degrees) == pytest.approx(expected, abs=1e-9)


def test_the_same_as_from_the_answers_themselves() -> None:
    assert [round(f(group), 2) for group in (SMALL, LARGE) for f in (fmean, stdev)] == [2.83, 1.59, 4.0, 1.0]
    found = satisfaction.p_values((fmean(SMALL), 4), (stdev(SMALL), 1), (12, 15, 17), 0.055)
    assert found["student"][0] == pytest.approx(scipy.stats.ttest_ind(SMALL, LARGE).pvalue)
    assert found["welch"][0] == pytest.approx(scipy.stats.ttest_ind(SMALL, LARGE, equal_var=False).pvalue)


def test_tukeys_test_as_from_the_answers_themselves() -> None:
    medium = (*LARGE, 3, 5)
    tukey = scipy.stats.tukey_hsd(SMALL, LARGE, medium).pvalue[0, 1]
    found = satisfaction.p_values((fmean(SMALL), 4), (stdev(SMALL), 1), (12, 15, 17), float(tukey))
    p, deviation = found["tukey-reported"]
    assert (p, deviation) == (pytest.approx(tukey), pytest.approx(stdev(medium), rel=1e-3))


def test_a_p_value_that_tukeys_test_cannot_give_has_no_standard_deviation() -> None:
    found = satisfaction.p_values(*REPORTED[:3], 0.9)
    assert "tukey-reported" not in found


def test_the_printed_standard_deviations_divide_by_one_less_than_the_centres() -> None:
    for mean, deviation, centres in ((2.83, 1.59, 12), (4.00, 1.00, 15)):
        fitting = [
            {f.__name__ for f in (stdev, pstdev) if round(f(group), 2) == deviation}
            for group in combinations_with_replacement(range(1, 6), centres)
            if round(fmean(group), 2) == mean
        ]
        assert set().union(*fitting) == {"stdev"}


def test_each_reading_is_a_row_that_says_what_it_is_from() -> None:
    rows = satisfaction.derive(Book(ROOT).rows({}))
    assert {row.category for row in rows} == {"reported", *satisfaction.p_values(*REPORTED)}
    assert all(row.source and row.line > 1 and not math.isnan(row.value) for row in rows)
    assert satisfaction.derive([]) == []
