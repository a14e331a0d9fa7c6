/* The audit: which findings are shown, and in what order. Without scripts all are there, folded, by chapter. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const entries = [...document.querySelectorAll(".audit-entry")];
  if (entries.length < 5) return;
  const make = (tag, properties, ...inside) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  };
  const known = entries.map((entry) => {
    const [weight, kind] = entry.querySelector(".beside").textContent.split(", ");
    return { entry, weight, kind, home: entry.parentNode, after: entry.nextSibling };
  });
  const ALL = "Alle";
  const select = (label, values) => {
    const field = make("select", {}, ...values.map((value) => make("option", { value }, value)));
    field.addEventListener("change", show);
    bar.append(make("label", {}, label, field));
    return field;
  };
  const values = (name) => [ALL, ...new Set(known.map((one) => one[name]))];
  const bar = make("div", { className: "choose", role: "group", ariaLabel: "Velg blant funnene" });
  const weight = select("Vekt", values("weight"));
  const kind = select("Slag", values("kind"));
  const order = select("Rekkefølge", ["Etter kapittel", "Etter vekt", "Etter slag"]);
  const open = make("button", { type: "button" }, "Åpne alle");
  const told = make("output", {});
  bar.append(open, told);
  open.addEventListener("click", () => {
    const opened = open.textContent === "Åpne alle";
    for (const { entry } of known) entry.open = opened;
    open.textContent = opened ? "Lukk alle" : "Åpne alle";
  });

  const list = make("div", {});
  const sections = [...new Set(entries.map((entry) => entry.closest("section")))];
  sections[0].before(bar, list);

  function show() {
    for (const { entry, home, after } of [...known].reverse()) home.insertBefore(entry, after);
    const field = { "Etter vekt": "weight", "Etter slag": "kind" }[order.value];
    if (field) {
      const ranks = values(field);
      list.append(...[...known].sort((a, b) => ranks.indexOf(a[field]) - ranks.indexOf(b[field])).map(({ entry }) => entry));
    }
    let count = 0;
    for (const one of known) {
      const chosen = [ALL, one.weight].includes(weight.value) && [ALL, one.kind].includes(kind.value);
      one.entry.classList.toggle("not-chosen", !chosen);
      count += chosen;
    }
    for (const section of sections) section.classList.toggle("nothing", !section.querySelector(".audit-entry:not(.not-chosen)"));
    told.textContent = `${count} av ${known.length} funn`;
  }

  const reach = () => { // a link from a chapter goes to one of them
    const at = document.getElementById(location.hash.slice(1));
    if (at?.matches(".audit-entry")) { at.open = true; at.scrollIntoView(); }
  };
  show();
  reach();
  window.addEventListener("hashchange", reach);
});
