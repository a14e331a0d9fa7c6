"""What is found out once for all that a run of Sphinx has read, and asked for in several places."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx

_FOUND: WeakKeyDictionary[Sphinx, tuple[dict[str, Any], dict[Any, Any]]] = WeakKeyDictionary()


def once(app: Sphinx) -> dict[Any, Any]:
    """What has been found out, by any key; nothing after a page has been read anew."""
    read: dict[str, Any] = dict(app.env.all_docs)
    if app not in _FOUND or _FOUND[app][0] != read:
        _FOUND[app] = read, {}
    return _FOUND[app][1]
