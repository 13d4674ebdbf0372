// Renewing the organisation key.
import { type Page, expect } from "@playwright/test";
import { join } from "node:path";
import { openAdministration } from "./administration.js";
import type { Login } from "./demo.js";
import { groupsBelow } from "./keys.js";

/** What an administrator holds of the new key. */
export interface NewKey {
  /** Path of the saved key file. */
  file: string;
  /** Its name as it was offered. */
  name: string;
  /** The groups on the new sheet; empty where it was not printed. */
  groups: string[];
}

type Reason = "Vorsorglich" | "Jemand ist gegangen" | "Eine Kopie ist verloren oder in fremden Händen";

/** The demo's people of a role in Haus Sonnenberg, in their order. */
export function people(logins: Login[], role: string): Login[] {
  return logins.filter((login) => login.role === role && login.organisation === "Haus Sonnenberg");
}

/** Opens the page on which the key is renewed. */
export async function openRenewal(page: Page): Promise<void> {
  await openAdministration(page, "Schlüssel");
  await page.getByRole("main").getByRole("link", { name: "Schlüssel erneuern" }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Organisationsschlüssel erneuern" })).toBeVisible();
}

/** Chooses a reason and lets the new key be made. */
export async function beginRenewal(page: Page, reason: Reason): Promise<void> {
  await page.getByRole("radio", { name: reason }).check();
  await page.getByRole("button", { name: "Neuen Schlüssel anlegen" }).click();
  await expect(page.getByRole("heading", { name: "Speichern Sie die neue Schlüsseldatei" })).toBeVisible();
}

/** Saves the new file. The page asks for the sheet then. */
export async function saveNewFile(page: Page, folder: string): Promise<NewKey> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Schlüsseldatei speichern" }).click(),
  ]);
  const name = download.suggestedFilename();
  const file = join(folder, name);
  await download.saveAs(file);
  await page.getByRole("checkbox", { name: "Ich habe die Datei dort gespeichert" }).check();
  await page.getByRole("button", { name: "Weiter" }).click();
  await expect(page.getByRole("heading", { name: "Drucken Sie das neue Blatt für den Tresor" })).toBeVisible();
  return { file, name, groups: [] };
}

/** Reads the new sheet and goes on to where the file is asked for. */
export async function printNewSheet(page: Page): Promise<string[]> {
  const groups = await groupsBelow(page, "Organisationsschlüssel");
  expect(groups).toHaveLength(16);
  await page.getByRole("checkbox", { name: "Ich habe das Blatt gedruckt" }).check();
  await page.getByRole("button", { name: "Weiter" }).click();
  await expect(page.getByRole("heading", { name: "Laden Sie die neue Datei zurück" })).toBeVisible();
  return groups;
}

/** From the reason to the step that asks for the saved file. */
export async function makeNewKey(page: Page, reason: Reason, folder: string): Promise<NewKey> {
  await beginRenewal(page, reason);
  const key = await saveNewFile(page, folder);
  return { ...key, groups: await printNewSheet(page) };
}

/** Loads the saved file back, without waiting for what comes of it. */
export async function loadBack(page: Page, file: string): Promise<void> {
  await page.getByLabel("Die neue Schlüsseldatei", { exact: true }).setInputFiles(file);
}

/** The new key is in force and all cases are wrapped under it. */
export async function expectRenewed(page: Page, epoch: number): Promise<void> {
  await expect(page.getByText("Haus Sonnenberg hat den neuen Schlüssel")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(`Ausgabe ${epoch} gilt, alle Fälle sind umgestellt.`)).toBeVisible();
}
