// Single keys reach what the page names, never out of a field, and can be switched off (WCAG 2.1.4).
import { expectAccessible } from "../support/accessibility.js";
import { createCase, field } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { beginEntry, expectSaved, typeEntry } from "../support/entries.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { unique } from "../support/people.js";

test("keys lead through the main ways, and the overview lists what they do here", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await page.goto("/heute");
  await expect(page.getByRole("heading", { name: "Was ansteht" })).toBeVisible();
  await page.keyboard.press("f");
  await expect(page.getByRole("heading", { level: 1, name: "Fälle" })).toBeVisible();
  await page.keyboard.press("?");
  const overview = page.getByRole("dialog", { name: "Tastenkürzel" });
  await expect(overview).toContainText("Heute");
  await expect(overview).toContainText("Suche in Namen und Texten");
  await expect(overview).toContainText("Neuer Fall");
  await expectAccessible(page, "keyboard shortcuts");
  await page.keyboard.press("Escape");
  await expect(overview).toBeHidden();

  await test.step("letters in a field are letters", async () => {
    await page.keyboard.press("/");
    const search = page.getByRole("searchbox", { name: "Suche in Namen und Texten" });
    await expect(search).toBeFocused();
    await page.keyboard.type("hafen?");
    await expect(search).toHaveValue("hafen?");
    await expect(overview).toBeHidden();
    await search.fill("");
  });

  await createCase(page, { given: "Kim", family: unique("Taste") });
  await test.step("numbers lead to the sections of the file, n begins an entry, Ctrl+Enter saves it", async () => {
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("2");
    await expect(page.getByRole("heading", { level: 2, name: "Verlauf", exact: true })).toBeVisible();
    await page.keyboard.press("n");
    await expect(field(page, "Text")).toBeVisible();
    await typeEntry(page, { title: unique("Anruf"), text: "Mit der Tastatur geschrieben." });
    await field(page, "Text").press("Control+Enter");
    await expectSaved(page);
  });

  await test.step("switched off, single keys do nothing", async () => {
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("?");
    await overview.getByLabel("Einzelne Tasten einschalten").uncheck();
    await page.keyboard.press("Escape");
    const url = page.url();
    await page.keyboard.press("h");
    await page.keyboard.press("?");
    await expect(overview).toBeHidden();
    expect(page.url()).toBe(url);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.keyboard.press("h");
    expect(page.url()).toBe(url);
    await page.getByTitle("Menü").or(page.locator(".menu-button")).first().click();
    await page.getByRole("button", { name: "Tastenkürzel" }).click();
    await overview.getByLabel("Einzelne Tasten einschalten").check();
    await overview.getByRole("button", { name: "Schließen" }).last().click();
    await page.keyboard.press("h");
    await expect(page.getByRole("heading", { name: "Was ansteht" })).toBeVisible();
  });
});

test("a form that is being written stays open when a key leads away", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Kim", family: unique("Wache") });
  await beginEntry(page);
  await field(page, "Text").fill("Noch nicht gespeichert.");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("h");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(field(page, "Text")).toHaveValue("Noch nicht gespeichert.");
});
