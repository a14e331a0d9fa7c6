"""What the book knows of its exhibits, numbers and claims; kept in Sphinx's environment, merged from parallel
readers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, cast

from docutils import nodes
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from kunnskapsstatus.chapter.statements import Told
from kunnskapsstatus.forms.shown import Shown

BY_DOCUMENT = ("exhibits", "statements", "sentences", "names", "bones")


class Name(NamedTuple):
    """A name that stands once in a book: of what kind, and the line of its chapter on which it is given."""

    kind: str
    text: str
    line: int


class Sentence(NamedTuple):
    """A sentence of a chapter: its words, with ``{}`` for each number, its line, and which of the chapter's statements
    are its numbers and its claims."""

    words: str
    line: int
    numbers: tuple[int, ...]
    claims: tuple[int, ...]


class Registry(Domain):
    """Exhibits, statements and names by document, and what pages have ``given`` of each other: numbers, titles,
    labels."""

    name = "kunnskapsstatus"
    label = "kunnskapsstatus"
    initial_data = {  # noqa: RUF012 - Sphinx's protocol
        "exhibits": {}, "statements": {}, "sentences": {}, "names": {}, "bones": {}, "given": (),
        "made_from": {},
    }  # fmt: skip
    data_version = 9

    @property
    def exhibits(self) -> dict[str, list[Shown]]:
        """The exhibits shown in each document, in order."""
        return cast(dict[str, list[Shown]], self.data["exhibits"])

    @property
    def statements(self) -> dict[str, list[Told]]:
        """Numbers and claims of each document, in order."""
        return cast(dict[str, list[Told]], self.data["statements"])

    @property
    def sentences(self) -> dict[str, list[Sentence]]:
        """All sentences of each document, in order."""
        return cast(dict[str, list[Sentence]], self.data["sentences"])

    @property
    def names(self) -> dict[str, list[Name]]:
        """The names that each document gives."""
        return cast(dict[str, list[Name]], self.data["names"])

    @property
    def bones(self) -> dict[str, nodes.section]:
        """What is to be numbered in each document."""
        return cast(dict[str, nodes.section], self.data["bones"])

    @property
    def made_from(self) -> dict[str, str]:
        """A hash of what each document was read from, and of what was kept of it."""
        return cast(dict[str, str], self.data["made_from"])

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        for part in (*BY_DOCUMENT, "made_from"):
            self.data[part].pop(docname, None)

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take what a parallel reader found."""
        for part in BY_DOCUMENT:
            for docname in docnames:
                if docname in otherdata[part]:
                    self.data[part][docname] = otherdata[part][docname]

    def find(self, identifier: str) -> tuple[str, Shown] | None:
        """The document that shows an exhibit, and the exhibit; None where it is not shown."""
        everywhere = ((docname, shown) for docname, found in self.exhibits.items() for shown in found)
        return next(((docname, shown) for docname, shown in everywhere if shown.id == identifier), None)

    def place_of(self, identifier: str) -> tuple[str, str]:
        """The document that shows an exhibit, and its number as ``Tabell 4.1``; empty where it is not shown."""
        found = self.find(identifier)
        return (found[0], self.number(*found)) if found else ("", "")

    def number(self, docname: str, shown: Shown) -> str:
        """``Tabell 4.1``: an exhibit's number as Sphinx gives it."""
        numbers = self.env.toc_fignumbers.get(docname, {}).get(shown.kind, {}).get(shown.id)
        if not numbers:
            return ""
        return str(self.env.config.numfig_format[shown.kind] % ".".join(map(str, numbers)))


def registry(env: BuildEnvironment) -> Registry:
    """The registry of a build."""
    return cast(Registry, env.get_domain(Registry.name))


def depend(env: BuildEnvironment, files: Iterable[str]) -> None:
    """Note what the document at hand was made from: data files and the lock file. (The library's code is in
    ``env_version``.)"""
    source = Path(env.srcdir)
    for name in {*files, "uv.lock"} - env.dependencies[env.docname]:
        if (source / name).is_file():
            env.note_dependency(name)
