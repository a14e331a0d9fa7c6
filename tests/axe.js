/* Runs axe-core in a page. Colours and widths are its dear rules: they are asked only of what is new. */
async ([rules, measured]) => {
  const only = { resultTypes: ["violations"], preload: false, iframes: false };
  const colours = ["color-contrast", "link-in-text-block"], widths = ["target-size", "scrollable-region-focusable"];
  const beyond = ["label-content-name-mismatch", "td-has-header"]; // axe leaves them out unless it is asked
  const set = (names, enabled) => Object.fromEntries(names.map((name) => [name, { enabled }]));
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const every = (selector) => [...document.querySelectorAll(selector)].filter(seen);

  /* One of each sort that has not been looked at: of those that share what makes them alike, all are right or none. */
  const known = new Set(measured), fresh = new Set();
  const first = (ones, kind) => ones.filter((one) => {
    const sort = kind(one).join();
    return !known.has(sort) && known.add(sort) && fresh.add(sort);
  });
  const name = (one) => `${one.localName}.${one.className.baseVal ?? one.className}`;

  const grounds = new Map([[null, ""]]);
  const ground = (one) => {
    if (!grounds.has(one)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(one);
      const own = [backgroundColor, backgroundImage.slice(0, 20), opacity].filter((what) => !["rgba(0, 0, 0, 0)", "none", "1"].includes(what));
      grounds.set(one, ground(one.parentElement) + own);
    }
    return grounds.get(one);
  };
  const texts = () => first(every("body :not(svg, svg *)").filter((one) => (
    [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))), (one) => {
    const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(one);
    return [one.localName, color, fontSize, fontWeight, textDecorationLine, ground(one)];
  });
  const LEAST = 24; // pixels: what is as large as that is large enough
  const isSmall = (one) => {
    const { width, height } = one.getBoundingClientRect();
    return Math.min(width, height) < LEAST;
  };
  const targets = () => first(every("a[href], button, summary, input, select, [tabindex]").filter(isSmall),
    (one) => [name(one), name(one.parentElement), name(one.parentElement.parentElement), getComputedStyle(one).display]);
  const scrolls = () => first(every("body :not(svg, svg *)").filter((one) => (
    (one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight) && /auto|scroll/.test(getComputedStyle(one).overflow))),
    (one) => ["scrolls", name(one), name(one.parentElement)]);

  const found = [];
  /* What they cost is the page round them: of that, only what stands beside them is left while they are looked at, and
     empty, so that what counts brothers and sisters counts as before. */
  const look = async (include, names) => {
    if (!include.length) return;
    const round = new Set();
    for (const one of include) {
      let beside = one.parentElement?.parentElement?.parentElement;
      for (; beside; beside = beside.parentElement) round.add(beside);
    }
    const holds = (one) => round.has(one) || include.some((asked) => one.contains(asked));
    const stays = "style, link, :modal, :popover-open"; // what gives the rest its look, and what would be closed
    const away = [...round].flatMap((one) => [...one.children]).filter((one) => one.style && !holds(one)
      && !one.matches(stays) && !one.querySelector(stays));
    const empty = away.map((one) => one.cloneNode(false));
    away.forEach((one, at) => {
      empty[at].style.display = "none";
      one.replaceWith(empty[at]);
    });
    found.push(await axe.run({ include }, { ...only, runOnly: names }));
    away.forEach((one, at) => empty[at].replaceWith(one));
  };
  const dear = set([...colours, ...widths], false);
  if (rules.includes("all")) found.push(await axe.run(document, { ...only, rules: { ...dear, ...set(beyond, true) } }));
  const asked = [], names = [];
  if (rules.includes("colours")) { asked.push(...texts()); names.push(...colours); }
  if (rules.includes("widths")) { asked.push(...targets(), ...scrolls()); names.push(...widths); }
  await look([...new Set(asked)], names);
  return {
    measured: [...fresh],
    found: found.flatMap(({ violations }) => violations).flatMap(({ id, help, nodes }) => nodes.map(
      ({ target, html, any, all }) => [id, `${target}`, html.slice(0, 160), [...any, ...all][0]?.message ?? help])),
  };
}
