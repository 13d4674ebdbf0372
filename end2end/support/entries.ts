// Writing course entries, and finding them again.
import { type Locator, type Page, expect } from "@playwright/test";
import { field, openSection } from "./cases.js";

/** A course entry as it is typed. */
export interface CourseEntry {
  kind?: string;
  title: string;
  text: string;
}

/** Opens the form of a new course entry in the case that is open. */
export async function beginEntry(page: Page): Promise<void> {
  await openSection(page, "Verlauf");
  await page.getByRole("main").getByRole("link", { name: "Neuer Eintrag" }).last().click();
  await expect(field(page, "Text")).toBeVisible();
}

/** Types an entry, without saving it. */
export async function typeEntry(page: Page, { kind = "Elternkontakt", title, text }: CourseEntry): Promise<void> {
  await field(page.getByRole("main").locator("form"), "Art").selectOption({ label: kind });
  await field(page, "Überschrift").fill(title);
  await field(page, "Text").fill(text);
}

/** What is typed stands unchanged in the form. */
export async function expectTyped(page: Page, { title, text }: CourseEntry): Promise<void> {
  await expect(field(page, "Überschrift")).toHaveValue(title);
  await expect(field(page, "Text")).toHaveValue(text);
}

export async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Speichern", exact: true }).click();
}

/** Saves again after it did not work. */
export async function saveAgain(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^(Noch einmal speichern|Save again)$/ }).click();
}

export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByText("Gespeichert.", { exact: true }).first()).toBeVisible();
  await expect(field(page, "Text")).toHaveCount(0);
}

/** The items of the list of entries with this title. */
export function itemsOf(page: Page, title: string): Locator {
  return page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("link", { name: title }) });
}

/** The entry stands in the course once, also after everything was loaded anew. */
export async function expectOnce(page: Page, title: string): Promise<void> {
  await openSection(page, "Verlauf");
  await expect(itemsOf(page, title)).toHaveCount(1);
  await page.reload();
  await expect(itemsOf(page, title)).toHaveCount(1);
}

/** Opens the history of the entry that is shown: its versions, newest first. */
export async function openHistory(page: Page): Promise<Locator> {
  await page.getByText("Änderungen", { exact: true }).click();
  const versions = page.locator(".version");
  await expect(versions.first()).toBeVisible();
  return versions;
}
