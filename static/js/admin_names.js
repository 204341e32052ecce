/* The settings: a box that searches (select2) has no name of its own; it gets its label's. Runs
   after select2 has drawn its boxes: what jQuery is told to do when ready is done in turn. */
"use strict";

window.django?.jQuery?.(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const [label] = select.labels;
    if (!label) continue;
    label.id ||= `${select.id}_label`;
    for (const box of select.parentElement.querySelectorAll("[role=combobox], [role=textbox]")) {
      const value = box.getAttribute("aria-labelledby") ?? "";
      box.setAttribute("aria-labelledby", `${label.id} ${value}`.trim());
    }
  }
});
