/* A form as it stands, from its definition and the replies: what is asked, missing, raised, failing
   (inspections/checklists.py and repeats.py). */

import { COMPUTED, computed, kept } from "./answers.js";
import { Fraction, Rows, RuleError, evaluate, holds, isRelevant } from "./rules.js";

const RULES = ["relevant", "constraint", "warning", "calculation", "fail_if"];

/* The questions in order, those of a repeat group once for each of its rows. */
export function expanded(questions, rows) {
  const found = [];
  for (let at = 0; at < questions.length;) {
    const { repeat } = questions[at];
    let end = at + 1;
    while (end < questions.length && questions[end].repeat === repeat) end += 1;
    const block = questions.slice(at, end);
    const own = new Set(block.map((question) => question.name));
    if (!repeat) found.push(...block);
    else for (const row of rows[repeat] ?? []) found.push(...block.map((question) => inRow(question, row, own)));
    at = end;
  }
  return found;
}

function inRow(question, row, own) {
  const copy = { ...question, name: `${question.name}.${row}`, plain: question.name, row };
  for (const rule of RULES) {
    copy[rule] = (question[rule] ?? "").replace(
      /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (all, name) => (own.has(name) ? `\${${name}.${row}}` : all));
  }
  return copy;
}

/* The share of the year gone by at the end of a day. */
function progress(on) {
  const [year, month, day] = on.split("-").map(Number);
  const at = (...date) => BigInt(Date.UTC(...date) / 86_400_000);
  const first = at(year, 0, 1);
  return new Fraction(at(year, month - 1, day) - first + 1n, at(year + 1, 0, 1) - first);
}

function truth(text, known, broken) {
  try {
    return holds(text, known);
  } catch (error) {
    if (error instanceof RuleError) return broken;
    throw error;
  }
}

/* Constraint and warning of one question that are raised, the strongest first. */
function raised(question, reply, values, form) {
  if ((values[question.name] ?? null) === null) return [];
  const known = { values, parameters: form.parameters };
  const found = [];
  for (const [kind, force, broken, told] of [
    ["constraint", "block", false, "填写的内容不合要求。"],
    ["warning", "explain", false, "请核对，属实的写明原因。"],
  ]) {
    const strength = form.strengths[`${question.plain ?? question.name}.${kind}`] ?? force;
    if (!question[kind] || strength === "ignore") continue;
    if (truth(question[kind], known, broken) !== (kind === "warning")) continue;
    found.push({ name: question.name, kind, strength, message: question[`${kind}_message`] || told, explained: Boolean(reply?.explanation) });
  }
  return found;
}

/* Go through the form in order: what is not relevant has no value for what comes after. */
export function stand(form, replies, rows) {
  const questions = expanded(form.questions, rows);
  const values = {};
  const reckoned = {};
  const asked = [];
  for (const question of questions) {
    if (!isRelevant(question.relevant, values)) continue;
    asked.push(question);
    if (question.calculation) {
      values[question.name] = evaluate(question.calculation, { values });
      reckoned[question.name] = kept(values[question.name]);
    } else values[question.name] = computed(question, replies[question.name]);
    if (question.row) {
      values[question.plain] = new Rows([...(values[question.plain]?.values ?? []), values[question.name]]);
    }
  }
  return { questions, values, reckoned, asked, ...judged(form, asked, values, replies) };
}

function judged(form, asked, values, replies) {
  const known = { values, parameters: form.parameters, progress: progress(form.on) };
  const required = asked.filter((question) => question.required);
  const missing = required.filter(({ name, type }) => !COMPUTED.has(type) && !replies[name]);
  const failing = asked.filter(({ name, type, fail_if: rule }) =>
    rule && (COMPUTED.has(type) || replies[name]?.status === "given") && truth(rule, known, false) === true);
  const checks = asked.flatMap((question) => raised(question, replies[question.name], values, form));
  return { missing, failing, checks, total: required.length, done: required.length - missing.length };
}

/* The parts of the form in order: {code, label, questions, missing, total}. */
export function parts(form, standing) {
  const found = new Map();
  for (const question of form.questions) {
    const [code, label] = question.programme ? [question.programme, question.group] : [question.section_code, question.section];
    if (!found.has(code)) found.set(code, { code, label, names: new Set(), missing: [], total: 0 });
    found.get(code).names.add(question.name);
  }
  for (const part of found.values()) {
    const inside = ({ plain, name }) => part.names.has(plain ?? name);
    part.missing = standing.missing.filter(inside);
    part.total = standing.asked.filter((question) => question.required && inside(question)).length;
  }
  return [...found.values()];
}
