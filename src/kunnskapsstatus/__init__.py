"""A living kunnskapsstatus on Norway's municipal crisis shelters: what its chapters stand on.

What authors call is loaded when it is first asked for, so that a command that needs no data starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kunnskapsstatus.chapter.door import edition, exhibit, newest, stated
    from kunnskapsstatus.chapter.text.show import ChapterText

__all__ = ["ChapterText", "edition", "exhibit", "newest", "stated"]
_TEXT = "ChapterText"


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("kunnskapsstatus.chapter." + ("text.show" if name == _TEXT else "door")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
