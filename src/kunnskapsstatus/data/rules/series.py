"""Breaks: which part of a series a number is of, and the same year told twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from kunnskapsstatus.data.listed import SPAN
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.rules.rule import SIGN, STOPS, Facts, Finding, named, of, rule, written
from kunnskapsstatus.keys import OLD_METHOD

PER = {"per-municipality": "municipalities", "per-centre": "centres"}
"""Series that say what the lowest and the highest are of."""
NEARLY_ALL = 10
"""So many rows of a file with a part for each without one: the file is of what is broken."""
METHODS = 1.5
"""So many times as many one method does not find as another."""


def _in_time(row: Observation) -> bool:
    """Whether a row is of a part that the time divides, and not of what is counted."""
    return row.series not in ("", OLD_METHOD, *PER)


@rule(STOPS, remedy="Write the part in the column series, as the rows beside it.")
def break_forgotten(facts: Facts) -> Iterator[Finding]:
    """Where a series is broken, each of its rows names the part that it is of: all rows of a population in a file do,
    or none; all of the same category, group and measure; and all of a file where there are
    {NEARLY_ALL} that do for each that does not. Told of are the fewer."""
    for key, is_part, times in (
        (lambda row: (row.file, row.population), _in_time, 0),
        (lambda row: (row.file, *of(row)), lambda row: row.series in PER, 0),
        (lambda row: (row.file,), _in_time, NEARLY_ALL),
    ):
        for rows in facts.groups(key):
            parts = [row for row in rows if is_part(row)]
            without = [row for row in rows if not row.series]
            if len(without) * times > len(parts):
                continue
            fewer, others = sorted((without, parts), key=len)
            for row in fewer:
                beside = "none" if fewer is parts else " and ".join(sorted({other.series for other in others}))
                says = f"column 'series': {row.series or 'is empty'}; the rows beside it have {beside} ({named(row)})"
                yield Finding(row, says)


@rule(STOPS, remedy="Correct the year or the series.")
def year_of_other_series(facts: Facts) -> Iterator[Finding]:
    """A part of a series holds the years that its name says, and what its name says: until-2020 and
    ssb-2007 no year after that,
    from-2021 none before 2021, per-centre the lowest and highest of centres. Of several parts of a population in a
    file that could hold a year, the one does that begins last, or ends first."""
    spans: dict[tuple[str, str], set[tuple[bool, int]]] = defaultdict(set)
    for row in facts.typed:
        if span := SPAN.fullmatch(row.series):
            spans[row.file, row.population].add((span["side"] == "from", int(span["year"])))
    for row in facts.typed:
        span = SPAN.fullmatch(row.series)
        if span and row.year:
            limit = int(span["year"])
            if row.year < limit if span["side"] == "from" else row.year > limit:
                yield Finding(row, f"column 'series': {row.year} is not in {row.series}")
            elif nearer := _nearer(row.year, span["side"] == "from", limit, spans[row.file, row.population]):
                says = f"column 'series': {row.series}, and other rows of {row.population} here are of {nearer}"
                yield Finding(row, f"{says}, which {row.year} is nearer to")
        elif row.series in PER and row.population != PER[row.series]:
            yield Finding(row, f"column 'series': {row.series} is not of {row.population}")


def _nearer(year: int, begins: bool, limit: int, spans: Collection[tuple[bool, int]]) -> str:
    """The part that a year is of, where another that begins later or ends earlier could hold it too; else empty."""
    for side, other in sorted(spans):
        if begins and side and limit < other <= year:
            return f"from-{other}"
        if not begins and not side and year <= other < limit:
            return f"until-{other}"
    return ""


@rule(STOPS, remedy="Delete one of the rows, or give the series old-method to the one by the older method.")
def year_twice(facts: Facts) -> Iterator[Finding]:
    """A year stands once for the same in a file. By two methods it may stand twice, when one of them is old-method;
    and old-method stands only beside the other."""
    first: dict[tuple[object, ...], Observation] = {}
    for row in facts.typed:
        if row.series != OLD_METHOD:
            one = first.setdefault((row.file, *of(row), row.year), row)
            if one is not row:
                says = f"{written(row)} in {row.series or 'no series'}, and line {one.line} has {written(one)} in "
                yield Finding(row, says + (one.series or "no series"), (one,))
    for row in facts.typed:
        if row.series == OLD_METHOD and row.known and (row.file, *of(row), row.year) not in first:
            yield Finding(row, f"column 'series': {row.series} stands alone for {row.year}")


@rule(SIGN, remedy="See which is right. Where two publishers count differently, sign it with the reason.")
def files_differ(facts: Facts) -> Iterator[Finding]:
    """Two files that give the same number give the same value."""
    for years in facts.numbers.values():
        for rows in years.values():
            for row in rows[1:]:
                if row.value != rows[0].value and row.file != rows[0].file and row.series == rows[0].series:
                    one = rows[0]
                    yield Finding(row, f"{written(row)}, and {one.file}:{one.line} has {written(one)}", (one,))


@rule(SIGN, remedy="See which of the two is wrong.")
def methods_differ(facts: Facts) -> Iterator[Finding]:
    """The same year by an older method differs from the newer by less than {METHODS:g} times."""
    for row in facts.typed:
        if row.series == OLD_METHOD and row.known:
            for newer in facts.at(row.population, row.year, row.measure, row.category, row.group):
                low, high = sorted((row.value, newer.value))
                if high > METHODS * low:
                    yield Finding(
                        row, f"{written(row)} by the older method, and {written(newer)} by the newer", (newer,)
                    )
