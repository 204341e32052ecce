/* The small language of a checklist's rules, as inspections/rules.py has it: read and computed
   without eval. An unanswered question is null and spreads; tests/inspections/rule_cases.json holds
   what both must agree on. */

import { Fraction } from "./fractions.js";
import { FUNCTIONS, Rate, Rows, RuleError, plain } from "./rule_functions.js";

export { Fraction, Rate, Rows, RuleError };

const MAX_LENGTH = 2000;
const MAX_TOKENS = 200;
const MAX_DEPTH = 40;
const TOKEN = new RegExp(
  "\\s*(?:\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*(?:\\.[1-9][0-9]{0,2})?)\\}"
  + "|(?<number>[0-9]{1,18}(?:\\.[0-9]{1,8})?)|'(?<text>[^']*)'"
  + "|(?<word>[a-z]+(?:[-_][a-z]+)*)|(?<sign><=|>=|!=|[=<>+\\-*(),]))", "y");
const MANY = 20;
const ARITY = {
  not: [1, 1], selected: [2, 2], "count-selected": [1, 1], rate: [1, 1], parameter: [1, 1],
  schedule_progress: [0, 0], sum: [1, 1], count: [1, 1], "count-if": [2, 2], min: [1, MANY],
  max: [1, MANY], coalesce: [2, MANY], if: [3, 3], round: [2, 2], "days-between": [2, 2],
  "add-months": [2, 2],
};
const COMPARISONS = {
  "=": (order) => order === 0, "!=": (order) => order !== 0, "<": (order) => order < 0,
  "<=": (order) => order <= 0, ">": (order) => order > 0, ">=": (order) => order >= 0,
};
const parsed = new Map();

function tokens(text) {
  if (text.length > MAX_LENGTH) throw new RuleError(`规则过长，最多${MAX_LENGTH}个字符。`);
  const [found, all] = [[], text.trimEnd()];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < all.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(all);
    if (!match) throw new RuleError(`规则中有不认识的内容：${all.slice(at, at + 12).trim()}`);
    found.push(Object.entries(match.groups).find(([, said]) => said !== undefined));
  }
  if (found.length > MAX_TOKENS) throw new RuleError(`规则过长，最多${MAX_TOKENS}个词。`);
  return found.reverse();
}

/* Recursive descent: or, and, comparison, sum, product, value. */
class Reader {
  constructor(text) {
    this.left = tokens(text);
    this.depth = 0;
  }

  take(kind, ...wanted) {
    const next = this.left.at(-1);
    if (!next || next[0] !== kind || (wanted.length && !wanted.includes(next[1]))) return null;
    return this.left.pop()[1];
  }

  must(sign) {
    if (this.take("sign", sign) === null) throw new RuleError(`规则缺少“${sign}”。`);
  }

  chain(below, kind, ...words) {
    let node = below.call(this);
    for (let word = this.take(kind, ...words); word !== null; word = this.take(kind, ...words)) {
      node = { kind: "pair", word, parts: [node, below.call(this)] };
    }
    return node;
  }

  either() { return this.chain(this.both, "word", "or"); }

  both() { return this.chain(this.comparison, "word", "and"); }

  comparison() {
    const node = this.sum();
    const sign = this.take("sign", ...Object.keys(COMPARISONS));
    return sign ? { kind: "compare", word: sign, parts: [node, this.sum()] } : node;
  }

  sum() { return this.chain(this.product, "sign", "+", "-"); }

  product() {
    let node = this.operand();
    for (;;) {
      const word = this.take("sign", "*") ?? this.take("word", "div");
      if (!word) return node;
      node = { kind: "pair", word, parts: [node, this.operand()] };
    }
  }

  operand() {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new RuleError("规则的括号套得太深。");
    const node = this.value();
    this.depth -= 1;
    return node;
  }

  value() {
    const name = this.take("name");
    if (name !== null) return { kind: "name", word: name, parts: [] };
    const number = this.take("number");
    if (number !== null) return { kind: "literal", word: Fraction.of(number), parts: [] };
    const text = this.take("text");
    if (text !== null) return { kind: "literal", word: text, parts: [] };
    const word = this.take("word", ...Object.keys(ARITY));
    if (word !== null) return { kind: "call", word, parts: this.arguments(word) };
    if (this.take("sign", "-")) {
      return { kind: "pair", word: "-", parts: [{ kind: "literal", word: Fraction.of("0"), parts: [] }, this.operand()] };
    }
    if (!this.take("sign", "(")) throw new RuleError(this.left.length ? `规则在“${this.left.at(-1)[1]}”处读不通。` : "规则没有写完。");
    const node = this.either();
    this.must(")");
    return node;
  }

