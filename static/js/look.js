/* 跟随系统: take the system's light or dark before the page is drawn, and when it changes. A page
   whose <html> the site does not write (the settings pages) names its theme and size here. */
"use strict";

(() => {
  const { theme = "auto", size } = document.currentScript.dataset;
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
