// A result as a chart: lines along time, bars along names; what is drawn can be chosen.
import * as Plot from "@observablehq/plot";
import { element } from "./elements.js";

const UNITS = { musd: "millions of U.S. dollars", busd: "billions of U.S. dollars", pct: "percent", pp: "percentage points" };
const MOST_SERIES = 10; // as many colours can be told apart
const MOST_BARS = 60;

const suffixOf = (name) => /_(musd|busd|pct|pp)$/.exec(name)?.[1];
export const unitOf = (name) => UNITS[suffixOf(name)];
const isYear = (column) => column.isWhole && /(^|_)year(_|$)/.test(column.name);
const isName = (column) => column.isWhole && /year|rank|row|line|order|id$|code$/.test(column.name);
const isAlong = (column) => column.isTime || isYear(column);

function spread(column, count) {
  const seen = new Set();
  for (let row = 0; row < count; row += 1) seen.add(column.text(row));
  return seen.size;
}

// Whether no two rows have the same text in all of these columns.
function tell(columns, count) {
  const seen = new Set();
  for (let row = 0; row < count; row += 1) seen.add(JSON.stringify(columns.map((column) => column.text(row))));
  return seen.size === count;
}

// The first of these pairs that tells all rows apart, the second of a pair being optional.
function telling(firsts, seconds, count) {
  for (const x of firsts) if (tell([x], count)) return { x, by: null };
  for (const x of firsts) {
    const by = seconds.find((column) => column !== x && tell([x, column], count));
    if (by) return { x, by };
  }
  return null;
}

// Lines along time, else bars along names; in both no two rows have the same place.
export function chosenFor(columns, count) {
  const measures = columns.filter((column) => column.isNumber && !isName(column));
  const first = measures.find((column) => suffixOf(column.name)) ?? measures[0];
  if (!first || !count) return null;
  const words = columns.filter((column) => !column.isNumber && !column.isTime);
  const names = words.filter((column) => spread(column, count) > 1);
  const few = names.filter((column) => spread(column, count) <= MOST_SERIES);
  const every = { name: "row", text: (row) => words.map((column) => column.text(row)).join(", ") || `${row + 1}` };
  const lines = telling(columns.filter((column) => isAlong(column) && spread(column, count) > 1), names, count);
  const { x, by } = lines ?? telling(names, few, count) ?? { x: every, by: null };
  const alike = measures.filter((column) => suffixOf(column.name) === suffixOf(first.name));
  const values = by || !suffixOf(first.name) ? [first] : alike.slice(0, MOST_SERIES);
  return { x, by, values, every, kind: lines ? "line" : "bar" };
}

// The rows as points, each with the name of its line or of its bars.
function pointsOf({ x, by, values }, order) {
  const points = [];
  for (const row of order) {
    for (const value of values) {
      const series = [by?.text(row) ?? (by && "null"), (values.length > 1 || !by) && value.name].filter(Boolean).join(", ");
      const place = x.isTime ? new Date(x.number(row)) : isYear(x) ? x.number(row) : x.text(row) ?? "null";
      points.push({ place, series, value: value.number(row) });
    }
  }
  return points;
}

function marksOf(chosen, points, several) {
  const along = isAlong(chosen.x);
  const colour = several ? "series" : () => "";
  const channels = { channels: several ? { series: { value: "series", label: "" } } : {}, tip: true };
  if (chosen.kind === "line") {
    const sorted = [...points].sort((one, other) => one.place - other.place || 0);
    const few = points.length <= 60;
    const line = { x: "place", y: "value", stroke: colour, z: "series", strokeWidth: 2, ...channels };
    return [
      Plot.ruleY([0], { strokeOpacity: 0.4 }),
      Plot.lineY(along ? sorted : points, { ...line, marker: few && "dot" }),
    ];
  }
  if (along) {
    const inOrder = [...points].sort((one, other) => one.place - other.place);
    return [Plot.barY(inOrder, several
      ? { fx: "place", x: "series", y1: 0, y2: "value", fill: "series", tip: true }
      : { x: "place", y1: 0, y2: "value", fill: colour, tip: true }), Plot.ruleY([0])];
  }
  return [Plot.barX(points, several
    ? { fy: "place", y: "series", x1: 0, x2: "value", fill: "series", tip: true }
    : { y: "place", x1: 0, x2: "value", fill: colour, tip: true }), Plot.ruleX([0])];
}

