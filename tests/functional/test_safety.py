"""A reader who may be watched: what the browser keeps, how one gets away, and what a page may do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web import served

AWAY = "https://www.yr.no/"


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with served(built / "_build" / "html") as address:
        yield address


def entered(context: BrowserContext) -> Page:
    """A page of a reader who came from elsewhere. Where the way out leads is answered here."""
    page = context.new_page()
    page.on("console", lambda said: complaints(page).append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints(page).append(str(error)))
    page.route(f"{AWAY}**", lambda route: route.fulfill(body="<title>Yr</title>Sol", content_type="text/html"))
    page.goto("about:blank")
    return page


def complaints(page: Page) -> list[str]:
    """What the browser has refused."""
    return page.__dict__.setdefault("complaints", [])  # type: ignore[no-any-return]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as context:
        yield context


def kept(context: BrowserContext) -> list[Any]:
    """What the browser has stored of the site."""
    state = context.storage_state()
    return [*state.get("cookies", []), *(one for origin in state.get("origins", []) for one in origin["localStorage"])]


def test_a_search_leaves_no_trace(context: BrowserContext, address: str) -> None:
    page = entered(context)
    page.goto(f"{address}/chapters/finance.html")
    steps = page.evaluate("history.length")
    page.keyboard.press("Control+k")
    page.keyboard.type("psykisk vold")
    first = page.locator("#search-results li a").first
    expect(first).to_be_visible()
    page.keyboard.press("Enter")
    assert page.url == f"{address}/chapters/finance.html"
    first.click()
    page.wait_for_url("**/users.html*")
    assert "?" not in page.url and page.evaluate("history.length") == steps
    page.goto(f"{address}/search.html")
    page.locator("#main-content input[type=search]").fill("psykisk vold")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li a").first).to_be_visible()
    assert page.url == f"{address}/search.html"
    assert kept(context) == [] and not complaints(page)


def test_light_or_dark_alone_is_kept_and_only_when_it_was_chosen(context: BrowserContext, address: str) -> None:
    page = entered(context)
    page.goto(f"{address}/chapters/finance.html")
    page.evaluate("localStorage.setItem('mode', 'dark'); sessionStorage.setItem('read', 'finance')")
    assert kept(context) == []
    page.reload()
    switch = page.locator(".theme-switch-button:visible").first
    switch.click()
    chosen = page.evaluate("document.documentElement.dataset.mode")
    assert chosen in ("light", "dark") and kept(context) == [{"name": "mode", "value": chosen}]
    page.goto(f"{address}/chapters/users.html")
    assert page.evaluate("document.documentElement.dataset.theme") == chosen
    for _ in range(2):
        page.locator(".theme-switch-button:visible").first.click()
    assert page.evaluate("document.documentElement.dataset.mode") == "auto"
    page.wait_for_timeout(500)  # until the browser has written it
    assert kept(context) == []


@pytest.mark.parametrize("how", ["click", "shift"])
def test_who_leaves_is_gone_and_back_does_not_return(context: BrowserContext, address: str, how: str) -> None:
    page = entered(context)
    page.goto(f"{address}/chapters/finance.html")
    page.locator("a[href^='users.html']").first.click()
    page.wait_for_url("**/users.html*")
    if how == "click":
        page.locator(".help .leave").click()
    else:
        status = page.get_by_role("status").filter(has_text="Shift")
        page.keyboard.press("Shift")
        expect(status).to_have_text("Trykk Shift to ganger til for å forlate siden.")
        page.keyboard.press("a")  # who writes does not leave
        expect(page.locator("#leaving")).to_have_text("")
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(AWAY)
    assert page.evaluate("document.referrer") == ""
    page.go_back()
    assert page.url == "about:blank"


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_way_out_and_those_who_help_are_first_and_always_in_sight(
    browser: Browser, address: str, width: int, scripts: bool
) -> None:
    with browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 640}) as context:
        page = entered(context)
        page.goto(f"{address}/chapters/users.html")
        page.keyboard.press("Tab")
        assert page.locator(".help .leave:focus").count() == 1
        page.mouse.wheel(0, 3000)
        for shown in (".help .leave", ".help a[href='tel:116006']", ".help a[href='tel:112']"):
            expect(page.locator(shown)).to_be_in_viewport(ratio=1)
        assert (
            page.locator("footer a[href='tel:116006']").count() == page.locator("footer a[href='tel:112']").count() == 1
        )
        page.locator(".help .leave").click()
        page.wait_for_url(AWAY)


@pytest.mark.parametrize(
    ("opened", "way"), [(".search-button__button", "dialog[open] .leave"), (".primary-toggle", ".help .leave")]
)
def test_the_way_out_is_in_reach_while_a_search_or_the_menu_is_open(
    browser: Browser, address: str, opened: str, way: str
) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = entered(context)
        page.goto(f"{address}/chapters/users.html")
        page.locator(f"{opened}:visible").first.click()
        page.locator(way).click()
        page.wait_for_url(AWAY)


def test_a_tab_says_nothing_when_asked_to(context: BrowserContext, address: str) -> None:
    page = entered(context)
    page.goto(f"{address}/chapters/finance.html")
    assert "Rammene" in page.title()
    page.locator("button.discreet").click()
    assert page.title() == "Dokument"
    page.locator("a[href^='users.html']").first.click()
    page.wait_for_url("**/users.html*")
    assert page.title() == "Dokument"
    page.locator("button.discreet").click()
    assert "Bruken" in page.title() and kept(context) == []


def test_another_site_does_not_see_it_and_who_comes_back_finds_it_so(context: BrowserContext, address: str) -> None:
    page = entered(context)
    page.goto(f"{address}/chapters/finance.html")
    page.locator("button.discreet").click()
    page.goto(AWAY)
    assert page.evaluate("window.name") == ""
    page.go_back()
    page.wait_for_url("**/finance.html*")
    assert page.title() == "Dokument"
    page.reload()
    assert page.title() == "Dokument"
    expect(page.locator("button.discreet")).to_have_attribute("aria-pressed", "true")


def test_while_the_other_site_is_waited_for_the_tab_says_nothing(context: BrowserContext, address: str) -> None:
    page = entered(context)
    page.unroute(f"{AWAY}**")
    page.route(f"{AWAY}**", lambda route: None)  # it never answers
    page.goto(f"{address}/chapters/finance.html")
    left = page.evaluate(
        "() => { document.querySelector('.help .leave').click(); return [document.title, !!document.body]; }"
    )
    assert left == ["Dokument", False]


@pytest.mark.parametrize("move", ["click", "wheel"])
def test_who_selects_or_scrolls_with_shift_stays(context: BrowserContext, address: str, move: str) -> None:
    page = entered(context)
    page.goto(f"{address}/chapters/finance.html")
    page.locator(".bd-article h1").hover()
    for _ in range(4):
        page.keyboard.down("Shift")
        if move == "click":
            page.mouse.down()
            page.mouse.up()
        else:
            page.mouse.wheel(50, 0)
            page.wait_for_timeout(100)
        page.keyboard.up("Shift")
    assert page.url == f"{address}/chapters/finance.html"
    assert page.evaluate("document.getElementById('leaving').textContent") == ""


@pytest.mark.parametrize(
    "link",
    [
        '<svg width="90" height="90"><a href="users.html"><rect width="90" height="90"/></a></svg>',
        '<a href="users">x</a>',
    ],
    ids=["in a drawing", "of a host that leaves .html out"],
)
def test_each_link_within_the_site_leaves_one_step(context: BrowserContext, address: str, link: str) -> None:
    page = entered(context)
    page.goto(f"{address}/chapters/finance.html")
    steps = page.evaluate("history.length")
    page.evaluate(
        "link => document.querySelector('.bd-article h1').insertAdjacentHTML('afterend', `<p id=here>${link}</p>`)",
        link,
    )
    page.locator("#here a").click()
    page.wait_for_url("**/users*")
    assert page.evaluate("history.length") == steps


def test_a_page_that_is_not_found_is_left_as_any_other(context: BrowserContext, address: str) -> None:
    page = entered(context)
    page.goto(f"{address}/404.html")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(AWAY)
    page.go_back()
    assert page.url == "about:blank" and not complaints(page)


def test_what_is_found_on_the_same_page_is_gone_to(context: BrowserContext, address: str) -> None:
    page = entered(context)
    page.goto(f"{address}/chapters/finance.html")
    page.keyboard.press("Control+k")
    found = "<a id=found href='finance.html#main-content'>Treff</a>"
    page.evaluate("found => document.querySelector('dialog').insertAdjacentHTML('beforeend', found)", found)
    page.locator("#found").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url == f"{address}/chapters/finance.html#main-content"


def test_a_search_that_cannot_be_fetched_says_so_and_is_fetched_again(context: BrowserContext, address: str) -> None:
    page = entered(context)
    page.route("**/search.js", lambda route: route.abort())
    page.goto(f"{address}/search.html")
    field = page.locator("#main-content input[type=search]")
    field.fill("psykisk")
    expect(page.get_by_role("alert")).to_contain_text("Prøv igjen")
    page.unroute("**/search.js")
    field.fill("psykisk vold")
    expect(page.locator("#search-results li a").first).to_be_visible()


def test_a_page_runs_no_script_but_its_own(context: BrowserContext, address: str, built: Path) -> None:
    page = entered(context)
    for place in (address, (built / "_build" / "html").as_uri()):
        page.goto(f"{place}/chapters/users.html")
        page.locator(".chart [data-tip]").first.hover()
        expect(page.locator(".chart-tooltip")).to_be_visible()
        assert not complaints(page)
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.run = 1'}))")
        assert page.evaluate("window.run") is None
        assert any("Content Security Policy" in said for said in complaints(page))
        complaints(page).clear()
