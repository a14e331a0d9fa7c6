"""Sphinx's configuration as Jupyter Book makes it from ``_config.yml`` and ``_toc.yml``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from jupyter_book import config as jupyter_book

from kunnskapsstatus.book.plan import contents, documents, unsuited
from kunnskapsstatus.book.plan.settings import Settings
from kunnskapsstatus.errors import BookError

FILE = "_config.yml"


def configuration(root: Path, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration of the book in ``root`` for an edition's parameters.

    Raises
    ------
    BookError
        When a file cannot be read as YAML, has a key that is not known or a value of another kind, or when the contents
        do not agree with the chapters.
    """
    settings = Settings(root, FILE)
    _check(settings)
    documents.checked(settings, root)
    overrides: dict[str, Any] = {"external_toc_path": str(root / contents.FILE), "latex_individualpages": False}
    try:
        config, _ = jupyter_book.get_final_config(
            user_yaml=root / FILE, cli_config=overrides, sourcedir=root, validate=False
        )
    except Exception as error:  # whatever it is, an author can only look at the settings
        told = " ".join(f"{type(error).__name__}: {error}".split())
        remedy = "Write the settings as Jupyter Book's manual has them."
        raise BookError(f"Jupyter Book cannot use these settings: {told}", file=FILE, remedy=remedy) from error
    contents.check(root, config["exclude_patterns"])
    return {**config, "book_parameters": dict(parameters)}


def _check(settings: Settings) -> None:
    """Stop at the first setting that Jupyter Book would not understand, or would pass over."""
    schema = json.loads(jupyter_book.PATH_JSON_SCHEMA.read_text("utf-8"))["properties"]
    default = yaml.safe_load(jupyter_book.PATH_YAML_DEFAULT.read_text("utf-8"))
    for key, value in settings.data.items():
        if key not in {*schema, *default}:
            raise settings.unknown((key,), {*schema, *default})
        preset = default.get(key)
        known = {*schema.get(key, {}).get("properties", {}), *(preset if isinstance(preset, dict) else ())}
        for inner in value if isinstance(value, dict) and known else ():
            if inner not in known:
                raise settings.unknown((key, inner), known)
    for error in sorted(jupyter_book.get_validator().iter_errors(settings.data), key=lambda error: list(error.path)):
        name = ".".join(map(str, error.path))
        raise settings.fault(tuple(error.path), f"{name}: {error.message}", "Write it as Jupyter Book's manual has it.")
    unsuited.check(settings, default)
