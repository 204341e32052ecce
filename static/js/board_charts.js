/* A chart is drawn from its own table: the numbers, their links and what is drawn stand there.
   Without this script the tables show open; nothing is in a chart that is not in its table. */
"use strict";

(() => {
  const charts = new Map(); // box → its chart
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const SYMBOLS = ["circle", "rect", "triangle", "diamond"];
  const told = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });

  const token = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  /* ---- the table ---- */

  function read(figure) {
    const table = figure.querySelector("table");
    const rows = [...table.tBodies[0].rows].filter((row) => !row.matches(".table-none"));
    const heads = [...table.tHead.rows[0].cells];
    return {
      labels: rows.map((row) => row.cells[0].textContent.trim()),
      urls: rows.map((row) => row.cells[0].querySelector("a")?.href || ""),
      series: heads.map((head, at) => ({ head, at })).filter(({ head }) => head.dataset.draw)
        .map(({ head, at }) => ({
          name: head.dataset.name || head.textContent.trim(),
          draw: head.dataset.draw, tone: head.dataset.tone, unit: head.dataset.unit || "",
          cells: rows.map((row) => cell(row.cells[at])),
        })),
    };
  }

  function cell(td) {
    const told = td.dataset.value;
    return { value: told ? Number(told) : null, url: td.querySelector("a")?.href || "" };
  }

  /* ---- what is drawn ---- */

  function option(figure, box) {
    const data = read(figure);
    const size = parseFloat(getComputedStyle(box).fontSize);
    const text = { color: token("ink-soft"), fontSize: size, fontFamily: token("font") };
    const across = "across" in figure.dataset;
    const names = categories(data, text, across, box);
    const units = [...new Set(data.series.map((line) => line.unit))];
    const values = units.map((unit, at) => amounts(unit, text, at, across));
    const legend = data.series.length > 1;
    return {
      animation: !still.matches && !figure.dataset.redrawn,
      animationDuration: 400,
      textStyle: text,
      legend: { show: legend, left: 0, top: 0, itemGap: size, textStyle: { ...text, color: token("ink-mid") } },
      grid: {
        left: size * .25, right: size * (across ? 2.5 : 1), bottom: size * .25,
        top: size * ((legend ? 1 + 1.75 * legendLines(data, size, box) : .5)
          + (across && !figure.dataset.mark ? 0 : 1.5)),
        outerBoundsMode: "same", outerBoundsContain: "axisLabel",
      },
      tooltip: tooltip(figure, data, text),
      xAxis: across ? values : names,
      yAxis: across ? names : values,
      series: data.series.map((line, at) => series(line, at, { figure, units, across, text })),
    };
  }

  /* a line through the chart, such as how much of the year has gone by */
  function mark(figure, text) {
    if (!figure.dataset.mark) return undefined;
    return {
      symbol: "none", silent: true, lineStyle: { color: token("ink-mid"), type: [4, 4], width: 1.5 },
      label: { formatter: figure.dataset.markLabel, position: "start", ...text },
      data: [{ xAxis: Number(figure.dataset.mark) }],
    };
  }

  function legendLines(data, size, box) {
    let lines = 1;
    let wide = 0;
    for (const { name } of data.series) {
      const long = name.length * size + size * 3.5;
      if (wide + long > box.clientWidth && wide) [lines, wide] = [lines + 1, 0];
      wide += long;
    }
    return lines;
  }

  function categories(data, text, across, box) {
    const wide = Math.min(box.clientWidth * .42, text.fontSize * 11);
    const bars = data.series.some((line) => line.draw === "bar");
    return {
      type: "category", data: data.labels, inverse: across, triggerEvent: true,
      boundaryGap: bars, axisTick: { show: false },
      axisLine: { lineStyle: { color: token("line-strong") } },
      axisLabel: {
        ...text, color: token("ink-mid"), lineHeight: text.fontSize * 1.3,
        ...(across ? { interval: box.clientHeight / data.labels.length < text.fontSize ? "auto" : 0, width: wide, overflow: "truncate" }
          : months(data.labels, text.fontSize, box)),
      },
    };
  }

  /* as many months as have room, the last one always; the year below its first */
  function months(labels, size, box) {
    const step = Math.ceil(labels.length * size * 3.6 / box.clientWidth);
    const year = (label) => label?.slice(0, 4);
    return {
      interval: (at) => (labels.length - 1 - at) % step === 0,
      formatter: (label, at) => {
        const month = label.slice(5);
        return year(labels[at - step]) === year(label) ? month : `${month}\n${year(label)}`;
      },
    };
  }

  function amounts(unit, text, at, across) {
    return {
      type: "value", minInterval: unit === "%" || unit === "天" ? 0 : 1, splitNumber: 4,
      name: across || !unit ? "" : unit, nameTextStyle: { ...text, align: at ? "right" : "left" },
      nameGap: text.fontSize * .75,
      splitLine: { show: !at, lineStyle: { color: token("line-soft") } },
      axisLabel: { ...text, hideOverlap: true },
      ...(unit === "%" && { min: 0, max: 100, interval: 25 }),
    };
  }

  function tooltip(figure, data, text) {
    return {
      trigger: figure.dataset.chart === "line" || data.series.length > 1 ? "axis" : "item",
      renderMode: "richText", // an HTML box writes inline styles, which the pages' policy forbids
      confine: true, transitionDuration: 0,
      axisPointer: { type: figure.dataset.chart === "line" ? "line" : "shadow",
        lineStyle: { color: token("line-strong") }, shadowStyle: { color: token("ink"), opacity: .06 } },
      backgroundColor: token("paper"), borderColor: token("line-strong"), borderWidth: 1,
      textStyle: { ...text, color: token("ink") },
    };
  }

  function series(line, at, { figure, units, across, text }) {
    const colour = token(line.tone) || token("blue-mark");
    const axis = units.indexOf(line.unit);
    const linked = line.cells.some((each) => each.url);
    const stacked = figure.dataset.chart === "stacked";
    const shared = {
      name: line.name, type: line.draw, cursor: linked ? "pointer" : "default",
      [across ? "xAxisIndex" : "yAxisIndex"]: axis,
      data: line.cells.map(({ value }) => (stacked && !value ? null : value)),
      itemStyle: { color: colour },
      tooltip: { valueFormatter: (value) => say(value, line.unit) },
    };
    if (line.draw === "line") {
      return { ...shared, symbol: SYMBOLS[at % SYMBOLS.length], showAllSymbol: true,
        symbolSize: text.fontSize * (line.cells.length > 18 ? .4 : .6),
        connectNulls: false, lineStyle: { width: 2.5, color: colour, type: at % 2 ? [7, 3] : "solid" },
        emphasis: { focus: "series" } };
    }
    const stack = stacked ? "all" : undefined;
    return { ...shared, stack, markLine: at ? undefined : mark(figure, text), barMaxWidth: text.fontSize * 1.75,
      itemStyle: { color: colour, borderColor: token("paper"), borderWidth: stack ? 1 : 0 },
      label: { show: !stack && across, position: "right", color: token("ink-mid"),
        fontSize: text.fontSize, fontFamily: text.fontFamily,
        formatter: ({ value }) => (value === null ? "" : say(value, line.unit === "%" ? "%" : "")) } };
  }

  const say = (value, unit) =>
    (value === null || value === undefined || Number.isNaN(value) ? "—"
      : told.format(value) + (unit === "%" ? "%" : unit && ` ${unit}`));

  /* ---- draw, and draw anew ---- */

  function draw(figure) {
    const box = figure.querySelector("[data-chart-box]");
    if (!box || !window.echarts || !box.clientWidth) return;
    let chart = charts.get(box);
    if (!chart) {
      chart = window.echarts.init(box, null, { renderer: "canvas" });
      charts.set(box, chart);
      chart.on("click", (event) => open(box.closest("[data-chart]"), event));
      new ResizeObserver(() => resize(box, chart)).observe(box);
    }
    chart.setOption(option(figure, box), { replaceMerge: ["series"] });
    figure.dataset.redrawn = "1";
  }

  function resize(box, chart) {
    const figure = box.closest("[data-chart]");
    if (!figure || !box.clientWidth) return;
    if (chart.getWidth() === box.clientWidth && chart.getHeight() === box.clientHeight) return;
    chart.resize();
    draw(figure);
  }

  function open(figure, event) {
    const data = read(figure);
    const url = event.componentType === "series"
      ? data.series[event.seriesIndex].cells[event.dataIndex].url
      : data.urls[event.dataIndex ?? data.labels.indexOf(event.value)];
    if (url) window.location.assign(url);
  }

  function drawAll(within = document) {
    for (const [box, chart] of charts) {
      if (box.isConnected) continue;
      chart.dispose();
      charts.delete(box);
    }
    for (const figure of within.querySelectorAll("[data-chart]")) {
      begin(figure);
      draw(figure);
    }
  }

  function begin(figure) {
    if (figure.dataset.begun) return;
    figure.dataset.begun = "1";
    const box = figure.querySelector("[data-chart-box]");
    const details = figure.querySelector("details");
    if (box && details && window.echarts) details.open = false;
    const save = figure.querySelector("[data-chart-save]");
    if (save) save.hidden = false;
  }

  const redraw = () => drawAll();
  new MutationObserver(redraw).observe(document.documentElement,
    { attributes: true, attributeFilter: ["data-bs-theme", "data-size"] });
  document.addEventListener("htmx:afterSettle", redraw);

  /* paper is white: the tables open, the charts are drawn in the light theme */
  let before = null;
  window.addEventListener("beforeprint", () => {
    const root = document.documentElement;
    const shut = [...document.querySelectorAll("[data-chart] details:not([open])")];
    before = { theme: root.dataset.bsTheme, shut };
    for (const details of shut) details.open = true;
    root.dataset.bsTheme = "light";
    drawAll();
    for (const chart of charts.values()) chart.getZr().flush();
  });
  window.addEventListener("afterprint", () => {
    if (!before) return;
    document.documentElement.dataset.bsTheme = before.theme;
    for (const details of before.shut) details.open = false;
    before = null;
  });

  drawAll();
})();
