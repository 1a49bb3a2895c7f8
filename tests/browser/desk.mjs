// The pages in a browser: accessibility, keyboard, paper, narrow screens, and
// that no confidential fact is found anywhere. Prints what it measured; fails
// with every fault found.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import * as finance from "./finance.mjs";
import { ruleStates } from "./rules.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const [program, browserPath, shots] = process.argv.slice(2);
const faults = [];
const fault = (words) => { faults.push(words); console.error(`FAULT ${words}`); };
const expect = (holds, words) => { if (!holds) fault(words); };

let log = "";
const service = spawn(program, ["serve", "--listen", "127.0.0.1:0", "--workbench"]);
service.stderr.on("data", (text) => { log += text; });
const root = await new Promise((done) => service.stdout.once("data", (text) => done(String(text).trim())));
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60000);
  page.on("console", (it) => { if (/Content Security Policy/i.test(it.text())) fault(`policy: ${it.text()}`); });
  const traffic = { asked: 0, replied: 0 };
  page.on("request", () => { traffic.asked += 1; });
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, () => { traffic.replied += 1; });
  traffics.set(page, traffic);
  page.on("pageerror", (error) => fault(`script: ${error}`));
  return page;
}

// Waits until every request that a page has made is answered and drawn.
const traffics = new WeakMap();
async function replied(page) {
  const drawn = () => page.evaluate(() => new Promise(requestAnimationFrame));
  await drawn();
  const traffic = traffics.get(page);
  while (traffic.replied < traffic.asked) await page.waitForEvent("requestfinished");
  await drawn();
}

const answered = (page) => page.waitForSelector("[data-total]", { timeout: 60000 });
// Presses the button. With script a page that asks for confidential facts stays, and
// the focus goes to the answer.
async function send(page) {
  const button = page.locator("form button.main").last();
  const stays = await page.evaluate(() => document.documentElement.classList.contains("js") && document.querySelector("form[data-live] .confidential") !== null);
  if (!stays) return Promise.all([page.waitForNavigation(), button.click()]);
  await button.click();
  return page.waitForFunction(() => document.activeElement.tagName === "H2", null, { timeout: 60000 });
}

// Presses a button of the answer that leads to another page. It is found and pressed at
// once: a later reply puts another button in its place.
const press = (page, words) => Promise.all([page.waitForNavigation(), page.evaluate((words) => {
  [...document.querySelectorAll("#answer button")].find((it) => it.textContent.includes(words)).click();
}, words)]);

// Fills in fields by name; a choice by its value.
async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`[name="${name}"]`).first();
    const type = await field.evaluate((it) => it.type);
    if (type === "radio" || type === "checkbox") await page.locator(`[name="${name}"][value="${value}"]`).check({ force: true });
    else if (type === "select-one") await field.selectOption(value);
    else await field.fill(value);
  }
}

const MUSIC = { on: "1/5/2018", lessons: "10", minutes: "20", pupils: "2", free_school_meals: "yes", key_stage: "2" };
const child = (number, born) => ({ [`children.${number}.date_of_birth`]: born, [`children.${number}.pattern`]: "full" });

// Every page in each of its states, with what is filled in.
const STATES = [
  ["/"], ["/api"], ["/accessibility"], ["/privacy"], ["/transparency"], ["/about"], ["/nowhere"],
  ["/quote/music"], ["/quote/nursery"], ["/quote/grangewaters"],
  ["/screen/head-start"], ["/screen/childcare"], ["/screen/council-tax"],
  ["/quote/music", MUSIC, "answered"],
  ["/quote/music", { on: "1/5/2018", lessons: "10" }, "undetermined"],
  ["/quote/music", { on: "1/5/2018", lessons: "many" }, "error"],
  ["/quote/nursery", { on: "1/5/2018", ...child(1, "1/5/2016") }, "one child"],
  ["/quote/grangewaters", { on: "12/6/2018" }, "undetermined"],
  ["/screen/head-start", { on: "15/6/2018", date_of_birth: "1/3/1991" }, "no"],
  ["/screen/head-start", { on: "15/6/2018", date_of_birth: "1/3/1999" }, "undetermined"],
  ["/screen/head-start", { on: "15/6/2018", date_of_birth: "1/3/1999", unspent_convictions: "arson" }, "refer"],
  ["/screen/head-start", { on: "15/6/2018", date_of_birth: "tomorrow" }, "error"],
  ["/prices/2018-19"], ["/prices/2018-19?find=lunch", undefined, "found"], ["/prices/2018-19?find=nothing", undefined, "none"],
  ["/charges/nursery.lunch"], ["/saved"], ["/screen/head-start/applicants"],
  ...finance.STATES,
];

