/* What was typed and is not yet with the server, one draft a visit.

   draft = {answers: name → raw, base: name → the kept reply it was typed over, rows, refused,
   conflicts, removals of photos, batch (sent and not acknowledged), submit, told}. A draft is never thrown away by time. */

import * as vault from "./vault.js";

export const SCHEMA = 1;
const EMPTY = { answers: {}, base: {}, rows: null, refused: {}, conflicts: {}, removals: [], batch: null, submit: false, told: "" };
const channel = globalThis.BroadcastChannel ? new BroadcastChannel("ducha-field") : null;
const listeners = new Set();
const turns = new Map(); // where the browser has no locks, one after the other

/* Tell this page and the others; `listen` hears both. */
export function tell(message) {
  for (const hear of listeners) hear(message);
  channel?.postMessage(message);
}

export function listen(hear) {
  listeners.add(hear);
}

if (channel) channel.onmessage = (event) => { for (const hear of listeners) hear(event.data); };

/* Run an act while nobody else, in any tab, runs one of that name. */
export function alone(name, act) {
  if (globalThis.navigator?.locks) return navigator.locks.request(`ducha-${name}`, act);
  const next = (turns.get(name) ?? Promise.resolve()).then(act, act);
  turns.set(name, next.catch(() => {}));
  return next;
}

export const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export async function read(user, visit) {
  const kept = await vault.get("drafts", user, visit);
  return { ...structuredClone(EMPTY), ...(kept?.value ?? {}), visit, updated: kept?.at ?? 0 };
}

/* How many pieces a draft still has to deliver. */
export const pieces = ({ answers, removals, rows, submit }) =>
  Object.keys(answers).length + removals.length + (rows ? 1 : 0) + (submit ? 1 : 0);

/* The answers that may go out: neither refused as they stand nor waiting for a choice. */
export const sendable = (draft) =>
  Object.keys(draft.answers).filter((name) => !(name in draft.refused) && !(name in draft.conflicts));

/* Change a draft as one step and give it; an empty one is removed. */
export async function change(user, visit, act) {
  return alone(`draft-${user}-${visit}`, async () => {
    const draft = await read(user, visit);
    act(draft);
    const count = pieces(draft);
    if (!count && !draft.batch && !draft.told) await vault.remove("drafts", user, visit);
    else await vault.put("drafts", user, visit, { ...draft, schema: SCHEMA }, { visit, count });
    tell({ type: "changed", user, visit });
    return draft;
  });
}

/* Keep typed answers; the first change remembers what the form had when it was typed. */
export function type(user, visit, typed, { bases = {}, rows = null, dropped = {} } = {}) {
  return change(user, visit, (draft) => {
    for (const [name, raw] of Object.entries(typed)) {
      if (!(name in draft.base)) draft.base[name] = bases[name] ?? null;
      draft.answers[name] = raw;
      delete draft.refused[name];
    }
    if (rows) draft.rows = rows;
    for (const [repeat, gone] of Object.entries(dropped)) forgetRows(draft, repeat, gone);
  });
}

/* A row that was taken away has no answers to send. */
function forgetRows(draft, repeat, gone) {
  if (!gone.length) return;
  draft.dropped = { ...draft.dropped, [repeat]: [...(draft.dropped?.[repeat] ?? []), ...gone] };
  for (const name of Object.keys(draft.answers)) {
    if (!gone.includes(Number(/\.(\d+)$/.exec(name)?.[1]))) continue;
    for (const held of [draft.answers, draft.base, draft.refused, draft.conflicts]) delete held[name];
  }
}

/* Choose between one's own answer and the one somebody else saved. */
export function settle(user, visit, name, mine) {
  return change(user, visit, (draft) => {
    const { theirs } = draft.conflicts[name] ?? {};
    delete draft.conflicts[name];
    if (mine) draft.base[name] = theirs ?? null;
    else {
      delete draft.answers[name];
      delete draft.base[name];
    }
  });
}

/* Photos: kept until the server has them, each under a key of its own. */
export async function keepPhoto(user, visit, key, { question, name, type: kind, replace, blob }) {
  const bytes = await blob.arrayBuffer();
  await vault.put("photos", user, key, { question, name, type: kind, replace: Boolean(replace), refused: "" }, { visit, bytes, count: 1 });
  tell({ type: "changed", user, visit });
}

export async function photos(user, visit) {
  const rows = (await vault.photoKeys(user)).filter((row) => visit === undefined || row.visit === visit);
  const found = await Promise.all(rows.map((row) => vault.get("photos", user, row.id)));
  return found.filter(Boolean).sort((one, other) => one.at - other.at);
}

export async function refusePhoto(user, photo, reason) {
  const { id, visit, at, bytes, value } = photo;
  await vault.put("photos", user, id, { ...value, refused: reason }, { visit, at, bytes, count: 1 });
}

export async function dropPhoto(user, visit, key) {
  await vault.remove("photos", user, key);
  tell({ type: "changed", user, visit });
}

/* Give up what is unsent of a visit, when somebody has said so. */
export async function abandon(user, visit) {
  for (const photo of await photos(user, visit)) await vault.remove("photos", user, photo.id);
  await vault.remove("drafts", user, visit);
  tell({ type: "changed", user, visit });
}

/* Visits with something unsent: Map visit → pieces, photos included. Reads nothing personal. */
export async function unsent(user) {
  const found = new Map();
  for (const { visit, count } of [...(await vault.list("drafts", user)), ...(await vault.photoKeys(user))]) {
    if (count) found.set(visit, (found.get(visit) ?? 0) + count);
  }
  return found;
}

/* The form as the server last told it: questions, replies, version. */
export const form = async (user, visit) => (await vault.get("forms", user, visit))?.value ?? null;

export const keepForm = (user, visit, value) => vault.put("forms", user, visit, value, { visit });
