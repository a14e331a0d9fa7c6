/* Tabs of exhibits: chart, table and data in one place. Without this script they follow each other.
   Nothing is kept: a page opens with the first of them, or with the one that its address names. */
(() => {
  "use strict";
  const page = document.documentElement;

  const tabsOf = (list) => [...list.querySelectorAll("[role=tab]")];
  const partOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  const choose = (tab) => {
    for (const other of tabsOf(tab.parentElement)) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      partOf(other).classList.toggle("away", !chosen);
    }
  };

  const NEXT = {
    ArrowRight: (at, count) => (at + 1) % count,
    ArrowLeft: (at, count) => (at + count - 1) % count,
    Home: () => 0,
    End: (_at, count) => count - 1,
  };

  const show = () => {
    const at = document.getElementById(location.hash.slice(1));
    const part = at?.closest(".part.away");
    if (!part) return;
    choose(document.getElementById(part.getAttribute("aria-labelledby")));
    if (at === part) part.closest(".exhibit").scrollIntoView();
    else { at.scrollIntoView({ block: "center" }); at.querySelector("a")?.focus({ preventScroll: true }); }
  };

  /* Where the site lies no build knows, but the page does. */
  const SITE = "https://NETTSTED/";
  const tellSite = () => {
    const site = new URL(page.dataset.content_root ?? "./", location.href).href;
    for (const part of document.querySelectorAll(".exhibit-offer .at-site")) {
      part.textContent = part.textContent.replace(SITE, site);
    }
  };

  const begin = () => {
    if (location.protocol !== "file:") tellSite();
    for (const list of document.querySelectorAll(".exhibit > .tabs")) {
      const tabs = tabsOf(list);
      for (const tab of tabs) {
        const part = partOf(tab);
        part.setAttribute("role", "tabpanel");
        part.setAttribute("aria-labelledby", tab.id);
        for (const folded of part.querySelectorAll(":scope > details")) folded.open = true;
      }
      list.addEventListener("click", ({ target }) => {
        if (tabs.includes(target)) choose(target);
      });
      list.addEventListener("keydown", (event) => {
        const next = NEXT[event.key]?.(tabs.indexOf(event.target), tabs.length);
        if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        choose(tabs[next]);
        tabs[next].focus();
      });
    }
    show();
  };

  window.addEventListener("hashchange", show);
  document.addEventListener("click", ({ target }) => { if (target.closest?.(".chart a")) setTimeout(show); }); // also the same row once more
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
