/** The `data_visualization` block: pie, bar, line and area charts as SVG, plus a hidden table of values. */

import { el, svg } from "./dom.js";
import { words } from "./text.js";

const WIDTH = 560;
const HEIGHT = 220;
const EDGE = { top: 12, right: 12, bottom: 40, left: 44 };
const FULL = 2 * Math.PI;

const amount = (value) => new Intl.NumberFormat("en").format(value);

function legend(names) {
  return el("ul", { class: "legend" }, names.map((name, index) =>
    el("li", { dir: "auto" }, el("span", { class: `key series-${index % 6}` }), words(name))));
}

function slice(from, to, index) {
  const point = (turn, radius) => [
    100 + radius * Math.sin(turn),
    100 - radius * Math.cos(turn),
  ].map((n) => n.toFixed(2)).join(" ");
  const end = Math.min(to, from + FULL - 0.0001);
  const large = end - from > Math.PI ? 1 : 0;
  const outer = `M${point(from, 90)} A90 90 0 ${large} 1 ${point(end, 90)}`;
  const d = `${outer} L${point(end, 52)} A52 52 0 ${large} 0 ${point(from, 52)} Z`;
  return svg("path", { d, class: `fill series-${index % 6}` });
}

function pie(segments) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0) || 1;
  let turn = 0;
  const slices = segments.map((segment, index) => {
    const from = turn;
    turn += (segment.value / total) * FULL;
    return slice(from, turn, index);
  });
  const names = segments.map((segment) =>
    `${segment.label} · ${amount(segment.value)} (${Math.round((segment.value / total) * 100)} %)`);
  return el(
    "div",
    { class: "pie" },
    svg("svg", { viewBox: "0 0 200 200", role: "presentation" }, slices),
    legend(names),
  );
}

function niceTop(value) {
  const size = 10 ** Math.floor(Math.log10(value || 1));
  return [1, 2, 2.5, 5, 10].map((step) => step * size).find((top) => top >= value) ?? value;
}

function scale(chart) {
  const categories = chart.axis_config?.categories ?? chart.series[0].data.map((point) => point.label);
  const top = niceTop(Math.max(...chart.series.flatMap((series) => series.data.map((point) => point.value))));
  const width = WIDTH - EDGE.left - EDGE.right;
  const height = HEIGHT - EDGE.top - EDGE.bottom;
  return {
    categories, top, band: width / categories.length,
    x: (index) => EDGE.left + ((index + 0.5) * width) / categories.length,
    y: (value) => EDGE.top + height * (1 - Math.max(value, 0) / (top || 1)),
  };
}

function axes(at) {
  const lines = [0, 0.5, 1].map((part) => {
    const y = at.y(at.top * part);
    return [
      svg("line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y, y2: y, class: "grid-line" }),
      svg("text", { x: EDGE.left - 8, y: y + 4, "text-anchor": "end" }, amount(at.top * part)),
    ];
  });
  const every = Math.ceil(at.categories.length / 8);
  const labels = at.categories.map((name, index) => index % every === 0
    && svg(
      "text",
      { x: at.x(index), y: HEIGHT - EDGE.bottom + 18, "text-anchor": "middle" },
      name.length > 12 ? `${name.slice(0, 11)}…` : name,
    ));
  return [lines, labels];
}

function bars(chart, at) {
  const thick = Math.min(36, (at.band * 0.7) / chart.series.length);
  return chart.series.flatMap((series, order) => series.data.map((point, index) => {
    const left = at.x(index) + (order - chart.series.length / 2) * thick;
    return svg("rect", {
      x: left + 1, y: at.y(point.value), width: thick - 2, rx: 3,
      height: Math.max(at.y(0) - at.y(point.value), 0), class: `fill series-${order % 6}`,
    });
  }));
}

function lines(chart, at) {
  return chart.series.flatMap((series, order) => {
    const points = series.data.map((point, index) =>
      `${at.x(index).toFixed(1)} ${at.y(point.value).toFixed(1)}`);
    const area = `M${at.x(0)} ${at.y(0)} L${points.join(" L")} L${at.x(series.data.length - 1)} ${at.y(0)} Z`;
    return [
      chart.type === "area" && svg("path", { d: area, class: `area series-${order % 6}` }),
      svg("path", { d: `M${points.join(" L")}`, class: `stroke series-${order % 6}` }),
      series.data.map((point, index) =>
        svg("circle", { cx: at.x(index), cy: at.y(point.value), r: 3, class: `fill series-${order % 6}` })),
    ];
  });
}

function cartesian(chart) {
  const at = scale(chart);
  const { x_label: below, y_label: beside } = chart.axis_config ?? {};
  return [
    beside && el("div", { class: "axis-name", dir: "auto" }, words(beside)),
    svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "presentation" },
      axes(at),
      chart.type === "bar" ? bars(chart, at) : lines(chart, at),
    ),
    below && el("div", { class: "axis-name below", dir: "auto" }, words(below)),
    chart.series.length > 1 && legend(chart.series.map((series) => series.name)),
  ];
}

function figures(chart) {
  const rows = chart.type === "pie"
    ? chart.segments.map((segment) => [segment.label, segment.value])
    : chart.series.flatMap((series) =>
      series.data.map((point) => [`${series.name}, ${point.label}`, point.value]));
  return el(
    "table",
    { class: "only-spoken" },
    rows.map(([name, value]) =>
      el("tr", null, el("th", { scope: "row" }, name), el("td", null, amount(value)))),
  );
}

/** One chart with its title. */
export function chart(block) {
  return el("figure", { class: "chart" }, el("figcaption", { dir: "auto" }, words(block.title ?? "")),
    block.chart.type === "pie" ? pie(block.chart.segments) : cartesian(block.chart), figures(block.chart));
}
