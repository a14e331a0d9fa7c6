"""What the chapters of a book say in the edition of a year, found in this process: no kernel, no build."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import jupytext
import pandas as pd
import pytest
from books import ROOT

import kunnskapsstatus
from kunnskapsstatus.chapter import statements
from kunnskapsstatus.chapter.checks import NAME, parse
from kunnskapsstatus.chapter.door import Door
from kunnskapsstatus.chapter.since import of_page, of_year
from kunnskapsstatus.chapter.statements import CLAIM, Statement
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.notebooks.parameters import substitute

ROLE = re.compile(r"\{(eval|claim)\}`([^`]+)`")
BLOCK = re.compile(r"^```\{checks\}\n(.*?)^```", re.M | re.S)
PAGES_OF_ALL = ("audit", "data", "tables_index")
"""Pages made from all the data, which say nothing of a year."""


class Said(NamedTuple):
    """A number or a claim, and the paragraph that it stands in."""

    chapter: str
    paragraph: str
    statement: Statement


def said(root: Path, year: int) -> list[Said]:
    """All numbers and claims of the edition."""
    book = open_book(root)
    door = Door(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kunnskapsstatus.chapter.door.display", lambda *_: None)
        patch.setattr(door, "open", lambda: book)  # its files are looked at once
        for name in ("exhibit", "stated", "newest"):
            patch.setattr(kunnskapsstatus, name, getattr(door, name), raising=False)
        return [
            one
            for path in sorted((root / "chapters").glob("*.md"))
            if path.stem not in PAGES_OF_ALL and of_page(path.read_text("utf-8")).has(year)
            for one in _chapter(path, year)
        ]


def _chapter(path: Path, year: int) -> Iterator[Said]:
    text = of_year(substitute(path.read_text("utf-8"), {"year": year}), year)
    names: dict[str, Any] = {}
    for cell in jupytext.reads(text, fmt="md:myst").cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, path.name, "exec"), names)  # the chapter's own code
            continue
        blocks = [one for block in BLOCK.findall(cell.source) for one in parse(block.split("\n"))]
        for one in blocks:
            yield Said(path.stem, f"{one.name}: {one.expression}", statements.check(one.expression, names))
        for paragraph in re.split(r"\n\s*\n|\n(?=- )", BLOCK.sub("", cell.source)):
            for role, expression in ROLE.findall(paragraph):
                if role != CLAIM:
                    yield Said(path.stem, paragraph, statements.evaluate(expression, names))
                elif not NAME.fullmatch(expression):  # the name of a check in a block
                    yield Said(path.stem, paragraph, statements.check(expression, names))


def copy_with_next_year(place: Path, factor: float) -> int:
    """A copy of the book whose official figures have one year more, each ``factor`` times the newest; the new year.

    They are made up, and stay in the test's own folder.
    """
    for folder in ("chapters", "data"):
        shutil.copytree(ROOT / folder, place / folder)
    for file in ("_toc.yml", "references.bib"):
        shutil.copyfile(ROOT / file, place / file)
    newest = open_book(ROOT).newest
    for path in sorted((place / "data" / "official").glob("*.csv")):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        last = table[(table["year"] == str(newest)) & table["value"].str.fullmatch(r"[0-9.,]+")]
        later = last.assign(
            year=str(newest + 1),
            value=[_scaled(value, factor) for value in last["value"]],
            reservation="Syntetisk: laget for en prøve.",
            source="Syntetisk",
            accessed=date.today().isoformat(),
        )
        pd.concat([table, later]).to_csv(path, index=False, lineterminator="\n")
    return newest + 1


def _scaled(value: str, factor: float) -> str:
    number = value.replace(",", ".")
    return f"{float(number) * factor:.{len(number.partition('.')[2])}f}"
