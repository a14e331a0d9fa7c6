"""Sentences: an expression in the text becomes a number, a claim becomes a check. Runs in the chapter's kernel."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from IPython.core.getipython import get_ipython

from kunnskapsstatus.chapter.around import fault
from kunnskapsstatus.chapter.door import DOOR
from kunnskapsstatus.chapter.faults import fault_of
from kunnskapsstatus.chapter.spoken.claim import speak
from kunnskapsstatus.chapter.spoken.relations import made_of, sentence
from kunnskapsstatus.chapter.spoken.scope import Labels, Scope
from kunnskapsstatus.chapter.spoken.sides import is_year
from kunnskapsstatus.errors import Hidden, LookupFailed, Tied
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.number import Finding, Number
from kunnskapsstatus.exhibits.origin import Origin
from kunnskapsstatus.numbers import exact, format_number, half_up

MIME = "application/vnd.kunnskapsstatus.statement+json"
NUMBER, CLAIM = "number", "claim"
HIDDEN = "[skjult tall]"
"""What stands in a sentence in the place of a number that is hidden, so that nobody is found in it."""
NOT_CHECKED = "Kan ikke kontrolleres: et tall er skjult av hensyn til personvern."
"""What is said of a claim about such a number."""
TIED = "Usant: flere har samme tall."
"""What is said of a claim that names one of equals."""
ENDS = re.compile(r"(?<=[.!?»])\s+(?=[A-ZÆØÅ«])")
"""Where a sentence ends, and another begins."""


@dataclass(frozen=True)
class Part:
    """One operand of a claim's comparisons, and its value in words."""

    expression: str
    value: str


@dataclass(frozen=True)
class Statement:
    """An expression in a sentence, evaluated.

    Attributes
    ----------
    kind : ``number`` or ``claim``
    expression : as it is written
    text : what stands in the sentence; empty for a claim
    value : the number, rounded as it is shown, or the text where it is none; for a claim whether it holds
    unit : the number's unit
    spoken : a claim as sentences in Bokmål, with the numbers that decide it; of a number, what it is computed of
    origins : where its numbers are from
    parts : for a claim, what it compares
    error : why it could not be evaluated; empty when it could
    hidden : of which number it is that is hidden; then it says so, and a claim does not hold
    """

    kind: str
    expression: str
    text: str = ""
    value: float | str | bool | None = None
    unit: str = ""
    spoken: str = ""
    origins: tuple[Origin, ...] = ()
    parts: tuple[Part, ...] = ()
    error: str = ""
    hidden: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether a claim is true; None for a number, and where it could not be evaluated."""
        return self.value if isinstance(self.value, bool) else None

    @property
    def files(self) -> list[str]:
        """The files that its numbers are from, sorted."""
        return sorted({origin.file for origin in self.origins})

    def to_json(self) -> dict[str, Any]:
        """The statement as plain data: what both kinds have, and what is its own kind's."""
        own = {"holds": self.holds, "parts": [vars(part).copy() for part in self.parts]}
        return {
            **{name: getattr(self, name) for name in ("kind", "expression", "text", "value", "spoken", "files")},
            "origins": [origin.to_json() for origin in self.origins],
            **(own if self.kind == CLAIM else {"unit": self.unit}),
            **{name: said for name in ("error", "hidden") if (said := getattr(self, name))},
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Statement:
        """The statement that :meth:`to_json` gave."""
        names = ("kind", "expression", "text", "value", "unit", "spoken", "error", "hidden")
        plain = {name: data[name] for name in names if name in data}
        origins = tuple(map(Origin.from_json, data["origins"]))
        return cls(**plain, origins=origins, parts=tuple(Part(**part) for part in data.get("parts", ())))


class Told(NamedTuple):
    """A number or a claim in a chapter, with the sentence and the line that it stands in."""

    statement: Statement
    sentence: str
    line: int

    @property
    def untrue(self) -> str:
        """What is told of a claim that is false: the sentence, what was checked, and the numbers."""
        numbers = "; ".join(f"{part.expression} = {part.value}" for part in self.statement.parts)
        checked = f"Checked: {self.statement.expression}. The numbers: {numbers}"
        return f"this is no longer true: «{self.sentence}» {checked}"

    @property
    def unsaid(self) -> str:
        """What is told of a number that is hidden: the sentence that says so, and which number it is."""
        return f"a number is hidden here: «{self.sentence}» {self.statement.hidden}"

    @property
    def wrong(self) -> str:
        """What is told of a number that does not fit its sentence, such as one whose unit stands there once more; empty
        where it does."""
        if not (self.statement.text and (found := fault(self.statement.text, self.sentence))):
            return ""
        number = f"({self.statement.expression})"
        remedy = f"Leave that out, or write {{eval}}`{number}.bare` for the number alone, abs{number} for its size."
        return f"{found}: «{self.sentence}» {remedy}"


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in ENDS.split(re.sub(r"[ \t\n]+", " ", text)) if part.strip()]


