/* Photos of a question: taken or chosen, made small on the device, shown at once.

   Drawing a photo on a canvas leaves its metadata (place, camera) behind. Each photo goes out as
   the event "photo-ready" {question, blob, name, key, show}; whoever carries it answers with
   "photo-stored" {question, key, id, url}, "photo-refused" {question, key, message} or
   "photo-waiting" {question, key, message}. "photo-pending" {question, key, url, message} shows a
   photo that was kept from before; "photo-remove" {question, key, id} asks to take one away. */
"use strict";

(() => {
  const form = document.getElementById("part-form");
  if (!form) return;
  const LONGEST = 1600; // pixels
  const QUALITY = 0.85;
  const MOST = 9;
  const waiting = new Map(); // key → {question, blob, name, tile}

  window.Photos = { shrink, key: newKey };

  /* A photo of at most LONGEST pixels as JPEG, upright, without metadata. */
  async function shrink(file) {
    const picture = await decode(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close?.();
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no blob"))), "image/jpeg", QUALITY);
    });
  }

  async function decode(file) {
    if (window.createImageBitmap) {
      try {
        return await createImageBitmap(file, { imageOrientation: "from-image" });
      } catch { /* a kind this browser only reads by an <img> */ }
    }
    const address = URL.createObjectURL(file);
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    URL.revokeObjectURL(address);
    return picture;
  }

  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* ---- choosing ---- */
  function set_up(field) {
    if (field.dataset.ready || field.dataset.signatureFor) return;
    field.dataset.ready = "1";
    field.querySelector("[data-photo-pick]").hidden = false;
    field.querySelector("[data-photo-plain]").hidden = true;
    for (const tile of field.querySelectorAll("[data-photo]")) removable(tile, field);
    for (const input of field.querySelectorAll("[data-photo-input]")) {
      input.addEventListener("change", (event) => {
        event.stopPropagation(); // a chosen file is no answer yet
        const files = [...input.files];
        input.value = "";
        take(field, files);
      });
    }
  }

  async function take(field, files) {
    const room = MOST - field.querySelectorAll(".photo").length;
    tell(field, files.length > room ? `一项最多${MOST}张照片。` : "");
    for (const file of files.slice(0, Math.max(0, room))) await takeOne(field, file);
  }

  async function takeOne(field, file) {
    const key = newKey();
    const tile = addTile(field, key);
    state(tile, "处理中…");
    try {
      const blob = await shrink(file);
      picture(tile, URL.createObjectURL(blob));
      const name = file.name.replace(/\.[^.]*$/, "") || "照片";
      waiting.set(key, { question: field.dataset.photosFor, blob, name: `${name}.jpg`, tile });
      send(key);
    } catch {
      tile.remove();
      tell(field, `“${file.name}”不是能识别的照片。`);
    }
  }

  function send(key) {
    const { question, blob, name, tile } = waiting.get(key);
    state(tile, "上传中…");
    tile.querySelector(".photo-again")?.remove();
    tile.classList.remove("photo-wrong");
    const show = (address) => picture(tile, typeof address === "number" ? stored(address) : address);
    form.dispatchEvent(new CustomEvent("photo-ready", { detail: { question, blob, name, key, replace: false, show } }));
  }

  /* ---- what became of it ---- */
  function tile_of({ question, key }) {
    const field = form.querySelector(`[data-photos-for="${CSS.escape(question)}"]:not([data-signature-for])`);
    return field?.querySelector(`[data-photo="${CSS.escape(key)}"]`);
  }

  form.addEventListener("photo-stored", ({ detail }) => {
    const tile = tile_of(detail);
    if (!tile) return;
    state(tile, "");
    tile.dataset.photo = detail.id;
    waiting.delete(detail.key);
    picture(tile, detail.url || stored(detail.id));
  });

  form.addEventListener("photo-waiting", ({ detail }) => {
    const tile = tile_of(detail);
    if (tile) state(tile, detail.message || "待上传");
  });

  form.addEventListener("photo-refused", ({ detail }) => {
    const tile = tile_of(detail);
    if (!tile) return;
    tile.classList.add("photo-wrong");
    state(tile, detail.message || "未传成");
    if (waiting.has(detail.key)) tile.append(cover("重试", () => send(detail.key)));
  });

  form.addEventListener("photo-pending", ({ detail }) => {
    const field = form.querySelector(`[data-photos-for="${CSS.escape(detail.question)}"]:not([data-signature-for])`);
    if (!field || tile_of(detail)) return;
    const tile = addTile(field, detail.key);
    picture(tile, detail.url);
    state(tile, detail.message || "待上传");
  });

  /* ---- tiles ---- */
  function addTile(field, key) {
    const tile = document.createElement("li");
    tile.className = "photo";
    tile.dataset.photo = key;
    const image = document.createElement("img");
    image.alt = `照片 ${field.querySelectorAll(".photo").length + 1}`;
    image.hidden = true;
    const said = document.createElement("span");
    said.className = "photo-state";
    said.setAttribute("role", "status");
    tile.append(image, said);
    field.querySelector("[data-photo-list]").append(tile);
    removable(tile, field);
    return tile;
  }

  function picture(tile, address) {
    const image = tile.querySelector("img");
    if (image.src.startsWith("blob:") && image.src !== address) URL.revokeObjectURL(image.src);
    image.src = address;
    image.hidden = false;
  }

  function stored(id) {
    return form.dataset.attachmentUrl.replace(/\/0\//, `/${id}/`);
  }

  function state(tile, text) {
    const said = tile.querySelector(".photo-state");
    if (said) said.textContent = text;
  }

  function removable(tile, field) {
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "photo-drop";
    drop.setAttribute("aria-label", "删去这张照片");
    drop.addEventListener("click", () => {
      if (tile.querySelector(".photo-sure")) return;
      const sure = cover("确认删去", () => remove(tile, field));
      sure.classList.add("photo-sure");
      tile.append(sure);
      sure.focus({ preventScroll: true });
      sure.addEventListener("blur", () => sure.remove());
    });
    tile.append(drop);
  }

  function remove(tile, field) {
    const id = tile.dataset.photo;
    const is_stored = /^\d+$/.test(id);
    const detail = { question: field.dataset.photosFor, key: is_stored ? "" : id, id: is_stored ? Number(id) : null };
    waiting.delete(id);
    tile.remove();
    form.dispatchEvent(new CustomEvent("photo-remove", { detail }));
  }

  /* A button over the whole picture. */
  function cover(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "photo-again";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }

  function tell(field, text) {
    let place = field.querySelector(".photo-told");
    if (!place) {
      place = document.createElement("p");
      place.className = "photo-told";
      place.setAttribute("role", "status");
      field.append(place);
    }
    place.textContent = text;
  }

  function all(root) {
    for (const field of root.querySelectorAll("[data-photos-for]")) set_up(field);
  }
  all(form);
  form.addEventListener("row-added", (event) => all(event.detail.row));
})();
