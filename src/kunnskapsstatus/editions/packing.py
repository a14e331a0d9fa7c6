"""Folders as bytes, to be sent elsewhere."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path


def pack(*folders: Path) -> bytes:
    """The files of a folder; of several, each under its folder's name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for folder in folders:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(folder if len(folders) == 1 else folder.parent))
    return data.getvalue()


def unpack(data: bytes, folder: Path) -> None:
    """What was packed, in ``folder``."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
