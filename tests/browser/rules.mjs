// The states of the rules' pages and of the workbench.
const FILE = "rules/music/2017-04-01.ron";

// The edited text with one part of it replaced.
const edit = (page, old, next) => page.evaluate(([old, next]) => {
  const text = document.querySelector("#text");
  text.value = text.value.replace(old, next);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}, [old, next]);

const press = (page, words) => Promise.all([page.waitForNavigation(), page.locator("button", { hasText: words }).first().click()]);

export const ruleStates = (root, { expect, fill }) => [
  ["rules", (page) => page.goto(`${root}/rules`)],
  ["rules of music", (page) => page.goto(`${root}/rules/music`)],
  ["rules of head start", async (page) => {
    await page.goto(`${root}/rules/head-start`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
  }],
  ["two days side by side", (page) => page.goto(`${root}/rules/nursery?before=2018-03-31&after=2018-04-01`)],
  ["days that cannot be compared", (page) => page.goto(`${root}/rules/nursery?before=31/4/2018&after=`)],
  ["workbench", (page) => page.goto(`${root}/workbench`)],
  ["workbench file", (page) => page.goto(`${root}/workbench/edit?file=${FILE}`)],
  ["workbench error while typing", async (page) => {
    await page.goto(`${root}/workbench/edit?file=${FILE}`);
    await edit(page, "lessons > 0", "lesons > 0");
    await page.waitForSelector(".remarks li", { timeout: 60000 });
    await page.locator("[data-start]").first().click();
    const chosen = await page.evaluate(() => { const text = document.querySelector("#text"); return text.value.slice(text.selectionStart, text.selectionEnd); });
    expect(chosen === "lesons", `workbench: a remark selects ${chosen}`);
  }],
  ["workbench effect", async (page) => {
    await page.goto(`${root}/workbench/edit?file=${FILE}`);
    await edit(page, "take: \"50%\"", "take: \"25%\"");
    await press(page, "Show the effect");
    expect((await page.locator("td", { hasText: "dearer" }).count()) > 0, "workbench: no case is dearer");
  }],
  ["workbench asked", async (page) => {
    await page.goto(`${root}/workbench/edit?file=${FILE}`);
    await edit(page, "take: \"50%\"", "take: \"25%\"");
    await press(page, "Ask the draft");
    await fill(page, { on: "1/5/2018", lessons: "10", minutes: "20", pupils: "2", free_school_meals: "yes", key_stage: "2" });
    await page.waitForFunction(() => document.querySelector("[data-total]")?.textContent === "£37.50", null, { timeout: 60000 });
    await press(page, "Back to the text");
    expect((await page.locator("#text").inputValue()).includes("take: \"25%\""), "workbench: the draft is lost on the way back");
  }],
];
