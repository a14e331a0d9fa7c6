"""The report's tables as printed: they are all here, they add up where they should, and where they do not it is listed.

List, never repair: what does not add up in the report stands as printed, and is told in
``data/audit/does-not-add-up.csv``. The last tests compute every sum and percentage again and expect to fail for exactly
the lines of that list.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from books import TABLES

from kunnskapsstatus.data import definitions
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.numbers import format_number, half_up

ANSWERED = 44
SURVEY = ["table-02", *(f"table-{n}" for n in range(18, 27))]
EXCLUSIVE = [
    "table-05",
    "table-06",
    "table-12",
    "table-16",
    "table-17",
    "table-a02",
    "table-a14",
    "table-a17",
    "table-a26",
]
COUNTS_WITH_TOTALS = ["table-01", "table-a03", "table-a15", "table-a19", "table-a22", "table-a23", "table-a27"]
GROUPINGS = {
    "size": ("small", "medium", "large"),
    "organisation": ("municipal", "iks", "private", "foundation", "other"),
    "part": ("ostlandet", "sorlandet", "vestlandet", "trondelag", "northern-norway"),
    "accompanied": ("without-children", "with-children"),
}
Slip = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def table(all_observations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The observations of each printed table."""
    return dict(iter(all_observations.groupby("dataset", sort=False)))


def value(frame: pd.DataFrame, **keys: object) -> float:
    """The one value at these keys."""
    for dimension, key in keys.items():
        frame = frame[frame[dimension] == key]
    assert len(frame) == 1, keys
    return float(frame["value"].iloc[0])


# --- what there is ----------------------------------------------------------------------------------------------------


def test_all_55_tables_and_one_figure_are_typed(book_root: Path) -> None:
    files = {path.stem for path in (book_root / "data" / "printed").glob("*.csv")}
    assert len(TABLES) == 55
    assert files == {*TABLES, "figure-a05"}


def test_each_has_one_definition_and_no_definition_is_of_a_table_that_is_not_here(book_root: Path) -> None:
    raw = Counter(d.printed for d in Book(book_root).definitions.values() if d.printed)
    assert {name: times for name, times in raw.items() if times > 1} == {}
    assert {name for name in raw if name.startswith("table-")} == set(TABLES)
    assert "figure-a05" in raw


