// The pages beside SQL, in a headless Chromium: they are read without a request to anybody, their
// charts are painted, and axe finds nothing. `make test-browser` runs this.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SITE = `${ROOT}published/site/`;
const installed = createRequire(`${ROOT}.venv-site/`);
const { chromium } = installed("playwright-core");
const AXE = readFileSync(installed.resolve("axe-core/axe.min.js"), "utf8");

const names = (folder) => readdirSync(SITE + folder).filter((name) => name.endsWith(".html")).map((name) => folder + name);
const all = ["", "releases/", "topics/", "goods/", "services/", "countries/"].flatMap(names).filter((name) => name !== "sql.html");
// Of each kind the first, and the largest release, whatever is held.
const size = (name) => readFileSync(SITE + name).length;
const kinds = [...names("").filter((name) => name !== "sql.html"), "releases/index.html", "topics/index.html",
  ...["goods/", "services/", "countries/"].map((folder) => names(folder)[0]),
  names("releases/").reduce((largest, name) => (size(name) > size(largest) ? name : largest))].filter(Boolean);

const WINDOWS = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: "light" },
};
let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
});
after(() => browser?.close());

async function open(name, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const said = [], asked = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  context.on("request", (request) => { if (!request.url().startsWith("data:")) asked.push(request.url()); });
  await page.goto(`file://${SITE}${name}`);
  return { page, said, asked, close: () => context.close() };
}

test("a page asks for nothing but itself, and its links lead to files that are there", async () => {
  const { page, said, asked, close } = await open("index.html");
  for (const name of all) {
    said.length = asked.length = 0;
    await page.goto(`file://${SITE}${name}`);
    const links = await page.$$eval("a[href]", (anchors) => anchors.map((anchor) => anchor.href.replace(/#.*/, "")));
    assert.deepEqual(said, [], name);
    assert.deepEqual(asked, [`file://${SITE}${name}`], name);
    for (const link of new Set(links)) {
      assert.ok(link.startsWith("file:"), `${name} leads to ${link}`);
      assert.ok(existsSync(fileURLToPath(link)), `${name} leads to ${link}`);
    }
  }
  await close();
});

for (const [window, options] of Object.entries(WINDOWS)) {
  test(`a page is accessible, fits its window and paints its charts: ${window}`, async () => {
    for (const name of kinds) {
      const { page, close } = await open(name, { ...options, bypassCSP: true });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(excess <= 0, `${name} is ${excess} pixels too wide`);
      // A line or a bar of a chart has a size and another colour than what is behind it.
      const unpainted = await page.$$eval("svg.chart", (charts) => charts.filter((chart) => {
        const behind = getComputedStyle(document.body).backgroundColor;
        return ![...chart.querySelectorAll("path")].some((path) => {
          const { width, height } = path.getBoundingClientRect();
          const { fill, stroke } = getComputedStyle(path);
          return width + height > 20 && [fill, stroke].some((color) => color !== "none" && color !== behind);
        });
      }).map((chart) => chart.querySelector("title").textContent));
      assert.deepEqual(unpainted, [], name);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), [], name);
      await close();
    }
  });
}

test("the lines of a chart have another colour in the dark", async () => {
  const colors = [];
  for (const options of [WINDOWS.light, WINDOWS.dark]) {
    const { page, close } = await open(kinds.at(-1), options);
    colors.push(await page.$eval('svg.chart [stroke="#004c97"]', (line) => getComputedStyle(line).stroke));
    await close();
  }
  assert.notEqual(colors[0], colors[1]);
});

test("a number says where it comes from, by pointer and by keyboard, and leads there", async () => {
  const { page, close } = await open(kinds.at(-1));
  const number = page.locator("#text .number").first();
  const tip = number.locator(".tip");
  assert.ok(await tip.isHidden());
  await number.locator("a").hover();
  assert.ok(await tip.isVisible());
  await page.keyboard.press("Escape");
  assert.ok(await tip.isHidden());
  await page.mouse.move(0, 0);
  await page.locator("a.skip").focus();
  while (!(await number.locator("a").evaluate((link) => link === document.activeElement))) await page.keyboard.press("Tab");
  assert.ok(await tip.isVisible());
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.querySelector("tr:target").id), (await number.locator("a").getAttribute("href")).slice(1));
  await close();
});

test("everything is read without a script", async () => {
  const { page, close } = await open("index.html", { javaScriptEnabled: false });
  assert.equal(await page.locator("#found li:visible").count(), await page.locator("#found li").count());
  assert.ok(await page.locator("#finder").isHidden());
  await close();
});

test("the search finds a page by the words of its title", async () => {
  const { page, close } = await open("index.html");
  const title = await page.locator("#found li").last().textContent();
  await page.fill("#words", title.trim().toUpperCase());
  assert.deepEqual((await page.locator("#found li:visible").allTextContents()).map((text) => text.trim()), [title.trim()]);
  await page.fill("#words", "no such words");
  assert.equal(await page.locator("#found li:visible").count(), 0);
  assert.equal(await page.textContent("#count"), "0 pages");
  await close();
});

test("paper has no links to elsewhere on the page, and nothing folded", async () => {
  const { page, close } = await open(kinds.at(-1));
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("details:not([open])").count(), 0);
  assert.ok(await page.locator(".contents").isHidden());
  await close();
});
