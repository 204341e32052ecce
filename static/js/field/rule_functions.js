/* The functions of the rule language that look at their arguments alone (rule_functions.py). */

import { Fraction } from "./fractions.js";

export class RuleError extends Error {}

export class Rate {
  constructor(num, den) { this.num = num; this.den = den; }
}

/* What the rows of a repeat group answered to one question; null where nothing. */
export class Rows {
  constructor(values) { this.values = values; }
}

const isNumber = (value) => value instanceof Fraction;
const whole = (number) => new Fraction(BigInt(number));

/* An empty text or an empty choice is no answer. */
export function plain(value) {
  if (value === undefined || value === "" || (Array.isArray(value) && !value.length)) return null;
  return value;
}

function answered(word, rows) {
  if (rows !== null && !(rows instanceof Rows)) throw new RuleError(`${word}() 里要是重复组的题。`);
  return (rows?.values ?? []).map(plain).filter((value) => value !== null);
}

function numbers(word, values) {
  if (!values.every(isNumber)) throw new RuleError(`${word}() 里要是数字。`);
  return values;
}

function isSaid(value, word) {
  if (typeof value === "boolean") return (value ? "yes" : "no") === word;
  if (Array.isArray(value)) return value.includes(word);
  return isNumber(value) && isNumber(word) ? !value.against(word) : value === word;
}

function extreme(word, side, values) {
  if (values.includes(null)) return null;
  const found = numbers(word, values.flatMap((value) => (value instanceof Rows ? answered(word, value) : [value])));
  return found.length ? found.reduce((best, next) => (next.against(best) === side ? next : best)) : null;
}

function dayOf(word, value) {
  const found = typeof value === "string" && /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  const day = found && new Date(Date.UTC(2000, 0, 1));
  if (day) day.setUTCFullYear(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  if (!day || found[1] === "0000" || day.toISOString().slice(0, 10) !== value) throw new RuleError(`${word}() 里要是日期。`);
  return day;
}

function addMonths(day, months) {
  if (day === null || months === null) return null;
  if (!isNumber(months) || !months.isWhole) throw new RuleError("add-months() 的月数要是整数。");
  const start = dayOf("add-months", day);
  const count = start.getUTCFullYear() * 12 + start.getUTCMonth() + Number(months.num);
  const [year, month] = [Math.floor(count / 12), ((count % 12) + 12) % 12];
  if (!(year >= 1 && year <= 9999)) throw new RuleError("add-months() 的日期超出范围。");
  const last = new Date(Date.UTC(2000, 0, 1));
  last.setUTCFullYear(year, month + 1, 0);
  last.setUTCDate(Math.min(start.getUTCDate(), last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

function rounded(value, places) {
  if (value === null || places === null) return null;
  if (!isNumber(value) || !isNumber(places)) throw new RuleError("round() 里要是数字。");
  if (!places.isWhole || places.num < 0n || places.num > 8n) throw new RuleError("round() 的位数应为0至8。");
  return value.rounded(places.num);
}

function daysBetween(first, last) {
  if (first === null || last === null) return null;
  return whole(Math.round((dayOf("days-between", last) - dayOf("days-between", first)) / 86_400_000));
}

export const FUNCTIONS = {
  not: (value) => {
    if (value !== null && typeof value !== "boolean") throw new RuleError("not() 里要是判断。");
    return value === null ? null : !value;
  },
  rate: (value) => {
    if (value !== null && !(value instanceof Rate)) throw new RuleError("rate() 只用于比率题。");
    return value === null ? null : value.num.over(value.den);
  },
  sum: (rows) => numbers("sum", answered("sum", rows)).reduce((sum, next) => sum.plus(next), whole(0)),
  count: (rows) => whole(answered("count", rows).length),
  "count-if": (rows, word) => {
    const values = answered("count-if", rows);
    return word === null ? null : whole(values.filter((value) => isSaid(value, word)).length);
  },
  min: (...values) => extreme("min", -1, values),
  max: (...values) => extreme("max", 1, values),
  coalesce: (...values) => values.find((value) => value !== null) ?? null,
  if: (condition, then, other) => {
    if (condition !== null && typeof condition !== "boolean") throw new RuleError("if() 的第一个参数要是判断。");
    if (condition === null) return null;
    return condition ? then : other;
  },
  round: rounded,
  "days-between": daysBetween,
  "add-months": addMonths,
};
