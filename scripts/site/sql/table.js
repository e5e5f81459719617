// A result as a table: sorted by the heading that is clicked, its first rows in the page.
import { element } from "./elements.js";
import { shownOf } from "./values.js";

const STEP = 500;

function compared(one, other) {
  if (one === null || other === null) return (one === null) - (other === null); // null last
  if (typeof one === "number") return one - other;
  return one < other ? -1 : Number(one > other);
}

export class ResultTable {
  constructor(place, columns, count, meaning) {
    Object.assign(this, { place, columns, meaning, sorted: null, falling: false, shown: STEP });
    this.order = Array.from({ length: count }, (_, row) => row);
    this.draw();
  }

  sort(column) {
    this.falling = this.sorted === column && !this.falling;
    this.sorted = column;
    const keys = this.order.map(() => null);
    for (const row of this.order) keys[row] = column.key(row);
    const sign = this.falling ? -1 : 1;
    this.order.sort((one, other) => {
      const isNull = keys[one] === null || keys[other] === null;
      return (isNull ? 1 : sign) * compared(keys[one], keys[other]) || one - other;
    });
    const index = this.columns.indexOf(column);
    this.draw();
    this.place.querySelectorAll("th button")[index].focus();
  }

  heading(column) {
    const direction = this.falling ? "descending" : "ascending";
    const isSorted = this.sorted === column;
    const button = element(
      "button",
      { type: "button", title: this.meaning(column.name) ?? "Sort", onclick: () => this.sort(column) },
      column.name,
      element("span", { class: "arrow", "aria-hidden": true }, isSorted ? (this.falling ? "▼" : "▲") : ""),
    );
    return element("th", { scope: "col", class: column.isNumber && "number", "aria-sort": isSorted && direction }, button);
  }

  draw() {
    const rows = this.order.slice(0, this.shown);
    const shown = this.columns.map((column) => shownOf(column, rows));
    const body = element("tbody");
    for (const row of rows) {
      const line = element("tr");
      this.columns.forEach((column, index) => {
        const text = shown[index](row);
        const cell = element("td", { class: column.isNumber && "number" }, text ?? element("span", { class: "null" }, "null"));
        line.append(cell);
      });
      body.append(line);
    }
    const head = element("thead", {}, element("tr", {}, ...this.columns.map((column) => this.heading(column))));
    this.place.replaceChildren(element("table", {}, head, body));
    const rest = this.order.length - rows.length;
    if (rest > 0) {
      const more = () => { this.shown += STEP; this.draw(); };
      const text = `Show ${Math.min(rest, STEP)} more of ${rest.toLocaleString("en")} rows`;
      this.place.append(element("button", { type: "button", class: "more", onclick: more }, text));
    }
  }
}
