"""The real book for who enlarges it, spaces its text, follows the focus, or bears no movement: WCAG 2.2 beyond axe."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("the real book")  # one worker's: it is built once
PAGES = ("chapters/index.html", "chapters/competence.html", "chapters/centres.html", "centres/vestfold.html")
SPACED = """p { margin-bottom: 2em !important; }
:not(svg, svg *) { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"""
"""What a reader may set by WCAG 1.4.12."""
LOST = """() => [...document.querySelectorAll("body *")].flatMap((one) => {
  if (!one.checkVisibility({ visibilityProperty: true }) || one.closest("svg, .unseen, math")) return [];
  const { overflowX, overflowY, display } = getComputedStyle(one);
  const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const wide = one.scrollWidth > one.clientWidth + 1, high = one.scrollHeight > one.clientHeight + 1;
  const cut = (wide && ["hidden", "clip"].includes(overflowX)) || (high && ["hidden", "clip"].includes(overflowY));
  const out = own && wide && display !== "inline" && !one.closest(".table-wrapper, .pst-scrollable-table-container");
  return cut || out ? [`${one.tagName} .${one.className}: ${one.textContent.trim().slice(0, 60)}`] : [];
})"""
"""What is cut off, or runs out of its box."""
FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), part = at.getClientRects()[0] ?? box;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  const within = [0.1, 0.5, 0.9];
  const hits = within.flatMap((x) => within.map((y) =>
    document.elementFromPoint(part.left + x * part.width, part.top + y * part.height)));
  const bars = hits.map((hit) => hit?.closest(".help, .bd-header-article"));
  const covered = bars.some((bar) => bar && !bar.contains(at));
  return {
    name: `${at.localName} ${at.textContent.trim().slice(0, 40)}`, none: at === document.body,
    hidden: !hits.some((hit) => at.contains(hit)) || (covered && box.height < innerHeight / 2),
    unmarked: (outlineStyle === "none" || parseFloat(outlineWidth) < 2) && boxShadow === "none",
  };
}"""
"""Of what has the focus: its name, whether it or a part of it is beneath a bar, and whether nothing marks it."""
MOVES = """() => [...document.querySelectorAll("*")].flatMap((one) => [null, "::before", "::after"].flatMap((part) => {
  const { transitionDuration, transitionProperty, animationName, scrollBehavior } = getComputedStyle(one, part);
  const still = (transitionProperty === "none" || transitionDuration.split(", ").every((time) => time === "0s"))
    && animationName === "none" && scrollBehavior !== "smooth";
  return still ? [] : [`${one.tagName} .${one.className} ${part ?? ""}`];
}))"""


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_context(locale="nb-NO", **getattr(request, "param", {})) as context:
        yield context.new_page()


NARROW, WIDE = ({"viewport": {"width": width, "height": 700}, "reduced_motion": "reduce"} for width in (320, 1280))


@pytest.mark.parametrize("page", [NARROW, WIDE], indirect=True, ids=["narrow", "wide"])
def test_text_that_a_reader_spaces_is_lost_nowhere(page: Page, address: str) -> None:
    lost: dict[str, Any] = {}
    for name in PAGES:
        page.goto(f"{address}/{name}")
        before = set(page.evaluate(LOST))
        page.add_style_tag(content=SPACED)
        lost[name] = [*(set(page.evaluate(LOST)) - before)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            lost[name].append("the page scrolls sideways")
    assert lost == {name: [] for name in PAGES}


@pytest.mark.parametrize("page", [NARROW, WIDE], indirect=True, ids=["narrow", "wide"])
def test_what_has_the_focus_is_seen_and_marked_both_ways_through_a_page(page: Page, address: str) -> None:
    page.goto(f"{address}/chapters/competence.html")
    stops: dict[str, list[dict[str, Any]]] = {"Tab": [], "Shift+Tab": []}
    for key, found in stops.items():
        if key != "Tab":
            page.keyboard.press("Tab")
        while True:
            page.keyboard.press(key)
            at = page.evaluate(FOCUS)
            if at["none"]:
                break
            found.append(at)
    assert len(stops["Tab"]) > 50
    for what in ("hidden", "unmarked"):
        assert {key: [one["name"] for one in found if one[what]] for key, found in stops.items()} == {
            key: [] for key in stops
        }, what


@pytest.mark.parametrize("page", [WIDE], indirect=True, ids=["reduced"])
def test_nothing_moves_for_who_has_asked_for_less_movement(page: Page, address: str) -> None:
    for name in PAGES[:2]:
        page.goto(f"{address}/{name}")
        assert page.evaluate(MOVES) == []
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVES), "else this test sees nothing"


REFERENCES = " | ".join(
    f"//@{name}" for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
)


def test_each_name_stands_once_each_table_has_one_and_each_head_says_of_what(site: Path) -> None:
    wrong, count = list[str](), 0
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        page = html.fromstring(path.read_bytes())
        named = Counter[str](page.xpath("//@id"))
        asked = {one for names in page.xpath(REFERENCES) for one in names.split()}
        wrong += [f"{name}: nothing is called {one}" for one in sorted(asked - named.keys())]
        wrong += [f"{name}: {one} stands {times} times" for one, times in named.items() if times > 1]
        for table in page.iter("table"):
            count += 1
            by = table.get("aria-labelledby")
            if not (table.xpath("caption[normalize-space()]") or table.get("aria-label") or by in named):
                wrong.append(f"{name}: a table has no name: {table.text_content()[:60]}")
            heads = table.xpath(".//th")
            if not heads and len(table.xpath(".//td")) > 1:
                wrong.append(f"{name}: a table has no head: {table.text_content()[:60]}")
            for head in heads:
                if head.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                    wrong.append(f"{name}: of what is the head {head.text_content()!r}?")
                if not head.text_content().strip():
                    wrong.append(f"{name}: a head is empty: {table.text_content()[:60]}")
    assert count > 400 and wrong == []
