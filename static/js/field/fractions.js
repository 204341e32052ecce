/* Exact numbers: 99/100 is less than 1, and 0.1 + 0.2 equals 0.3, as on the server. */

const abs = (number) => (number < 0n ? -number : number);

function divisor(one, other) {
  let [a, b] = [abs(one), abs(other)];
  while (b) [a, b] = [b, a % b];
  return a || 1n;
}

export class Fraction {
  constructor(num, den = 1n) {
    const sign = den < 0n ? -1n : 1n;
    const common = divisor(num, den) * sign;
    this.num = num / common;
    this.den = den / common;
    Object.freeze(this);
  }

  /* A plain decimal such as -12.50; null for anything else. */
  static of(text) {
    const found = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(String(text));
    if (!found) return null;
    const [, sign, whole, part = ""] = found;
    const number = BigInt(whole + part);
    return new Fraction(sign === "-" ? -number : number, 10n ** BigInt(part.length));
  }

  plus(other) { return new Fraction(this.num * other.den + other.num * this.den, this.den * other.den); }

  minus(other) { return new Fraction(this.num * other.den - other.num * this.den, this.den * other.den); }

  times(other) { return new Fraction(this.num * other.num, this.den * other.den); }

  over(other) { return other.num ? new Fraction(this.num * other.den, this.den * other.num) : null; }

  /* Below, at or above another: -1, 0, 1. */
  against(other) {
    const [left, right] = [this.num * other.den, other.num * this.den];
    return left < right ? -1 : Number(left > right);
  }

  get isWhole() { return this.den === 1n; }

  /* Half away from zero (四舍五入). */
  rounded(places) {
    const scale = 10n ** BigInt(places);
    const steps = (abs(this.num) * scale * 2n + this.den) / (2n * this.den);
    return new Fraction(this.num < 0n ? -steps : steps, scale);
  }

  /* As an answer is kept: whole, or with at most four decimals. */
  toString() {
    if (this.isWhole) return String(this.num);
    const { num, den } = this.rounded(4);
    const digits = String(abs(num) * (10000n / den)).padStart(5, "0");
    const text = `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, "");
    return num < 0n ? `-${text}` : text;
  }
}
