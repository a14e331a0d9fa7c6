"""Every kind of page of the real book under axe-core: wide and narrow, light and dark, with all that opens open."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from axe import Axe
from lxml import etree, html
from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.xdist_group("the real book")  # one worker's: it is built once
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=320, height=640)
KINDS = (
    "chapters/index.html", "chapters/competence.html", "chapters/references.html", "centres/vestfold.html",
    "search.html", "404.html", "embed/reasons-for-stay.html", "embed/centres-overview.html",
)  # fmt: skip
"""A page of each kind: it is looked at in each of the four forms, wholly where it is dark; light, its colours alone are
others. The other pages are looked at in two, by what can be wrong there alone, and of their articles what has a sort of
element that no page before them has: their charts are empty, since what is drawn in them is one picture to who reads.
Pages of centres are of one template: narrow and dark, where most can be
wrong, and of these each that has a sort of element that none before it has."""
FORMS = ((True, False), (False, True), (True, True), (False, False))
"""Wide or narrow, dark or light."""
ALIKE = FORMS[1:2]
RULES = ("all", "colours", "widths")
UNFOLD = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const part of document.querySelectorAll(".exhibit .away")) part.classList.remove("away");
}"""
EMPTY = "() => document.querySelectorAll('.chart svg').forEach((picture) => picture.replaceChildren())"
NEW = """(known) => {
  const seen = new Set(known), fresh = [];
  const own = (one) => `${one.localName}.${one.getAttribute("class")}`;
  const round = (one) => one.matches("article") ? "" : `${round(one.parentElement)} ${own(one)}`;
  const says = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const sort = (one) => `${round(one)} ${one.getAttributeNames()} ${says(one)}`;
  const look = (one) => {
    const sorts = [one, ...one.querySelectorAll("*")].map(sort);
    const isNew = sorts.some((kind) => !seen.has(kind));
    if (!isNew && one.matches(":not(article, h1, h2, h3, h4, h5, h6, tr:nth-child(-n + 2), :has(h1))")) one.remove();
    else if (one.matches("article, section, div:not(.exhibit, .exhibit *, [role]), ul:not([role]), ol, .exhibit tbody"))
      [...one.children].forEach(look);
    else if (one.matches(".exhibit") && isNew) one.querySelectorAll("tbody").forEach(look);
    for (const kind of sorts) if (!seen.has(kind)) { seen.add(kind); fresh.push(kind); }
  };
  const article = document.querySelector("article");
  if (article) look(article);
  return fresh;
}"""
"""Leaves of an article what has a sort of element that is not known, its headings, and two rows of each table; gives
the new sorts: elements with their classes and the names of their attributes, and all that they stand in."""
TURN = """async (address) => {
  const text = await (await fetch(address)).text();
  const page = new DOMParser().parseFromString(text, "text/html");
  document.querySelector("article").replaceWith(page.querySelector("article"));
}"""
"""To another page of the same template, whose article alone is another."""
CHOOSE = """(name) => {
  for (const tab of document.querySelectorAll("[role=tab]")) if (tab.textContent === name) tab.click();
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="nb-NO", reduced_motion="reduce", viewport=WIDE) as context:
        yield context.new_page()


def forms(name: str) -> tuple[tuple[bool, bool], ...]:
    """The forms in which a page is looked at."""
    return FORMS if name in KINDS else ALIKE if name.startswith("centres/") else FORMS[:2]


def names(site: Path) -> list[str]:
    """Every page that stays when it is opened. Pages to embed are one kind: what they show stands in the chapters."""
    found = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    aside = ("_static/", "embed/")
    return [name for name in found if name != "index.html" and (not name.startswith(aside) or name in KINDS)]


def others(site: Path, names: Iterable[str]) -> Iterator[str]:
    """The pages that are looked at: a page of a centre only where it has a sort of element that none before it has."""
    seen = set[tuple[str, ...]]()
    for name in names:
        new = sorts(site / name) if forms(name) == ALIKE else {()}
        if not new <= seen:
            yield name
        seen |= new - {()}


def sorts(page: Path) -> set[tuple[str, ...]]:
    """The sorts of elements of a page's article: with their names, classes and attributes, and what they stand in."""
    article = html.parse(page).getroot().find(".//article")
    return {
        (str(one.tag), one.get("class", ""), *sorted(one.keys()), *(str(above.tag) for above in one.iterancestors()))
        for one in article.iter(etree.Element)
    }