@pytest.mark.parametrize("name", [*TABLES, "figure-a05"])
def test_every_typed_cell_is_an_observation(name: str, book_root: Path, table: dict[str, pd.DataFrame]) -> None:
    with (book_root / "data" / "printed" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    stubs = sum(column in definitions.DIMENSIONS for column in header)
    typed = {
        (line, column)
        for line, row in enumerate(rows, 2)
        for column, cell in zip(header[stubs:], row[stubs:], strict=True)
        if cell
    }
    frame = table[name]
    given = frame[frame["value"].notna() | (frame["symbol"] != "") | (frame["text"] != "")]
    assert set(zip(given["line"], given["column"], strict=True)) == typed


# --- what agrees ------------------------------------------------------------------------------------------------------


def test_table_13_and_appendix_table_18_are_the_same(table: dict[str, pd.DataFrame]) -> None:
    columns = ["category", "group", "measure", "value", "base"]
    first, second = (table[name][columns].reset_index(drop=True) for name in ("table-13", "table-a18"))
    pd.testing.assert_frame_equal(first, second)


def test_the_distances_of_table_4_fall_into_the_bands_of_appendix_table_6(table: dict[str, pd.DataFrame]) -> None:
    bands = (
        pd.cut(table["table-04"]["value"], [15, 50, 100, 150, 200, 10_000], include_lowest=True)
        .value_counts(sort=False)
        .tolist()
    )
    assert bands == table["table-a06"].query("year == 2018")["value"].tolist() == [9, 11, 13, 4, 9]


@pytest.mark.parametrize("year", [2015, 2016, 2017, 2018])
def test_every_year_has_46_services_and_centres(year: int, table: dict[str, pd.DataFrame]) -> None:
    assert table["table-a06"].query("year == @year")["value"].sum() == 46
    centres = table["table-a21"].query("year == @year")
    assert centres[centres["category"] != "total"]["value"].sum() == value(centres, category="total") == 46


@pytest.mark.parametrize(("measure", "total"), [("nights", 69396), ("stays", 2475), ("visits", 11731)])
def test_the_centres_of_appendix_table_28_sum_to_its_totals(
    measure: str, total: int, table: dict[str, pd.DataFrame]
) -> None:
    frame = table["table-a28"].query("measure == @measure")
    assert len(frame) == 47
    assert frame[frame["category"] != "total"]["value"].sum() == value(frame, category="total") == total


@pytest.mark.parametrize("year", [2016, 2017, 2018])
def test_the_total_costs_of_appendix_table_20_follow_from_its_parts(year: int, table: dict[str, pd.DataFrame]) -> None:
    frame = table["table-a20"].query("year == @year")
    parts, total = frame[frame["group"] != "total"], frame[frame["group"] == "total"]
    of = {
        m: parts[parts["measure"] == m]["value"].to_numpy()
        for m in ("mean", "base", "standard-deviation", "minimum", "maximum")
    }
    n = of["base"].sum()
    mean = (of["mean"] * of["base"]).sum() / n
    squares = ((of["base"] - 1) * of["standard-deviation"] ** 2 + of["base"] * (of["mean"] - mean) ** 2).sum()
    assert n == value(total, measure="base")
    assert mean == pytest.approx(value(total, measure="mean"), abs=1e-4)
    assert (squares / (n - 1)) ** 0.5 == pytest.approx(value(total, measure="standard-deviation"), abs=1e-4)
    assert of["minimum"].min() == value(total, measure="minimum")
    assert of["maximum"].max() == value(total, measure="maximum")


def test_the_reports_of_appendix_table_29_sum_both_ways_and_are_the_services_of_table_1(
    table: dict[str, pd.DataFrame],
) -> None:
    frame = table["table-a29"]
    cells = frame.pivot(index="category", columns="group", values="value")
    totals, rows = cells.loc["total"], cells.drop("total")
    pd.testing.assert_series_equal(rows.sum(), totals, check_names=False)
    pd.testing.assert_series_equal(cells.drop(columns="total").sum(axis=1), cells["total"], check_names=False)
    services = table["table-01"].query("category == 'total'").groupby("group")["value"].sum()
    assert services.to_dict() == totals.to_dict()
    assert totals["total"] == 46 + 43


@pytest.mark.parametrize(("group", "centres"), [("north", 13), ("mid", 8), ("west", 6), ("southeast", 19)])
def test_the_heads_of_appendix_table_4_count_its_centres(
    group: str, centres: int, table: dict[str, pd.DataFrame]
) -> None:
    frame = table["table-a04"]
    assert (frame[frame["group"] == group]["text"] != "").sum() == centres


# --- what does not ----------------------------------------------------------------------------------------------------


def percentages_of_counts(table: dict[str, pd.DataFrame]) -> Iterator[Slip]:
    """Survey tables: every percentage is of the 44 centres that answered."""
    for name in SURVEY:
        for keys, pair in table[name].query("value.notna()").groupby(["category", "group", "heading"], sort=False):
            cells = pair.set_index("measure")
            if {"percent", "count"} <= set(cells.index):
                share = half_up(100 * cells.loc["count", "value"] / ANSWERED, 1)
                if share != half_up(cells.loc["percent", "value"], 1):
                    yield (
                        name,
                        f"percent of count: {keys[0]} {keys[1]}",
                        format_number(cells.loc["percent", "value"], 1),
                        format_number(float(share), 1),
                    )


def sums_of_answers(table: dict[str, pd.DataFrame]) -> Iterator[Slip]:
    """Survey tables: every centre gave one answer to each statement."""
    for name in SURVEY[1:]:
        counts = table[name].query("measure == 'count'").groupby("category", sort=False)["value"].sum()
        yield from (
            (name, f"sum of counts: {key}", f"{n:.0f}", str(ANSWERED)) for key, n in counts.items() if n != ANSWERED
        )


def sums_of_percentages(table: dict[str, pd.DataFrame]) -> Iterator[Slip]:
    """Tables in which every answer falls into one category: a column is a hundred."""
    for name in EXCLUSIVE:
        rows = table[name].query("measure == 'percent' and category != 'total'")
        column = "group" if rows["group"].nunique() > 1 else "year"
        for key, total in rows.groupby(column, sort=False)["value"].sum().items():
            if total != 100:
                yield name, f"sum of percentages: {key}", format_number(total), "100"


def sums_of_counts(table: dict[str, pd.DataFrame]) -> Iterator[Slip]:
    """Tables of counts: rows and columns sum to their totals."""
    for name in COUNTS_WITH_TOTALS:
        frame = table[name].query("measure in ('count', 'base')")
        for along, across in (("category", "group"), ("group", "category")):
            for _, line in frame.groupby([across, "population", "heading"], sort=False):
                total = line[line[along].isin(["total", "base"])]["value"]
                parts = line[~line[along].isin(["total", "base"])]["value"]
                if len(total) and len(parts) and parts.sum() != total.iloc[0]:
                    yield (
                        name,
                        f"sum of counts: {line['measure'].iloc[0]}",
                        f"{total.iloc[0]:.0f}",
                        f"{parts.sum():.0f}",
                    )


def possible_percentages(table: dict[str, pd.DataFrame]) -> Iterator[Slip]:
    """Tables with a base: some number of answers gives the percentage. The survey's have the number beside it."""
    for name in sorted({*TABLES} - {*SURVEY}):
        for _, row in table[name].query("measure == 'percent' and base.notna() and value.notna()").iterrows():
            n, decimals, printed = int(row["base"]), int(row["decimals"]), half_up(row["value"], int(row["decimals"]))
            near = round(row["value"] * n / 100)
            possible = [half_up(100 * k / n, decimals) for k in range(max(0, near - 2), near + 3)]
            if printed not in possible:
                closest = min(possible, key=lambda share, printed=printed: abs(share - printed))
                yield (
                    name,
                    f"percent of base: {row['category']} {row['group']}",
                    format_number(row["value"], decimals),
                    format_number(float(closest), decimals),
                )


def sums_of_bases(table: dict[str, pd.DataFrame]) -> Iterator[Slip]:
    """The answers of all groups are the answers in all."""
    for name in TABLES:
        for _, bases in table[name].query("measure == 'base'").groupby("population"):
            at = dict(zip(bases["group"], bases["value"], strict=False))
            for grouping, groups in GROUPINGS.items():
                if {*groups, "total"} <= at.keys() and sum(at[g] for g in groups) != at["total"]:
                    yield name, f"sum of bases: {grouping}", f"{at['total']:.0f}", f"{sum(at[g] for g in groups):.0f}"


def percentages_of_services(table: dict[str, pd.DataFrame]) -> Iterator[Slip]:
    """Table 9: the groups, whose sizes tables 5 and 6 give, make the total."""
    for category, sizes in (("service-women", "table-05"), ("service-men", "table-06")):
        at = {g: value(table["table-09"], category=category, group=g) for g in (*GROUPINGS["size"], "total")}
        n = {g: int(value(table[sizes], measure="base", group=g)) for g in (*GROUPINGS["size"], "total")}
        said_yes = {
            g: [k for k in range(n[g] + 1) if half_up(100 * k / n[g]) == half_up(at[g])] for g in GROUPINGS["size"]
        }
        assert {len(found) for found in said_yes.values()} == {1}
        share = half_up(100 * sum(found[0] for found in said_yes.values()) / n["total"])
        if share != half_up(at["total"]):
            yield (
                "table-09",
                f"percent of services: {category} total",
                format_number(at["total"]),
                format_number(float(share)),
            )


def across_tables(table: dict[str, pd.DataFrame]) -> Iterator[Slip]:
    """Tables of the same thing in the same year agree."""
    services = table["table-01"].query("category == 'total'")
    for name in TABLES:
        frame = table[name].query(
            "population in ('women-services', 'men-services', 'centres') and year == 2018 "
            "and measure in ('count', 'base')"
        )
        if name == "table-a21":
            sizes = frame.assign(group=frame["category"], population="women-services")
        elif name != "table-01" and {*GROUPINGS["organisation"]} <= set(frame["group"]):
            sizes = frame[(frame["category"] == "total") | (frame["measure"] == "base")]
        else:
            continue
        assert len(sizes)
        for _, row in sizes[sizes["group"].isin(GROUPINGS["organisation"])].iterrows():
            expected = value(services, group=row["group"], population=row["population"])
            if row["value"] != expected:
                yield name, f"against table-01: {row['group']}", f"{row['value']:.0f}", f"{expected:.0f}"
    sixteen, later = table["table-16"].query("group == 'total'"), table["table-a26"].query("year == 2018")
    for _, row in sixteen.iterrows():
        expected = value(later, category=row["category"])
        if row["value"] != expected:
            yield "table-16", f"against table-a26: {row['category']}", f"{row['value']:.0f}", f"{expected:.0f}"
    for population, name in (("women-services", "table-05"), ("men-services", "table-06")):
        full = sum(value(table[name], category=c, group="total") for c in ("once", "several"))
        printed = value(table["table-07"], population=population, group="total", measure="percent")
        if full != printed:
            yield "table-07", f"against {name}: total {population}", f"{printed:.0f}", f"{full:.0f}"


CHECKS = (
    percentages_of_counts, sums_of_answers, sums_of_percentages, sums_of_counts, possible_percentages, sums_of_bases,
    percentages_of_services, across_tables,
)  # fmt: skip


@pytest.fixture(scope="module")
def listed(book_root: Path) -> list[dict[str, str]]:
    """The list of what does not add up."""
    with (book_root / "data" / "audit" / "does-not-add-up.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def found(table: dict[str, pd.DataFrame]) -> dict[str, set[Slip]]:
    """What does not add up when everything is computed again, by check."""
    return {check.__name__: set(check(table)) for check in CHECKS}


def test_what_does_not_add_up_is_exactly_what_is_listed(
    listed: list[dict[str, str]], found: dict[str, set[Slip]]
) -> None:
    told = {(row["place"], row["what"], row["printed"], row["computed"]) for row in listed}
    computed = set().union(*found.values())
    assert {"not listed": computed - told, "listed, but adds up": told - computed} == {
        "not listed": set(),
        "listed, but adds up": set(),
    }


@pytest.mark.parametrize("check", [check.__name__ for check in CHECKS])
def test_every_check_finds_something(check: str, found: dict[str, set[Slip]]) -> None:
    assert found[check]


def test_the_list_says_each_thing_once_and_why(listed: list[dict[str, str]]) -> None:
    assert [row for row in listed if not all(row.values())] == []
    assert len({(row["place"], row["what"]) for row in listed}) == len(listed)
    assert {row["place"] for row in listed} <= set(TABLES)
    assert [row["place"] for row in listed] == sorted(row["place"] for row in listed)


def test_what_is_listed_is_told_where_the_table_is_shown(listed: list[dict[str, str]], book_root: Path) -> None:
    notes = {d.printed: d.note for d in Book(book_root).definitions.values()}
    assert {row["place"] for row in listed if not notes[row["place"]]} == set()
