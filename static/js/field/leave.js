/* Logging out: nothing personal stays on the device, and nothing unsent goes without a question. */

import * as drafts from "./drafts.js";
import { run } from "./engine.js";
import { exportUnsent } from "./rescue.js";
import * as vault from "./vault.js";
import { freshen } from "./wire.js";

async function wipeAndGo(user, form) {
  await vault.wipe(user, { drafts: true });
  await vault.note("user", 0);
  await vault.note(`prepared-${user}`, 0);
  freshen(form);
  form.submit();
}

function choice(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}

async function leave(user, form, dialog) {
  for (;;) {
    const waiting = await drafts.unsent(user);
    if (!waiting.size || !dialog) return wipeAndGo(user, form);
    dialog.querySelector("[data-unsent-visits]").textContent = waiting.size;
    const chosen = await choice(dialog);
    if (chosen === "wipe") return wipeAndGo(user, form);
    if (chosen === "export") await exportUnsent(user);
    else if (chosen === "send") await run();
    else return undefined;
  }
}

export function watchLeaving(user) {
  const dialog = document.getElementById("unsent-dialog");
  for (const form of document.querySelectorAll("form[data-forget-drafts]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      leave(user, form, dialog);
    });
  }
}
