"""What axe-core finds on a page in a browser. It runs beside the page's own scripts, under the page's own policy."""

from importlib.resources import files

from playwright.sync_api import Page

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
BEYOND = ("label-content-name-mismatch", "td-has-header")
"""Rules that axe leaves out unless it is asked."""
OF_COLOUR = ("color-contrast", "link-in-text-block")
OF_WIDTH = ("target-size", "scrollable-region-focusable")
SORTS = """() => {
  const sorts = new Map(), grounds = new Map();
  const ground = (one) => {
    if (!one) return "";
    if (!grounds.has(one)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(one);
      grounds.set(one, ground(one.parentElement) + backgroundColor + backgroundImage + opacity);
    }
    return grounds.get(one);
  };
  for (const one of document.querySelectorAll("body :not(svg, svg *)")) {
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(one);
    const sort = [color, fontSize, fontWeight, textDecorationLine, one.localName, ground(one)].join();
    if (!sorts.has(sort)) sorts.set(sort, one);
  }
  return [...sorts.values()];
}"""
"""One of each sort of text: of those with the same colours, size and element, axe would measure each anew."""
RUN = f"""async ([rules, beyond, colours, widths]) => {{
  const only = {{ resultTypes: ["violations"], preload: false, iframes: false }};
  const off = Object.fromEntries([...colours, ...widths].map((rule) => [rule, {{ enabled: false }}]));
  const on = Object.fromEntries(beyond.map((rule) => [rule, {{ enabled: true }}]));
  const found = [];
  if (rules.includes("all")) found.push(await axe.run(document, {{ ...only, rules: {{ ...off, ...on }} }}));
  if (rules.includes("widths")) found.push(await axe.run(document, {{ ...only, runOnly: widths }}));
  if (rules.includes("colours")) found.push(await axe.run({{ include: ({SORTS})() }}, {{ ...only, runOnly: colours }}));
  return found.flatMap(({{ violations }}) => violations).flatMap(({{ id, help, nodes }}) => nodes.map(
    ({{ target, html, any, all }}) => [id, `${{target}}`, html.slice(0, 160), [...any, ...all][0]?.message ?? help]));
}}"""


def violations(page: Page, *rules: str) -> list[str]:
    """Each violation on a page as it is now, in a line: by rules of ``colours``, of ``widths``, or by ``all`` others
    that axe has of WCAG 2.2 A and AA and of good practice."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    found: list[list[str]] = page.evaluate(RUN, [[*rules], BEYOND, OF_COLOUR, OF_WIDTH])
    return ["  ".join(parts) for parts in found]