function drawn(chosen, order, width) {
  let points = pointsOf(chosen, order).filter((point) => point.value !== null);
  const notes = [];
  if (new Set(points.map((point) => `${Number(point.place) || point.place} ${point.series}`)).size < points.length) {
    notes.push("some rows lie over others, as they have the same place");
  }
  const all = [...new Set(points.map((point) => point.series))];
  const series = all.slice(0, MOST_SERIES);
  if (all.length > series.length) {
    points = points.filter((point) => series.includes(point.series));
    notes.push(`the first ${series.length} of ${all.length} by name of ${chosen.by?.name ?? "figure"}`);
  }
  const places = [...new Set(points.map((point) => Number(point.place) || point.place))];
  if (chosen.kind === "bar" && places.length > MOST_BARS) {
    const kept = new Set(places.slice(0, MOST_BARS));
    points = points.filter((point) => kept.has(Number(point.place) || point.place));
    notes.push(`the first ${MOST_BARS} of ${places.length}`);
  }
  const several = series.length > 1;
  const flat = chosen.kind === "bar" && !isAlong(chosen.x);
  const unit = unitOf(chosen.values[0].name) ?? chosen.values[0].name;
  const longest = Math.max(0, ...points.map((point) => String(point.place).length));
  const side = Math.min(220, width / 3, 16 + longest * 6.5);
  const along = chosen.x.isTime ? { type: chosen.kind === "line" ? "utc" : "band" } : isYear(chosen.x) ? { tickFormat: "d" } : {};
  const value = { label: unit, grid: true, tickFormat: (number) => number.toLocaleString("en") };
  const names = (text) => (String(text).length * 6.5 > side - 16 ? `${String(text).slice(0, Math.floor((side - 16) / 6.5) - 1)}…` : text);
  const band = { label: null, ...(chosen.x.isTime ? { tickFormat: "%Y-%m" } : {}), ...(isYear(chosen.x) ? { tickFormat: "d" } : {}) };
  const axes = flat
    ? { x: value, [several ? "fy" : "y"]: { label: null, tickFormat: names, domain: [...new Set(points.map((point) => point.place))] } }
    : { y: value, x: chosen.kind === "line" ? { label: null, ...along } : several ? { axis: null } : { ...band, tickRotate: places.length > 12 ? -60 : 0 } };
  if (flat && several) axes.y = { axis: null, domain: series };
  if (!flat && several && chosen.kind === "bar") Object.assign(axes, { fx: band, x: { axis: null, domain: series } });
  const rows = flat ? places.length * (several ? series.length * 9 + 10 : 22) + 70 : Math.min(440, Math.max(260, width * 0.5));
  const plot = Plot.plot({
    width,
    height: rows,
    marginLeft: flat ? side : 64,
    marginRight: 24,
    marginBottom: flat ? 36 : places.length > 12 && chosen.kind === "bar" ? 64 : 40,
    style: { background: "transparent", fontSize: "12px", fontFamily: "inherit" },
    color: { legend: several, domain: several ? series : [""], ...(several ? {} : { range: ["var(--accent)"] }) },
    ...axes,
    marks: marksOf(chosen, points, several),
  });
  const figures = chosen.values.map((column) => column.name).join(", ");
  const picture = plot.querySelector(":scope > svg") ?? plot;
  picture.setAttribute("role", "img");
  // An image is read as its label alone; Plot labels the parts of it, too.
  for (const part of picture.querySelectorAll("g[aria-label]")) {
    part.dataset.part = part.getAttribute("aria-label");
    part.removeAttribute("aria-label");
  }
  picture.setAttribute("aria-label", `${chosen.kind} chart of ${figures} along ${chosen.x.name}, ${unit}; the table has the same figures`);
  return { plot, notes };
}

export class ResultChart {
  constructor(place, columns, table) {
    Object.assign(this, { place, columns, table });
    this.chosen = chosenFor(columns, table.order.length);
    this.figure = element("div", { class: "figure" });
    this.controls = element("div", { class: "controls" });
    this.place.replaceChildren(this.controls, this.figure);
    this.width = 0;
    this.watch = new ResizeObserver(() => {
      if (Math.abs(this.place.clientWidth - this.width) > 1 && !this.place.hidden) this.draw();
    });
    this.watch.observe(this.place);
  }

  end() {
    this.watch.disconnect();
  }

  choice(label, name, options) {
    const select = element("select", {
      onchange: () => {
        this.chosen[name] = options[select.selectedIndex][1];
        this.draw();
      },
    }, ...options.map(([text, value]) => element("option", { selected: value === this.chosen[name] }, text)));
    return element("label", {}, `${label} `, select);
  }

  drawControls() {
    const { columns, chosen } = this;
    const named = (list) => list.map((column) => [column.name, column]);
    const measures = columns.filter((column) => column.isNumber && column !== chosen.x);
    const boxes = measures.map((column) => {
      const box = element("input", {
        type: "checkbox",
        checked: chosen.values.includes(column),
        onchange: () => {
          const values = measures.filter((one) => (one === column ? box.checked : chosen.values.includes(one)));
          if (values.length) chosen.values = values;
          this.draw();
        },
      });
      return element("label", { class: "chip" }, box, column.name);
    });
    this.controls.replaceChildren(
      this.choice("Draw", "kind", [["lines", "line"], ["bars", "bar"]]),
      this.choice("along", "x", [...named(columns), ["row", chosen.every]]),
      this.choice("one for each", "by", [["figure", null], ...named(columns.filter((column) => !column.isNumber && column !== chosen.x))]),
      element("fieldset", {}, element("legend", {}, "Figures"), ...boxes),
    );
  }

  draw() {
    this.width = this.place.clientWidth;
    if (!this.chosen) {
      this.figure.replaceChildren(element("p", { class: "quiet" }, "There is no column of figures to draw."));
      return;
    }
    this.drawControls();
    try {
      const { plot, notes } = drawn(this.chosen, this.table.order, this.width);
      this.figure.replaceChildren(plot);
      if (notes.length) this.figure.append(element("p", { class: "quiet" }, `Drawn: ${notes.join("; ")}.`));
    } catch (error) {
      this.figure.replaceChildren(element("p", { class: "quiet" }, `These columns make no such chart: ${error.message}`));
    }
  }
}
