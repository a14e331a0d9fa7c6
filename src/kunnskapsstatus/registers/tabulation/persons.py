"""Which records of a form are counted: the stays of the year, and of a person the first of them; and how many persons
they are of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import narwhals as nw

from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers.tabulation.frames import Records, col, plain
from kunnskapsstatus.registers.tabulation.settings import BREAK, Settings

ONCE = ("residents", "children", "day-users")
"""Populations of persons: each is counted once a year."""
FLAGS = ("first-stay", "first-visit")
DAYS = ("arrival", "visit")
KEY = "person"
NIGHTS = "nights"
NEW, NIGHTS_OF_PERSON = "new-person", "nights-of-person"
"""Columns of :func:`told_apart`."""
_RECORDS, _MARKS = "records_of_person", "marks_of_person"


def counted(records: Records, population: str, year: int, settings: Settings) -> Records:
    """The records of a form that an exhibit of this population counts."""
    found = _of_year(records, year, settings)
    of_persons = any(records.has(day) for day in DAYS)
    once = of_persons and (population in ONCE if settings.records == "by-population" else settings.records == "first")
    if once and settings.linking == "flag":
        found = _only(found, _flagged(records, _needed(records, *FLAGS), year, settings))
    elif once:
        found = _only(found, _first(records, _needed(records, KEY), settings))
    return found


def _needed(records: Records, *names: str) -> str:
    """The first of these columns that there is. Raises BookError where there is none."""
    found = next((name for name in names if records.has(name)), None)
    if found is None:
        cause = f"persons cannot be counted once a year: the records have no {' or '.join(names)}"
        raise BookError(cause, remedy="Ask for it, or choose another rule for records or linking.")
    return found


def _of_year(records: Records, year: int, settings: Settings) -> Records:
    if settings.new_year == "as-sent" or not records.has(settings.new_year):
        return records
    return _only(records, col(settings.new_year).dt.year() == year)


def _only(records: Records, condition: nw.Expr) -> Records:
    return replace(records, frame=records.frame.filter(condition))


def _flagged(records: Records, flag: str, year: int, settings: Settings) -> nw.Expr:
    """Whether the centre says that it is the person's first."""
    first = (col(flag) == "yes").fill_null(False)
    if settings.reserved == "each-stay" and year < BREAK and records.has("reserved"):
        first = first | ((col("reserved") == "yes") & col(flag).is_null()).fill_null(False)
    return first


def _first(records: Records, person: str, settings: Settings) -> nw.Expr:
    """Whether no earlier record has its person's key; a record without one is of a person of its own."""
    day = next(name for name in DAYS if records.has(name))
    keys = [person, "centre"] if settings.linking == "centre" else [person]
    order = [name for name in (day, "departure", "centre") if records.has(name)]
    earlier = col(day).cum_count().over(*keys, order_by=[plain(name) for name in order])
    return (earlier == 1) | col(person).is_null()


def with_nights(records: Records, year: int, settings: Settings) -> Records:
    """The nights of a stay: as they are given, or as its days say; within the year, or all of it."""
    if not records.has("arrival") or not records.has("departure"):
        return records
    first, last = _day_of(date(year, 1, 1)), _day_of(date(year + 1, 1, 1))
    arrived, left = _day("arrival"), _day("departure")
    if settings.nights == "within-year":
        begun = nw.when(arrived < first).then(nw.lit(first)).otherwise(arrived)
        ended = nw.when((left > last).fill_null(True)).then(nw.lit(last)).otherwise(left)
        nights = nw.when(ended > begun).then(ended - begun).otherwise(nw.lit(0))
    else:
        nights = left - arrived
        if records.has(NIGHTS):
            nights = nw.coalesce(col(NIGHTS), nights)
    frame = records.frame.with_columns(nights.cast(nw.Int64).alias(NIGHTS))
    return replace(records, frame=frame, columns=records.columns | {NIGHTS})


def told_apart(records: Records) -> Records:
    """Records with :data:`NEW`, which is true of no more than one record of each person, so that no group of them has
    fewer persons than records of which it is; and, where there are keys, with all nights of a record's person.

    The centre's mark tells who is new, and the key who has but one record, or has been marked twice and is counted as
    none of them. A record that has neither may be of any of the others. Records of no persons are as they were.
    """
    if not any(records.has(day) for day in DAYS):
        return records
    flag = next((name for name in FLAGS if records.has(name)), "")
    new = (col(flag) == "yes").fill_null(False) if flag else nw.lit(False)
    frame, made, nights = records.frame, {plain(NEW): new}, records.has(NIGHTS)
    if records.has(KEY):
        sums = [nw.len().alias(_RECORDS), new.cast(nw.Int64).sum().alias(_MARKS)]
        sums += [col(NIGHTS).sum().alias(plain(NIGHTS_OF_PERSON))] if nights else []
        persons = frame.filter(~col(KEY).is_null()).group_by(plain(KEY)).agg(*sums).filter(nw.col(_RECORDS) > 1)
        frame = frame.join(persons, on=plain(KEY), how="left")
        one, marked = nw.col(_RECORDS).is_null() & ~col(KEY).is_null(), (nw.col(_MARKS) == 1).fill_null(True)
        made = {plain(NEW): one | (new & marked)}
        if nights:
            made[plain(NIGHTS_OF_PERSON)] = nw.coalesce(col(NIGHTS_OF_PERSON), col(NIGHTS)).cast(nw.Int64)
    frame = frame.with_columns(**made)
    return replace(records, frame=frame, columns=records.columns | made.keys())


def _day(column: str) -> nw.Expr:
    """A day as a number: days since the beginning of our era."""
    before = col(column).dt.year().cast(nw.Int64) - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + col(column).dt.ordinal_day().cast(nw.Int64)


def _day_of(day: date) -> int:
    return day.toordinal()
