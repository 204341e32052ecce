/* When to send: soon after a change, when the network or the page comes back, and again with longer
   and longer waits. One engine a page; the others are kept waiting by a lock. */

import * as drafts from "./drafts.js";
import { deliver } from "./sync.js";

const SOON = 800;
const WAITS = [2_000, 5_000, 15_000, 30_000, 60_000];
export const user = Number(document.body.dataset.user) || 0;

let timer = 0;
let failures = 0;
let running = null;

/* Send after a while; an earlier appointment is replaced. */
export function nudge(wait = SOON) {
  clearTimeout(timer);
  timer = setTimeout(run, wait);
}

/* Send now and give the outcome; a run on its way is followed by one that knows the newest. */
export async function run() {
  clearTimeout(timer);
  if (running) await running;
  running ??= deliver(user).catch(() => "away").finally(() => { running = null; });
  const outcome = await running;
  failures = outcome === "away" || outcome === "login" ? failures + 1 : 0;
  if (failures) nudge(WAITS[Math.min(failures, WAITS.length) - 1]);
  drafts.tell({ type: "outcome", user, outcome });
  if (outcome === "away") askForBackground();
  return outcome;
}

/* Let the browser wake the worker when the network is back, where it can. */
async function askForBackground() {
  try {
    const registration = await navigator.serviceWorker?.ready;
    await registration?.sync?.register("field-sync");
  } catch { /* it may be forbidden; the page itself goes on trying */ }
}

export function start() {
  if (!user) return;
  globalThis.addEventListener("online", () => nudge(0));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) nudge(0); });
  globalThis.addEventListener("focus", () => { if (failures) nudge(0); });
  nudge(0);
}
