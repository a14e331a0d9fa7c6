"""What is told to those who look at the live pages: the latest, to each as soon as it is new."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from typing import Any

WORKING, GOOD, FAILED = "working", "good", "failed"


@dataclass(frozen=True)
class Notice:
    """How the book stands.

    Attributes
    ----------
    edition : how often pages have been made: a page of another edition is old
    state : ``working``, ``good`` or ``failed``
    text : what is wrong, in words
    """

    edition: int = 0
    state: str = WORKING
    text: str = ""

    def to_json(self) -> dict[str, Any]:
        """The notice as plain data."""
        return asdict(self)


class Board:
    """The latest notice; who waits for the next is woken by it."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._latest = Notice()
        self.looked_at = ""
        """The page that was last asked for: its name without its suffix."""

    @property
    def latest(self) -> Notice:
        """How the book stands now."""
        return self._latest

    def tell(self, state: str, text: str = "", *, made: bool = False) -> None:
        """A new notice; when pages have been ``made``, of a new edition."""
        with self._news:
            self._latest = Notice(self._latest.edition + made, state, text)
            self._news.notify_all()

    def after(self, seen: Notice | None, patience: float) -> Notice:
        """The latest notice, as soon as it is another than the one that was ``seen``, or when patience is at an end."""
        with self._news:
            self._news.wait_for(lambda: self._latest is not seen, patience)
            return self._latest
