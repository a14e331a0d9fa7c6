"""Where the live pages lie: beside the published book, which is never touched."""

from pathlib import Path

FOLDER = Path("_build") / ".live"
PAGES = FOLDER / "html"
