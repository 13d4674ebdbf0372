// Saving when network, server or session fail: the page says so, what was typed stays, and saving
// again stores it once.
import { beginCase, createCase, field, openCases } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { beginEntry, expectOnce, expectSaved, expectTyped, save, saveAgain, typeEntry } from "../support/entries.js";
import { CASES, endSession, loseAnswers } from "../support/faults.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { unique } from "../support/people.js";

const OFFLINE = "Keine Verbindung zum Server. Was Sie eingegeben haben, steht noch hier.";

function newEntry() {
  return { title: unique("Besuch"), text: `${unique("Mutter und Kind")}\nEin langer Nachmittag im Park, „sehr gut“ – 100 % zufrieden.` };
}

test.beforeEach(async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Nora", family: unique("Fehler") });
  await beginEntry(page);
});

test("the network dies in the middle of saving: the text stays, and saving again stores it once", async ({ page, context }) => {
  const entry = newEntry();
  await typeEntry(page, entry);
  await context.setOffline(true);
  await save(page);
  await expect(page.getByRole("alert")).toContainText("Nicht gespeichert");
  await expectTyped(page, entry);
  await saveAgain(page);
  await expect(page.getByRole("alert")).toContainText(OFFLINE);
  await context.setOffline(false);
  await saveAgain(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
});

test("the answer is lost after the server stored the entry: saving again does not double it", async ({ page }) => {
  const entry = newEntry();
  await typeEntry(page, entry);
  const restore = await loseAnswers(page);
  await save(page);
  await expect(page.getByRole("alert")).toContainText(OFFLINE);
  await expectTyped(page, entry);
  await restore();
  await saveAgain(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
});

test("after a lost answer the entry is not doubled either when somebody goes back, returns and changes it", async ({ page }) => {
  const entry = newEntry();
  await typeEntry(page, entry);
  const restore = await loseAnswers(page);
  await save(page);
  await expect(page.getByRole("alert")).toContainText(OFFLINE);
  await restore();
  await page.goBack();
  await expect(page.getByLabel("Text", { exact: true })).toHaveCount(0);
  await page.goForward();
  await expect(page.getByText("Ihr Entwurf ist noch da")).toBeVisible();
  await expectTyped(page, entry);
  const changed = { ...entry, text: `${entry.text} Und noch ein Satz.` };
  await typeEntry(page, changed);
  await save(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
  await expect(page.getByText("Und noch ein Satz.").first()).toBeVisible();
});

test("a new case whose answer was lost and that was changed since is there once, as it was typed last", async ({ page }) => {
  const family = unique("Antwortlos");
  await beginCase(page);
  await field(page, "Vorname").fill("Ida");
  await field(page, "Nachname").fill(family);
  await field(page, "Hilfeart").selectOption({ label: "§ 31 Sozialpädagogische Familienhilfe" });
  const restore = await loseAnswers(page, CASES);
  await page.getByRole("button", { name: "Fall anlegen" }).click();
  await expect(page.getByRole("alert")).toContainText(OFFLINE);
  await restore();
  await field(page, "Vorname").fill("Ida Marie");
  await saveAgain(page);
  await expect(page.getByRole("heading", { level: 1, name: `Ida Marie ${family}` })).toBeVisible();
  await openCases(page);
  await page.getByRole("searchbox").fill(family);
  await expect(page.getByRole("link", { name: `Ida Marie ${family}` })).toHaveCount(1);
  await expect(page.getByRole("link", { name: `Ida ${family}` })).toHaveCount(0);
});

test("the server is restarted while somebody writes: it goes on without a word", async ({ page, portal }) => {
  const entry = newEntry();
  await typeEntry(page, entry);
  await portal.down("hard");
  await save(page);
  await expect(page.getByRole("alert")).toContainText(OFFLINE);
  await expectTyped(page, entry);
  await portal.up();
  await saveAgain(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
});

test("the session ends while somebody types: the password is asked for over the page and the text stays", async ({ page, portal }) => {
  const entry = newEntry();
  await typeEntry(page, entry);
  await endSession(page);
  await save(page);
  const dialog = page.getByRole("dialog", { name: "Bitte noch einmal anmelden" });
  await expect(dialog).toContainText("Ihre Sitzung ist beendet. Was auf der Seite steht, bleibt stehen.");
  await dialog.getByLabel("Passwort", { exact: true }).fill("falsch und zu kurz");
  await dialog.getByRole("button", { name: "Entsperren" }).click();
  await expect(dialog).toContainText("Das Passwort stimmt nicht.");
  await dialog.getByLabel("Passwort", { exact: true }).fill(loginOf(portal.demo, "caseworker").password);
  await dialog.getByRole("button", { name: "Entsperren" }).click();
  await expect(dialog).toBeHidden();
  await expectTyped(page, entry);
  await saveAgain(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
});

test("5 MB pasted into a text field: the page says how much is possible and loses nothing", async ({ page }) => {
  const entry = newEntry();
  await typeEntry(page, entry);
  await page.getByLabel(/^Text/).evaluate((field: HTMLTextAreaElement) => {
    field.value = "Fünf Megabyte. ".repeat(350_000);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  const main = page.getByRole("main");
  await expect(main.getByText("Dieser Text ist zu lang: 5,6 MB, möglich sind 4 MB. Er bleibt hier stehen.")).toBeVisible();
  await save(page);
  await expect(page.getByRole("alert")).toContainText("Noch nicht gespeichert");
  expect(await page.getByLabel(/^Text/).evaluate((field: HTMLTextAreaElement) => field.value.length)).toBe(15 * 350_000);
  await expect(page.getByLabel(/^Überschrift/)).toHaveValue(entry.title);
  await page.getByLabel(/^Text/).fill(entry.text);
  await expect(main.getByText("Dieser Text ist zu lang")).toHaveCount(0);
  await save(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
});
