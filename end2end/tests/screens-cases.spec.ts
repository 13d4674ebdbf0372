// Every screen of the work on cases, in every state.
import type { Page } from "@playwright/test";
import { createCase, field, openSection } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { beginEntry, expectSaved, save, typeEntry } from "../support/entries.js";
import { endSession } from "../support/faults.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { logIn, unique } from "../support/people.js";
import { look } from "../support/screens.js";

/** A button or link of the page itself that can be seen; phones show some of them twice, once hidden. */
function action(page: Page, role: "button" | "link", name: string) {
  return page.getByRole("main").getByRole(role, { name }).filter({ visible: true }).first();
}

test("today, the list, and a new case", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await page.goto("/heute");
  await expect(page.getByRole("heading", { name: "Was ansteht" })).toBeVisible();
  await look("/heute", page, "today");
  await action(page, "button", "Neuer Eintrag").click();
  await expect(page.getByRole("dialog", { name: "Neuer Eintrag: für wen?" })).toBeVisible();
  await look("/heute", page, "today: new entry for whom?");
  await page.goto("/faelle");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await look("/faelle", page, "cases");
  await page.getByText(/^Filter( \(\d+\))?$/).click();
  await expect(page.getByLabel("Hilfeart")).toBeVisible();
  await look("/faelle", page, "cases: filters");
  await page.getByRole("searchbox", { name: "Suche in Namen und Texten" }).fill("gibtesnichtxyz");
  await expect(page.getByText("Kein Fall passt dazu")).toBeVisible();
  await look("/faelle", page, "cases: nothing found");
  await page.goto("/faelle/neu");
  await expect(page.getByRole("heading", { level: 1, name: "Neuer Fall" })).toBeVisible();
  await look("/faelle/neu", page, "new case");
  await page.getByRole("button", { name: "Fall anlegen" }).click();
  await expect(page.getByRole("alert")).toContainText("Noch nicht gespeichert");
  for (const more of ["Weitere Angaben zur Person", "Weitere Angaben zur Hilfe"]) await page.getByText(more).click();
  await look("/faelle/neu", page, "new case with mistakes");
});

test("a case that is full", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await page.goto("/faelle");
  await page.getByRole("main").getByRole("row").getByRole("link").first().click();
  await expect(page.getByRole("navigation", { name: "Teile der Akte" })).toBeVisible();
  await look("/faelle/:case", page, "case");
  for (const section of ["Person", "Kontakte", "Hilfe", "Verlauf", "Bewertungen", "Ziele", "Abschluss", "Zugang"]) {
    await openSection(page, section);
    await look("/faelle/:case/:section", page, `case: ${section}`);
  }
  await openSection(page, "Verlauf");
  await page.getByRole("main").getByRole("link", { name: /^\d{1,2}\. / }).first().click();
  await expect(page.getByRole("button", { name: "Zurückziehen" })).toBeVisible();
  await look("/faelle/:case/:section/:entry", page, "course entry");
  await page.getByRole("button", { name: "Zurückziehen" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Eintrag zurückziehen" }).click();
  await expect(page.getByRole("dialog").getByText("Bitte ausfüllen.")).toBeVisible();
  await look("/faelle/:case/:section/:entry", page, "withdraw a course entry");
  await page.keyboard.press("Escape");
  await openSection(page, "Zugang");
  await action(page, "button", "Zuständigkeit ändern").click();
  await expect(page.getByRole("button", { name: "Zuständigkeit speichern" })).toBeVisible();
  await look("/faelle/:case/:section", page, "change who works on a case");
});

test("a case that is new: empty sections, forms with mistakes, dialogs", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Ylvie", family: unique("Leer") });
  await look("/faelle/:case", page, "new case file");
  for (const section of ["Kontakte", "Verlauf", "Bewertungen", "Ziele"]) {
    await openSection(page, section);
    await look("/faelle/:case/:section", page, `${section}, empty`);
  }
  for (const [section, link] of [["Kontakte", "Neuer Kontakt"], ["Ziele", "Neues Ziel"], ["Verlauf", "Neuer Eintrag"]] as const) {
    await openSection(page, section);
    await action(page, "link", link).click();
    await save(page);
    await expect(page.getByRole("alert")).toContainText("Noch nicht gespeichert");
    await look("/faelle/:case/:section/:entry", page, `${link} with mistakes`);
  }
  await field(page, "Text").fill("Noch nicht fertig");
  await page.context().setOffline(true);
  await typeEntry(page, { title: "Anruf", text: "Noch nicht fertig" });
  await save(page);
  await expect(page.getByRole("alert")).toContainText("Keine Verbindung zum Server.");
  await page.context().setOffline(false);
  await look("/faelle/:case/:section/:entry", page, "entry that could not be saved");
  await page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link", { name: "Heute" }).click();
  await expect(page.getByRole("dialog", { name: "Noch nicht gespeichert" })).toBeVisible();
  await look("/faelle/:case/:section/:entry", page, "leaving with unsaved work");
  await page.getByRole("button", { name: "Weiter schreiben" }).click();
  await page.getByRole("button", { name: "Noch einmal speichern" }).click();
  await expectSaved(page);
  await openSection(page, "Bewertungen");
  await action(page, "link", "Neue Bewertung").click();
  await expect(page.getByText("0 von", { exact: false }).first()).toBeVisible();
  await look("/faelle/:case/:section/:entry", page, "rating sheet");
  await openSection(page, "Abschluss");
  await action(page, "button", "Fall abschließen").click();
  await page.getByRole("button", { name: "Fall abschließen" }).last().click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await look("/faelle/:case/:section", page, "closing with mistakes");
  await page.getByRole("button", { name: "Abbrechen" }).click();
  await beginEntry(page);
  await typeEntry(page, { title: "Anruf", text: "Die Sitzung endet." });
  await endSession(page);
  await save(page);
  await expect(page.getByRole("dialog", { name: "Bitte noch einmal anmelden" })).toBeVisible();
  await look("/faelle/:case/:section/:entry", page, "ended session");
});

