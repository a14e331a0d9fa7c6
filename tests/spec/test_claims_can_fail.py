"""A claim says something: for each of them there are data that make it false. One that holds whatever the numbers are
would be a mark in the book that means nothing."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from books import ROOT

import kunnskapsstatus
from kunnskapsstatus.chapter.checks import parse
from kunnskapsstatus.chapter.door import Door
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.keys import OFFICIAL
from kunnskapsstatus.notebooks.files import read

pytestmark = pytest.mark.usefixtures("untraced")
CLAIM = re.compile(r"\{claim\}`([^`]+)`")
BLOCK = re.compile(r"^```\{checks\}\n(.*?)^```", re.M | re.S)
ROUNDS = 5
"""So often each kind of other data is tried."""
Other = Callable[[pd.DataFrame, np.random.Generator], pd.DataFrame]


class Page(NamedTuple):
    """A chapter: its code cells, each with the claims that follow it."""

    name: str
    cells: tuple[tuple[Any, tuple[str, ...]], ...]


def pages() -> Iterator[Page]:
    for path in sorted((ROOT / "chapters").glob("*.md")):
        cells: list[tuple[Any, tuple[str, ...]]] = []
        written = "\n".join(BLOCK.findall(path.read_text("utf-8")))
        named = {one.name: one.expression for one in parse(written.split("\n"))}
        for cell in read(path).cells:
            if cell.cell_type == "code":
                cells.append((compile(cell.source, path.name, "exec"), ()))
            elif cells:
                found = (named.get(claim, claim) for claim in CLAIM.findall(cell.source))
                cells[-1] = (cells[-1][0], (*cells[-1][1], *found))
        if any(claims for _, claims in cells):
            yield Page(path.stem, tuple(cells))


def noisy(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Each value another one, of as many decimals: many are far off, some texts and answers are gone."""
    scale = np.exp(rng.normal(0, rng.choice([0.2, 1.0]), len(frame)))
    texts = frame["text"].where(
        (frame["text"] == "") | (rng.random(len(frame)) > rng.random()), rng.choice(["", "once", "no"])
    )
    return frame.assign(value=rounded(frame, frame["value"] * scale + rng.integers(-1, 2, len(frame))), text=texts)


def alike(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """All values the same, or none."""
    return frame.assign(value=frame["value"] * 0 + rng.choice([0.0, 10.0]))


def of_a_few(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Each value the percentage that some of the 44 centres of the survey are."""
    return frame.assign(value=rounded(frame, frame["value"] * 0 + 100 * rng.integers(0, 45, len(frame)) / 44))


def with_gaps(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A tenth of the values are gone, and a tenth of the rows of tables."""
    row = frame.groupby(["dataset", "category"], sort=False).ngroup()
    kept = frame.loc[(rng.random(row.max() + 1) > 0.1)[row]]
    return kept.assign(value=kept["value"].where(rng.random(len(kept)) > 0.1)).reset_index(drop=True)


def in_all_years(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Official figures in each year since the report: what the sources did not give, they give."""
    official = frame["dataset"].str.startswith(OFFICIAL)
    known = frame[~official | (frame["value"].notna() & (frame["qualifier"] == ""))]
    one = ["dataset", "population", "category", "group", "measure"]
    latest = frame[official & frame["value"].notna()].sort_values("year")
    latest = latest.groupby([*one, latest["series"] == "old-method"], sort=False).tail(1).assign(qualifier="")
    more = (latest.assign(year=year) for year in range(2019, latest["year"].max() + 1))
    return pd.concat([known, *more]).drop_duplicates([*one, "series", "year"]).reset_index(drop=True)


def until_other_years(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Official figures that end in another year, each file in its own."""
    last = {name: rng.integers(2018, 2024) for name in sorted(frame["dataset"].unique()) if name.startswith(OFFICIAL)}
    later = frame["year"].fillna(0) > frame["dataset"].map(last).fillna(9999)
    return frame[~later].reset_index(drop=True)


def rounded(frame: pd.DataFrame, values: pd.Series) -> pd.Series:
    places = 10.0 ** frame["decimals"]
    return (values * places).round() / places


def true_ones(page: Page, wanted: set[str], book: Book) -> set[str]:
    """The claims among the ``wanted`` that are not false with these data. An error is no answer."""
    door = Door(ROOT)
    door._book = book
    view = cache(lambda identifier, year: view_of(book, identifier, year))
    given = {
        "exhibit": lambda identifier, year=None, show=True: Exhibit(view(identifier, year), lambda _: {}),
        "stated": door.stated,
    }
    names: dict[str, Any] = {}
    found = set(wanted)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setattr(kunnskapsstatus, name, value, raising=False)
        for code, claims in page.cells:
            attempt(lambda code=code: exec(code, names))
            for claim in wanted.intersection(claims):
                if attempt(lambda claim=claim: bool(eval(claim, names))) is False:  # noqa: S307
                    found.discard(claim)
    return found


def attempt(action: Callable[[], Any]) -> Any:
    try:
        return action()
    except Exception:  # with other data a cell may have nothing to read
        return None


def survivors(known: list[Page], frame: pd.DataFrame, others: list[Other]) -> dict[str, set[str]]:
    """The claims that none of many other data make false, by chapter."""
    rng, real = np.random.default_rng(2018), Book(ROOT)
    left = {page.name: {claim for _, claims in page.cells for claim in claims} for page in known}
    for other in others:
        book = Book(ROOT)
        book.codebook, book.definitions, book.units = real.codebook, real.definitions, real.units
        book.observations = other(frame, rng)
        for page in known:
            if left[page.name]:
                left[page.name] = true_ones(page, left[page.name], book)
    return {name: claims for name, claims in left.items() if claims}


def test_there_are_data_that_make_each_claim_false(all_observations: pd.DataFrame) -> None:
    known = list(pages())
    assert sum(len(claims) for page in known for _, claims in page.cells) > 500
    others = [noisy, alike, noisy, of_a_few, noisy, with_gaps]
    assert survivors(known, all_observations, [*others * ROUNDS, *[in_all_years, until_other_years] * ROUNDS]) == {}


def test_a_claim_that_holds_whatever_the_numbers_are_is_found(all_observations: pd.DataFrame) -> None:
    code = compile('from kunnskapsstatus import stated\nn = stated("men-share-residents")', "page", "exec")
    page = Page("page", ((code, ("2010 - 1978 > 30", "n == 7", "n == n", "n.missing")),))
    assert survivors([page], all_observations, [noisy] * 3) == {"page": {"2010 - 1978 > 30", "n == n", "n.missing"}}
