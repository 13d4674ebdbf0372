// The organisation key: making, loading, and whether it is loaded.
import { type Page, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Login } from "./demo.js";
import { logIn } from "./people.js";
import { readQr } from "./qr.js";

/** What an administrator holds after the key was made. */
export interface Key {
  /** Path of the saved key file. */
  file: string;
  /** The groups of the organisation key on the sheet. */
  groups: string[];
  /** The groups of the root on the sheet. */
  root: string[];
}

/** The key is loaded: the navigation says so, shorter on phones. */
export async function expectKeyLoaded(page: Page): Promise<void> {
  const told = page.getByText("Schlüssel geladen", { exact: true }).or(page.getByRole("link", { name: "offen", exact: true }));
  await expect(told.filter({ visible: true }).first()).toBeVisible();
}

async function openKeyPage(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Schlüssel laden" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Organisationsschlüssel laden" })).toBeVisible();
}

/** Loads the key by the file picker. */
export async function loadKey(page: Page, file: string, options: { remember?: boolean } = {}): Promise<void> {
  await openKeyPage(page);
  if (options.remember) await page.getByRole("checkbox", { name: "Auf diesem Gerät merken" }).check();
  await page.getByLabel("Schlüsseldatei", { exact: true }).setInputFiles(file);
  await expectKeyLoaded(page);
}

/** Loads the key by dragging the file onto the page. */
export async function dropKey(page: Page, file: string): Promise<void> {
  await openKeyPage(page);
  const dataTransfer = await page.evaluateHandle(
    ({ name, text }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type: "text/plain" }));
      return transfer;
    },
    { name: basename(file), text: readFileSync(file, "utf8") },
  );
  const target = page.getByText("oder Datei hierher ziehen");
  await target.dispatchEvent("dragenter", { dataTransfer });
  await expect(page.getByText("Jetzt loslassen")).toBeVisible();
  await page.getByText("Jetzt loslassen").dispatchEvent("drop", { dataTransfer });
  await expectKeyLoaded(page);
}

/** Types groups one by one, as from paper. */
export async function typeGroups(page: Page, groups: string[]): Promise<void> {
  for (const [at, group] of groups.entries()) {
    await page.getByLabel(`Gruppe ${at + 1}`, { exact: true }).fill(group.toLowerCase());
  }
}

/** Loads the key by typing the groups of the sheet. */
export async function typeKey(page: Page, groups: string[]): Promise<void> {
  await openKeyPage(page);
  await page.getByText("Ohne Datei: die Gruppen vom Blatt abtippen").click();
  await typeGroups(page, groups);
  await page.getByRole("button", { name: "Mit den Gruppen laden" }).click();
  await expectKeyLoaded(page);
}

/** Logs in somebody of the demo and loads the key. */
export async function enter(page: Page, login: Login, options: { remember?: boolean } = {}): Promise<void> {
  if (!login.keyFile) throw new Error(`${login.name} has no key file`);
  await logIn(page, login);
  await loadKey(page, login.keyFile, options);
}

/** Reads the groups below a heading of the sheet. */
export async function groupsBelow(page: Page, heading: "Organisationsschlüssel" | "Wurzel"): Promise<string[]> {
  const part = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "Schlüsselblatt für den Tresor" }) });
  const lists = part.getByRole("list").filter({ hasText: /^1/ });
  const which = heading === "Organisationsschlüssel" ? 0 : 1;
  const items = await lists.nth(which).getByRole("listitem").allInnerTexts();
  // The number of the group stands before it.
  return items.map((text, at) => text.replace(/\s/g, "").slice(String(at + 1).length));
}

/** From the explanation to the step that asks for the saved file. Returns what the administrator holds then. `onStep` looks on. */
export async function makeKey(page: Page, folder: string, onStep: (step: number) => Promise<void> = async () => {}): Promise<Key> {
  await expect(page.getByRole("heading", { level: 1, name: "Organisationsschlüssel anlegen" })).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Schlüssel anlegen" }).click();
  await expect(page.getByRole("heading", { name: "Speichern Sie die Schlüsseldatei" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Weiter" })).toBeDisabled();
  await onStep(0);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Schlüsseldatei speichern" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^wimes-schluessel-.+\.txt$/);
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  await page.getByRole("checkbox", { name: "Ich habe die Datei dort gespeichert" }).check();
  await page.getByRole("button", { name: "Weiter" }).click();
  await expect(page.getByRole("heading", { name: "Drucken Sie das Blatt für den Tresor" })).toBeVisible();
  await onStep(1);
  const groups = await groupsBelow(page, "Organisationsschlüssel");
  expect(groups).toHaveLength(16);
  for (const group of groups) expect(group).toMatch(/^[0-9A-Z]{5}$/);
  const root = await groupsBelow(page, "Wurzel");
  expect(await readQr(page.getByRole("img", { name: "QR-Code: Organisationsschlüssel" }))).toBe(`WIMES-KEY:${groups.join("")}`);
  expect(await readQr(page.getByRole("img", { name: "QR-Code: Wurzel" }))).toBe(`WIMES-ROOT:${root.join("")}`);
  await page.getByRole("checkbox", { name: "Ich habe das Blatt gedruckt" }).check();
  await page.getByRole("button", { name: "Weiter" }).click();
  await expect(page.getByRole("heading", { name: "Laden Sie die gespeicherte Datei zurück" })).toBeVisible();
  await onStep(2);
  return { file, groups, root };
}

/** Loads the saved file back: only then is the organisation ready. */
export async function confirmKey(page: Page, key: Key, organisation: string): Promise<void> {
  await page.getByLabel("Die eben gespeicherte Schlüsseldatei").setInputFiles(key.file);
  await expect(page.getByText(`${organisation} ist eingerichtet`)).toBeVisible();
}

/** The key itself, from the text of a key file. */
export function keyBytes(keyFile: string): Buffer {
  const line = /^key: ([A-Za-z0-9_-]{43})$/m.exec(keyFile);
  if (!line?.[1]) throw new Error("the key file has no line with the key");
  return Buffer.from(line[1], "base64url");
}
