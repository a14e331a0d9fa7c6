/* A number or a mark in the prose that is pointed at tells what its paragraph's panel has of it, and a word of the glossary what it means.
   Without this script the panels open all the same; nothing here is read aloud or in the way of the keyboard. */
(() => {
  "use strict";
  const NUMBERS = ".statistic, .claim", POINTED = `${NUMBERS}, .term`;
  let popup, of, pinned = false, timer;
  document.documentElement.classList.add("points");

  const fill = (mark) => mark.dataset.t ? explain(mark.dataset.t) : tell(mark);
  const explain = (t) => {
    const means = document.querySelectorAll(".terms dd")[t], line = document.createElement("p");
    const word = document.createElement("strong");
    word.textContent = means.previousElementSibling.textContent;
    line.append(word, `: ${means.textContent}`);
    popup.replaceChildren(line);
    return true;
  };
  /* The panel stands after the block of the number, and has its numbers in their order unless they say otherwise. */
  const tell = (mark) => {
    const checks = [...document.querySelectorAll(".checks")].find((one) => one.previousElementSibling?.contains(mark));
    if (!checks) return false;
    const n = mark.dataset.n ?? [...checks.previousElementSibling.querySelectorAll(NUMBERS)].indexOf(mark);
    const item = checks.querySelectorAll(":scope > div > ul > li")[n];
    const sources = [...checks.querySelectorAll(":scope > div > ol > li")];
    const own = item.dataset.s ? item.dataset.s.split(", ").map((n) => sources[n - 1]) : sources;
    const list = document.createElement("ul");
    for (const line of [item, ...own]) {
      const copy = line.cloneNode(true);
      copy.removeAttribute("data-s");
      list.append(copy);
    }
    popup.replaceChildren(list);
    return true;
  };

  const place = (mark) => {
    const at = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const { offsetWidth, offsetHeight } = popup;
    const below = at.bottom + offsetHeight + 16 < clientHeight - 56;
    popup.style.left = `${Math.max(12, Math.min(at.left, clientWidth - offsetWidth - 12))}px`;
    popup.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - offsetHeight - 6)}px`;
  };

  const close = () => {
    clearTimeout(timer);
    of?.classList.remove("shown");
    if (popup) popup.hidden = true;
    of = undefined;
    pinned = false;
  };

  const open = (mark) => {
    if (mark === of) return;
    close();
    if (!popup) {
      popup = document.createElement("div");
      popup.className = "check-popup";
      (document.querySelector("main") ?? document.body).append(popup);
    }
    if (!fill(mark)) return;
    popup.hidden = false;
    of = mark;
    mark.classList.add("shown");
    place(mark);
  };

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch" || pinned) return;
    const mark = target.closest?.(POINTED);
    clearTimeout(timer);
    if (mark) timer = setTimeout(() => open(mark), 150);
    else if (of && !target.closest?.(".check-popup")) timer = setTimeout(close, 250);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.(".check-popup")) return;
    const mark = target.closest?.(POINTED);
    const again = mark && mark === of && pinned;
    if (!mark || again) return close();
    open(mark);
    pinned = Boolean(of);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") close();
  });
  addEventListener("scroll", close, { passive: true });
})();
