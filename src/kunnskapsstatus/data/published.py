"""Whether each number that has been published and is another now is told of. Published is what the released book was
made from: :data:`kunnskapsstatus.data.values.RELEASED`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

from kunnskapsstatus.data.observation import IDENTITY, Observation
from kunnskapsstatus.data.pairs import Pair, either, pairs
from kunnskapsstatus.data.revisions import COLUMNS, FILE, Revision, load, same
from kunnskapsstatus.data.table import as_line
from kunnskapsstatus.data.values import RELEASED, cell, released, unpack
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.keys import TOTAL

COMPUTED = "derived"
"""How the datasets of what is computed begin."""
REMEDY = "The line must be as data/README.md has it, under revisions.csv."
identity = attrgetter(*IDENTITY)
"""What a number is of."""


def check(root: Path, rows: Sequence[Observation], computed: Iterable[Observation] = ()) -> None:
    """Nothing, if each number that has been published and is another now has its line, and each line is right. Those
    that are ``computed`` follow from others and need none.

    Raises
    ------
    DataError
        For the first line that is not right; for all lines that are missing, each as it is to be written.
    """
    data = released(root) if (root / RELEASED).exists() else None
    chains: dict[tuple[object, ...], list[Revision]] = {}
    for one in load(root):
        chains.setdefault(identity(one.number), []).append(one)
    if data is None and not chains:
        return
    name = data["released"]["version"] if data else ""
    were = list(unpack(data["observations"])) if data else []
    known = {identity(either(old, new)): (old, new) for old, new in pairs(were, rows)}
    made = _Computed(computed)
    for key, chain in chains.items():
        _fits(root, chain, *known.get(key, (None, None)), made, name)
    missing = list(_missing(known.values(), chains, made))
    if missing:
        raise _asked(root, missing, name)


class _Computed:
    """What follows from other numbers: also what no longer does, since one of those is gone, where the same of other
    years still does."""

    def __init__(self, rows: Iterable[Observation]) -> None:
        rows = list(rows)
        self._now = {identity(row) for row in rows}
        self._kinds = {_kind(row) for row in rows}

    def has(self, old: Observation | None, new: Observation | None) -> bool:
        """Whether a number is computed, as it was and as it is."""
        row = either(old, new)
        gone = new is None and row.access == COMPUTED and _kind(row) in self._kinds
        return row.dataset.startswith(COMPUTED) or identity(row) in self._now or gone


def _kind(row: Observation) -> tuple[str, ...]:
    return row.dataset, row.population, row.category, row.group, row.measure


def _fits(
    root: Path, chain: Sequence[Revision], old: Observation | None, new: Observation | None, made: _Computed, name: str
) -> None:
    """Nothing, if the revisions of one number lead from one to the next, and to what it is."""

    def fail(one: Revision, cause: str, remedy: str) -> DataError:
        return DataError(cause, file=root / FILE, line=one.line, remedy=remedy)

    first, last = chain[0], chain[-1]
    for one, after in pairwise(chain):
        if not same(one.now, after.was) or after.date < one.date:
            cause = f"line {one.line} ends with {one.now or 'nothing'} on {one.date}, and this begins with {after.was}"
            raise fail(after, f"{cause} on {after.date}", "The revisions of one number follow each other.")
    if old is None and new is None:
        if last.now:
            raise fail(last, f"there is no such number: {_named(last.number)}", REMEDY)
        return
    row = either(old, new)
    if made.has(old, new):
        raise fail(last, f"{_named(row)} is computed from other numbers", "Tell of those, and delete this line.")
    is_now, was = _text(new), _text(old)
    if old is None and name:
        cause = f"{_named(row)} is not in the released book ({name}): nobody has read another value"
        raise fail(last, cause, "Delete the line.")
    if name and not any(same(value, was) for value in (first.was, *(one.now for one in chain))):
        cause = f"column 'was': {first.was!r}, and the released book ({name}) has {was!r}"
        raise fail(first, cause, "Write what readers have had.")
    if not same(last.now, is_now) and not same(last.now, was):
        cause = f"column 'is': {last.now!r}, and the number is {is_now!r} now"
        raise fail(last, f"{cause}{_at(new)}", "Correct the one or the other.")


def _missing(
    known: Iterable[Pair], chains: dict[tuple[object, ...], list[Revision]], made: _Computed
) -> Iterator[tuple[Observation, str, str]]:
    """The numbers that are others and have no line, with what they were and are."""
    for old, new in known:
        if old is None or not old.given or made.has(old, new):
            continue  # a number that nobody has read is new
        chain = chains.get(identity(either(old, new)))
        was, now = chain[-1].now if chain else _text(old), _text(new)
        if not same(was, now):
            yield either(old, new), was, now


def _asked(root: Path, missing: Sequence[tuple[Observation, str, str]], name: str) -> DataError:
    path = root / FILE
    told = [f"  {row.file}:{row.line}: {was or 'nothing'} → {now or 'taken out'}" for row, was, now in missing]
    lines = [as_line([*map(_cell, identity(row)), was, now, date.today().isoformat(), ""]) for row, was, now in missing]
    head = [] if path.exists() else [",".join(COLUMNS)]
    count = "a number that is" if len(missing) == 1 else f"{len(missing)} numbers that are"
    cause = "\n".join([f"{count} in the released book ({name}) and now another:", *told])
    say = f"Say why, for readers, in Bokmål, at the end of {'each' if len(missing) > 1 else 'the'} line:"
    end = path.read_text("utf-8").count("\n") + 1 if path.exists() else 1
    return DataError(cause, file=path, line=end, remedy="\n".join([f"Add to {FILE}. {say}", *head, *lines]))


def _cell(part: object) -> str:
    return "" if part in (None, TOTAL) else str(part)


def _text(row: Observation | None) -> str:
    return "" if row is None else cell(row)


def _at(row: Observation | None) -> str:
    return f" ({row.file}:{row.line})" if row else ""


def _named(row: Observation) -> str:
    """What a number is of, in its keys."""
    return ", ".join(str(part) for part in identity(row) if part not in (None, "", TOTAL))
