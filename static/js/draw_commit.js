/* Reckons a witness's commitment sha("commit|" + draw + "|" + secret) in this browser and sends
   nothing. SHA-256 is written out here because browsers lend theirs to https pages only. */
"use strict";

(() => {
  const form = document.querySelector("[data-commit]");
  if (!form) return;

  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (x) => Math.floor((x - Math.floor(x)) * 2 ** 32) >>> 0;
  const FIRST = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const ROUND = primes.map((p) => fraction(Math.cbrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  function padded(bytes) {
    const size = Math.ceil((bytes.length + 9) / 64) * 64;
    const out = new Uint8Array(size);
    out.set(bytes);
    out[bytes.length] = 0x80;
    new DataView(out.buffer).setUint32(size - 4, bytes.length * 8);
    return new DataView(out.buffer);
  }

  function mix(state, view, start) {
    const w = [];
    for (let i = 0; i < 64; i += 1) {
      if (i < 16) w.push(view.getUint32(start + i * 4));
      else {
        const a = w[i - 15];
        const b = w[i - 2];
        const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
        const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
        w.push((w[i - 16] + s0 + w[i - 7] + s1) >>> 0);
      }
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) >>> 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) >>> 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) >>> 0, c, b, a, (t1 + t2) >>> 0];
    }
    return [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) >>> 0);
  }

  function sha256(text) {
    const view = padded(new TextEncoder().encode(text));
    let state = FIRST;
    for (let start = 0; start < view.byteLength; start += 64) state = mix(state, view, start);
    return state.map((x) => x.toString(16).padStart(8, "0")).join("");
  }

  const draw = form.querySelector("#commit-draw");
  const secret = form.querySelector("#commit-secret");
  const value = form.querySelector("[data-commit-value]");
  const empty = value.textContent;

  function tell() {
    const ready = draw.value.trim() && secret.value;
    value.textContent = ready ? sha256(`commit|${draw.value.trim()}|${secret.value}`) : empty;
  }

  form.addEventListener("input", tell);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-commit-make]").addEventListener("click", () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    secret.value = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
    tell();
  });
  tell();
})();
