/* A reader may be watched. Nothing that is read or typed here is kept, moving about leaves one step in the history, and
   one key leads away. It is the first script of a page: what the others would keep, they keep until the page is left. */
(() => {
  "use strict";

  /* --- nothing is kept but light or dark, when it was chosen ------------------------------------------------------- */
  const MODES = ["light", "dark"];
  const LEFT = ["theme", "sphinx_highlight_terms"]; // by earlier editions of this site
  let disk = null;
  try {
    disk = window.localStorage;
    for (const name of LEFT) disk.removeItem(name);
    if (!MODES.includes(disk.getItem("mode"))) disk.removeItem("mode");
  } catch { /* the browser keeps nothing: then neither do we */ }
  let chosen = false;
  document.addEventListener("click", (event) => {
    chosen ||= event.isTrusted && Boolean(event.target.closest?.(".theme-switch-button"));
  }, true);

  const memory = (begin, keep) => {
    const known = new Map(Object.entries(begin));
    return {
      getItem: (name) => known.get(String(name)) ?? null,
      setItem: (name, value) => { known.set(String(name), String(value)); keep?.(String(name), String(value)); },
      removeItem: (name) => { known.delete(String(name)); },
      clear: () => known.clear(),
      key: (index) => [...known.keys()][index] ?? null,
      get length() { return known.size; },
    };
  };
  const mode = disk?.getItem("mode");
  const local = memory(mode ? { mode, theme: mode } : {}, (name, value) => {
    if (name !== "mode" || !chosen || !disk) return;
    try {
      if (MODES.includes(value)) disk.setItem(name, value);
      else disk.removeItem(name);
    } catch { /* as above */ }
  });
  Object.defineProperty(window, "localStorage", { value: local });
  Object.defineProperty(window, "sessionStorage", { value: memory({}) });

  /* --- a tab that says nothing, for as long as it is open ------------------------------------------------------------ */
  const DISCREET = "diskret", NEUTRAL = "Dokument";
  const title = document.title;
  /* From page to page it goes with the tab's own name, which is given for the way alone: no other site sees it. With the
     page it stays in the tab's history, for who comes back from another site. */
  let discreet = window.name === DISCREET || history.state === DISCREET;
  window.name = "";
  const keep = () => {
    try { history.replaceState(discreet ? DISCREET : null, ""); } catch { /* too often: it is kept the next time */ }
  };
  const name = () => {
    document.title = discreet ? NEUTRAL : title;
    for (const button of document.querySelectorAll(".discreet")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(discreet));
    }
  };
  if (discreet) { document.title = NEUTRAL; keep(); }
  window.addEventListener("hashchange", () => { if (discreet) keep(); });

  /* --- away ---------------------------------------------------------------------------------------------------------- */
  const TIMES = 3, WITHIN = 5000;
  const SAID = ["", "Trykk Shift to ganger til for å forlate siden.", "Trykk Shift én gang til for å forlate siden."];
  let presses = 0, timer;
  const say = () => {
    const status = document.getElementById("leaving");
    if (status) status.textContent = SAID[presses] ?? "";
  };
  const leave = () => {
    const away = document.querySelector(".leave").href;
    const head = document.createElement("head"); // until the other site answers, the tab has a title, and no address
    head.append(Object.assign(document.createElement("title"), { textContent: NEUTRAL }));
    document.documentElement.replaceChildren(head);
    history.replaceState(null, "");
    window.location.replace(away);
  };
  const reach = () => { // while a dialog is open, nothing outside it can be reached
    const way = document.querySelector(".leave");
    for (const dialog of document.querySelectorAll("dialog")) dialog.append(way.cloneNode(true));
  };
  const forget = () => { presses = 0; clearTimeout(timer); say(); };
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Shift") { if (presses) forget(); return; }
    if (presses === 0) timer = setTimeout(forget, WITHIN);
    presses += 1;
    if (presses >= TIMES) leave();
    else say();
  }, true);
  for (const other of ["pointerdown", "wheel"]) { // who selects or scrolls sideways does not leave
    document.addEventListener(other, (event) => { if (presses && event.shiftKey) forget(); }, { capture: true, passive: true });
  }

  /* --- moving about -------------------------------------------------------------------------------------------------- */
  document.addEventListener("click", (event) => {
    const at = event.target.closest?.("a[href], .discreet");
    if (!at || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (at.matches(".leave")) { event.preventDefault(); leave(); return; }
    if (at.matches(".discreet")) { discreet = !discreet; keep(); name(); return; }
    const to = new URL(at.href.baseVal ?? at.href, location.href); // the first is of a link in a drawing
    const page = /(\.html|\/[^./]*)$/.test(to.pathname); // some hosts leave .html out
    const elsewhere = to.protocol !== location.protocol || to.host !== location.host;
    if (at.getAttribute("target") || at.hasAttribute("download") || !page || elsewhere) return;
    event.preventDefault();
    if (to.pathname === location.pathname && to.hash) for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    else if (discreet) window.name = DISCREET;
    location.replace(to.href);
  });

  /* --- a search happens where it is asked, and nowhere else: what it takes comes with the first letter ----------------- */
  const ROOT = new URL("..", document.currentScript.src || location.href).href; // it stands in the page that is not found
  const FOUND = "search-results", PAUSE = 150, NOT_NOW = "Søket kan ikke hentes nå. Prøv igjen om litt.";
  let waiting, asked = "", fetched;
  const fetchAll = () => fetched ??= new Promise((done) => {
    const onerror = () => { fetched = undefined; done(false); }; // it is fetched anew when more is typed
    document.head.append(Object.assign(document.createElement("script"), { src: `${ROOT}search.js`, onload: () => done(true), onerror }));
  });
  const search = async (form) => {
    const words = form.querySelector("input").value.trim();
    if (words === asked) return;
    asked = words;
    const known = await fetchAll();
    if (words !== asked) return; // more has been typed
    document.getElementById(FOUND)?.remove();
    if (!words) return;
    const found = Object.assign(document.createElement("section"), { id: FOUND, ariaLabel: "Treff" });
    form.after(found);
    if (known) BookSearch.show(found, words, ROOT);
    else {
      asked = "";
      found.append(Object.assign(document.createElement("p"), { role: "alert", textContent: NOT_NOW }));
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form.bd-search");
    if (!form) return;
    fetchAll();
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE, form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.bd-search")) return;
    event.preventDefault();
    search(event.target);
  });

  document.addEventListener("DOMContentLoaded", () => { name(); reach(); });
})();
