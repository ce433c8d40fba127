// Pages in a real browser: every page in both languages, two widths, both colour schemes, with and without scripts.
//
//   npm install --ignore-scripts && npm test            RAWI=path/to/rawi  CHROMIUM=path/to/chromium
//
// Fails on: an error or a warning in the console (so on anything that the content policy forbids), a page wider than its window, a serious fault
// found by axe, Arabic letters that are torn apart by a mark, and steps of the time axis, the keyboard or the news that do not do what they say.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const RAWI = process.env.RAWI ?? new URL("../../../target/release/rawi", import.meta.url).pathname;
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "rawi-browser-"));
const ledger = join(folder, "rawi.db");
const running = [];

// A report of an outlet whose name tries to turn round what follows it.
const hostile = { outlet: "قناة \u202eتجربة\u202d <b>", published: "2024-12-05", text: "سيطرت قوات المعارضة على مدينة حماة، الخميس 2024-12-05.\n<script>alert(1)</script>" };

function serve(args) {
  const child = spawn(RAWI, ["serve", "--quiet", "--closed", "--listen", "127.0.0.1:0", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  running.push(child);
  let said = "";
  return new Promise((resolve, reject) => {
    child.stderr.on("data", (chunk) => {
      said += chunk;
      const found = /(http:\/\/[0-9.:]+)\//.exec(said);
      if (found) resolve(found[1]);
    });
    child.on("exit", () => reject(new Error(`the server did not start: ${said}`)));
  });
}

function ingest(reports) {
  const file = join(folder, "reports.jsonl");
  writeFileSync(file, reports.map((r) => JSON.stringify(r) + "\n").join(""));
  execFileSync(RAWI, ["ingest", "--quiet", "--ledger", ledger, file], { stdio: "ignore" });
}

async function reportOf(base, words) {
  const lines = (await (await fetch(base + "/reports.jsonl")).text()).split("\n");
  return "/reports/" + JSON.parse(lines.find((line) => line.includes(words))).id;
}

async function open(browser, options, address) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) said.push(message.text()); });
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(address, { waitUntil: "domcontentloaded" });
  return { page, said, close: () => context.close() };
}

async function everyPage(browser, base) {
  const paths = ["/", "/claims?kind=control", "/reports", await reportOf(base, "2024-12-06"), "/disputes", "/places", "/places/sy/hama", "/actors/sy-opposition", "/sources", "/about/method", "/embed/map"];
  for (const colorScheme of ["light", "dark"]) for (const lang of ["en", "ar"]) for (const width of [390, 1280]) for (const path of paths) {
    const { page, said, close } = await open(browser, { viewport: { width, height: 900 }, colorScheme }, `${base}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
    const where = `${path} ${lang} ${width} ${colorScheme}`;
    assert.deepEqual(said, [], where);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${where}: wider than the window`);
    await page.evaluate(AXE + ";0");
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const serious = violations.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => `${v.id}: ${v.nodes[0].html}`);
    assert.deepEqual(serious, [], where);
    await close();
  }
}

