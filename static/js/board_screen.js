/* 大屏: says when it was last refreshed, and that its numbers are old when it cannot reach the
   server; Esc leaves. The refreshing itself is htmx's. */
"use strict";

(() => {
  const PATIENCE = 150_000; // two refreshes that did not come
  const now = document.getElementById("screen-now");
  const lost = document.querySelector("[data-screen-lost]");
  const fresh = document.querySelector("[data-screen-fresh]");
  const time = document.querySelector("[data-screen-time]");
  let came = Date.now();

  function told(isLost) {
    lost.hidden = !isLost;
    fresh.hidden = isLost;
    document.querySelector("[data-screen-since]").textContent = time.textContent;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.fullscreenElement) {
      window.location.assign(document.querySelector("[data-screen-leave]").href);
    }
  });

  /* whoever was logged out meanwhile is sent the login page: that is no refresh */
  now.addEventListener("htmx:beforeSwap", (event) => {
    const text = event.detail.xhr.responseText;
    if (event.detail.xhr.status === 200 && text.includes("data-screen-now")) return;
    event.detail.shouldSwap = false;
    told(true);
  });
  now.addEventListener("htmx:afterSwap", () => {
    came = Date.now();
    time.textContent = now.querySelector("[data-screen-now]").dataset.screenNow;
    told(false);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) now.addEventListener(name, () => told(true));
  window.addEventListener("offline", () => told(true));
  window.setInterval(() => { if (Date.now() - came > PATIENCE) told(true); }, 10_000);
})();
