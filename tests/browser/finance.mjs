// Finance's pages: the states that are looked at, and what is done in them.
import { readFileSync } from "node:fs";

export const STATES = [
  ["/compare/2017-18/2018-19"],
  ["/compare/2017-18/2018-19?service=nursery&only=rises", undefined, "of a service"],
  ["/compare/2017-18/2018-19?above=lots", undefined, "error"],
  ["/compare/2018-19/2017-18", undefined, "with falls"],
  ["/appendix/2018-19"], ["/appendix/2018-19?cited=yes", undefined, "with sources"],
  ["/policy/2017-18/2018-19"], ["/policy/2018-19/2017-18", undefined, "without a policy"],
  ["/policy/2017-18/2018-19?rule=nursery_at_most_3", undefined, "of a rule"],
  ["/forecast/2017-18/2018-19"], ["/forecast/2018-19/2017-18", undefined, "without a budget"],
  ["/uprate/2018-19"],
  ["/uprate/2018-19", { "by.all": "3", "round.all": "5p" }, "calculated"],
  ["/uprate/2018-19", { "by.all": "lots", "set.nursery.lunch": "3.30" }, "error"],
];

// Whether an address is of these pages, which carry no facts about people.
export const isOwn = (url) => /\/(compare|appendix|policy|forecast|uprate)\//.test(url);

const cell = (page, charge, number) => page.locator(`tr:has([name="set.${charge}"]) > *`).nth(number).innerText();

export function reached({ root, fill, send, expect }) {
  const volumes = readFileSync(new URL("../../examples/volumes.csv", import.meta.url));
  return [
    ["forecast from volumes", async (page) => {
      await page.goto(`${root}/forecast/2017-18/2018-19`);
      await page.locator("summary", { hasText: "Forecast from volumes" }).click();
      await page.locator("[name=file]").setInputFiles({ name: "v.csv", mimeType: "text/csv", buffer: volumes });
      await send(page);
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "Download as CSV" }).click()]);
      const csv = readFileSync(await download.path(), "utf8");
      expect(csv.startsWith("\ufeffStream,"), `forecast: the file begins with ${csv.slice(0, 20)}`);
    }],
    ["forecast error", async (page) => {
      await page.goto(`${root}/forecast/2017-18/2018-19`);
      await page.locator("summary", { hasText: "Forecast from volumes" }).click();
      await page.locator("[name=volumes]").fill("charge,volume\nnursery.caviar,many\n");
      await send(page);
      await page.locator(".summary a").first().waitFor();
    }],
    ["uprate typed", async (page) => {
      await page.goto(`${root}/uprate/2018-19`);
      await page.locator("[name='by.all']").focus();
      await page.keyboard.type("3");
      await page.keyboard.press("Tab");
      await page.keyboard.type("5p");
      // Between the two keys of 5p the prices may be those of £5.
      await page.waitForFunction(() => document.querySelector('tr:has([name="set.nursery.hourly"])').children[5].innerText === "£5.65", null, { timeout: 60000 });
      expect((await page.evaluate(() => document.activeElement.name)) === "round.all", "uprate: the focus moves");
      await fill(page, { "set.nursery.lunch": "3.30" });
      await page.waitForFunction(() => document.body.innerText.includes("Give a reason for the price of"), null, { timeout: 60000 });
      await fill(page, { "note.nursery.lunch": "the caterer's price" });
      await page.waitForFunction(() => document.body.innerText.includes("Set: the caterer's price"), null, { timeout: 60000 });
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "The file of 2019/20" }).click()]);
      expect(download.suggestedFilename() === "2019-20.ron", `uprate: the file is called ${download.suggestedFilename()}`);
      const file = readFileSync(await download.path(), "utf8");
      expect(/\(id: "lunch", +price: +3.30, +row: 56, note: "the caterer's price"\)/.test(file), "uprate: the price by hand is not in the file");
    }],
  ];
}

// Next year's prices without script: the button gives what typing does.
export async function withoutScript({ page, root, fill, expect }) {
  await page.goto(`${root}/uprate/2018-19`);
  await fill(page, { "by.all": "3", "round.all": "5p" });
  await Promise.all([page.waitForNavigation(), page.locator("[name='round.all']").press("Enter")]);
  expect((await cell(page, "nursery.hourly", 5)) === "£5.65", "uprate without script: another price");
}

// A paper is printed in landscape, its headings on every sheet.
export async function paper({ page, root, expect }) {
  await page.goto(`${root}/compare/2017-18/2018-19?service=nursery`);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const sheets = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)];
  expect(sheets.length > 0 && sheets.every(([, width, height]) => Number(width) > Number(height)), "a comparison is not printed in landscape");
}
