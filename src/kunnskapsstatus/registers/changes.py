"""How a year's forms differ from another's: what is asked anew, what no longer, and which codes have come or gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kunnskapsstatus.data.codebook import Category
from kunnskapsstatus.registers.form import Form, Variable

ADDED, REMOVED, CODES, MOVED = KINDS = ("added", "removed", "codes", "moved")
"""A form or a variable that has come, one that has gone, one whose codes or items are others, and one that another form
had."""
SIGNS = {ADDED: "+", REMOVED: "-", CODES: "~", MOVED: ">"}


@dataclass(frozen=True)
class Change:
    """One change: the form, the variable (empty for a whole form), what kind it is, the codes that came and went, by
    key with their labels, and the form that it was of."""

    form: str
    variable: str
    kind: str
    label: str
    came: tuple[tuple[str, str], ...] = ()
    went: tuple[tuple[str, str], ...] = ()
    of: str = ""

    def __str__(self) -> str:
        codes = [f"+ {key} ({label})" for key, label in self.came] + [f"- {key} ({label})" for key, label in self.went]
        name = f"{self.form} {self.variable}".strip()
        of = f", which {self.of} had" if self.of else ""
        return "\n".join([f"{SIGNS[self.kind]} {name} ({self.label}){of}", *(f"    {code}" for code in codes)])


def changes(old: Mapping[str, Form], new: Mapping[str, Form]) -> list[Change]:
    """What differs between the forms of two years, form by form in the order of the newer."""
    found: list[Change] = []
    for name in dict.fromkeys((*new, *old)):
        if name in old and name in new:
            found += _of_form(old[name], new[name])
        else:
            form, kind = (new[name], ADDED) if name in new else (old[name], REMOVED)
            found.append(Change(name, "", kind, form.title_nb))
    return list(_moved(found, old, new))


def _moved(found: Sequence[Change], old: Mapping[str, Form], new: Mapping[str, Form]) -> Iterator[Change]:
    """The same changes; a variable that one form alone has lost and one alone has got is one that moved."""
    lost, got = ({one.variable: one.form for one in found if one.variable and one.kind == kind}
                 for kind in (REMOVED, ADDED))  # fmt: skip
    for one in found:
        name = one.variable
        moved = name in lost and name in got and sum(each.variable == name for each in found) == 2
        if not moved or one.kind == CODES:
            yield one
        elif one.kind == ADDED:
            before, after = old[lost[name]].variables[name], new[one.form].variables[name]
            yield Change(one.form, name, MOVED, one.label, _differ(before, after), _differ(after, before), lost[name])


def _of_form(old: Form, new: Form) -> Iterator[Change]:
    for name in dict.fromkeys((*new.variables, *old.variables)):
        before, after = old.variables.get(name), new.variables.get(name)
        if before and after:
            came, went = _differ(before, after), _differ(after, before)
            if came or went:
                yield Change(new.name, name, CODES, after.label_nb, came, went)
        elif after:
            yield Change(new.name, name, ADDED, after.label_nb)
        elif before:
            yield Change(new.name, name, REMOVED, before.label_nb)


def _differ(less: Variable, more: Variable) -> tuple[tuple[str, str], ...]:
    """The codes and items that the second has and the first has not, or under another label."""

    def of(one: Variable) -> dict[str, Category]:
        return {**one.categories, **one.parts}

    known = of(less)
    return tuple((key, each.label_nb) for key, each in of(more).items() if known.get(key) != each)
