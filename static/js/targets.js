/* The table of targets: sums and differences told while typing. Saving works without it. */
"use strict";

(() => {
  const table = document.querySelector("[data-targets]");
  if (!table) return;
  const KEYS = ["villages", "households", "persons"];
  const UNITS = { villages: "村", households: "户", persons: "人" };
  const written = (number) => number.toLocaleString("en"); // 3,073 as the pages write it
  const words = document.querySelector("[data-balance-words]");

  /* Give the figure of a row: typed, or fixed; what is no number counts as nothing. */
  function figure(row, key) {
    const cell = row.querySelector(`[data-figure="${key}"]`);
    const number = Number.parseInt(cell.value ?? cell.dataset.value, 10);
    return Number.isFinite(number) && number > 0 ? number : 0;
  }

  function badge(tone, text) {
    const made = document.createElement("span");
    made.className = tone ? `tone tone-${tone}` : "gap";
    made.textContent = text;
    return made;
  }

  function gapsOf(subject, wanted, found) {
    return KEYS.filter((key) => wanted[key] !== found[key]).map((key) => {
      const less = found[key] < wanted[key];
      return `${subject}${less ? "少" : "多"}${written(Math.abs(found[key] - wanted[key]))}${UNITS[key]}`;
    });
  }

  function figures(row) {
    return Object.fromEntries(KEYS.map((key) => [key, figure(row, key)]));
  }

  function marked(row) {
    const told = [...row.querySelectorAll("[data-marked]")].map((each) => Number(each.dataset.marked));
    return Object.fromEntries(KEYS.map((key, at) => [key, told[at]]));
  }

  function tellRegister(row) {
    const cell = row.querySelector("[data-register-gap]");
    const gaps = gapsOf("底册", figures(row), marked(row));
    const hidden = cell.querySelector("input");
    const shown = gaps.length ? gaps.map((gap) => badge("", gap)) : [badge("green", "与底册一致")];
    cell.replaceChildren(...shown, ...(hidden ? [hidden] : []));
  }

  function tellSums() {
    const sums = Object.fromEntries(KEYS.map((key) => [key, 0]));
    for (const row of table.querySelectorAll("[data-part]")) {
      for (const key of KEYS) sums[key] += figure(row, key);
    }
    for (const key of KEYS) table.querySelector(`[data-sum="${key}"]`).textContent = written(sums[key]);
    const whole = table.querySelector("[data-whole]");
    if (!whole) return;
    const gaps = gapsOf("", figures(whole), sums);
    table.querySelector("[data-balance]").replaceChildren(
      gaps.length ? badge("red", "未平衡") : badge("green", "已平衡"));
    words.textContent = gaps.length
      ? `各部分之和比总任务${gaps.join("、")}，可先保存。` : "各部分之和等于总任务。";
    words.classList.toggle("target-unbalanced", gaps.length > 0);
  }

  table.addEventListener("input", (event) => {
    tellRegister(event.target.closest("tr"));
    tellSums();
  });
  for (const row of table.querySelectorAll("[data-part], [data-whole]")) tellRegister(row);
  tellSums();
})();