test("protections, own access, more, evaluation, and pages that are none", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "manager"));
  await page.goto("/auswertung");
  await expect(page.getByRole("heading", { name: "Nach Hilfeart" })).toBeVisible();
  await look("/auswertung", page, "evaluation");
  await page.goto("/schutz");
  await expect(page.getByRole("main").getByRole("heading", { level: 1, name: "Fünffacher Schutz" })).toBeVisible();
  await look("/schutz", page, "protections");
  await page.goto("/zugang");
  await expect(page.getByRole("heading", { level: 1, name: "Mein Zugang" })).toBeVisible();
  await look("/zugang", page, "own access");
  await page.getByRole("button", { name: "Passwort ändern" }).click();
  await expect(page.getByText("Bitte geben Sie Ihr jetziges Passwort ein.")).toBeVisible();
  await look("/zugang", page, "own access with mistakes");
  await page.goto("/mehr");
  await expect(page.getByRole("heading", { level: 1, name: "Mehr" })).toBeVisible();
  await look("/mehr", page, "more");
  await page.goto("/schluessel");
  await expect(page.getByText("Der Schlüssel ist geladen.")).toBeVisible();
  await look("/schluessel", page, "key is loaded");
  await page.goto("/faelle/unsinn");
  await expect(page.getByRole("heading", { level: 1, name: "Diese Seite gibt es nicht" })).toBeVisible();
  await look("/faelle/:case", page, "no such page");
  await page.goto("/faelle/00000000-0000-4000-8000-000000000000");
  await expect(page.getByRole("heading", { level: 1, name: "Die Akte ließ sich nicht öffnen" })).toBeVisible();
  await look("/faelle/:case", page, "no such case");
  await page.goto("/verwaltung/personen");
  await expect(page.getByRole("heading", { level: 1, name: "Diese Seite gehört nicht zu Ihren Aufgaben" })).toBeVisible();
  await look("/verwaltung/:section", page, "not one's own task");
});

test("what evaluation sees", async ({ page, portal }) => {
  await logIn(page, loginOf(portal.demo, "evaluation"));
  await page.goto("/faelle");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await look("/faelle", page, "cases for evaluation");
  await page.getByRole("main").getByRole("row").getByRole("link").first().click();
  await expect(page.getByRole("navigation", { name: "Teile der Akte" })).toBeVisible();
  await look("/faelle/:case", page, "case for evaluation");
  await openSection(page, "Verlauf");
  await look("/faelle/:case/:section", page, "course for evaluation");
});
