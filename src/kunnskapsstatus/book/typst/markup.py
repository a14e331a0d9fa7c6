"""Typst source from Python values: strings, content blocks and labels, escaped in one place."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[ \t\r\n\f]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def string(value: str) -> str:
    """A Typst string literal that stands for exactly ``value``."""
    return '"' + "".join(_ESCAPES.get(char, char) for char in value) + '"'


def text(value: str) -> str:
    """Markup for running text. Line breaks become spaces; non-breaking and thin spaces are kept.

    A string literal and not escaped markup: no character of the text can ever be read as Typst syntax.
    """
    flat = _SPACE.sub(" ", value)
    return f"#{string(flat)};" if flat else ""


def block(markup: str) -> str:
    """A content block around markup."""
    return f"[{markup}]"


def call(name: str, *arguments: str, **named: str) -> str:
    """A function call in code mode. Underscores in names become the hyphens that Typst uses."""
    pairs = [f"{key.replace('_', '-')}: {value}" for key, value in named.items()]
    return f"{name}({', '.join([*pairs, *arguments])})"


def label(name: str) -> str:
    """A label, attached in markup to the element before it."""
    return f"#label({string(name)});"


def anchor(name: str) -> str:
    """An invisible place that links can go to."""
    return f"#metadata(none){label(name)}"


def array(values: list[str]) -> str:
    """A Typst array of expressions, right also for none and one."""
    return "(" + "".join(f"{value}, " for value in values) + ")"
