"""The libraries that registers need, and that a book without registers is built without."""

from __future__ import annotations

from importlib.util import find_spec

from kunnskapsstatus.errors import BookError


def needs(*libraries: str) -> None:
    """Nothing, where these are installed. Raises BookError where one is not."""
    for library in libraries:
        if find_spec(library) is None:
            remedy = "Install what registers need: .venv/bin/uv sync --inexact --extra registers"
            raise BookError(f"{library} is not installed", remedy=remedy)
