"""Whether a record holds together, and records with each other: days, duplicates, and the stays of a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from kunnskapsstatus.data.rules.rule import INFORM, SIGN, STOPS
from kunnskapsstatus.registers.delivery import ROW, Delivery
from kunnskapsstatus.registers.form import KEY, TEXT
from kunnskapsstatus.registers.rules.rule import Finding, control, in_records

ARRIVAL, DEPARTURE, VISIT, PERSON = "arrival", "departure", "visit", "person"
ONE_EACH = {"women": "centre", "men": "centre", "survey": "centre", "kostra": "municipality"}
"""Forms that have one record for each of something."""
LONGEST = 365
ADULT = 18
NEXT_DAY = timedelta(days=1)
WHERE = "Correct it where it was filled in."
WHERE_NB = "Rett det der det ble fylt ut."


def _days(records: pd.DataFrame, column: str) -> pd.Series[pd.Timestamp]:
    """The days of a column, as they can be counted with; those out of the calendar of pandas are missing."""
    return pd.to_datetime(records[column], errors="coerce")


@control(
    STOPS,
    says="the stay ends before it begins",
    remedy=WHERE,
    nb=("Opphold som slutter før det begynner", "Oppholdet slutter før det begynner.", WHERE_NB),
)
def stay_ends_before_it_begins(delivery: Delivery) -> Iterator[Finding]:
    """Given a stay with both days, when its departure is before its arrival, then it is refused."""
    for form, records in delivery.having(ARRIVAL, DEPARTURE):
        wrong = _days(records, DEPARTURE) < _days(records, ARRIVAL)
        yield from in_records(form.name, records, wrong, DEPARTURE)


@control(
    SIGN,
    says="the nights are not departure less arrival",
    remedy="See which of the three is wrong. If nights were counted in another way, sign.",
    nb=("Døgn som ikke stemmer", "Døgnene er ikke avreise minus ankomst.", "Se hvilket av de tre tallene som er feil."),
)
def nights_do_not_fit(delivery: Delivery) -> Iterator[Finding]:
    """Given a stay with both days and its nights, when the nights are not the days between, then it must be signed."""
    for form, records in delivery.having(ARRIVAL, DEPARTURE, "nights"):
        between = (_days(records, DEPARTURE) - _days(records, ARRIVAL)).dt.days
        wrong = between.ge(0) & records["nights"].notna() & (between - records["nights"].astype("float")).ne(0)
        yield from in_records(form.name, records, wrong, "nights")


@control(
    SIGN,
    says=f"the stay is longer than {LONGEST} days",
    remedy="See whether the year of one of the days is wrong.",
    nb=("Langt opphold", f"Oppholdet er lengre enn {LONGEST} dager.", "Se om året i en av datoene er feil."),
)
def long_stay(delivery: Delivery) -> Iterator[Finding]:
    """Given a stay with both days, when it is longer than {LONGEST} days, then it must be signed."""
    for form, records in delivery.having(ARRIVAL, DEPARTURE):
        between = (_days(records, DEPARTURE) - _days(records, ARRIVAL)).dt.days
        yield from in_records(form.name, records, between.gt(LONGEST), DEPARTURE)


@control(
    SIGN,
    says=f"the resident or user is younger than {ADULT}",
    remedy="See whether the form for children was meant.",
    nb=(
        "Yngre enn voksen",
        f"Beboeren eller brukeren er yngre enn {ADULT} år.",
        "Se om det skulle vært skjemaet for barn.",
    ),
)
def younger_than_an_adult(delivery: Delivery) -> Iterator[Finding]:
    """Given a form for adults, when somebody is younger than {ADULT}, then it must be signed."""
    for form, records in delivery.having("age"):
        if form.name != "children":
            lowest = form.columns["age"].lowest or 0
            yield from in_records(form.name, records, records["age"].between(lowest, ADULT - 1), "age")


@control(
    STOPS,
    says="{variable} is not of {year}",
    remedy="Move the record to its year, or correct the day.",
    nb=("Feil år", "{variable} er ikke i {year}.", "Flytt skjemaet til riktig år, eller rett datoen."),
)
def year_does_not_fit(delivery: Delivery) -> Iterator[Finding]:
    """Given a record of the year, when it or its visit is of another year, or its stay begins after the year, ends
    before it, or ends after the year that follows, then it is refused: a day that never comes often stands for none."""
    for form, records in delivery.having("year"):
        yield from in_records(form.name, records, records["year"].ne(delivery.year), "year", year=delivery.year)
    first, last = (pd.Timestamp(date(delivery.year, *day)) for day in ((1, 1), (12, 31)))
    never = pd.Timestamp(date(delivery.year + 1, 12, 31))
    for column, early, late in ((VISIT, True, last), (ARRIVAL, False, last), (DEPARTURE, True, never)):
        for form, records in delivery.having(column):
            days = _days(records, column)
            wrong = (days.lt(first) if early else False) | days.gt(late) | (
                records[column].notna() & days.isna()
            )  # fmt: skip
            yield from in_records(form.name, records, wrong, column, year=delivery.year)


@control(
    INFORM,
    says="the stay goes over New Year",
    remedy="Nothing. Which year its nights count in is a setting of the edition.",
    nb=(
        "Opphold over nyttår",
        "Oppholdet går over nyttår.",
        "Ingenting. Hvilket år døgnene regnes til, avgjøres senere.",
    ),
)
def stay_over_new_year(delivery: Delivery) -> Iterator[Finding]:
    """Given a stay of the year, when it begins the year before, ends the year after, or has not ended at New Year, then
    that is told."""
    for form, records in delivery.having(ARRIVAL, DEPARTURE):
        arrival, departure = _days(records, ARRIVAL), _days(records, DEPARTURE)
        over = arrival.dt.year.eq(delivery.year - 1) | departure.dt.year.eq(delivery.year + 1)
        yield from in_records(form.name, records, over | (arrival.notna() & records[DEPARTURE].isna()), DEPARTURE)


@control(
    STOPS,
    says="there are {times} records of this {what}",
    remedy="Keep one: of two answers to the survey, that of the centre's leader.",
    nb=(
        "To skjemaer for én",
        "Det er {times} skjemaer for den samme enheten.",
        "Behold ett: av to svar på undersøkelsen lederens.",
    ),
)
def two_of_one(delivery: Delivery) -> Iterator[Finding]:
    """Given a form that has one record for each centre or municipality, when there are two of one, then it is
    refused."""
    for name, column in ONE_EACH.items():
        records = delivery.records.get(name, pd.DataFrame())
        times = records[column].value_counts() if column in records else pd.Series()
        for one, number in times[times > 1].items():
            yield from in_records(name, records, records[column].isin([one]), column, times=number, what=column)


@control(
    STOPS,
    says="the same person's record of the same day stands twice",
    remedy="Take one of the two away.",
    nb=("Samme opphold to ganger", "Det samme oppholdet er registrert to ganger.", "Ta bort det ene."),
)
def same_record_twice(delivery: Delivery) -> Iterator[Finding]:
    """Given records with a person's key, when two of them have the same person, centre and day of arrival, then they
    are refused."""
    for form, records in delivery.having(PERSON, "centre", ARRIVAL):
        known = records[[PERSON, "centre", ARRIVAL]].notna().all(axis=1)
        yield from in_records(
            form.name, records, known & records.duplicated([PERSON, "centre", ARRIVAL], keep=False), PERSON
        )


@control(
    SIGN,
    says="the record is the same as another in every answer",
    remedy="See whether it was registered twice. Two persons may have the same answers.",
    nb=(
        "Like skjemaer",
        "Skjemaet er likt et annet i alle svar.",
        "Se om det er registrert to ganger. To personer kan ha like svar.",
    ),
)
def identical_records(delivery: Delivery) -> Iterator[Finding]:
    """Given records of persons, when two of them are the same in every answer, texts left aside, then they must be
    signed."""
    for name, records in delivery.records.items():
        form = delivery.forms[name]
        answers = [column for column, one in form.columns.items() if column in records and one.type != TEXT]
        if name not in ONE_EACH and len(answers) > 3:
            yield from in_records(name, records, records.duplicated(answers, keep=False))


@control(
    SIGN,
    says="the person's stays overlap",
    remedy="See which day is wrong, or whether the key is two persons'.",
    nb=(
        "Opphold som overlapper",
        "Oppholdene til den samme personen overlapper.",
        "Se hvilken dato som er feil, eller om nøkkelen gjelder to.",
    ),
)
def overlapping_stays(delivery: Delivery) -> Iterator[Finding]:
    """Given stays with a person's key, when one of a person's begins before another has ended, then they must be
    signed."""
    for form, records, before in _following(delivery):
        wrong = before["until"].notna() & before["arrival"].lt(before["until"])
        yield from in_records(form, records, wrong.reindex(records.index, fill_value=False), ARRIVAL)


@control(
    INFORM,
    says="the person came from another centre",
    remedy="Nothing. Whether the stays are linked is a setting of the edition.",
    nb=(
        "Kom fra et annet senter",
        "Personen kom fra et annet senter.",
        "Ingenting. Om oppholdene regnes sammen, avgjøres senere.",
    ),
)
def transfer(delivery: Delivery) -> Iterator[Finding]:
    """Given stays with a person's key, when one begins at another centre on the day that the one before ended, or the
    next, then that is told."""
    for form, records, before in _following(delivery):
        gap = before["arrival"] - before["until"]
        wrong = before["from"].notna() & before["from"].ne(before["at"]) & gap.between(timedelta(0), NEXT_DAY)
        yield from in_records(form, records, wrong.reindex(records.index, fill_value=False), ARRIVAL)


@control(
    SIGN,
    says="the person has two first stays this year",
    remedy="See which came first; at another centre, the second may have been marked too.",
    nb=("To førstegangsopphold", "Personen har to førstegangsopphold i året.", "Se hvilket som var først."),
)
def two_first_stays(delivery: Delivery) -> Iterator[Finding]:
    """Given stays with a person's key, when two of a person's are marked as the first of the year, then they must be
    signed."""
    for form, records in delivery.having(PERSON, "first-stay"):
        first = records["first-stay"].eq("yes") & records[PERSON].notna()
        yield from in_records(form.name, records, first & records[first].duplicated([PERSON], keep=False).reindex(
            records.index, fill_value=False), "first-stay")  # fmt: skip


def _following(delivery: Delivery) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """The stays of persons with a key, in order; of each its arrival and centre, and when and where the stay before
    ended."""
    for form, records in delivery.having(PERSON, ARRIVAL, DEPARTURE, "centre"):
        if form.columns[PERSON].type == KEY:
            stays = pd.DataFrame(
                {
                    "person": records[PERSON],
                    "arrival": _days(records, ARRIVAL),
                    "until": _days(records, DEPARTURE),
                    "at": records["centre"],
                    ROW: records[ROW],
                }
            )[records[PERSON].notna() & records[ARRIVAL].notna()].sort_values(["person", "arrival", ROW])
            before = stays.groupby("person")[["until", "at"]].shift()
            yield form.name, records, stays.assign(until=before["until"], **{"from": before["at"]})
