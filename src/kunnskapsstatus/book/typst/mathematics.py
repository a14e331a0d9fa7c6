"""Formulas on paper: from MathML, which the site shows, to Typst's own mathematics. What has no form is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kunnskapsstatus.book.text.mathml import FormulaError
from kunnskapsstatus.book.typst import markup

APPLY = "\u2061"
SILENT = re.compile("[\u2061-\u2064\ufe00\ufe01]")
"""Signs that no reader sees: the joints of a formula, and variants of letters."""

ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "¯": "\u0304", "~": "\u0303", "˜": "\u0303", "˙": "\u0307", "¨": "\u0308",
    "ˇ": "\u030c", "˚": "\u030a", "˘": "\u0306", "´": "\u0301", "`": "\u0300", "\u20d7": "\u20d7",
}  # fmt: skip
OVER = {"\u0332": "overline", "\u0305": "overline", "‾": "overline", "⏞": "overbrace"}
UNDER = {"\u0332": "underline", "_": "underline", "⏟": "underbrace"}
LARGE = frozenset("∑∏∐⋃⋂⨁⨂⨀⋁⋀⨆∫∬∭∮")
"""Operators whose limits stand above and below where there is room."""


def from_mathml(text: str) -> str:
    """Typst's mathematics, without the dollars round it. Raises FormulaError for what has no form on paper."""
    return _row(ElementTree.fromstring(text.replace("&ApplyFunction;", APPLY)))


def _row(parent: Element) -> str:
    """An element's children, one after the other."""
    parts = list(parent)
    names = {at for at, part in enumerate(parts[:-1]) if parts[at + 1].tag == "mo" and parts[at + 1].text == APPLY}
    written = [_operator_name(part) if at in names else _set(part) for at, part in enumerate(parts)]
    return _joined(part for part in written if part)


def _joined(parts: Iterable[str]) -> str:
    """Parts side by side. A space stands only where two would be read as one: after words in quotes it is seen."""
    text = ""
    for part in parts:
        text += f" {part}" if text[-1:].isalnum() and (part[0].isalnum() or part[0] == ".") else part
    return text


def _set(element: Element) -> str:
    form = FORMS.get(element.tag)
    styled = any(re.search("color|border", part.get("style", "")) for part in element.iter())
    if form is None or styled or (form in LEAVES and len(element)):
        raise FormulaError(f"there is no form on paper for what MathML calls <{element.tag}>")
    style = element.get("displaystyle") if element.tag != "mtable" else None
    return f"{'display' if style == 'true' else 'inline'}({form(element)})" if style else form(element)


def _argument(element: Element) -> str:
    return _set(element) or '""'


def _operator_name(element: Element) -> str:
    """What is applied to the part after it, with what stands below or above its name."""
    if element.tag in ("mi", "mrow"):
        return markup.call("op", markup.string("".join(element.itertext())), limits="#true")
    if element.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
        name = _operator_name(element[0])
        return _attached(f"scripts({name})" if element.tag.startswith("ms") else name, element.tag, list(element[1:]))
    return _set(element)


def _identifier(element: Element) -> str:
    name = SILENT.sub("", element.text or "")
    if len(name) == 1 and element.get("mathvariant") != "normal":
        return _signs(name)
    return markup.string(name) if name else ""


def _number(element: Element) -> str:
    number = element.text or ""
    return number if number.isascii() and number.isdigit() else markup.string(number)


def _operator(element: Element) -> str:
    sign = SILENT.sub("", element.text or "")
    if sign == "," and element.get("rspace") == "0":  # a decimal comma
        return 'class("normal", \\,)'
    if sign and element.get("minsize"):
        return f"lr(size: #{element.get('minsize')}, {_signs(sign)})"
    return _signs(sign)


def _signs(text: str) -> str:
    """Signs that stand for themselves: none of them is read as Typst's syntax."""
    return _joined(sign if sign.isalnum() or not sign.isascii() else f"\\{sign}" for sign in text)