def fits(page: Page, size: ViewportSize) -> bool:
    """Whether a page of this size scrolls down alone."""
    page.set_viewport_size(size)
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def looked_at(axe: Axe, page: Page, name: str, wide: bool, dark: bool) -> list[str]:
    """What is wrong with a page in one of its four forms."""
    page.set_viewport_size(WIDE if wide else NARROW)
    page.emulate_media(color_scheme="dark" if dark else "light")
    whole = name in KINDS or name.startswith("centres/")
    rules = (RULES if dark else RULES[1:2]) if whole else RULES[:2] if wide else RULES[1:]
    found = axe.violations(page, *rules)
    if not fits(page, WIDE if wide else NARROW):
        found.append("the page scrolls sideways")
    return [f"{name}, {'wide' if wide else 'narrow'} and {'dark' if dark else 'light'}: {one}" for one in found]


def test_no_page_has_a_violation_in_any_form(page: Page, address: str, site: Path) -> None:
    pages = names(site)
    assert set(KINDS) < set(pages)
    axe, wrong, known = Axe(), list[str](), list[str]()
    for name in others(site, [*KINDS, *(name for name in pages if name not in KINDS)]):
        if forms(name) == ALIKE and "/centres/" in page.url:
            page.evaluate(TURN, f"{address}/{name}")
        else:
            page.goto(f"{address}/{name}")
        page.evaluate(UNFOLD)
        if name not in KINDS:
            page.evaluate(EMPTY)
            wrong += [f"{name} scrolls sideways" for at in (NARROW, WIDE) if not fits(page, at)]
            known += page.evaluate(NEW, known)
        for wide, dark in forms(name):
            wrong += looked_at(axe, page, name, wide, dark)
        if name in KINDS:
            known += page.evaluate(NEW, known)
    assert wrong == []


def test_no_view_and_no_panel_has_a_violation_as_it_is_opened(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/competence.html")
    axe, wrong = Axe(), list[str]()
    for view in ("Tabell", "Data", "Figur"):
        page.evaluate(CHOOSE, view)
        wrong += axe.violations(page, *RULES)
    page.locator(".statistic").first.click()
    page.locator(".check-popup").wait_for()
    wrong += axe.violations(page, *RULES)
    page.set_viewport_size(NARROW)
    for button in (".primary-toggle", ".secondary-toggle"):
        page.locator(f"{button}:visible").click()
        wrong += axe.violations(page, *RULES)
        page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("vold")
    page.locator("#search-results li").first.wait_for()
    wrong += axe.violations(page, *RULES)
    assert wrong == []


def test_what_is_wrong_is_found_in_the_form_where_it_is_wrong(page: Page, address: str) -> None:
    page.goto(f"{address}/404.html")
    spoil = """() => document.querySelector("main").insertAdjacentHTML("beforeend", `
      <p style="color: light-dark(black, #444); background: light-dark(white, black)">Mørkt</p>
      <img src="${location.href}">
      <div style="width: max(100%, 400px)">Bredt</div> <button>1</button><button>2</button>
      <style>@media (width < 400px) { button { display: block; height: 12px; font-size: 1px } }</style>`)"""
    page.evaluate(spoil)
    found = {
        (wide, dark): {rule for rule in ("image-alt", "color-contrast", "target-size", "sideways") if rule in told}
        for wide, dark in FORMS
        for told in [" ".join(looked_at(Axe(), page, "404.html", wide, dark))]
    }
    assert found == {
        (True, False): set(),
        (True, True): {"image-alt", "color-contrast"},
        (False, False): {"sideways"},
        (False, True): {"image-alt", "color-contrast", "target-size", "sideways"},
    }
