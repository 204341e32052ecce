/* For people who type all day: a question before a form with unsaved changes is left, and keyboard
   shortcuts. Single keys do nothing while somebody types, and can be switched off (WCAG 2.1.4). */
"use strict";

(() => {
  /* ---- leaving a form that was changed ---------------------------------------------------------- */

  // searches, what saves itself, what changes the page in place
  const QUIET = "[role=search], #part-form, [data-look], .column-box, [data-quiet]";
  const touched = new Set();
  let sending = 0;

  const isWatched = (form) => form?.method === "post" && !form.matches(QUIET) && !form.closest("dialog");

  function ticks() {
    const all = document.querySelectorAll("[data-select-all]");
    return new Set([...all].map((box) => box.dataset.selectAll));
  }

  /* A tick that chooses a row of a list is no entry. */
  function isEntry(field, chosen) {
    if (field.dataset.selectAll || chosen.has(field.name)) return false;
    return field.type !== "hidden" && field.type !== "password" && !field.disabled;
  }

  function differs(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return "defaultValue" in field && field.value !== field.defaultValue;
  }

  function isChanged(form) {
    if (!form.isConnected) return false;
    if (form.dataset.refused) return true;
    const chosen = ticks();
    return [...form.elements].some((field) => isEntry(field, chosen) && differs(field));
  }

  document.addEventListener("input", (event) => {
    if (event.isTrusted && isWatched(event.target.form)) touched.add(event.target.form);
  });

  /* What the server gave back with errors is not saved either. */
  for (const wrong of document.querySelectorAll("[data-form-errors], .field-wrong")) {
    const form = wrong.closest("form");
    if (!isWatched(form)) continue;
    form.dataset.refused = "1";
    touched.add(form);
  }

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post" || event.target.matches("[role=search]")) return;
    sending = Date.now();
  });

  window.addEventListener("beforeunload", (event) => {
    if (Date.now() - sending < 4000 || ![...touched].some(isChanged)) return;
    event.preventDefault();
    event.returnValue = "";
  });

  /* ---- keys ------------------------------------------------------------------------------------- */

  const OFF = "shortcuts-off";
  const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const setOff = (off) => { try { localStorage.setItem(OFF, off ? "1" : ""); } catch { /* kept for this page only */ } };
  const isSeen = (place) => Boolean(place) && place.checkVisibility({ visibilityProperty: true }) && !place.disabled;
  const find = (selector) => [...document.querySelectorAll(selector)].find(isSeen);
  const letters = () => [...document.querySelectorAll("#side-menu [data-letter]")];

  function isTyping(place) {
    if (place.isContentEditable || place.matches("textarea, select")) return true;
    return place.matches("input") && !["checkbox", "radio", "button", "submit", "file", "range"].includes(place.type);
  }

  function press(button) {
    if (!isSeen(button)) return false;
    button.click();
    return true;
  }

  /* Ctrl+S keeps, Ctrl+Enter sends: the form one is in, else the only one of the page. */
  function send(place, wants) {
    const forms = [...document.querySelectorAll("#main form[method=post]")].filter(
      (one) => isWatched(one) && one.querySelector(".form-control, .form-select, .form-check-input"));
    const part = document.getElementById("part-form");
    if (part && (place.form === part || !isTyping(place))) {
      const name = wants === "save" ? "stay" : "after";
      const go = [...part.elements].find((button) => button.name === "go" && button.value === name);
      go?.click();
      return Boolean(go);
    }
    const form = isWatched(place.form) ? place.form : forms.length === 1 ? forms[0] : null;
    const buttons = form ? [...form.elements].filter((one) => one.type === "submit" && isSeen(one)) : [];
    return press(buttons.find((one) => one.matches(".btn-primary, .btn-danger")) ?? buttons[0]);
  }

  /* Rows of a list, lines of work, what was found, the questions of a form. */
  function rows() {
    const places = document.querySelectorAll(
      "#main tbody tr, #main .works > li, #main .find-hits li, #part-form [data-question]:not([hidden])");
    return [...places].map((row) => [row, handle(row)]).filter(([, place]) => place);
  }

  function handle(row) {
    if (row.matches("[data-question]")) {
      const choices = ".item-answer :is([type=radio], [type=checkbox])";
      return row.querySelector(`${choices}:checked`) ?? row.querySelector(choices);
    }
    return row.querySelector("a[href], button");
  }

  function move(step) {
    const all = rows();
    const here = all.findIndex(([row]) => row.contains(document.activeElement));
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
    if (!next) return all.length > 0;
    next[1].focus({ preventScroll: true });
    next[0].scrollIntoView({ block: "nearest" });
    return true;
  }

  const inRow = () => rows().some(([row]) => row.contains(document.activeElement) && !row.matches("[data-question]"));

  /* The n-th choice of the question one stands in. */
  function choose(number) {
    const item = document.activeElement.closest("#part-form [data-question]");
    const choices = item ? [...item.querySelectorAll(".item-answer :is([type=radio], [type=checkbox])")] : [];
    const choice = choices[number - 1];
    if (!choice) return false;
    choice.focus();
    choice.click();
    return true;
  }

  function search() {
    const field = find("[data-find]");
    if (field) field.focus();
    else return press(find(".top-find-link"));
    return true;
  }

  let leading = 0; // when g was pressed

  function single(event) {
    if (Date.now() - leading < 1500) {
      leading = 0;
      const line = letters().find((one) => one.dataset.letter === event.key.toLowerCase());
      if (line) line.click();
      return Boolean(line);
    }
    if (/^[1-4]$/.test(event.key)) return choose(Number(event.key));
    switch (event.key) {
      case "/": return search();
      case "?": case "？": tell(); return true;
      case "g": leading = Date.now(); return true;
      case "j": return move(1);
      case "k": return move(-1);
      case "ArrowDown": return inRow() && move(1);
      case "ArrowUp": return inRow() && move(-1);
      default: return false;
    }
  }

  function held(event) {
    const place = event.target;
    if (event.altKey && !event.ctrlKey && document.getElementById("part-form")) {
      if (event.key === "ArrowLeft") return press(find(".visit-actions [name=go][value=before]"));
      if (event.key === "ArrowRight") return press(find(".visit-actions [name=go][value=after]"));
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
    if (event.key === "Enter") return send(place, "send");
    return event.key.toLowerCase() === "s" && send(place, "save");
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat && !/^[jk]$|^Arrow/.test(event.key)) return;
    if (!(event.target instanceof Element) || document.querySelector("dialog[open]")) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const done = plain ? !isOff() && !isTyping(event.target) && !event.target.closest("[role=menu], .dropdown-menu.show") && single(event) : held(event);
    if (done) event.preventDefault();
  });

  /* ---- 键盘快捷键: what there is, and the switch ------------------------------------------------ */

  const KEYS = [
    ["/", "检索"], ["?", "显示本窗口"], ["j　k", "清单中下一行、上一行；填表时下一道、上一道选择题"],
    ["↓　↑", "在清单的行中移动"], ["Enter", "打开所在的行"],
    ["Ctrl + Enter", "提交表单；填表时保存并到下一部分"], ["Ctrl + S", "保存"],
    ["Alt + ←　→", "填表时上一部分、下一部分"], ["1 – 4", "填表时选所在题的第几项"],
  ];

  function make(tag, text, kind) {
    const place = document.createElement(tag);
    if (text) place.textContent = text;
    if (kind) place.className = kind;
    return place;
  }

  function line(list, keys, meaning) {
    const term = list.appendChild(make("dt"));
    for (const key of keys.split("　")) term.append(make("kbd", key), " ");
    list.append(make("dd", meaning));
  }

  function tell() {
    const dialog = make("dialog", "", "confirm shortcuts");
    dialog.setAttribute("aria-labelledby", "shortcuts-title");
    const form = dialog.appendChild(make("form"));
    form.method = "dialog";
    form.append(make("h2", "键盘快捷键", "confirm-text"));
    form.lastChild.id = "shortcuts-title";
    const columns = form.appendChild(make("div", "", "shortcuts-columns"));
    const list = columns.appendChild(make("dl"));
    for (const [keys, meaning] of KEYS) line(list, keys, meaning);
    const menu = columns.appendChild(make("dl"));
    for (const one of letters()) line(menu, `g　${one.dataset.letter}`, one.textContent.trim());
    const label = form.appendChild(make("label", "", "form-check"));
    const box = label.appendChild(make("input", "", "form-check-input"));
    box.type = "checkbox";
    box.checked = !isOff();
    box.addEventListener("change", () => setOff(!box.checked));
    label.append(make("span", "启用单键快捷键（Ctrl、Alt 组合键不受影响）", "form-check-label"));
    const buttons = form.appendChild(make("div", "", "confirm-buttons"));
    buttons.append(make("button", "关闭", "btn btn-primary"));
    dialog.addEventListener("close", () => dialog.remove(), { once: true });
    document.body.append(dialog);
    dialog.showModal();
    buttons.firstChild.focus();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-shortcuts]")) tell();
  });
})();
