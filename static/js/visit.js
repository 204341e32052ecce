/* After an automatic save: show the questions that are asked now, hide those that are not, move the
   bar, and lead to the page's first error. Everything here also happens when the part is saved by
   its button. */
"use strict";

(() => {
  /* What the register says stands open beside the form, and closed above it on a phone. */
  const known = document.querySelector("[data-open-wide]");
  if (known) known.open = window.matchMedia("(min-width: 992px)").matches;

  const here = document.querySelector(".part-here");
  if (here) here.closest(".parts").scrollLeft = here.offsetLeft - 48;

  const form = document.getElementById("part-form");
  if (!form) return;

  form.addEventListener("autosaved", (event) => {
    const answer = event.detail;
    if (Array.isArray(answer.asked)) show(new Set(answer.asked));
    const bar = document.querySelector("[data-visit-progress]");
    if (bar && answer.total) {
      bar.max = answer.total;
      bar.value = answer.done;
    }
    for (const [code, counts] of Object.entries(answer.parts || {})) count(code, counts);
    const left = document.querySelector("[data-left]");
    if (left && answer.total !== undefined) left.textContent = answer.total - answer.done;
  });

  function show(asked) {
    for (const item of form.querySelectorAll("[data-question]")) {
      if (item.querySelector("[name=asked]")) item.hidden = !asked.has(item.dataset.question);
    }
  }

  function count(code, [done, total]) {
    const key = CSS.escape(code);
    for (const place of document.querySelectorAll(`[data-part-done="${key}"]`)) {
      place.textContent = done;
      place.closest(".part")?.classList.toggle("part-full", done === total);
    }
    for (const place of document.querySelectorAll(`[data-part-total="${key}"]`)) place.textContent = total;
  }
})();
