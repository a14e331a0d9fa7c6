"""What axe-core finds on pages in a browser. It runs beside a page's own scripts, under the page's own policy."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
LOOK = Path(__file__).with_name("axe.js").read_text("utf-8")


class Axe:
    """Looks at one page after the other, and at the colours and widths of each sort of text and control once."""

    def __init__(self) -> None:
        self.measured: list[str] = []

    def violations(self, page: Page, *rules: str) -> list[str]:
        """Each violation on a page as it is, in a line: by rules of ``colours``, of ``widths``, or by ``all`` others of
        WCAG 2.2 A and AA and of good practice."""
        if not page.evaluate("'axe' in window"):
            page.evaluate(SCRIPT)
        looked: dict[str, Any] = page.evaluate(LOOK, [[*rules], self.measured])
        self.measured += looked["measured"]
        return ["  ".join(parts) for parts in looked["found"]]
