/* A visit form that saves itself: form[data-autosave-url].

   A change waits a moment, then the whole form goes to the server with its version. The answer is
   JSON {ok, version, saved_at, errors, failing, done, total}; 409 {conflict, message} means that
   somebody else saved in between. What could not be sent stays in this browser under the user's
   own key, comes back when the page is opened again, and is removed once it is saved. */
"use strict";

(() => {
  const WAIT = 800;
  const RETRY = 15000;
  const PREFIX = "ducha:draft:";
  const user = document.body.dataset.user;

  class Autosave {
    constructor(form) {
      this.form = form;
      this.url = form.dataset.autosaveUrl;
      this.key = `${PREFIX}${user}:${this.url}`;
      this.dirty = false;
      this.busy = false;
      this.stopped = false;
      this.changes = 0;
      this.restore();
      form.addEventListener("input", () => this.changed());
      form.addEventListener("change", () => this.changed());
      form.addEventListener("submit", () => { this.leaving = true; });
      window.addEventListener("online", () => this.dirty && this.save());
      window.addEventListener("beforeunload", (event) => {
        if (this.dirty && !this.leaving) event.preventDefault();
      });
    }

    changed() {
      if (this.stopped) return this.keep();
      this.dirty = true;
      this.changes += 1;
      this.show("unsaved", "有改动未保存");
      this.keep();
      this.later(WAIT);
    }

    later(wait) {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), wait);
    }

    version() {
      return this.form.elements.namedItem("version")?.value ?? "";
    }

    answers() {
      const data = new FormData(this.form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      return data;
    }

    async save() {
      if (this.busy) return this.later(WAIT);
      this.busy = true;
      const sent = this.changes;
      this.show("saving", "正在保存…");
      try {
        const response = await fetch(this.url, {
          method: "POST",
          body: this.answers(),
          headers: { "X-Requested-With": "fetch", "Accept": "application/json" },
          credentials: "same-origin",
          redirect: "manual",
        });
        await this.read(response, sent);
      } catch {
        this.failed("网络不通，答案已留在本机，联网后自动补存");
      } finally {
        this.busy = false;
      }
    }

    async read(response, sent) {
      const isJson = (response.headers.get("Content-Type") || "").includes("json");
      if (response.status === 409 && isJson) return this.conflict(await response.json());
      if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
        return this.failed("登录已失效，答案已留在本机；重新登录后打开本页会自动恢复");
      }
      if (!isJson || response.status >= 500) return this.failed("保存未成功，答案已留在本机，稍后自动重试");
      const answer = await response.json();
      this.tell(answer);
      this.form.dispatchEvent(new CustomEvent("autosaved", { detail: answer }));
      if (!answer.ok) return this.show("wrong", answer.message || "有填写错误，请按提示更正");
      this.saved(answer, sent);
    }

    saved(answer, sent) {
      const version = this.form.elements.namedItem("version");
      if (version && answer.version !== undefined) version.value = answer.version;
      const wrong = Object.keys(answer.errors || {}).length;
      if (sent !== this.changes) return this.later(WAIT);
      this.dirty = wrong > 0;
      if (wrong) return this.show("wrong", `有 ${wrong} 项填写错误，其余已保存`);
      window.localStorage.removeItem(this.key);
      this.show("saved", `已保存 ${answer.saved_at || ""}`.trim());
    }

    failed(text) {
      this.show("unsaved", text);
      this.later(RETRY);
    }

    conflict(answer) {
      this.stopped = true;
      window.clearTimeout(this.timer);
      this.keep();
      this.show("conflict", answer.message || "他人已先保存，请刷新后核对；您填写的内容已留在本机");
    }

    tell(answer) {
      for (const [kind, said] of [["error", answer.errors || {}], ["failing", answer.failing || {}]]) {
        for (const place of this.form.querySelectorAll(`[data-${kind}-for]`)) {
          const text = said[place.getAttribute(`data-${kind}-for`)];
          place.textContent = Array.isArray(text) ? text.join(" ") : text || "";
        }
      }
      for (const [name, value] of [["done", answer.done], ["total-items", answer.total]]) {
        if (value === undefined) continue;
        for (const place of document.querySelectorAll(`[data-${name}]`)) place.textContent = value;
      }
    }

    show(state, text) {
      for (const place of document.querySelectorAll("[data-save-state]")) {
        place.dataset.saveState = state;
        place.textContent = text;
      }
    }

    /* The answers without what belongs to this opening of the page. */
    typed() {
      const own = new Set(["csrfmiddlewaretoken", "version", "page"]);
      return [...this.answers()].filter(([name]) => !own.has(name));
    }

    keep() {
      const answers = this.typed();
      try {
        window.localStorage.setItem(this.key, JSON.stringify({ version: this.version(), answers }));
      } catch { /* a full or closed store: the page itself still holds the answers */ }
    }

    restore() {
      let kept;
      try {
        kept = JSON.parse(window.localStorage.getItem(this.key) || "null");
      } catch {
        kept = null;
      }
      if (!kept || !Array.isArray(kept.answers)) return;
      const same = JSON.stringify(kept.answers) === JSON.stringify(this.typed());
      if (same) window.localStorage.removeItem(this.key); // a refused page shows what was typed
      else if (kept.version === this.version()) this.takeBack(kept.answers);
      else this.offer(kept.answers);
    }

    /* Somebody saved in between: what is kept here must not overwrite it unasked. */
    offer(answers) {
      const bar = document.createElement("div");
      bar.className = "draft-offer";
      bar.setAttribute("role", "alert");
      const text = document.createElement("p");
      text.textContent = "本机留有您上次未保存的答案，而这张表后来又有人保存过。请先看现在的内容，再决定：";
      const take = this.button("用本机的答案", "btn btn-primary", () => this.takeBack(answers));
      const drop = this.button("放弃本机的答案", "btn", () => window.localStorage.removeItem(this.key));
      for (const button of [take, drop]) button.addEventListener("click", () => bar.remove());
      bar.append(text, take, drop);
      this.form.before(bar);
    }

    button(label, look, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = look;
      button.textContent = label;
      button.addEventListener("click", act);
      return button;
    }

    takeBack(answers) {
      this.fill(answers);
      this.dirty = true;
      this.changes += 1;
      this.show("unsaved", "已恢复上次未保存的答案，正在补存");
      this.later(WAIT);
    }

    fill(kept) {
      const values = new Map();
      for (const [name, value] of kept) values.set(name, [...(values.get(name) || []), value]);
      for (const input of this.form.elements) {
        if (!input.name || ["hidden", "file", "submit", "button"].includes(input.type)) continue;
        const mine = values.get(input.name) || [];
        if (input.type === "checkbox" || input.type === "radio") input.checked = mine.includes(input.value);
        else if (input.multiple) for (const option of input.options) option.selected = mine.includes(option.value);
        else if (mine.length) input.value = mine.shift();
      }
    }
  }

  function forgetDrafts() {
    for (const key of Object.keys(window.localStorage)) {
      if (key.startsWith(`${PREFIX}${user}:`)) window.localStorage.removeItem(key);
    }
  }

  for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
  for (const form of document.querySelectorAll("form[data-forget-drafts]")) form.addEventListener("submit", forgetDrafts);
})();
