/* Delivering what was typed: photos, then answers, then submitting, visit by visit.

   It follows the state of the draft, not a list of events: it may be broken off anywhere, run twice
   or in two tabs, and goes on from what is not acknowledged. A batch of answers keeps its key and
   content until the server has answered it, a photo keeps its key for ever. */

import * as drafts from "./drafts.js";
import * as wire from "./wire.js";

const ROUNDS = 20; // batches of one visit in one go, while somebody goes on typing
const HELLO_AFTER = 60_000;
let greeted = 0;

const urls = (visit) => ({
  sync: `/inspections/visits/${visit}/sync/`,
  form: `/inspections/visits/${visit}/form.json`,
  submit: `/api/visits/${visit}/submit/`,
  photo: (question) => `/inspections/visits/${visit}/photos/${question}/`,
});

const report = (user, visit, state, text, more = {}) => drafts.tell({ type: "state", user, visit, state, text, ...more });

/* Send everything of a user, or of one visit; gives "done", "left", "away" or "login". */
export function deliver(user, only = null) {
  return drafts.alone(`sync-${user}`, async () => {
    const waiting = [...(await drafts.unsent(user)).keys()].filter((visit) => only === null || visit === only);
    if (!waiting.length) return "done";
    const known = await greet(user);
    if (known) return stopped(user, waiting, known);
    let outcome = "done";
    for (const visit of waiting) {
      const became = await deliverOne(user, visit);
      if (became === "away" || became === "login") return stopped(user, waiting, became);
      if (became === "left") outcome = "left";
    }
    return outcome;
  });
}

function stopped(user, waiting, why) {
  const texts = { away: "网络不通，内容已存在本机，联网后自动补传", login: "登录已失效，内容已存在本机" };
  for (const visit of waiting) report(user, visit, why === "login" ? "login" : "unsaved", texts[why]);
  if (why === "login") greeted = 0;
  return why;
}

/* Nothing goes out under another person's login. */
async function greet(user) {
  if (Date.now() - greeted < HELLO_AFTER) return "";
  const { kind, data } = await wire.hello();
  if (kind !== "ok") return kind === "away" ? "away" : "login";
  if (data.user !== user) return "login";
  greeted = Date.now();
  return "";
}

async function deliverOne(user, visit) {
  let pictures = await sendPhotos(user, visit);
  if (pictures === "done") pictures = await removePhotos(user, visit);
  if (pictures === "away" || pictures === "login") return pictures;
  for (let round = 0; round < ROUNDS; round += 1) {
    const became = await sendAnswers(user, visit);
    if (became === "away" || became === "login" || became === "left") return became;
    if (became === "nothing") break;
  }
  const draft = await drafts.read(user, visit);
  if (Object.keys(draft.answers).length || pictures === "left") {
    if (draft.submit) await drafts.change(user, visit, (now) => { now.submit = false; now.told = "有答案或照片未能保存，没有提交；请改正后再提交。"; });
    return "left";
  }
  return draft.submit ? submit(user, visit) : "done";
}

async function sendPhotos(user, visit) {
  let outcome = "done";
  for (const photo of await drafts.photos(user, visit)) {
    const { question, name, type, replace } = photo.value;
    const body = new FormData();
    body.append("photo", new File([photo.bytes], name || "photo.jpg", { type }));
    body.append("key", photo.id);
    if (replace) body.append("replace", "1");
    const answer = await wire.post(urls(visit).photo(question), body);
    if (answer.kind === "away" || answer.kind === "login") return answer.kind;
    if (answer.kind === "ok") {
      await stored(user, visit, photo, answer.data);
    } else {
      const message = answer.data.message || answer.data.detail || "照片未能上传，已留在本机。";
      await drafts.refusePhoto(user, photo, message);
      drafts.tell({ type: "photo-refused", user, visit, question, key: photo.id, message });
      outcome = "left";
    }
  }
  return outcome;
}

async function stored(user, visit, photo, { id, url }) {
  const { question, replace } = photo.value;
  const form = await drafts.form(user, visit);
  if (form) {
    const before = replace ? [] : (form.replies[question]?.value ?? []);
    form.replies[question] = { status: "given", value: [...before.filter((number) => number !== id), id], reason: "", explanation: "" };
    await drafts.keepForm(user, visit, form);
  }
  await drafts.dropPhoto(user, visit, photo.id);
  drafts.tell({ type: "photo-stored", user, visit, question, key: photo.id, id, url });
}

async function removePhotos(user, visit) {
  for (const gone of (await drafts.read(user, visit)).removals) {
    const answer = await wire.post(`${urls(visit).photo(gone.question)}${gone.id}/remove/`, new FormData());
    if (answer.kind === "away" || answer.kind === "login") return answer.kind;
    const form = await drafts.form(user, visit);
    const reply = form?.replies[gone.question];
    if (reply) {
      reply.value = reply.value.filter((number) => number !== gone.id);
      if (!reply.value.length) delete form.replies[gone.question];
      await drafts.keepForm(user, visit, form);
    }
    await drafts.change(user, visit, (now) => { now.removals = now.removals.filter(({ id }) => id !== gone.id); });
  }
  return "done";
}

