/* Cards for each person or place: add one from the template, drop one, keep the list of numbers.
   A number is never given twice. Without this script the buttons send the page. */
"use strict";

(() => {
  const form = document.getElementById("part-form");
  if (!form) return;
  const MOST = 30;

  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-row]");
    const drop = event.target.closest("[data-drop-row]");
    if (!add && !drop) return;
    event.preventDefault();
    if (add) addRow(add.closest("[data-repeat-group]"));
    else dropRow(drop.closest("[data-row]"));
  });

  function field(group, kind) {
    return form.elements.namedItem(`${kind}__${group.dataset.repeatGroup}`);
  }

  function addRow(group) {
    const last = field(group, "last");
    const number = Number(last.value || 0) + 1;
    const blank = group.querySelector("[data-repeat-template]");
    const holder = document.createElement("template");
    holder.innerHTML = blank.innerHTML.replaceAll("__ROW__", String(number));
    const row = holder.content.firstElementChild;
    group.querySelector("[data-repeat-rows]").append(row);
    last.value = number;
    listed(group);
    row.dispatchEvent(new CustomEvent("row-added", { bubbles: true, detail: { row } }));
    row.scrollIntoView({ block: "start", behavior: "smooth" });
    row.querySelector(".item .form-control, .item input:not([type=hidden])")?.focus({ preventScroll: true });
  }

  function dropRow(row) {
    const group = row.closest("[data-repeat-group]");
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    listed(group);
    (next?.querySelector("summary") || group.querySelector("[data-add-row]")).focus({ preventScroll: true });
  }

  /* The numbers that stand, in their order; says that the form has changed. */
  function listed(group) {
    const list = field(group, "rows");
    list.value = counted(group).map((row) => row.dataset.row).join(",");
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function counted(group) {
    const rows = [...group.querySelectorAll("[data-row]")];
    rows.forEach((row, place) => { row.querySelector("[data-row-place]").textContent = place + 1; });
    group.querySelector("[data-row-count]").textContent = rows.length;
    group.querySelector("[data-add-row]").disabled = rows.length >= MOST;
    return rows;
  }

  /* Another script has put rows back: they are set up and counted like ours. */
  form.addEventListener("rows-shown", ({ detail }) => {
    const group = form.querySelector(`[data-repeat-group="${CSS.escape(detail.repeat)}"]`);
    if (!group) return;
    counted(group);
    for (const row of group.querySelectorAll("[data-row]")) {
      row.dispatchEvent(new CustomEvent("row-added", { bubbles: true, detail: { row } }));
    }
  });

  /* A card goes by the first thing written in it: a name. */
  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    const first = row?.querySelector("[data-type=text] textarea, [data-type=text] input.form-control");
    const title = row?.querySelector("[data-row-title]");
    if (title && first === event.target) title.textContent = first.value.trim() || title.dataset.rowLabel;
  });
})();
