"""Vega, in a process of its own that draws for many, where there is one: it takes a second to start, and each kernel
that shows a chart would start it anew.

What is asked for is a specification, and what is answered an SVG. Whoever gets no answer draws it itself: so a fault is
told where the chart is shown.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from functools import cache
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

import vl_convert

LETTERS = Path(__file__).with_name("letters.conf")
WHERE = "FONTCONFIG_FILE"
"""Of the environment: what tells Vega which fonts the machine has."""
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
    return drawn(spec)


def drawn(spec: str, **how: Any) -> str:
    """The SVG of a specification, drawn by this process. Raises ``ValueError`` when it cannot be drawn."""
    _forget_fonts_of_the_machine()
    return str(vl_convert.vegalite_to_svg(spec, **how))


def begin() -> None:
    """Start Vega."""
    drawn(NOTHING)


def know(fonts: Path) -> None:
    """Have Vega measure with the fonts in a folder too, in charts of this process and of its forks."""
    _forget_fonts_of_the_machine()
    vl_convert.register_font_directory(str(fonts))


@cache
def _forget_fonts_of_the_machine() -> None:
    """Have Vega measure with the letters that it brings and with those that it is given: the same on every machine that
    keeps its fonts as Linux does. Elsewhere it knows those of the machine too.

    Of a font of the machine it opens the file for each text that it measures, and that takes a third of its time.
    """
    before = os.environ.get(WHERE)
    os.environ[WHERE] = str(LETTERS)
    try:
        vl_convert.register_font_directory(str(LETTERS.parent))  # it has none: now is asked what the machine has
    finally:
        del os.environ[WHERE]
        if before is not None:
            os.environ[WHERE] = before


def draw_for(listener: socket.socket) -> None:
    """Draw for whoever connects, one after the other, for as long as there is a listener."""
    while True:
        try:
            asked, _ = listener.accept()
        except OSError:
            return
        with Connection(asked.detach()) as one, suppress(OSError, EOFError, ValueError):
            one.send_bytes(drawn(one.recv_bytes().decode()).encode())
