"""A living kunnskapsstatus on Norway's municipal crisis shelters: what its chapters stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kunnskapsstatus.exhibits.exhibit import exhibit, stated

__all__ = ["exhibit", "stated"]


def __getattr__(name: str) -> Any:
    """Load what a chapter asks for when it asks: a command that needs no data is not kept waiting for pandas."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kunnskapsstatus.exhibits import exhibit as author

    return getattr(author, name)
