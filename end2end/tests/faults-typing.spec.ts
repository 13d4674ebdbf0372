// Bad luck while somebody types: no storage, a full one, a server that asks to wait, a wrong clock, much text, letters of
// other languages. Nothing is lost, nothing doubled, and the page says what is going on.
import { expectAccessible } from "../support/accessibility.js";
import { beginCase, createCase, field, openCases, openSection, sendCase } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { begun, draftNames, expectKept, openToday } from "../support/drafts.js";
import { beginEntry, expectOnce, expectSaved, expectTyped, save, typeEntry } from "../support/entries.js";
import { endSession } from "../support/faults.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { unique, unlock } from "../support/people.js";

const YEAR = 365 * 24 * 60 * 60 * 1000;

function newEntry() {
  return { title: unique("Besuch"), text: `${unique("Mutter und Kind")} im Park.` };
}

test("the device is full: the form says that the text stays until the tab closes, and saving works", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Nora", family: unique("Voll") });
  await beginEntry(page);
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  const entry = newEntry();
  await typeEntry(page, entry);
  await expect(page.getByText("Auf diesem Gerät ist kein Speicherplatz mehr frei. Was Sie schreiben, bleibt nur, bis Sie diesen Tab schließen.")).toBeVisible();
  await expectAccessible(page, "a form on a full device");
  await page.goBack();
  await expect(field(page, "Text")).toHaveCount(0);
  await page.goForward();
  await expectTyped(page, entry);
  await save(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
});

test("a browser that stores nothing: one can work, and the form says what it does not keep", async ({ page, portal }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("blocked", "SecurityError");
    };
  });
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Nora", family: unique("Privat") });
  await beginEntry(page);
  const entry = newEntry();
  await typeEntry(page, entry);
  await expect(page.getByText("Dieser Browser lässt nichts auf dem Gerät speichern")).toBeVisible();
  await page.goBack();
  await expect(field(page, "Text")).toHaveCount(0);
  await page.goForward();
  await expectTyped(page, entry);
  await save(page);
  await expectSaved(page);
});

test("the server asks to wait: the page says so and saves by itself, once", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Nora", family: unique("Eilig") });
  await beginEntry(page);
  const entry = newEntry();
  await typeEntry(page, entry);
  let refused = 0;
  await page.route("**/api/v1/cases/*/records", async (route) => {
    if (route.request().method() === "GET" || refused === 2) return route.fallback();
    refused += 1;
    const problem = { type: "about:blank", title: "Too many", status: 429, code: "too_many_attempts", retry_after: 2 };
    await route.fulfill({ status: 429, contentType: "application/problem+json", body: JSON.stringify(problem) });
  });
  await save(page);
  await expect(page.getByRole("alert")).toContainText("Ihr Text steht unverändert hier und wird in 2 Sekunden noch einmal gespeichert.");
  await expectTyped(page, entry);
  await expectSaved(page);
  expect(refused).toBe(2);
  await expectOnce(page, entry.title);
});

for (const [words, away] of [["a year ahead", YEAR], ["a year behind", -YEAR]] as const) {
  test(`the device's clock is ${words}: the page says so, and everything is saved once`, async ({ page, portal }) => {
    await page.clock.setSystemTime(new Date(Date.now() + away));
    await enter(page, loginOf(portal.demo, "caseworker"));
    await createCase(page, { given: "Nora", family: unique("Uhr") });
    await beginEntry(page);
    await expect(page.getByText("Die Uhr dieses Geräts geht falsch.")).toBeVisible();
    const entry = newEntry();
    await typeEntry(page, entry);
    await expectKept(page);
    await save(page);
    await expectSaved(page);
    await expectOnce(page, entry.title);
    expect(await draftNames(page)).toEqual([]);
  });
}

