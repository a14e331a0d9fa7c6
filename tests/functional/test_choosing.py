"""A chart tells its numbers to a pointer, a finger and the keyboard, and a reader chooses what is drawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from web import served

TITLE = "Årsaker til opphold på krisesenter, "


@pytest.fixture(scope="module")
def site(built: Path) -> Path:
    return built / "_build" / "html"


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    with served(site) as address, browser.new_context(has_touch=True) as context:
        page = context.new_page()
        page.goto(f"{address}/chapters/users.html")
        yield page


def test_a_mark_tells_its_number_to_pointer_finger_and_arrow_keys(page: Page) -> None:
    told, picture = page.locator(".chart-tooltip"), page.locator("#reasons-for-stay svg.chart-wide")
    marks = picture.locator("[data-tip]")
    marks.nth(1).hover()
    expect(told).to_have_text("Fysisk vold, 2018: 64\u00a0%")
    page.get_by_role("heading", name="Bruken").hover()
    expect(told).to_be_hidden()
    marks.nth(6).tap()
    expect(told).to_have_text("Tvangsekteskap, 2018: 2\u00a0%")
    picture.focus()
    for key, number in (("ArrowRight", 7), ("Home", 0), ("ArrowLeft", -1), ("ArrowUp", -2), ("End", -1)):
        page.keyboard.press(key)
        said = marks.nth(number).get_attribute("data-tip") or ""
        expect(told).to_have_text(said)
        expect(page.locator("main [role=status]").last).to_have_text(said)
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator("#reasons-for-stay svg.chart-narrow [data-tip]").first.tap()
    expect(told).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("where", ["host", "file"])
def test_another_year_is_drawn_when_it_is_chosen_and_nothing_is_kept(page: Page, site: Path, where: str) -> None:
    if where == "file":
        page.goto((site / "chapters" / "users.html").as_uri())
    asked, said = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    frame = page.locator("#reasons-for-stay")
    address, years = page.url, frame.get_by_label("År i diagrammet")
    assert years.evaluate("select => [...select.options].map(option => option.text)") == [
        "2018", "2017", "2016", "2015", "2014",
    ]  # fmt: skip
    for year in ("2016", "2018"):
        years.select_option(year)
        expect(frame.locator(".caption-text")).to_have_text(TITLE + year)
        expect(frame.locator("svg.chart-wide [data-tip]").first).to_have_attribute(
            "data-tip", f"Psykisk vold, {year}: {'83' if year == '2016' else '86'}\u00a0%"
        )
        assert f"{TITLE}{year}" in (frame.get_by_role("img").get_attribute("aria-label") or "")
    assert [url.rpartition("/")[2] for url in asked if "/charts/" in url] == ["reasons-for-stay.js"]
    assert (page.url, said, page.context.storage_state()["cookies"]) == (address, [], [])
    years.select_option("2014")
    page.reload()
    expect(years).to_have_value("2018")


def test_without_its_drawings_or_without_scripts_the_chart_stays_as_it_was(page: Page, browser: Browser) -> None:
    page.route("**/charts/*", lambda route: route.abort())
    years = page.locator("#reasons-for-stay select")
    years.select_option("2015")
    expect(years).to_have_value("2018")
    expect(page.locator("#reasons-for-stay .caption-text")).to_have_text(f"{TITLE}2018")
    with browser.new_context(java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto(page.url)
        expect(plain.locator("#reasons-for-stay select")).to_be_hidden()
        expect(plain.locator("#reasons-for-stay svg.chart-wide")).to_be_visible()