/* Put together what goes out, once; an unacknowledged batch goes out again as it was. */
async function batchOf(user, visit) {
  const form = await drafts.form(user, visit);
  const draft = await drafts.change(user, visit, (now) => {
    const names = drafts.sendable(now);
    if (now.batch || (!names.length && !now.rows)) return;
    now.batch = { key: crypto.randomUUID?.() ?? randomKey(), version: form?.version ?? now.version ?? 0, answers: {}, base: {} };
    for (const name of names) {
      now.batch.answers[name] = now.answers[name];
      now.batch.base[name] = now.base[name] ?? null;
    }
    if (now.rows) now.batch.rows = now.rows;
  });
  return draft.batch;
}

const randomKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function sendAnswers(user, visit) {
  const batch = await batchOf(user, visit);
  if (!batch) return "nothing";
  report(user, visit, "saving", "正在保存…");
  const answer = await wire.post(urls(visit).sync, batch);
  if (answer.kind === "away" || answer.kind === "login") return answer.kind;
  if (answer.kind !== "ok") return turnedDown(user, visit, answer);
  const draft = await drafts.change(user, visit, (now) => acknowledge(now, batch, answer.data));
  await remember(user, visit, answer.data);
  drafts.tell({ type: "answer", user, visit, answer: answer.data });
  return drafts.sendable(draft).length || draft.rows ? "more" : "nothing";
}

/* What the server kept is no longer ours to send; what was changed meanwhile has a new ground. */
function acknowledge(now, batch, { errors = {}, conflicts = {}, kept = {}, rows = {}, version }) {
  now.batch = null;
  now.version = version;
  for (const [name, sent] of Object.entries(batch.answers)) {
    const unchanged = drafts.same(now.answers[name], sent);
    if (name in conflicts) now.conflicts[name] = conflicts[name];
    else if (name in errors && unchanged) now.refused[name] = [errors[name]].flat().join(" ");
    else if (!(name in errors) && unchanged) {
      delete now.answers[name];
      delete now.base[name];
    } else if (!(name in errors)) now.base[name] = kept[name] ?? null;
  }
  if (batch.rows && drafts.same(now.rows, batch.rows)) settleRows(now, rows, errors.rows);
}

/* A row dropped here that the server still has, since others saved in between, is dropped again. */
function settleRows(now, rows, error) {
  const dropped = (name, row) => (now.dropped?.[name] ?? []).includes(row);
  const wanted = Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, all.filter((row) => !dropped(name, row))]));
  const again = !error && !drafts.same(wanted, rows) && !now.rowsAgain;
  now.rows = again ? wanted : null;
  now.rowsAgain = again;
  if (!again) delete now.dropped;
}

/* The form on the device follows what the server has. */
async function remember(user, visit, { version, kept = {}, rows, conflicts = {} }) {
  const form = await drafts.form(user, visit);
  if (!form) return;
  const theirs = Object.fromEntries(Object.entries(conflicts).map(([name, two]) => [name, two.theirs]));
  for (const [name, reply] of Object.entries({ ...kept, ...theirs })) {
    if (reply) form.replies[name] = reply;
    else delete form.replies[name];
  }
  await drafts.keepForm(user, visit, { ...form, version, rows: rows ?? form.rows });
}

/* The whole batch was refused: nothing is lost, and nothing is tried again by itself. */
async function turnedDown(user, visit, { kind, data }) {
  const sealed = data.sealed === true;
  const gone = kind === "gone" ? "本表已不由您填写，内容留在本机，可导出。" : "";
  const message = gone || data.message || data.detail || "保存未成功，内容已留在本机。";
  await drafts.change(user, visit, (now) => {
    const names = Object.keys(now.batch?.answers ?? {});
    now.batch = null;
    if (data.code === "key_reused" || data.code === "version_conflict") return; // a new key, next time
    for (const name of names) now.refused[name] = message;
    if (sealed || gone) now.told = message;
  });
  report(user, visit, sealed ? "sealed" : "wrong", message);
  return "left";
}

async function submit(user, visit) {
  report(user, visit, "saving", "正在提交…");
  const answer = await wire.post(urls(visit).submit, {});
  if (answer.kind === "away" || answer.kind === "login") return answer.kind;
  const done = answer.kind === "ok";
  const told = done ? "督查表已提交。" : answer.data.detail || answer.data.message || "未能提交，请打开督查表查看。";
  await drafts.change(user, visit, (now) => { now.submit = false; now.told = told; });
  const form = await drafts.form(user, visit);
  if (done && form) await drafts.keepForm(user, visit, { ...form, state: answer.data.state ?? "submitted" });
  report(user, visit, done ? "submitted" : "wrong", told, { submitted: done });
  return done ? "done" : "left";
}

/* Fetch a form anew; answers not sent stay in the draft. Gives it, or null. */
export async function fetchForm(user, visit) {
  const answer = await wire.get(urls(visit).form);
  if (answer.kind !== "ok") return null;
  await drafts.keepForm(user, visit, answer.data);
  return answer.data;
}
