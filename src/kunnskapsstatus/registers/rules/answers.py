"""Whether each answer is one."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from kunnskapsstatus.data.rules.rule import INFORM, SIGN, STOPS
from kunnskapsstatus.registers import answers, schema
from kunnskapsstatus.registers.delivery import CALLED_OTHERWISE, Delivery
from kunnskapsstatus.registers.form import CODE, DAY, KEY, TEXT, TICK
from kunnskapsstatus.registers.rules.rule import Finding, control, in_records

KEPT = ("centre", "service", "arrival", "departure", "visit", "nights", "first-stay", "first-visit", "reserved")
"""What is filled in of a person who has opted out."""
AGES, OLDEST, OLD, MANY = ("age", "respondent-age"), 97, 67, 20
LEAST = {"cost-per-inhabitant": 1, "budget": 100_000}
"""Amounts in kroner are seldom under this."""
CORRECT, CORRECT_NB = "Correct it where it was filled in, or", "Rett det der det ble fylt ut, eller"


def told_of(delivery: Delivery, rule: str) -> Iterator[Finding]:
    """The cells that are no answers by a rule, with what may be told of them."""
    for one in delivery.files:
        for fault in one.faults:
            if fault.rule == rule:
                wrong = pd.Series(False, index=one.records.index)
                wrong.iloc[list(fault.records)] = True
                shown = f" «{fault.shown}»" if fault.shown else ""
                meant, meant_nb = (
                    (f"; the closest are: {fault.closest}", f" Nærmest er: {fault.closest}.")
                    if fault.closest
                    else ("", "")
                )
                told = {"shown": shown, "meant": meant, "meant_nb": meant_nb}
                yield from in_records(one.form or "", one.records, wrong, fault.column, **told)


@control(
    STOPS,
    says="{variable} is not of its type",
    remedy=f"{CORRECT} have the file saved anew: days as 2019-05-31, numbers as the file's language writes them.",
    nb=(
        "Feil skrivemåte",
        "{variable} er ikke skrevet slik den skal.",
        f"{CORRECT_NB} lagre filen på nytt: datoer som 2019-05-31, tall slik språket i filen skriver dem.",
    ),
)
def wrong_type(delivery: Delivery) -> Iterator[Finding]:
    """Given a day, a number or a municipality, when what stands there is none, then it is refused."""
    return told_of(delivery, answers.WRONG_TYPE)


@control(
    STOPS,
    says="{variable} has a code{shown} that is not known{meant}",
    remedy=f"{CORRECT} name the code in the mapping file.",
    nb=(
        "Ukjent kode",
        "{variable} har en kode{shown} som ikke er kjent.{meant_nb}",
        f"{CORRECT_NB} skriv koden i mappingfilen.",
    ),
)
def unknown_code(delivery: Delivery) -> Iterator[Finding]:
    """Given a variable with codes, when an answer is none of them, nor one that the mapping names, then it is
    refused."""
    return told_of(delivery, answers.UNKNOWN_CODE)


@control(
    SIGN,
    says="{variable} has an answer that was not asked that year",
    remedy="See whether the year is right. If the form had it, sign; the answer is left out.",
    nb=(
        "Svar fra et annet år",
        "{variable} har et svar som ikke var med det året.",
        "Se om året er riktig. Svaret regnes ikke med.",
    ),
)
def answer_of_another_year(delivery: Delivery) -> Iterator[Finding]:
    """Given a variable with codes, when an answer is a code of other years only, then it must be signed."""
    return told_of(delivery, answers.OTHER_YEAR)


def _failures(delivery: Delivery, what: str) -> Iterator[Finding]:
    for name, records in delivery.records.items():
        form = delivery.forms[name]
        for (check, column), places in schema.failures(form, records).items():
            if check == what:
                variable = form.columns[column]
                told = {"lowest": f"{variable.lowest or 0:g}", "highest": f"{variable.highest or 0:g}"}
                yield from in_records(name, records, records.index.to_series().isin(places), column, **told)


@control(
    SIGN,
    says="the mapping says one thing of a code of {variable}, and the file itself another",
    remedy="See which is right: ask the sender what the codes mean. Correct the mapping, or sign; it counts.",
    nb=(
        "Koden betyr to ting",
        "Mappingfilen sier én ting om en kode i {variable}, og filen selv noe annet.",
        "Spør avsenderen hva kodene betyr. Rett mappingfilen, eller signer; da gjelder den.",
    ),
)
def label_against_the_mapping(delivery: Delivery) -> Iterator[Finding]:
    """Given a code that the mapping names, when the file's own label of it is another of our codes, then it must be
    signed: yes and no may have changed places."""
    return told_of(delivery, answers.CONTRARY)


@control(
    SIGN,
    says="the file itself calls {variable} by the name of another of our variables: {meant}",
    remedy="See whether two columns have changed places.",
    nb=(
        "Variabel med en annens navn",
        "Filen selv kaller {variable} det som hos oss er navnet på en annen variabel: {meant}.",
        "Se om to kolonner har byttet plass.",
    ),
)
def called_as_another(delivery: Delivery) -> Iterator[Finding]:
    """Given a file that has names of its variables in words, as SPSS has, when those of one are our words for another,
    then it must be signed."""
    for one in delivery.files:
        for fault in one.faults:
            if fault.rule == CALLED_OTHERWISE:
                yield Finding(one.form or "", one.name, variable=fault.column, told={"meant": fault.closest})


@control(
    SIGN,
    says="{variable} is {least} or more: such a number often stands for not known",
    remedy="See what the sender writes where an age is not known. If there are so old, sign.",
    nb=(
        "Alder som kan bety ukjent",
        "{variable} er {least} eller mer. Et slikt tall står ofte for ukjent.",
        "Se hva avsenderen skriver når alderen er ukjent. Er noen så gamle, kan det signeres.",
    ),
)
def age_of_nobody(delivery: Delivery) -> Iterator[Finding]:
    """Given an age of an adult, when it is {OLDEST} or more, then it must be signed."""
    for name in AGES:
        for form, records in delivery.having(name):
            yield from in_records(form.name, records, records[name].ge(OLDEST), name, least=OLDEST)


@control(
    SIGN,
    says=f"half of {{number}} ages or more are over {OLD}",
    remedy="See whether the year of birth was sent, or a code for not known.",
    nb=(
        "Usannsynlige aldre",
        f"Minst halvparten av {{number}} aldre er over {OLD} år.",
        "Se om fødselsåret ble sendt, eller en kode for ukjent.",
    ),
)
def ages_of_nobody(delivery: Delivery) -> Iterator[Finding]:
    """Given {MANY} ages of a form or more, when half of them or more are over {OLD}, then that must be signed."""
    for name in AGES:
        for form, records in delivery.having(name):
            ages = records[name].dropna().astype("int")
            if len(ages) >= MANY and 2 * int(ages.gt(OLD).sum()) >= len(ages):
                yield Finding(form.name, variable=name, told={"number": len(ages)})


@control(
    STOPS,
    says="{variable} is not filled in",
    remedy="Fill it in where the record was made.",
    nb=("Svar som mangler", "{variable} er ikke fylt ut.", "Fyll det ut der skjemaet ble laget."),
)
def missing_answer(delivery: Delivery) -> Iterator[Finding]:
    """Given a variable that every record must have, when a record has none that can be read, then it is refused."""
    return _failures(delivery, schema.REQUIRED)


@control(
    STOPS,
    says="{variable} is not from {lowest} to {highest}",
    remedy="Correct it where it was filled in.",
    nb=("Tall utenfor grensene", "{variable} er ikke mellom {lowest} og {highest}.", "Rett det der det ble fylt ut."),
)
def out_of_bounds(delivery: Delivery) -> Iterator[Finding]:
    """Given a number, when it is lower or higher than it can be (a child of 40, a resident of 12), then it is
    refused."""
    return _failures(delivery, schema.BOUNDS)


@control(
    STOPS,
    says="{variable} is ticked, which shuts out the others, and others are",
    remedy="Take one of the two away where it was filled in.",
    nb=(
        "«Ingen» sammen med andre svar",
        "{variable} er krysset av sammen med andre svar.",
        "Ta bort det ene der det ble fylt ut.",
    ),
)
def none_with_others(delivery: Delivery) -> Iterator[Finding]:
    """Given answers of which one shuts out the others, when it is ticked with any of them, then it is refused."""
    for name, records in delivery.records.items():
        for variable in delivery.forms[name].variables.values():
            alone = f"{variable.name}.{variable.exclusive}"
            others = [column for column in variable.columns if column != alone and column in records]
            if variable.exclusive and alone in records and others:
                wrong = records[alone].fillna(False) & records[others].fillna(False).any(axis=1)
                yield from in_records(name, records, wrong, alone)


@control(
    SIGN,
    says="{variable} is answered, and is asked only when {asked}",
    remedy="See which of the two answers is wrong. If the form let it be so, sign; the answer is left out.",
    nb=(
        "Oppfølging uten spørsmålet",
        "{variable} er besvart, men skal bare besvares når {asked_nb}.",
        "Se hvilket av de to svarene som er feil.",
    ),
)
def answered_without_its_question(delivery: Delivery) -> Iterator[Finding]:
    """Given a variable that is asked only after some answers of another, when it is answered without them, then it must
    be signed."""
    for name, records in delivery.records.items():
        for variable in delivery.forms[name].variables.values():
            own = [column for column in variable.columns if column in records]
            for other, keys in variable.when.items():
                if own and other in records:
                    given = records[own].fillna(False).any(axis=1) if variable.type in (TICK, TEXT) else (
                        records[own].notna().any(axis=1)
                    )  # fmt: skip
                    asked = delivery.forms[name].variables[other]
                    answers_nb = "» eller «".join(asked.categories[key].label_nb for key in keys)
                    told = {
                        "asked": f"{other} = {' / '.join(keys)}",
                        "asked_nb": f"{asked.label_nb} er «{answers_nb}»",
                    }
                    yield from in_records(name, records, given & ~records[other].isin(keys), variable.name, **told)


@control(
    SIGN,
    says="the person has opted out, and has answers all the same",
    remedy="Take the answers away where they were filled in.",
    nb=(
        "Reservert, men med svar",
        "Personen har reservert seg, men skjemaet har likevel svar.",
        "Ta bort svarene der de ble fylt ut.",
    ),
)
def opted_out_with_answers(delivery: Delivery) -> Iterator[Finding]:
    """Given a person who has opted out of registration, when the record has other answers than centre, service and
    days, then it must be signed."""
    for form, records in delivery.having("reserved"):
        own = [
            column
            for column, one in form.columns.items()
            if column in records and column not in KEPT and one.type != KEY
        ]
        kinds = {column: form.columns[column].type for column in own}
        ticked = [column for column in own if kinds[column] in (TICK, TEXT)]
        rest = [column for column in own if column not in ticked]
        given = records[ticked].fillna(False).any(axis=1) | records[rest].notna().any(axis=1)
        yield from in_records(form.name, records, records["reserved"].eq("yes") & given)


@control(
    INFORM,
    says="{variable} is not answered by anybody",
    remedy="See whether it was asked.",
    nb=("Spørsmål uten svar", "Ingen har svart på {variable}.", "Se om det ble spurt."),
)
def answered_by_nobody(delivery: Delivery) -> Iterator[Finding]:
    """Given a variable that has come, when no record has an answer of it, then that is told."""
    for name, records in delivery.records.items():
        for column, variable in delivery.forms[name].columns.items():
            if variable.type in (CODE, DAY) and column in records and records[column].isna().all():
                yield Finding(name, variable=column)


@control(
    INFORM,
    says="no record has a no in {variable}: who ticked nothing is as one who was not asked",
    remedy="Ask whether empty is no. If it is, have it sent as 0.",
    nb=(
        "Avkrysning uten nei",
        "Ingen skjemaer har et nei i {variable}. Den som ikke krysset av noe, blir som en som ikke ble spurt.",
        "Spør om tomt betyr nei. Gjør det det, bør det sendes som 0.",
    ),
)
def ticked_and_never_not(delivery: Delivery) -> Iterator[Finding]:
    """Given the ticks of a block, when there are some and no record has a no, then that is told: percentages would be
    of those who ticked something."""
    for name, records in delivery.records.items():
        for variable in delivery.forms[name].variables.values():
            there = [column for column in variable.columns if column in records]
            if variable.type == TICK and there:
                ticks = records[there]
                if ticks.notna().any(axis=None) and ticks.fillna(True).all(axis=None):
                    yield Finding(name, variable=variable.name)


@control(
    SIGN,
    says="half of {number} amounts of {variable} or more are under {least} kr",
    remedy="See whether they are in thousands of kroner. They are to be in kroner.",
    nb=(
        "Beløp i en annen enhet",
        "Minst halvparten av {number} beløp i {variable} er under {least} kr.",
        "Se om de er i tusen kroner. De skal være i kroner.",
    ),
)
def costs_of_another_unit(delivery: Delivery) -> Iterator[Finding]:
    """Given {MANY} amounts or more that are something, when half of them or more are under a krone for an inhabitant,
    or under 100,000 kr of a budget, then that must be signed."""
    for column, least in LEAST.items():
        for form, records in delivery.having(column):
            amounts = records[column].dropna().astype("float")
            amounts = amounts[amounts > 0]
            if len(amounts) >= MANY and 2 * int((amounts < least).sum()) >= len(amounts):
                yield Finding(form.name, variable=column, told={"number": len(amounts), "least": least})
