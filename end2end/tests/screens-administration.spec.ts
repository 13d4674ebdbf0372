// Every screen of administration and institute, in every state.
import type { Page } from "@playwright/test";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { expectInside, logIn, unique } from "../support/people.js";
import { look } from "../support/screens.js";

async function go(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expectInside(page);
  await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("Wird geladen …")).toHaveCount(0);
}

test("administration", async ({ page, portal }) => {
  test.setTimeout(180_000);
  await enter(page, loginOf(portal.demo, "administrator"));
  const dialog = page.getByRole("dialog");
  await go(page, "/verwaltung");
  await look("/verwaltung", page, "administration");
  await go(page, "/verwaltung/organigramm");
  await look("/verwaltung/:section", page, "org chart");
  await page.getByRole("button", { name: "Einheit hinzufügen" }).click();
  await dialog.getByRole("button", { name: "Speichern" }).click();
  await look("/verwaltung/:section", page, "new unit");
  await page.keyboard.press("Escape");

  await go(page, "/verwaltung/personen");
  await look("/verwaltung/:section", page, "people");
  await page.getByRole("button", { name: "Person einladen" }).click();
  await dialog.getByRole("button", { name: "Einladung erstellen" }).click();
  await look("/verwaltung/:section", page, "invite, with mistakes");
  await dialog.getByLabel("Vor- und Nachname").fill(unique("Vera Brief"));
  await dialog.getByLabel("Rolle").selectOption({ label: "Fachkraft" });
  await dialog.getByRole("button", { name: "Einladung erstellen" }).click();
  await expect(dialog.getByRole("img", { name: "QR-Code der Einladung" })).toBeVisible();
  await look("/verwaltung/:section", page, "letter of an invitation");
  await dialog.getByRole("button", { name: "Fertig" }).click();
  await expect(dialog).toBeHidden();

  await go(page, "/verwaltung/schluessel");
  await look("/verwaltung/:section", page, "organisation key");
  await go(page, "/verwaltung/schluessel/erneuern");
  await page.getByRole("radio", { name: "Jemand ist gegangen" }).check();
  await look("/verwaltung/schluessel/erneuern", page, "renewing the key");
  await go(page, "/verwaltung/schluessel/pruefen");
  await page.getByRole("button", { name: "Blatt prüfen" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await look("/verwaltung/schluessel/pruefen", page, "checking the copies");
  await go(page, "/verwaltung/schluessel/kopie");
  await page.getByRole("button", { name: "Kopie zeigen" }).click();
  await expect(page.getByRole("img", { name: "QR-Code: Organisationsschlüssel" })).toBeVisible();
  await look("/verwaltung/schluessel/kopie", page, "further copies of the key");
  await go(page, "/verwaltung/schluessel/wurzel");
  await page.getByRole("button", { name: "Neue Wurzel anlegen" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await look("/verwaltung/schluessel/wurzel", page, "replacing the root");
  await go(page, "/verwaltung/organisationen");
  await look("/verwaltung/:section", page, "organisations");
  await page.getByRole("button", { name: "Organisation hinzufügen" }).click();
  await expect(dialog.filter({ visible: true })).toBeVisible();
  await look("/verwaltung/:section", page, "new organisation");
  await page.keyboard.press("Escape");
  await go(page, "/verwaltung/konfiguration");
  await look("/verwaltung/:section", page, "forms");
  await go(page, "/verwaltung/protokoll");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await look("/verwaltung/:section", page, "audit");
  await go(page, "/verwaltung/unsinn");
  await look("/verwaltung/:section", page, "no such section");
});

test("the way back into the administration", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await go(page, "/schluessel/wiederherstellen");
  await page.getByRole("button", { name: "Verwaltung übernehmen" }).click();
  await expect(page.getByText("Bitte bestätigen Sie das.")).toBeVisible();
  await look("/schluessel/wiederherstellen", page, "restoring the administration, with mistakes");
});

test("institute", async ({ page, portal }) => {
  await logIn(page, loginOf(portal.demo, "operator"));
  await go(page, "/institut");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await look("/institut", page, "tenants");
  await page.getByRole("link", { name: "Jugendhilfe Lindental" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Jugendhilfe Lindental" })).toBeVisible();
  await page.getByRole("button", { name: "Struktur und Personen" }).click();
  await expect(page.getByRole("heading", { name: "Haus Sonnenberg" })).toBeVisible();
  await look("/institut/:tenant", page, "tenant");
  await page.getByRole("button", { name: "Fälle" }).click();
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await look("/institut/:tenant", page, "cases of a tenant");
  await page.getByRole("main").getByRole("row").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: /^Fall / })).toBeVisible();
  await expect(page.getByText("verschlüsselt", { exact: true }).first()).toBeVisible();
  await look("/institut/:tenant/:case", page, "case for support");

  await go(page, "/institut/neu");
  await look("/institut/neu", page, "new tenant");
  await page.getByRole("button", { name: "Mandant anlegen" }).click();
  await look("/institut/neu", page, "new tenant with mistakes");
  const name = unique("Verein");
  await page.getByLabel("Name des Mandanten").fill(name);
  await page.getByLabel("Kurzname für die Anmeldung").fill(name.toLowerCase().replace(" ", "-"));
  await page.getByLabel("Name der ersten Organisation").fill("Haus Eins");
  await page.getByLabel("Name der ersten Verwaltung").fill("Edda Erste");
  await page.getByRole("button", { name: "Mandant anlegen" }).click();
  await expect(page.getByRole("img", { name: "QR-Code des Einrichtungslinks" })).toBeVisible();
  await look("/institut/neu", page, "letter of a set-up");
});
