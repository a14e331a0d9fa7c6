"""An edition in the making: what is to be done for it, what is done, and what is published when all of it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from kunnskapsstatus import files, paths
from kunnskapsstatus.book.build import clear, make_folder
from kunnskapsstatus.book.run.folders import PAGES, PAPER
from kunnskapsstatus.book.run.publish import HTML, NOTEBOOKS, PDF, REVIEW, publish
from kunnskapsstatus.book.run.seal import seal, sources
from kunnskapsstatus.book.run.snapshot import mirror
from kunnskapsstatus.chapter.since import of_page
from kunnskapsstatus.data.book import FIRST_EDITION
from kunnskapsstatus.editions.claims import PAGE, Claims, claims, write
from kunnskapsstatus.editions.edition import Edition
from kunnskapsstatus.editions.kept import Kept
from kunnskapsstatus.editions.packing import unpack
from kunnskapsstatus.editions.progress import Bar
from kunnskapsstatus.editions.workers import Workers
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.notebooks.files import CHAPTERS, YEAR
from kunnskapsstatus.notebooks.run import chapters

ROOM = "editions"
WHOLE = "pages"
"""The task of an edition that makes its pages and its PDF; each other is a chapter's notebook, and has its name."""
RUNS, RECEIVED = ".runs", "received"
FORMS = {f"{PAGES}: done": "the site", f"{PAPER}: done": "the PDF", f"{PAPER}: nothing changed": "the PDF"}
"""What a step is called when the process that makes pages says this."""
READ = ": read in "


@dataclass(frozen=True)
class Made:
    """What became of an edition.

    Attributes
    ----------
    claims : those of the edition; None when it could not be made
    fault : why it could not be made
    published : whether it is in its place; not, when false claims keep it from there
    """

    edition: Edition
    claims: Claims | None = None
    fault: BookError | None = None
    published: bool = False

    @property
    def review(self) -> Path:
        """The page with every false claim."""
        return (self.edition.out if self.published else self.edition.work) / REVIEW / PAGE


def made_from(edition: Edition, contents: Mapping[str, str]) -> str:
    """A hash of all that an edition is made from: the book's files, by their contents, the code, the parameters."""
    return sources(contents, edition.given, room=ROOM)


class Making:
    """One edition in the making."""

    def __init__(self, edition: Edition, copy: Path, made_from: str) -> None:
        """``copy`` is the copy of the book that all editions of a run are made from."""
        self.edition = edition
        self.made_from = made_from
        self._copy = copy
        self._kept = Kept(edition.out / RUNS, made_from)
        self._tasks = [*chapters(copy, edition.given), WHOLE]
        self._done = {name for name in self._tasks if self._kept.get(name) is not None}
        self._waiting: dict[Future[bytes], str] = {}
        self._faults: dict[str, BookError] = {}
        year = max(edition.given.get(YEAR, FIRST_EDITION), FIRST_EDITION)
        pages = (path.read_text("utf-8") for path in (copy / CHAPTERS).glob("*.md"))
        self._left = len(set(FORMS.values())) + sum(of_page(page).has(year) for page in pages)
        self.steps = len(self._tasks) - 1 + self._left
        self.kept_steps = len(self._done - {WHOLE}) + (self._left if WHOLE in self._done else 0)

    def begin(self, who: Workers, bar: Bar) -> Iterator[Future[bytes]]:
        """Have somebody do all that is not kept from before."""
        edition = self.edition
        edition.seal.unlink(missing_ok=True)
        make_folder(edition.out)
        clear(edition.work, fresh=False)
        for place in (edition.source, edition.cells):
            mirror(self._copy, self._copy.parent, place)
            paths.sign(place, paths.stamp(self._copy), edition.root)

        def say(text: str) -> None:
            if READ in text:
                self._step(bar, f"{text.partition(READ)[0].strip()} is read")
            elif text in FORMS:
                self._step(bar, f"{FORMS[text]} is made")

        for name in self._tasks:
            if name not in self._done:
                future = who.pages(edition, say) if name == WHOLE else who.notebook(edition, name)
                self._waiting[future] = name
                yield future

    def _step(self, bar: Bar, what: str) -> None:
        if self._left > 1:  # the last is that all of it is there
            self._left -= 1
            bar.step(f"{self.edition.name}: {what}")

    def take(self, future: Future[bytes], who: Workers, bar: Bar) -> list[Future[bytes]]:
        """Keep what is done. After a fault, what comes after it is given up, and not waited for: what that is.

        The first fault is told, and what comes before might have one.
        """
        name = self._waiting.pop(future)
        try:
            result = who.result(future)
        except BookError as error:
            self._faults[name] = error
            after = self._tasks[self._tasks.index(name) :]
            given_up = [other for other, task in self._waiting.items() if task in after]
            for other in given_up:
                other.cancel()
                del self._waiting[other]
            return given_up
        if result:
            self._kept.put(name, result)
        self._done.add(name)
        if name == WHOLE:
            left, self._left = self._left, 0  # what a worker has told may come later still
            bar.step(f"{self.edition.name}: the pages are made", left)
        else:
            bar.step(f"{self.edition.name}: the notebook {name} is run")
        return []

    def end(self, strict: bool) -> Made:
        """Publish the edition, if all of it is done and, where that is asked for, all of it is true."""
        edition, work = self.edition, self.edition.work
        if self._faults:
            return Made(edition, fault=next(self._faults[name] for name in self._tasks if name in self._faults))
        drafts = {**self._pages(), NOTEBOOKS: work / NOTEBOOKS, REVIEW: work / REVIEW}
        shutil.rmtree(drafts[NOTEBOOKS], ignore_errors=True)
        drafts[NOTEBOOKS].mkdir()
        for name in self._tasks[:-1]:
            files.write(drafts[NOTEBOOKS] / f"{name}.ipynb", self._kept.get(name) or b"")
        found = claims(drafts[HTML])
        write(drafts[REVIEW], found, edition.name, invented=edition.synthetic)
        if strict and found.wrong:
            return Made(edition, found)
        publish(edition.out, drafts)
        seal(edition.out, self.made_from, edition.seal)
        self._kept.clear(self._tasks)
        return Made(edition, found, published=True)

    def _pages(self) -> dict[str, Path]:
        """The drafts of the site and of the PDF: those in the edition's own work, or those received from a cluster."""
        packed, place = self._kept.get(WHOLE), self.edition.work
        if packed is not None:
            place = place / RECEIVED
            shutil.rmtree(place, ignore_errors=True)
            unpack(packed, place)
        return {HTML: place / PAGES, PDF: place / PAPER}
