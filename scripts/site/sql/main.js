// The page: a query from the editor or the address, its result as table, chart and CSV.
import { ResultChart } from "./chart.js";
import { Database, fetchPacked } from "./database.js";
import { editorIn } from "./editor.js";
import { byId } from "./elements.js";
import { drawSidebar } from "./sidebar.js";
import { ResultTable } from "./table.js";
import { columnsOf, csvOf } from "./values.js";

const FIRST = "totals_for_a_dashboard";

let catalogue, database, editor, table, chart;
let view = "table";
let running = 0;

const say = (text) => { byId("status").textContent = text; };

function complain(message) {
  byId("error").hidden = !message;
  byId("error").textContent = message ?? "";
  editor?.mark(message);
}

// What the address says after its #: a question by name, or a query, and how to look at it.
function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  const question = catalogue.questions.find((one) => one.name === said.get("question"));
  return { sql: said.get("sql") ?? question?.sql, view: said.get("view") === "chart" ? "chart" : "table" };
}

function addressOf(sql) {
  const question = catalogue.questions.find((one) => one.sql === sql.trim());
  const asked = question ? `question=${question.name}` : `sql=${encodeURIComponent(sql)}`;
  return `#${asked}${view === "chart" ? "&view=chart" : ""}`;
}

function writeAddress(how) {
  const address = addressOf(editor.sql);
  if (address !== location.hash) history[how](null, "", address);
  markAsked();
}

function markAsked() {
  const asked = catalogue.questions.find((one) => one.sql === editor.sql.trim());
  byId("asked").replaceChildren();
  if (asked) {
    const title = document.createElement("h2");
    title.textContent = asked.question;
    const note = document.createElement("p");
    note.textContent = `${asked.answer} ${asked.unit}`;
    byId("asked").append(title, note);
  }
  for (const link of document.querySelectorAll(".questions a")) {
    if (asked && link.hash === `#question=${asked.name}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  document.title = `${asked?.question ?? "SQL in the browser"} · tradegap`;
}

function look(at) {
  view = at;
  for (const name of ["table", "chart"]) {
    byId(name).hidden = name !== at;
    byId(`tab-${name}`).setAttribute("aria-selected", String(name === at));
    byId(`tab-${name}`).tabIndex = name === at ? 0 : -1;
  }
  if (at === "chart") chart?.draw();
}

function meaningOf(name) {
  const used = catalogue.relations.filter((one) => new RegExp(`\\b${one.name}\\b`).test(editor.sql));
  for (const relation of used) {
    const column = relation.columns.find((one) => one.name === name);
    if (column) return column.comment;
  }
  return undefined;
}

function show({ table: found, milliseconds }) {
  const columns = columnsOf(found);
  chart?.end();
  table = new ResultTable(byId("table"), columns, found.numRows, meaningOf);
  chart = new ResultChart(byId("chart"), columns, table);
  byId("result").hidden = columns.length === 0;
  byId("count").textContent = `${found.numRows.toLocaleString("en")} ${found.numRows === 1 ? "row" : "rows"}`;
  say(`Done in ${(milliseconds / 1000).toFixed(milliseconds < 1000 ? 2 : 1)} s`);
  look(view);
}

async function run(how = "pushState") {
  if (!editor.sql.trim()) return complain("There is no query: write one, or take a question from the list.");
  const turn = (running += 1);
  complain(null);
  writeAddress(how);
  byId("stop").hidden = false;
  byId("result").classList.add("old");
  try {
    const answer = await database.run(editor.sql);
    if (turn === running) show(answer);
  } catch (error) {
    if (turn !== running) return undefined;
    byId("result").hidden = true;
    say("");
    complain(error.message);
  } finally {
    if (turn === running) {
      byId("stop").hidden = true;
      byId("result").classList.remove("old");
    }
  }
  return undefined;
}

function ask(sql, how) {
  editor.sql = sql;
  browse(false);
  scrollTo({ top: 0 });
  return run(how);
}

// On a narrow page the list lies over the query.
function browse(isOpen) {
  document.body.classList.toggle("browsing", isOpen);
  byId("browse").setAttribute("aria-expanded", String(isOpen));
}

function followAddress() {
  const said = readAddress();
  view = said.view;
  if (said.sql === undefined) {
    complain("The address names no question that is here: take one from the list.");
    return;
  }
  if (said.sql === editor.sql && table) look(view);
  else ask(said.sql, "replaceState");
}

async function share() {
  writeAddress("replaceState");
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied");
  } catch {
    say("Copy the address of this page: it is the link");
  }
}

function download() {
  const name = catalogue.questions.find((one) => one.sql === editor.sql.trim())?.name ?? "result";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csvOf(table.columns, table.order)], { type: "text/csv" }));
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function start() {
  const packed = await fetchPacked("data/catalogue.json.gz", undefined, { cache: "no-cache" });
  catalogue = JSON.parse(await packed.text());
  byId("held").textContent = `totals up to ${catalogue.newest_month}`;
  database = new Database(catalogue, say);
  editor = editorIn(byId("editor"), catalogue.relations, () => run());
  const insert = (name) => {
    browse(false);
    editor.insert(name);
  };
  const list = () => drawSidebar(byId("found"), catalogue, byId("search").value, { ask, insert, drawn: markAsked });
  list();
  byId("search").addEventListener("input", list);
  byId("browse").addEventListener("click", () => browse(!document.body.classList.contains("browsing")));
  byId("run").addEventListener("click", () => run());
  byId("run").disabled = false;
  byId("stop").addEventListener("click", () => database.stop());
  byId("share").addEventListener("click", share);
  byId("csv").addEventListener("click", download);
  for (const name of ["table", "chart"]) {
    byId(`tab-${name}`).addEventListener("click", () => { look(name); writeAddress("replaceState"); });
    byId(`tab-${name}`).addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      const other = name === "table" ? "chart" : "table";
      look(other);
      writeAddress("replaceState");
      byId(`tab-${other}`).focus();
    });
  }
  addEventListener("popstate", followAddress);
  const first = catalogue.questions.find((one) => one.name === FIRST) ?? catalogue.questions[0];
  if (!location.hash) history.replaceState(null, "", `#question=${first.name}`);
  followAddress();
}

start().catch((error) => {
  const isFile = location.protocol === "file:";
  complain(isFile ? "A browser gives no data to a page opened as a file: serve the folder, as docs/sql-in-the-browser.md says." : `The page could not start: ${error.message}`);
});
