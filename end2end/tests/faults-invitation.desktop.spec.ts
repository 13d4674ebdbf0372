// Invitations that cannot be used, and what is typed into the form of one that can: told in both languages, kept on the page.
import { randomBytes } from "node:crypto";
import { type Right, invite, openAdministration, renewInvitation } from "../support/administration.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { misread } from "../support/key_files.js";
import { enter, typeGroups } from "../support/keys.js";
import { expectInBoth } from "../support/languages.js";
import { PASSWORD, expectInside, loginName, makeAccess, tryLogin, unique } from "../support/people.js";

const OWN_CASES: Right[] = [{ role: "Fachkraft", scope: "eigene Fälle" }];
const DAY = 24 * 60 * 60 * 1000;

test("login with a wrong password, name or tenant: told alike in both languages, and what was typed stays", async ({ page, portal }) => {
  const { tenant, login, password } = loginOf(portal.demo, "manager");
  const words = { de: "Das passt nicht zusammen: Kurzbezeichnung, Anmeldename oder Passwort stimmt nicht.", en: "These do not go together: short name, login name or password is wrong." };
  for (const wrong of [{ tenant, login, password: "ein ganz anderes Passwort" }, { tenant, login: loginName("niemand"), password }, { tenant: "gibtesnicht", login, password }]) {
    await tryLogin(page, wrong);
    await expectInBoth(page, page.getByRole("alert"), words);
    await expect(page.getByLabel("Anmeldename")).toHaveValue(wrong.login);
    await expect(page.getByLabel("Passwort", { exact: true })).toHaveValue(wrong.password);
  }
  await tryLogin(page, { tenant, login, password });
  await expectInside(page);
});

test("a code that is none, incomplete, mistyped or unknown says so", async ({ page }) => {
  await page.goto("/einladung");
  const main = page.getByRole("main");
  const link = page.getByLabel(/^Link aus der Einladung/);
  const next = page.getByRole("button", { name: "Weiter" });
  await test.step("nothing", async () => {
    await next.click();
    await expectInBoth(page, main, { de: "Bitte fügen Sie den Link ein oder tippen Sie die Gruppen ab.", en: "Please paste the link or type the groups." });
  });
  await test.step("some other link", async () => {
    await link.fill("https://example.org/katzen");
    await next.click();
    await expectInBoth(page, main, { de: "Das ist kein Einladungslink", en: "This is neither an invitation link" });
  });
  const id = randomBytes(16).toString("base64url");
  const seed = randomBytes(32).toString("base64url");
  await test.step("a link that lost its end", async () => {
    await link.fill(`${new URL(page.url()).origin}/einladung#${id}.${seed.slice(0, 20)}`);
    await next.click();
    await expectInBoth(page, main, { de: "Da fehlt noch etwas oder es ist zu viel.", en: "Something is missing or there is too much." });
  });
  await test.step("a link that nobody made", async () => {
    await page.goto(`/einladung#${id}.${seed}`);
    await expectInBoth(page, page.getByRole("alert"), { de: "Diese Einladung ist nicht bekannt.", en: "This invitation is not known." });
    expect(page.url()).not.toContain("#");
    await page.getByRole("button", { name: "Andere Einladung eingeben" }).click();
    await expect(link).toBeVisible();
  });
});

