"""Vega, in a process of its own that draws for many, where there is one: it takes a second to start, and each kernel
that shows a chart would start it anew.

What is asked for is a specification, and what is answered an SVG. Whoever gets no answer draws it itself: so a fault is
told where the chart is shown.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from multiprocessing.connection import Client, Connection
from pathlib import Path

import vl_convert

NOTHING = '{"data": {"values": []}, "mark": "point"}'
"""A chart of no data."""


class _Drawer:
    place: Path | None = None


def ask_at(place: Path) -> None:
    """Have charts of this process, and of its forks, drawn by whoever listens at a socket."""
    _Drawer.place = place


def vega(spec: str) -> str:
    """The SVG of a specification in Vega-Lite, JSON. Raises ``ValueError`` when it cannot be drawn."""
    if _Drawer.place:
        with suppress(OSError, EOFError), Client(str(_Drawer.place), "AF_UNIX") as drawer:
            drawer.send_bytes(spec.encode())
            return drawer.recv_bytes().decode()
    return str(vl_convert.vegalite_to_svg(spec))


def begin() -> None:
    """Start Vega."""
    vl_convert.vegalite_to_svg(NOTHING)


def draw_for(listener: socket.socket) -> None:
    """Draw for whoever connects, one after the other, for as long as there is a listener."""
    while True:
        try:
            asked, _ = listener.accept()
        except OSError:
            return
        with Connection(asked.detach()) as one, suppress(OSError, EOFError, ValueError):
            one.send_bytes(str(vl_convert.vegalite_to_svg(one.recv_bytes().decode())).encode())
