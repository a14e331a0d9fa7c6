"""What is said between a nursery and those who ask it for kernels."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

SOCKET = "nursery.socket"
"""Where a nursery listens, in a folder of its own."""
DRAWER = "drawer.socket"
"""Where the processes listen there that draw charts for its kernels."""
GET_READY = b"get ready"
"""What a nursery is told when the data are known to be right: that kernels will be asked for soon."""
LARGEST = 1 << 20
"""Bytes that a message has room for."""


@dataclass(frozen=True)
class Request:
    """A kernel to be: its command line after ``python -m ipykernel_launcher``, its folder and its environment."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]

    def to_bytes(self) -> bytes:
        """One message."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, message: bytes) -> Request:
        """The request of a message. Anything else is a ValueError or a TypeError."""
        return cls(**json.loads(message))


def tell(what: str, number: int) -> bytes:
    """The message that a kernel is ``ready``, with its process id, or has ``ended``, as ``subprocess`` says how."""
    return json.dumps({what: number}).encode()


def told(what: str, message: bytes) -> int | None:
    """The number of such a message; None for any other, and for the end of all messages."""
    number: int | None = json.loads(message or b"{}").get(what)
    return number
