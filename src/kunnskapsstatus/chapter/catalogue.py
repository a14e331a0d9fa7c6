"""The catalogue: what the book has data on, as Markdown tables for its pages. Made from definitions, data and codebook, never typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from kunnskapsstatus import files
from kunnskapsstatus import paths as project
from kunnskapsstatus.data import definitions
from kunnskapsstatus.data import store as observations
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.exhibits import exhibit as exhibits
from kunnskapsstatus.exhibits.exhibit import READ, printed_name

STORE = Path("_build") / "data" / "catalogue.json"
MADE_FROM = "kunnskapsstatus.read"
STATES = {"complete": "alle", "partial": "noen", "empty": "ingen"}
_NUMBER = re.compile(r"^(?P<series>(?:table|figure)-a?)(?P<number>\d+)$")


@dataclass(frozen=True)
class Markdown:
    """Text that a page shows as if it were written there. The book is also told which files the page has read so far."""

    text: str

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        return {"text/markdown": self.text, "text/plain": self.text}, {MADE_FROM: sorted(READ)}


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def keep(root: Path) -> Path:
    """Write what there is to list to ``_build/data/catalogue.json``, where it has changed: exhibits, observations, and the files of three folders.

    A page with an overview depends on this file: so not on each number, but on a new file as well.
    """
    known = {"observations": len(observations.load(root)), "states": _states(root)}
    known |= {
        folder: [path.name for path in sorted((root / "data" / folder).glob("*"))]
        for folder in ("audit", "codebook", "official")
    }
    files.write(root / STORE, json.dumps(known, indent=1))
    return root / STORE


def _states(root: Path) -> dict[str, str]:
    return _known(root, observations.fingerprint(root))


@cache
def _known(root: Path, mark: str) -> dict[str, str]:
    everything = observations.load(root)
    return {d.id: exhibits.state(d, everything) for d in definitions.load(root).values() if d.printed}


def use(root: Path, *patterns: str) -> None:
    """Note that the page at hand is made from the files that match these patterns."""
    for pattern in patterns:
        READ.update(dict.fromkeys(path.relative_to(root).as_posix() for path in sorted(root.glob(pattern))))


def printed(series: str) -> Markdown:
    """The report's tables or figures (``table-``, ``figure-``, ``table-a``, ``figure-a``): where they stand, and what the book has of their values."""
    root = project.root()
    states, found = _states(root), []
    for definition in definitions.load(root).values():
        match = _NUMBER.match(definition.printed)
        if match and match["series"] == series:
            here = definition.same_as or definition.id
            what = definition.title + (" (samme tall)" if definition.same_as else "")
            known = STATES[states[definition.id]]
            found.append(
                (
                    int(match["number"]),
                    printed_name(definition.printed).capitalize(),
                    what,
                    f"{{numref}}`{here}`",
                    known,
                )
            )
    use(root, "data/exhibits/*.toml", str(STORE))
    return Markdown(_table(("I rapporten", "Hva den viser", "I boka", "Verdier"), (row[1:] for row in sorted(found))))


def sources() -> Markdown:
    """The official files: what they hold, for which years, with how many numbers, and from where."""
    root = project.root()
    frame = observations.load(root)
    frame = frame[frame["dataset"].str.startswith("official-")]
    book = Codebook(root)
    rows = []
    for dataset, part in frame.groupby("dataset", sort=True):
        what = ", ".join(dict.fromkeys(book.label(("population",), key) for key in part["population"]))
        access = part["access"].value_counts()
        how = ", ".join(f"{access[key]} {name}" for key, name in ACCESS.items() if key in access)
        rows.append((f"`{str(dataset).removeprefix('official-')}.csv`", what, _span(part["year"]), len(part), how))
    use(root, "data/official/*.csv", "data/codebook/population.csv", str(STORE))
    return Markdown(_table(("Fil", "Gjelder", "År", "Tall", "Lest"), rows))


ACCESS = {"direct": "hos utgiveren", "secondary": "gjengitt av andre", "derived": "regnet ut"}


def _span(years: pd.Series[Any]) -> str:
    known = years.dropna()
    return "" if known.empty else str(known.min()) if known.min() == known.max() else f"{known.min()}–{known.max()}"


def addresses() -> Markdown:
    """The addresses and publications that official figures are read from."""
    root = project.root()
    frame = observations.load(root)
    frame = frame[frame["dataset"].str.startswith("official-")]
    names = sorted(dict.fromkeys(frame["source"]))
    use(root, "data/official/*.csv", str(STORE))
    return Markdown("".join(f"- {f'<{name}>' if re.fullmatch(r'https?://[^ ]+', name) else name}\n" for name in names))


def variables() -> Markdown:
    """The codebook: each variable's keys with their labels in Bokmål and English."""
    root = project.root()
    book, rows = Codebook(root), []
    for name in book.names:
        labels = [category.label_nb for category in book[name].categories.values()]
        rows.append((f"`{name}`", len(labels), "; ".join(labels)))
    use(root, "data/codebook/*.csv", str(STORE))
    return Markdown(_table(("Variabel", "Kategorier", "Navn på bokmål"), rows))


def overview() -> dict[str, int]:
    """How much there is: ``observations``, ``printed`` tables and figures, and how many of them are complete, partial and empty."""
    root = project.root()
    states = list(_states(root).values())
    use(root, "data/exhibits/*.toml", str(STORE))
    return {
        "observations": len(observations.load(root)),
        "printed": len(states),
        **{name: states.count(name) for name in STATES},
    }
