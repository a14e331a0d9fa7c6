"""A living kunnskapsstatus on Norway's municipal crisis shelters: what its chapters stand on."""

from kunnskapsstatus.exhibits.exhibit import exhibit, stated

__all__ = ["exhibit", "stated"]
