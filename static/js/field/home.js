/* The page 离线填表: what is kept on this device, how old it is, what of it is unsent. */

import * as drafts from "./drafts.js";
import { run, user } from "./engine.js";
import { DAYS, keepAll, keptPage } from "./keep.js";
import { exportUnsent } from "./rescue.js";
import { SECURE } from "./vault.js";

const DAY = 86_400_000;
const button = document.querySelector("[data-prepare]");
const bar = document.querySelector("[data-prepare-bar]");
const said = document.querySelector("[data-prepare-said]");
const moment = (at) => new Date(at).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

async function rowState(row, waiting) {
  const visit = Number(row.dataset.visitRow);
  const [kept, draft] = await Promise.all([keptPage(user, row.querySelector("a").getAttribute("href")), drafts.read(user, visit)]);
  const pieces = waiting.get(visit) ?? 0;
  const left = kept && Math.max(0, Math.ceil(DAYS - (Date.now() - kept.at) / DAY));
  row.querySelector("[data-kept]").textContent = kept ? `已存本机 ${moment(kept.at)}，还可离线用 ${left} 天` : "未存本机";
  row.dataset.keptState = kept ? "kept" : "none";
  const place = row.querySelector("[data-row-unsent]");
  place.textContent = draft.submit ? "联网后自动提交" : pieces ? `未发送 ${pieces} 项` : "";
  row.querySelector("[data-told]").textContent = draft.told;
}

/* What is unsent of a form that is not in the list any more: submitted, or handed over. */
async function tellOthers(waiting) {
  const place = document.querySelector("[data-other-unsent]");
  const listed = new Set([...document.querySelectorAll("[data-visit-row]")].map((row) => Number(row.dataset.visitRow)));
  const others = [...waiting.keys()].filter((visit) => !listed.has(visit));
  const lines = await Promise.all(others.map(async (visit) => {
    const [form, draft] = await Promise.all([drafts.form(user, visit), drafts.read(user, visit)]);
    const item = document.createElement("li");
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "btn btn-sm";
    drop.textContent = "放弃";
    drop.addEventListener("click", async () => {
      if (!globalThis.confirm("放弃本机未发送的内容？放弃后找不回来，建议先导出。")) return;
      await drafts.abandon(user, visit);
      await refresh();
    });
    item.append(`${form?.subject.name ?? `第 ${visit} 号督查表`}：${draft.told || `未发送 ${waiting.get(visit)} 项`} `, drop);
    return item;
  }));
  place.replaceChildren(...lines);
}

async function refresh() {
  const waiting = await drafts.unsent(user);
  await tellOthers(waiting);
  await Promise.all([...document.querySelectorAll("[data-visit-row]")].map((row) => rowState(row, waiting)));
  for (const place of document.querySelectorAll("[data-when-unsent]")) place.hidden = !waiting.size;
}

async function prepare() {
  button.disabled = true;
  bar.hidden = false;
  said.textContent = "正在把任务存到本机，请不要关闭本页…";
  await navigator.storage?.persist?.().catch(() => false);
  const result = await keepAll(user, { open: true, onStep: (done, total) => { bar.max = total || 1; bar.value = done; } }).catch(() => null);
  button.disabled = false;
  bar.hidden = true;
  if (result && result.total !== document.querySelectorAll("[data-visit-row]").length) return globalThis.location.reload();
  if (!result) said.textContent = "没有存完：网络不通或登录已失效，请联网后再试。";
  else if (result.kept < result.total) said.textContent = `存好 ${result.kept}/${result.total} 份，其余请再按一次。`;
  else said.textContent = `${result.total} 份督查表已存到本机，${DAYS} 天内没有网络也能填写。`;
  return refresh();
}

if (SECURE) button?.addEventListener("click", prepare);
else if (button) {
  button.disabled = true;
  said.textContent = "本网址不是 https，浏览器不允许离线存表；请联网填写，答案仍会自动保存和重试。";
}
document.querySelector("[data-send-now]")?.addEventListener("click", () => run().then(refresh));
document.querySelector("[data-export-unsent]")?.addEventListener("click", () => exportUnsent(user));
drafts.listen((message) => { if (["changed", "state", "outcome"].includes(message.type)) refresh(); });
refresh();
