// What operators and administrators do: tenants, org chart, invitations.
import { type Locator, type Page, expect } from "@playwright/test";
import { goTo, unique } from "./people.js";
import { readQr } from "./qr.js";

/** A new tenant as the operator types it. */
export interface NewTenant {
  name: string;
  slug: string;
  organisation: string;
  administrator: string;
}

/** A tenant that nobody else has in this portal. */
export function newTenant(): NewTenant {
  const name = unique("Jugendhilfe");
  return { name, slug: name.toLowerCase().replace(" ", "-"), organisation: unique("Haus"), administrator: "Karla Anfang" };
}

/** An invitation as it is shown once. */
export interface Letter {
  link: string;
  groups: string[];
}

/** The operator makes a tenant with its first organisation. Returns the setup link. */
export async function createTenant(page: Page, tenant: NewTenant): Promise<string> {
  await goTo(page, "Mandanten");
  await page.getByRole("link", { name: "Neuer Mandant" }).click();
  await page.getByLabel("Name des Mandanten").fill(tenant.name);
  await page.getByLabel("Kurzname für die Anmeldung").fill(tenant.slug);
  await page.getByLabel("Name der ersten Organisation").fill(tenant.organisation);
  await page.getByLabel("Name der ersten Verwaltung").fill(tenant.administrator);
  await page.getByRole("button", { name: "Mandant anlegen" }).click();
  await expect(page.getByRole("heading", { name: `${tenant.name} ist angelegt` })).toBeVisible();
  const link = await linkOn(page.getByRole("main"));
  expect(await readQr(page.getByRole("img", { name: "QR-Code des Einrichtungslinks" }))).toBe(link);
  return link;
}

async function linkOn(place: Locator): Promise<string> {
  return (await place.getByText(/^https?:\/\/.+#.+\..+/).innerText()).trim();
}

/** Opens a section of the administration. */
export async function openAdministration(page: Page, section: string): Promise<void> {
  await goTo(page, "Verwaltung");
  await page.getByRole("navigation", { name: "Verwaltung" }).getByRole("link", { name: section, exact: true }).click();
}

/** Adds a unit at the root or below another. */
export async function addUnit(page: Page, name: string, below?: string): Promise<void> {
  const button = below ? `Darunter hinzufügen ${below}` : "Einheit hinzufügen";
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog", { name: "Neue Einheit" });
  await dialog.getByLabel("Name der Einheit").fill(name);
  await dialog.getByRole("button", { name: "Speichern" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: name })).toBeVisible();
}

/** A right as it is chosen. */
export interface Right {
  role: "Verwaltung" | "Leitung" | "Fachkraft" | "Nur Auswertung";
  scope?: "eigene Fälle" | "Einheit" | "Einheit und alles darunter" | "ganze Organisation";
  unit?: string;
}

async function chooseRights(dialog: Locator, rights: Right[]): Promise<void> {
  for (const [at, right] of rights.entries()) {
    if (at > 0) await dialog.getByRole("button", { name: "Weiteres Recht" }).click();
    await dialog.getByLabel("Rolle").nth(at).selectOption({ label: right.role });
    if (right.scope) await dialog.getByLabel("Reichweite").last().selectOption({ label: right.scope });
    if (right.unit) {
      const unit = dialog.getByLabel("Einheit", { exact: true }).last();
      const option = unit.getByRole("option", { name: new RegExp(`^(– )*${right.unit}$`) });
      await unit.selectOption((await option.getAttribute("value")) ?? "");
    }
  }
}

/** Invites a new person. Returns the letter; the dialog with it is closed then. */
export async function invite(page: Page, name: string, rights: Right[]): Promise<Letter> {
  await openAdministration(page, "Personen");
  await page.getByRole("button", { name: "Person einladen" }).click();
  const dialog = page.getByRole("dialog", { name: "Person einladen" });
  await dialog.getByLabel("Vor- und Nachname").fill(name);
  await chooseRights(dialog, rights);
  await dialog.getByRole("button", { name: "Einladung erstellen" }).click();
  return takeLetter(page, name);
}

/** Invites somebody anew who has an access already. */
export async function inviteAgain(page: Page, name: string): Promise<Letter> {
  await openAdministration(page, "Personen");
  await manage(page, name, "Neu einladen");
  const dialog = page.getByRole("dialog", { name: `${name} neu einladen` });
  await dialog.getByRole("button", { name: "Einladung erstellen" }).click();
  return takeLetter(page, name);
}

/** Gives an open invitation a new link, which replaces the one before. */
export async function renewInvitation(page: Page, name: string): Promise<Letter> {
  await openAdministration(page, "Personen");
  await page.getByRole("listitem").filter({ hasText: name }).getByRole("button", { name: "Erneuern" }).click();
  return takeLetter(page, name);
}

/** Opens what can be done with a person, and chooses. */
export async function manage(page: Page, name: string, deed: "Rechte ändern" | "Neu einladen" | "Sperren" | "Übergeben"): Promise<void> {
  await page.getByRole("button", { name: `Verwalten ${name}` }).click();
  await page.getByRole("dialog", { name }).getByRole("button", { name: deed }).click();
}

async function takeLetter(page: Page, name: string): Promise<Letter> {
  const dialog = page.getByRole("dialog", { name: `Einladung für ${name}` });
  await expect(dialog).toBeVisible();
  const link = await linkOn(dialog);
  expect(await readQr(dialog.getByRole("img", { name: "QR-Code der Einladung" }))).toBe(link);
  const items = await dialog.getByRole("list").filter({ hasText: /^1/ }).last().getByRole("listitem").allInnerTexts();
  const groups = items.map((text, at) => text.replace(/\s/g, "").slice(String(at + 1).length));
  expect(groups).toHaveLength(20);
  await dialog.getByRole("button", { name: "Fertig" }).click();
  await expect(dialog).toBeHidden();
  return { link, groups };
}

/** Replaces the one right that somebody has. */
export async function changeRight(page: Page, name: string, right: Right): Promise<void> {
  await openAdministration(page, "Personen");
  await manage(page, name, "Rechte ändern");
  const dialog = page.getByRole("dialog", { name: `Rechte von ${name}` });
  await chooseRights(dialog, [right]);
  await dialog.getByRole("button", { name: "Rechte speichern" }).click();
  await expect(page.getByText(`Die Rechte von ${name} sind gespeichert.`)).toBeVisible();
}

/** The row of a person in "Personen". */
export function rowOf(page: Page, name: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
}
