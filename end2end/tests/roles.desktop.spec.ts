// What each role sees, and what it is told about the rest.
import type { Page } from "@playwright/test";
import { changeRight, invite } from "../support/administration.js";
import { createCase, openCases } from "../support/cases.js";
import { type Login, loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter, expectKeyLoaded, loadKey } from "../support/keys.js";
import { goTo, logIn, loginName, makeAccess, placesOf, unique } from "../support/people.js";
import type { Portal } from "../support/portal.js";

function person(portal: Portal, name: string): Login {
  const found = portal.demo.logins.find((login) => login.name === name);
  if (!found) throw new Error(`the demo lacks ${name}`);
  return found;
}

/** Somebody is told kindly that the page is not theirs, and sees nothing of it. */
async function expectNotAllowed(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1, name: "Diese Seite gehört nicht zu Ihren Aufgaben" })).toBeVisible();
  await expect(page.getByText("sprechen Sie mit der Person, die bei Ihnen die Zugänge verwaltet")).toBeVisible();
}

/** The family names in the list, as the row headers say them. */
async function namesInList(page: Page): Promise<string[]> {
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  return page.getByRole("rowheader").allInnerTexts();
}

test("whoever only evaluates sees cases as support does, with counts, and is never asked for a key", async ({ page, portal }) => {
  await logIn(page, loginOf(portal.demo, "evaluation"));
  expect(await placesOf(page)).toEqual(["Heute", "Fälle", "Auswertung", "Fünffacher Schutz"]);
  await expect(page.getByText("Schlüssel laden")).toHaveCount(0);

  await openCases(page);
  const names = await namesInList(page);
  expect(new Set(names.map((name) => name.trim()))).toEqual(new Set(["verschlüsselt"]));
  await expect(page.getByText("Schlüssel laden")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Neuer Fall" })).toHaveCount(0);

  await test.step("a case shows codes and numbers, every text is sealed", async () => {
    await page.getByRole("rowheader").getByRole("link").first().click();
    await expect(page.getByText("Mit Ihrem Zugang sehen Sie Zahlen und Stichworte, keine Namen und Texte.")).toBeVisible();
    await page.getByRole("navigation", { name: "Teile der Akte" }).getByRole("link", { name: "Person" }).click();
    await expect(page.getByRole("main").getByText("verschlüsselt", { exact: true }).first()).toBeVisible();
    await expect(page.getByRole("link", { name: "Neuer Eintrag" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Bearbeiten" })).toHaveCount(0);
    await expect(page.getByText("Schlüssel laden")).toHaveCount(0);
  });
  await test.step("the evaluation counts what is in the list", async () => {
    await openCases(page);
    await page.getByText("Filter", { exact: true }).click();
    await page.getByLabel("Stand").selectOption({ label: "alle" });
    const count = await page.getByRole("rowheader").count();
    await goTo(page, "Auswertung");
    await expect(page.getByRole("heading", { level: 1, name: "Auswertung" })).toBeVisible();
    await expect(page.getByRole("main")).toContainText(new RegExp(`Fälle\\s*${count}\\s*\\d+ laufend, \\d+ abgeschlossen`));
  });
  await page.goto("/schluessel");
  await expect(page.getByText("Für Ihre Aufgaben brauchen Sie keinen Schlüssel.")).toBeVisible();
  await expectNotAllowed(page, "/verwaltung/personen");
  await expectNotAllowed(page, "/institut");
});

test("a caseworker sees only the own cases, and nothing at another's address", async ({ page, portal, newDevice }) => {
  const family = unique("Fremdling");
  const other = await newDevice("desktop");
  await enter(other, person(portal, "Sabine Kröger"));
  await createCase(other, { given: "Tom", family });
  const address = new URL(other.url()).pathname;

  const name = "Lena Hofmann";
  await enter(page, person(portal, name));
  expect(await placesOf(page)).toEqual(["Heute", "Fälle", "Fünffacher Schutz"]);
  await openCases(page);
  await page.getByText("Filter", { exact: true }).click();
  await page.getByLabel("Stand").selectOption({ label: "alle" });
  const names = await namesInList(page);
  expect(names.length).toBeGreaterThan(0);
  expect(names.join()).not.toContain(family);

  await page.goto(address);
  await expect(page.getByText("Diesen Fall gibt es nicht, oder Sie dürfen ihn nicht sehen.")).toBeVisible();
  expect(await page.content()).not.toContain(family);
  await expectNotAllowed(page, "/verwaltung");
  await expectNotAllowed(page, "/institut/neu");
});

test("a manager sees the cases of the units below, of several people, and their numbers", async ({ page, portal, newDevice }) => {
  const family = unique("Ahornblatt");
  const ahorn = await newDevice("desktop");
  await enter(ahorn, person(portal, "Jale Özdemir"));
  await createCase(ahorn, { given: "Lia", family });

  await enter(page, loginOf(portal.demo, "manager"));
  expect(await placesOf(page)).toEqual(["Heute", "Fälle", "Auswertung", "Fünffacher Schutz"]);
  await openCases(page);
  await expect(page.getByRole("row").filter({ hasText: family })).toContainText("Wohngruppe Ahorn");
  await expect(page.getByRole("row").filter({ hasText: "Wohngruppe Birke" }).first()).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Tagesgruppe" })).toHaveCount(0);
  await goTo(page, "Auswertung");
  await expect(page.getByRole("heading", { level: 1, name: "Auswertung" })).toBeVisible();
  await expectNotAllowed(page, "/verwaltung");
});

test("an administrator of two organisations switches between them, each with its own key, and opens no case", async ({ page, portal }) => {
  const both = person(portal, "Katrin Vogel");
  await enter(page, both);
  expect(await placesOf(page)).toEqual(["Verwaltung", "Fünffacher Schutz"]);
  await expect(page.getByRole("heading", { level: 1, name: "Haus Sonnenberg einrichten" })).toBeVisible();
  await expectNotAllowed(page, "/faelle");
  await expectNotAllowed(page, "/auswertung");

  await page.goto("/verwaltung");
  await page.getByText("Katrin Vogel").click();
  await page.getByLabel("Organisation", { exact: true }).selectOption({ label: "Schule am Park" });
  await expect(page.getByRole("heading", { level: 1, name: "Schule am Park einrichten" })).toBeVisible();
  await expect(page.getByText("Schlüssel nicht geladen").first()).toBeVisible();
  await loadKey(page, person(portal, "Yusuf Arslan").keyFile ?? "");
  await page.getByText("Katrin Vogel").click();
  await page.getByLabel("Organisation", { exact: true }).selectOption({ label: "Haus Sonnenberg" });
  await expect(page.getByRole("heading", { level: 1, name: "Haus Sonnenberg einrichten" })).toBeVisible();
  await expectKeyLoaded(page);
});

test("changed rights hold from the next look on, also for somebody who only evaluated before", async ({ page, portal, newDevice }) => {
  const haus = person(portal, "Katrin Vogel");
  const admin = await newDevice("desktop");
  await enter(admin, haus);
  const name = unique("Nora Wandel");
  const { link } = await invite(admin, name, [{ role: "Nur Auswertung", scope: "ganze Organisation" }]);
  await page.goto(link);
  await makeAccess(page, loginName("nora"));
  expect(await placesOf(page)).toEqual(["Heute", "Fälle", "Auswertung", "Fünffacher Schutz"]);
  await expect(page.getByText("Schlüssel laden")).toHaveCount(0);

  await changeRight(admin, name, { role: "Fachkraft", scope: "ganze Organisation" });
  await page.reload();
  await expect(page.getByText("Schlüssel nicht geladen").first()).toBeVisible();
  expect(await placesOf(page)).toEqual(["Heute", "Fälle", "Fünffacher Schutz"]);
  await loadKey(page, haus.keyFile ?? "");
  const family = unique("Neuland");
  await createCase(page, { given: "Ben", family });

  await changeRight(admin, name, { role: "Nur Auswertung", scope: "ganze Organisation" });
  await page.reload();
  await expect(page.getByText("Mit Ihrem Zugang sehen Sie Zahlen und Stichworte, keine Namen und Texte.")).toBeVisible();
  await expect(page.getByText(family)).toHaveCount(0);
});

test("an operator sees tenants and no work of theirs", async ({ page, portal }) => {
  await logIn(page, loginOf(portal.demo, "operator"));
  expect(await placesOf(page)).toEqual(["Mandanten", "Fünffacher Schutz"]);
  await expect(page.getByText("Schlüssel laden")).toHaveCount(0);
  for (const path of ["/heute", "/faelle", "/faelle/neu", "/auswertung", "/verwaltung/protokoll"]) await expectNotAllowed(page, path);
  await page.goto("/institut");
  await page.getByRole("link", { name: "Jugendhilfe Lindental" }).click();
  await page.getByRole("button", { name: "Struktur und Personen" }).click();
  const house = page.getByRole("region", { name: "Haus Sonnenberg" });
  await expect(house).toContainText("Wohngruppe Ahorn");
  await expect(house.getByRole("listitem").filter({ hasText: "Jale Özdemir" })).toContainText("Fachkraft");
});

test("a page that does not exist says so", async ({ page, portal }) => {
  await logIn(page, loginOf(portal.demo, "evaluation"));
  await page.goto("/faelle/kein-fall");
  await expect(page.getByRole("heading", { level: 1, name: "Diese Seite gibt es nicht" })).toBeVisible();
});
