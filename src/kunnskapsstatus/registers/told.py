"""Forms and their changes, as the command line tells them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kunnskapsstatus.data.rules.rule import SEVERITIES
from kunnskapsstatus.errors import BookError, did_you_mean
from kunnskapsstatus.registers import forms
from kunnskapsstatus.registers.changes import changes
from kunnskapsstatus.registers.form import Variable
from kunnskapsstatus.registers.rules import RULES

UNKNOWN = "not known from the report"


def listed(root: Path) -> Iterator[str]:
    """A line a form: its name, its years, how many variables it has, its title."""
    for name, form in forms.load(root).items():
        years = f"{form.since}–{form.until or ''}" if form.until != form.since else f"{form.since}"
        yield f"{name:10} {years:6} {len(form.variables):3} variables  {form.title_nb}"


def described(root: Path, name: str, year: int | None) -> Iterator[str]:
    """A form, variable by variable: type, label, codes, who is asked, and what is known and assumed.

    Raises
    ------
    BookError
        When there is no such form, or not in that year.
    """
    known = forms.load(root) if year is None else forms.of_year(root, year)
    if name not in known:
        when = f" of {year}" if year else ""
        remedy = f"The forms{when} are: {', '.join(known) or 'none'}."
        raise BookError(f"there is no form {name!r}{when}{did_you_mean(name, known)}", remedy=remedy)
    form = known[name]
    yield f"{form.title_nb} ({form.title_en})"
    yield from _notes(form.known, form.assumed)
    for variable in form.variables.values():
        yield from _variable(variable)


def compared(root: Path, old: int, new: int) -> Iterator[str]:
    """What differs between the forms of two years."""
    found = changes(forms.of_year(root, old), forms.of_year(root, new))
    yield f"The forms of {new} beside those of {old}: {len(found) or 'no'} change{'s' * (len(found) != 1)}"
    yield from map(str, found)


def rules() -> Iterator[str]:
    """The rules of receiving, as a page of docs has them."""
    yield from ("# The rules of receiving", "", "Made by `kunnskapsstatus rules --registers > docs/receiving.md`.")
    for rule in RULES:
        yield from ("", f"## {rule.id}", "", f"{rule.words} **{SEVERITIES[rule.severity].capitalize()}.**", "")
        yield from (f"* {rule.says}: {rule.remedy}", f"* {rule.title_nb}: {rule.says_nb} {rule.remedy_nb}")


def _variable(one: Variable) -> Iterator[str]:
    years = f", from {one.since}" if one.since else ""
    must = ", required" if one.required else ""
    yield f"\n{one.name} ({one.type}{must}{years}): {one.label_nb} / {one.label_en}"
    yield f"    question: {one.question or UNKNOWN}"
    for other, answers in one.when.items():
        yield f"    asked when {other} is {' or '.join(answers)}"
    for kind, known in (("item", one.parts), ("code", one.categories)):
        for key, category in known.items():
            since = f" (from {one.added[key]})" if key in one.added else ""
            alone = " (alone)" if key == one.exclusive else ""
            yield f"    {kind} {key}: {category.label_nb} / {category.label_en}{since}{alone}"
    yield from _notes(one.known, one.assumed)


def _notes(known: str, assumed: str) -> Iterator[str]:
    if known:
        yield f"    known: {known}"
    if assumed:
        yield f"    assumed: {assumed}"
