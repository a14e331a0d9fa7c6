"""How heavy pages are and how still they come, on a slow phone: bytes, requests, layout shift, paint.

Each page is opened by itself, with nothing kept from the one before, in Chromium with the network and the processor of
a slow phone. What is sent is compressed, as hosts do. Seconds depend on what else this machine does.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import vl_convert
from playwright.sync_api import Browser, Page, Route
from web import Host, chromium, served

from bench.copies import Copy
from bench.judge import Target

KIB = 1024
PHONE = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8, "offline": False}
"""Milliseconds, and bytes a second."""
SLOWER = 4
SCREEN = {"width": 390, "height": 844}
PACKED = (".html", ".css", ".js", ".json", ".svg", ".csv", ".txt", ".xml")
CHAPTER, ANY, REQUESTS, SHIFT, PAINT = 200, 300, 12, 0.01, 1.5
"""The most KiB of a chapter's page and of any page, and the most of all else, before anything is pointed at."""
WATCH = """(() => {
  const seen = window.seenByBench = { shift: 0, still: 0 };
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) seen.shift += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  let before = "";
  const look = (now) => {
    const size = (text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const { width, height } = range.getBoundingClientRect();
      return [width, height];
    };
    const boxes = [...document.querySelectorAll("h1, article p")].slice(0, 4).map(size).join();
    if (boxes !== before) { before = boxes; seen.still = now; }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
TOLD = """() => ({
  ...window.seenByBench,
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
})"""


def vega() -> bytes:
    """What a page of plain Jupyter Book fetches from another host to draw its charts."""
    return vl_convert.javascript_bundle().encode()


STOCK = "charts.html"
CONFIG = "title: Plain\nonly_build_toc_files: true\nexecute:\n  execute_notebooks: force\n"
HEAD = (
    "---\njupytext:\n  text_representation:\n    format_name: myst\nkernelspec:\n  name: python3\n---\n\n# Charts\n\n"
)
CHART = """```{{code-cell}} ipython3
import altair
import pandas
data = pandas.DataFrame({{"year": range(2010, 2025), "number": range({0}, {0} + 15)}})
altair.Chart(data, title="Chart {0}").mark_bar().encode(x="year:O", y="number:Q")
```

"""


def stock(folder: Path) -> Copy:
    """A book of plain Jupyter Book, of one page with nine charts."""
    folder.mkdir(parents=True)
    (folder / "_config.yml").write_text(CONFIG, "utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: charts\n", "utf-8")
    (folder / "charts.md").write_text(HEAD + "".join(CHART.format(number) for number in range(1, 10)), "utf-8")
    return Copy(folder, folder)


@dataclass
class Measured:
    """A page: bytes that were sent, requests, layout shift, and seconds to the first paint and to the last change of
    its first texts, which is when they stand in their final font."""

    name: str
    sent: int = 0
    requests: list[str] = field(default_factory=list)
    shift: float = 0.0
    paint: float = 0.0
    still: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.name:28}{self.sent / KIB:8.1f} KiB{len(self.requests):5} requests   shift {self.shift:.4f}   "
            f"paint {self.paint:.2f} s   final font {self.still:.2f} s"
        )


class _Packing(Host):
    """A host that compresses what it sends."""

    def do_GET(self) -> None:
        path = Path(self.directory) / unquote(urlsplit(self.path).path).lstrip("/")
        if path.suffix not in PACKED or not path.is_file():
            super().do_GET()
            return
        content = gzip.compress(path.read_bytes(), 9)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def measure(browser: Browser, address: str, name: str, elsewhere: bytes = b"") -> Measured:
    """One page. What it asks of another host is answered: the first script with ``elsewhere``, which counts as it is
    compressed, and all else with nothing."""
    with browser.new_context(viewport=SCREEN, locale="nb-NO") as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script(WATCH)
        found = Measured(name)
        _watch(page, found)
        answers = [elsewhere]

        def answer(route: Route) -> None:
            if urlsplit(route.request.url).netloc == urlsplit(address).netloc:
                route.continue_()
                return
            body = answers.pop() if answers and ".js" in route.request.url else b""
            found.sent += len(gzip.compress(body, 9)) if body else 0
            route.fulfill(body=body, content_type="text/javascript", headers={"Access-Control-Allow-Origin": "*"})

        if elsewhere:
            page.route("**/*", answer)
        page.goto(f"{address}/{name}", wait_until="load", timeout=60_000)
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        page.wait_for_timeout(1500)
        told = page.evaluate(TOLD)
        found.shift, found.paint, found.still = told["shift"], told["paint"] / 1000, told["still"] / 1000
        return found


def _watch(page: Page, found: Measured) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", PHONE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def sent(event: dict[str, Any]) -> None:
        found.sent += event["encodedDataLength"]

    def asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            found.requests.append(event["request"]["url"])

    session.on("Network.loadingFinished", sent)
    session.on("Network.requestWillBeSent", asked)


def measure_all(site: Path, names: list[str], elsewhere: bytes = b"") -> list[Measured]:
    """Pages of a site, one after the other."""
    with served(site, _Packing) as address, chromium() as browser:
        return [measure(browser, address, name, elsewhere) for name in names]


ALIKE = ("centres", "embed")
"""Folders whose pages are made from one template: the heaviest of each is measured."""


def names(site: Path) -> list[str]:
    """All pages of a site that hold something: none that only leads to another, and of those alike the heaviest."""
    found: dict[str, Path] = {}
    for path in sorted(site.rglob("*.html"), key=lambda path: (path.stat().st_size, path)):
        name = path.relative_to(site)
        if name.parts[0] != "_static" and 'http-equiv="refresh"' not in path.read_text("utf-8"):
            found[name.parts[0] if name.parts[0] in ALIKE else name.as_posix()] = name
    return sorted(name.as_posix() for name in found.values())


def targets(found: list[Measured]) -> list[Target]:
    """What is judged: the worst of all pages, and of those that are chapters."""
    if not found:
        return []
    chapters = [one for one in found if one.name.startswith("chapters/")] or found
    return [
        Target("a chapter's page, KiB before anything is pointed at", max(one.sent for one in chapters) / KIB, CHAPTER),
        Target("any page, KiB before anything is pointed at", max(one.sent for one in found) / KIB, ANY),
        Target("requests of a page", max(len(one.requests) for one in found), REQUESTS),
        Target("layout shift of a page", max(one.shift for one in found), SHIFT),
        Target("first paint, seconds on a slow phone", max(one.paint for one in chapters), PAINT),
        Target("readable in its final font, seconds on a slow phone", max(one.still for one in chapters), PAINT),
    ]
