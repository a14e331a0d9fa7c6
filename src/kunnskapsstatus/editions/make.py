"""Making editions: notebooks and pages of several at once, each published when all of it is done.

What is done is kept: a run that was stopped goes on where it was, and makes the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from pathlib import Path
from typing import Any

from kunnskapsstatus import paths, processes
from kunnskapsstatus.book.build import make_folder
from kunnskapsstatus.book.run.alone import alone
from kunnskapsstatus.book.run.publish import HTML, recover
from kunnskapsstatus.book.run.seal import is_sealed
from kunnskapsstatus.book.run.snapshot import contents, take
from kunnskapsstatus.editions.claims import claims
from kunnskapsstatus.editions.edition import EDITIONS, Edition
from kunnskapsstatus.editions.making import Made, Making, made_from
from kunnskapsstatus.editions.progress import Bar
from kunnskapsstatus.editions.workers import Workers, workers
from kunnskapsstatus.errors import BookError, of_machine
from kunnskapsstatus.notebooks.parameters import check_edition

SOURCE = ".source"
"""The copy of the book that all editions of a run are made from."""


def make(
    root: Path, chosen: Sequence[Mapping[str, Any]], *, strict: bool = False, cluster: str = "", quiet: bool = False
) -> list[Made]:
    """Make the editions for these parameters, each published below ``_build/editions`` when all of it is done, and what
    became of each.

    Parameters
    ----------
    strict : no edition of which a claim is false is published
    cluster : the address of a Dask cluster that does the work, such as ``tcp://host:8786``; by default this machine

    Raises
    ------
    BookError
        For parameters or data that are not right, and when another process makes editions: before anything is made.
    """
    root = root.resolve()
    place = root / EDITIONS
    try:
        make_folder(place)
        with processes.family(), alone(place):
            return _make(root, [Edition(root, given) for given in chosen], strict, cluster, quiet)
    except OSError as error:
        error.filename = error.filename or str(place)
        raise of_machine(error, root) from None
    except BookError as error:
        raise error.seen_from(place / SOURCE).seen_from(root) from None


def _make(root: Path, editions: list[Edition], strict: bool, cluster: str, quiet: bool) -> list[Made]:
    place, copy = root / EDITIONS, root / EDITIONS / SOURCE
    for edition in editions:
        check_edition(root, edition.given)
        recover(edition.out)
    found = contents(root, place)
    waiting = [one for one in editions if not is_sealed(one.out, made_from(one, found), one.seal)]
    made = {one.name: Made(one, claims(one.out / HTML), published=True) for one in editions if one not in waiting}
    if waiting:
        found = take(root, place, copy, found)
        makings = [Making(one, copy, made_from(one, found)) for one in waiting]
        bar = Bar(sum(one.steps for one in makings), sum(one.kept_steps for one in makings), quiet)
        try:
            with workers(copy, paths.stamp(copy), cluster) as who:
                for done in _run(makings, who, bar):
                    made[done.edition.name] = done.end(strict)
        finally:
            bar.close()
    return [made[one.name] for one in editions]


def _run(makings: list[Making], who: Workers, bar: Bar) -> Iterator[Making]:
    """Each edition when all of it is done, or when nothing of it is to be waited for any more."""
    running = {future: making for making in makings for future in making.begin(who, bar)}
    for making in makings:
        if making not in running.values():
            yield making
    while running:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            making = running.pop(future)
            for other in making.take(future, who, bar):
                running.pop(other, None)
            if making not in running.values():
                yield making