def _words(element: Element) -> str:
    return markup.string(element.text or "")


def _space(element: Element) -> str:
    width = element.get("width", "")
    return f"#h({width});" if width else ""


def _group(element: Element) -> str:
    body, parts = _row(element), list(element)
    fenced = len(parts) > 1 and all(
        part.tag == "mo" and part.get("stretchy") != "false" for part in (parts[0], parts[-1])
    )
    return f"lr({body})" if fenced and parts[-1].text != APPLY else body


def _fraction(element: Element) -> str:
    above, below = map(_argument, element)
    return f"mat(delim: #none, {above}; {below})" if element.get("linethickness") == "0" else f"frac({above}, {below})"


def _root(element: Element) -> str:
    body, degree = map(_argument, element)
    return f"root({degree}, {body})"


def _scripts(element: Element) -> str:
    """What stands to the right, below and above."""
    base, *rest = element
    if element.tag == "msup" and rest[0].tag == "mo" and set(rest[0].text or "") <= set("′″‴"):
        return _argument(base) + "'" * sum("′″‴".index(sign) + 1 for sign in rest[0].text or "")
    return _attached(f"scripts({_argument(base)})" if base.tag == "mo" else _argument(base), element.tag, rest)


def _limits(element: Element) -> str:
    """What stands straight below and above."""
    base, *rest = element
    sign = (rest[0].text or "") if rest and rest[0].tag == "mo" else ""
    if element.tag == "mover" and sign in OVER:
        return f"{OVER[sign]}({_argument(base)})"
    if element.get("accent") == "true" and (sign in ACCENTS or sign in ACCENTS.values()):
        return f"accented({_argument(base)}, {markup.string(ACCENTS.get(sign, sign))})"
    if element.tag == "munder" and sign in UNDER:
        return f"{UNDER[sign]}({_argument(base)})"
    if element.get("accent") == "true" or element.get("accentunder") == "true":
        raise FormulaError(f"there is no form on paper for the accent {sign!r}")
    inner = base[1].text if base.tag in ("munder", "mover") and len(base) == 2 else ""
    if inner in OVER or inner in UNDER:
        return _set(base)[:-1] + f", {_argument(rest[0])})"
    return _attached(_argument(base) if (base.text or "") in LARGE else f"limits({_argument(base)})", element.tag, rest)


def _attached(base: str, tag: str, parts: list[Element]) -> str:
    places = [place for word, place in (("sub", "b"), ("under", "b"), ("sup", "t"), ("over", "t")) if word in tag]
    return markup.call("attach", base, **dict(zip(places, map(_argument, parts), strict=True)))


def _table(element: Element) -> str:
    rows = [[_cell(cell) for cell in row] for row in element]
    close = any("padding-left: 0" in cell.get("style", "") for cell in element.iter("mtd"))
    return f"mat(delim: #none, column-gap: #{'0em' if close else '1em'}, {'; '.join(', '.join(row) for row in rows)})"


def _cell(cell: Element) -> str:
    side = re.search(r"text-align: (left|right)", cell.get("style", ""))
    body = _row(cell) or '""'
    if side and side[1] == "left" and len(cell) and cell[0].tag == "mo":  # it keeps its distance to the cell before
        body = f'class("normal", "\u200b"){body}'
    return {"left": f"& {body}", "right": f"{body} &"}[side[1]] if side else body


FORMS: dict[str, Callable[[Element], str]] = {
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mtext": _words,
    "mspace": _space,
    "mrow": _group,
    "mfrac": _fraction,
    "msqrt": lambda element: f"sqrt({_row(element)})",
    "mroot": _root,
    "msub": _scripts,
    "msup": _scripts,
    "msubsup": _scripts,
    "munder": _limits,
    "mover": _limits,
    "munderover": _limits,
    "mtable": _table,
}
"""How each element of MathML is set."""

LEAVES = (_identifier, _number, _operator, _words)
"""Elements that hold signs and no other element."""
