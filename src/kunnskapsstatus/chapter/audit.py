"""The audit of the source: where the report contradicts itself, computed anew from the data each time.

An entry in ``data/audit/*.toml`` names places in the report with what they say as expressions, and a check that is
true as long as they disagree. :func:`audit` evaluates them all; the page *Kontroll av kilden* shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from kunnskapsstatus.chapter import catalogue
from kunnskapsstatus.chapter.door import DOOR
from kunnskapsstatus.chapter.listing import EMPHASIS, Block, Listing, Piece, fold, paragraph, table
from kunnskapsstatus.chapter.signs import in_words
from kunnskapsstatus.chapter.statements import shown, truth
from kunnskapsstatus.data.book import FIRST_EDITION
from kunnskapsstatus.data.definitions import ID, find
from kunnskapsstatus.data.toml import Sections
from kunnskapsstatus.errors import BookError, DefinitionError, did_you_mean
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.origin import printed_name
from kunnskapsstatus.exhibits.view import view_of

FOLDER = Path("data") / "audit"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WEIGHTS = {"substantive": "vesentlig", "rounding": "avrunding", "typing": "skrivefeil", "unclear": "uklart"}
KINDS = {
    "text-table": "tekst mot tabell",
    "summary-chapter": "sammendrag mot kapittel",
    "text-text": "tekst mot tekst",
    "table-table": "tabell mot tabell",
    "sum": "sum",
    "base": "antall svar",
    "share": "andel",
    "cross-reference": "kryssreferanse",
    "year": "årstall",
    "trend": "utvikling",
    "ranking": "rangering",
    "definition": "avgrensing",
    "typing": "skrivefeil",
}


@dataclass(frozen=True)
class Place:
    """One place in the report: where, what it says in our words, and the expression for it."""

    where: str
    says: str
    value: str


@dataclass(frozen=True)
class Entry:
    """One contradiction. ``values`` are those of its places, in order."""

    id: str
    file: Path
    line: int
    title: str
    kind: str
    weight: str
    chapter: str
    check: str
    likely: str
    treatment: str
    places: tuple[Place, ...]
    values: tuple[Any, ...] = ()

    def block(self) -> Block:
        """The entry as a page shows it, with a target of its own: ``audit-<id>``. Each value has the letter that the
        check knows it by."""
        named = zip(LETTERS, self.places, self.values, strict=False)
        rows = (
            (place.where, place.says, (Piece(letter, EMPHASIS), f" = {shown(value)}")) for letter, place, value in named
        )
        facts = f"{WEIGHTS[self.weight].capitalize()}, {KINDS[self.kind]}"
        inner = (
            table(("Sted i rapporten", "Hva som står der", "Verdi"), rows, name="audit-places"),
            paragraph(Piece("Trolig riktig:", EMPHASIS), f" {self.likely}"),
            paragraph(Piece("I boka:", EMPHASIS), f" {self.treatment}"),
            paragraph(f"{facts}. Kontroll: {in_words(self.check)}", name="audit-facts"),
        )
        return fold(self.title, facts, inner, name="audit-entry", target=f"audit-{self.id}")


@dataclass(frozen=True)
class Audit:
    """All entries, checked. Shown, it is a list of them."""

    entries: tuple[Entry, ...]

    def about(self, *chapters: str) -> Audit:
        """The entries about these chapters, the weightiest first."""
        order = list(WEIGHTS)
        chosen = [entry for entry in self.entries if entry.chapter in chapters]
        return Audit(tuple(sorted(chosen, key=lambda entry: order.index(entry.weight))))

    def count(self, **wanted: str) -> int:
        """The number of entries, of all or of those with these fields: ``count(weight="substantive")``."""
        return sum(all(getattr(entry, field) == value for field, value in wanted.items()) for entry in self.entries)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return Listing(tuple(entry.block() for entry in self.entries))._repr_mimebundle_()


def load(root: Path) -> list[Entry]:
    """The entries as they are written, not yet evaluated.

    Raises
    ------
    DefinitionError
        For TOML that cannot be read, an entry with a field missing, unknown or repeated.
    """
    found: dict[str, Entry] = {}
    for file in sorted((root / FOLDER).glob("*.toml")):
        sections = Sections(file)
        for identifier in sections:
            if identifier in found:
                cause = f"is also in {found[identifier].file.name}"
                raise sections.fault(cause, identifier, remedy="Ids are unique in the audit.")
            found[identifier] = _entry(identifier, sections)
    return list(found.values())


def _entry(identifier: str, sections: Sections) -> Entry:
    raw = sections[identifier]

    def fail(cause: str, remedy: str, field: str = "") -> DefinitionError:
        return sections.fault(cause, identifier, field, remedy=remedy)

    if not isinstance(raw, Mapping) or not ID.fullmatch(identifier):
        raise fail("this is no id of an entry", "Begin with [an-id]: lower-case letters, digits and hyphens.")
    wanted = {field.name for field in fields(Entry)} - {"id", "file", "line", "values"}
    if wanted != set(raw):
        raise fail(
            f"missing: {sorted(wanted - set(raw))}; not known: {sorted(set(raw) - wanted)}",
            f"An entry has {', '.join(sorted(wanted))}.",
            next(iter(set(raw) - wanted), ""),
        )
    for name in wanted - {"places"}:
        if not isinstance(raw[name], str):
            raise fail(f"{name} = {raw[name]!r} is not a text", "Write it with quotes.", name)
    for name, known in (("weight", WEIGHTS), ("kind", KINDS)):
        if raw[name] not in known:
            cause = f"{name} {raw[name]!r} is not known{did_you_mean(raw[name], known)}"
            raise fail(cause, f"Known: {', '.join(known)}.", name)
    places = raw["places"] if isinstance(raw["places"], list) else [raw["places"]]
    parts = {field.name for field in fields(Place)}
    for place in places:
        if not (isinstance(place, Mapping) and set(place) == parts and all(type(v) is str for v in place.values())):
            raise fail(f"a place is not right: {place!r}", "A place has where, says and value, each a text.")
    try:
        in_words(raw["check"])
    except (SyntaxError, ValueError) as error:
        cause = f"the check cannot be told in words: {error}"
        raise fail(cause, "Write it with comparisons, and, or, not, round, abs, len, sum.", "check") from None
    line = sections.line(identifier) or 1
    return Entry(identifier, sections.file, line, **{**raw, "places": tuple(Place(**place) for place in places)})


def _names() -> dict[str, Any]:
    @cache
    def read(identifier: str, year: int = FIRST_EDITION) -> Any:
        view = view_of(DOOR.book, identifier, year, counted=False)  # the report is held against itself alone
        DOOR.note(view.files)
        return Exhibit(view, DOOR.bundle)

    def printed(identifier: str) -> str:
        return printed_name(find(DOOR.book.definitions, identifier).printed)

    return {"exhibit": read, "stated": DOOR.stated, "printed": printed}


def evaluate(entry: Entry, names: Mapping[str, Any]) -> Entry:
    """The entry with the values of its places.

    Raises
    ------
    BookError
        When an expression fails, or the places no longer disagree.
    """

    def value(expression: str, more: Mapping[str, Any]) -> Any:
        try:
            return eval(compile(expression, "<audit>", "eval"), {**names, **more})  # noqa: S307 - the author's own expression
        except Exception as error:
            cause = f"[{entry.id}] {expression} fails: {error}"
            remedy = "Correct the expression; CONTRIBUTING.md lists what it may use."
            raise BookError(cause, file=entry.file, line=entry.line, remedy=remedy) from None

    values = tuple(value(place.value, {}) for place in entry.places)
    if not value(f"truth({entry.check})", dict(zip(LETTERS, values, strict=False)) | {"truth": truth}):
        told = "; ".join(f"{place.where}: {shown(v)}" for place, v in zip(entry.places, values, strict=True))
        raise BookError(
            f"[{entry.id}] {entry.check} is not true any more ({told})",
            file=entry.file,
            line=entry.line,
            remedy="Correct the data, or delete the entry: the report does not err here.",
        )
    return Entry(**{**{field.name: getattr(entry, field.name) for field in fields(Entry)}, "values": values})


def audit() -> Audit:
    """All entries of the book, evaluated and checked.

    Raises
    ------
    DefinitionError, BookError
        As :func:`load` and :func:`evaluate`.
    """
    book, names = catalogue.use("data/audit/*.toml", "data/exhibits/*.toml"), _names()
    entries = tuple(evaluate(entry, names) for entry in load(book.root))
    return Audit(entries)