async function withoutScripts(browser, base) {
  const { page, close } = await open(browser, { javaScriptEnabled: false }, base + "/?lang=en");
  await page.click(".steps a.step >> nth=1");
  assert.match(page.url(), /at=2024-12-07/);
  await page.click("table.spots a >> nth=0");
  await page.click("a.quote >> nth=0");
  assert.match(page.url(), /\/reports\/rep_.*#clm_/);
  await close();
}

// Where a mark begins inside a word, and where marks overlap, letters stay joined: the words are as wide as without marks.
async function lettersStayJoined(browser, base) {
  const { page, close } = await open(browser, {}, base + (await reportOf(base, "2024-12-06")) + "?lang=en");
  const torn = await page.evaluate(() => [...document.querySelectorAll(".text p")].filter((p) => p.querySelector("mark")).map((p) => {
    const width = (html, text) => {
      const probe = document.createElement("span");
      probe.style.cssText = "white-space:nowrap;position:absolute;font:inherit";
      if (html) probe.innerHTML = html; else probe.textContent = text;
      p.append(probe);
      const w = probe.getBoundingClientRect().width;
      probe.remove();
      return w;
    };
    return [p.textContent.slice(0, 40), width(p.innerHTML), width("", p.textContent)];
  }).filter(([, marked, plain]) => Math.abs(marked - plain) > 1.5));
  assert.deepEqual(torn, []);
  assert.ok(await page.evaluate(() => [...document.querySelectorAll(".text mark")].some((m) => /\p{L}$/u.test(m.previousSibling?.textContent ?? ""))), "no mark begins inside a word");
  await close();
}

// A date keeps its order in Arabic text, and a name cannot turn what stands after it.
async function directionsHold(browser, base) {
  const { page, close } = await open(browser, {}, base + (await reportOf(base, "2024-12-05")) + "?lang=ar");
  const line = await page.textContent(".source");
  assert.ok(!/[\u202a-\u202e]/.test(line), "a character that turns directions is left in a name");
  const [name, date] = await page.evaluate(() => [".source bdi", ".source time"].map((s) => document.querySelector(s).getBoundingClientRect().left));
  assert.ok(date < name, "in Arabic the date stands to the left of the name before it");
  const inOrder = await page.evaluate(() => {
    const time = document.querySelector(".source time").firstChild;
    const digits = [...time.data].map((c, i) => [c, i]).filter(([c]) => /[0-9]/.test(c)).slice(-4);
    const left = ([, i]) => { const r = document.createRange(); r.setStart(time, i); r.setEnd(time, i + 1); return r.getBoundingClientRect().left; };
    const at = digits.map(left);
    return at.every((x, i) => i === 0 || x > at[i - 1]);
  });
  assert.ok(inOrder, "the digits of the year run from left to right");
  await close();
}

async function theTimeAxis(browser, base) {
  const { page, said, close } = await open(browser, { viewport: { width: 1280, height: 900 } }, base + "/?lang=en&at=2024-11-29");
  await page.evaluate(() => { window.stays = true; });
  await page.click(".steps a:has-text('Next change')");
  await page.waitForFunction(() => location.search.includes("2024-11-30"));
  await page.click(".play");
  await page.waitForFunction(() => document.querySelector("h1").textContent.includes("2 December"), { timeout: 10_000 });
  await page.click(".play");
  assert.ok(await page.evaluate(() => window.stays), "the document was loaded anew");
  await page.goBack();
  assert.deepEqual(said, []);
  await close();
}

async function theKeyboardAlone(browser, base) {
  const { page, close } = await open(browser, {}, base + "/?lang=en");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  for (let i = 0; i < 120 && !(await page.evaluate(() => document.activeElement.closest("svg.map"))); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/places\//);
  await close();
}

async function newsOfAGrowingLedger(browser, base) {
  const { page, close } = await open(browser, {}, base + "/?lang=en");
  await page.waitForTimeout(1500);
  assert.equal(await page.isVisible(".news"), false);
  ingest([{ ...hostile, outlet: "الشاهد", text: "سيطرت قوات المعارضة على مدينة حمص، الخميس." }]);
  await page.waitForSelector(".news:not([hidden])", { timeout: 15_000 });
  assert.match(await page.textContent(".news"), /new claim/);
  await close();
}

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  ingest([hostile]);
  const [demo, own] = [await serve(["--demo"]), await serve(["--ledger", ledger])];
  const tests = [[everyPage, demo], [withoutScripts, demo], [lettersStayJoined, demo], [directionsHold, own], [theTimeAxis, demo], [theKeyboardAlone, demo], [newsOfAGrowingLedger, own]];
  for (const [test, base] of tests) {
    await test(browser, base);
    console.log(`ok ${test.name}`);
  }
} finally {
  await browser.close();
  running.forEach((child) => child.kill());
  rmSync(folder, { recursive: true, force: true });
}
