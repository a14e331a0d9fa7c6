// On each live page: a new edition is shown by itself; what is wrong stands on the page until it is corrected.
(function () {
  "use strict";
  var served = Number(document.currentScript.dataset.edition);
  var banner = null;

  function show(state, text) {
    if (banner) banner.remove();
    banner = document.createElement("div");
    banner.id = "live-" + state;
    banner.setAttribute("role", state === "failed" ? "alert" : "status");
    banner.style.cssText = "position:fixed;inset:auto 0 0 0;z-index:2000;max-height:60vh;overflow:auto;padding:.75rem 1.25rem;" +
      "font:1rem/1.45 system-ui,sans-serif;white-space:pre-wrap;overflow-wrap:anywhere;border-top:3px solid;" +
      (state === "failed" ? "background:var(--fails-panel,white);color:var(--fails,black)" : "background:var(--panel,white);color:var(--quiet,black)");
    banner.textContent = text;
    document.body.append(banner);
  }

  new EventSource("/_live/events").onmessage = function (event) {
    var told = JSON.parse(event.data);
    if (told.edition !== served) location.reload();
    else if (told.state === "failed") show("failed", told.text);
    else if (told.state === "working") show("working", "…");
    else if (banner) banner.remove();
  };
})();
