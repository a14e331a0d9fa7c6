"""The real book in a real browser: it asks nobody else for anything, is light and still, and fits."""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

pytestmark = pytest.mark.xdist_group("the real book")  # one worker's: it is built once


PACKED = (".html", ".css", ".js", ".svg", ".json")
CHAPTER, ANY, REQUESTS, SHIFT = 200, 300, 12, 0.01
"""The most KiB of a chapter and of any page as hosts send them, and the most of all else, before anything is done."""
WATCH = """window.shift = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shift += one.value; })
  .observe({ type: "layout-shift", buffered: true });"""


@cache
def sent(path: Path) -> int:
    """The bytes of a file as a host sends it."""
    return len(gzip.compress(path.read_bytes()) if path.suffix in PACKED else path.read_bytes())


class Visit:
    """A page, with what it asked for, what it complained of and whom else it asked."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(urlsplit(request.url).path.lstrip("/")))
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "response",
            lambda response: (
                self.complaints.append(f"{response.status} {response.url}") if response.status >= 400 else None
            ),
        )
        page.route("**/*", self._guard)

    def _guard(self, route: Route) -> None:
        if urlsplit(route.request.url).netloc in (urlsplit(self.address).netloc, ""):
            route.continue_()
        else:
            self.strangers.append(route.request.url)
            route.abort()

    def open(self, name: str) -> Page:
        self.asked.clear()
        self.page.goto(f"{self.address}/{name}", wait_until="networkidle")
        return self.page


@pytest.fixture
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    context = browser.new_context(locale="nb-NO", **getattr(request, "param", {}))
    yield Visit(context.new_page(), address)
    context.close()


def test_no_page_complains_asks_another_host_keeps_anything_is_heavy_or_moves(visit: Visit, site: Path) -> None:
    found = [path.relative_to(site) for path in sorted(site.rglob("*.html"))]
    pages = [path.as_posix() for path in found if path.parts[0] not in ("_static", "embed")]
    made = [name for name in pages if name.startswith("centres/")]
    assert len(pages) > len(made) + 20
    pages = [name for name in pages if name not in made[1:]]  # they are made from one template
    visit.page.add_init_script(WATCH)
    for name in (*pages, "search.html?q=politiet"):
        page = visit.open(name)
        assert page.title(), name
        policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
        assert "default-src 'none'" in policy and "unsafe-eval" not in policy, name
        assert page.locator(".help .leave").is_visible(), name
        most = CHAPTER if name.startswith("chapters/") else ANY
        assert sum(sent(site / file) for file in visit.asked) <= most * 1024, name
        assert len(visit.asked) <= REQUESTS, (name, visit.asked)
        assert page.evaluate("window.shift") <= SHIFT, name
    assert (visit.complaints, visit.strangers) == ([], [])
    kept = page.context.storage_state()
    assert (kept["cookies"], kept["origins"]) == ([], [])


def test_a_page_may_ask_no_other_host_and_the_guard_sees_who_does(visit: Visit) -> None:
    page = visit.open("chapters/users.html")
    page.evaluate("() => { const x = new Image(); x.src = 'http://example.org/x.png'; document.body.append(x); }")
    page.wait_for_timeout(200)
    assert visit.strangers == [] and any("Content Security Policy" in said for said in visit.complaints)
    with pytest.raises(Error):
        page.goto("http://example.org/")
    assert visit.strangers == ["http://example.org/"]


def test_a_line_stands_out_when_it_is_chosen_above_the_chart_or_pressed_in_it(visit: Visit) -> None:
    page = visit.open("chapters/users.html")
    frame = page.locator("#residents")
    faded, chosen = frame.locator("svg.chart-wide .faded"), frame.get_by_label("Framhev")
    names = chosen.evaluate("select => [...select.options].map(option => option.value)")
    assert names[:4] == ["", "I alt", "Kvinner", "Menn"]
    assert faded.count() == 0
    chosen.select_option("Kvinner")
    assert {one.get_attribute("data-series") for one in faded.all()} == {*names} - {"", "Kvinner"}
    frame.locator("svg.chart-wide [data-series='Menn'] text").first.click()
    assert chosen.input_value() == "Menn" and "Menn" not in {one.get_attribute("data-series") for one in faded.all()}
    frame.locator("svg.chart-wide").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".chart-tooltip").inner_text().startswith("Menn, ")
    chosen.select_option("")
    assert faded.count() == 0
    assert (visit.complaints, visit.strangers) == ([], [])


@pytest.mark.parametrize("visit", [{}, {"java_script_enabled": False}], indirect=True, ids=["scripts", "no scripts"])
def test_each_mark_of_the_map_leads_by_the_keyboard_to_its_row_and_on_to_its_centre(visit: Visit) -> None:
    page = visit.open("chapters/centres.html")
    marks = page.locator("#centre-map svg.chart-wide a")
    rows = page.locator("#centre-map--tabell tbody tr")
    assert marks.count() == rows.count() == 46
    assert {mark.get_attribute("href") for mark in marks.all()} == {f"#{row.get_attribute('id')}" for row in rows.all()}
    mark = page.get_by_role("link", name="Norasenteret IKS, Sør-Varanger")
    mark.focus()
    page.keyboard.press("Enter")
    row = rows.and_(page.locator("#centre-map--norasenteret"))
    row.wait_for(state="visible")
    expect(row).to_be_in_viewport()
    for _ in range(2):
        if not page.evaluate("document.activeElement.closest('tr')"):
            page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Norasenteret IKS"
    page.keyboard.press("Enter")
    page.wait_for_url("**/centres/norasenteret.html")
    assert visit.complaints == []


def test_a_paragraph_reads_undisturbed_and_has_one_stop_for_all_its_numbers(visit: Visit) -> None:
    page = visit.open("chapters/users.html")
    said = page.locator(".said").first
    read, control = said.aria_snapshot().replace("\u00a0", " ").strip().splitlines()
    assert re.fullmatch(r"- paragraph: I 2018 bodde [0-9 ]+ voksne og [0-9 ]+ barn [^✓]*\.", read)
    assert control == "- group: Kilder og kontroll"
    stops = "e => [...e.querySelectorAll('a, button, summary, [tabindex]')].filter(x => x.checkVisibility()).length"
    assert said.evaluate(stops) == 1
    panel, control = said.locator(".checks > div"), said.locator("summary").first
    assert not panel.is_visible()
    control.focus()
    page.keyboard.press("Enter")
    assert re.match(r"[0-9\s]+Beboere, 2018\.", panel.inner_text())
    assert panel.locator("a", has_text="Figur").count() and not panel.locator("code").is_visible()
    panel.locator("summary").click()
    assert panel.locator("code").inner_text() == "44 < kids_share < 50"


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True, ids=["no scripts"])
def test_the_panel_opens_without_scripts(visit: Visit) -> None:
    said = visit.open("chapters/users.html").locator(".said").first
    said.locator("summary").first.click()
    assert said.locator(".check").is_visible()


@pytest.mark.parametrize("mark", [".statistic", ".claim"])
def test_who_points_at_a_number_or_a_mark_is_told_what_the_panel_has_of_it(visit: Visit, mark: str) -> None:
    page = visit.open("chapters/users.html")
    first, popup = page.locator(f".said {mark}").first, page.locator(".check-popup")
    item = page.locator(".said .checks").first.locator("ul > li").nth(0 if mark == ".statistic" else 2)
    for point in (first.hover, first.click):
        point()
        popup.wait_for(state="visible", timeout=3000)
        assert popup.locator("li").first.text_content() == item.text_content()
        assert popup.locator("a[href^='#']").count() >= 1
        page.keyboard.press("Escape")
        assert not popup.is_visible()
    first.click()
    page.locator(".bd-article h1").first.click()
    assert not popup.is_visible()


def test_a_word_of_the_glossary_is_explained_where_it_stands_with_one_stop_for_all_of_a_page(visit: Visit) -> None:
    page = visit.open("chapters/users.html")
    words, control, popup = page.locator(".term"), page.locator(".terms > summary"), page.locator(".check-popup")
    assert words.count() > 10 and page.locator(".terms :is(a, summary)").count() == words.count() + 1
    assert page.locator(".terms a").first.is_visible() is False, "no stops while it is folded"
    resident = page.locator(".term", has_text=re.compile("^beboer")).first
    for point in (resident.hover, resident.click):
        point()
        popup.wait_for(state="visible", timeout=3000)
        assert popup.inner_text().startswith("Beboer: En person som overnatter på et krisesenter.")
        page.keyboard.press("Escape")
        assert not popup.is_visible()
    control.focus()
    page.keyboard.press("Enter")
    page.locator(".terms a", has_text=re.compile("^Beboer$")).click()
    assert page.url.endswith("chapters/glossary.html#ord-beboer")
    expect(page.locator("#ord-beboer")).to_be_visible()
    assert visit.complaints == []


@pytest.mark.parametrize(
    "visit", [{"color_scheme": "dark"}, {"color_scheme": "light"}], indirect=True, ids=["dark", "light"]
)
def test_the_page_and_its_charts_follow_the_readers_scheme(visit: Visit) -> None:
    page = visit.open("chapters/users.html")
    page.wait_for_function("document.documentElement.dataset.theme !== 'auto'")
    theme = page.evaluate("document.documentElement.dataset.theme")
    light = "c => { const [r, g, b] = getComputedStyle(c)[%r].match(/\\d+/g).map(Number); return (r + g + b) / 3 }"
    paper = page.evaluate(f"({light % 'backgroundColor'})(document.body)")
    ink = page.locator(".bd-article p").first.evaluate(light % "color")
    chart = page.locator(".chart svg.chart-wide text").first.evaluate(light % "fill")
    assert theme == ("dark" if paper < 128 else "light")
    assert (paper < 80 and ink > 180 and chart > 140) if theme == "dark" else (paper > 230 and ink < 80 and chart < 128)
    assert theme == page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")


def test_a_leader_of_a_municipality_finds_its_centre_and_the_centres_page(visit: Visit) -> None:
    page = visit.open("chapters/centres.html")
    answers, status = page.locator(".centre-answers > li"), page.locator("#centre-status")
    for typed, told in {
        "lier": "Asker og Bærum krisesenter",
        "Tranby": "Asker og Bærum krisesenter",
        "3400": "Asker og Bærum krisesenter",
        "3400 Lier": "Asker og Bærum krisesenter",
        "N-3400": "Asker og Bærum krisesenter",
        "Lier kommune.": "Asker og Bærum krisesenter",
        "5200": "Bjørnafjorden",
        "Tromso": "Tromsø",
        "Aalesund": "Ålesund",
        "Baerum": "Bærum",
        "Sor Varanger": "Sør-Varanger",
        "Sandefjord": "Kildene sier ikke hvilket senter kommunen bruker",
    }.items():
        page.get_by_label("Kommune, poststed eller postnummer").fill(typed)
        assert told in answers.inner_text() and status.inner_text() == "Én kommune passer."
    for typed, told in {"34": "Et postnummer har fire sifre.", "9999": "Skriv navnet på poststedet"}.items():
        page.get_by_label("Kommune, poststed eller postnummer").fill(typed)
        assert answers.count() == 0 and told in status.inner_text()
    page.get_by_label("Senter eller kommune").fill("tromso")
    expect(page.locator(".filter-status")).to_have_text("Viser 1 av 46 sentre.")
    page.get_by_label("Kommune, poststed eller postnummer").fill("nord")
    assert answers.count() == 0 and "Skriv litt mer" in status.inner_text()
    page.get_by_label("Kommune, poststed eller postnummer").fill("Sandefjord")
    page.keyboard.press("Enter")
    assert page.url.endswith("chapters/centres.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/centres/vestfold.html")
    assert page.locator(".centre h1").inner_text() == "Krisesenteret i Vestfold"
    assert "2\u00a0799" in page.locator("section:has(> #nights) tr.total").inner_text()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert (visit.complaints, visit.strangers) == ([], [])


LATE = """() => {
  const section = [...document.querySelectorAll("article section section")].at(-1);
  return [document.documentElement.classList.contains("arriving"), getComputedStyle(section).contentVisibility];
}"""


def test_a_phone_lays_out_the_rest_of_a_page_when_its_beginning_is_seen(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page, held = context.new_page(), list[Route]()
        page.route("**/site.js*", lambda route: held.append(route))
        page.add_init_script(WATCH)
        page.goto(f"{address}/chapters/competence.html", wait_until="commit")
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        assert page.evaluate(LATE) == [True, "auto"]
        for route in held:
            route.continue_()
        page.unroute("**/site.js*")
        page.wait_for_function("() => !document.documentElement.classList.contains('arriving')")
        assert page.evaluate(LATE) == [False, "visible"]
        assert page.evaluate("window.shift") <= 0.01
        last = page.locator("article section section").last.get_attribute("id")
        page.goto(f"{address}/chapters/index.html")
        page.goto(f"{address}/chapters/competence.html#{last}", wait_until="commit")
        page.wait_for_function("() => document.readyState !== 'loading'")
        assert page.evaluate(LATE) == [False, "visible"], "who comes to a place sees it where it stands"
