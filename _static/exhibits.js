/* Numbers and claims that show their source, and charts that get tooltips when they come near.
   Without this script every chart is a picture and every source still shows on hover and focus. */
(() => {
  "use strict";
  const bundle = new URL("../vega-bundle.js", document.currentScript.src).href;

  /* --- sources of numbers and claims ------------------------------------------------------------------------------- */
  const WRAPPER = ".statistic, .claim";
  const TRIGGER = ".statistic > [aria-expanded], .claim > [aria-expanded]";
  const trigger = (wrapper) => wrapper.querySelector("[aria-expanded]");
  const panel = (wrapper) => wrapper.querySelector(".statistic-source, .claim-check");

  const place = (wrapper) => {
    const box = panel(wrapper);
    if (!box) return;
    box.style.removeProperty("--shift");
    const width = document.documentElement.clientWidth;
    const { left, right } = box.getBoundingClientRect();
    const shift = right > width - 12 ? Math.max(12 - left, width - 12 - right) : Math.max(0, 12 - left);
    if (shift) box.style.setProperty("--shift", `${shift}px`);
  };

  const pin = (wrapper, open) => {
    wrapper.classList.toggle("open", open);
    trigger(wrapper)?.setAttribute("aria-expanded", String(open));
  };
  const unpinAll = (except) => {
    for (const other of document.querySelectorAll(".statistic.open, .claim.open")) if (other !== except) pin(other, false);
  };
  const toggle = (wrapper) => {
    unpinAll(wrapper);
    wrapper.classList.remove("dismissed");
    pin(wrapper, !wrapper.classList.contains("open"));
    place(wrapper);
  };

  document.addEventListener("click", (event) => {
    const wrapper = event.target.closest?.(WRAPPER);
    if (!wrapper) return unpinAll();
    if (event.target.closest("[aria-expanded]") === trigger(wrapper)) toggle(wrapper);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      unpinAll();
      for (const wrapper of document.querySelectorAll(WRAPPER)) {
        if (wrapper.matches(":hover, :focus-within")) wrapper.classList.add("dismissed");
      }
    } else if ((event.key === "Enter" || event.key === " ") && event.target.matches?.(TRIGGER)) {
      event.preventDefault();
      toggle(event.target.closest(WRAPPER));
    }
  });
  for (const name of ["pointerover", "focusin"]) {
    document.addEventListener(name, (event) => {
      const wrapper = event.target.closest?.(WRAPPER);
      if (wrapper) place(wrapper);
    });
  }
  for (const name of ["pointerout", "focusout"]) {
    document.addEventListener(name, (event) => {
      const wrapper = event.target.closest?.(".dismissed");
      if (wrapper && !wrapper.contains(event.relatedTarget)) wrapper.classList.remove("dismissed");
    });
  }

  /* --- charts -------------------------------------------------------------------------------------------------------- */
  let loading;
  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = bundle;
      script.onload = () => resolve(window.kunnskapsstatusVega);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  };

  let tip;
  const tooltip = (_handler, event, _item, value) => {
    if (!tip) {
      tip = document.createElement("div");
      tip.className = "chart-tooltip";
      tip.setAttribute("aria-hidden", "true");
      document.body.append(tip);
    }
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    tip.textContent = value;
    const { offsetWidth, offsetHeight } = tip;
    const x = Math.min(event.clientX + 12, document.documentElement.clientWidth - offsetWidth - 8);
    const above = event.clientY - offsetHeight - 12;
    tip.style.left = `${Math.max(8, x)}px`;
    tip.style.top = `${above < 8 ? event.clientY + 18 : above}px`;
  };
  document.addEventListener("keydown", (event) => {
    if (tip && event.key === "Escape") tip.hidden = true;
  });

  const hydrate = async (chart, picture) => {
    try {
      const vega = await load();
      const holder = document.createElement("div");
      await vega.embed(holder, JSON.parse(chart.querySelector(".chart-spec").textContent), tooltip);
      const drawn = holder.querySelector("svg");
      for (const { name, value } of picture.attributes) if (name !== "xmlns") drawn.setAttribute(name, value);
      for (const part of drawn.querySelectorAll("[role]")) {
        for (const name of ["role", "aria-roledescription", "aria-label"]) part.removeAttribute(name);
      }
      picture.replaceWith(holder);
      chart.classList.add("hydrated");
    } catch (error) {
      console.warn("The chart stays a picture:", error);
    }
  };

  if (!("IntersectionObserver" in window)) return;
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      const picture = target.querySelector(":scope > svg.chart-wide");
      if (!isIntersecting || !picture || getComputedStyle(picture).display === "none") continue;
      observer.unobserve(target);
      hydrate(target, picture);
    }
  }, { rootMargin: "200px 0px" });
  const watch = () => {
    for (const chart of document.querySelectorAll(".chart:not(.hydrated)")) {
      observer.unobserve(chart);
      observer.observe(chart);
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", watch);
  else watch();
  window.matchMedia("(max-width: 599.98px)").addEventListener?.("change", watch);
})();
