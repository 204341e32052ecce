/* The form on the page: reading one question's answer as it is sent, and putting one back. */

const SUFFIX = /__(num|den|lat|lon|accuracy|manual|status|reason|explain)$/;
const PARTS = { rate: ["num", "den"], geopoint: ["lat", "lon", "accuracy", "manual"] };
const quiet = { value: false };

/* Whether the page is being filled by a script: no event of it is somebody's typing. */
export const isFilling = () => quiet.value;

export const questionsOn = (form) => [...form.querySelectorAll("[data-question]")];

export const placeOf = (form, name) => form.querySelector(`[data-question="${CSS.escape(name)}"]`);

/* The question an input belongs to; null for one that is no answer. */
export function nameOf(input) {
  const name = input.name ?? "";
  if (!name || /__side$|^(rows|last)__/.test(name) || ["hidden", "file"].includes(input.type) && !SUFFIX.test(name)) return null;
  const plain = name.replace(SUFFIX, "");
  return input.closest("[data-question]")?.dataset.question === plain ? plain : null;
}

const inputsOf = (form, name) => [...form.elements].filter((input) => input.name === name);
const first = (form, name) => inputsOf(form, name)[0];
const text = (form, name) => (first(form, name)?.value ?? "").trim();
const picked = (form, name) => inputsOf(form, name).filter((input) => input.checked).map((input) => input.value);

/* One answer as it is sent; undefined where the page has no input for it. */
export function read(form, name) {
  const type = placeOf(form, name)?.dataset.type;
  if (!type || type === "image") return undefined;
  const explain = text(form, `${name}__explain`);
  const [status] = picked(form, `${name}__status`);
  if (status && status !== "given") return { status, reason: text(form, `${name}__reason`) };
  if (type === "calculate" || type === "note") return first(form, `${name}__explain`) ? { explain } : undefined;
  let value;
  if (PARTS[type]) value = Object.fromEntries(PARTS[type].map((part) => [part, text(form, `${name}__${part}`)]));
  else if (type === "select_multiple") value = picked(form, name);
  else if (type === "select_one" || type === "yes_no") value = picked(form, name)[0] ?? "";
  else if (first(form, name)) value = text(form, name);
  else return undefined;
  return explain ? { value, explain } : value;
}

function set(form, name, value) {
  for (const input of inputsOf(form, name)) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = [value].flat().map(String).includes(input.value);
    else input.value = value ?? "";
  }
}

/* Put an answer as it is sent back into the page, and let the page's scripts see it. */
export function fill(form, name, raw) {
  const place = placeOf(form, name);
  const type = place?.dataset.type;
  if (!type || type === "image") return;
  const aside = raw?.status && raw.status !== "given";
  const wrapped = raw && typeof raw === "object" && !Array.isArray(raw) && ("value" in raw || "explain" in raw);
  const value = aside ? "" : wrapped ? raw.value : raw;
  quiet.value = true;
  try {
    set(form, `${name}__status`, aside ? raw.status : "given");
    set(form, `${name}__reason`, aside ? raw.reason : "");
    set(form, `${name}__explain`, wrapped ? raw.explain : "");
    if (PARTS[type]) for (const part of PARTS[type]) set(form, `${name}__${part}`, value?.[part] ?? "");
    else set(form, name, value ?? "");
    const shown = place.querySelector(aside ? ".aside-put:checked" : ".item-answer input:not([type=hidden]), .item-answer textarea");
    shown?.dispatchEvent(new Event("input", { bubbles: true }));
    shown?.dispatchEvent(new Event("change", { bubbles: true }));
  } finally {
    quiet.value = false;
  }
}

/* The rows of the page's repeat groups: {members: [1, 2]}. */
export function rowsOn(form) {
  const hidden = [...form.querySelectorAll("input[type=hidden][name^=rows__]")];
  return Object.fromEntries(hidden.map((input) => [
    input.name.slice("rows__".length), input.value.split(",").filter(Boolean).map(Number)]));
}

/* Show these rows of a group: make those that are missing from its template, take away the others. */
export function showRows(form, repeat, numbers) {
  const list = form.querySelector(`[data-repeat-rows="${CSS.escape(repeat)}"]`);
  const blank = form.querySelector(`[data-repeat-template="${CSS.escape(repeat)}"]`);
  if (!list || !blank) return;
  const there = new Map([...list.children].map((row) => [Number(row.dataset.row), row]));
  for (const [number, row] of there) if (!numbers.includes(number)) row.remove();
  for (const number of numbers.filter((one) => !there.has(one))) {
    const made = document.createElement("template");
    made.innerHTML = blank.innerHTML.replaceAll("__ROW__", String(number));
    const row = made.content.firstElementChild;
    list.append(row);
    row.dispatchEvent(new CustomEvent("row-added", { bubbles: true, detail: { row } }));
  }
  [...list.children].forEach((row, place) => { row.querySelector("[data-row-place]").textContent = place + 1; });
  const count = list.closest("[data-repeat-group]")?.querySelector("[data-row-count]");
  if (count) count.textContent = list.children.length;
  const hidden = form.elements.namedItem(`rows__${repeat}`);
  if (hidden) hidden.value = numbers.join(",");
  const last = form.elements.namedItem(`last__${repeat}`);
  if (last) last.value = String(Math.max(Number(last.value) || 0, ...numbers));
}
