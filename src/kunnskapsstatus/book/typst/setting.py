"""Setting documents side by side: each by a process of its own, so that what the compiler remembers of one is gone with
it, and of a long one before its PDF is finished. A document is set again only when its source, or what sets it, is
another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.parallel import ParallelTasks

from kunnskapsstatus import files
from kunnskapsstatus.book.run.writing import WRITERS
from kunnskapsstatus.book.typst import compiler
from kunnskapsstatus.book.typst.errors import TypstBuildError
from kunnskapsstatus.book.typst.finished import Overfull, finish
from kunnskapsstatus.book.typst.sheets import Sheet
from kunnskapsstatus.book.typst.standby import LONG, waiting
from kunnskapsstatus.book.typst.tags import TagError

MOST, LONGEST = 4, 60
"""So many texts that are too wide are told, and so many of the characters of each."""


@dataclass(frozen=True)
class Setting:
    """A document to be set: what stands in it, its source, what its metadata tell, and what else its PDF depends on.

    ``said`` is what is said of the edition (:func:`kunnskapsstatus.book.plan.imprint.imprint`).
    """

    sheet: Sheet
    source: str
    timestamp: int | None
    keywords: Sequence[str]
    said: Mapping[str, Any]
    hand: Sequence[str]

    @property
    def mark(self) -> str:
        """A hash of all that the PDF is made from."""
        parts = [self.source, repr(self.sheet.row_headers), repr(self.said), repr(self.keywords), *self.hand]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def pdf(self, source: Path) -> bytes:
        """The PDF of the source, which lies in this file: for a process that ends soon.

        Raises
        ------
        TypstBuildError
            With place and remedy.
        """
        here = partial(compiler.settled, source) if source.stat().st_size < LONG else None
        pdf = compiler.compile_pdf(source, self.timestamp, waiting(source) or here)
        sheet = self.sheet
        try:
            return finish(pdf, sheet.row_headers, rooms=sheet.rooms, keywords=self.keywords, said=self.said)
        except Overfull as error:
            raise TypstBuildError(_too_wide(error, sheet.file, source)) from None
        except TagError as error:
            raise TypstBuildError(f"{source}: {error}. This is a fault in the builder, not in a chapter.") from error


def set_all(app: Sphinx, settings: Sequence[Setting], folder: Path) -> dict[str, bytes]:
    """The PDFs of these documents, by file. Sources, and PDFs that may serve again, are kept in ``folder``.

    Raises
    ------
    TypstBuildError
        With place and remedy, for the first document that cannot be set.
    """
    compiler.fonts()  # read once, by the process that all others are forks of
    made: dict[str, bytes] = {}
    faults: dict[str, str] = {}
    warned = app._warncount
    new: list[tuple[Path, Setting]] = []

    def keep(setting: Setting, result: tuple[bytes, str]) -> None:
        made[setting.sheet.file], fault = result
        if fault:
            faults[setting.sheet.file] = fault
        elif app._warncount == warned:  # what has been warned of is to be warned of again
            kept = folder / "pdf" / setting.sheet.file
            files.write(kept, result[0])
            files.write(kept.with_suffix(".mark"), setting.mark)

    for setting in settings:
        source, kept = folder / f"{setting.sheet.file}.typ", folder / "pdf" / setting.sheet.file
        seal = kept.with_suffix(".mark")
        files.write(source, setting.source)
        if kept.is_file() and seal.is_file() and seal.read_text("utf-8") == setting.mark:
            made[setting.sheet.file] = kept.read_bytes()
        else:
            seal.unlink(missing_ok=True)
            new.append((source, setting))
    tasks = ParallelTasks(WRITERS)
    for source, setting in new:
        tasks.add_task(partial(_set, source), setting, keep)
    try:
        tasks.join()
    except EOFError:
        raise TypstBuildError(compiler.ENDED) from None
    for setting in settings:
        if setting.sheet.file in faults:
            raise TypstBuildError(faults[setting.sheet.file])
    return made


def _set(source: Path, setting: Setting) -> tuple[bytes, str]:
    """The PDF, or what is wrong."""
    try:
        return setting.pdf(source), ""
    except TypstBuildError as error:
        return b"", str(error)


def _too_wide(error: Overfull, file: str, source: Path) -> str:
    told = (
        f"{compiler.place_of(spill.caption or spill.text, source) or 'the book'}: {file}, page {spill.page}: "
        f"{_short(spill.text)!r} {spill.what}{f' in {_short(spill.caption)}' if spill.caption else ''}."
        for spill in error.spills[:MOST]
    )
    return "\n".join((*told, "Write shorter words or fewer columns, or break the line or the exhibit in parts."))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
