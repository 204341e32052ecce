/* On every page of somebody who fills in forms: how much is unsent, sending it, the worker, leaving. */

import * as drafts from "./drafts.js";
import { nudge, start, user } from "./engine.js";
import { keepAll, purge } from "./keep.js";
import { watchLeaving } from "./leave.js";
import * as vault from "./vault.js";
import { loginUrl } from "./wire.js";

const AGAIN = 6 * 3_600_000; // a prepared device looks for news this often
const banner = (name) => document.querySelector(`[data-field-banner="${name}"]`);
const isForm = document.getElementById("part-form") !== null;

function tellBanner(name, isShown) {
  const place = banner(name);
  if (place) place.hidden = !isShown;
}

/* The unsent counter in the head of the page. */
async function count() {
  const waiting = await drafts.unsent(user);
  const pieces = [...waiting.values()].reduce((sum, more) => sum + more, 0);
  for (const place of document.querySelectorAll("[data-unsent]")) {
    place.dataset.unsent = pieces;
    place.hidden = !pieces;
    const label = `${waiting.size} 份督查表有 ${pieces} 项未发送`;
    place.setAttribute("aria-label", label);
    place.title = label;
    const figure = place.querySelector("[data-unsent-count]");
    if (figure) figure.textContent = pieces > 99 ? "99+" : String(pieces);
  }
}

function hear(message) {
  if (message.user !== user) return;
  if (message.type === "changed" || message.type === "photo-stored") count();
  if (message.type === "outcome") {
    tellBanner("login", message.outcome === "login");
    if (message.outcome === "done") tellBanner("offline", false);
  }
  if (message.type === "state" && message.state === "submitted" && document.hidden === false) tellBanner("submitted", true);
}

/* ---- the service worker ------------------------------------------------------------------------ */

let wanted = false; // somebody asked for the new version: load the page again once it has taken over

function offerUpdate(registration) {
  if (!registration.waiting || !navigator.serviceWorker.controller) return;
  if (isForm) tellBanner("update", true);
  else registration.waiting.postMessage("take-over");
}

async function register() {
  if (!("serviceWorker" in navigator) || !vault.SECURE) return tellBanner("insecure", isForm);
  const wantsWorker = isForm || document.querySelector("[data-prepare]");
  if (!wantsWorker && !(await navigator.serviceWorker.getRegistration())) return undefined;
  navigator.serviceWorker.addEventListener("controllerchange", () => { if (wanted) globalThis.location.reload(); });
  const registration = await navigator.serviceWorker.register("/sw.js", { type: "module", scope: "/", updateViaCache: "none" });
  offerUpdate(registration);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => offerUpdate(registration));
  });
  banner("update")?.querySelector("button")?.addEventListener("click", () => {
    wanted = true;
    registration.waiting?.postMessage("take-over");
  });
}

/* A device that was prepared once keeps itself prepared. */
async function keepPrepared() {
  await purge();
  const before = await vault.noted(`prepared-${user}`);
  if (before && Date.now() - before > AGAIN && navigator.onLine) await keepAll(user);
}

async function begin() {
  if (!user) return;
  await vault.note("user", user);
  const login = banner("login")?.querySelector("a");
  if (login) login.href = loginUrl();
  drafts.listen(hear);
  watchLeaving(user);
  start();
  await count();
  await register().catch(() => tellBanner("insecure", isForm));
  globalThis.addEventListener("online", () => { tellBanner("offline", false); nudge(0); });
  globalThis.addEventListener("offline", () => tellBanner("offline", isForm));
  tellBanner("offline", isForm && (!navigator.onLine || Boolean(document.documentElement.dataset.keptAt)));
  await keepPrepared();
}

begin();
