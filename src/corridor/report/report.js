"use strict";
// Draws the charts whose numbers stand in the page. Nothing is computed here.
const corridor = (function () {
  const colours = ["#1f5f8b", "#c8553d", "#5a9367", "#d9a441", "#7d5ba6", "#4aa3a2", "#8b97a3", "#b56576"];
  const charts = JSON.parse(document.getElementById("charts").textContent);
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  Chart.defaults.color = "#5b6876";
  Chart.defaults.animation = false;

  function modelLine(line, index, chart) {
    // Published figures are dots in the second colour.
    const shift = chart.published.length > 0 && index > 0 ? 1 : 0;
    const colour = colours[(index + shift) % colours.length];
    return {
      label: line.label,
      data: line.values,
      borderColor: colour,
      backgroundColor: chart.stacked ? colour + "cc" : colour,
      borderWidth: chart.stacked ? 0.5 : 2,
      fill: chart.stacked ? (index === 0 ? "origin" : "-1") : false,
      pointRadius: 0,
      pointHitRadius: 8,
      tension: 0,
      spanGaps: true,
    };
  }

  // A band is two lines without a stroke, filled between. The widest comes first and is the faintest.
  function bandLines(line, index, chart) {
    const colour = modelLine(line, index, chart).borderColor;
    const bound = function (values, fill, label, alpha) {
      return {
        label: label, data: values, band: true, fill: fill, backgroundColor: colour + alpha, borderWidth: 0,
        pointRadius: 0, pointHitRadius: 0, spanGaps: true, order: 1,
      };
    };
    return (line.bands || []).flatMap(function (band, depth) {
      const alpha = depth === 0 ? "2e" : "59";
      return [bound(band.low, false, "", alpha), bound(band.high, "-1", line.label + ", " + band.label, alpha)];
    });
  }

  function publishedDots(chart, heldOut) {
    const dots = chart.published.filter(function (dot) { return dot.held_out === heldOut; });
    return {
      type: "scatter",
      label: heldOut ? "published, held out" : "published",
      data: dots,
      borderColor: "#c8553d",
      backgroundColor: heldOut ? "#ffffff" : "#c8553d",
      borderWidth: 1.5,
      pointRadius: 4,
      order: -1,
      hidden: false,
      empty: dots.length === 0,
    };
  }

  // About eight labels, whole years apart, whatever the length of the run.
  function tick(periods, yearly) {
    const year = function (label) { return Number(label.slice(0, 4)); };
    const first = periods.length === 0 ? 0 : year(periods[0]);
    const years = periods.length === 0 ? 1 : year(periods[periods.length - 1]) - first + 1;
    const step = Math.ceil(years / 8);
    return function (value, index) {
      const label = periods[index] || "";
      const wanted = (year(label) - first) % step === 0;
      return wanted && (yearly || label.endsWith("-01")) ? label.slice(0, 4) : null;
    };
  }

  function drawChart(canvas) {
    const chart = charts[Number(canvas.dataset.chart)];
    const datasets = chart.lines.map(function (line, index) { return modelLine(line, index, chart); });
    chart.lines.forEach(function (line, index) { datasets.push(...bandLines(line, index, chart)); });
    for (const dots of [publishedDots(chart, false), publishedDots(chart, true)]) {
      if (!dots.empty) {
        datasets.push(dots);
      }
    }
    new Chart(canvas, {
      type: "line",
      data: { labels: chart.periods, datasets: datasets },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: {
          legend: {
            display: datasets.length > 1,
            position: "bottom",
            labels: {
              usePointStyle: true, boxWidth: 8, boxHeight: 8, padding: 12,
              filter: function (item) { return item.text !== ""; },
            },
          },
          tooltip: {
            filter: function (item) { return !item.dataset.band; },
            itemSort: chart.stacked ? function (a, b) { return b.datasetIndex - a.datasetIndex; } : undefined,
          },
        },
        scales: {
          x: {
            type: "category",
            grid: { display: false },
            ticks: { autoSkip: false, maxRotation: 0, callback: tick(chart.periods, chart.yearly) },
          },
          y: {
            stacked: chart.stacked,
            beginAtZero: true,
            grid: { color: "#eceff2", drawBorder: false },
            ticks: { maxTicksLimit: 6 },
          },
        },
      },
    });
  }

  // A chart is drawn when it is first seen: a hidden one has no size.
  function drawCharts(part) {
    for (const canvas of part.querySelectorAll("canvas[data-chart]")) {
      if (!Chart.getChart(canvas)) {
        drawChart(canvas);
      }
    }
  }

  // Paper is narrower than most screens, and finer.
  const paper = { width: 300, height: 180, line: 18, pixels: 3 };
  function eachChart(change) { Object.values(Chart.instances).forEach(change); }
  addEventListener("beforeprint", function () {
    eachChart(function (chart) {
      chart.options.devicePixelRatio = paper.pixels;
      chart.resize(paper.width, paper.height + paper.line * chart.data.datasets.length);
    });
  });
  addEventListener("afterprint", function () {
    eachChart(function (chart) {
      delete chart.options.devicePixelRatio;
      chart.resize();
    });
  });
  if (!document.querySelector(".page")) {
    drawCharts(document);
  }
  return { drawCharts: drawCharts };
})();
