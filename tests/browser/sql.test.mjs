// The page for SQL in the browser, in a headless Chromium: it answers as DuckDB itself does from
// the published file, and asks no other host for anything. `make test-browser` runs this.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { after, before, beforeEach, test } from "node:test";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const installed = createRequire(`${ROOT}.venv-site/`);
const { chromium } = installed("playwright-core");
const AXE = readFileSync(installed.resolve("axe-core/axe.min.js"), "utf8");
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
  "--disable-background-networking", "--disable-component-update"];

const expected = JSON.parse(execFileSync("python", [`${ROOT}tests/browser/answers.py`], { cwd: ROOT, maxBuffer: 1 << 28 }));
let server, browser, page, home;
let complaints, paths;
const elsewhere = []; // what page and worker asked of any host but this one

before(async () => {
  // The server that the guide names.
  server = spawn("python", ["-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", "published/site", "0"],
    { cwd: ROOT, stdio: ["ignore", "pipe", "ignore"] });
  const started = await new Promise((said) => server.stdout.once("data", (text) => said(String(text))));
  home = `http://127.0.0.1:${/port (\d+)/.exec(started)[1]}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: QUIET,
  });
  await open();
});

after(async () => {
  await browser?.close();
  server?.kill();
});

async function open(address = "", options = {}) {
  await page?.context().close();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  page = await context.newPage();
  complaints = [];
  paths = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(String(error)));
  context.on("request", (request) => {
    const url = new URL(request.url().replace("blob:", ""));
    paths.push(url.pathname);
    if (url.origin !== home && url.protocol !== "data:") elsewhere.push(request);
  });
  await page.goto(`${home}/sql.html${address}`);
  await answered();
}

// Nothing runs any more: there is a result, or an error.
const answered = () => page.waitForFunction(() => document.querySelector("#stop").hidden
  && (!document.querySelector("#result").hidden || !document.querySelector("#error").hidden), null, { timeout: 60_000 });

async function ask(sql) {
  const editor = page.locator(".cm-content");
  await editor.fill(sql);
  await editor.press("Control+Enter");
  await answered();
}

async function csv() {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#csv")]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

const rows = () => page.$$eval("#table tbody tr", (lines) => lines.map((line) => [...line.cells].map((cell) => cell.textContent)));
const error = () => page.textContent("#error");

beforeEach(() => { complaints.length = 0; });

test("the page opens with an answer, and fetches only the tables that it needs", async () => {
  assert.ok((await rows()).length > 0);
  const sql = await page.evaluate(() => document.querySelector(".cm-content").innerText);
  const named = sql.match(/\bmarts\.\w+/g).map((name) => `/data/${name.slice(6)}.duckdb.gz`);
  const data = paths.filter((path) => path.startsWith("/data/") && !path.includes("catalogue"));
  assert.deepEqual(data.sort(), [...new Set(named)].sort());
});

test("every question of the project is there and has the rows of DuckDB itself", async () => {
  const names = await page.$$eval(".questions a", (links) => links.map((link) => link.hash.replace("#question=", "")));
  assert.deepEqual(names, Object.keys(expected.csv));
  for (const name of names) {
    await page.click(`.questions a[href="#question=${name}"]`);
    await page.waitForFunction((asked) => location.hash === `#question=${asked}`, name);
    await answered();
    assert.equal(await error(), "", name);
    assert.deepEqual(await csv(), { name: `${name}.csv`, text: expected.csv[name] });
    await page.click("#tab-chart");
    const drawn = await page.locator("#chart svg, #chart p").count();
    assert.ok(drawn > 0, name);
    assert.equal(await page.getByText("make no such chart").count(), 0, name);
    await page.click("#tab-table");
  }
  assert.deepEqual(complaints, []);
});

test("every table, view and function has as many rows as in the published file", async () => {
  for (const [name, count] of Object.entries(expected.counts)) {
    await ask(`select count(*) as n from marts.${name}`);
    assert.equal(await error(), "", name);
    assert.deepEqual(await rows(), [[count.toLocaleString("en")]], name);
  }
});

test("a link brings back query and chart, and the address follows the query", async () => {
  await open(`#sql=${encodeURIComponent("select 41 + 1 as answer, 'a&b #1' as words")}&view=chart`);
  assert.deepEqual(await rows(), [["42", "a&b #1"]]);
  assert.ok(await page.isVisible("#chart"));
  await page.click("#tab-table");
  await ask("select 'two' as words");
  const link = page.url();
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("#table td")?.textContent === "42");
  await open(new URL(link).hash);
  assert.deepEqual(await rows(), [["two"]]);
});

test("an error says what DuckDB says and where, and goes with the next answer", async () => {
  await ask("select month\nfrom marts.monthly_total");
  assert.match(await error(), /monthly_total does not exist/);
  assert.match(await error(), /LINE 2/);
  assert.equal(await page.textContent(".cm-lintRange-error"), "marts");
  assert.ok(await page.isHidden("#result"));
  await ask("select 1 as one");
  assert.ok(await page.isHidden("#error"));
  assert.deepEqual(await rows(), [["1"]]);
});

