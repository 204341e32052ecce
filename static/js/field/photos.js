/* Photos and signatures: the page's widgets shrink and show them, this keeps and sends them.

   A widget fires `photo-ready` {question, blob, name, key, replace} and `photo-remove` {question,
   key, id}; it hears `photo-stored` {question, key, id, url}, `photo-refused` and `photo-waiting`
   {question, key, message}, and `photo-pending` {question, key, url, message} for a photo that was
   kept when the page was open before. */

import * as drafts from "./drafts.js";

const fire = (page, type, detail) => page.dispatchEvent(new CustomEvent(type, { detail }));

export async function take(user, visit, page, { question, blob, name, replace, key }) {
  try {
    if (replace) await dropEarlier(user, visit, question);
    await drafts.keepPhoto(user, visit, key, { question, name: name || "photo.jpg", type: blob.type || "image/jpeg", replace, blob });
  } catch {
    fire(page, "photo-refused", { question, key, message: "本机存不下这张照片，请联网后再拍。" });
  }
}

/* A signature made anew takes the place of one that is still waiting. */
async function dropEarlier(user, visit, question) {
  for (const photo of await drafts.photos(user, visit)) {
    if (photo.value.question === question) await drafts.dropPhoto(user, visit, photo.id);
  }
}

/* A photo that is only here goes at once; one the server has is asked to go with the next sync. */
export async function remove(user, visit, { question, key, id }) {
  if (key) await drafts.dropPhoto(user, visit, key);
  if (id) await drafts.change(user, visit, (draft) => { draft.removals.push({ question, id }); });
}

export function showKept(page, waiting) {
  for (const { id, bytes, value } of waiting) {
    const url = URL.createObjectURL(new Blob([bytes], { type: value.type }));
    fire(page, "photo-pending", { question: value.question, key: id, url, message: value.refused || "待上传" });
  }
}

/* Say under each that it is still here. */
export function tellWaiting(page, waiting) {
  for (const { id, value } of waiting) {
    if (!value.refused) fire(page, "photo-waiting", { question: value.question, key: id, message: "已存在本机，联网后上传" });
  }
}

export function hear(page, { type, question, key, id, url, message }) {
  fire(page, type, { question, key, id, url, message });
}
