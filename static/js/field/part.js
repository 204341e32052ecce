/* A part of a form: every change is kept on the device at once and sent a moment later. */

import { raw as rawOf } from "./answers.js";
import * as conflicts from "./conflicts.js";
import * as drafts from "./drafts.js";
import { adoptOld } from "./earlier.js";
import { nudge, run, user } from "./engine.js";
import * as inputs from "./inputs.js";
import { keepVisit } from "./keep.js";
import * as live from "./live.js";
import * as photos from "./photos.js";
import { fetchForm } from "./sync.js";
import { SECURE } from "./vault.js";

const page = document.getElementById("part-form");
const visit = Number(page.dataset.visit);
const keptAt = document.documentElement.dataset.keptAt;
const PATIENCE = 8_000; // how long a button waits for the network
const KEEP_AFTER = 4_000;

const seen = new Map(); // name → the answer as last known to be kept, as it is sent
const pending = new Map();
const told = { failing: {}, errors: {} };
let form = null;
let draft = null;
let waiting = [];
let writing = null;
let rowsBefore = inputs.rowsOn(page);

function show(state, text) {
  for (const place of document.querySelectorAll("[data-save-state]")) {
    place.dataset.saveState = state;
    place.textContent = text;
  }
}

/* ---- typing ------------------------------------------------------------------------------------ */

function typed(event) {
  if (inputs.isFilling()) return;
  const { target } = event;
  if (conflicts.isChoice(target)) return;
  const name = inputs.nameOf(target);
  const rows = changedRows();
  if (name) note(name);
  if (rows || pending.size) write(rows);
}

function note(name) {
  const raw = inputs.read(page, name);
  if (raw === undefined || drafts.same(raw, seen.get(name))) return;
  seen.set(name, raw);
  pending.set(name, raw);
  if (draft) {
    draft.answers[name] = raw;
    delete draft.refused[name];
    delete told.errors[name];
  }
}

function changedRows() {
  const rows = inputs.rowsOn(page);
  if (drafts.same(rows, rowsBefore)) return null;
  const dropped = Object.fromEntries(Object.entries(rowsBefore).map(
    ([name, before]) => [name, before.filter((row) => !(rows[name] ?? []).includes(row))]));
  rowsBefore = rows;
  return { rows, dropped };
}

/* Keep what is pending; whatever comes meanwhile is kept right after. */
function write(rows = null) {
  show("unsaved", "有改动未保存");
  const before = writing ?? Promise.resolve();
  writing = before.then(async () => {
    const now = Object.fromEntries(pending);
    pending.clear();
    const bases = Object.fromEntries(Object.keys(now).map((name) => [name, form ? form.replies[name] ?? null : initial.get(name) ?? null]));
    if (Object.keys(now).length || rows) draft = await drafts.type(user, visit, now, { bases, ...rows });
    for (const [name, raw] of pending) draft.answers[name] = raw;
    follow();
  }).catch(() => show("unsaved", "本机存不下，请尽快联网保存，不要关闭本页"));
  nudge();
  follow();
  return writing;
}

/* ---- showing ----------------------------------------------------------------------------------- */

function follow() {
  if (!form || !draft) return;
  const standing = live.standingOf(form, draft, waiting);
  if (standing) live.show(page, form, draft, standing, told);
  conflicts.show(page, draft.conflicts);
}

/* Put into the page what is not in it: the draft, and on a kept copy what the server had last. */
function restore() {
  const rows = draft.rows ?? (keptAt ? form?.rows : null) ?? {};
  for (const [repeat, numbers] of Object.entries(rows)) inputs.showRows(page, repeat, numbers);
  rowsBefore = inputs.rowsOn(page);
  for (const place of inputs.questionsOn(page)) {
    const name = place.dataset.question;
    if (pending.has(name)) continue;
    if (name in draft.answers) inputs.fill(page, name, draft.answers[name]);
    else if (keptAt && form) inputs.fill(page, name, rawOf(form.replies[name]));
    seen.set(name, inputs.read(page, name));
  }
}

async function refresh() {
  [form, draft, waiting] = await Promise.all([
    drafts.form(user, visit), drafts.read(user, visit), drafts.photos(user, visit)]);
  for (const [name, raw] of pending) draft.answers[name] = raw;
  follow();
}

/* ---- hearing ----------------------------------------------------------------------------------- */

async function hear(message) {
  if (message.user !== user) return;
  if (message.type === "outcome") return settled(message.outcome);
  if (message.visit !== visit) return;
  if (message.type === "state") show(message.state, message.text);
  else if (message.type === "answer") answered(message.answer);
  else if (message.type.startsWith("photo-")) photos.hear(page, message);
  if (message.type !== "state") await refresh();
}

