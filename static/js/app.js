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
      ask(form, event.submitter, question);
      return;
    }
    if (form.method === "post") sendOnce(event, form);
  }, true);

  /* A second press while the first is on its way would do the act twice. */
  function sendOnce(event, form) {
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "1";
    window.setTimeout(() => delete form.dataset.sending, 4000);
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

  document.querySelector("[data-form-errors], .field-wrong")?.scrollIntoView({ block: "center" });
})();
