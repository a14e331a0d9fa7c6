"""Whether the files can be read, and are those that were to come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kunnskapsstatus.data.rules.rule import SIGN, STOPS
from kunnskapsstatus.errors import did_you_mean
from kunnskapsstatus.registers import tables
from kunnskapsstatus.registers.delivery import Delivery
from kunnskapsstatus.registers.rules.rule import Finding, control

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
UNPACK = f"Unpack what is packed, and have the rest saved as {', '.join(tables.READERS)}."
UNPACK_NB = f"Pakk ut det som er pakket, og lagre resten som {', '.join(tables.READERS)}."
OF_NO_FORM: tuple[tuple[Callable[[str], bool], str, str], ...] = (
    (lambda name: name.endswith("/"), "this is a folder, and what lies in it is not read",
     "Dette er en mappe eller ingen vanlig fil, og innholdet leses ikke."),
    (lambda name: not name.casefold().endswith(tuple(tables.READERS)), "files of this kind are not read",
     "Filer av denne typen leses ikke."),
    (lambda name: True, "nothing says what form this file is of", "Det er ikke kjent hvilket skjema filen gjelder."),
)  # fmt: skip
"""What a file of no form is, by its name, in English and Bokmål: the first that fits."""
ANEW = "Have it sent anew, whole."
ANEW_NB = "Be om å få filen på nytt, hel."


def _trouble(delivery: Delivery, rule: str) -> Iterator[Finding]:
    for one in delivery.files:
        if one.trouble and one.trouble.rule == rule:
            yield Finding(one.form or "", one.name, told={"what": one.trouble.what})


@control(STOPS, says="the file is empty", remedy=ANEW, nb=("Tom fil", "Filen er tom.", ANEW_NB))
def empty_file(delivery: Delivery) -> Iterator[Finding]:
    """Given a file, when it has no record, then it is refused."""
    return _trouble(delivery, tables.EMPTY)


@control(
    STOPS,
    says="the file is cut off: {what}",
    remedy=ANEW,
    nb=("Avbrutt fil", "Filen er avbrutt eller ødelagt.", ANEW_NB),
)
def truncated_file(delivery: Delivery) -> Iterator[Finding]:
    """Given a file of SPSS, Parquet, JSON or CSV, when it ends before its end, then it is refused."""
    return _trouble(delivery, tables.TRUNCATED)


@control(
    STOPS,
    says="the letters are encoded in two ways: {what}",
    remedy="Have it saved anew as UTF-8 from where it was made, and look at æ, ø and å.",
    nb=(
        "Blandet tegnkoding",
        "Bokstavene i filen er kodet på to måter.",
        "Lagre filen på nytt som UTF-8 der den ble laget, og se på æ, ø og å.",
    ),
)
def mixed_encodings(delivery: Delivery) -> Iterator[Finding]:
    """Given a text file, when some letters are UTF-8 and others Windows-1252, or some are encoded twice, then it is
    refused."""
    return _trouble(delivery, tables.MIXED)


@control(
    STOPS,
    says="the file cannot be read: {what}",
    remedy="Have it saved as SPSS (.sav), CSV with quotation marks around texts, or Parquet.",
    nb=(
        "Fil som ikke kan leses",
        "Filen kan ikke leses.",
        "Lagre den som SPSS (.sav), som CSV med anførselstegn rundt tekster, eller som Parquet.",
    ),
)
def unreadable_file(delivery: Delivery) -> Iterator[Finding]:
    """Given a file, when it is not what its name says, or its rows have not the cells of its header, then it is
    refused."""
    return _trouble(delivery, tables.UNREADABLE)


@control(
    STOPS,
    says="a variable has no name, or the name of another",
    remedy="Give each its own name.",
    nb=(
        "Variabel uten eget navn",
        "En variabel mangler navn eller har samme navn som en annen.",
        "Gi hver variabel sitt eget navn.",
    ),
)
def variable_twice(delivery: Delivery) -> Iterator[Finding]:
    """Given a file, when two of its variables have one name, or one has none, then it is refused."""
    return _trouble(delivery, tables.TWICE)


@control(
    STOPS,
    says="{what}{meant}",
    remedy=f"{UNPACK} Let its name begin with that of the form, write it into the mapping file, or take it out of the "
    "folder.",
    nb=(
        "Fil uten kjent skjema",
        "{what_nb}",
        f"{UNPACK_NB} La filnavnet begynne med skjemaets navn, skriv det i mappingfilen, eller ta filen ut av mappen.",
    ),
)
def file_of_no_form(delivery: Delivery) -> Iterator[Finding]:
    """Given a file of the delivery, when neither its name nor the mapping says which form it is of, or it is of no kind
    that is read, or a folder, then it is refused: its records would be missed by nobody."""
    for one in delivery.files:
        if one.form is None:
            what, what_nb = next((said for fits, *said in OF_NO_FORM if fits(one.name)))
            meant = did_you_mean(one.name.partition(".")[0], delivery.forms) if what == OF_NO_FORM[-1][1] else ""
            yield Finding("", one.name, told={"what": what, "what_nb": what_nb, "meant": meant})


@control(
    SIGN,
    says="its name tells of {told}, and the delivery is of {year}",
    remedy="See whether it is the right file. If it is, sign, or have it named anew.",
    nb=(
        "Fil med et annet år i navnet",
        "Filnavnet har {told}, og leveransen gjelder {year}.",
        "Se om det er riktig fil. Er den det, kan det signeres, eller filen kan få nytt navn.",
    ),
)
def name_of_another_year(delivery: Delivery) -> Iterator[Finding]:
    """Given a file of a form, when its name has years, and none of them is the delivery's, then it must be signed: a
    form without days would not tell."""
    for one in delivery.files:
        years = dict.fromkeys(_YEAR.findall(one.name))
        if one.form and years and str(delivery.year) not in years:
            yield Finding(one.form, one.name, told={"told": ", ".join(years), "year": delivery.year})


@control(
    SIGN,
    says="no file of this form has come",
    remedy="Ask for it. If it is to come later, sign.",
    nb=(
        "Skjema som mangler",
        "Ingen fil for dette skjemaet er kommet.",
        "Be om den. Kommer den senere, kan det signeres.",
    ),
)
def form_not_sent(delivery: Delivery) -> Iterator[Finding]:
    """Given the forms of the year, when there is no file of one, then it must be signed."""
    for name in delivery.forms:
        if name not in {one.form for one in delivery.files}:
            yield Finding(name)


@control(
    STOPS,
    says="none of its variables is known",
    remedy="See whether the header is there. If it is, write a mapping file: data/README.md says how.",
    nb=(
        "Ingen kjente variabler",
        "Ingen av variablene er kjent.",
        "Se om filen har overskrifter. Har den det, trengs en mappingfil.",
    ),
)
def no_variable_known(delivery: Delivery) -> Iterator[Finding]:
    """Given a file with records, when none of its variables is known, then it is refused: its first record may stand
    where its header should."""
    for one in delivery.files:
        if one.extra and not one.named[0]:
            yield Finding(one.form or "", one.name)


@control(
    STOPS,
    says="{variable} is missing, and every record must have it",
    remedy="Ask for it, or name the sender's variable in the mapping file.",
    nb=(
        "Variabel som alle må ha, mangler",
        "{variable} mangler, og alle må ha den.",
        "Be om den, eller skriv avsenderens navn på den i mappingfilen.",
    ),
)
def required_variable_missing(delivery: Delivery) -> Iterator[Finding]:
    """Given a file of a form, when a variable that every record must have is not there, then it is refused."""
    for one in delivery.files:
        for column in one.missing if one.form else ():
            if delivery.forms[one.form or ""].columns[column].required:
                yield Finding(one.form or "", one.name, variable=column)


@control(
    SIGN,
    says="variables of the form are missing: {names}",
    remedy="Ask for them, or name the sender's variables in the mapping file. If they were not asked, sign.",
    nb=(
        "Variabler som mangler",
        "Variabler i skjemaet mangler: {names}",
        "Be om dem, eller skriv avsenderens navn på dem i mappingfilen. Ble de ikke spurt, kan det signeres.",
    ),
)
def variable_missing(delivery: Delivery) -> Iterator[Finding]:
    """Given a file of a form, when other variables that were asked that year are not there, then it must be signed."""
    for one in delivery.files:
        if one.form:
            columns = delivery.forms[one.form].columns
            left = [column for column in one.missing if not columns[column].required]
            names = (column if set(columns[column].columns) - set(left) else columns[column].name for column in left)
            if left:
                yield Finding(one.form, one.name, told={"names": ", ".join(dict.fromkeys(names))})


@control(
    SIGN,
    says="{variable} is no variable of the form{meant}",
    remedy="Name it in the mapping file, under variables or ignore.",
    nb=(
        "Ukjent variabel",
        "{variable} er ikke en variabel i skjemaet.",
        "Skriv den i mappingfilen, under variables eller ignore.",
    ),
)
def variable_unknown(delivery: Delivery) -> Iterator[Finding]:
    """Given a file of a form, when it has a variable that is neither the form's nor in the mapping, then it must be
    signed. It is left behind."""
    for one in delivery.files:
        for sender in one.extra if one.named[0] else ():
            meant = did_you_mean(sender, delivery.forms[one.form or ""].columns, 3)
            yield Finding(one.form or "", one.name, variable=one.telling(sender), told={"meant": meant})
