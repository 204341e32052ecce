/* Keeping a visit's pages on the device, encrypted, for seven days. */

import * as drafts from "./drafts.js";
import * as vault from "./vault.js";
import * as wire from "./wire.js";
import { fetchForm } from "./sync.js";

export const DAYS = 7;
const DAY = 86_400_000;
const FRESH = DAY / 2;
const WORK = "/inspections/field/work.json";
const VISIT = /^\/inspections\/visits\/(\d+)\//;
const OPEN = "/inspections/field/open/";
export const HOME = "/inspections/field/";

const isOld = (record) => Date.now() - record.at > DAYS * DAY;

/* Pages are thrown away after seven days, drafts never. */
export async function purge() {
  for (const page of await vault.pageTimes()) if (isOld(page)) await vault.remove("pages", page.user, page.id);
}

/* A kept page that is not too old, or null. */
export async function keptPage(user, path) {
  const kept = await vault.get("pages", user, path);
  return kept && !isOld(kept) ? kept : null;
}

async function keepPage(user, path, visit = 0) {
  const found = await wire.page(path);
  if (found) await vault.put("pages", user, path, found, { visit });
  return Boolean(found);
}

/* Keep one visit of the work list: its form and its pages. Gives whether all is there. */
async function keepOne(user, { visit, stamp, version, pages }, known) {
  const kept = await drafts.form(user, visit);
  const fresh = (path) => known.has(path) && Date.now() - known.get(path) < FRESH;
  if (kept?.stamp === stamp && kept.version === version && pages.every(fresh)) return true;
  const form = kept?.version === version ? kept : await fetchForm(user, visit);
  if (!form) return false;
  for (const path of pages) if (!(kept?.stamp === stamp && fresh(path)) && !(await keepPage(user, path, visit))) return false;
  await drafts.keepForm(user, visit, { ...((await drafts.form(user, visit)) ?? form), stamp });
  return true;
}

async function workOf(user) {
  const { kind, data } = await wire.get(WORK);
  return kind === "ok" && data.user === user ? data : null;
}

async function ages(user) {
  const mine = (await vault.pageTimes()).filter((page) => page.user === user);
  return new Map(mine.map(({ id, at }) => [id, at]));
}

/* Keep everything assigned; visits not begun are opened first where `open` says so.
   `onStep(done, total)` is told how far it is. Gives {kept, total}, or null without network. */
export async function keepAll(user, { open = false, onStep = () => {} } = {}) {
  if (open && (await wire.post(OPEN, {})).kind !== "ok") return null;
  const work = await workOf(user);
  if (!work) return null;
  await purge();
  await dropFinished(user, new Set(work.visits.map(({ visit }) => visit)));
  await keepPage(user, HOME);
  const known = await ages(user);
  let [done, kept] = [0, 0];
  for (const one of work.visits) {
    if (await keepOne(user, one, known)) kept += 1;
    done += 1;
    onStep(done, work.visits.length);
  }
  await vault.note(`prepared-${user}`, Date.now());
  return { kept, total: work.visits.length };
}

/* What is submitted or handed over needs no copy any more, unless something of it is unsent. */
async function dropFinished(user, open) {
  const unsent = await drafts.unsent(user);
  const isDone = (visit) => visit && !open.has(visit) && !unsent.has(visit);
  for (const path of (await ages(user)).keys()) {
    if (isDone(Number(VISIT.exec(path)?.[1]))) await vault.remove("pages", user, path);
  }
  for (const store of ["forms", "drafts"]) {
    for (const { id } of await vault.list(store, user)) if (isDone(id)) await vault.remove(store, user, id);
  }
}

/* Keep the one visit somebody is at, as long as it has no fresh copy. */
export async function keepVisit(user, visit) {
  if (!vault.SECURE || !navigator.onLine) return;
  try {
    const here = await keptPage(user, location.pathname);
    if (here && Date.now() - here.at < FRESH) return;
    const work = await workOf(user);
    const one = work?.visits.find((row) => row.visit === visit);
    if (!one) return;
    await keepPage(user, HOME);
    await keepOne(user, one, await ages(user));
  } catch { /* a full device: the page works without its copy */ }
}
