/* A visit's form in the browser: the part in sight, what the register says, rates, 未查 and 不适用,
   and the page's first error. Everything here also happens when the part is saved by its button.

   Others tell this script by events on the form: "autosaved" (the server's answer) and
   "asked-changed" (questions were shown or hidden). */
"use strict";

(() => {
  /* What the register says stands open beside the form, and closed above it on a phone. */
  const known = document.querySelector("[data-open-wide]");
  if (known) known.open = window.matchMedia("(min-width: 992px)").matches;

  const here = document.querySelector(".part-here");
  if (here) here.closest(".parts").scrollLeft = here.offsetLeft - 48;

  const form = document.getElementById("part-form");
  if (!form) return;

  /* ---- after a save ---- */
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
    if (answer.warnings) warn(answer.warnings);
  });

  function show(asked) {
    for (const item of form.querySelectorAll("[data-question]")) {
      if (item.querySelector("[name=asked]")) item.hidden = !asked.has(item.dataset.question);
    }
    blocks();
  }

  /* A card without a question in it is not shown. */
  function blocks() {
    for (const block of form.querySelectorAll("[data-block]:not([data-repeat-group])")) {
      block.hidden = !block.querySelector("[data-question]:not([hidden])");
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

  function warn(warnings) {
    for (const place of form.querySelectorAll("[data-warning-for]")) {
      const told = warnings[place.dataset.warningFor];
      place.textContent = told?.message ?? told ?? "";
      const explain = form.querySelector(`[data-explain-for="${CSS.escape(place.dataset.warningFor)}"]`);
      if (explain) explain.hidden = !told && !explain.querySelector("input").value;
    }
  }

  form.addEventListener("asked-changed", blocks);

  /* A group that hangs on one answer and has no cards yet comes and goes with it. */
  function groups() {
    for (const group of form.querySelectorAll("[data-shown-if]")) {
      const [name, value] = group.dataset.shownIf.split("=");
      const item = form.querySelector(`[data-question="${CSS.escape(name)}"]`);
      if (item) group.hidden = !group.querySelector("[data-row]") && answer(item) !== value;
    }
  }

  /* ---- while answering ---- */
  function changed(event) {
    const item = event.target.closest?.("[data-question]");
    if (!item) return;
    if (event.target.closest(".item-answer")) given(item);
    if (event.target.matches(".aside-put")) putAside(item, event.target);
    share(item);
    compare(item);
    groups();
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);

  /* Whoever answers does not leave the question aside. */
  function given(item) {
    const back = item.querySelector(".aside-back input");
    if (back) back.checked = true;
  }

  function putAside(item, radio) {
    const reason = item.querySelector(".aside-reason");
    if (radio.matches(".aside-na") && reason && !reason.value) reason.focus({ preventScroll: true });
  }

  /* A rate as it is typed, rounded down: 100% means all. */
  function share(item) {
    const place = item.querySelector("[data-share]");
    if (!place) return;
    const [num, den] = ["num", "den"].map((part) => plain(item, part));
    const is = num !== "" && Number(den) > 0 && Number.isFinite(Number(num) / Number(den));
    place.textContent = is ? `${Math.floor((Number(num) * 1000) / Number(den) + 1e-9) / 10}%` : "";
  }

  function plain(item, part) {
    const input = item.querySelector(`[name$="__${part}"]`);
    return input.value.normalize("NFKC").replaceAll(",", "").trim();
  }

  /* ---- what the register says ---- */
  function compare(item) {
    const fact = item.querySelector("[data-known-for]");
    if (!fact) return;
    const now = answer(item);
    const empty = now === "" || (Array.isArray(now) && !now.length);
    const same = same_(now, JSON.parse(fact.dataset.knownValue));
    fact.dataset.knownState = same ? "same" : empty ? "open" : "differs";
  }

  function same_(one, other) {
    if (Array.isArray(one) || Array.isArray(other)) {
      return [].concat(one).sort().join() === [].concat(other).sort().join();
    }
    return String(one) === String(other);
  }

  function answer(item) {
    const name = CSS.escape(item.dataset.question);
    if (item.querySelector(".aside-put:checked")) return item.querySelector(".aside-put:checked").value;
    if (item.dataset.type === "select_multiple") {
      return [...item.querySelectorAll(`[name="${name}"]:checked`)].map((box) => box.value);
    }
    if (item.querySelector(`[name="${name}"][type=radio]`)) {
      return item.querySelector(`[name="${name}"]:checked`)?.value ?? "";
    }
    return item.querySelector(`[name="${name}"]`)?.value ?? "";
  }

  form.addEventListener("click", (event) => {
    const take = event.target.closest("[name=take]");
    if (!take) return;
    event.preventDefault();
    const item = take.closest("[data-question]");
    put(item, JSON.parse(item.querySelector("[data-known-for]").dataset.knownValue));
  });

  function put(item, value) {
    const inputs = [...item.querySelectorAll(`[name="${CSS.escape(item.dataset.question)}"]`)];
    for (const input of inputs) {
      if (input.type === "radio" || input.type === "checkbox") input.checked = [].concat(value).includes(input.value);
      else input.value = value;
    }
    if (inputs.length) inputs[0].dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* ---- the first error of a refused page ---- */
  const wrong = [...form.querySelectorAll("[data-error-for], [data-conflict-for]")].find((place) => place.textContent.trim());
  if (wrong) {
    const item = wrong.closest("[data-question]");
    const field = item.querySelector(".conflict input, .form-control:not([type=hidden]), input:not([type=hidden])");
    item.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
  }
})();
