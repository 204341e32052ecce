/* 跟随系统: take the system's light or dark before the page is drawn, and when it changes. A page
   whose <html> the site does not write (the settings pages) names its theme and size here; one
   kept for no network reads what was chosen since from the cookies. */
"use strict";

(() => {
  const kept = (name) => document.cookie.match(`(?:^|; )look_${name}=([a-z]+)`)?.[1];
  const given = document.currentScript.dataset;
  const theme = given.theme ?? kept("theme") ?? "auto";
  const size = given.size ?? kept("size");
  const page = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { page.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  if (size) page.dataset.size = size;
  if (theme !== "auto") {
    page.dataset.bsTheme = theme;
    return;
  }
  follow();
  dark.addEventListener("change", follow);
})();
