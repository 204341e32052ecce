/* The page follows the answers at once: what is asked, reckoned, raised and failing, and how far the
   form is. The server's next answer says the same; where it knows better, its word stands. */

import { parse } from "./answers.js";
import { RuleError } from "./rules.js";
import { parts, stand } from "./standing.js";

const WRONG = {
  integer: "应填整数。", decimal: "应填数字（小数最多4位）。", date: "应填日期，如2016-07-05。",
  rate: "分子和分母都要填数字，分子不能大于分母。",
};

/* The replies as they will be: those of the server, over them what was typed, photos waiting. */
export function repliesOf(form, draft, photos = []) {
  const byName = new Map(form.questions.map((question) => [question.name, question]));
  const replies = { ...form.replies };
  for (const [name, raw] of Object.entries(draft.answers)) {
    const question = byName.get(name) ?? byName.get(name.replace(/\.\d+$/, ""));
    const reply = question && parse(question, raw);
    if (reply) replies[name] = reply;
    else delete replies[name];
  }
  for (const { question, id } of draft.removals) {
    const left = (replies[question]?.value ?? []).filter((number) => number !== id);
    if (left.length) replies[question] = { ...replies[question], value: left };
    else delete replies[question];
  }
  for (const { value, id } of photos) {
    const before = value.replace ? [] : (replies[value.question]?.value ?? []);
    replies[value.question] = { status: "given", value: [...before, id], reason: "", explanation: "" };
  }
  return replies;
}

/* How the form stands, or null where its rules cannot be computed here. */
export function standingOf(form, draft, photos) {
  try {
    return stand(form, repliesOf(form, draft, photos), draft.rows ?? form.rows);
  } catch (error) {
    if (error instanceof RuleError) return null;
    throw error;
  }
}

/* What is wrong with an answer as it is typed; "" where nothing is, or cannot be told here. */
export function complaint(question, raw) {
  if (!WRONG[question.type] || (raw?.status && raw.status !== "given")) return "";
  const bare = raw && typeof raw === "object" && "value" in raw ? raw.value : raw;
  const typed = bare && typeof bare === "object" ? Object.values(bare).some(Boolean) : Boolean(bare);
  return typed && !parse(question, raw) ? WRONG[question.type] : "";
}

const setText = (place, text) => { if (place && place.textContent !== text) place.textContent = text; };

function each(selector, name, act) {
  for (const place of document.querySelectorAll(`[${selector}="${CSS.escape(name)}"]`)) act(place);
}

/* Show it. `told` holds what the server last said: {failing, warnings, errors}. */
export function show(page, form, draft, standing, told) {
  const asked = new Set(standing.asked.map((question) => question.name));
  for (const place of page.querySelectorAll("[data-question]")) place.hidden = !asked.has(place.dataset.question);
  for (const block of page.querySelectorAll("[data-block]:not(.block-repeat)")) {
    block.hidden = ![...block.querySelectorAll("[data-question]")].some((place) => !place.hidden);
  }
  for (const [name, value] of Object.entries(standing.reckoned)) {
    each("data-calculated-for", name, (place) => setText(place, reckonedText(value, place.dataset.unit)));
  }
  remarks(page, draft, standing, told);
  progress(form, standing);
}

function reckonedText(value, unit = "") {
  return value === null || value === undefined || value === "yes" || value === "no" ? "" : `${value}${unit}`;
}

function remarks(page, draft, standing, told) {
  const failing = new Set(standing.failing.map((question) => question.name));
  const byName = new Map(standing.questions.map((question) => [question.name, question]));
  for (const place of page.querySelectorAll("[data-question]")) {
    const name = place.dataset.question;
    const checks = standing.checks.filter((check) => check.name === name);
    const blocking = checks.find((check) => check.strength === "block");
    const explaining = checks.find((check) => check.strength === "explain");
    const raw = draft.answers[name];
    const wrong = draft.refused[name] || (raw !== undefined && complaint(byName.get(name) ?? {}, raw)) || blocking?.message;
    setText(place.querySelector("[data-error-for]"), wrong || told.errors[name] || "");
    setText(place.querySelector("[data-warning-for]"), explaining?.message ?? "");
    setText(place.querySelector("[data-failing-for]"), failing.has(name) ? told.failing[name] || "按此答案，将记为问题" : "");
    const explain = place.querySelector("[data-explain-for]");
    if (explain) explain.hidden = !explaining && !explain.querySelector("input, textarea")?.value;
  }
}

/* The bar and the counts, on whatever page shows them. */
export function progress(form, standing) {
  for (const bar of document.querySelectorAll("[data-visit-progress]")) {
    bar.max = standing.total || 1;
    bar.value = standing.done;
  }
  for (const place of document.querySelectorAll("[data-done]")) setText(place, String(standing.done));
  for (const place of document.querySelectorAll("[data-total-items]")) setText(place, String(standing.total));
  for (const place of document.querySelectorAll("[data-left]")) setText(place, String(standing.missing.length));
  for (const part of parts(form, standing)) {
    each("data-part-total", part.code, (place) => setText(place, String(part.total)));
    each("data-part-done", part.code, (place) => {
      setText(place, String(part.total - part.missing.length));
      place.closest(".part")?.classList.toggle("part-full", !part.missing.length);
    });
  }
}
