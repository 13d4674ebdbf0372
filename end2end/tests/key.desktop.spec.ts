// How long the key is open, what closes it, and what is left then.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { invite } from "../support/administration.js";
import { createCase, openCase, openCases } from "../support/cases.js";
import { type Login, loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter, expectKeyLoaded, keyBytes, loadKey } from "../support/keys.js";
import { keepMemory, memoryHolds } from "../support/memory.js";
import { PASSWORD, lock, logIn, logOut, loginName, makeAccess, tryLogin, unique, unlock } from "../support/people.js";
import type { Portal } from "../support/portal.js";

/** Somebody who writes cases and whose access no other spec changes. */
function caseworker(portal: Portal): Login {
  const found = portal.demo.logins.find(({ name }) => name === "Minh Anh Nguyễn");
  if (!found) throw new Error("the demo lacks Minh Anh Nguyễn");
  return found;
}

async function expectLocked(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "Gesperrt" })).toBeVisible();
}

test("a remembered key opens by itself after the next login, until this device forgets it", async ({ page, portal }) => {
  const person = caseworker(portal);
  await enter(page, person, { remember: true });
  await logOut(page);
  await logIn(page, person);
  await expectKeyLoaded(page);
  await openCases(page);
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  await expect(page.getByText("verschlüsselt", { exact: true })).toHaveCount(0);

  await page.goto("/zugang");
  await page.getByRole("button", { name: "Schlüssel auf diesem Gerät vergessen" }).click();
  await expect(page.getByText("Dieses Gerät merkt sich keinen Schlüssel mehr.")).toBeVisible();
  await logOut(page);
  await logIn(page, person);
  await expect(page.getByRole("heading", { level: 1, name: "Organisationsschlüssel laden" })).toBeVisible();
});

test("without remembering, the next login asks for the key", async ({ page, portal }) => {
  const person = caseworker(portal);
  await enter(page, person);
  await logOut(page);
  await logIn(page, person);
  await expect(page.getByRole("heading", { level: 1, name: "Organisationsschlüssel laden" })).toBeVisible();
});

test("a reload within the lock time asks for nothing", async ({ page, portal }) => {
  await enter(page, caseworker(portal));
  const family = unique("Nachtigall");
  await createCase(page, { given: "Rio", family });
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: `Rio ${family}` })).toBeVisible();
  await expectKeyLoaded(page);
});

test("after a lock nothing unwrapped is left anywhere", async ({ page, portal, watch }) => {
  const person = caseworker(portal);
  const key = keyBytes(readFileSync(person.keyFile ?? "", "utf8"));
  await keepMemory(page);
  await enter(page, person);
  const family = unique("Blaumeise");
  await createCase(page, { given: "Juno", family });
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: `Juno ${family}` })).toBeVisible();
  // The search through the memory finds the key while it is loaded; only so its silence afterwards says something.
  expect(await memoryHolds(page, key)).toBe(true);

  await lock(page);
  await expect(page.getByText(family)).toHaveCount(0);
  expect(await page.content()).not.toContain(family);
  await expect.poll(() => memoryHolds(page, key)).toBe(false);
  expect(await watch.findReadable([key, family, person.password])).toEqual([]);

  await test.step("a reload does not open it", async () => {
    await page.reload();
    await expectLocked(page);
    expect(await page.content()).not.toContain(family);
  });
  await test.step("a wrong password does not open it, the right one asks for the key once more", async () => {
    await unlock(page, "ganz falsch geraten");
    await expect(page.getByText("Das Passwort stimmt nicht.")).toBeVisible();
    await unlock(page, person.password);
    await expect(page.getByRole("heading", { level: 1, name: "Gesperrt" })).toHaveCount(0);
    await expect(page.getByText(family)).toHaveCount(0);
    await loadKey(page, person.keyFile ?? "");
    await openCase(page, family);
    await expect(page.getByRole("heading", { level: 1, name: `Juno ${family}` })).toBeVisible();
  });
});

