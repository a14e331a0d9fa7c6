"""What a check has found: where, what, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to look at, on a line of a file that is named from the book's folder.

    Attributes
    ----------
    sure : whether it is a fault; else only its author can tell
    """

    file: str
    line: int
    what: str
    remedy: str = ""
    sure: bool = True

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" + (f" {self.remedy}" if self.remedy else "")