const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
const applicants = readFileSync(new URL("../../examples/batch/applicants.csv", import.meta.url), "utf8");

// A saved answer of the programs' interface.
async function answerOf(kind, set, question) {
  const reply = await fetch(`${root}/v1/${kind}/${set}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question) });
  return reply.text();
}

const LESSONS = { on: "2018-05-01", facts: { lessons: 10, minutes: 20, pupils: 2, free_school_meals: true, key_stage: 2 } };
const CONVICTED = (kind) => ({ on: "2018-06-15", facts: { date_of_birth: "1999-03-01", unspent_convictions: [kind] } });

// States that a file or a button leads to: each a name, and how it is reached.
const REACHED = [
  ["applicants in order", async (page) => {
    await page.goto(`${root}/screen/head-start/applicants`);
    await fill(page, { on: "15/6/2018", "places.four_bedroom": "1" });
    await page.locator("[name=file]").setInputFiles(file("a.csv", applicants));
    await send(page);
    expect((await page.locator("th[scope=row]").allTextContents()).length === 6, "applicants: not all six are listed");
  }],
  ["applicants error", async (page) => {
    await page.goto(`${root}/screen/head-start/applicants`);
    await page.locator("[name=text]").fill("ref,date_of_birth\nA,yesterday\n");
    await send(page);
    await page.locator(".summary a").first().waitFor();
  }],
  ["saved identical", async (page) => {
    await page.goto(`${root}/saved`);
    await page.locator("[name=file]").setInputFiles(file("a.json", await answerOf("quotes", "music", LESSONS)));
    await send(page);
    expect((await page.locator("[data-total]").textContent()) === "£25.00", "saved: another total");
    expect((await page.locator(".notice").textContent()).startsWith("Identical"), "saved: not identical");
  }],
  ["saved altered", async (page) => {
    await page.goto(`${root}/saved`);
    const saved = await answerOf("quotes", "music", LESSONS);
    await page.locator("[name=answer]").fill(saved.replace('"total":"25.00"', '"total":"24.00"'));
    await send(page);
    expect((await page.locator(".notice").textContent()).startsWith("Altered"), "saved: an altered answer is not found");
  }],
  ["saved withheld", async (page) => {
    await page.goto(`${root}/saved`);
    await page.locator("[name=answer]").fill(await answerOf("screenings", "head-start", CONVICTED("arson")));
    await send(page);
    await page.locator("#withheld").waitFor();
  }],
  ["saved error", async (page) => {
    await page.goto(`${root}/saved`);
    await page.locator("[name=answer]").fill("{}");
    await send(page);
    await page.locator(".summary a").first().waitFor();
  }],
  ["working", async (page) => {
    await page.goto(`${root}/quote/music`);
    await fill(page, MUSIC);
    await answered(page);
    await press(page, "How this was calculated");
    await page.locator(".steps").first().waitFor();
  }],
  ["letter", async (page) => {
    await page.goto(`${root}/screen/head-start`);
    await fill(page, { on: "15/6/2018", date_of_birth: "1/3/1991" });
    await send(page);
    await press(page, "Write a letter");
    expect((await page.locator("#letter").inputValue()).length > 200, "there is no letter");
  }],
  ["compared", async (page) => {
    await page.goto(`${root}/quote/music`);
    await fill(page, MUSIC);
    await answered(page);
    await press(page, "Keep to compare");
    await fill(page, { lessons: "12" });
    await page.waitForFunction(() => document.querySelector("[data-total]")?.textContent === "£30.00", null, { timeout: 60000 });
  }],
];

async function everyReachedState() {
  const finances = finance.reached({ root, fill, send, expect });
  const rules = ruleStates(root, { expect, fill });
  for (const [name, reach] of [...REACHED, ...finances, ...rules]) {
    const page = await open();
    await reach(page).catch((error) => fault(`${name}: ${error}`));
    await look(page, name);
    await page.context().close();
  }
}

async function accessible(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules }), RULES);
  for (const it of violations) fault(`axe ${name}: ${it.id}: ${it.nodes.slice(0, 3).map((node) => node.target).join(" | ")}`);
}

async function everyState() {
  for (const [path, values, state = "empty"] of STATES) {
    const name = `${path} ${state}`;
    const page = await open();
    await page.goto(root + path);
    if (values) { await fill(page, values); await send(page); }
    await look(page, name);
    await page.context().close();
  }
}

// Whether a page is whole in its state: for a screen reader, narrow, in forced colours.
async function look(page, name) {
  await accessible(page, name);
  expect(finance.isOwn(page.url()) || !/=/.test(page.url().replace(/\?(find=\w+|file=[\w./-]+|before=.*)$/, "")), `${name}: a fact in the address`);
  const picture = name.replaceAll(/[^a-z]+/g, "-");
  if (shots) await page.screenshot({ path: `${shots}/${picture}.png`, fullPage: true });
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
  expect(wide <= 1280, `${name}: ${wide} px wide on a screen of 1280`);
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
  expect(width <= 320, `${name}: ${width} px wide on a screen of 320`);
  if (shots) await page.screenshot({ path: `${shots}/${picture}-narrow.png`, fullPage: true });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ forcedColors: "active" });
  await accessible(page, `${name}, forced colours`);
}

// Counts the keys that fill in a form from its first field on.
async function keys(page, values) {
  let count = 0;
  const press = async (key) => { await page.keyboard.press(key); count += 1; };
  const name = () => page.evaluate(() => document.activeElement.name);
  for (const [field, typed] of Object.entries(values)) {
    for (let tries = 0; (await name()) !== field && tries < 60; tries += 1) await press("Tab");
    expect((await name()) === field, `keyboard: ${field} is not reached`);
    for (const key of Array.isArray(typed) ? typed : [...typed]) await press(key);
  }
  return count;
}

async function keyboard() {
  const page = await open();
  await page.goto(`${root}/quote/music`);
  await page.locator("[name=on]").fill("1/5/2018");
  await answered(page);
  await page.locator("[name=lessons]").focus();
  const count = await keys(page, { lessons: "10", minutes: "20", pupils: "2", free_school_meals: ["Space"], key_stage: "2" });
  const since = Date.now();
  await page.waitForFunction(() => document.querySelector("[data-total]").textContent === "£25.00", null, { timeout: 60000 });
  console.log(`keys of the README's quote: ${count}; last key to total: ${Date.now() - since} ms, 200 of them waiting`);
  expect(count <= 15, `the README's quote takes ${count} keys`);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
  expect(outline === "3px", `the focus is ${outline} wide`);
  await page.locator("a", { hasText: "About this service" }).click();
  await page.goBack();
  await page.waitForSelector("[name=lessons]");
  expect((await page.locator("[name=lessons]").inputValue()) === "10", "Back loses what was typed");
  await page.context().close();
}

// Three children at the nursery: full days, three days a week, with lunches.
async function threeChildren() {
  const page = await open();
  await page.goto(`${root}/quote/nursery`);
  await page.locator("[name=on]").fill("1/5/2018");
  let count = 0;
  for (const [number, born] of [[1, "1/5/2016"], [2, "3/9/2014"], [3, "1/2/2017"]]) {
    const name = (field) => `children.${number}.${field}`;
    if (number === 1) await page.locator(`[name="${name("date_of_birth")}"]`).focus();
    await page.waitForFunction((first) => document.activeElement.name === first, name("date_of_birth"), { timeout: 60000 });
    count += await keys(page, { [name("date_of_birth")]: born, [name("pattern")]: ["ArrowDown"] });
    await replied(page);
    count += await keys(page, { [name("days_per_week")]: "3", [name("lunches_per_week")]: "3" });
    await answered(page);
    if (number < 3) {
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Control+Enter")]);
      count += 2;
    }
  }
  await page.waitForFunction(() => document.querySelector("[data-total]")?.textContent.startsWith("£4"), null, { timeout: 60000 });
  console.log(`keys of three children: ${count}; ${await page.locator("[data-total]").textContent()}`);
  expect(count <= 60, `three children take ${count} keys`);
  await page.context().close();
}

// An answer that comes while a button of the last one is held down waits for it.
async function heldButton() {
  const page = await open();
  await page.goto(`${root}/quote/music`);
  await fill(page, { on: "1/5/2018", lessons: "10", minutes: "20", pupils: "2" });
  await send(page);
  let reply;
  const held = new Promise((done) => { reply = done; });
  await page.route("**/quote/music", async (route) => { await held; await route.continue(); });
  await page.locator("[name=lessons]").fill("11");
  const working = page.locator("#answer summary").first();
  await working.scrollIntoViewIfNeeded();
  const box = await working.boundingBox();
  const summary = await working.elementHandle();
  await page.mouse.move(box.x + 10, box.y + box.height / 2);
  await page.mouse.down();
  // The field that was left asks once more.
  await page.waitForFunction(() => document.activeElement.name !== "lessons", null, { timeout: 60000 });
  reply();
  await replied(page);
  expect(await summary.evaluate((it) => it.isConnected), "an answer replaces the button that is held down");
  await page.mouse.up();
  await page.waitForFunction((it) => !it.isConnected, summary, { timeout: 60000 });
  expect(await page.locator("#answer details[open] > summary").count() > 0, "a click is lost when an answer comes");
  await page.context().close();
}

async function withoutScript() {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${root}/quote/music`);
  await fill(page, MUSIC);
  await page.locator("[name=key_stage]").press("Enter");
  await page.waitForLoadState();
  expect((await page.locator("[data-total]").textContent()) === "£25.00", "without script: another total");
  await page.goto(`${root}/quote/nursery`);
  await fill(page, { on: "1/5/2018", ...child(1, "1/5/2016") });
  await page.locator("button[name=_add]").click();
  await fill(page, child(2, "1/5/2015"));
  await page.locator("button[value='children.1']").click();
  expect((await page.locator("[name='children.1.date_of_birth']").inputValue()) === "1/5/2015", "without script: removing a child");
  await finance.withoutScript({ page, root, fill, expect });
  await page.context().close();
}

const pageCount = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;

async function paper() {
  const page = await open();
  for (const [path, values] of [["/quote/music", MUSIC], ["/screen/head-start", { on: "15/6/2018", date_of_birth: "1/3/1991" }]]) {
    await page.goto(root + path);
    await fill(page, values);
    await send(page);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pageCount(pdf) === 1, `${path} prints on ${pageCount(pdf)} sheets`);
    await page.emulateMedia({ media: "print" });
    if (shots) await page.screenshot({ path: `${shots}/print${path.replaceAll("/", "-")}.png`, fullPage: true });
    await page.emulateMedia({ media: null });
  }
  await finance.paper({ page, root, expect });
  await page.context().close();
}

// What was answered to a confidential question is nowhere: two answers leave the same.
async function canary() {
  const left = [];
  const text = (page) => page.evaluate(() => [document.body.innerText, ...[...document.querySelectorAll("textarea, input")].map((it) => `${it.name}=${it.type === "checkbox" ? it.checked : it.value}`), document.cookie].join("\n"));
  for (const kind of ["arson", "fraud"]) {
    const page = await open();
    await page.goto(`${root}/screen/head-start`);
    await fill(page, { on: "15/6/2018", date_of_birth: "1/3/1999", unspent_convictions: kind });
    await send(page);
    const answer = await page.locator("#answer").innerHTML();
    const stored = await page.evaluate(() => [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href].join("\n"));
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#answer button", { hasText: "Save the answer" }).click()]);
    const saved = readFileSync(await download.path(), "utf8");
    const pdf = pageCount(await page.pdf());
    const printed = await page.evaluate(() => document.querySelector(".gives").innerText);
    await press(page, "How this was calculated");
    const working = await text(page);
    await page.goBack();
    const reloaded = await open({ javaScriptEnabled: false });
    await reloaded.goto(`${root}/screen/head-start`);
    await fill(reloaded, { on: "15/6/2018", date_of_birth: "1/3/1999", unspent_convictions: kind });
    await Promise.all([reloaded.waitForNavigation(), reloaded.locator("button.main").click()]);
    const ticked = await reloaded.locator("[name=unspent_convictions]:checked").count();
    expect(ticked === 0, "a confidential answer is written back");
    const page2 = await reloaded.content();
    await Promise.all([reloaded.waitForNavigation(), reloaded.locator("#answer button", { hasText: "Write a letter" }).click()]);
    const letter = await reloaded.content();
    await reloaded.context().close();
    const state = [answer, stored, saved, pdf, printed, working, page2, letter].join("\n----\n");
    left.push(state.replaceAll(/\b[0-9a-f]{10,}\b/g, "#"));
    await page.context().close();
  }
  const parts = left.map((it) => it.split("\n----\n"));
  const names = ["answer", "storage or address", "saved answer", "print", "print", "working", "page without script", "letter"];
  names.forEach((name, at) => expect(parts[0][at] === parts[1][at], `a confidential answer shows in the ${name}`));
  // An identifier of a request can end in 1999, so the whole day is looked for.
  const logged = log.split("\n").filter((line) => /arson|fraud|\/1991|\/1999|1991-03-01|1999-03-01|date_of_birth/.test(line));
  expect(logged.length === 0, `the log has facts: ${logged[0]}`);
}

async function sizes() {
  const page = await open();
  const seen = [];
  page.on("response", (it) => seen.push(it.url()));
  await page.goto(`${root}/quote/music`);
  await fill(page, MUSIC);
  await send(page);
  const html = await page.content();
  console.log(`requests of a page: ${seen.length / 2}; HTML of an answered quote: ${html.length} bytes`);
  await page.context().close();
}

try {
  for (const part of [everyState, everyReachedState, keyboard, threeChildren, heldButton, withoutScript, paper, canary, sizes]) {
    console.log(`browser: ${part.name}`);
    await part().catch((error) => fault(`${part.name}: ${error}`));
  }
} finally {
  await browser.close();
  service.kill();
}
console.log(faults.length === 0 ? "browser: no fault" : `browser: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
