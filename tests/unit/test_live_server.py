"""The live pages: what a browser gets, who may ask, and how it is told that there is something new."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from kunnskapsstatus.desk.live import loop
from kunnskapsstatus.desk.live.board import FAILED, GOOD, WORKING, Board
from kunnskapsstatus.desk.live.server import EVENTS, server
from kunnskapsstatus.errors import BookError


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def address(tmp_path: Path, board: Board) -> Iterator[str]:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "users.html").write_text("<body>Én side</body>", "utf-8")
    (tmp_path / "book.css").write_text("p {}", "utf-8")
    with server(tmp_path, board, 0) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def get(address: str, **headers: str) -> str:
    with urlopen(Request(address, headers=headers), timeout=10) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return str(answer.read().decode())


def test_a_page_has_the_script_with_its_edition_and_other_files_are_as_they_are(address: str, board: Board) -> None:
    board.tell(GOOD, made=True)
    page = get(f"{address}/chapters/users.html")
    assert page.startswith('<body>Én side<script data-edition="1">') and page.endswith("</script></body>")
    assert board.looked_at == "chapters/users"
    assert get(f"{address}/book.css") == "p {}"


def test_where_there_is_no_page_yet_it_is_said_what_is_wrong(address: str, board: Board) -> None:
    assert "It comes by itself" in get(f"{address}/chapters/new.html")
    board.tell(FAILED, "data/x.csv:1: <b> er galt")
    assert "data/x.csv:1: &lt;b&gt; er galt" in get(f"{address}/")


def test_only_this_machine_is_answered(address: str) -> None:
    with pytest.raises(HTTPError, match="403"):
        get(f"{address}/chapters/users.html", Host="evil.example:8000")
    assert "Én side" in get(f"{address}/chapters/users.html", Host="localhost:8000")


def test_a_browser_is_told_the_news_as_they_come(address: str, board: Board) -> None:
    with urlopen(f"{address}{EVENTS}", timeout=10) as news:

        def told() -> dict[str, object]:
            line = news.readline().decode()
            assert news.readline() == b"\n"
            return dict(json.loads(line.removeprefix("data: ")))

        assert told() == {"edition": 0, "state": WORKING, "text": ""}
        board.tell(FAILED, "feil", made=True)
        assert told() == {"edition": 1, "state": FAILED, "text": "feil"}


def test_a_port_that_is_taken_is_named_with_another(address: str, tmp_path: Path) -> None:
    port = int(address.rpartition(":")[2])
    with pytest.raises(BookError, match=rf"nothing can be shown at port {port}(.|\n)*--port {port % 60000 + 1}"):
        server(tmp_path, Board(), port)


def test_a_chapter_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "users.md").write_text("", "utf-8")
    with pytest.raises(BookError, match=r"no chapter 'user'\nThere are users"):
        loop.live(tmp_path, 0, "user")


@pytest.mark.parametrize(
    ("path", "form"), [("chapters/users.md", False), ("data/printed/x.csv", False), ("_static/book.css", True)]
)
def test_a_change_of_the_books_form_needs_a_new_press(tmp_path: Path, path: str, form: bool) -> None:
    for name in ("chapters", "data/printed", "_static"):
        (tmp_path / name).mkdir(parents=True)
    changes = loop.changes(tmp_path)
    assert next(changes) is False
    seen: list[bool] = []
    waiting = threading.Thread(target=lambda: seen.append(next(changes)))
    waiting.start()
    while waiting.is_alive():  # until it watches
        (tmp_path / path).write_text("x", "utf-8")
        (tmp_path / "chapters" / ".users.md.swp").write_text("", "utf-8")
        waiting.join(0.2)
    assert seen == [form]


def test_a_change_that_the_system_does_not_tell_of_is_seen(tmp_path: Path) -> None:
    """A link leads to a file in a folder that nobody watches."""
    book, elsewhere = tmp_path / "book", tmp_path / "elsewhere.csv"
    (book / "data").mkdir(parents=True)
    elsewhere.write_text("64 %", "utf-8")
    (book / "data" / "table.csv").symlink_to(elsewhere)
    changes = loop.changes(book)
    assert next(changes) is False
    elsewhere.write_text("65 % ", "utf-8")
    assert next(changes) is False
    (book / "_toc.yml").write_text("root: index", "utf-8")
    assert next(changes) is True


def test_what_has_ended_is_told_and_begun_anew(tmp_path: Path) -> None:
    press = loop.Press(tmp_path)
    press.command = ["sh", "-c", 'read line; [ "$line" = \'"x"\' ] && echo \'{"made": true, "wrong": ""}\'']
    assert press.make("x") == (True, "")
    assert press.make("x") in [(False, loop.ENDED), (True, "")]
    press.stop()
    assert press.make("y") == (False, loop.ENDED)
