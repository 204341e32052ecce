/* More lines of tasks in the minutes' form; without this script the form has its first lines. */
"use strict";

(() => {
  const lines = document.querySelector("[data-task-lines]");
  const pattern = document.querySelector("template[data-task-line]");
  const button = document.querySelector("[data-add-line]");
  if (!lines || !pattern || !button) return;
  const total = document.getElementById("id_task-TOTAL_FORMS");
  const most = Number(document.getElementById("id_task-MAX_NUM_FORMS").value);

  function number(node, place) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      const value = node.getAttribute(name);
      if (value) node.setAttribute(name, value.replaceAll("__prefix__", place));
    }
  }

  button.hidden = false;
  button.addEventListener("click", () => {
    const place = Number(total.value);
    const line = pattern.content.cloneNode(true);
    for (const node of line.querySelectorAll("*")) number(node, String(place));
    line.querySelector("[data-line-number]").textContent = String(place + 1);
    lines.append(line);
    total.value = String(place + 1);
    lines.lastElementChild.querySelector("textarea").focus();
    button.hidden = place + 1 >= most;
  });
})();
