/* Reveals a draw ticket by ticket. The whole ordered list is in the page from the start and stays
   there for screen readers; without this script it is simply shown. */
"use strict";

(() => {
  const bar = document.querySelector("[data-show-bar]");
  const tickets = [...document.querySelectorAll("[data-show-ticket]")];
  if (!bar || !tickets.length) return;

  const PACE = 1200; // ms between tickets when it runs by itself
  const won = document.querySelector("[data-show-won]");
  const live = document.querySelector("[data-show-live]");
  const count = document.querySelector("[data-show-count]");
  const next = bar.querySelector("[data-show-next]");
  const auto = bar.querySelector("[data-show-auto]");
  const start = document.querySelector("[data-show-start]");
  const all = bar.querySelector("[data-show-all]");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let shown = 0;
  let timer = null;

  const groupOf = (ticket) => ticket.closest("[data-show-group]");
  const stageOf = (ticket) => groupOf(ticket).className.match(/show-(township|village|household|inspector|team)/)?.[1];
  const text = (ticket, part) => ticket.querySelector(`.show-${part}`)?.textContent.trim() ?? "";

  function begin() {
    bar.hidden = false;
    if (still) {
      finish();
      return;
    }
    document.body.classList.add("show-playing");
    start.hidden = false;
    for (const ticket of tickets) ticket.classList.add("show-waiting");
    groupOf(tickets[0]).classList.add("show-here");
    tell();
  }

  function reveal(ticket, aloud) {
    start.remove();
    const group = groupOf(ticket);
    for (const one of document.querySelectorAll(".show-here")) one.classList.toggle("show-here", one === group);
    group.classList.add("show-here");
    ticket.classList.remove("show-waiting");
    if (ticket.classList.contains("show-chosen") && stageOf(ticket) !== "inspector") addWon(ticket, group);
    if (!aloud) return;
    ticket.classList.add("show-new");
    ticket.scrollIntoView({ block: "nearest" });
    live.textContent = `${text(ticket, "place")}　${text(ticket, "name")}　${text(ticket, "mark")}`;
  }

  function addWon(ticket, group) {
    const line = document.createElement("li");
    line.className = `won-${stageOf(ticket)}`;
    const team = stageOf(ticket) === "team" ? `${group.querySelector("h2 span").textContent} ` : "";
    line.textContent = team + (ticket.querySelector(".show-name").firstChild?.textContent ?? "").trim();
    line.dataset.place = text(ticket, "name");
    const parent = group.querySelector("h2").lastChild.textContent.trim();
    const above = [...won.children].filter((one) => one.dataset.place === parent || one.dataset.parent === parent);
    line.dataset.parent = parent;
    if (stageOf(ticket) === "township" || !above.length) won.append(line);
    else above.at(-1).after(line);
  }

  function tell() {
    count.textContent = `${shown} / ${tickets.length}`;
    next.disabled = auto.disabled = shown === tickets.length;
    all.disabled = next.disabled && !document.body.classList.contains("show-playing");
  }

  function step() {
    if (shown === tickets.length) return;
    reveal(tickets[shown], true);
    shown += 1;
    tell();
    if (shown === tickets.length) stop();
  }

  function stop() {
    window.clearInterval(timer);
    timer = null;
    auto.setAttribute("aria-pressed", "false");
    auto.textContent = "自动";
  }

  function finish() {
    stop();
    for (; shown < tickets.length; shown += 1) reveal(tickets[shown], false);
    document.body.classList.remove("show-playing");
    tell();
  }

  next.addEventListener("click", step);
  all.addEventListener("click", finish);
  auto.addEventListener("click", () => {
    if (timer) {
      stop();
      return;
    }
    auto.setAttribute("aria-pressed", "true");
    auto.textContent = "暂停";
    step();
    if (shown < tickets.length) timer = window.setInterval(step, PACE);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.target.closest("a, button, input, textarea")) return;
    event.preventDefault();
    step();
  });

  begin();
})();
