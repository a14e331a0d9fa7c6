"""An exhibit in its frame, in a real browser: chart, table and data, one at a time with scripts, else all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from web import served

PARTS = ("figur", "tabell", "data")


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with served(built / "_build" / "html") as address:
        yield f"{address}/chapters/users.html"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def seen(page: Page) -> list[str]:
    """The parts of the first exhibit that a reader sees."""
    return [part for part in PARTS if page.locator(f"#reasons-for-stay--{part}").is_visible()]


def test_the_keyboard_chooses_a_tab_and_there_is_one_tab_stop(page: Page, address: str) -> None:
    page.goto(address)
    tabs = page.get_by_role("tablist", name="Figur 1.1 Årsaker til opphold på krisesenter").get_by_role("tab")
    assert tabs.all_inner_texts() == ["Figur", "Tabell", "Data"] and seen(page) == ["figur"]
    tabs.first.focus()
    for key, part in (("ArrowRight", 1), ("End", 2), ("ArrowRight", 0), ("ArrowLeft", 2), ("Home", 0), ("End", 2)):
        page.keyboard.press(key)
        expect(tabs.nth(part)).to_be_focused()
        expect(tabs.nth(part)).to_have_attribute("aria-selected", "true")
        assert seen(page) == [PARTS[part]]
    page.keyboard.press("Shift+Tab")
    assert page.locator("[role=tab]:focus").count() == 0
    page.keyboard.press("Tab")
    expect(tabs.nth(2)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator("#reasons-for-stay--data a:focus").count() == 1
    tabs.nth(1).click()
    panel = page.get_by_role("tabpanel", name="Tabell").first
    expect(panel.get_by_role("table", name="Figur 1.1 Årsaker til opphold på krisesenter")).to_be_visible()


def test_a_link_opens_the_part_that_it_leads_to(page: Page, address: str) -> None:
    page.goto(f"{address}#reasons-for-stay--tabell")
    assert seen(page) == ["tabell"]
    page.evaluate("location.hash = 'reasons-for-stay--data'")
    expect(page.locator("#reasons-for-stay--data a").first).to_be_in_viewport()
    for exhibit in ("child-staff-by-size", "reasons-for-stay"):
        page.evaluate(f"location.hash = '{exhibit}'")
        expect(page.locator(f"#{exhibit} .caption-text").first).to_be_in_viewport()
    assert seen(page) == ["data"]
    page.reload()
    assert seen(page) == ["figur"], "which tab was open is kept nowhere"


def test_the_data_part_offers_files_that_are_there_and_addresses_of_this_site(page: Page, address: str) -> None:
    site = address.removesuffix("chapters/users.html")
    page.goto(f"{address}#reasons-for-stay--data")
    offer = page.locator("#reasons-for-stay .exhibit-offer")
    links = offer.locator("a[download]")
    assert links.all_inner_texts() == [
        "Excel", "CSV for Excel", "CSV for programmer", "JSON-stat", "Bilde (PNG)", "Bilde (SVG)",
    ]  # fmt: skip
    for link in links.all():
        assert page.request.get(link.evaluate("link => link.href")).ok, link.inner_text()
    expect(offer.get_by_role("link", name=f"{site}chapters/users.html#reasons-for-stay")).to_be_visible()
    expect(offer.locator("code")).to_contain_text(f'<iframe src="{site}embed/reasons-for-stay.html"')
    expect(offer).to_contain_text(
        "«Årsaker til opphold på krisesenter, 2018». Figur 1.1 i Prøvebok, utgave 2018. Kilde: Krisesenterstatistikken."
    )


def test_another_site_shows_an_exhibit_by_the_page_made_for_that(page: Page, address: str, built: Path) -> None:
    site = built / "_build" / "html"
    page.route("**/elsewhere", lambda route: route.fulfill(body=frame, content_type="text/html"))
    frame = f'<iframe src="{address.replace("chapters/users", "embed/reasons-for-stay")}"></iframe>'
    page.goto(f"{address.removesuffix('chapters/users.html')}elsewhere")
    shown = page.frame_locator("iframe")
    expect(shown.get_by_role("img")).to_have_count(1)
    expect(shown.get_by_role("link", name="Figur 1.1 i Prøvebok, utgave 2018")).to_have_attribute(
        "href", "../chapters/users.html#reasons-for-stay"
    )
    expect(shown.locator(".help, nav, script")).to_have_count(0)
    told = (site / "_headers").read_text("utf-8")
    assert "/chapters/*\n  Content-Security-Policy: frame-ancestors 'none'" in told and "/embed" not in told
    assert "frame-ancestors" in (site / ".htaccess").read_text("utf-8")
    assert "frame-ancestors" not in (site / "embed" / ".htaccess").read_text("utf-8")


def test_without_scripts_all_parts_follow_each_other(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        assert seen(page) == list(PARTS)
        expect(page.get_by_role("tab")).to_have_count(0)
        page.get_by_text("Vis tallene").click()
        expect(page.locator("#reasons-for-stay--tabell table")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_the_table_follows_the_chart(browser: Browser, address: str, scripts: bool) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        page.emulate_media(media="print")
        page.goto(address)
        expect(page.locator("#reasons-for-stay--figur svg:visible")).to_have_count(1)
        expect(page.locator("#reasons-for-stay--tabell td").last).to_be_visible()
        expect(page.get_by_role("tab")).to_have_count(0)
