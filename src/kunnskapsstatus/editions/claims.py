"""The claims of an edition: how many there are, and each that is false; in the terminal, as a page and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from kunnskapsstatus import files
from kunnskapsstatus.book.pages import review
from kunnskapsstatus.chapter.statements import CLAIM
from kunnskapsstatus.numbers import format_number

STATEMENTS = "statements.json"
PAGE, DATA = "claims.html", "claims.json"
_FALSE = """<li><p>«{sentence}»</p>
<p><a href="../html/{chapter}.html">{chapter}.md</a>, linje {line}. Kontrollert: <code>{expression}</code></p>
<table><thead><tr><th scope="col">Uttrykk</th><th scope="col">Verdi</th></tr></thead><tbody>{rows}</tbody></table></li>
"""
_HIDDEN = """<li><p>«{sentence}»</p>
<p><a href="../html/{chapter}.html">{chapter}.md</a>, linje {line}. Tallet: <code>{expression}</code></p></li>
"""


class Part(NamedTuple):
    """What a claim compares, and its value in words."""

    expression: str
    value: str


@dataclass(frozen=True)
class FalseClaim:
    """A claim that the numbers do not bear out: the sentence, where it stands, what was checked, the numbers."""

    chapter: str
    line: int
    sentence: str
    expression: str
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        numbers = "; ".join(f"{part.expression} = {part.value}" for part in self.parts)
        checked = f"Checked: {self.expression}. The numbers: {numbers}"
        return f"{self.chapter}.md:{self.line}: this is not true: «{self.sentence}» {checked}"


class Unsaid(NamedTuple):
    """A number that is hidden: the sentence that should have it, and where it stands."""

    chapter: str
    line: int
    sentence: str
    expression: str

    def __str__(self) -> str:
        return f"{self.chapter}.md:{self.line}: a number is hidden here: «{self.sentence}» It reads: {self.expression}"


@dataclass(frozen=True)
class Claims:
    """How many claims were checked, and those that are false, in the order of the chapters; and the numbers in
    sentences that are hidden. A claim about a hidden number is among the false: nobody can check it."""

    checked: int
    false: tuple[FalseClaim, ...]
    hidden: tuple[Unsaid, ...] = ()

    def __str__(self) -> str:
        said = f"All {self.checked:,} claims hold."
        if self.false:
            said = f"{len(self.false):,} of {self.checked:,} claims {'is' if len(self.false) == 1 else 'are'} not true."
        few = len(self.hidden) == 1
        return said + (f" {len(self.hidden)} number{' is' if few else 's are'} hidden." if self.hidden else "")

    @property
    def wrong(self) -> tuple[FalseClaim | Unsaid, ...]:
        """All that the author must look at."""
        return (*self.false, *self.hidden)


def statements(html: Path) -> list[dict[str, Any]]:
    """The numbers and claims of a site; none where there is no site."""
    try:
        found: list[dict[str, Any]] = json.loads((html / STATEMENTS).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return found


def claims(html: Path) -> Claims:
    """The claims of a site, and its hidden numbers."""
    told = statements(html)
    found = [one for one in told if one["kind"] == CLAIM]
    hidden = [one for one in told if one["kind"] != CLAIM and one.get("hidden")]
    return Claims(
        len(found),
        tuple(_false(one) for one in found if not one["holds"]),
        tuple(Unsaid(*(one[name] for name in Unsaid._fields)) for one in hidden),
    )


def _false(one: dict[str, Any]) -> FalseClaim:
    parts = tuple(Part(part["expression"], part["value"]) for part in one["parts"])
    return FalseClaim(one["chapter"], one["line"], one["sentence"], one["expression"], parts)


def write(folder: Path, found: Claims, name: str, *, invented: bool = False) -> None:
    """A page with every false claim of the edition ``name``, and the same as JSON, in ``folder``; it says where the
    edition's numbers are ``invented``."""
    title = f"Utgave {name}: påstandene i teksten"
    listed = "".join(_listed(found))
    body = f"<h1>{escape(title)}</h1>\n<p>{_count(found)}</p>"
    data: dict[str, Any] = {
        "edition": name, "checked": found.checked, "false": [_plain(one) for one in found.false],
    }  # fmt: skip
    if found.hidden:
        data["hidden"] = [one._asdict() for one in found.hidden]
    body += f'\n<ul class="changes">\n{listed}</ul>' if listed else ""
    body += _hidden(found)
    files.write(folder / PAGE, review.page(title, body, invented=invented))
    files.write(folder / DATA, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _plain(one: FalseClaim) -> dict[str, Any]:
    return {**vars(one), "parts": [part._asdict() for part in one.parts]}


def _count(found: Claims) -> str:
    all_of_them = format_number(found.checked)
    if not found.false:
        return f"Alle {all_of_them} påstander stemmer med tallene."
    return f"{format_number(len(found.false))} av {all_of_them} påstander stemmer ikke med tallene."


def _hidden(found: Claims) -> str:
    """The sentences with numbers that are hidden."""
    if not found.hidden:
        return ""
    items = "".join(_HIDDEN.format(**{name: escape(str(said)) for name, said in one._asdict().items()})
                    for one in found.hidden)  # fmt: skip
    head = "Tall som er skjult av hensyn til personvern"
    lead = "Setningene må si det som kan sies uten tallet."
    return f'\n<h2>{head}</h2>\n<p>{lead}</p>\n<ul class="changes">\n{items}</ul>'


def _listed(found: Claims) -> Iterator[str]:
    for one in found.false:
        rows = "".join(
            f'<tr><th scope="row"><code>{escape(part.expression)}</code></th><td>{escape(part.value)}</td></tr>'
            for part in one.parts
        )
        words = {name: escape(str(value)) for name, value in vars(one).items()}
        yield _FALSE.format(**{**words, "rows": rows})
