"""Putting finished drafts in place, so that a reader never sees half a book."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

PARTS = ("html", "pdf")
"""The folders that are published, by the names that they have in a book's output."""


def publish(out: Path, drafts: Mapping[str, Path]) -> None:
    """Put finished drafts in place: each folder is copied beside its place and then exchanged by renaming."""
    for name, draft in drafts.items():
        new = out / f".{name}.new"
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(draft, new, ignore=shutil.ignore_patterns(".buildinfo", "objects.inv.tmp"))
    for name in drafts:
        place, new, old = out / name, out / f".{name}.new", out / f".{name}.old"
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            os.replace(place, old)
        os.replace(new, place)
        shutil.rmtree(old, ignore_errors=True)


def recover(out: Path) -> None:
    """After a kill: put back a folder that was taken away and not yet replaced, and drop half-made copies."""
    for name in PARTS:
        place, old = out / name, out / f".{name}.old"
        if old.exists() and not place.exists():
            os.replace(old, place)
        shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(out / f".{name}.new", ignore_errors=True)
