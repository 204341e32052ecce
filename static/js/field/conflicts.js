/* An answer that somebody else has changed too: both stand beside the question until one is chosen. */

import { raw as rawOf } from "./answers.js";
import * as drafts from "./drafts.js";
import { fill, placeOf, read } from "./inputs.js";

const SIDE = "__side";

export const isChoice = (input) => (input.name ?? "").endsWith(SIDE);

/* What stands in the page for a question, in words. */
function mineText(place) {
  const chosen = [...place.querySelectorAll("label.choice input:checked, .aside-put:checked")];
  if (chosen.length) return chosen.map((input) => input.closest("label").textContent.trim()).join("、");
  const typed = [...place.querySelectorAll(".item-answer input:not([type=hidden], [type=radio], [type=checkbox]), .item-answer textarea")];
  return typed.map((input) => input.value.trim()).filter(Boolean).join("/") || "（未填）";
}

/* Show the conflicts of this page's questions; take away those that are settled. */
export function show(page, conflicts) {
  const template = document.querySelector("[data-conflict-template]");
  for (const box of page.querySelectorAll("[data-conflict-for]")) {
    const name = box.dataset.conflictFor;
    const conflict = conflicts[name];
    if (!conflict) {
      box.replaceChildren();
    } else if (template && !box.children.length) {
      const made = document.createElement("template");
      made.innerHTML = template.innerHTML.replaceAll("__NAME__", name);
      for (const input of made.content.querySelectorAll("input")) input.checked = input.defaultChecked = false;
      made.content.querySelector("[data-theirs]").textContent = conflict.theirs_text;
      box.append(made.content);
    }
    const mine = box.querySelector("[data-mine]");
    if (conflict && mine) mine.textContent = mineText(placeOf(page, name));
  }
}

/* Take a choice; gives whether there was one. */
export async function choose(event, { user, visit, page, draft, seen }) {
  if (!isChoice(event.target)) return false;
  const name = event.target.name.slice(0, -SIDE.length);
  const conflict = draft?.conflicts[name];
  if (!conflict) return false;
  const mine = event.target.value === "mine";
  if (!mine) {
    fill(page, name, rawOf(conflict.theirs));
    seen.set(name, read(page, name));
  }
  await drafts.settle(user, visit, name, mine);
  return true;
}
