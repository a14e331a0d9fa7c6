"""An edition: what it is made for, and where its parts are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kunnskapsstatus.book.build import SEAL, SOURCE, WORK
from kunnskapsstatus.chapter.text import REPORT
from kunnskapsstatus.data.invented import INVENTED, is_synthetic
from kunnskapsstatus.notebooks.files import CLAIMS

EDITIONS = Path("_build") / "editions"


@dataclass(frozen=True)
class Edition:
    """The book for some parameters, such as ``year``; ``root`` is the book's folder.

    A false claim stops no edition, unless its parameters say so: all of them are listed.
    """

    root: Path
    chosen: Mapping[str, Any]

    @property
    def given(self) -> dict[str, Any]:
        """All parameters."""
        return {**self.chosen, CLAIMS: self.chosen.get(CLAIMS, REPORT)}

    @property
    def name(self) -> str:
        """``2024``: the name of its folder; ``2018-syntetisk``, where its numbers are invented."""
        values = [str(value) for name, value in self.chosen.items() if name != CLAIMS] or ["newest"]
        return re.sub(r"[^\w.-]", "-", "-".join([*values, *([INVENTED] if self.synthetic else [])]))

    @property
    def synthetic(self) -> bool:
        """Whether it is of a synthetic book."""
        return is_synthetic(self.root)

    @property
    def out(self) -> Path:
        """Its place: what is published of it lies there."""
        return self.root / EDITIONS / self.name

    @property
    def work(self) -> Path:
        """What it is made in."""
        return self.out / WORK

    @property
    def source(self) -> Path:
        """The copy of the book that its pages are made from."""
        return self.work / SOURCE

    @property
    def cells(self) -> Path:
        """The copy of the book that its notebooks run in: what a cell writes there is no part of the pages."""
        return self.work / "cells"

    @property
    def seal(self) -> Path:
        """What tells what the published edition was made from."""
        return self.work / SEAL
