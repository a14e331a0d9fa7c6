"""Whether all records of a form, or of a centre, are together what a year is like, and agree with the other forms.
What is said here is of many records and names none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pandas as pd

from kunnskapsstatus.data.rules.rule import INFORM, SIGN
from kunnskapsstatus.registers.delivery import Delivery
from kunnskapsstatus.registers.form import CODE, TICK, Form
from kunnskapsstatus.registers.rules.persons import FIRSTS
from kunnskapsstatus.registers.rules.records import ARRIVAL, ONE_EACH, PERSON, VISIT
from kunnskapsstatus.registers.rules.rule import Finding, control
from kunnskapsstatus.registers.services import MEN, OF_FORM, WOMEN

FEW, SOME, MANY = 5, 20, 60
EXPECTED = 15
"""So many records would have begun in months without any, had the year been even."""
HALF, NEARLY_ALL, THIRD = 0.5, 0.9, 1 / 3
ALIKE = {ARRIVAL: HALF, VISIT: HALF, "age": HALF, "nights": NEARLY_ALL}
"""So large a part of the answers may not be one number."""
TURNED, BLOCK = 2 / 3, 5
"""So large a part of the boxes of a block is ticked by nobody; and a block has so many."""
NEVER_NEW = 0.1
APART, DIFFERENCE = 1.5, 10
"""The two numbers of a centre may be so many times, or so many records, apart."""
OWN = {"residents": ("residents", "first-stay"), "day-users": ("day-users", "first-visit")}
"""A number that a service gives of its year, and the form whose records it is of, with what counts a person once."""
OTHER_SEX = {WOMEN: "men", MEN: "women"}
WITH_CHILDREN = "with-children"


def _parts(records: pd.DataFrame, *columns: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Some columns of all records, which are of no centre, and of those of each."""
    narrow = records[[*columns, *(one for one in records if one == "centre")]]
    yield "", narrow
    if "centre" in narrow:
        yield from ((str(centre), some) for centre, some in narrow.groupby("centre"))


def _first_part(found: Iterator[Finding]) -> Iterator[Finding]:
    """What is found of all records, or else of the centres."""
    for one in found:
        yield one
        if not one.centre:
            return


@control(
    SIGN,
    says="none of {number} records begins in {months}",
    remedy="See whether a part of the year is missing. If nobody came then, sign.",
    nb=(
        "En del av året mangler",
        "Ingen av {number} skjemaer begynner i {months_nb}.",
        "Se om en del av året mangler. Kom det ingen da, kan det signeres.",
    ),
)
def part_of_the_year_missing(delivery: Delivery) -> Iterator[Finding]:
    """Given records with days, of a form or a centre, when none begins in months in which {EXPECTED} would have, had
    the year been even, then that must be signed."""
    for column in (ARRIVAL, VISIT):
        for form, records in delivery.having(column):
            yield from _first_part(_gaps(delivery, form, records, column))


def _gaps(delivery: Delivery, form: Form, records: pd.DataFrame, column: str) -> Iterator[Finding]:
    for centre, some in _parts(records, column):
        days = pd.to_datetime(some[column], errors="coerce")
        there = set(days[days.dt.year.eq(delivery.year)].dt.month)
        runs = ([*run] for empty, run in groupby(range(1, 13), key=lambda month: month not in there) if empty)
        longest = max(runs, key=len, default=[])
        if there and len(some) * len(longest) >= 12 * EXPECTED:
            first, last = longest[0], longest[-1]
            same = first == last
            told = {
                "number": len(some),
                "months": f"month {first}" if same else f"months {first} to {last}",
                "months_nb": f"måned {first}" if same else f"månedene {first} til {last}",
            }
            yield Finding(form.name, centre=centre, variable=column, told=told)


@control(
    SIGN,
    says="{part} of {number} answers or more of {variable} are the same",
    remedy="See whether one value was filled in for all, or stands for not known. If they are so, sign.",
    nb=(
        "Samme svar for mange",
        "Minst {part_nb} av {number} svar på {variable} er like.",
        "Se om én verdi er fylt ut for alle, eller står for ukjent. Er det slik, kan det signeres.",
    ),
)
def same_for_many(delivery: Delivery) -> Iterator[Finding]:
    """Given {SOME} answers of a form or a centre or more, when half of the ages, or of the days on which stays or
    visits begin, or nine of ten of the nights, are the same, then that must be signed; and of {MANY} or more, when all
    are, of three codes or more, or of being new in the year, where not every record has a person's key."""
    for name, records in delivery.records.items():
        form = delivery.forms[name]
        if name not in ONE_EACH:
            for column, part in ALIKE.items():
                if column in records and column in form.columns:
                    yield from _first_part(_alike(form, records, column, part))
            for column, one in form.columns.items():
                answers = records[column].dropna() if one.type == CODE and column in records else records.iloc[:0, 0]
                told_apart = PERSON in records and records[PERSON].notna().all()
                matters = len(one.categories) > 2 or (column in FIRSTS and not told_apart)
                if matters and len(answers) >= MANY and answers.nunique() == 1:
                    told = {"part": "all", "part_nb": "alle", "number": len(answers)}
                    yield Finding(name, variable=column, told=told)


