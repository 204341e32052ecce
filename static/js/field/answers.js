/* One answer at a time: typed, kept and computed, as inspections/answers.py has it.

   What cannot be read here is simply no answer yet: the server says what is wrong with it. */

import { Fraction, Rate } from "./rules.js";

export const COMPUTED = new Set(["calculate", "note"]);
const INTEGER = /^[+-]?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})$/;
const DECIMAL = /^[+-]?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,4})?$/;
const DAY = /^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?$/;
const UNSEEN = /[\u200b-\u200f\u2060\ufeff]/g;

const tidy = (raw) => String(raw).normalize("NFKC").replace(UNSEEN, "").trim();
const isEmpty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

function number(raw, pattern) {
  const text = tidy(raw ?? "");
  return pattern.test(text) ? text.replaceAll(",", "").replace(/^\+/, "") : null;
}

function day(raw) {
  const found = DAY.exec(tidy(raw));
  return found ? `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}` : null;
}

function rate(question, raw) {
  const [num, den] = [number(raw?.num, DECIMAL), number(raw?.den, DECIMAL)];
  if (num === null || den === null || num.startsWith("-") || den.startsWith("-")) return null;
  const exceeds = Fraction.of(num).against(Fraction.of(den)) > 0;
  return exceeds && !question.appearance.split(" ").includes("may_exceed") ? null : { num, den };
}

const PARSERS = {
  integer: (question, raw) => number(raw, INTEGER),
  decimal: (question, raw) => number(raw, DECIMAL),
  rate,
  date: (question, raw) => day(raw),
  select_multiple: (question, raw) => question.choices.map(([name]) => name).filter((name) => raw.includes?.(name)),
  geopoint: (question, raw) => (isEmpty(raw?.lat) || isEmpty(raw?.lon) ? null : raw),
  text: (question, raw) => String(raw).trim(),
};

/* Raw as it is sent → the reply it will be: {status, value, reason, explanation}, or null. */
export function parse(question, raw) {
  const explanation = raw?.explain ?? "";
  if (raw && raw.status && raw.status !== "given") {
    return { status: raw.status, value: null, reason: raw.reason ?? "", explanation: "" };
  }
  if (COMPUTED.has(question.type)) return explanation ? { status: "given", value: null, reason: "", explanation } : null;
  const bare = raw && typeof raw === "object" && "value" in raw ? raw.value : raw;
  if (isEmpty(bare)) return null;
  const value = (PARSERS[question.type] ?? ((_, given) => given))(question, bare);
  return isEmpty(value) ? null : { status: "given", value, reason: "", explanation };
}

/* A kept reply as rules compute with it. */
export function computed(question, reply) {
  if (!reply || reply.status !== "given" || reply.value === null) return null;
  const { type } = question;
  if (type === "integer" || type === "decimal") return Fraction.of(reply.value);
  if (type === "rate") return new Rate(Fraction.of(reply.value.num), Fraction.of(reply.value.den));
  if (type === "geopoint") return `${reply.value.lat},${reply.value.lon}`;
  return Array.isArray(reply.value) ? reply.value.map(String) : String(reply.value);
}

/* A computed value as it is kept. */
export function kept(value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value instanceof Fraction ? value.toString() : value;
}

/* A kept reply as a page would send it, to fill a page with it or to type it again. */
export function raw(reply) {
  if (!reply) return "";
  if (reply.status !== "given") return { status: reply.status, reason: reply.reason };
  if (reply.value === null) return { explain: reply.explanation };
  return reply.explanation ? { value: reply.value, explain: reply.explanation } : reply.value;
}
