/* 存为图片: a board's chart, or its table of coloured cells, as a PNG with title and source. */
"use strict";

(() => {
  const EDGE = 24;
  const RATIO = 2;

  const token = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  function picture(figure) {
    const box = figure.querySelector("[data-chart-box]");
    const chart = box && window.echarts.getInstanceByDom(box);
    return chart ? { wide: chart.getWidth(), high: chart.getHeight(),
      put: (pen, x, y) => pen.drawImage(chart.renderToCanvas({ pixelRatio: RATIO }), x, y,
        chart.getWidth(), chart.getHeight()) } : grid(figure);
  }

  /* a table of coloured cells has no chart: its cells are drawn as they stand */
  function grid(figure) {
    const table = figure.querySelector("table");
    table.parentElement.scrollTo(0, 0); // heads that stick must stand at their own place
    const frame = table.getBoundingClientRect();
    const put = (pen, x, y) => {
      for (const td of table.querySelectorAll("th, td")) {
        const at = td.getBoundingClientRect();
        const look = getComputedStyle(td);
        pen.fillStyle = look.backgroundColor;
        pen.fillRect(x + at.x - frame.x, y + at.y - frame.y, at.width - 1, at.height - 1);
        pen.fillStyle = look.color;
        pen.font = `${look.fontWeight} ${look.fontSize} ${token("font")}`;
        pen.textAlign = "center";
        const size = parseFloat(look.fontSize);
        const lines = wrapped(pen, td.innerText.replaceAll(/\s+/g, ""), at.width - 4);
        const top = y + at.y - frame.y + at.height / 2 - (lines.length - 1) * size * .65 + size / 3;
        lines.forEach((line, nth) => {
          pen.fillText(line, x + at.x - frame.x + at.width / 2, top + nth * size * 1.3);
        });
        pen.textAlign = "left";
      }
    };
    return { wide: frame.width, high: frame.height, put };
  }

  function wrapped(pen, text, wide) {
    const lines = [""];
    for (const sign of text) {
      if (lines.at(-1) && pen.measureText(lines.at(-1) + sign).width > wide) lines.push("");
      lines[lines.length - 1] += sign;
    }
    return lines;
  }

  function save(figure) {
    const { wide, high, put } = picture(figure);
    const canvas = document.createElement("canvas");
    const whole = { wide: wide + 2 * EDGE, high: high + 2 * EDGE + 64 };
    [canvas.width, canvas.height] = [whole.wide * RATIO, whole.high * RATIO];
    const pen = canvas.getContext("2d");
    pen.scale(RATIO, RATIO);
    pen.fillStyle = token("paper");
    pen.fillRect(0, 0, whole.wide, whole.high);
    pen.fillStyle = token("ink");
    pen.font = `600 18px ${token("font")}`;
    pen.fillText(figure.dataset.name, EDGE, EDGE + 16, wide);
    put(pen, EDGE, EDGE + 36);
    pen.fillStyle = token("ink-soft");
    pen.font = `13px ${token("font")}`;
    pen.fillText(figure.dataset.foot || "", EDGE, whole.high - EDGE + 4, wide);
    canvas.toBlob((blob) => hand(blob, `${figure.dataset.file || figure.dataset.name}.png`));
  }

  function hand(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart-save]");
    if (button) save(button.closest("[data-chart]"));
  });
})();