def _alike(form: Form, records: pd.DataFrame, column: str, part: float) -> Iterator[Finding]:
    said = {"part": "half", "part_nb": "halvparten"} if part == HALF else {"part": "nine", "part_nb": "ni av ti"}
    for centre, some in _parts(records, column):
        answers = some[column].dropna()
        if len(answers) >= SOME and answers.value_counts().iloc[0] >= part * len(answers):
            yield Finding(form.name, centre=centre, variable=column, told={**said, "number": len(answers)})


@control(
    SIGN,
    says="half of {number} records or more of the service for women are men's, or the other way",
    remedy="See whether the codes of sex or of service have changed places.",
    nb=(
        "Kjønn som ikke passer til tilbudet",
        "Minst halvparten av {number} skjemaer fra tilbudet til kvinner gjelder menn, eller omvendt.",
        "Se om kodene for kjønn eller tilbud har byttet plass.",
    ),
)
def sex_against_service(delivery: Delivery) -> Iterator[Finding]:
    """Given {FEW} records of adults or more in the service for women, or for men, of a form or a centre, when half of
    them or more are of the other sex, then that must be signed."""
    for form, records in delivery.having("sex", "service"):
        if form.name != "children":
            yield from _first_part(_other_sex(form, records))


def _other_sex(form: Form, records: pd.DataFrame) -> Iterator[Finding]:
    other = records["service"].map(OTHER_SEX)
    known = records[records["sex"].notna() & other.notna()].assign(other=records["sex"].eq(other))
    for centre, some in _parts(known, "service", "other"):
        for _, one in some.groupby("service"):
            if len(one) >= FEW and one["other"].sum() >= HALF * len(one):
                yield Finding(form.name, centre=centre, variable="sex", told={"number": len(one)})
                break


@control(
    SIGN,
    says="two of three boxes or more of {variable} are ticked in {number} records",
    remedy="See whether yes and no have changed places. If so many were ticked, sign.",
    nb=(
        "Nesten alt er krysset av",
        "Minst to av tre ruter i {variable} er krysset av i {number} skjemaer.",
        "Se om ja og nei har byttet plass. Er det krysset av så mye, kan det signeres.",
    ),
)
def ticks_turned_round(delivery: Delivery) -> Iterator[Finding]:
    """Given a block of {BLOCK} boxes or more in {SOME} records of persons or more, of a form or a centre, when two of
    three or more are ticked, then that must be signed."""
    for name, records in delivery.records.items():
        for variable in delivery.forms[name].variables.values() if name not in ONE_EACH else ():
            there = [column for column in variable.columns if column in records]
            if variable.type == TICK and len(there) >= BLOCK:
                yield from _first_part(_ticked(name, records, variable.name, there))


def _ticked(form: str, records: pd.DataFrame, name: str, columns: list[str]) -> Iterator[Finding]:
    counts = records[[one for one in records if one == "centre"]].assign(
        yes=records[columns].fillna(False).sum(axis=1), all=records[columns].notna().sum(axis=1)
    )
    for centre, some in _parts(counts[counts["all"].gt(0)], "yes", "all"):
        if len(some) >= SOME and some["yes"].sum() >= TURNED * some["all"].sum():
            yield Finding(form, centre=centre, variable=name, told={"number": len(some)})


@control(
    SIGN,
    says="{number} of {of} persons are in no record new in the year",
    remedy="See whether yes and no have changed places, or whether their first records are missing.",
    nb=(
        "Personer som aldri er nye i året",
        "{number} av {of} personer er ikke nye i året i noe skjema.",
        "Se om ja og nei har byttet plass, eller om de første skjemaene mangler.",
    ),
)
def persons_never_new(delivery: Delivery) -> Iterator[Finding]:
    """Given {SOME} persons with a key or more, of whom it is answered in all their records whether they are new in the
    year, when more than one in ten never is, then that must be signed: they would not be counted."""
    for flag in FIRSTS:
        for form, records in delivery.having(flag, PERSON):
            answers = records[records[PERSON].notna()].assign(new=records[flag].eq("yes"), told=records[flag].notna())
            persons = answers.groupby(PERSON)[["new", "told"]].agg({"new": "any", "told": "all"})
            known = persons[persons["told"]]
            never = int((~known["new"]).sum())
            if len(known) >= SOME and never > NEVER_NEW * len(known):
                yield Finding(form.name, variable=flag, told={"number": never, "of": len(known)})


