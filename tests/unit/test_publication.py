"""What is small is hidden, and so is another where it would follow by subtraction. All numbers here are invented."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers.publication import HIDDEN, SMALL, Small
from kunnskapsstatus.registers.tabulation.definition import Part, Tabulation
from kunnskapsstatus.registers.tabulation.whom import Counted, Many, Whom

GROUPS = ("small", "medium", "large")


def tabulation(rows: str = "reason") -> Tabulation:
    part = Part(("residents",), "stays", {"count": "count"}, rows)
    return Tabulation("reasons", "table-03", Path("residents.toml"), 1, (part,))


def cell(
    value: float, category: str = "a", group: str = TOTAL, measure: str = "count", *, base: int | None = None,
    of: int | None = None, population: str = "stays", column: str = "size", apart: bool = False, largest: float = 0,
) -> Counted:  # fmt: skip
    """A number of so many persons as it says, or as ``of`` says; those that are ``apart`` add up."""
    number = base or int(value)
    if measure == "percent" and base:
        number = round(value * base / 100)
    number = number if of is None else of
    who = {} if category == TOTAL else {"reason": (category,)}
    within = {} if group == TOTAL else {column: (group,)}
    asked = {"base": ("given",), **within} if measure == "percent" else None
    whole = Many(base, base) if asked and base else None
    own = "" if group == TOTAL else column
    whom = Whom((population,), who | within, Many(number, number), "", whole, asked, own, apart, largest)
    unit = "prosent" if measure == "percent" else ""
    return Counted("table-03", category=category, group=group, measure=measure, value=value, base=base,
                   population=population, unit=unit, whom=whom)  # fmt: skip


def shown(rows: list[Counted], rows_of: str = "reason") -> list[str]:
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
    rows = [cell(value, name, apart=True) for name, value in zip("abc", (2, 9, 0), strict=True)]
    assert shown([*rows, cell(11, TOTAL)]) == [HIDDEN, HIDDEN, "0", "11"]
    both = [cell(value, name, apart=True) for name, value in zip("abcd", (1, 2, 9, 30), strict=True)]
    both.append(cell(42, TOTAL))
    assert shown(both) == [HIDDEN, HIDDEN, HIDDEN, "30", "42"], "each of two is at least 1: their sum tells of each"


def test_shares_of_one_whole_add_up_without_a_total() -> None:
    rows = [cell(share, name, measure="percent", base=50, apart=True)
            for name, share in zip("abcd", (2, 18, 30, 50), strict=True)]  # fmt: skip
    assert shown(rows) == [HIDDEN, HIDDEN, "30", "50"]
    ticks = [cell(share, name, measure="percent", base=50) for name, share in zip("abcd", (2, 58, 70, 90), strict=True)]
    assert shown(ticks) == [HIDDEN, "58", "70", "90"], "of several answers each, none follows from the others"


def test_what_is_of_no_persons_is_shown() -> None:
    assert shown([replace(cell(1), whom=None), replace(cell(2, "b"), whom=None)]) == ["1", "2"]


def test_what_all_but_a_few_are_is_hidden_and_what_all_are_is_not() -> None:
    shares = [cell(share, name, measure="percent", base=50) for name, share in zip("abc", (96, 94, 100), strict=True)]
    assert shown(shares) == [HIDDEN, "94", "100"], "two of fifty are not"


def test_a_few_persons_of_no_group_do_not_follow_from_what_the_groups_are_together() -> None:
    rows = [cell(7, group="small"), cell(9, group="medium"), cell(17)]
    assert shown(rows) == [HIDDEN, "9", "17"], "one person is of no size"
    rows = [cell(7, group="small"), cell(9, group="medium"), cell(30)]
    assert shown(rows) == ["7", "9", "30"]


def test_a_group_follows_from_those_of_its_own_column_and_no_other() -> None:
    sizes = [cell(value, group=group) for group, value in zip(GROUPS, (2, 18, 40), strict=True)]
    forms = [cell(value, group=group, column="organisation") for group, value in (("iks", 1), ("other", 59))]
    assert shown([*sizes, *forms, cell(60)]) == [HIDDEN, HIDDEN, "40", HIDDEN, HIDDEN, "60"]


def test_how_many_there_are_of_few_is_not_told_by_how_many_others_were_asked() -> None:
    rows = [cell(0, group="small", measure="percent", base=2), cell(0, group="medium", measure="percent", base=40)]
    rows += [cell(0, group="large", measure="percent", base=58), cell(0, measure="percent", base=100)]
    assert shown(rows) == [HIDDEN, HIDDEN, "0", "0"]


def test_a_sum_of_which_one_person_has_nearly_half_is_hidden_with_all_that_is_of_the_same_persons() -> None:
    rows = [cell(900, population="nights", of=9, largest=0.46), cell(900, "b", population="nights", of=9, largest=0.45)]
    assert shown(rows) == [HIDDEN, "900"]


def test_at_a_centre_with_few_all_that_is_of_its_users_is_hidden_and_what_is_of_the_centre_is_not() -> None:
    rows = [
        *centre("alta", stays=19, nights=400, visits=90), *centre("oslo", stays=20, nights=9000, visits=90),
        *centre("eva", stays=0, nights=0, visits=90), *centre("bergen", stays=80, nights=3, visits=90),
        replace(cell(2, "alta", measure="staff-years"), whom=None), cell(119, TOTAL, measure="stays"),
    ]  # fmt: skip
    assert shown(rows, "centre") == [*[HIDDEN] * 3, "20", "9000", "90", *[HIDDEN] * 3, "80", "3", "90", "2", "119"]


def centre(name: str, **of: int) -> list[Counted]:
    """A centre's numbers; its nights are of its stays."""
    number = {"nights": of["stays"]}
    return [cell(value, name, measure=one, of=number.get(one), apart=True, population=one) for one, value in of.items()]


