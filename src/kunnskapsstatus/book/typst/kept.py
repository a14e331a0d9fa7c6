"""What is kept of each chapter's translation, so that only what has changed is resolved and translated again.

A chapter is translated again when its document or an image of it has changed, when any number, title or label of the
book has (it may refer to it), when other chapters link to other places in it than before, or when the configuration,
the library or an installed package is another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment

from kunnskapsstatus import files, rooms
from kunnskapsstatus.book.text.tips import terms
from kunnskapsstatus.book.typst.links import Ends, Links, ends_of
from kunnskapsstatus.book.typst.tags import RowHeaders


@dataclass
class Translation:
    """A chapter, or a part of it, as Typst source. ``images`` are names of files beside the source, ``labels`` the
    places in it that can be linked to, ``aims`` those that it links to besides what the chapter refers to; ``chapter``
    is the name of the chapter that it opens, on a page of its own."""

    source: str
    row_headers: list[RowHeaders] = field(default_factory=list)
    rooms: list[list[float]] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    aims: list[str] = field(default_factory=list)
    chapter: str = ""


Translate = Callable[[nodes.document], Translation]


class Chapter:
    """One chapter of the book: its two ends of links, and what is translated of it, from the build before where that
    holds."""

    def __init__(self, docname: str, place: Path, made_from: str, resolve: Callable[[str], nodes.document]) -> None:
        """``place`` is the file that keeps it, ``made_from`` a hash of what it is resolved from."""
        self.docname = docname
        self.place = place
        self.made_from = made_from
        self._resolve = resolve
        self._doctree: nodes.document | None = None
        try:
            kept = json.loads(place.read_text("utf-8"))
        except (OSError, ValueError):
            kept = {}
        self._kept: dict[str, Any] = kept if kept.get("made_from") == made_from else {}
        self._made: dict[str, dict[str, Any]] = {}
        if self._kept:
            self.ends = Ends(self._kept["labels"], [(document, ident) for document, ident in self._kept["aims"]])
        else:
            self.ends = ends_of(docname, self.doctree)

    @property
    def doctree(self) -> nodes.document:
        """The resolved document."""
        if self._doctree is None:
            self._doctree = self._resolve(self.docname)
        return self._doctree

    def translation(self, part: str, links: Links, translate: Translate) -> Translation:
        """The translation of a part, by a name of its own, made where none that holds is kept. It is the same in all
        documents."""
        labels = sorted(set(self.ends.labels.values()) & links.wanted)
        linked = _hash([part, *labels, *(str(links.label_of.get(aim)) for aim in self.ends.aims)])
        kept = self._made.get(part) or self._kept.get("translations", {}).get(part, {})
        images = kept.get("translation", {}).get("images", [])
        if kept.get("linked") != linked or not all((self.place.parents[1] / name).is_file() for name in images):
            made = {"linked": linked, "translation": asdict(translate(self.doctree))}
            kept = json.loads(json.dumps(made))  # as it is when it is read again: what is made from it is the same
        self._made[part] = kept
        return Translation(**kept["translation"])

    @property
    def images(self) -> set[str]:
        """The names of all images that are in a translation."""
        return {name for kept in self._made.values() for name in kept["translation"]["images"]}

    def keep(self) -> None:
        """Keep what is translated of it, if any of that is new."""
        now = {"made_from": self.made_from, "labels": self.ends.labels, "aims": self.ends.aims}
        if (self._kept.get("made_from"), self._kept.get("translations")) != (self.made_from, self._made):
            files.write(self.place, json.dumps({**now, "translations": self._made}, ensure_ascii=False))


def keep(known: Collection[Chapter], folder: Path) -> None:
    """Keep all translations in ``folder``, and there and beside it nothing that no chapter has any more."""
    for chapter in known:
        chapter.keep()
    own = {chapter.place for chapter in known} | {folder.parent / name for one in known for name in one.images}
    for path in [*folder.glob("*"), *(folder.parent / "images").glob("*")]:
        if path not in own:
            path.unlink()


def chapters(
    env: BuildEnvironment, docnames: Iterable[str], folder: Path, resolve: Callable[[str], nodes.document]
) -> dict[str, Chapter]:
    """The chapters of the book, with what is kept of them in ``folder``."""
    around = surroundings(env)
    found = {}
    for docname in docnames:
        pictures = sorted(uri for uri, (shown_in, _) in env.images.items() if docname in shown_in)
        own = files.digest([Path(env.doctreedir) / f"{docname}.doctree", *(Path(env.srcdir) / uri for uri in pictures)])
        place = folder / f"{docname.replace('/', '.')}.json"
        found[docname] = Chapter(docname, place, _hash([around, own, *pictures]), resolve)
    return found


def surroundings(env: BuildEnvironment) -> str:
    """A hash of all that a chapter is resolved with besides itself: numbers, titles, labels, works, settings, code."""
    labels = [data for name in ("labels", "anonlabels") for data in env.domaindata["std"][name].items()]
    citations = env.domaindata.get("cite", {}).get("citations", [])
    works = [(work.citation_id, work.key, work.entry, vars(work.formatted_entry)) for work in citations]
    settings = [(value.name, value.value) for value in env.config if value.rebuild != "html" and value.name != "setup"]
    titles = {docname: title.astext() for docname, title in env.titles.items()}
    numbers = [*env.toc_secnumbers.items(), *env.toc_fignumbers.items()]
    parts = (numbers, titles.items(), labels, works, settings, terms(env))
    values = [text for part in parts for text in sorted(map(repr, part))]
    return _hash([rooms.digest("book"), *rooms.installed(), *values])


def _hash(words: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()