@control(
    SIGN,
    says="the service itself says {own}, and has sent {sent} records",
    remedy="Ask which is right: records may be missing, stand twice, or be another centre's.",
    nb=(
        "Ulikt senterets eget tall",
        "Tilbudet oppgir selv {own}, og det er kommet {sent} skjemaer.",
        "Spør hva som er riktig: Skjemaer kan mangle, stå to ganger eller være fra et annet senter.",
    ),
)
def unlike_its_own_number(delivery: Delivery) -> Iterator[Finding]:
    """Given the number of residents or day users that a service gives of its year, when the records that have come of
    it are fewer, or the persons among them more, by {DIFFERENCE} or more and {APART} times or more, then that must be
    signed: it may be of persons or of stays."""
    for name, (kind, flag) in OWN.items():
        if not {"centre", "service"} <= {*delivery.records.get(kind, ())}:
            continue
        records = delivery.records[kind]
        once = records[flag].eq("yes") if flag in records else pd.Series(True, index=records.index)
        counts = pd.DataFrame({"all": 1, "once": once.astype("int")}).groupby([records["centre"], records["service"]])
        sums = counts.sum()
        for form, service in OF_FORM.items():
            given = delivery.records.get(form)
            if given is not None and {name, "centre"} <= {*given}:
                for centre, own in given[["centre", name]].dropna().itertuples(index=False):
                    key = (centre, service)
                    sent, persons = map(int, sums.loc[key]) if key in sums.index else (0, 0)
                    fewer = own - sent >= DIFFERENCE and own >= APART * sent
                    more = persons - own >= DIFFERENCE and persons >= APART * own
                    if fewer or more:
                        yield Finding(form, centre=str(centre), variable=name, told={"own": int(own), "sent": sent})


@control(
    SIGN,
    says="{adults} stays are of residents with children, and {children} forms of children have come",
    remedy="See whether the forms of children are missing, or are another centre's.",
    nb=(
        "Barn som ikke passer til beboerne",
        "{adults} opphold gjelder beboere med barn, og det er kommet {children} skjemaer for barn.",
        "Se om skjemaene for barn mangler eller er fra et annet senter.",
    ),
)
def children_against_residents(delivery: Delivery) -> Iterator[Finding]:
    """Given forms of residents and of children, when a centre has {FEW} stays of residents with children or more and no
    child's, or {FEW} children's or more and no resident with children, then that must be signed."""
    frames = [delivery.records.get(name) for name in ("residents", "children")]
    residents, children = (pd.DataFrame() if one is None else one for one in frames)
    if not {"children", "centre"} <= {*residents} or "centre" not in children:
        return
    with_children = residents[residents["children"].eq(WITH_CHILDREN)]["centre"].value_counts()
    of_children = children["centre"].value_counts()
    for centre in sorted({*with_children.index, *of_children.index}):
        adults, sent = int(with_children.get(centre, 0)), int(of_children.get(centre, 0))
        if min(adults, sent) == 0 and max(adults, sent) >= FEW and residents["centre"].eq(centre).any():
            yield Finding("children", centre=str(centre), told={"adults": adults, "children": sent})


@control(
    INFORM,
    says="{number} of {of} records have no answer of {variable}",
    remedy="See whether it was asked by all, and whether empty stands for an answer.",
    nb=(
        "Mange uten svar",
        "{number} av {of} skjemaer er uten svar på {variable}.",
        "Se om alle spurte, og om tomt betyr et svar.",
    ),
)
def often_unanswered(delivery: Delivery) -> Iterator[Finding]:
    """Given a variable with codes or boxes that all are asked, when a third of {MANY} records of persons or more have
    no answer of it, or none of {SOME} or more of a centre has one, then that is told."""
    for name, records in delivery.records.items():
        if name in ONE_EACH or "centre" not in records:
            continue
        for variable in delivery.forms[name].variables.values():
            there = [column for column in variable.columns if column in records]
            if there and not variable.when and variable.type in (CODE, TICK):
                empty = records[there].isna().all(axis=1)
                if len(empty) >= MANY and THIRD * len(empty) <= empty.sum() < len(empty):
                    told = {"number": int(empty.sum()), "of": len(empty)}
                    yield Finding(name, variable=variable.name, told=told)
                elif not empty.all():
                    of_centres = empty.groupby(records["centre"]).agg(["sum", "size"])
                    for centre, number, of in of_centres.itertuples():
                        if number == of >= SOME:
                            told = {"number": int(number), "of": int(of)}
                            yield Finding(name, centre=str(centre), variable=variable.name, told=told)
