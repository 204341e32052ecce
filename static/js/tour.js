/* 引导: at the first login, a few steps on the home page, each beside what it speaks of.
   The steps come with the page (accounts/tours.py). Arrows lead on and back, Esc leaves. */
"use strict";

(() => {
  const GAP = 12; // px between the box and the place
  const SKIPPED = "tour-skipped"; // for this window's session only
  const { steps: all, done, again } = JSON.parse(document.getElementById("tour-steps").textContent);
  const inSight = (place) => place.getClientRects().length > 0
    && getComputedStyle(place).visibility !== "hidden";
  const placeOf = (step) => [...document.querySelectorAll(step.at)].find(inSight);
  const first = (step) => step.at.split(", ").map((at) => placeOf({ at })).find(Boolean);
  const steps = all.filter(first);
  if (!steps.length || (!again && sessionStorage.getItem(SKIPPED))) return;
  if (again) history.replaceState(null, "", location.pathname);

  function make(tag, name, text, parent) {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    parent.append(made);
    return made;
  }

  const dialog = make("dialog", "tour d-print-none", "", document.body);
  dialog.setAttribute("aria-labelledby", "tour-title");
  dialog.setAttribute("aria-describedby", "tour-text");
  const ring = make("div", "tour-ring", "", dialog);
  const box = make("div", "tour-box", "", dialog);
  const told = make("div", "", "", box);
  told.setAttribute("aria-live", "polite");
  const head = make("div", "tour-head", "", told);
  const title = make("h2", "tour-title", "", head);
  const count = make("span", "tour-count", "", head);
  const text = make("p", "tour-text", "", told);
  title.id = "tour-title";
  text.id = "tour-text";
  const foot = make("div", "tour-foot", "", box);
  const button = (name, label, act) => {
    const made = make("button", `btn ${name}`, label, foot);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };
  const never = button("btn-link tour-never", "不再显示", finish);
  button("", "跳过", () => dialog.close());
  const back = button("tour-back", "上一步", () => go(-1));
  const next = button("btn-primary", "下一步", () => go(1));
  let now = 0;

  /* below, above, right of or left of the place: the first that fits, else the corner away from it */
  function spot(at) {
    const [wide, high] = [box.offsetWidth, box.offsetHeight];
    const [right, low] = [document.documentElement.clientWidth - GAP, window.innerHeight - GAP];
    const x = Math.max(GAP, Math.min(at.left, right - wide));
    const y = Math.max(GAP, Math.min(at.top, low - high));
    if (at.bottom + GAP + high <= low) return [x, at.bottom + GAP];
    if (at.top - GAP - high >= GAP) return [x, at.top - GAP - high];
    if (at.right + GAP + wide <= right) return [at.right + GAP, y];
    if (at.left - GAP - wide >= GAP) return [at.left - GAP - wide, y];
    return [x, low - high];
  }

  /* a place that fills the window is shown by its upper part, so that the box covers none of it */
  function seen(place) {
    const at = place.getBoundingClientRect();
    const left = Math.max(at.left, 4);
    const right = Math.min(at.right, document.documentElement.clientWidth - 4);
    const top = Math.max(at.top, 4);
    const narrow = right - left < window.innerWidth / 3;
    const most = narrow ? window.innerHeight - 4 : top + Math.max(80, window.innerHeight * 0.4);
    return { left, right, top, bottom: Math.min(at.bottom, most) };
  }

  function lay() {
    const at = seen(first(steps[now]));
    ring.style.left = `${at.left - 4}px`;
    ring.style.top = `${at.top - 4}px`;
    ring.style.width = `${at.right - at.left + 8}px`;
    ring.style.height = `${at.bottom - at.top + 8}px`;
    const [x, y] = spot(at);
    box.style.left = `${x}px`;
    box.style.top = `${y}px`;
  }

  function show() {
    first(steps[now]).scrollIntoView({ block: "nearest" });
    title.textContent = steps[now].title;
    text.textContent = steps[now].text;
    count.textContent = `${now + 1}/${steps.length}`;
    back.disabled = now === 0;
    next.textContent = now + 1 === steps.length ? "完成" : "下一步";
    never.hidden = now + 1 === steps.length;
    lay();
    next.focus();
  }

  function go(by) {
    if (now + by >= steps.length) finish();
    else if (now + by >= 0) {
      now += by;
      show();
    }
  }

  function finish() {
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    fetch(done, { method: "POST", headers: { ...headers, "HX-Request": "true" } }).catch(() => {});
    dialog.close();
  }

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") go(1);
    if (event.key === "ArrowLeft") go(-1);
  });
  dialog.addEventListener("close", () => sessionStorage.setItem(SKIPPED, "1"));
  window.addEventListener("resize", () => { if (dialog.open) lay(); });
  document.addEventListener("scroll", () => { if (dialog.open) lay(); }, true);
  dialog.showModal();
  show();
})();
