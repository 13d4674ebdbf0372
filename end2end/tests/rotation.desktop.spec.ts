// The organisation key is renewed: with a colleague who is writing meanwhile, with tabs that are closed in between, and
// with two administrators at once. Nothing that was typed and nothing that was saved is lost.
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { openAdministration } from "../support/administration.js";
import { beginCase, field, openCase, openCases, sendCase } from "../support/cases.js";
import { expect, test } from "../support/fixtures.js";
import { enter, expectKeyLoaded } from "../support/keys.js";
import { expectInBoth } from "../support/languages.js";
import { logIn, unique } from "../support/people.js";
import { beginRenewal, expectRenewed, loadBack, makeNewKey, openRenewal, people, saveNewFile } from "../support/rotation.js";
import { look } from "../support/screens.js";

async function typeCase(page: Page, family: string): Promise<void> {
  await field(page, "Vorname").fill("Ida");
  await field(page, "Nachname").fill(family);
  await field(page, "Hilfeart").selectOption({ label: "§ 31 Sozialpädagogische Familienhilfe" });
}

async function expectCaseTyped(page: Page, family: string): Promise<void> {
  await expect(field(page, "Vorname")).toHaveValue("Ida");
  await expect(field(page, "Nachname")).toHaveValue(family);
}

test.beforeEach(async ({ portal }) => portal.renew());
test.afterAll(async ({ portal }) => portal.renew());

test("a colleague who writes while the key is renewed keeps what was typed, loads the new file and goes on", async ({ page, portal, newDevice }, info) => {
  test.setTimeout(240_000);
  const [admin] = people(portal.demo.logins, "administrator");
  const [colleague, reader] = people(portal.demo.logins, "caseworker");
  if (!admin || !colleague || !reader) throw new Error("the demo lacks people");
  const desk = await newDevice("desktop");
  await enter(desk, reader);
  const phone = await newDevice("phone");
  const family = unique("Wechsel");
  await test.step("the colleague begins to write on a phone", async () => {
    await enter(phone, colleague);
    await beginCase(phone);
    await typeCase(phone, family);
  });

  await enter(page, admin);
  await openRenewal(page);
  await test.step("what can be lost is said before anything begins", async () => {
    await expect(page.getByText("Gehen die neue Datei und das neue Blatt beide verloren, sind alle Namen und Texte für immer verschlossen")).toBeVisible();
    await expect(page.getByRole("button", { name: "Neuen Schlüssel anlegen" })).toBeDisabled();
    await look("/verwaltung/schluessel/erneuern", page, "reason of a renewal");
  });
  const key = await makeNewKey(page, "Jemand ist gegangen", info.outputDir);
  await test.step("neither the old file nor another one brings the new key into force", async () => {
    await look("/verwaltung/schluessel/erneuern", page, "loading the new file back");
    await loadBack(page, admin.keyFile ?? "");
    await expect(page.getByText(/Das ist (noch die alte|nicht die neue) Schlüsseldatei/)).toBeVisible();
  });
  await loadBack(page, key.file);
  await expectRenewed(page, 2);
  await look("/verwaltung/schluessel/erneuern", page, "a renewal that is done");
  expect(key.name).toContain("2");

  await test.step("the colleague is told, and what was typed stays", async () => {
    await phone.getByRole("button", { name: "Fall anlegen" }).click();
    const alert = phone.getByRole("alert").filter({ hasText: "Nicht gespeichert" });
    await expect(alert).toContainText("Der Schlüssel wurde erneuert. Bitte laden Sie die neue Datei und speichern Sie dann noch einmal.");
    await expectCaseTyped(phone, family);
    await alert.getByRole("button", { name: "Neue Datei laden" }).click();
  });
  const dialog = phone.getByRole("dialog", { name: "Schlüsseldatei laden" });
  await test.step("the old file is named for what it is", async () => {
    await dialog.getByLabel("Schlüsseldatei", { exact: true }).setInputFiles(colleague.keyFile ?? "");
    await expect(dialog.getByText("Das ist Ausgabe 1 des Schlüssels, inzwischen gilt Ausgabe 2. Bitte nehmen Sie die neue Datei.")).toBeVisible();
  });
  await dialog.getByLabel("Schlüsseldatei", { exact: true }).setInputFiles(key.file);
  await expect(dialog).toBeHidden();
  await expectCaseTyped(phone, family);
  await sendCase(phone);
  await expect(phone.getByRole("heading", { level: 1, name: `Ida ${family}` })).toBeVisible();

  await test.step("a page that was open meanwhile says at the next case that the key is outdated", async () => {
    await openCases(desk);
    await desk.getByRole("row").nth(1).getByRole("link").click();
    await expect(desk.getByRole("main").getByText("Der Schlüssel wurde erneuert")).toBeVisible();
    await expect(desk.getByText("Schlüssel veraltet")).toBeVisible();
    await expect(desk.getByRole("alert")).toHaveCount(0);
    await look("/faelle/:case", desk, "case with an outdated key");
    await desk.getByRole("main").getByRole("link", { name: "Neue Datei laden" }).click();
    await look("/schluessel", desk, "loading a renewed key");
    await desk.getByLabel("Schlüsseldatei", { exact: true }).setInputFiles(key.file);
    await expectKeyLoaded(desk);
  });

  await test.step("whoever comes later sees at once which file is wanted", async () => {
    const late = await newDevice("desktop");
    const other = people(portal.demo.logins, "manager")[0];
    if (!other) throw new Error("the demo lacks a manager");
    await logIn(late, other);
    await late.getByLabel("Schlüsseldatei", { exact: true }).setInputFiles(other.keyFile ?? "");
    await expectInBoth(late, late.getByRole("main"), {
      de: "Das ist Ausgabe 1 des Schlüssels, inzwischen gilt Ausgabe 2.",
      en: "This is issue 1 of the key; issue 2 is in use.",
    });
    await late.getByLabel("Schlüsseldatei", { exact: true }).setInputFiles(key.file);
    await expectKeyLoaded(late);
    await openCase(late, family);
    await expect(late.getByRole("heading", { level: 1, name: `Ida ${family}` })).toBeVisible();
  });
});