def test_at_a_centre_whose_many_visits_are_one_persons_all_is_hidden() -> None:
    rows = [*centre("alta", stays=70, nights=400), *centre("eva", stays=60, nights=900)]
    one = cell(40, "alta", measure="visits", apart=True)
    assert one.whom
    rows.append(replace(one, whom=replace(one.whom, many=Many(40, 1))))
    assert shown(rows, "centre") == [HIDDEN] * 5, "the other would follow from the country"


def test_one_centre_alone_does_not_follow_from_the_country() -> None:
    rows = [*centre("alta", stays=9, nights=70), *centre("eva", stays=20, nights=900)]
    assert shown([*rows, *centre("oslo", stays=300, nights=8000)], "centre") == [*[HIDDEN] * 4, "300", "8000"]


def test_a_class_with_one_centre_is_as_that_centre() -> None:
    by_size = Part(("residents",), "stays", {"count": "count"}, "reason", ("size",))
    rows = [cell(value, "a", group) for group, value in zip((*GROUPS, TOTAL), (19, 60, 40, 119), strict=True)]
    table = Tabulation("reasons", "table-03", Path("residents.toml"), 1, (by_size,))
    for alone, told in ({"small"}, [HIDDEN, "60", HIDDEN, "119"]), (set(), ["19", "60", "40", "119"]):
        published = SMALL.publish({"reasons": (table, rows)}, {"size": alone, "organisation": {"medium"}})["reasons"]
        assert [row.symbol or f"{row.value:g}" for row in published] == told


def test_who_is_hidden_in_one_table_is_hidden_in_all() -> None:
    by_size = [cell(1, "a", "small"), cell(0, "a", "medium"), cell(0, "a", "large"), cell(1, "a")]
    by_size += [cell(5, "b", "small"), cell(0, "b", "medium"), cell(0, "b", "large"), cell(5, "b")]
    plain = [cell(value, name, apart=True) for name, value in zip("abc", (1, 5, 40), strict=True)]
    other = [cell(12.5, "b", measure="percent", base=40), cell(5, "b", population="children")]
    tables = {name: (tabulation(), rows) for name, rows in
              {"size": by_size, "all": [*plain, cell(46, TOTAL)], "other": other}.items()}  # fmt: skip
    told = {name: [row.symbol or f"{row.value:g}" for row in rows] for name, rows in SMALL.publish(tables).items()}
    assert told["all"] == [HIDDEN, HIDDEN, "40", "46"]
    assert told["other"] == [HIDDEN, "5"], "the same are hidden by any number; children are others"


def test_what_is_published_says_nothing_of_how_it_was_judged() -> None:
    (row,) = SMALL.publish({"reasons": (tabulation(), [cell(5)])})["reasons"]
    assert type(row) is Observation and not hasattr(row, "whom")


def crossed(counts: list[list[int]]) -> list[Counted]:
    """Counts by category and size, with all of each."""
    names = [chr(97 + at) for at in range(len(counts))]
    rows = [
        cell(value, name, group, apart=True) for name, row in zip(names, counts, strict=True)
        for group, value in zip((*GROUPS, TOTAL), (*row, sum(row)), strict=True)
    ]  # fmt: skip
    sums = [sum(column) for column in zip(*counts, strict=True)]
    return rows + [cell(value, TOTAL, group) for group, value in zip((*GROUPS, TOTAL), (*sums, sum(sums)), strict=True)]


def following(rows: list[Counted]) -> list[tuple[str, str]]:
    """The hidden counts of few that have but one value, with which all rows and columns of a table add up."""
    hidden = [(row.category, row.group) for row in SMALL.publish({"reasons": (tabulation(), rows)})["reasons"]
              if row.symbol]  # fmt: skip
    names = list(dict.fromkeys(row.category for row in rows))
    lines = [[(name, group) for group in (*GROUPS, TOTAL)] for name in names]
    lines += [[(name, group) for name in names] for group in (*GROUPS, TOTAL)]
    signs = [[(-1 if place == line[-1] else 1) if place in line else 0 for place in hidden] for line in lines]
    rank = np.linalg.matrix_rank(signs) if hidden else 0
    few = {(row.category, row.group) for row in rows if 0 < row.value < Small().persons}
    return [
        place for at, place in enumerate(hidden)
        if place in few and np.linalg.matrix_rank([*signs, [int(at == one) for one in range(len(hidden))]]) == rank
    ]  # fmt: skip


def test_no_hidden_count_follows_from_all_rows_and_columns_together() -> None:
    """Each row and each column has two that are hidden; but with what is known of c, of a and b together two follow."""
    assert following(crossed([[0, 7, 0], [2, 7, 0], [40, 90, 50]])) == []


COUNTS = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=5)


@settings(max_examples=60)
@given(COUNTS)
def test_no_hidden_count_follows_from_its_row_its_column_or_all_of_them(counts: list[list[int]]) -> None:
    rows = crossed(counts)
    told = {(row.category, row.group): row for row in SMALL.publish({"reasons": (tabulation(), rows)})["reasons"]}
    known = {place: row.value for place, row in told.items() if not row.symbol}
    assert all(value == 0 or value >= Small().persons for value in known.values())
    names = list(dict.fromkeys(row.category for row in rows))
    lines = [[(name, group) for group in (*GROUPS, TOTAL)] for name in names]
    lines += [[(name, group) for name in names] for group in (*GROUPS, TOTAL)]
    for line in lines:
        gone = [place for place in line if place not in known]
        others = [place for place in line if known.get(place, 0) > 0]
        assert len(gone) != 1 or not others, f"{gone} follows from the others"
    if any(value > 0 for value in known.values()):
        assert following(rows) == []
