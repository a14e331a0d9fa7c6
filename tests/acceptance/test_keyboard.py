"""The real book without a mouse: each control is reached, named, worked and left by keys alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.xdist_group("the real book")  # one worker's: it is built once
MOST = 60
"""So many steps lead from one control of a page to another."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="nb-NO", viewport={"width": 1280, "height": 800}) as context:
        yield context.new_page()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="nb-NO", viewport={"width": 320, "height": 640}) as context:
        yield context.new_page()


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def reach(page: Page, control: Locator, key: str = "Tab") -> None:
    """Go to a control with the tab key."""
    expect(control).to_be_visible()
    there = control.element_handle()
    for _ in range(MOST):
        page.keyboard.press(key)
        if page.evaluate("control => control === document.activeElement", there):
            return
    pytest.fail(f"{control} is not reached in {MOST} steps; the last was {page.locator(':focus').first}")


def inside(page: Page, selector: str) -> bool:
    """Whether what has the focus is inside something."""
    return bool(page.evaluate("selector => Boolean(document.activeElement.closest(selector))", selector))


def test_the_first_step_leads_away_and_the_second_past_the_menu(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/competence.html")
    press(page, "Tab")
    expect(page.get_by_role("link", name="Forlat siden")).to_be_focused()
    press(page, "Tab")
    skip = page.get_by_role("link", name="Gå til hovedinnholdet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    press(page, "Enter", "Tab")
    assert inside(page, "main") and page.evaluate("scrollY") < 200
    press(page, "Shift+Tab")
    assert not inside(page, "main")


def test_enter_on_the_way_out_leads_away(page: Page, address: str) -> None:
    page.route("https://www.yr.no/**", lambda route: route.fulfill(body="Sol", content_type="text/html"))
    page.goto(f"{address}/chapters/competence.html")
    press(page, "Tab", "Enter")
    page.wait_for_url("https://www.yr.no/")


@pytest.mark.parametrize("name", ["Innholdsmeny", "Innhold på siden"], ids=["of-the-book", "of-the-page"])
def test_a_menu_on_a_phone_opens_leads_on_and_gives_the_focus_back(phone: Page, address: str, name: str) -> None:
    phone.goto(f"{address}/chapters/competence.html")
    button = phone.get_by_role("button", name=name)
    reach(phone, button)
    press(phone, "Enter", "Tab")
    assert inside(phone, "[popover]:popover-open")
    press(phone, "Escape")
    expect(phone.locator(":popover-open")).to_have_count(0)
    expect(button).to_be_focused()
    link = phone.locator("[popover] a[href='finance.html'], [popover] a[href$='#planer-og-ressurser']")
    press(phone, "Enter")
    reach(phone, link.filter(visible=True).first)
    press(phone, "Enter")
    phone.wait_for_url("**/finance.html" if name == "Innholdsmeny" else "**#planer-og-ressurser")
    expect(phone.locator(":popover-open")).to_have_count(0)


def test_a_search_is_opened_typed_gone_through_and_left(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/competence.html")
    button = page.get_by_role("button", name="Søk").filter(visible=True).first
    reach(page, button)
    press(page, "Enter")
    field, results = page.get_by_role("dialog", name="Søk").get_by_role("searchbox"), page.locator("#search-results a")
    expect(field).to_be_focused()
    page.keyboard.insert_text("psykisk vold")
    expect(page.locator("#search-results").get_by_role("status")).to_contain_text("treff")
    press(page, "ArrowDown")
    expect(results.first).to_be_focused()
    press(page, "ArrowDown", "ArrowDown", "ArrowUp")
    expect(results.nth(1)).to_be_focused()
    press(page, "ArrowUp", "ArrowUp")
    expect(field).to_be_focused()
    reach(page, results.first)
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    press(page, "Control+k")
    expect(field).to_be_focused()
    press(page, "Escape", "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    press(page, "Control+k", "Control+a")
    page.keyboard.insert_text("finansiering")
    expect(results.first).to_contain_text("finansiering", ignore_case=True)
    reach(page, results.first)
    press(page, "Enter")
    page.wait_for_url("**/finance.html*")


def test_light_and_dark_are_chosen_and_said(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/competence.html")
    switch = page.get_by_role("button", name="Fargemodus")
    reach(page, switch)
    for named, theme in (("som på enheten", "light"), ("mørk", "dark"), ("lys", "light"), ("som på enheten", "light")):
        expect(switch).to_have_accessible_name(f"Fargemodus: {named}")
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        press(page, "Space")
    expect(switch).to_be_focused()


def test_a_tab_opens_what_can_be_taken_along_and_each_file_is_reached(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/competence.html")
    frame = page.locator(".exhibit").first
    reach(page, frame.get_by_role("tab", selected=True))
    press(page, "End")
    expect(frame.get_by_role("tab", name="Data")).to_have_attribute("aria-selected", "true")
    for link in frame.locator("a[download]").all():
        reach(page, link)
    with page.expect_download() as told:
        press(page, "Enter")
    assert told.value.suggested_filename


def test_sources_of_a_paragraph_are_opened_followed_and_closed(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/competence.html")
    panel = page.locator(".said:has(.statistic) .checks").first
    reach(page, panel.locator("summary").first)
    press(page, "Enter")
    expect(panel.locator("li").first).to_be_visible()
    reach(page, panel.locator("a").first)
    press(page, "Shift+Tab", "Space")
    expect(panel.locator("li").first).not_to_be_visible()


def test_what_is_told_of_a_number_that_is_pointed_at_goes_with_escape_and_takes_no_focus(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/chapters/competence.html")
    page.locator(".said .statistic").first.hover()
    popup = page.locator(".check-popup")
    expect(popup).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")
    press(page, "Escape")
    expect(popup).not_to_be_visible()


def test_findings_of_the_audit_are_chosen_ordered_and_opened(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/audit.html")
    entries, told = page.locator(".audit-entry:visible"), page.get_by_role("status").filter(has_text="funn")
    everything = entries.count()
    order = page.locator(".audit-entry summary strong").all_inner_texts()
    reach(page, page.get_by_role("combobox", name="Vekt", exact=True))
    press(page, "ArrowDown")
    assert 0 < entries.count() < everything
    expect(told).to_have_text(f"{entries.count()} av {everything} funn")
    press(page, "Home")
    reach(page, page.get_by_role("combobox", name="Rekkefølge", exact=True))
    press(page, "End")
    ordered = page.locator(".audit-entry summary strong").all_inner_texts()
    assert ordered != order and sorted(ordered) == sorted(order) and entries.count() == everything
    reach(page, page.get_by_role("button", name="Åpne alle"))
    press(page, "Enter")
    assert page.locator(".audit-entry[open]").count() == everything
    press(page, "Enter")
    assert page.locator(".audit-entry[open]").count() == 0
    reach(page, entries.first.locator("summary"))
    press(page, "Space")
    expect(entries.first.locator("table")).to_be_visible()


def test_a_centre_is_looked_up_and_the_table_of_all_is_chosen_from_and_sorted(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/centres.html")
    reach(page, page.get_by_label("Kommune, poststed eller postnummer"))
    page.keyboard.type("Sandefjord")
    expect(page.get_by_role("status").filter(has_text="Én kommune passer.")).to_have_count(1)
    press(page, "Tab")
    assert inside(page, ".centre-answers a")
    find, table = page.get_by_label("Senter eller kommune"), page.locator("#centres--tabell table")
    find.focus()
    page.keyboard.type("krise")
    status = page.get_by_role("status").filter(has_text="Viser")
    expect(status).not_to_have_text("Viser 46 av 46 sentre.")
    press(page, "Control+a", "Delete")
    reach(page, page.get_by_label("Organisasjonsform"))
    press(page, "ArrowDown")
    expect(status).not_to_have_text("Viser 46 av 46 sentre.")
    reach(page, page.get_by_role("button", name="Vis alle"))
    press(page, "Enter")
    expect(status).to_have_text("Viser 46 av 46 sentre.")
    head = table.get_by_role("columnheader").nth(1)
    reach(page, head.get_by_role("button"))
    press(page, "Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(status).to_contain_text("Sortert etter")


def test_the_tabs_title_is_made_discreet_and_said(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/safe_browsing.html")
    button = page.get_by_role("button", name="Diskré tittel på fanen")
    reach(page, button)
    press(page, "Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_title("Dokument")
    press(page, "Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
