/* What is unsent, as a file: for the day a device cannot get to the network any more.

   The same file may be sent in from any computer, as often as one likes: every batch and every photo
   keeps its key. */

import * as drafts from "./drafts.js";

const KIND = "ducha-unsent";

function base64(bytes) {
  let text = "";
  const all = new Uint8Array(bytes);
  for (let at = 0; at < all.length; at += 0x8000) text += String.fromCharCode(...all.subarray(at, at + 0x8000));
  return btoa(text);
}

async function visitOf(user, visit) {
  const [draft, form, photos] = await Promise.all([
    drafts.read(user, visit), drafts.form(user, visit), drafts.photos(user, visit)]);
  return {
    visit,
    subject: form?.subject.name ?? "",
    version: form?.version ?? draft.version ?? 0,
    answers: draft.answers,
    base: draft.base,
    rows: draft.rows,
    batch: draft.batch,
    submit: draft.submit,
    photos: photos.map(({ id, bytes, value }) => ({
      key: id, question: value.question, name: value.name, type: value.type, replace: value.replace, data: base64(bytes) })),
  };
}

/* Everything of a user that the server has not acknowledged. */
export async function unsentOf(user) {
  const visits = [...(await drafts.unsent(user)).keys()];
  return {
    kind: KIND, schema: drafts.SCHEMA, user, exported_at: new Date().toISOString(),
    visits: await Promise.all(visits.map((visit) => visitOf(user, visit))),
  };
}

/* Hand it out as a download. */
export async function exportUnsent(user) {
  const text = JSON.stringify(await unsentOf(user));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `未发送督查表-${new Date().toISOString().slice(0, 16).replace(/[-:T]/g, "")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
