// The list of cases in daily work: typing errors, columns, saved views, coming back, many cases at once.
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.js";
import { createCase, openCases } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { unique } from "../support/people.js";

function rows(page: Page): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader") });
}

async function openFilters(page: Page): Promise<void> {
  await page.getByText(/^Filter( \(\d+\))?$/).click();
}

test("a typing error and another spelling of an umlaut are forgiven, and come after what is exact", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  const [exact, near] = [unique("Grünspecht"), unique("Grunspacht")];
  await createCase(page, { given: "Fee", family: exact });
  // The message of the one must not be taken for that of the other.
  await expect(page.getByText(/ist angelegt\.$/)).toBeHidden({ timeout: 20_000 });
  await createCase(page, { given: "Ida", family: near });
  await openCases(page);
  const search = page.getByRole("searchbox");
  for (const typed of ["Gruenspecht", "grunspecht", "Grünspehct"]) {
    await search.fill(typed);
    await expect(rows(page).filter({ hasText: exact }), typed).toHaveCount(1);
  }
  await search.fill("Grünspecht");
  await expect(rows(page).first()).toContainText(exact);
  await expect(page.getByRole("status").filter({ hasText: /Durchsucht sind die Namen aller \d+ Fälle\./ })).toBeVisible();
});

test("columns are chosen, and a saved view brings filters, order and columns back, after a reload too", async ({ page, portal, watch }) => {
  await enter(page, loginOf(portal.demo, "manager"));
  await openCases(page);
  await expect(rows(page).first()).toBeVisible();
  await openFilters(page);
  const choice = page.getByRole("group", { name: "Spalten" });
  await choice.getByLabel("Einheit").uncheck();
  await choice.getByLabel("Geändert").check();
  const heading = (name: string) => page.locator("thead th").filter({ hasText: name });
  await expect(heading("Geändert")).toHaveCount(1);
  await expect(heading("Einheit")).toHaveCount(0);
  await page.getByRole("combobox", { name: "Zuständig", exact: true }).selectOption({ label: "Jale Özdemir" });
  await expect(page.getByText("Filter (1)")).toBeVisible();
  await expect(rows(page).first()).toContainText("Jale Özdemir");
  const hers = await rows(page).count();

  const name = unique("Jales Fälle");
  await page.getByText("Ansichten", { exact: true }).click();
  await page.getByLabel("Jetzige Ansicht speichern als").fill(name);
  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await expect(page.getByText(`Ansicht „${name}“ ist gespeichert.`)).toBeVisible();
  await expectAccessible(page, "columns and views");
  await page.getByRole("button", { name: "Filter zurücksetzen" }).first().click();
  await expect(page.getByText("Filter (1)")).toBeHidden();
  await page.reload();
  await expect(rows(page).first()).toBeVisible();
  await page.getByText("Ansichten", { exact: true }).click();
  await page.getByRole("button", { name, exact: true }).click();
  await expect(page.getByText("Filter (1)")).toBeVisible();
  await expect(rows(page).first()).toContainText("Jale Özdemir");
  expect(await rows(page).count()).toBe(hers);
  await expect(heading("Geändert")).toHaveCount(1);
  await expect(page.getByRole("button", { name, exact: true })).toHaveAttribute("aria-pressed", "true");
  expect(await watch.findReadable([name])).toEqual([]);

  await page.getByRole("button", { name: `Ansicht „${name}“ löschen` }).click();
  await expect(page.getByRole("button", { name, exact: true })).toBeHidden();
  await page.getByRole("button", { name: "Rückgängig machen" }).click();
  await expect(page.getByRole("button", { name, exact: true })).toBeVisible();
});

test("search and filters are as they were after looking into a case and after a reload", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "manager"));
  await openCases(page);
  await expect(rows(page).first()).toBeVisible();
  // So low that even a few cases have to be scrolled.
  await page.setViewportSize({ width: 1280, height: 300 });
  const link = rows(page).last().getByRole("link");
  await link.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  await expect.poll(async () => page.evaluate(() => window.scrollY)).toBeGreaterThan(100);
  const before = await page.evaluate(() => window.scrollY);
  await link.click();
  await expect(page.getByRole("navigation", { name: "Teile der Akte" })).toBeVisible();
  await page.goBack();
  await expect(rows(page).first()).toBeVisible();
  await expect.poll(async () => page.evaluate(() => window.scrollY)).toBeGreaterThan(before - 80);
});

test("several cases are given to somebody else and closed by keyboard, with what did not work, and undone", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "manager"));
  const family = unique("Sammelbearbeitung");
  const codes: string[] = [];
  for (const given of ["Eins", "Zwei"]) {
    codes.push(await createCase(page, { given, family }));
    // The message of the one must not be taken for that of the other.
    await expect(page.getByText(/ist angelegt\.$/)).toBeHidden({ timeout: 20_000 });
  }
  await openCases(page);
  await page.getByRole("searchbox").fill(family);
  await expect(rows(page)).toHaveCount(2);
  for (const row of await rows(page).all()) {
    await row.getByRole("checkbox").focus();
    await page.keyboard.press("Space");
  }
  const bar = page.getByRole("region", { name: "Auswahl" });
  await expect(bar.getByText("2 Fälle ausgewählt")).toBeVisible();

  await test.step("give them to a colleague", async () => {
    await bar.getByRole("button", { name: "Neu zuweisen" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "2 Fälle neu zuweisen" });
    const person = dialog.getByLabel("Zuständig", { exact: true });
    await person.selectOption({ label: loginOf(portal.demo, "caseworker").name });
    await expectAccessible(page, "reassigning several cases");
    await dialog.getByRole("button", { name: "Zuweisen", exact: true }).press("Enter");
    await expect(bar.getByText("2 Fälle erledigt.")).toBeVisible({ timeout: 20_000 });
  });
  await test.step("and undo it", async () => {
    await bar.getByRole("button", { name: "Rückgängig machen" }).press("Enter");
    await expect(bar.getByText("2 Fälle erledigt.")).toBeVisible({ timeout: 20_000 });
    await bar.getByRole("button", { name: "Verstanden" }).press("Enter");
    await expect(bar).toBeHidden();
  });
  await test.step("close all that are shown", async () => {
    for (const row of await rows(page).all()) await row.getByRole("checkbox").check();
    await bar.getByRole("button", { name: "Abschließen" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "2 Fälle abschließen" });
    await dialog.getByLabel("Art der Beendigung").selectOption({ index: 1 });
    await dialog.getByRole("button", { name: "Abschließen", exact: true }).press("Enter");
    await expect(bar.getByText("2 Fälle erledigt.")).toBeVisible({ timeout: 20_000 });
    await expect(rows(page)).toHaveCount(0);
  });
  expect(codes).toHaveLength(2);
});