test("cells are written as they are: figures to the right, null as null, text as text", async () => {
  await ask(`select * from (values
    (1, -1234.50::decimal(18, 6), null, '<b>x</b>', date '2024-02-29', true, [1, 2]),
    (2, 99999999999.123456, 'y', '', null, false, null)
  ) as rows(id, value_musd, word, text, day, flag, list)`);
  assert.deepEqual(await rows(), [
    ["1", "-1,234.500000", "null", "<b>x</b>", "2024-02-29", "true", "[1,2]"],
    ["2", "99,999,999,999.123456", "y", "", "null", "false", "null"],
  ]);
  assert.equal(await page.$eval("#table td:nth-child(2)", (cell) => getComputedStyle(cell).textAlign), "right");
  assert.equal((await csv()).text, 'id,value_musd,word,text,day,flag,list\n'
    + '1,-1234.500000,,<b>x</b>,2024-02-29,true,"[1,2]"\n2,99999999999.123456,y,"",,false,\n');
});

test("a heading sorts its column both ways, null last, and the file follows", async () => {
  await ask("select unnest([10, null, 9, 100]) as figure");
  await page.click("#table th button");
  assert.deepEqual((await rows()).flat(), ["9", "10", "100", "null"]);
  await page.click("#table th button");
  assert.deepEqual((await rows()).flat(), ["100", "10", "9", "null"]);
  assert.equal((await csv()).text, "figure\n100\n10\n9\n\n");
});

test("lines are drawn along time, bars along names", async () => {
  await ask("select month, exports_musd, imports_musd from marts.monthly_totals");
  await page.click("#tab-chart");
  assert.equal(await page.locator("#chart [data-part=line] path").count(), 2);
  await ask("select * from (values ('a', 1), ('b', 2)) as rows(word, figure)");
  assert.equal(await page.locator("#chart [data-part=bar] rect").count(), 2);
  await page.click("#tab-table");
});

test("the search finds a column by what its comment says", async () => {
  await page.fill("#search", "never add it up");
  await page.getByRole("button", { name: /^Tables/ }).click();
  await page.locator("summary", { hasText: "monthly_totals" }).click();
  assert.ok(await page.getByText("exports_month_change_pct", { exact: true }).first().isVisible());
  await page.fill("#search", "no such words");
  assert.ok(await page.getByText("No tables with").isVisible());
  await page.fill("#search", "");
});

test("names are completed: columns of the tables that the query names", async () => {
  await page.locator(".cm-content").fill("from marts.monthly_totals where exports_g");
  await page.locator(".cm-content").press("Control+End");
  await page.locator(".cm-content").press("Control+Space");
  await page.locator(".cm-tooltip-autocomplete [aria-selected=true]", { hasText: "exports_goods_musd" }).waitFor();
  await page.keyboard.press("Escape");
});

test("a query can be stopped, and the next one is answered", async () => {
  const editor = page.locator(".cm-content");
  await editor.fill("select count(*) from range(100000000) as a, range(1000) as b where a.range + b.range < 0");
  await page.click("#run");
  await page.click("#stop");
  await answered();
  assert.match(await error(), /Stopped/);
  await ask("select count(*) as n from marts.dim_release");
  assert.deepEqual(await rows(), [[expected.counts.dim_release.toLocaleString("en")]]);
});

test("a moment with an offset is refused with what to do, not answered wrongly", async () => {
  await ask("select count(*) as n from marts.trade_values_as_of('2024-03-07 08:30:00')");
  assert.equal(await error(), "");
  await ask("select count(*) as n from marts.trade_values_as_of('2024-03-07 13:30:00Z')");
  assert.match(await error(), /give the time of New York, without an offset/);
});

test("no other host is asked for anything, whatever a query says", async () => {
  const left = () => elsewhere.filter((request) => request.failure()?.errorText !== "csp").map((request) => request.url());
  assert.deepEqual(elsewhere, []);
  await ask("from 'http://elsewhere.invalid/figures.csv'");
  assert.notEqual(await error(), "");
  await ask("load spatial");
  assert.notEqual(await error(), "");
  assert.deepEqual(left(), []);
  await page.goto("http://elsewhere.invalid/").catch(() => {}); // that would be seen
  assert.deepEqual(left(), ["http://elsewhere.invalid/"]);
});

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: "light" },
})) {
  test(`the page is accessible and fits its window: ${name}`, async () => {
    for (const view of ["table", "chart"]) {
      await open(`#question=drivers_of_the_deficit&view=${view}`, options);
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(excess <= 0, `${excess} pixels too wide`);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), []);
      assert.deepEqual(complaints, []);
    }
  });
}