test("a tab that was closed after the file was saved: the renewal goes on with the file, and the sheet can still be printed", async ({ page, portal, context }, info) => {
  test.setTimeout(180_000);
  const [admin, second] = people(portal.demo.logins, "administrator");
  if (!admin || !second) throw new Error("the demo lacks two administrators");
  await enter(page, admin);
  await openRenewal(page);
  await beginRenewal(page, "Vorsorglich");
  const key = await saveNewFile(page, info.outputDir);
  await page.close();

  const again = await context.newPage();
  await again.goto("/verwaltung/schluessel");
  await expect(again.getByText("Eine Erneuerung ist begonnen und noch nicht fertig")).toBeVisible();
  await expect(again.getByText("Sie haben am")).toBeVisible();
  await look("/verwaltung/:section", again, "key with a renewal that was begun");
  await again.getByRole("link", { name: "Ansehen und fortsetzen" }).click();
  await look("/verwaltung/schluessel/erneuern", again, "a renewal to go on with");
  await again.getByRole("button", { name: "Mit der gespeicherten neuen Datei fortsetzen" }).click();
  await loadBack(again, key.file);
  const password = again.getByRole("main").getByLabel("Ihr Passwort", { exact: true });
  const renewed = again.getByText("Haus Sonnenberg hat den neuen Schlüssel");
  await expect(password.or(renewed)).toBeVisible({ timeout: 60_000 });
  if (await password.isVisible()) {
    await password.fill(admin.password);
    await again.getByRole("main").getByRole("button", { name: "Weiter" }).click();
  }
  await expectRenewed(again, 2);
  await again.getByRole("link", { name: "Blatt drucken" }).click();
  await again.getByRole("button", { name: "Kopie zeigen" }).click();
  await expect(again.getByRole("img", { name: "QR-Code: Organisationsschlüssel" })).toBeVisible();
});

test("a tab that was closed while cases were converted: another administrator brings it to its end", async ({ page, portal, newDevice }, info) => {
  test.setTimeout(180_000);
  const [admin, second] = people(portal.demo.logins, "administrator");
  const [colleague] = people(portal.demo.logins, "caseworker");
  if (!admin || !second || !colleague) throw new Error("the demo lacks people");
  await enter(page, admin);
  await openRenewal(page);
  const key = await makeNewKey(page, "Vorsorglich", info.outputDir);
  await page.route("**/api/v1/organisations/*/keys/**", async (route) => {
    if (route.request().method() === "GET") return route.fallback();
    await route.abort("internetdisconnected");
  });
  await loadBack(page, key.file);
  await expect(page.getByRole("heading", { name: "Der neue Schlüssel gilt" })).toBeVisible();
  await expect(page.getByText("Das Fenster kann geschlossen werden.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Fortsetzen" })).toBeVisible();
  await look("/verwaltung/schluessel/erneuern", page, "a renewal that was interrupted");
  await page.close();

  await test.step("everybody with the new file works meanwhile", async () => {
    const desk = await newDevice("desktop");
    await enter(desk, { ...colleague, keyFile: key.file });
    await openCases(desk);
    await expect(desk.getByRole("row").nth(1)).toBeVisible();
    await expect(desk.getByRole("row").filter({ hasText: "verschlüsselt" })).toHaveCount(0);
  });
  const desk = await newDevice("desktop");
  await enter(desk, { ...second, keyFile: key.file });
  await openAdministration(desk, "Schlüssel");
  await expect(desk.getByText("Noch nicht alle Fälle sind umgestellt")).toBeVisible();
  await desk.getByRole("link", { name: "Fortsetzen" }).click();
  await expectRenewed(desk, 2);
  await openAdministration(desk, "Schlüssel");
  await expect(desk.getByText("Noch nicht alle Fälle sind umgestellt")).toHaveCount(0);
});

test("mal_a36 of two administrators who renew the key at once one wins, and the other is told which file is void", async ({ page, portal, newDevice }, info) => {
  test.setTimeout(180_000);
  const [first, second] = people(portal.demo.logins, "administrator");
  if (!first || !second) throw new Error("the demo lacks two administrators");
  const other = await newDevice("desktop");
  await enter(page, first);
  await enter(other, second);
  await openRenewal(page);
  const lost = await makeNewKey(page, "Vorsorglich", info.outputPath("first"));
  await test.step("the second sees that somebody has begun, and begins anew all the same", async () => {
    await openRenewal(other);
    await expect(other.getByText(`${first.name} hat am`).first()).toBeVisible();
    await other.getByRole("button", { name: "Neu beginnen" }).click();
  });
  const kept = await makeNewKey(other, "Vorsorglich", info.outputPath("second"));
  expect(readFileSync(kept.file, "utf8")).not.toBe(readFileSync(lost.file, "utf8"));

  await test.step("the first is told, and the void file is named", async () => {
    await loadBack(page, lost.file);
    const alert = page.getByRole("main").getByRole("alert");
    await expect(alert).toContainText(`${second.name} war schneller`);
    await expect(alert).toContainText(lost.name);
    await expect(alert).toContainText("Verloren ist nichts.");
    await look("/verwaltung/schluessel/erneuern", page, "overtaken by another administrator");
  });
  await loadBack(other, kept.file);
  await expectRenewed(other, 2);
});
