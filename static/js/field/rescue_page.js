/* Say what a rescue file holds before it is sent in. */

const form = document.querySelector("[data-rescue-form]");
const holds = form?.querySelector("[data-rescue-holds]");
const list = form?.querySelector("[data-rescue-list]");

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

function told({ visit, subject, answers = {}, batch, photos = [], submit }) {
  const names = new Set([...Object.keys(answers), ...Object.keys(batch?.answers ?? {})]);
  const parts = [`答案 ${names.size} 项`, photos.length && `照片 ${photos.length} 张`, submit && "补交后提交"];
  return `${subject || `第 ${visit} 号督查表`}：${parts.filter(Boolean).join("、")}`;
}

form?.querySelector("input[type=file]").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  let data = null;
  try { data = JSON.parse(await file.text()); } catch { /* told below */ }
  const isOurs = data?.kind === "ducha-unsent" && Array.isArray(data.visits);
  list.replaceChildren(...(isOurs ? data.visits.map((one) => line(told(one))) : [line("不是本系统导出的未发送督查表。")]));
  holds.hidden = false;
});
