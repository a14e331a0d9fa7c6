/* Light or dark, the way to a search, and where in the page one is. */
(() => {
  "use strict";
  const root = document.documentElement;
  const opened = CSS.supports("selector(:popover-open)") ? ":popover-open" : ".opened";

  /* --- light, dark, or as the device has it --------------------------------------------------------------------------- */
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const show = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
  };
  const choose = () => {
    const modes = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    const mode = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
    show(mode);
    localStorage.setItem("mode", mode);
  };
  dark.addEventListener("change", () => show(root.dataset.mode));
  show(["light", "dark"].includes(root.dataset.mode) ? root.dataset.mode : "auto");

  /* --- search ----------------------------------------------------------------------------------------------------------- */
  const dialog = document.getElementById("pst-search-dialog");
  const search = () => {
    const field = document.querySelector("#main-content form.bd-search input");
    if (field) field.focus();
    else if (dialog?.open) dialog.close();
    else {
      for (const menu of document.querySelectorAll(opened)) menu.hidePopover();
      dialog?.showModal();
    }
  };
  const apple = /^(Mac|iP)/.test(navigator.platform);
  if (apple) for (const key of document.querySelectorAll("kbd.kbd-shortcut__modifier")) if (key.textContent === "Ctrl") key.textContent = "⌘";
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey || !(apple ? event.metaKey : event.ctrlKey)) return;
    event.preventDefault();
    search();
  }, true);
  dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".theme-switch-button")) choose();
    else if (event.target.closest?.(".search-button__button")) search();
    else if (event.target.closest?.(".bd-toc a")) document.querySelector(`.bd-toc${opened}`)?.hidePopover();
  });

  /* --- where one is ------------------------------------------------------------------------------------------------------- */
  const links = [...document.querySelectorAll(".bd-toc a[href^='#']")];
  const mark = (link) => {
    for (const other of links) {
      other.classList.toggle("active", other === link);
      if (other === link) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    }
    for (const entry of document.querySelectorAll(".bd-toc .toc-entry")) entry.classList.toggle("active", entry.contains(link));
  };
  const heads = new Map();
  for (const link of links) {
    const head = document.getElementById(decodeURIComponent(link.hash.slice(1)))?.querySelector("h1, h2, h3, h4, h5, h6");
    if (head) heads.set(head, link);
  }
  const seen = new IntersectionObserver((entries) => {
    const at = entries.filter((entry) => entry.isIntersecting).pop();
    if (at) mark(heads.get(at.target));
  }, { rootMargin: "-48px 0px -70% 0px" });
  for (const head of heads.keys()) seen.observe(head);

  const menu = document.querySelector(".bd-sidebar-primary");
  const here = menu?.querySelector("a.current, .current > a");
  if (here && here.offsetTop > menu.clientHeight / 2) menu.scrollTop = here.offsetTop - menu.clientHeight / 4;

  /* --- what scrolls can be reached with the keyboard -------------------------------------------------------------------- */
  const wide = "pre, .cell_output > .output, .pst-scrollable-table-container";
  const reach = () => {
    for (const box of document.querySelectorAll(wide)) {
      if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
      else if (box.getAttribute("role") !== "region") box.removeAttribute("tabindex");
    }
  };
  addEventListener("load", reach);
  addEventListener("resize", reach);
})();
