"""What is small is hidden, and so is another where it would follow by subtraction. All numbers here are invented."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers.publication import HIDDEN, SMALL, Small
from kunnskapsstatus.registers.tabulation.definition import Part, Tabulation

GROUPS = ("small", "medium", "large")


def tabulation(rows: str = "reason") -> Tabulation:
    part = Part(("residents",), "stays", {"count": "count"}, rows)
    return Tabulation("reasons", "table-03", Path("residents.toml"), 1, (part,))


def cell(value: float, category: str = "a", group: str = TOTAL, measure: str = "count", **more: object) -> Observation:
    given = {"population": "stays", "unit": "prosent" if measure == "percent" else "", **more}
    return Observation("table-03", category=category, group=group, measure=measure, value=value, **given)  # type: ignore[arg-type]


def shown(rows: list[Observation], rows_of: str = "reason") -> list[str]:
    published = SMALL.publish({"reasons": (tabulation(rows_of), rows)})["reasons"]
    assert all(math.isnan(row.value) and row.base is None and row.text == "" for row in published if row.symbol)
    return [row.symbol or f"{row.value:g}" for row in published]


@pytest.mark.parametrize(("value", "told"), [(0, "0"), (1, HIDDEN), (2, HIDDEN), (3, "3")])
def test_a_few_persons_are_hidden_and_nobody_is_shown(value: float, told: str) -> None:
    assert shown([cell(value), cell(50, "b"), cell(60, "c")])[0] == told


def test_a_share_of_few_is_hidden_with_its_base_and_so_is_all_of_few() -> None:
    assert shown([cell(4, measure="percent", base=50), cell(6, "b", measure="percent", base=50)]) == [HIDDEN, "6"]
    assert shown([cell(50, measure="percent", base=2), cell(0, "b", measure="percent", base=2)]) == [HIDDEN, HIDDEN]
    assert shown([cell(12.5, measure="mean", base=2), cell(12.5, "b", measure="mean", base=3)]) == [HIDDEN, "12.5"]


def test_all_measures_of_a_place_are_hidden_together() -> None:
    assert shown([cell(2), cell(40, measure="percent", base=5), cell(3, "b")]) == [HIDDEN, HIDDEN, "3"]


def test_what_would_follow_by_subtraction_is_hidden_too() -> None:
    rows = [cell(2, group="small"), cell(7, group="medium"), cell(30, group="large"), cell(39)]
    assert shown(rows) == [HIDDEN, HIDDEN, "30", "39"]
    rows = [cell(2, "a"), cell(9, "b"), cell(0, "c"), cell(11, TOTAL)]
    assert shown(rows) == [HIDDEN, HIDDEN, "0", "11"]
    both = [cell(1, "a"), cell(2, "b"), cell(9, "c"), cell(30, "d"), cell(42, TOTAL)]
    assert shown(both) == [HIDDEN, HIDDEN, HIDDEN, "30", "42"], "each of two is at least 1: their sum tells of each"


def test_shares_of_one_whole_add_up_without_a_total() -> None:
    rows = [cell(share, name, measure="percent", base=50) for name, share in zip("abcd", (2, 18, 30, 50), strict=True)]
    assert shown(rows) == [HIDDEN, HIDDEN, "30", "50"]
    ticks = [cell(share, name, measure="percent", base=50) for name, share in zip("abcd", (2, 58, 70, 90), strict=True)]
    assert shown(ticks) == [HIDDEN, "58", "70", "90"], "of several answers each, none follows from the others"


def test_what_is_of_no_persons_is_shown() -> None:
    assert shown([cell(1, population="services"), cell(2, "b", population="survey-centres")]) == ["1", "2"]


def test_at_a_centre_with_few_all_that_is_of_its_users_is_hidden_and_what_is_of_the_centre_is_not() -> None:
    few = {"population": "centres"}
    rows = [
        cell(19, "alta", measure="stays", **few), cell(400, "alta", measure="nights", **few),
        cell(2, "alta", measure="staff-years", **few), cell(20, "oslo", measure="stays", **few),
        cell(9000, "oslo", measure="nights", **few), cell(0, "eva", measure="stays", **few),
        cell(0, "eva", measure="nights", **few),
        cell(80, "bergen", measure="stays", **few), cell(119, TOTAL, measure="stays", **few),
    ]  # fmt: skip
    assert shown(rows, "centre") == [HIDDEN, HIDDEN, "2", "20", "9000", HIDDEN, HIDDEN, "80", "119"]


def test_one_centre_alone_does_not_follow_from_the_country() -> None:
    rows = [
        cell(value, centre, measure=measure, population="centres")
        for measure, values in {"stays": (9, 20, 300), "nights": (70, 900, 8000)}.items()
        for centre, value in zip(("alta", "eva", "oslo"), values, strict=True)
    ]
    assert shown(rows, "centre") == [HIDDEN, HIDDEN, "300", HIDDEN, HIDDEN, "8000"]


def test_a_class_with_one_centre_is_as_that_centre() -> None:
    by_size = Part(("residents",), "stays", {"count": "count"}, "reason", ("size",))
    rows = [cell(value, "a", group) for group, value in zip((*GROUPS, TOTAL), (19, 60, 40, 119), strict=True)]
    table = Tabulation("reasons", "table-03", Path("residents.toml"), 1, (by_size,))
    for alone, told in ({"small"}, [HIDDEN, "60", HIDDEN, "119"]), (set(), ["19", "60", "40", "119"]):
        published = SMALL.publish({"reasons": (table, rows)}, {"size": alone, "organisation": {"medium"}})["reasons"]
        assert [row.symbol or f"{row.value:g}" for row in published] == told


def test_a_number_that_is_hidden_in_one_table_is_hidden_in_all() -> None:
    by_size = [cell(1, "a", "small"), cell(0, "a", "medium"), cell(0, "a", "large"), cell(1, "a")]
    by_size += [cell(5, "b", "small"), cell(0, "b", "medium"), cell(0, "b", "large"), cell(5, "b")]
    plain = [cell(1, "a"), cell(5, "b"), cell(40, "c"), cell(46, TOTAL)]
    other = [cell(12.5, "b", measure="percent", base=40), cell(5, "b", population="children")]
    tables = {name: (tabulation(), rows) for name, rows in {"size": by_size, "all": plain, "other": other}.items()}
    told = {name: [row.symbol or f"{row.value:g}" for row in rows] for name, rows in SMALL.publish(tables).items()}
    assert told["all"] == [HIDDEN, HIDDEN, "40", "46"]
    assert told["other"] == [HIDDEN, "5"], "five of forty are the same five; of children they are others"


COUNTS = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=5)


@settings(max_examples=60)
@given(COUNTS)
def test_no_hidden_count_follows_from_its_row_or_its_column(counts: list[list[int]]) -> None:
    names = [chr(97 + at) for at in range(len(counts))]
    rows = [
        cell(value, name, group) for name, row in zip(names, counts, strict=True)
        for group, value in zip((*GROUPS, TOTAL), (*row, sum(row)), strict=True)
    ]  # fmt: skip
    sums = [sum(column) for column in zip(*counts, strict=True)]
    rows += [cell(value, TOTAL, group) for group, value in zip((*GROUPS, TOTAL), (*sums, sum(sums)), strict=True)]
    told = {(row.category, row.group): row for row in SMALL.publish({"reasons": (tabulation(), rows)})["reasons"]}
    known = {place: row.value for place, row in told.items() if not row.symbol}
    assert all(value == 0 or value >= Small().persons for value in known.values())
    lines = [[(name, group) for group in (*GROUPS, TOTAL)] for name in (*names, TOTAL)]
    lines += [[(name, group) for name in (*names, TOTAL)] for group in (*GROUPS, TOTAL)]
    for line in lines:
        gone = [place for place in line if place not in known]
        others = [place for place in line if known.get(place, 0) > 0]
        assert len(gone) != 1 or not others, f"{gone} follows from the others"
