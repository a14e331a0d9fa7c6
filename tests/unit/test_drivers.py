"""The survey's scales: four rules for missing answers, by hand, and against the means that the report gives."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from books import ROOT

from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.derived import drivers
from kunnskapsstatus.data.observation import Observation

REPRODUCED = {
    "left-out": {
        "driver-supervision",
        "driver-data-systems",
        "driver-administration",
        "driver-systems-work",
        "driver-resources",
    },
    "pooled": {
        "driver-supervision",
        "driver-administration",
        "driver-systems-work",
        "driver-resources",
        "driver-leadership",
    },
    "as-no": {"driver-supervision", "driver-systems-work"},
}


def frame(*counts: tuple[float, float, float, float]) -> list[Observation]:
    """Table 18 with one statement for each tuple: yes, to some extent, no, do not know."""
    groups = ("yes", "partly", "no", "unknown")
    cell = Observation("table-18", measure="count", file="data/printed/table-18.csv", column="Ja | antall")
    return [
        replace(cell, category=f"s{line}", group=group, value=value, line=line)
        for line, row in enumerate(counts, 2)
        for group, value in zip(groups, row, strict=True)
    ]


def means(rule: str) -> dict[str, float]:
    """The book's own means by driver, the total left out."""
    found = [
        row for row in drivers.derive(Book(ROOT).rows({})) if row.dataset == "derived-drivers" and row.group == rule
    ]
    return {row.category: row.value for row in found if row.category != drivers.TOTAL}


def test_the_four_rules_by_hand() -> None:
    # 20 yes and 20 no of 40 answers; 10 yes of 10 answers and 34 missing.
    found = drivers.items(frame((20, 0, 20, 4), (10, math.nan, math.nan, math.nan)), "table-18")
    assert [(item.points, item.answers, item.missing) for item in found] == [(40, 40, 4), (20, 10, 34)]
    assert drivers.scale(found, "left-out") == pytest.approx((1 + 2) / 2)
    assert drivers.scale(found, "pooled") == pytest.approx(60 / 50)
    assert drivers.scale(found, "as-no") == pytest.approx(60 / 88)
    assert drivers.scale(found, "as-yes") == pytest.approx((60 + 2 * 38) / 88)


def test_a_scale_made_centre_by_centre_lies_between_the_bounds() -> None:
    # Two statements, 44 centres: 40 say no and yes, 2 answer the first only (yes), 2 the second only (no).
    # Their own means: 40 of 1, 2 of 2, 2 of 0.
    found = drivers.items(frame((2, 0, 40, 2), (40, 0, 2, 2)), "table-18")
    by_centre = (40 * 1 + 2 * 2 + 2 * 0) / 44
    assert drivers.scale(found, "as-no") < by_centre < drivers.scale(found, "as-yes")


def test_two_printed_drivers_by_hand() -> None:
    # Table 20: 27, 33, 25 yes and 11, 7, 12 to some extent give 65, 73, 62 points, each of 44 answers.
    # Table 21: 71, 88, 56, 67, 50, 56, 47 points of 41, 44, 43, 44, 42, 42, 43 answers.
    by_statement = 71 / 41 + 88 / 44 + 56 / 43 + 67 / 44 + 50 / 42 + 56 / 42 + 47 / 43
    expected = {
        "left-out": (200 / 132, by_statement / 7),
        "pooled": (200 / 132, 435 / 299),
        "as-no": (200 / 132, 435 / 308),
        "as-yes": (200 / 132, 453 / 308),
    }
    for rule, (supervision, evaluation) in expected.items():
        found = means(rule)
        assert found["driver-supervision"] == pytest.approx(supervision)
        assert found["driver-evaluation"] == pytest.approx(evaluation)


@pytest.mark.parametrize(("rule", "expected"), REPRODUCED.items())
def test_which_reported_means_a_rule_gives(rule: str, expected: set[str]) -> None:
    reported, recomputed = means("reported"), means(rule)
    assert len(reported) == len(drivers.TABLES)
    assert {driver for driver, mean in recomputed.items() if round(mean, 2) == reported[driver]} == expected


def test_only_the_evaluation_of_results_is_outside_what_scales_of_all_centres_can_give() -> None:
    reported, low, high = means("reported"), means("as-no"), means("as-yes")
    assert [d for d, mean in reported.items() if not low[d] - 0.005 <= mean <= high[d] + 0.005] == ["driver-evaluation"]


def test_each_derived_row_says_what_it_is_computed_from() -> None:
    rows = drivers.derive(Book(ROOT).rows({}))
    assert rows and all(row.source and row.line > 1 for row in rows)
    assert {str(Path(row.file).parent) for row in rows} == {"data/printed", "data/stated"}
    assert drivers.derive([]) == []