@dataclass(frozen=True)
class Answers:
    """Evaluated expressions, in order, and the files that the chapter has read so far."""

    statements: tuple[Statement, ...]
    read: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The answers as plain data."""
        return {"statements": [statement.to_json() for statement in self.statements], "read": list(self.read)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Answers:
        """The answers that :meth:`to_json` gave."""
        return cls(tuple(map(Statement.from_json, data["statements"])), tuple(data["read"]))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {MIME: self.to_json(), "text/plain": ""}


def asking(asked: list[tuple[str, str]]) -> str:
    """The expression by which a chapter's kernel is asked for :func:`answer`."""
    return f"__import__({__name__!r}, fromlist=['x']).answer({asked!r})"


def answer(asked: list[tuple[str, str]]) -> Answers:
    """Many statements at once: each is the name of its role, ``eval`` or ``claim``, and its expression."""
    statements = tuple((check if role == "claim" else evaluate)(expression) for role, expression in asked)
    return Answers(statements, tuple(DOOR.read))


def evaluate(expression: str, names: dict[str, Any] | None = None) -> Statement:
    """The value of an expression in a sentence. An error becomes its ``error``."""
    found, names = Statement(NUMBER, expression), _names(names)
    try:
        tree = ast.parse(expression.strip(), mode="eval")
        value = eval(compile(tree, "<chapter>", "eval"), names)  # noqa: S307 - the author's own expression
        text = _text(value, _labels(tree, names, in_text=True))
    except Hidden as error:
        return replace(found, text=HIDDEN, value=HIDDEN, hidden=fault_of(error))
    except Exception as error:
        return replace(found, error=fault_of(error, names))
    if isinstance(value, Number):
        told = float(half_up(exact(value.value), value.decimals))  # as it stands in the sentence
        return replace(found, text=text, value=told, unit=value.unit, spoken=made_of(value), origins=value.origins)
    return replace(found, text=text, value=text)


def check(expression: str, names: dict[str, Any] | None = None) -> Statement:
    """Whether a claim holds, with the numbers that it compares. An error becomes its ``error``."""
    found, names = Statement(CLAIM, expression), _names(names)
    try:
        tree = ast.parse(expression.strip(), mode="eval")
        holds = truth(eval(compile(tree, "<claim>", "eval"), names))  # noqa: S307 - the author's own expression
        values = _operands(tree, names)
        _must_meet(tree, values)
    except Hidden as error:
        return replace(
            found, value=False, spoken=NOT_CHECKED, parts=(Part(expression, HIDDEN),), hidden=fault_of(error)
        )
    except Tied as error:
        return replace(found, value=False, spoken=TIED, parts=(Part(expression, error.cause),))
    except Exception as error:
        return replace(found, error=fault_of(error, names))
    numbers = [number for value in values.values() for number in _numbers(value)]
    origins = tuple(dict.fromkeys(origin for number in numbers for origin in number.origins))
    labels = _labels(tree, names)
    parts = tuple(Part(source, words) for source, value in values.items() if (words := _words(value, labels)))
    return replace(found, value=holds, spoken=_spoken(tree, names, parts), origins=origins, parts=parts)


def _spoken(tree: ast.Expression, names: dict[str, Any], parts: Iterable[Part]) -> str:
    """What a claim says. An expression of a kind that nothing here knows is told by the values that it compares."""
    try:
        return speak(tree, Scope(names, _labels(tree, names, in_text=True, anywhere=True)))
    except Exception:  # whatever an author's function does: a claim that can be checked can be told
        return sentence("kontrollert: " + "; ".join(part.value for part in parts))


def truth(value: Any) -> bool:
    """``value``, when it is true or false. Anything else would hold whatever the numbers are, such as a tuple where a
    comma slipped in."""
    if not isinstance(value, bool | np.bool_ | Finding):
        raise TypeError(f"a check is true or false, and this is {shown(value)}; compare it with something")
    return bool(value)


def shown(value: Any) -> str:
    """A value as a reader sees it: a number with its unit, a list, a text."""
    try:
        return _text(value)
    except TypeError:
        return repr(value)


