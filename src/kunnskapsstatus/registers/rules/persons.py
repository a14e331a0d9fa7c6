"""Whether a delivery tells who somebody is, and whether what it says of a person holds together."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from kunnskapsstatus.data.rules.rule import SIGN, STOPS
from kunnskapsstatus.registers import delivery as sent
from kunnskapsstatus.registers.delivery import Delivery
from kunnskapsstatus.registers.form import KEY, TEXT
from kunnskapsstatus.registers.identities import HIDDEN
from kunnskapsstatus.registers.rules.answers import told_of
from kunnskapsstatus.registers.rules.records import ARRIVAL, ONE_EACH, PERSON
from kunnskapsstatus.registers.rules.rule import Finding, control, in_records

OLDER = 1
"""So much older may a person be at the end of the year."""
FEW = 5
"""So few records of a centre say nothing of how it fills them in."""
FIRSTS = ("first-stay", "first-visit")


@control(
    STOPS,
    says="{variable} tells who somebody is: it has a national identity number, or an address of e-mail",
    remedy="Delete the file, tell the sender, and ask for it with a key without meaning. Find out whom it has reached.",
    nb=(
        "Fødselsnummer eller e-postadresse",
        "{variable} viser hvem noen er: Der står et fødselsnummer eller en e-postadresse.",
        "Slett filen, si fra til avsenderen, og be om den med en nøkkel uten mening. Finn ut hvem den har nådd.",
    ),
)
def tells_who_somebody_is(delivery: Delivery) -> Iterator[Finding]:
    """Given a file, when an identity number stands anywhere in it, also in free text, in what is left behind, or in a
    name of a variable or of the file, then it is refused; and where it is of persons, for an address of e-mail too.
    Keys of eleven digits are none where fewer than half of them begin with a day."""
    for one in delivery.files:
        if HIDDEN in one.name or any(HIDDEN in name for name in one.extra):
            yield Finding(one.form or "", one.name, variable=HIDDEN)
        ours = delivery.forms[one.form] if one.form else None
        for fault in one.faults:
            if fault.rule == sent.TELLS_WHO and ours:
                known = fault.column in ours.columns or fault.column in ours.lists
                wrong = pd.Series(False, index=one.records.index)
                wrong.iloc[list(fault.records)] = True
                column = fault.column if known else one.telling(fault.column)
                yield from in_records(ours.name, one.records, wrong, column)


@control(
    SIGN,
    says="{variable} reads as telephone numbers, names or days of birth, and is to be a key without meaning",
    remedy="Ask what the key is. If somebody can be found by it, delete the file and ask for another.",
    nb=(
        "Nøkkel som kan ha mening",
        "{variable} ser ut som telefonnumre, navn eller fødselsdatoer, og skal være en nøkkel uten mening.",
        "Spør hva nøkkelen er. Kan noen bli funnet med den, slettes filen, og en ny bestilles.",
    ),
)
def key_with_a_meaning(delivery: Delivery) -> Iterator[Finding]:
    """Given a person's key, when it reads as a telephone number or as a name, or more than half of them have a day in
    them, then it must be signed."""
    return told_of(delivery, sent.MEANS_SOMETHING)


@control(
    SIGN,
    says=f"the same person has another sex in another record, or an age that differs by more than {OLDER} year",
    remedy="See which is wrong, or whether the key is of several: one that stands for not known is no key.",
    nb=(
        "Samme person med ulike opplysninger",
        f"Den samme personen har et annet kjønn i et annet skjema, eller en alder som avviker med mer enn {OLDER} år.",
        "Se hva som er feil, eller om nøkkelen gjelder flere: En nøkkel som står for ukjent, er ingen nøkkel.",
    ),
)
def person_unlike_itself(delivery: Delivery) -> Iterator[Finding]:
    """Given records with a person's key, when those of one person have two sexes, or ages more than {OLDER} apart, then
    they must be signed."""
    for form, records in delivery.having(PERSON):
        persons = records.groupby(PERSON)
        wrong = pd.Series(False, index=records.index)
        if "sex" in records:
            wrong |= persons["sex"].transform("nunique").gt(1)
        if "age" in records:
            apart = persons["age"].transform("max").astype("float") - persons["age"].transform("min").astype("float")
            wrong |= apart.gt(OLDER)
        yield from in_records(form.name, records, wrong, PERSON)


@control(
    SIGN,
    says="none of {number} records is a person's first of the year: nobody would be counted",
    remedy="See whether first and later were told apart where it was filled in. If all had come before, sign.",
    nb=(
        "Ingen første i året",
        "Ingen av {number} skjemaer er en persons første i året. Da blir ingen regnet med.",
        "Se om første og senere ble skilt fra hverandre i skjemaene. Hadde alle vært der før, kan det signeres.",
    ),
)
def nobody_is_new(delivery: Delivery) -> Iterator[Finding]:
    """Given {FEW} records of a form or of a centre or more, when it is answered of them whether they are a person's
    first of the year, and none is, then that must be signed."""
    for name in FIRSTS:
        for form, records in delivery.having(name, "centre"):
            answered = records[records[name].notna()]
            yield from _centres(form.name, answered, ~answered[name].eq("yes"), 1.0, name)


@control(
    SIGN,
    says="{number} of its {of} records are the same as others of its own in all but the person's key",
    remedy="See whether the centre's records have been sent twice, with other keys.",
    nb=(
        "Et senters skjemaer to ganger",
        "{number} av {of} skjemaer er like andre fra samme senter i alt annet enn personnøkkelen.",
        "Se om senterets skjemaer er sendt to ganger, med andre nøkler.",
    ),
)
def centre_twice(delivery: Delivery) -> Iterator[Finding]:
    """Given {FEW} records of a form or of a centre or more, when half of them or more are the same as another of the
    centre in every answer but the person's key, with the day, then that must be signed."""
    for name, records in delivery.records.items():
        form = delivery.forms[name]
        answers = [one for one, variable in form.columns.items() if one in records and variable.type not in (TEXT, KEY)]
        if name not in ONE_EACH and {PERSON, "centre"} <= {*records} and {ARRIVAL, "visit"} & {*answers}:
            alike = records.duplicated(answers, keep=False) & ~records.duplicated([*answers, PERSON], keep=False)
            yield from _centres(name, records, alike, 0.5)


def _centres(
    form: str, records: pd.DataFrame, wrong: pd.Series[bool], part: float, variable: str = ""
) -> Iterator[Finding]:
    """The form, if so large a part of its records is wrong, or else the centres of which it is."""
    counts = wrong.groupby(records["centre"]).agg(["sum", "size"])
    for centre, number, of in [("", wrong.sum(), len(wrong)), *counts.itertuples()]:
        if of >= FEW and number >= part * of:
            yield Finding(form, centre=str(centre), variable=variable, told={"number": int(number), "of": int(of)})
            if not centre:
                return