test("a megabyte of text is kept as it is typed, saved and read again", async ({ page, portal, context }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Nora", family: unique("Lang") });
  await beginEntry(page);
  const entry = newEntry();
  await typeEntry(page, entry);
  const length = await page.getByLabel(/^Text/).evaluate((area: HTMLTextAreaElement) => {
    area.value = "Ein sehr langer Bericht. ".repeat(40_000);
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return area.value.length;
  });
  expect(length).toBe(1_000_000);
  await expectKept(page);
  await page.waitForFunction(() => document.readyState === "complete");
  const url = page.url();
  await page.close();
  const next = await context.newPage();
  await next.goto(url);
  await expect(next.getByText("Ihr Entwurf ist noch da.")).toBeVisible();
  expect(await next.getByLabel(/^Text/).evaluate((area: HTMLTextAreaElement) => area.value.length)).toBe(length);
  await save(next);
  await expectSaved(next);
  await expectOnce(next, entry.title);
});

test("back in the middle of the form of a new case loses nothing", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  const family = unique("Zurück");
  await beginCase(page);
  await field(page, "Vorname").fill("Ida");
  await field(page, "Nachname").fill(family);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Fälle" })).toBeVisible();
  await page.goForward();
  await expect(field(page, "Nachname")).toHaveValue(family);
  await field(page, "Hilfeart").selectOption({ label: "§ 31 Sozialpädagogische Familienhilfe" });
  await sendCase(page);
  await openToday(page);
  await expect(begun(page)).toHaveCount(0);
});

test("the laptop sleeps for hours in the middle of a sentence: after the password everything is there", async ({ page, portal }) => {
  const me = loginOf(portal.demo, "caseworker");
  await page.clock.install();
  await enter(page, me, { remember: true });
  await createCase(page, { given: "Nora", family: unique("Schlaf") });
  await beginEntry(page);
  const entry = newEntry();
  await typeEntry(page, entry);
  await page.clock.runFor(1_000);
  await expectKept(page);
  await endSession(page);
  await page.clock.fastForward(5 * 60 * 60 * 1000);
  await expect(page.getByRole("heading", { level: 1, name: "Gesperrt" })).toBeVisible();
  await page.clock.resume();
  await unlock(page, me.password);
  await expect(page.getByText("Ihr Entwurf ist noch da.")).toBeVisible();
  await expectTyped(page, entry);
  await save(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
});

const NAMES = [
  { letters: "in Arabic", given: "فاطمة", family: "الزهراء", search: "الزهراء" },
  { letters: "in Vietnamese", given: "Nguyễn Thị", family: "Ánh Nguyệt", search: "anh nguyet" },
  // Combining marks, as a Mac types them; found by the composed letters.
  { letters: "with combining marks", given: "Zoe\u0308", family: "Mu\u0308ller-S\u0327ahin", search: "m\u00fcller-\u015fahin" },
];

for (const { letters, given, family, search } of NAMES) {
  test(`a name ${letters} is typed, kept, saved, shown and found`, async ({ page, portal }) => {
    await enter(page, loginOf(portal.demo, "caseworker"));
    const own = unique("x").split(" ")[1] ?? "";
    await beginCase(page);
    await field(page, "Vorname").fill(given);
    await field(page, "Nachname").fill(`${family} ${own}`);
    await expect(field(page, "Nachname")).toHaveAttribute("dir", "auto");
    await field(page, "Hilfeart").selectOption({ label: "§ 31 Sozialpädagogische Familienhilfe" });
    await sendCase(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${given} ${family} ${own}`);
    await expect(page.getByRole("heading", { level: 1 }).locator("bdi")).toHaveCount(1);
    await openSection(page, "Person");
    await expect(page.getByRole("main")).toContainText(`${family} ${own}`);
    await openCases(page);
    await page.getByRole("searchbox", { name: "Suche in Namen und Texten" }).fill(`${search} ${own}`);
    await expect(page.getByRole("link", { name: `${given} ${family} ${own}` })).toHaveCount(1);
  });
}

test("what is typed in both directions stands as it was typed", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Nora", family: unique("Sprachen") });
  await beginEntry(page);
  const entry = { title: unique("زيارة"), text: "قالت الأم: «كل شيء بخير».\nDanach ging es um die Schule.\nTất cả đều tốt." };
  await typeEntry(page, entry);
  await expect(field(page, "Text")).toHaveAttribute("dir", "auto");
  await save(page);
  await expectSaved(page);
  // Phones show the entry and not the list beside it.
  await expect(page.locator(".long-text[dir=auto]").first()).toContainText("قالت الأم");
  await expectOnce(page, entry.title);
});
