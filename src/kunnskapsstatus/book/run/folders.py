"""The folders of a build's work."""

from __future__ import annotations

from pathlib import Path

PAGES, PAPER = "html", "typst"
"""What is to be published."""
DOCTREES = "doctrees"
"""The chapters as they were read, and what else is kept for the next build."""
TEMPLATES = "templates"
"""The pages' templates as Python has compiled them, each by its content."""
TYPST = Path(DOCTREES) / "typst"
"""What the documents of the PDF are made from, as Typst has it."""