test("invitations that were used, withdrawn, renewed or have expired say so, and mistyped groups are named", async ({ page, portal, newDevice }) => {
  await enter(page, loginOf(portal.demo, "administrator"));
  const device = await newDevice("desktop");
  const alert = device.getByRole("alert");

  await test.step("mistyped", async () => {
    const { groups } = await invite(page, unique("Tom Tipper"), OWN_CASES);
    await device.goto("/einladung");
    await typeGroups(device, groups.map((group, at) => (at === 16 ? misread(group, 1) : group)));
    const main = device.getByRole("main");
    await expectInBoth(device, main, { de: "In Gruppe 17 ist ein Zeichen falsch.", en: "A character in group 17 is wrong." });
    await expect(device.getByLabel("Gruppe 17", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await device.getByLabel("Gruppe 17", { exact: true }).fill(groups[16] ?? "");
    await device.getByRole("button", { name: "Weiter" }).click();
    await expect(device.getByRole("heading", { level: 1, name: /^Willkommen, Tom Tipper/ })).toBeVisible();
  });
  await test.step("used", async () => {
    const { link } = await invite(page, unique("Ute Zweimal"), OWN_CASES);
    const own = await newDevice("desktop");
    await own.goto(link);
    await makeAccess(own, loginName("ute"));
    await device.goto(link);
    await expectInBoth(device, alert, { de: "Mit dieser Einladung wurde schon ein Zugang angelegt.", en: "An access has already been made with this invitation." });
  });
  await test.step("withdrawn", async () => {
    const name = unique("Wim Widerruf");
    const { link } = await invite(page, name, OWN_CASES);
    await openAdministration(page, "Personen");
    await page.getByRole("listitem").filter({ hasText: name }).getByRole("button", { name: "Zurückziehen" }).click();
    await expect(page.getByText("Die Einladung gilt nicht mehr.")).toBeVisible();
    await device.goto(link);
    await expectInBoth(device, alert, { de: "Diese Einladung wurde zurückgezogen oder durch eine neuere ersetzt.", en: "This invitation was withdrawn or replaced by a newer one." });
  });
  await test.step("renewed", async () => {
    const name = unique("Rena Neu");
    const first = await invite(page, name, OWN_CASES);
    const second = await renewInvitation(page, name);
    expect(second.link).not.toBe(first.link);
    await device.goto(first.link);
    await expect(alert).toContainText("Diese Einladung wurde zurückgezogen oder durch eine neuere ersetzt.");
    await device.goto(second.link);
    await expect(device.getByRole("heading", { level: 1, name: `Willkommen, ${name}` })).toBeVisible();
  });
  await test.step("expired", async () => {
    // The clock of the administrator's device is late by nearly the time that an invitation is valid.
    await page.clock.setFixedTime(Date.now() - 14 * DAY + 10_000);
    const { link } = await invite(page, unique("Ada Abgelaufen"), OWN_CASES);
    await expect(async () => {
      await device.goto(link);
      await expect(alert).toContainText("Diese Einladung ist abgelaufen.", { timeout: 1_000 });
    }).toPass({ intervals: [3_000] });
    await expectInBoth(device, alert, { de: "Diese Einladung ist abgelaufen.", en: "This invitation has expired." });
  });
});

test("a taken or impossible login name is told at the field, and name and password stay", async ({ page, portal, newDevice }) => {
  const administrator = loginOf(portal.demo, "administrator");
  await enter(page, administrator);
  const name = unique("Lea Doppelt");
  const { link } = await invite(page, name, OWN_CASES);
  const device = await newDevice("desktop");
  await device.goto(link);
  await device.getByLabel("Anmeldename").fill(administrator.login);
  await device.getByLabel("Neues Passwort").fill(PASSWORD);
  const make = device.getByRole("button", { name: "Zugang anlegen" });
  const main = device.getByRole("main");
  const expectKept = async () => {
    await expect(device.getByLabel("Ihr Name, wie ihn Kolleginnen und Kollegen sehen")).toHaveValue(name);
    await expect(device.getByLabel("Neues Passwort")).toHaveValue(PASSWORD);
  };
  await test.step("taken", async () => {
    await make.click();
    await expectInBoth(device, main, { de: "Dieser Anmeldename ist schon vergeben.", en: "This login name is taken." });
    await expect(device.getByLabel("Anmeldename")).toHaveValue(administrator.login);
    await expectKept();
  });
  await test.step("not possible", async () => {
    await device.getByLabel("Anmeldename").fill("müller & söhne");
    await make.click();
    await expectInBoth(device, main, { de: "Dieser Anmeldename geht nicht.", en: "This login name is not possible." });
    await expectKept();
  });
  await test.step("passwords that are easy to guess are refused on the device", async () => {
    const password = device.getByLabel("Neues Passwort");
    await device.getByLabel("Anmeldename").fill(loginName("lea"));
    for (const [text, words] of [
      ["zu kurz", { de: "Das sind erst 7 Zeichen. Bitte nehmen Sie mindestens 12.", en: "That is only 7 characters. Please use at least 12." }],
      ["passwort1234", { de: "Dieses Passwort ist zu leicht zu erraten", en: "too easy to guess" }],
      ["qwertzuiopasdf", { de: "Dieses Passwort ist zu leicht zu erraten", en: "too easy to guess" }],
    ] as const) {
      await password.fill(text);
      await make.click();
      await expectInBoth(device, main, words);
      await expect(password).toHaveValue(text);
    }
    await password.fill(PASSWORD);
  });
  await test.step("the right one works", async () => {
    await expectKept();
    await make.click();
    await expectInside(device);
  });
});
