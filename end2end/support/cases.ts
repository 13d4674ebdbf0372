// Working on cases.
import { type Locator, type Page, expect } from "@playwright/test";
import { goTo } from "./people.js";

/** A field by its label, which may be followed by "freiwillig". */
export function field(place: Page | Locator, label: string): Locator {
  return place.getByLabel(new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*(freiwillig)?$`));
}

/** What a new case begins with; everything else may follow later. */
export interface NewCase {
  given: string;
  family: string;
  help?: string;
}

/** Opens the list of cases. */
export async function openCases(page: Page): Promise<void> {
  await goTo(page, "Fälle");
  await expect(page.getByRole("heading", { level: 1, name: "Fälle" })).toBeVisible();
}

/** Begins the form of a new case. */
export async function beginCase(page: Page): Promise<void> {
  await openCases(page);
  await page.getByRole("main").getByRole("link", { name: "Neuer Fall" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Neuer Fall" })).toBeVisible();
}

/** Makes a case and returns its short code. The page shows its file then. */
export async function createCase(page: Page, { given, family, help = "§ 31 Sozialpädagogische Familienhilfe" }: NewCase): Promise<string> {
  await beginCase(page);
  await field(page, "Vorname").fill(given);
  await field(page, "Nachname").fill(family);
  await field(page, "Hilfeart").selectOption({ label: help });
  return sendCase(page);
}

/** Sends the form of a new case. Returns its short code. */
export async function sendCase(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Fall anlegen" }).click();
  const told = page.getByText(/^Fall .+ ist angelegt\.$/);
  await expect(told).toBeVisible();
  const code = /^Fall (.+) ist angelegt/.exec(await told.innerText())?.[1];
  if (!code) throw new Error("the page did not say the short code");
  await expect(page.getByRole("navigation", { name: "Teile der Akte" })).toBeVisible();
  return code;
}

/** Opens a section of the case file that is open. */
export async function openSection(page: Page, section: string): Promise<void> {
  const links = page.getByRole("navigation", { name: "Teile der Akte" });
  // The number of entries stands behind the name.
  await links.getByRole("link", { name: new RegExp(`^${section}( \\(\\d+\\))?$`) }).click();
  if (section !== "Überblick") await expect(page.getByRole("heading", { level: 2, name: section, exact: true })).toBeVisible();
}

/** Opens a case from the list by its family name, or by its short code. */
export async function openCase(page: Page, name: string): Promise<void> {
  await openCases(page);
  const link = page.getByRole("row").filter({ hasText: name }).getByRole("link");
  // The list shows the rows in sight; on phones that is a few of them.
  await link.waitFor({ timeout: 4_000 }).catch(() => page.getByRole("main").getByRole("searchbox").fill(name));
  await link.click();
  await expect(page.getByRole("navigation", { name: "Teile der Akte" })).toBeVisible();
}

/** Waits until the search covers the texts of all cases. The own ones are read in quiet moments; for the rest a button asks. */
export async function searchAllTexts(page: Page): Promise<void> {
  const rest = page.getByRole("button", { name: "Auch in den Texten suchen" });
  const all = page.getByRole("status").filter({ hasText: "Texte aus allen." });
  await expect(rest.or(all).first()).toBeVisible();
  // The button goes away by itself when the own ones were all.
  await rest.click({ timeout: 2_000 }).catch(() => undefined);
  await expect(all).toBeVisible({ timeout: 20_000 });
}

/** What goes into a form: words for fields, words of the list for choices, true for boxes. */
export type Values = Record<string, string | true>;

/** Fills in fields by their labels. */
export async function fillIn(place: Page | Locator, values: Values): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    if (value === true) {
      await place.getByRole("checkbox", { name: label }).check();
      continue;
    }
    const one = field(place, label);
    if ((await one.evaluate((element) => element.tagName)) === "SELECT") await one.selectOption({ label: value });
    else await one.fill(value);
  }
}

/** Writes a new entry in the section that is open: the words on the link, and what goes into the form. */
export async function writeEntry(page: Page, link: string, values: Values): Promise<void> {
  await page.getByRole("main").getByRole("link", { name: link }).filter({ visible: true }).last().click();
  const form = page.getByRole("region", { name: link });
  await fillIn(form, values);
  await form.getByRole("button", { name: "Speichern", exact: true }).click();
  await expect(page.getByRole("button", { name: "Bearbeiten" })).toBeVisible();
}

/** The fields of one dimension on a rating sheet. */
export function dimension(page: Page, name: string): Locator {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 4, name }) });
}

/** Chooses a value of a dimension. */
export async function rate(page: Page, name: string, value: number): Promise<void> {
  const radio = dimension(page, name).getByRole("radio", { name: new RegExp(`^${value},`) });
  // The number lies over the radio button, as with the finger.
  await radio.check({ force: true });
  await expect(radio).toBeChecked();
}
