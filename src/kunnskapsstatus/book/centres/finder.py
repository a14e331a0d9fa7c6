"""The look-up: from a municipality, a post town or a postcode to what the sources say of its centre, and to the centres
of its county."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kunnskapsstatus.alphabet import place
from kunnskapsstatus.book.centres.centre import Centre
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.municipalities import (
    POSTCODES,
    SERVED,
    Municipality,
    Serving,
    municipalities,
    postcodes,
    served,
)


@dataclass(frozen=True)
class Answer:
    """What is known of a municipality: the centres that lay in it, and what sources say of who serves it. Both may be
    empty: then only its county is known. ``postcodes`` are those that it is found by."""

    municipality: Municipality
    hosts: tuple[Centre, ...]
    served: tuple[tuple[Centre, Serving], ...]
    postcodes: str

    @property
    def names(self) -> str:
        """All names that it is found by."""
        return "|".join((*self.municipality.names, *self.municipality.towns))


@dataclass(frozen=True)
class County:
    """A county of today, and the centres that lay in what is now that county, by name."""

    name: str
    id: str
    centres: tuple[Centre, ...]


def serving(book: Book, year: int) -> tuple[Serving, ...]:
    """What sources say of who serves whom, as was known in a year."""
    known = served(book.root) if (book.root / SERVED).exists() else ()
    return tuple(one for one in known if one.year <= year)


def answers(book: Book, year: int, centres: Iterable[Centre]) -> list[Answer]:
    """One for each municipality of today, by name."""
    centres = tuple(centres)
    by_key = {centre.key: centre for centre in centres}
    codes: dict[str, list[str]] = {}
    for part in postcodes(book.root) if (book.root / POSTCODES).exists() else ():
        for code in part.municipalities:
            codes.setdefault(code, []).append(str(part))
    said = [(by_key[one.centre], one) for one in serving(book, year) if one.centre in by_key]
    found = [
        Answer(
            one,
            tuple(centre for centre in centres if centre.now and centre.now.code == one.code),
            tuple((centre, serving) for centre, serving in said if serving.municipality == one.name),
            " ".join(codes.get(one.code, ())),
        )
        for one in municipalities(book.root)
    ]
    return sorted(found, key=lambda answer: place(answer.municipality.name))


def counties(found: Iterable[Answer]) -> list[County]:
    """All counties by name, each with its centres."""
    centres: dict[str, list[Centre]] = {}
    for answer in found:
        centres.setdefault(answer.municipality.county, []).extend(answer.hosts)
    return [
        County(name, county_id(name), tuple(sorted(centres[name], key=lambda centre: place(centre.name))))
        for name in sorted(centres, key=place)
    ]


def county_id(name: str) -> str:
    """The place in the page that a county's centres stand at."""
    return "sentre-i-" + name.casefold().translate(str.maketrans("æøå ", "aoa-"))
