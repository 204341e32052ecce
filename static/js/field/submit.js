/* The page before submitting: counts what is typed on this device too, and without network puts the
   submitting off until there is one. Hooks: form[data-submit-form][data-visit], [data-todo]. */

import * as drafts from "./drafts.js";
import { run, user } from "./engine.js";
import { progress, standingOf } from "./live.js";
import { parts } from "./standing.js";
import { freshen } from "./wire.js";

const page = document.querySelector("form[data-submit-form]");
const visit = Number(page?.dataset.visit);
const keptAt = document.documentElement.dataset.keptAt;
const said = document.querySelector("[data-submit-said]");

function say(text) {
  if (said) said.textContent = text;
}

function line(part, question) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `/inspections/visits/${visit}/parts/${part.code}/#q-${question.name}`;
  link.textContent = `${question.item} ${question.label}`;
  item.append(link);
  return item;
}

/* What stands on the server's page is old as soon as something is typed without it. */
function rewrite(form, standing, blocking) {
  const list = document.querySelector("[data-todo]");
  if (!list) return;
  const head = document.querySelector("[data-todo-head]");
  const left = standing.missing.length + blocking.length;
  if (head) head.textContent = left ? `还有 ${left} 项未答或未说明` : "全部作答";
  if (!said?.dataset.told) say(left ? "补齐后才能提交" : "提交后不能再改");
  list.replaceChildren(...parts(form, standing).flatMap((part) => {
    const inside = [...part.missing, ...blocking.filter(({ plain, name }) => part.names.has(plain ?? name))];
    if (!inside.length) return [];
    const title = document.createElement("h3");
    title.className = "todo-head";
    title.textContent = part.label;
    const lines = document.createElement("ul");
    lines.className = "todo-list";
    lines.append(...inside.map((question) => line(part, question)));
    return [title, lines];
  }));
  if (!left) list.replaceChildren(paragraph("这台设备上的答案已齐；提交后督查表封存，不能再改。"));
  for (const button of page.querySelectorAll("[type=submit]")) button.disabled = left > 0;
}

function paragraph(text) {
  const made = document.createElement("p");
  made.className = "mb-0";
  made.textContent = text;
  return made;
}

/* What will be a problem, in short; the server words it in full. */
function tellFailing(failing) {
  const place = document.querySelector("[data-failing-list]");
  const count = document.querySelector("[data-failing-count]");
  if (count) count.textContent = `${failing.length} 项`;
  if (!place) return;
  const list = document.createElement("ul");
  list.className = "plain-list";
  list.append(...failing.map((question) => {
    const item = document.createElement("li");
    item.textContent = `${question.item} ${question.label}`;
    return item;
  }));
  place.replaceChildren(failing.length ? list : paragraph("没有不合格项。"));
}

async function follow() {
  const [form, draft, photos] = await Promise.all([drafts.form(user, visit), drafts.read(user, visit), drafts.photos(user, visit)]);
  const told = draft.submit ? "已记下，联网后自动提交。" : draft.told;
  if (said) said.dataset.told = told;
  if (told) say(told);
  if (!form || !(keptAt || drafts.pieces(draft) || photos.length)) return;
  const standing = standingOf(form, draft, photos);
  if (!standing) return;
  progress(form, standing);
  const open = standing.checks.filter((check) => check.strength === "block" || !check.explained);
  const names = new Set(open.map((check) => check.name));
  rewrite(form, standing, standing.asked.filter((question) => names.has(question.name)));
  tellFailing(standing.failing);
  if (draft.submit) for (const button of page.querySelectorAll("[type=submit]")) button.disabled = true;
}

/* Send what is left, then let the server seal; without network remember the wish. */
async function submit(event) {
  if (event.defaultPrevented) return;
  event.preventDefault();
  const outcome = await run();
  const draft = await drafts.read(user, visit);
  if (outcome === "left" && Object.keys(draft.answers).length) say("有答案未能保存，请先改正。");
  else if (outcome === "done") {
    freshen(page);
    HTMLFormElement.prototype.submit.call(page);
  }
  else {
    await drafts.change(user, visit, (now) => { now.submit = true; now.told = ""; });
    say(outcome === "login" ? "登录已失效；已记下，重新登录后自动提交。" : "没有网络，已记下，联网后自动提交。");
    for (const button of page.querySelectorAll("[type=submit]")) button.disabled = true;
  }
}

async function hear(message) {
  if (message.user !== user || message.visit !== visit) return;
  if (message.type === "state" && message.submitted) globalThis.location.assign(`/inspections/visits/${visit}/`);
  else if (message.type === "changed") await follow();
}

if (page) {
  page.addEventListener("submit", submit);
  drafts.listen(hear);
  follow();
}
