"""Whether all centres have sent what they should, under names that are known, and as much as can be."""

from __future__ import annotations

from collections.abc import Iterator

from kunnskapsstatus.data.rules.rule import INFORM, SIGN, STOPS
from kunnskapsstatus.registers import answers
from kunnskapsstatus.registers.delivery import Delivery
from kunnskapsstatus.registers.form import MUNICIPALITY
from kunnskapsstatus.registers.rules.answers import told_of
from kunnskapsstatus.registers.rules.rule import Finding, control, in_records

TIMES = 10
FEWEST = 10
"""Fewer records than these the year before say nothing of how many there may be."""
UNLIKE, MANY = 2, 20
"""Between a half and twice as many as the year before are nothing to tell of, and where there were fewer than these."""
_OLD = frozenset(f"{number:02}" for number in range(1, 21)) - {"13"}
COUNTIES: tuple[tuple[int, frozenset[str]], ...] = (
    (2024, frozenset(("03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56"))),
    (2020, frozenset(("03", "11", "15", "18", "30", "34", "38", "42", "46", "50", "54"))),
    (2018, _OLD - {"16", "17"} | {"50"}),
    (0, _OLD),
)
"""The numbers of the counties, which those of their municipalities begin with, by the first year of each division:
Statistics Norway's standard (Klass 104)."""
ALL_SEND = ("residents", "women", "survey")
"""Forms of which each centre has records each year."""


@control(
    STOPS,
    says="the centre{shown} is not known{meant}",
    remedy="Correct its name, or name it in the mapping file. A new centre goes into data/reference/centres.csv.",
    nb=("Ukjent senter", "Senteret{shown} er ikke kjent.{meant_nb}", "Rett navnet, eller skriv det i mappingfilen."),
)
def unknown_centre(delivery: Delivery) -> Iterator[Finding]:
    """Given a record, when the name of its centre is no spelling of a known one, nor one that the mapping names, then
    it is refused."""
    return told_of(delivery, answers.UNKNOWN_CENTRE)


@control(
    SIGN,
    says="there is no municipality of this number in {year}",
    remedy="See whether the number is of another year's division. If the municipality is new, sign.",
    nb=(
        "Ukjent kommunenummer",
        "Ingen kommune har dette nummeret i {year}.",
        "Se om nummeret er fra et annet års kommuneinndeling. Er kommunen ny, kan det signeres.",
    ),
)
def unknown_municipality(delivery: Delivery) -> Iterator[Finding]:
    """Given the number of a municipality, when no municipality of the year has it, then it must be signed. Which there
    are is known from 2024 on; before that, whether there is a county that it begins with."""
    counties = next(known for first, known in COUNTIES if delivery.year >= first)
    for form, records in delivery.having():
        for name in (each for each, one in form.columns.items() if one.type == MUNICIPALITY and each in records):
            numbers = records[name].astype("str")
            there = numbers.isin(delivery.municipalities) if delivery.municipalities else numbers.str[:2].isin(counties)
            wrong = records[name].notna() & ~there
            yield from in_records(form.name, records, wrong, name, year=delivery.year)


@control(
    INFORM,
    says="the centre is spelled in {ways} ways; they count as one",
    remedy="Nothing; one spelling would be clearer.",
    nb=(
        "Senter med flere skrivemåter",
        "Senteret er skrevet på {ways} måter og regnes som ett.",
        "Ingenting, men én skrivemåte er tydeligere.",
    ),
)
def centre_spelled_in_several_ways(delivery: Delivery) -> Iterator[Finding]:
    """Given a file, when a centre stands there in two spellings or more, then that is told."""
    for one in delivery.files:
        for key, ways in one.spellings.items():
            if ways > 1:
                yield Finding(one.form or "", one.name, key, told={"ways": ways})


@control(
    SIGN,
    says="the centre was not there that year",
    remedy="See whether the year or the centre is wrong. What became of it stands in data/registers/centres.csv.",
    nb=("Senter som ikke fantes", "Senteret fantes ikke det året.", "Se om året eller senteret er feil."),
)
def centre_not_there(delivery: Delivery) -> Iterator[Finding]:
    """Given a record of a known centre, when it had closed or had not opened that year, then it must be signed."""
    there = delivery.centres.in_year(delivery.year)
    for form, records in delivery.having("centre"):
        wrong = records["centre"].notna() & ~records["centre"].isin(there)
        yield from in_records(form.name, records, wrong, "centre")


@control(
    SIGN,
    says="nothing has come from this centre",
    remedy="Ask it. If it had nobody, or answers with another, sign.",
    nb=(
        "Senter som ikke har sendt noe",
        "Det er ikke kommet noe fra dette senteret.",
        "Spør senteret. Hadde det ingen, kan det signeres.",
    ),
)
def nothing_from_a_centre(delivery: Delivery) -> Iterator[Finding]:
    """Given the centres that are there that year, when one has no record of a form that each has records of, then it
    must be signed."""
    for form, records in delivery.having("centre"):
        sent = set(records["centre"].dropna())
        for key in delivery.centres.in_year(delivery.year) if form.name in ALL_SEND and sent else ():
            if key not in sent and delivery.centres[key].answers_with(delivery.year) not in sent:
                yield Finding(form.name, centre=key)


@control(
    SIGN,
    says="{now} records, and {before} the year before",
    remedy="See whether the file has other years too, or only a part of this one.",
    nb=(
        "Mange flere eller færre enn året før",
        "{now} skjemaer, mot {before} året før.",
        "Se om filen har flere år, eller bare en del av året.",
    ),
)
def many_times_as_many(delivery: Delivery) -> Iterator[Finding]:
    """Given the records of a form, of all or of one centre, when there are {TIMES} times as many as the year before, or
    a tenth, and there were {FEWEST} or more, then it must be signed."""
    for form, centre, now, before in _beside_the_year_before(delivery):
        if before >= FEWEST and not before / TIMES < now < before * TIMES:
            yield Finding(form, centre=centre, told={"now": now, "before": f"{before:g}"})


@control(
    INFORM,
    says="{now} records, and {before} the year before",
    remedy="See whether a part of the year is missing, or stands twice.",
    nb=(
        "Mer enn dobbelt eller under halvparten av året før",
        "{now} skjemaer, mot {before} året før.",
        "Se om en del av året mangler eller står to ganger.",
    ),
)
def unlike_the_year_before(delivery: Delivery) -> Iterator[Finding]:
    """Given the records of a form, of all or of one centre, when they are more than {UNLIKE} times as many as the year
    before, or fewer than one in {UNLIKE}, but not {TIMES} times, and there were {MANY} or more, then that is told."""
    for form, centre, now, before in _beside_the_year_before(delivery):
        near = before / UNLIKE <= now <= before * UNLIKE
        if before >= MANY and not near and before / TIMES < now < before * TIMES:
            yield Finding(form, centre=centre, told={"now": now, "before": f"{before:g}"})


def _beside_the_year_before(delivery: Delivery) -> Iterator[tuple[str, str, int, float]]:
    """How many records there are of each form, of all and of each centre, and how many there were; 0 where that is not
    known."""
    for form, records in delivery.having("centre"):
        counts = records["centre"].value_counts()
        for centre, now in [("", len(records)), *((str(key), int(number)) for key, number in counts.items())]:
            yield form.name, centre, now, delivery.before.get((form.name, centre), 0)
