/* Answers that the program's earlier version left in this browser's plain storage: they become a
   draft, and the plain copy goes. */

import * as drafts from "./drafts.js";

const PREFIX = "ducha:draft:";
const ADDRESS = /\/inspections\/visits\/(\d+)\/parts\/[^/]+\/save\/$/;
const OWN = new Set(["asked", "go", "take"]);

/* Posted pairs → answers as they are sent, by the questions they belong to. */
function answersOf(pairs, form) {
  const types = new Map(form.questions.map((question) => [question.name, question.type]));
  const values = new Map();
  for (const [name, value] of pairs) if (!OWN.has(name)) values.set(name, [...(values.get(name) ?? []), value]);
  const last = (name) => values.get(name)?.at(-1) ?? "";
  const answer = (name) => {
    if (!["", "given"].includes(last(`${name}__status`))) return { status: last(`${name}__status`), reason: last(`${name}__reason`) };
    if (types.get(name) === "rate") return { num: last(`${name}__num`), den: last(`${name}__den`) };
    return types.get(name) === "select_multiple" ? values.get(name) ?? [] : last(name);
  };
  const asked = pairs.filter(([name]) => name === "asked").map(([, question]) => question);
  return Object.fromEntries(asked.filter((name) => types.has(name)).map((name) => [name, answer(name)]));
}

/* Take over what is there for a visit; where the form has moved on since, both answers are shown. */
export async function adoptOld(user, visit, form) {
  if (!form) return;
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(`${PREFIX}${user}:`) || Number(ADDRESS.exec(key)?.[1]) !== visit) continue;
    const { version, answers } = JSON.parse(localStorage.getItem(key));
    const bases = Number(version) === form.version ? form.replies : {};
    await drafts.type(user, visit, answersOf(answers ?? [], form), { bases });
    localStorage.removeItem(key);
  }
}