  arguments(word) {
    this.must("(");
    const parts = [];
    if (!this.take("sign", ")")) {
      do parts.push(this.either()); while (this.take("sign", ","));
      this.must(")");
    }
    const [least, most] = ARITY[word];
    if (parts.length < least || parts.length > most) {
      throw new RuleError(`${word}() 应有${least === most ? least : `${least}至${most}`}个参数，写了${parts.length}个。`);
    }
    return parts;
  }
}

/* Read a rule; throws RuleError. */
export function parse(text) {
  if (!parsed.has(text)) {
    const reader = new Reader(text);
    const node = reader.either();
    if (reader.left.length) throw new RuleError(`规则在“${reader.left.at(-1)[1]}”处多出内容。`);
    parsed.set(text, node);
  }
  return parsed.get(text);
}

function order(left, right) {
  if (left instanceof Fraction) return left.against(right);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compare(sign, left, right, known) {
  if (left === null || right === null) {
    if (!known.emptyIsAValue) return null;
    return sign === "!=" ? left !== right : left === right && sign === "=";
  }
  if (left.constructor !== right.constructor || left instanceof Rate || left instanceof Rows || Array.isArray(left)) {
    throw new RuleError("规则把不同类型的内容作比较。");
  }
  return COMPARISONS[sign](order(left, right));
}

function join(word, left, right) {
  const decisive = word === "or";
  if (left === decisive || right === decisive) return decisive;
  if (left === null || right === null) return null;
  if (typeof left !== "boolean" || typeof right !== "boolean") throw new RuleError(`“${word}”两边要是判断。`);
  return !decisive;
}

function reckon(word, left, right) {
  if (left === null || right === null) return null;
  if (!(left instanceof Fraction && right instanceof Fraction)) throw new RuleError(`“${word}”两边要是数字。`);
  if (word === "div") return left.over(right);
  if (word === "*") return left.times(right);
  return word === "+" ? left.plus(right) : left.minus(right);
}

function picked(value) {
  if (value === null || Array.isArray(value)) return value;
  if (typeof value === "string") return [value];
  throw new RuleError("selected() 只用于选择题。");
}

function threshold(name, known) {
  const text = String(known.parameters?.[name] ?? "");
  return /^-?[0-9]{1,18}(\.[0-9]{1,8})?$/.test(text) ? Fraction.of(text) : text || null;
}

function call({ word, parts }, known) {
  if (word === "schedule_progress") return known.progress ?? null;
  if (word === "parameter") return threshold(parts[0].word, known);
  const given = parts.map((part) => compute(part, known));
  if (Object.hasOwn(FUNCTIONS, word)) return FUNCTIONS[word](...given);
  const chosen = picked(given[0]) ?? (known.emptyIsAValue ? [] : null);
  if (chosen === null) return null;
  return word === "selected" ? chosen.includes(given[1]) : new Fraction(BigInt(chosen.length));
}

function compute(node, known) {
  if (node.kind === "literal") return node.word;
  if (node.kind === "name") return plain(known.values[node.word]);
  if (node.kind === "call") return call(node, known);
  const [left, right] = node.parts.map((part) => compute(part, known));
  if (node.kind === "compare") return compare(node.word, left, right, known);
  return node.word === "and" || node.word === "or" ? join(node.word, left, right) : reckon(node.word, left, right);
}

/* The value of a rule; known = {values, parameters, progress, emptyIsAValue}. */
export const evaluate = (text, known) => compute(parse(text), known);

/* True, false, or null for want of answers. */
export function holds(text, known) {
  const value = evaluate(text, known);
  if (value !== null && typeof value !== "boolean") throw new RuleError("规则的结果应是“是”或“否”。");
  return value;
}

/* Whether a question is asked: an empty answer equals no word. */
export const isRelevant = (text, values) => !text || holds(text, { values, emptyIsAValue: true }) === true;
