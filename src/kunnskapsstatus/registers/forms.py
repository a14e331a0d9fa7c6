"""The forms, read from ``data/forms``: one TOML file each, one variable a section. Codes that no table of the report
has are CSV files beside them, in the codebook's form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.codebook import Category, Codebook
from kunnskapsstatus.data.limits import check_year
from kunnskapsstatus.data.toml import Sections
from kunnskapsstatus.errors import DataError, DefinitionError, did_you_mean
from kunnskapsstatus.registers.form import CODE, NUMBERS, TICK, TYPES, Form, Variable

FOLDER = Path("data") / "forms"
HEAD, SAME_AS = "form", "same_as"
READ = {"categories", "parts", "name"}
"""What is not typed in a section."""
OF_HEAD = {one.name for one in fields(Form)} - {"name", "variables"}
OF_VARIABLE = {one.name for one in fields(Variable)} - READ
OWN_YEARS = {"since", "until"}
"""What a variable has not from the form that has the same: a question that moves ends there and begins here."""


@lru_cache(maxsize=2)
def load(root: Path) -> Mapping[str, Form]:
    """The forms of the book in ``root``, by name.

    Raises
    ------
    DataError, DefinitionError
        For what a form cannot have, with file and line.
    """
    files = sorted((root / FOLDER).glob("*.toml"))
    if not files:
        raise DataError("there are no forms", file=root / FOLDER, remedy="Each form is a TOML file there.")
    sections = {path.stem: Sections(path) for path in files}
    books = Codebook(root), Codebook(root, FOLDER)
    return {name: _form(name, sections, books) for name in sections}


def of_year(root: Path, year: int) -> dict[str, Form]:
    """The forms of a year, each as it was then."""
    return {name: form.of(year) for name, form in load(root).items() if form.is_of(year)}


def _form(name: str, sections: Mapping[str, Sections], books: tuple[Codebook, ...]) -> Form:
    own = sections[name]
    if not isinstance(own.get(HEAD), dict):
        raise own.fault(f"there is no section [{HEAD}]", remedy="Begin with it: title, record, since.")
    head = own[HEAD]
    _fields(own, HEAD, head, OF_HEAD, ("title_nb", "title_en", "record_nb", "record_en", "since"))
    variables = {each: _variable(each, name, sections, books) for each in own if each != HEAD}
    for each, variable in variables.items():
        for other, answers in variable.when.items():
            asked = variables.get(other)
            if asked is None or not set(answers) <= set(asked.categories):
                cause = f"when: {other} = {list(answers)} is no answer of this form{did_you_mean(other, variables)}"
                raise own.fault(cause, each, "when", remedy="Name a variable with codes, and some of its codes.")
    return Form(name, variables=variables, **head)


def _variable(
    name: str, form: str, sections: Mapping[str, Sections], books: tuple[Codebook, ...], seen: tuple[str, ...] = ()
) -> Variable:
    own = sections[form]
    if not isinstance(own.get(name), dict):
        raise own.fault(f"{name!r} is no section", name, remedy="A variable is a section with its fields.")
    typed = dict(own[name])
    other = typed.pop(SAME_AS, None)
    if other is not None:
        if other not in sections or other in seen or not isinstance(sections[other].get(name), dict):
            cause = f"{SAME_AS}: the form {other!r} has no variable {name!r}{did_you_mean(other, sections)}"
            raise own.fault(cause, name, SAME_AS, remedy="Name a form that has it.")
        taken = _variable(name, other, sections, books, (*seen, form))
        typed = {**{one: getattr(taken, one) for one in OF_VARIABLE - OWN_YEARS}, **typed}
    _fields(own, name, typed, OF_VARIABLE, ("type", "label_nb", "label_en"))
    typed["only"] = tuple(typed.get("only", ()))
    typed["when"] = {each: tuple(answers) for each, answers in dict(typed.get("when", {})).items()}
    categories, parts = _known(own, name, typed, books, "codes"), _known(own, name, typed, books, "items")
    if typed["only"]:
        _are_codes(own, name, "only", typed["only"], categories)
        categories = {key: categories[key] for key in typed["only"]}
    _are_codes(own, name, "exclusive", filter(None, [typed.get("exclusive")]), parts)
    for each in ("added", "ended"):
        _are_codes(own, name, each, typed.get(each, ()), {**categories, **parts})
    made = Variable(name, categories=categories, parts=parts, **typed)
    _fits(own, made)
    return made


def _fields(own: Sections, name: str, typed: Mapping[str, Any], known: set[str], required: Iterable[str]) -> None:
    for each, value in typed.items():
        if each not in known:
            remedy = f"The fields are: {', '.join(sorted(known))}."
            raise own.fault(f"the field {each!r} is not known{did_you_mean(each, known)}", name, each, remedy=remedy)
        if each in ("since", "until") and value is not None:
            try:
                check_year(value)
            except (ValueError, TypeError):
                raise own.fault(f"{each}: {value!r} is no year", name, each, remedy="Write it as 2018.") from None
    for each in required:
        if not typed.get(each):
            raise own.fault(f"the field {each!r} is missing", name, remedy="Add it.")


def _known(
    own: Sections, name: str, typed: Mapping[str, Any], books: tuple[Codebook, ...], field: str
) -> dict[str, Category]:
    """The categories that a field names the codebook's variable of; none where it names none."""
    wanted = typed.get(field)
    if not wanted:
        return {}
    names = sorted({each for book in books for each in book.names})
    for book in books:
        if wanted in book.names:
            return dict(book[wanted].categories)
    cause = f"{field}: the codebook has no variable {wanted!r}{did_you_mean(wanted, names)}"
    raise own.fault(cause, name, field, remedy=f"Add it to data/codebook/ or {FOLDER}/, or name another.")


def _are_codes(own: Sections, name: str, field: str, keys: Iterable[str], known: Mapping[str, object]) -> None:
    for key in keys:
        if key not in known:
            cause = f"{field}: {key!r} is not among its codes{did_you_mean(key, known)}"
            inner = f"{name}.{field}"
            place = (inner, key) if own.line(inner) else (name, field)
            raise own.fault(cause, *place, remedy=f"They are: {', '.join(known)}.")


def _fits(own: Sections, made: Variable) -> None:
    """Nothing, if a variable's fields go together."""

    def fail(cause: str, field: str, remedy: str) -> DefinitionError:
        return own.fault(cause, made.name, field, remedy=remedy)

    years = [
        ("until", made.since, made.until),
        *((each, made.added.get(each), made.ended.get(each)) for each in made.ended),
    ]
    for each, first, last in years:
        if first is not None and last is not None and first > last:
            field = "until" if each == "until" else "ended"
            cause = f"{field}: {each + ' ' if field == 'ended' else ''}{last} is before {first}, and it is never asked"
            raise fail(cause, field, "Correct one of the two years.")
    if made.type not in TYPES:
        cause = f"type: {made.type!r} is none{did_you_mean(made.type, TYPES)}"
        raise fail(cause, "type", f"It is one of: {', '.join(TYPES)}.")
    if (made.type == CODE) != bool(made.codes):
        raise fail("a variable has codes when its type is code, and only then", "codes", "Correct one of the two.")
    if (made.type == TICK and not made.items) or (made.items and made.type not in (TICK, CODE)):
        raise fail("what is ticked has items, and only that and codes have", "items", "Correct type or items.")
    if (made.lowest, made.highest) != (None, None) and made.type not in NUMBERS:
        raise fail("only numbers lie between others", "lowest", "Take lowest and highest out.")
