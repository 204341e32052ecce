/* The draft's text and the wording page: put a slot where the cursor stands, warn before unsaved
   words are left. Both pages work without it. */
"use strict";

(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const field = button && document.querySelector(button.dataset.into);
    if (!field) return;
    const slot = `{${button.dataset.insert}}`;
    field.setRangeText(slot, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  const form = document.querySelector("form[data-unsaved]");
  if (!form) return;
  let unsaved = Boolean(document.querySelector("[data-form-errors]"));
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  globalThis.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
})();
