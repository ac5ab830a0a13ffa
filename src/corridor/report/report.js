"use strict";
// Draws the charts whose numbers stand in the page. Nothing is computed here.
(function () {
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
    };
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
    const years = periods.length === 0 ? 1 : Number(periods[periods.length - 1].slice(0, 4)) - Number(periods[0].slice(0, 4)) + 1;
    const step = Math.ceil(years / 8);
    const first = periods.length === 0 ? 0 : Number(periods[0].slice(0, 4));
    return function (value, index) {
      const label = periods[index] || "";
      const wanted = (Number(label.slice(0, 4)) - first) % step === 0;
      return wanted && (yearly || label.endsWith("-01")) ? label.slice(0, 4) : null;
    };
  }

  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    const chart = charts[Number(canvas.dataset.chart)];
    const datasets = chart.lines.map(function (line, index) { return modelLine(line, index, chart); });
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
            labels: { usePointStyle: true, boxWidth: 8, boxHeight: 8, padding: 12 },
          },
          tooltip: { itemSort: chart.stacked ? function (a, b) { return b.datasetIndex - a.datasetIndex; } : undefined },
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
})();
