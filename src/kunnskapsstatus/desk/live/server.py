"""The live pages, for this machine alone."""

from __future__ import annotations

import json
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from kunnskapsstatus.book.pages.policy import POLICY
from kunnskapsstatus.desk.live.board import Board, Notice
from kunnskapsstatus.errors import BookError, of_machine

HOST = "127.0.0.1"
NAMES = ("127.0.0.1", "localhost")
"""A request that names another host comes from a page of another site."""
EVENTS = "/_live/events"
PATIENCE = 15.0
"""Seconds until a silent browser is spoken to, to see whether it is there."""


class Handler(SimpleHTTPRequestHandler):
    """Gives pages with the script that keeps them fresh, and tells it the news."""

    protocol_version = "HTTP/1.1"

    def __init__(self, board: Board, *arguments: object, directory: str) -> None:
        self.board = board
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """A page, a file, or the news."""
        path = Path(self.translate_path(self.path))
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in NAMES:
            self.send_error(403)
        elif urlsplit(self.path).path == EVENTS:
            self._news()
        elif path.suffix == ".html" or path.is_dir():
            self._page(path / "index.html" if path.is_dir() else path)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Nothing is kept by the browser: it may be another the next moment."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal is for the author."""

    def _page(self, path: Path) -> None:
        notice = self.board.latest
        self.board.looked_at = path.relative_to(self.directory).with_suffix("").as_posix()
        script = (
            f'<script data-edition="{notice.edition}">{(files(__package__) / "page.js").read_text("utf-8")}</script>'
        )
        page = POLICY.sub("", path.read_text("utf-8")) if path.is_file() else _waiting(notice)
        head, end, tail = page.rpartition("</body>")
        content = (f"{head}{script}{end}{tail}" if end else page + script).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _news(self) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        seen: Notice | None = None
        try:
            while True:
                notice = self.board.after(seen, PATIENCE)
                line = ": still here" if notice is seen else f"data: {json.dumps(notice.to_json())}"
                self.wfile.write(f"{line}\n\n".encode())
                self.wfile.flush()
                seen = notice
        except OSError:  # the page is gone
            return


def _waiting(notice: Notice) -> str:
    """What stands where there is no page yet, or none by this name."""
    text = notice.text or "There is no such page yet. It comes by itself when it is there."
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>…</title>'
    return f"{head}<body><p>{escape(text)}</p></body></html>"


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def server(pages: Path, board: Board, port: int) -> ThreadingHTTPServer:
    """A server of the pages in a folder. Whoever gets it starts and ends it.

    Raises
    ------
    BookError
        When something else listens at this port.
    """
    try:
        return _Server((HOST, port), partial(Handler, board, directory=str(pages)))
    except (OSError, OverflowError) as error:
        why = of_machine(error, pages).cause if isinstance(error, OSError) else error
        cause = f"nothing can be shown at port {port}: {why}"
        raise BookError(cause, remedy=f"Choose another: kunnskapsstatus live --port {port % 60000 + 1}") from None
