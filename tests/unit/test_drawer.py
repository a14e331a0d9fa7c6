"""Charts that a process draws for many: the same as one's own, and one's own where it does not answer."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import vl_convert

from kunnskapsstatus.charts import drawer

SPEC = '{"data": {"values": [{"a": 1}]}, "mark": "bar"}'


@pytest.fixture
def listening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """The socket of a drawer that charts of this process are drawn by."""
    monkeypatch.setattr(drawer._Drawer, "place", None)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "drawer.socket"))
        listener.listen()
        drawer.ask_at(tmp_path / "drawer.socket")
        yield listener


def test_what_is_asked_for_is_drawn_by_whoever_listens(
    listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = list[str]()
    monkeypatch.setattr(
        vl_convert, "vegalite_to_svg", lambda spec: drawn.append(threading.current_thread().name) or "æ"
    )
    thread = threading.Thread(target=drawer.draw_for, args=(listening,), name="drawer", daemon=True)
    thread.start()
    assert [drawer.vega(SPEC), drawer.vega(SPEC)] == ["æ", "æ"]
    assert drawn == ["drawer", "drawer"]
    listening.shutdown(socket.SHUT_RDWR)
    thread.join(30)
    assert not thread.is_alive()


@pytest.mark.parametrize("broken", ["refuses", "fails"])
def test_where_it_is_not_answered_it_is_drawn_here(
    broken: str, listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = threading.current_thread()

    def draw(spec: str) -> str:
        if threading.current_thread() is not here:
            raise ValueError("not here")
        return "drawn"

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", draw)
    if broken == "refuses":
        listening.close()
    else:
        threading.Thread(target=drawer.draw_for, args=(listening,), daemon=True).start()
    assert drawer.vega(SPEC) == "drawn"
    if broken == "fails":
        listening.shutdown(socket.SHUT_RDWR)
