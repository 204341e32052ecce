/* A way back from a refusal, where the window has a page before it. */
"use strict";

(() => {
  for (const button of document.querySelectorAll("[data-back]")) {
    button.hidden = history.length < 2;
    button.addEventListener("click", () => history.back());
  }
})();
