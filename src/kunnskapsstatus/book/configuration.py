"""Sphinx's configuration as Jupyter Book makes it from ``_config.yml`` and ``_toc.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from jupyter_book.config import get_final_config

from kunnskapsstatus.errors import BookError

FILES = ("_config.yml", "_toc.yml")


def configuration(root: Path, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration of the book in ``root`` for an edition's parameters.

    Raises
    ------
    BookError
        When a file cannot be read as YAML.
    """
    overrides: dict[str, Any] = {"external_toc_path": str(root / "_toc.yml"), "latex_individualpages": False}
    for name in FILES:
        try:
            yaml.safe_load((root / name).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            cause = " ".join(str(error).replace(str(root / name), name).split())
            raise BookError(
                f"this cannot be read as YAML: {cause}", file=name, remedy="Correct what it names."
            ) from None
    config, _ = get_final_config(
        user_yaml=root / "_config.yml", cli_config=overrides, sourcedir=root, validate=True, raise_on_invalid=True
    )
    return {**config, "book_parameters": dict(parameters)}
