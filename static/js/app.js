/* Small helps for every page: confirm before an act, tick all, send a filter at once, print.
   Nothing here is needed for the pages to work; every form also works without it. */
"use strict";

(() => {
  const dialog = document.getElementById("confirm-dialog");
  let agreed = null; // the form whose question has been answered with yes

  function ask(form, submitter, question) {
    document.getElementById("confirm-text").textContent = question;
    dialog.returnValue = "no";
    dialog.showModal();
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      agreed = form;
      form.requestSubmit(submitter || undefined);
      agreed = null;
    }, { once: true });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    const question = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (question && dialog && agreed !== form) {
      event.preventDefault();
      event.stopPropagation();
      if (!wantsTick(form)) ask(form, event.submitter, question);
      return;
    }
    if (form.method === "post") sendOnce(event, form);
  }, true);

  /* An act on chosen rows with none chosen asks for a tick, not for a yes. */
  function wantsTick(form) {
    const all = [...document.querySelectorAll("[data-select-all]")].map((box) => box.dataset.selectAll);
    const boxes = [...form.elements].filter((box) => box.type === "checkbox" && all.includes(box.name));
    if (!boxes.length || boxes.some((box) => box.checked)) return false;
    boxes[0].setCustomValidity("请先勾选要办理的记录。");
    boxes[0].reportValidity();
    const quiet = () => boxes[0].setCustomValidity("");
    document.addEventListener("change", quiet, { once: true });
    window.setTimeout(quiet, 4000);
    return true;
  }

  /* A second press while the first is on its way would do the act twice. */
  function sendOnce(event, form) {
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "1";
    window.setTimeout(() => delete form.dataset.sending, 4000);
  }

  /* A part of the page that could not be fetched says so, where the page has words for it. */
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const told = event.target.querySelector?.("[data-failed]");
      if (told) told.textContent = told.dataset.failed;
    });
  }

  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  });

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.dataset.selectAll) {
      const boxes = document.querySelectorAll(
        `input[type=checkbox][name="${CSS.escape(input.dataset.selectAll)}"]:not(:disabled)`);
      for (const box of boxes) box.checked = input.checked;
    }
    if ("autosubmit" in input.dataset) input.form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  if (window.matchMedia("(max-width: 767.98px)").matches) {
    for (const part of document.querySelectorAll("details[data-phone-folded]")) part.open = false;
  }

  /* a link to a folded part opens it */
  document.addEventListener("click", (event) => {
    const id = event.target.closest("a[href^='#']")?.hash.slice(1);
    const part = id ? document.getElementById(id) : null;
    if (part?.tagName === "DETAILS") part.open = true;
  });

  for (const bar of document.querySelectorAll(".tabs")) {
    const here = bar.querySelector(".active");
    if (!here || bar.scrollWidth <= bar.clientWidth) continue;
    const gap = here.getBoundingClientRect().left - bar.getBoundingClientRect().left;
    bar.scrollLeft = gap - (bar.clientWidth - here.offsetWidth) / 2;
  }

  /* Toasts: put in once more, so that a screen reader hears them; gone after eight seconds unless
     somebody points at them or stands in them. */
  for (const place of document.querySelectorAll("[data-toasts]")) {
    const toasts = [...place.children];
    place.replaceChildren();
    window.setTimeout(() => {
      place.append(...toasts);
      toasts.forEach(leaveLater);
    }, 100);
  }

  document.addEventListener("toast", (event) => {
    const blank = document.querySelector("[data-toast-blank]");
    if (!blank) return;
    const toast = blank.content.firstElementChild.cloneNode(true);
    toast.querySelector("[data-toast-text]").textContent = event.detail;
    document.querySelector("[data-toasts]").append(toast);
    leaveLater(toast);
  });

  document.addEventListener("click", (event) => {
    const said = event.target.closest("[data-toast-say]")?.dataset.toastSay;
    if (said) document.dispatchEvent(new CustomEvent("toast", { detail: said }));
  });

  function leaveLater(toast) {
    let timer = null;
    const wait = () => { timer = window.setTimeout(() => toast.remove(), 8000); };
    for (const held of ["mouseenter", "focusin"]) {
      toast.addEventListener(held, () => window.clearTimeout(timer));
    }
    for (const left of ["mouseleave", "focusout"]) {
      toast.addEventListener(left, () => { window.clearTimeout(timer); wait(); });
    }
    toast.querySelector("[data-toast-close]").addEventListener("click", () => toast.remove());
    wait();
  }

  /* A table that fits its card lets its head stick to the page; one that does not scrolls inside,
     and whoever has no mouse can reach it. */
  const fitting = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      const table = target.querySelector("table");
      const fits = Boolean(table) && table.offsetWidth <= target.clientWidth + 1;
      target.classList.toggle("table-fits", fits);
      target.classList.toggle("table-long", Boolean(table) && table.rows.length > 12);
      const whole = fits && target.scrollHeight <= target.clientHeight + 1;
      if (whole) target.removeAttribute("tabindex");
      else target.tabIndex = 0;
    }
  });
  for (const box of document.querySelectorAll(".table-responsive")) fitting.observe(box);

  /* 外观: change the page in place, so that nothing typed is lost; the cookie comes by the way. */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-look] button");
    if (!button) return;
    event.preventDefault();
    const sent = new FormData(button.form);
    sent.append(button.name, button.value);
    const answer = await fetch(button.form.action, { method: "POST", body: sent, redirect: "manual" });
    if (answer.type !== "opaqueredirect") button.form.requestSubmit(button);
    else showLook(button);
  });

  function showLook(button) {
    const page = document.documentElement;
    const { name, value } = button;
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    if (name === "size") page.dataset.size = value;
    else page.dataset.bsTheme = value === "auto" ? (dark ? "dark" : "light") : value;
    for (const other of document.querySelectorAll(`[data-look] button[name="${name}"]`)) {
      if (name === "size") {
        other.setAttribute("aria-pressed", String(value === "large"));
        other.value = value === "large" ? "normal" : "large";
      } else other.setAttribute("aria-pressed", String(other.value === value));
    }
    document.dispatchEvent(new CustomEvent("look", { detail: { name, value } }));
  }

  document.querySelector("[data-form-errors], .field-wrong:not([data-sample] *)")?.scrollIntoView({ block: "center" });
})();
