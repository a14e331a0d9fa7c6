"""What Python says when a cell or a sentence fails, led by what it means to the author."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from kunnskapsstatus.errors import BookError, did_you_mean
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.number import Number

DIED = "this code cell ended the process that runs the chapter: it used too much memory, or calls os._exit"
ENDLESS = "this code cell ran longer than {} seconds: does it ever end? (execute: timeout: in _config.yml)"
IMPORTED = ("edition", "exhibit", "newest", "stated")
"""What a chapter imports."""
UNKNOWN_NAME = "nothing is called"
"""How the fault begins of a name that has no value: it often follows from another fault."""
_NAME = re.compile(r"(?:cannot access .*variable |free variable |name )'(?P<name>\w+)'")
_ATTRIBUTE = re.compile(r"'?(?P<kind>[\w.]+)'? (?:object )?has no attribute '(?P<name>\w+)'")
_IMPORT = re.compile(r"cannot import name '(?P<name>\w+)' from 'kunnskapsstatus'")
_KINDS: dict[str, tuple[str, type]] = {
    "Exhibit": ("an exhibit", Exhibit),
    "Number": ("a number", Number),
    "DataFrame": ("a data frame", pd.DataFrame),
    "Series": ("a column of a data frame", pd.Series),
    "str": ("a text", str),
    "list": ("a list", list),
    "tuple": ("a list", tuple),
    "int": ("a plain number", int),
    "float": ("a plain number", float),
    "NoneType": ("what has no value", type(None)),
}
"""What an author calls the things of a chapter, by the names that Python has for them."""
_PLACE = re.compile(r" \([^()]*, line \d+\)$| \([^()]*/[^()]*\)")
"""What Python adds of where its own files are."""
_MEANINGS = {
    "SyntaxError": "Python cannot read this line",
    "IndentationError": "the spaces before this line are not right",
    "TabError": "this line is indented with tabs and spaces mixed",
    "ImportError": "this cannot be imported",
    "KeyError": "there is no such key",
    "IndexError": "there is no such place",
    "TypeError": "this cannot be done with these values",
    "ValueError": "a value is not right",
    "ZeroDivisionError": "a number is divided by zero",
    "FileNotFoundError": "there is no such file",
    "PermissionError": "this file may not be used",
    "IsADirectoryError": "this is a folder, not a file",
    "UnicodeDecodeError": "a file is not saved as UTF-8",
    "AssertionError": "a check does not hold",
    "MemoryError": "there is not enough memory",
    "RecursionError": "a function calls itself without end",
    "KeyboardInterrupt": "it was stopped",
    "StdinNotImplementedError": "it asks for something to be typed (input), and nobody is there to answer",
    "SystemExit": "it ends the program (exit or quit), and with it the chapter: leave that out",
}
"""What an error means, by its name in Python."""


def fault_of(error: BaseException, known: Iterable[str] = ()) -> str:
    """What an error means, and what it says. ``known`` are the names that have a value."""
    return in_words(type(error).__name__, str(error), known, ours=isinstance(error, BookError))


def in_words(kind: str, said: str, known: Iterable[str] = (), *, ours: bool | None = None) -> str:
    """What an error means, and what it says, on one line.

    Parameters
    ----------
    kind : the error's name in Python
    said : its message
    known : the names that have a value, of which one may be meant
    ours : whether it is a BookError, which is in words already; by default as its name tells
    """
    lines = [line for part in said.splitlines() if (line := _PLACE.sub("", part).strip())]
    flat = " ".join([*(line if line[-1] in ".:;,?!" else f"{line}." for line in lines[:-1]), *lines[-1:]])
    if (kind in {one.__name__ for one in _ours(BookError)}) if ours is None else ours:
        return flat
    name = _NAME.search(said)
    if kind in ("NameError", "UnboundLocalError") and name:
        return f"{UNKNOWN_NAME} {name['name']!r} here{did_you_mean(name['name'], known)}"
    attribute = _ATTRIBUTE.search(said)
    if kind == "AttributeError" and attribute:
        words, has = _KINDS.get(attribute["kind"], (f"the {attribute['kind']}", type(None)))
        offered = [name for name in (*dir(has), *getattr(has, "__dataclass_fields__", ())) if name[0] != "_"]
        return f"{words} has no {attribute['name']!r}{did_you_mean(attribute['name'], offered)}"
    if imported := _IMPORT.search(said):
        return f"kunnskapsstatus has no {imported['name']!r}{did_you_mean(imported['name'], IMPORTED)}"
    if kind == "ModuleNotFoundError":
        package = flat.removeprefix("No module named ")
        return f"the package {package} is not installed: CONTRIBUTING.md tells how to add one"
    meaning = _MEANINGS.get(kind)
    if not meaning:
        return f"Python says: {kind}: {flat}"
    return f"{meaning}: {flat}" if flat and kind not in ("SystemExit", "StdinNotImplementedError") else meaning


def _ours(kind: type[BookError]) -> Iterable[type[BookError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _ours(child)
