"""Pages are light, stand still, and can be found one's way in without scripts."""

import gzip
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from web import Host, served

from kunnskapsstatus.book.light import fonts

PACKED = (".html", ".css", ".js")
WATCH = """window.shift = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shift += one.value; })
  .observe({ type: "layout-shift", buffered: true });"""
WIDTH = """() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(".sidebar-primary-item .logo__title"));
  return range.getBoundingClientRect().width;
}"""


@pytest.fixture(scope="module")
def site(built: Path) -> Path:
    return built / "_build" / "html"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


def test_a_page_asks_for_little_before_anything_is_pointed_at(browser: Browser, site: Path, address: str) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page, asked = context.new_page(), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/chapters/users.html", wait_until="networkidle")
    files = [site / url.removeprefix(f"{address}/").partition("?")[0] for url in asked]
    sent = [gzip.compress(path.read_bytes()) if path.suffix in PACKED else path.read_bytes() for path in files]
    assert len(asked) == len(set(asked)) <= 12
    assert {path.suffix for path in files} == {".html", ".css", ".js", ".woff2", ".svg"}
    assert sum(map(len, sent)) < 100 * 1024


class _Late(Host):
    """A host that keeps the files of one ending back until it is told to send them."""

    ending = ".woff2"
    sent = threading.Event()

    def do_GET(self) -> None:
        if self.path.partition("?")[0].endswith(self.ending):
            self.sent.wait(30)
        super().do_GET()


def test_a_page_stands_still_and_keeps_its_letters_however_late_its_font_comes(browser: Browser, site: Path) -> None:
    with served(site, _Late) as address, browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(f"{address}/chapters/users.html", wait_until="commit")
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        page.wait_for_function("() => document.readyState !== 'loading'")
        before = page.evaluate(WIDTH)
        _Late.sent.set()
        page.wait_for_function(f"() => document.fonts.check('16px \"{fonts.FAMILY}\"')")
        page.wait_for_timeout(200)
        assert page.evaluate(WIDTH) == before > 0
        assert page.evaluate("window.shift") <= 0.01


class _LateScript(_Late):
    ending = "/safe.js"
    sent = threading.Event()


def test_what_a_page_is_painted_with_waits_for_no_script(browser: Browser, site: Path) -> None:
    with served(site, _LateScript) as address, browser.new_context() as context:
        page = context.new_page()
        with page.expect_request(lambda request: request.url.partition("?")[0].endswith("/site.css")):
            page.goto(f"{address}/chapters/users.html", wait_until="commit")
        _LateScript.sent.set()
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")


class _Halves(Host):
    """A host that sends half the foot of a page with it, and the rest when it is told to."""

    rest = threading.Event()

    def do_GET(self) -> None:
        path = Path(self.directory, self.path.lstrip("/"))
        if path.suffix != ".html":
            super().do_GET()
            return
        page = path.read_bytes()
        at = page.index(b"<p", page.index(b'class="bd-footer-content"'))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page[:at])
        self.wfile.flush()
        self.rest.wait(30)
        self.wfile.write(page[at:])


def test_a_short_page_stands_still_while_its_foot_comes(browser: Browser, site: Path) -> None:
    with served(site, _Halves) as address, browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(f"{address}/search.html", wait_until="commit")
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        _Halves.rest.set()
        page.wait_for_load_state("load")
        page.wait_for_timeout(200)
        shift = page.evaluate("window.shift")
    assert shift <= 0.01


def opened(page: Page, button: str, menu: str) -> None:
    """Open a menu with a button, go by it, and close it."""
    expect(page.locator(menu)).not_to_be_visible()
    page.locator(button).click()
    expect(page.locator(menu)).to_be_visible()
    expect(page.locator(".help .leave")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(page.locator(menu)).not_to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_the_menu_of_a_phone_opens_closes_and_leads_on(browser: Browser, address: str, scripts: bool) -> None:
    with browser.new_context(java_script_enabled=scripts, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(f"{address}/chapters/users.html")
        opened(page, ".primary-toggle", "#pst-primary-sidebar")
        page.locator(".primary-toggle").click()
        page.locator("#pst-primary-sidebar a[href='finance.html']").click()
        page.wait_for_url("**/finance.html")
    with browser.new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 640}) as context:
        page = context.new_page()
        page.goto(f"{address}/chapters/users.html")
        expect(page.locator("#pst-primary-sidebar")).to_be_visible()
        expect(page.locator(".primary-toggle")).not_to_be_visible()
