"""Where a number is from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Origin:
    """Where a number is from: exhibit, what it is of, source, file and line."""

    exhibit: str
    place: str
    source: str
    file: str
    line: int
    reservation: str = ""

    def sentence(self) -> str:
        """The origin in words, for a reader."""
        source = self.source if self.source.startswith("http") else self.source[:1].upper() + self.source[1:]
        return ". ".join(part.rstrip(".") for part in (self.place, source, self.reservation) if part) + "."

    def to_json(self) -> dict[str, Any]:
        """The origin as plain data, with its sentence."""
        return {**vars(self), "sentence": self.sentence()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Origin:
        """The origin that :meth:`to_json` gave."""
        return cls(**{name: value for name, value in data.items() if name != "sentence"})


def printed_name(dataset: str) -> str:
    """How the report names a dataset: ``table-a20`` is ``vedleggstabell 20``; empty where it is not the report's."""
    kind, _, number = dataset.partition("-")
    if kind not in ("table", "figure") or not number:
        return ""
    word = {"table": "tabell", "figure": "figur"}[kind]
    return f"vedleggs{word} {int(number[1:])}" if number.startswith("a") else f"{word} {int(number)}"
