/* A name written with the finger: drawn on a canvas, sent as a picture that replaces the one before. */
"use strict";

(() => {
  const form = document.getElementById("part-form");
  if (!form) return;
  const INK = "#16202c";
  const THIN = 2.4;

  function set_up(field) {
    if (field.dataset.ready) return;
    field.dataset.ready = "1";
    const question = field.dataset.signatureFor;
    const find = (name) => field.querySelector(`[data-${name}]`);
    const [pad, canvas, shown, again] = ["signature-pad", "signature-canvas", "signature-shown", "sign-again"].map(find);
    const [clear, done] = ["sign-clear", "sign-done"].map(find);
    let strokes = [];
    let stroke = null;

    find("photo-plain").hidden = true;
    again.hidden = false;
    if (shown.hidden) open();

    function open() {
      shown.hidden = true;
      pad.hidden = false;
      wipe();
      fit();
    }

    /* As many dots as the screen has, or the lines look rough. */
    function fit() {
      const ratio = window.devicePixelRatio || 1;
      const { width, height } = canvas.getBoundingClientRect();
      if (!width) return;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.getContext("2d").scale(ratio, ratio);
      for (const points of strokes) draw(points);
    }
    new ResizeObserver(fit).observe(canvas);

    function draw(points) {
      const brush = canvas.getContext("2d");
      brush.strokeStyle = brush.fillStyle = INK;
      brush.lineWidth = THIN;
      brush.lineCap = brush.lineJoin = "round";
      brush.beginPath();
      if (points.length === 1) {
        brush.arc(points[0].x, points[0].y, THIN / 2, 0, 2 * Math.PI);
        brush.fill();
        return;
      }
      brush.moveTo(points[0].x, points[0].y);
      for (let at = 1; at < points.length - 1; at += 1) {
        const [one, next] = [points[at], points[at + 1]];
        brush.quadraticCurveTo(one.x, one.y, (one.x + next.x) / 2, (one.y + next.y) / 2);
      }
      brush.lineTo(points.at(-1).x, points.at(-1).y);
      brush.stroke();
    }

    function at(event) {
      const box = canvas.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    }

    canvas.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      stroke = [at(event)];
      strokes.push(stroke);
      pad.classList.add("sign-begun");
      done.disabled = false;
      draw(stroke);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!stroke) return;
      const from = stroke.length;
      const seen = event.getCoalescedEvents?.() || [];
      for (const one of seen.length ? seen : [event]) stroke.push(at(one));
      draw(stroke.slice(Math.max(0, from - 2)));
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { stroke = null; });

    function wipe() {
      strokes = [];
      canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
      pad.classList.remove("sign-begun");
      done.disabled = true;
    }

    clear.addEventListener("click", wipe);
    again.addEventListener("click", open);
    done.addEventListener("click", async () => {
      done.disabled = true;
      const blob = await image();
      show(URL.createObjectURL(blob));
      tell("上传中…");
      const key = window.Photos.key();
      const detail = { question, blob, name: "签名.png", key, replace: true, show };
      form.dispatchEvent(new CustomEvent("photo-ready", { detail }));
    });

    /* What was written, with a little room around it, on white. */
    function image() {
      const ratio = window.devicePixelRatio || 1;
      const room = 12;
      const points = strokes.flat();
      const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
      const left = Math.max(0, Math.min(...xs) - room);
      const top = Math.max(0, Math.min(...ys) - room);
      const width = Math.min(canvas.width / ratio, Math.max(...xs) + room) - left;
      const height = Math.min(canvas.height / ratio, Math.max(...ys) + room) - top;
      const cut = document.createElement("canvas");
      cut.width = Math.round(width * ratio);
      cut.height = Math.round(height * ratio);
      const brush = cut.getContext("2d");
      brush.fillStyle = "#fff";
      brush.fillRect(0, 0, cut.width, cut.height);
      brush.drawImage(canvas, -left * ratio, -top * ratio);
      return new Promise((resolve) => { cut.toBlob(resolve, "image/png"); });
    }

    function show(address) {
      shown.querySelector("img")?.remove();
      const picture = document.createElement("img");
      picture.alt = "签名";
      picture.src = typeof address === "number" ? form.dataset.attachmentUrl.replace(/\/0\//, `/${address}/`) : address;
      shown.prepend(picture);
      shown.hidden = false;
      pad.hidden = true;
    }

    function tell(text) {
      find("signature-told").textContent = text;
    }

    const mine = ({ detail }) => detail.question === question;
    form.addEventListener("photo-stored", (event) => {
      if (!mine(event)) return;
      tell("签名已保存。");
      if (event.detail.url || event.detail.id) show(event.detail.url || event.detail.id);
    });
    form.addEventListener("photo-waiting", (event) => { if (mine(event)) tell(event.detail.message || "已存在本机，联网后上传。"); });
    form.addEventListener("photo-refused", (event) => {
      if (!mine(event)) return;
      tell(`${event.detail.message || "未传成"}，请重签。`);
      open();
    });
    form.addEventListener("photo-pending", (event) => {
      if (!mine(event)) return;
      show(event.detail.url);
      tell(event.detail.message || "已存在本机，联网后上传。");
    });
  }

  function all(root) {
    for (const field of root.querySelectorAll("[data-signature-for]")) set_up(field);
  }
  all(form);
  form.addEventListener("row-added", (event) => all(event.detail.row));
})();
