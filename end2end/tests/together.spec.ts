// Two people in the same case: each sees that the other one writes, and afterwards what was written.
import { expectAccessible } from "../support/accessibility.js";
import { createCase, field } from "../support/cases.js";
import { managerOf } from "../support/colleagues.js";
import { loginOf } from "../support/demo.js";
import { beginEntry, expectSaved, save, typeEntry } from "../support/entries.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { unique } from "../support/people.js";

/** A form says that it is open every 20 seconds. */
const BEAT = 30_000;

test("whoever opens a form sees who writes there, until the other one leaves", async ({ page, portal, newDevice }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Zoe", family: unique("Gemeinsam") });
  await beginEntry(page);
  await typeEntry(page, { title: unique("Elternabend"), text: "Alle waren da." });
  await save(page);
  await expectSaved(page);
  await page.getByRole("button", { name: "Bearbeiten" }).click();
  await expect(field(page, "Text")).toBeVisible();

  const other = await newDevice("desktop");
  await enter(other, managerOf(portal.demo));
  await other.goto(page.url());
  const heard = other.waitForResponse((response) => response.url().endsWith("/presence"));
  await other.getByRole("button", { name: "Bearbeiten" }).click();
  expect(Object.keys((await (await heard).json()) as object)).toEqual(["writing"]);
  await expect(other.getByText("Jale Özdemir schreibt gerade hier.")).toBeVisible();
  await expectAccessible(other, "somebody else writes here");
  await expect(page.getByText(/^.+ schreibt gerade hier\.$/)).toBeVisible({ timeout: BEAT });

  await test.step("a new entry is another place of the same case", async () => {
    await beginEntry(other);
    await expect(other.getByText("Jale Özdemir schreibt gerade in dieser Akte.")).toBeVisible();
  });
  await test.step("whoever closes the form is gone at once", async () => {
    const gone = page.waitForResponse((response) => response.url().includes("/presence") && response.request().method() === "DELETE");
    await page.getByRole("button", { name: "Abbrechen" }).click();
    expect((await gone).status()).toBe(204);
    await expect(other.getByText(/schreibt gerade/)).toHaveCount(0, { timeout: BEAT });
  });
});

test("what a colleague wrote stands on the first page of the day until it was seen", async ({ page, portal, newDevice }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  const family = unique("Neuigkeit");
  await createCase(page, { given: "Zoe", family });
  await beginEntry(page);
  const url = page.url();

  const other = await newDevice("desktop");
  await enter(other, managerOf(portal.demo));
  await other.goto(url);
  await typeEntry(other, { title: "Übergabe", text: "Bitte morgen anrufen." });
  await save(other);
  await expectSaved(other);

  await page.goto("/heute");
  const news = page.getByRole("region", { name: "Neu von anderen" });
  const item = news.getByRole("listitem").filter({ hasText: family });
  await expect(item).toHaveCount(1);
  await expect(item).toContainText(/geschrieben von .+, /);
  await expectAccessible(page, "today with news");
  await item.getByRole("link").click();
  await expect(page.getByText("Bitte morgen anrufen.").filter({ visible: true }).first()).toBeVisible();
  await page.goto("/heute");
  await expect(page.getByRole("heading", { name: "Neu von anderen" })).toBeVisible();
  await expect(item).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Zuletzt geöffnet" }).getByRole("listitem").first()).toContainText(family);
  await test.step("everything can be marked as read", async () => {
    const all = news.getByRole("button", { name: "Alles gelesen" });
    if (await all.isVisible()) await all.click();
    await expect(news.getByText("Nichts Neues")).toBeVisible();
    await page.reload();
    await expect(news.getByText("Nichts Neues")).toBeVisible();
  });
});
