// On A4: a case, a rating sheet and the whole story of an entry, without what belongs to the screen.
import { createCase, openSection } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { beginEntry, expectSaved, save, typeEntry } from "../support/entries.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { unique } from "../support/people.js";

/** Width of the text on A4 with the margins of the print style, in CSS pixels. */
const A4_TEXT = Math.round(((210 - 2 * 16) / 25.4) * 96);

test("a printed case holds the file and nothing of the screen around it", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  const family = unique("Papier");
  const code = await createCase(page, { given: "Ida", family });
  await beginEntry(page);
  await typeEntry(page, { title: "Hausbesuch", text: "Ein langer Satz über den Besuch. ".repeat(120) });
  await save(page);
  await expectSaved(page);
  await page.setViewportSize({ width: A4_TEXT, height: 1000 });
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText(`Vertrauliche Sozialdaten · Fall ${code} · gedruckt am`)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: family })).toBeVisible();
  await expect(page.getByText("Ein langer Satz über den Besuch.").filter({ visible: true }).first()).toBeVisible();
  for (const screen of [page.getByRole("navigation"), page.getByRole("button"), page.getByText("Gespeichert.", { exact: true })]) {
    await expect(screen.filter({ visible: true })).toHaveCount(0);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  expect((await page.pdf({ format: "A4", preferCSSPageSize: true })).subarray(0, 5).toString()).toBe("%PDF-");

  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 1280, height: 860 });
  await openSection(page, "Bewertungen");
  await page.getByRole("main").getByRole("link", { name: "Neue Bewertung" }).first().click();
  await expect(page.getByRole("heading", { name: "Erziehung im Alltag" })).toBeVisible();
  await page.setViewportSize({ width: A4_TEXT, height: 1000 });
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { level: 4 }).filter({ visible: true })).toHaveCount(9);
  await expect(page.getByRole("button").filter({ visible: true })).toHaveCount(0);
});
