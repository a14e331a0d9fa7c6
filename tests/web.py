"""A site in a real browser: served by this machine, opened by Chromium."""

import functools
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""


class Host(SimpleHTTPRequestHandler):
    """A host that says nothing of what it is asked."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path, host: type[Host] = Host) -> Iterator[str]:
    """The address at which a folder's pages are, until the block ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(host, directory=str(folder))) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, until the block ends. Where there is none, what needs it fails: nothing is left out."""
    if not CHROMIUM:
        raise FileNotFoundError("there is no chromium or google-chrome here: run tests/tools.sh")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
