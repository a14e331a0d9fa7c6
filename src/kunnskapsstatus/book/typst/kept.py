"""What is kept of each chapter's translation, so that only what has changed is resolved and translated again.

A chapter is translated again when its document or an image of it has changed, when any number, title or label of the
book has (it may refer to it), when other chapters link to other places in it than before, or when the configuration,
the library or an installed package is another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment

from kunnskapsstatus import files, rooms
from kunnskapsstatus.book.typst.links import Ends, Links, ends_of
from kunnskapsstatus.book.typst.tags import RowHeaders


@dataclass
class Translation:
    """A chapter as Typst source. ``images`` are names of files beside the source."""

    source: str
    row_headers: list[RowHeaders] = field(default_factory=list)
    images: list[str] = field(default_factory=list)


class Chapter:
    """One chapter of the book: its two ends of links, and its translation, from the build before where they hold."""

    def __init__(self, docname: str, place: Path, made_from: str, resolve: Callable[[str], nodes.document]) -> None:
        """``place`` is the file that keeps it, ``made_from`` a hash of what it is resolved from."""
        self.docname = docname
        self.place = place
        self.made_from = made_from
        self._resolve = resolve
        self._doctree: nodes.document | None = None
        self._is_new = False
        try:
            kept = json.loads(place.read_text("utf-8"))
        except (OSError, ValueError):
            kept = {}
        self._kept: dict[str, Any] = kept if kept.get("made_from") == made_from else {}
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

    def translation(self, depth: int, links: Links, translate: Callable[[nodes.document], Translation]) -> Translation:
        """The translation at a level of the book, made where none that holds is kept."""
        labels = sorted(set(self.ends.labels.values()) & links.wanted)
        linked = _hash([str(depth), *labels, *(str(links.label_of.get(aim)) for aim in self.ends.aims)])
        images = self._kept.get("translation", {}).get("images", [])
        if self._kept.get("linked") == linked and all((self.place.parents[1] / name).is_file() for name in images):
            return Translation(**self._kept["translation"])
        made = translate(self.doctree)
        self._kept = {"made_from": self.made_from, "linked": linked, "labels": self.ends.labels, "aims": self.ends.aims}
        self._kept["translation"] = asdict(made)
        self._is_new = True
        return made

    def keep(self) -> None:
        """Keep the translation, if it is new."""
        if self._is_new:
            files.write(self.place, json.dumps(self._kept, ensure_ascii=False))


def keep(known: Iterable[Chapter], folder: Path, images: Iterable[str]) -> None:
    """Keep all translations in ``folder``, and there and beside it nothing that no chapter has any more."""
    for chapter in known:
        chapter.keep()
    own = {chapter.place for chapter in known} | {folder.parent / name for name in images}
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
    parts = (numbers, titles.items(), labels, works, settings)
    values = [text for part in parts for text in sorted(map(repr, part))]
    return _hash([rooms.digest("book"), *rooms.installed(), *values])


def _hash(words: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()
