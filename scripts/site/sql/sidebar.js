// Questions to begin from and every table with its columns, all of it searched at once.
import { unitOf } from "./chart.js";
import { megabytes } from "./database.js";
import { element } from "./elements.js";

const GROUPS = [
  ["Totals that may be summed", ({ name }) => /^(monthly|yearly|year_to_date)_/.test(name)],
  ["As known now", ({ name }) => name.startsWith("latest_")],
  ["As each release said", ({ name }) => name.startsWith("fct_")],
  ["Functions, of a month or as of a day or a release", ({ kind }) => kind === "function"],
  ["Names and calendars", ({ name }) => name.startsWith("dim_")],
  ["Pages and notes", () => true],
];

const has = (words, ...texts) => {
  const text = texts.join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
};

function columnLine(column, relation, insert) {
  const unit = unitOf(column.name);
  const isKey = relation.key.includes(column.name);
  return element("li", {},
    element("button", { type: "button", class: "name", title: "Put the name into the query", onclick: () => insert(column.name) }, column.name),
    element("span", { class: "type" }, column.type.toLowerCase()),
    isKey ? element("span", { class: "tag", title: "Part of the primary key: no two rows have the same" }, "key") : null,
    unit ? element("span", { class: "tag" }, unit) : null,
    element("p", {}, column.comment ?? ""));
}

// Arguments to begin with, by the names of parameters.
const ARGUMENTS = { flow_asked: "'imports'", month_asked: "'2025-03'", series_asked: "'balance_goods_and_services_bop_sa'" };
const argumentsOf = (sql) =>
  sql.match(/\((.*?)\) as table/)[1].split(", ").map((name) => ARGUMENTS[name] ?? "'2024-01'").join(", ");
const sampleOf = ({ name, kind, sql }) =>
  `select *\nfrom marts.${name}${kind === "function" ? `(${argumentsOf(sql)})` : ""}\nlimit 100`;

function relationEntry(relation, columns, isOpen, actions) {
  const facts = [
    relation.rows === null ? relation.kind : `${relation.rows.toLocaleString("en")} rows`,
    relation.file && `loads ${megabytes(relation.file.bytes)} when first used`,
  ].filter(Boolean).join(", ");
  const more = element("div", { class: "more" });
  const fill = () => {
    if (more.childElementCount) return;
    more.append(
      element("p", {}, relation.comment ?? ""),
      element("p", { class: "quiet" }, facts),
      element("button", { type: "button", onclick: () => actions.ask(sampleOf(relation)) }, "Show its first rows"),
      element("ul", { class: "columns" }, ...columns.map((column) => columnLine(column, relation, actions.insert))));
  };
  const entry = element("details", { class: "relation", open: isOpen, ontoggle: fill }, element("summary", {}, relation.name), more);
  if (isOpen) fill();
  return entry;
}

let part = "Questions";

export function drawSidebar(place, { relations, questions }, search, actions) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const asked = questions.filter((one) => has(words, one.question, one.answer, one.unit, one.name));
  const found = [];
  for (const relation of relations) {
    if (has(words, relation.name, relation.comment ?? "")) found.push([relation, relation.columns, false]);
    else {
      const columns = relation.columns.filter((column) => has(words, column.name, column.comment ?? ""));
      if (columns.length) found.push([relation, columns, true]);
    }
  }
  const button = (name, count) => element("button", {
    type: "button",
    "aria-pressed": String(part === name),
    onclick: () => {
      part = name;
      drawSidebar(place, { relations, questions }, search, actions);
      place.querySelector("[aria-pressed=true]").focus();
    },
  }, `${name} (${count})`);
  const parts = [element("div", { class: "parts" }, button("Questions", asked.length), button("Tables", found.length))];
  if (!(part === "Questions" ? asked : found).length) {
    parts.push(element("p", { class: "quiet" }, `No ${part.toLowerCase()} with “${search}” in name or description.`));
  } else if (part === "Questions") {
    parts.push(element("ul", { class: "questions" }, ...asked.map((one) =>
      element("li", {}, element("a", { href: `#question=${one.name}` }, one.question)))));
  } else {
    const rest = new Set(found);
    for (const [title, belongs] of GROUPS) {
      const members = [...rest].filter(([relation]) => belongs(relation));
      members.forEach((one) => rest.delete(one));
      if (members.length) {
        parts.push(element("h2", {}, title), ...members.map(([relation, columns, isOpen]) =>
          relationEntry(relation, columns, isOpen && found.length <= 12, actions)));
      }
    }
  }
  place.replaceChildren(...parts);
  actions.drawn();
}