test.describe("when nobody touches the device", () => {
  test("it locks after the time that was chosen, and a touch begins the time anew", async ({ page, portal }) => {
    await page.clock.install();
    await enter(page, caseworker(portal));
    await openCases(page);
    await page.clock.fastForward("14:00");
    await expect(page.getByText("sperrt in einer Minute")).toBeVisible();
    await page.keyboard.press("Shift");
    await page.clock.runFor("00:06");
    await expect(page.getByText("sperrt in 15 Minuten")).toBeVisible();
    await page.clock.fastForward("14:50");
    await expectKeyLoaded(page);
    await page.clock.fastForward("00:30");
    await expectLocked(page);
    await expect(page.getByRole("row")).toHaveCount(0);
  });

  test("a laptop that slept overnight is locked when it wakes", async ({ page, portal }) => {
    await page.clock.install();
    await enter(page, caseworker(portal));
    await page.clock.fastForward("09:00:00");
    await page.mouse.move(300, 300);
    await expectLocked(page);
  });

  test("a shorter time can be chosen", async ({ page, portal }) => {
    await page.clock.install();
    await enter(page, caseworker(portal));
    await page.goto("/zugang");
    await page.getByLabel("Automatisch sperren nach").selectOption({ label: "5 Minuten" });
    await expect(page.getByText("Gemerkt.")).toBeVisible();
    await page.clock.fastForward("05:10");
    await expectLocked(page);
  });
});

test("a logout counts even when there is no connection, or the page is closed at once", async ({ page, portal }) => {
  const person = caseworker(portal);
  await enter(page, person);
  await page.goto("/zugang");
  const logOutHere = page.getByRole("main").getByRole("button", { name: "Abmelden" });
  await expect(logOutHere).toBeVisible();
  await page.context().setOffline(true);
  await logOutHere.click();
  await expect(page.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
  await page.context().setOffline(false);
  await page.goto("/heute");
  await expect(page.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();

  await enter(page, person);
  const other = await page.context().newPage();
  await page.goto("/zugang");
  await logOutHere.click();
  await page.close();
  await other.goto("/heute");
  await expect(other.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
});

test("locking and logging out reach the other tabs of the browser", async ({ page, portal }) => {
  await enter(page, caseworker(portal));
  const tab = await page.context().newPage();
  await tab.goto("/faelle");
  await expectKeyLoaded(tab);
  await lock(page);
  await expectLocked(tab);
  await expect(tab.getByRole("row")).toHaveCount(0);
  await page.getByRole("button", { name: "Mit einem anderen Zugang anmelden" }).click();
  await expect(tab.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
});

test("after a change of password only the new one works, and the remembered key still opens", async ({ page, portal, newDevice }) => {
  const haus = loginOf(portal.demo, "administrator");
  const admin = await newDevice("desktop");
  await enter(admin, haus);
  const { link } = await invite(admin, unique("Pia Neupass"), [{ role: "Fachkraft", scope: "eigene Fälle" }]);
  const login = loginName("pia");
  await page.goto(link);
  await makeAccess(page, login);
  await loadKey(page, haus.keyFile ?? "", { remember: true });
  const family = unique("Kiebitz");
  await createCase(page, { given: "Mio", family });
  const before = { tenant: haus.tenant, login, password: PASSWORD };
  const after = { ...before, password: "Leuchtturm sucht Butterbrot 64" };
  const phone = await newDevice("phone");
  await enter(phone, { ...before, keyFile: haus.keyFile, name: "Pia", role: "caseworker" } as Login);

  await page.goto("/zugang");
  const change = async (current: string) => {
    await page.getByLabel("Jetziges Passwort").fill(current);
    await page.getByLabel("Neues Passwort").fill(after.password);
    await page.getByRole("button", { name: "Passwort ändern" }).click();
  };
  await change("nicht das richtige");
  await expect(page.getByText("Das jetzige Passwort stimmt nicht. Es wurde nichts geändert.")).toBeVisible();
  await change(before.password);
  await expect(page.getByText("Das Passwort ist geändert.")).toBeVisible();

  await test.step("the other device has to log in anew", async () => {
    await phone.reload();
    await expect(phone.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
    await tryLogin(phone, before);
    await expect(phone.getByText("Das passt nicht zusammen")).toBeVisible();
  });
  await logOut(page);
  await logIn(page, after);
  await expectKeyLoaded(page);
  await openCase(page, family);
  await expect(page.getByRole("heading", { level: 1, name: `Mio ${family}` })).toBeVisible();
});