function answered(answer) {
  told.failing = answer.failing ?? {};
  told.errors = {};
  page.dataset.version = answer.version;
  const version = page.elements.namedItem("version");
  if (version) version.value = answer.version;
  page.dispatchEvent(new CustomEvent("autosaved", { detail: answer }));
  for (const [repeat, numbers] of Object.entries(draft?.rows ? {} : answer.rows ?? {})) inputs.showRows(page, repeat, numbers);
  rowsBefore = inputs.rowsOn(page);
  savedAt = answer.saved_at ?? "";
}

let savedAt = "";

/* After a run: say how it stands with this form. */
async function settled(outcome) {
  await refresh();
  const left = drafts.pieces(draft) + waiting.length;
  const disputes = Object.keys(draft.conflicts).length;
  const wrong = Object.keys(draft.refused).length;
  photos.tellWaiting(page, waiting);
  if (pending.size || outcome === "away" || outcome === "login") return;
  if (disputes) show("conflict", `有 ${disputes} 项别处也改过，请逐项选择`);
  else if (wrong) show("wrong", draft.told || `有 ${wrong} 项填写有误，其余已保存`);
  else if (left) show("unsaved", `还有 ${left} 项未发送`);
  else if (savedAt) show("saved", `已保存 ${savedAt}`);
}

/* ---- leaving for another part ------------------------------------------------------------------ */

async function leave(event) {
  const button = event.submitter;
  if (event.defaultPrevented && !button?.dataset.href) return;
  if (button?.name === "take") take(button.value);
  else if (!button?.dataset.href && button?.value !== "stay") return;
  event.preventDefault();
  for (const place of inputs.questionsOn(page)) note(place.dataset.question);
  if (pending.size) write();
  await writing;
  const sent = await Promise.race([run(), new Promise((resolve) => { setTimeout(resolve, PATIENCE, "away"); })]);
  if (button?.dataset.href && !(await stopAtErrors(sent))) globalThis.location.assign(button.dataset.href);
}

function take(name) {
  const known = page.querySelector(`[data-known-for="${CSS.escape(name)}"]`);
  if (known) inputs.fill(page, name, JSON.parse(known.dataset.knownValue));
}

async function stopAtErrors() {
  await refresh();
  const wrong = inputs.questionsOn(page).filter((place) => !place.hidden && place.querySelector("[data-error-for]")?.textContent);
  const open = wrong[0] ?? page.querySelector(".conflict")?.closest("[data-question]");
  if (!open) return false;
  show("wrong", wrong.length ? `有 ${wrong.length} 项填写有误，请按提示更正；其余已保存` : "请先选择保留哪一个答案");
  open.scrollIntoView({ block: "center" });
  open.querySelector("input:not([type=hidden]), textarea")?.focus({ preventScroll: true });
  return true;
}

/* ---- beginning --------------------------------------------------------------------------------- */

const initial = new Map(inputs.questionsOn(page).map(({ dataset: { question } }) => [question, inputs.read(page, question)]));
for (const [name, raw] of initial) seen.set(name, raw);
page.addEventListener("input", typed);
page.addEventListener("change", typed);
page.addEventListener("submit", leave);
page.addEventListener("photo-ready", (event) => photos.take(user, visit, page, event.detail).then(refresh).then(() => nudge(0)));
page.addEventListener("photo-remove", (event) => photos.remove(user, visit, event.detail).then(refresh).then(() => nudge(0)));
page.addEventListener("change", (event) => conflicts.choose(event, { user, visit, page, draft, seen }).then((chosen) => chosen && refresh().then(() => nudge(0))));
globalThis.addEventListener("beforeunload", (event) => {
  if (!SECURE && draft && (drafts.pieces(draft) || pending.size)) event.preventDefault();
});
drafts.listen(hear);

async function begin() {
  form = await drafts.form(user, visit);
  const version = Number(page.dataset.version);
  if (!keptAt && form?.version !== version) form = (await fetchForm(user, visit)) ?? null;
  await adoptOld(user, visit, form);
  draft = await drafts.read(user, visit);
  restore();
  waiting = await drafts.photos(user, visit);
  photos.showKept(page, waiting);
  if (keptAt) show("unsaved", `离线副本，取自 ${new Date(Number(keptAt)).toLocaleString("zh-CN", { dateStyle: "short", timeStyle: "short" })}`);
  follow();
  if (drafts.pieces(draft) || waiting.length) nudge(0);
  page.dataset.ready = "1";
  if (!keptAt) setTimeout(() => keepVisit(user, visit), KEEP_AFTER);
}

begin();
