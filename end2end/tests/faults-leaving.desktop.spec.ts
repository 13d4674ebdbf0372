// Leaving with unsaved work asks or keeps; several tabs stay consistent.
import type { Page } from "@playwright/test";
import { createCase, field, openCases, openSection } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { beginEntry, expectOnce, expectSaved, expectTyped, save, typeEntry } from "../support/entries.js";
import { expect, test } from "../support/fixtures.js";
import { enter, expectKeyLoaded, loadKey } from "../support/keys.js";
import { goTo, lock, logOut, unique, unlock } from "../support/people.js";

function newEntry() {
  return { title: unique("Hausbesuch"), text: unique("Noch nicht fertig") };
}

async function begin(page: Page): Promise<void> {
  await createCase(page, { given: "Finn", family: unique("Fort") });
  await beginEntry(page);
}

test.beforeEach(async ({ page, portal }) => enter(page, loginOf(portal.demo, "caseworker")));

test("a link away from unsaved work asks first, and staying keeps everything", async ({ page }) => {
  await begin(page);
  const entry = newEntry();
  await typeEntry(page, entry);
  await goTo(page, "Heute");
  const dialog = page.getByRole("dialog", { name: "Noch nicht gespeichert" });
  await dialog.getByRole("button", { name: "Weiter schreiben" }).click();
  await expect(dialog).toBeHidden();
  await expectTyped(page, entry);
  await goTo(page, "Heute");
  await dialog.getByRole("button", { name: "Verwerfen und gehen" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Heute" })).toBeVisible();
});

test("going back in the history loses nothing: the draft is there again", async ({ page }) => {
  await begin(page);
  const entry = newEntry();
  await typeEntry(page, entry);
  await page.goBack();
  await expect(field(page, "Text")).toHaveCount(0);
  await openSection(page, "Ziele");
  await beginEntry(page);
  await expect(page.getByText("Ihr Entwurf ist noch da.")).toBeVisible();
  await expectTyped(page, entry);
  await save(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
});

test("reloading and closing with unsaved work ask first", async ({ page }) => {
  await begin(page);
  const entry = newEntry();
  await typeEntry(page, entry);
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await page.evaluate(() => location.reload());
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await expectTyped(page, entry);
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(["beforeunload", "beforeunload"]);
  await expectTyped(page, entry);
  await save(page);
  await expectSaved(page);
  await page.evaluate(() => location.reload());
  await expectKeyLoaded(page);
  expect(asked).toHaveLength(2);
});

test("the new case's form keeps what was typed as well", async ({ page }) => {
  await openCases(page);
  await page.getByRole("main").getByRole("link", { name: "Neuer Fall" }).first().click();
  const family = unique("Halb");
  await field(page, "Nachname").fill(family);
  await goTo(page, "Heute");
  await page.getByRole("dialog", { name: "Noch nicht gespeichert" }).getByRole("button", { name: "Weiter schreiben" }).click();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Fälle" })).toBeVisible();
  await page.goForward();
  await expect(field(page, "Nachname")).toHaveValue(family);
  await page.getByRole("button", { name: "Entwurf verwerfen" }).click();
  await expect(field(page, "Nachname")).toHaveValue("");
});

test("locking while somebody writes keeps the draft for the same person", async ({ page, portal }) => {
  await begin(page);
  const entry = newEntry();
  await typeEntry(page, entry);
  await lock(page);
  await expect(page.getByText(entry.title)).toHaveCount(0);
  const login = loginOf(portal.demo, "caseworker");
  const url = page.url();
  await unlock(page, login.password);
  await loadKey(page, login.keyFile ?? "");
  // The key page leads on to where everybody begins; the way back is the browser's.
  for (let at = 0; at < 3 && page.url() !== url; at += 1) await page.goBack();
  await expect(page.getByText("Ihr Entwurf ist noch da")).toBeVisible();
  await expectTyped(page, entry);
  await save(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
});

test("locking one tab locks the other, logging out in one ends the other", async ({ page, context, portal }) => {
  const other = await context.newPage();
  await other.goto("/faelle");
  await expectKeyLoaded(other);
  await lock(page);
  await expect(other.getByRole("heading", { level: 1, name: "Gesperrt" })).toBeVisible();
  await unlock(page, loginOf(portal.demo, "caseworker").password);
  await unlock(other, loginOf(portal.demo, "caseworker").password);
  await expect(other.getByRole("heading", { level: 1, name: "Fälle" })).toBeVisible();
  await logOut(page);
  await expect(other.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
  await other.reload();
  await expect(other.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
});

test("two tabs of the same person at the same case both save, and nothing is lost", async ({ page, context }) => {
  await begin(page);
  const other = await context.newPage();
  await other.goto(page.url());
  const [first, second] = [newEntry(), newEntry()];
  await expect(field(other, "Text")).toBeVisible();
  await typeEntry(page, first);
  await typeEntry(other, second);
  await save(page);
  await expectSaved(page);
  await save(other);
  await expectSaved(other);
  await expectOnce(page, first.title);
  await expectOnce(page, second.title);
});
