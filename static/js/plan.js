/* Planning a month: mark each field that is not as it was in the last round. */
"use strict";

(() => {
  const form = document.querySelector("form[data-plan]");
  if (!form) return;

  function value(name) {
    const found = [...form.elements].filter((one) => one.name === name);
    const ticked = found.filter((one) => ["radio", "checkbox"].includes(one.type));
    if (!ticked.length) return found[0]?.value ?? "";
    return ticked.filter((one) => one.checked).map((one) => one.value).sort().join(",");
  }

  function mark() {
    for (const input of form.querySelectorAll("[data-last]")) {
      const field = input.closest("[data-field]");
      field?.classList.toggle("field-changed", value(input.name) !== input.dataset.last);
    }
  }

  form.addEventListener("input", mark);
  mark();
})();