def _names(given: dict[str, Any] | None) -> dict[str, Any]:
    """The names that an expression knows: those given, else those of the running notebook."""
    shell = get_ipython() if given is None else None
    return given if given is not None else {} if shell is None else shell.user_ns


def _text(value: Any, labels: Labels = str) -> str:
    """A value as a reader sees it; ``labels`` gives the label of a key."""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, bool) or value is None:
        raise TypeError(f"{value!r} is not a number or a text")
    if isinstance(value, float):
        return format_number(exact(value), 0 if exact(value).is_integer() else 1)
    if isinstance(value, set | frozenset):  # their own order differs from run to run
        return ", ".join(sorted(_text(part, labels) for part in value))
    if isinstance(value, tuple | list):
        return ", ".join(_text(part, labels) for part in value)
    if isinstance(value, int):
        return str(value) if is_year(value) else format_number(value)
    if not isinstance(value, Number | str):
        raise TypeError(f"this is a {type(value).__name__}, not a number or a text")
    return labels(value) if isinstance(value, str) else str(value)


def _labels(tree: ast.Expression, names: dict[str, Any], *, in_text: bool = False, anywhere: bool = False) -> Labels:
    """The label of a key in any of the exhibits that an expression names, and with ``anywhere`` of others that the
    chapter has; as in running text where it is ``in_text``. Other texts are as they are."""
    used = [names.get(node.id) for node in ast.walk(tree) if isinstance(node, ast.Name)]
    exhibits = [value for value in (*used, *(names if anywhere else {}).values()) if isinstance(value, Exhibit)]

    def label(key: str) -> str:
        for one in exhibits:
            if (found := one.label(key, sentence=in_text)) != key:
                return found
        return exhibits[0].codebook.label(("population",), key) if anywhere and exhibits else key

    return label


def _numbers(value: Any) -> tuple[Number, ...]:
    """The numbers that a value is, or that decide it."""
    return value.numbers if isinstance(value, Finding) else (value,) if isinstance(value, Number) else ()


def _words(value: Any, labels: Labels) -> str:
    """A value in words; empty for what has no words that a reader would know, such as a column of a frame."""
    if isinstance(value, Finding):
        return f"{'sant' if value else 'usant'}: {_text(value.numbers)}"
    if isinstance(value, bool | np.bool_):
        return "sant" if value else "usant"
    try:
        return _text(value, labels)
    except TypeError:
        return ""


def _conditions(body: ast.expr) -> list[ast.expr]:
    """What ``and``, ``or`` and ``not`` join."""
    match body:
        case ast.BoolOp(values=parts):
            return [condition for part in parts for condition in _conditions(part)]
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return _conditions(part)
    return [body]


def _comparisons(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.cmpop, ast.expr]]:
    """All comparisons of an expression, two by two."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            yield from zip(sides, node.ops, sides[1:], strict=False)


def _written(side: ast.expr) -> bool:
    """Whether a value stands in the expression itself."""
    try:
        ast.literal_eval(side)
    except (ValueError, TypeError):
        return False
    return True


def _operands(tree: ast.Expression, names: dict[str, Any]) -> dict[str, Any]:
    """What is compared, and what is asked for without comparing, with their values, each once."""
    operands: dict[str, ast.expr] = {}
    for part in _conditions(tree.body):
        sides = [side for left, _, right in _comparisons(part) for side in (left, right)] or [part]
        operands |= {ast.unparse(side): side for side in sides if not _written(side)}
    values = {}
    for source, operand in operands.items():
        try:
            values[source] = eval(compile(ast.Expression(operand), "<claim>", "eval"), names)  # noqa: S307
        except Exception:  # a name of a comprehension, or an operand that the claim itself did not reach
            continue
    told = {source: value for source, value in values.items() if not isinstance(value, bool)}
    return told or values  # that something is true tells nothing beside the numbers of the others


def _must_meet(tree: ast.Expression, values: dict[str, Any]) -> None:
    """Nothing, if all numbers that are compared for being the same can be: ``==`` alone would call them different."""
    for left, operator, right in _comparisons(tree):
        one, other = values.get(ast.unparse(left)), values.get(ast.unparse(right))
        same = isinstance(operator, ast.Eq | ast.NotEq)
        if same and isinstance(one, Number) and isinstance(other, Number) and not one.meets(other):
            raise LookupFailed(
                f"{one} and {other} are of different units, or on different sides of a break in the series",
                remedy="Compare only what is counted in the same way.",
            )
