/* 术语: an explanation that opens on hover, focus or tap, stays while the pointer is on it, and
   closes with Esc. Without this script hover and focus still open it, by the style sheet. */
"use strict";

(() => {
  const EDGE = 8; // px kept free at the window's edge
  let open = null;
  let count = 0;

  function join(root) {
    for (const term of root.querySelectorAll(".term:not([data-joined])")) {
      const tip = term.lastElementChild;
      tip.id = `term-${++count}`;
      term.dataset.joined = "1";
      term.firstElementChild.setAttribute("aria-describedby", tip.id);
    }
  }

  function place(term) {
    const [word, tip] = [term.firstElementChild.getBoundingClientRect(), term.lastElementChild];
    const most = document.documentElement.clientWidth - tip.offsetWidth - EDGE;
    const below = word.bottom + tip.offsetHeight + EDGE < window.innerHeight;
    tip.style.left = `${Math.max(EDGE, Math.min(word.left, most))}px`;
    tip.style.top = `${below ? word.bottom : Math.max(EDGE, word.top - tip.offsetHeight)}px`;
  }

  function shut() {
    if (!open) return;
    open.classList.remove("is-open");
    open.firstElementChild.setAttribute("aria-expanded", "false");
    open = null;
  }

  function show(term) {
    if (open !== term) shut();
    open = term;
    delete term.dataset.shut;
    term.classList.add("is-open");
    term.firstElementChild.setAttribute("aria-expanded", "true");
    place(term);
  }

  const termOf = (event) => event.target.closest?.(".term");

  document.addEventListener("pointerover", (event) => {
    const term = termOf(event);
    if (event.pointerType !== "mouse") return;
    if (term) show(term);
    else if (open && !open.contains(document.activeElement)) shut();
  });
  document.addEventListener("focusin", (event) => {
    const term = termOf(event);
    if (term) show(term);
    else shut();
  });
  document.addEventListener("click", (event) => {
    const term = termOf(event);
    if (term) show(term);
    else shut();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    open.dataset.shut = "1"; // closed although the pointer or the focus is still on it
    shut();
    event.stopPropagation();
  }, true);
  document.addEventListener("scroll", () => { if (open) place(open); }, true);
  document.addEventListener("htmx:load", (event) => join(event.target));
  document.documentElement.classList.add("has-terms");
  join(document);
})();
