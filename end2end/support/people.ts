// People at a device: logging in and out, making a personal access, locking.
import { type Page, expect } from "@playwright/test";
import { randomBytes } from "node:crypto";
import type { Login } from "./demo.js";

/** A long password that no list knows. */
export const PASSWORD = "Gartenzaun pfeift Mondschein 71";

/** A name that nobody else has in this portal, as specs share it. */
export function unique(name: string): string {
  return `${name} ${letters(5)}`;
}

/** A login name that nobody else has. */
export function loginName(name: string): string {
  return `${name}-${letters(8)}`;
}

/** Letters only: digits would make some names look like numbers to a search. */
function letters(count: number): string {
  return Array.from(randomBytes(count), (byte) => String.fromCharCode(97 + (byte % 26))).join("");
}

type Access = Pick<Login, "tenant" | "login" | "password">;

/** Fills in the login and sends it, without waiting for what comes of it. */
export async function tryLogin(page: Page, { tenant, login, password }: Access): Promise<void> {
  await page.goto(`/login/${tenant}`);
  await expect(page.getByLabel("Kurzbezeichnung Ihrer Einrichtung")).toHaveValue(tenant);
  await page.getByLabel("Anmeldename").fill(login);
  await page.getByLabel("Passwort", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Anmelden" }).click();
}

/** Logs in and waits for the first page behind the login. */
export async function logIn(page: Page, access: Access): Promise<void> {
  await tryLogin(page, access);
  await expectInside(page);
}

/** Somebody is logged in: the main navigation is there. */
export async function expectInside(page: Page): Promise<void> {
  await expect(page.getByRole("navigation", { name: "Hauptnavigation" })).toBeVisible();
}

/** Logs out by the own access page. */
export async function logOut(page: Page): Promise<void> {
  await page.goto("/zugang");
  await page.getByRole("main").getByRole("button", { name: "Abmelden" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
}

/** Locks, on wide screens. */
export async function lock(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Jetzt sperren" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Gesperrt" })).toBeVisible();
}

/** Unlocks with the password. */
export async function unlock(page: Page, password: string): Promise<void> {
  await page.getByLabel("Passwort", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Entsperren" }).click();
}

/** Goes on from an offer that the page shows: chooses login name and password. */
export async function makeAccess(page: Page, login: string, password = PASSWORD): Promise<void> {
  await page.getByLabel("Anmeldename").fill(login);
  await page.getByLabel("Neues Passwort").fill(password);
  await page.getByRole("button", { name: "Zugang anlegen" }).click();
  await expectInside(page);
}

/** Goes to a place of the main navigation. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link", { name: place, exact: true }).click();
}

/** The names of all places in the main navigation. */
export async function placesOf(page: Page): Promise<string[]> {
  const links = page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link");
  return (await links.allInnerTexts()).map((text) => text.trim());
}
