// What is typed into a sealed field can be read nowhere but on the devices of those who hold the key.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { invite } from "../support/administration.js";
import { type Values, beginCase, dimension, fillIn, openCase, openCases, openSection, rate, searchAllTexts, sendCase } from "../support/cases.js";
import { type Form, anyChoice, isSealed, readConfiguration } from "../support/configuration.js";
import { loginOf } from "../support/demo.js";
import { expectKept } from "../support/drafts.js";
import { expect, test } from "../support/fixtures.js";
import { enter, keyBytes, loadKey } from "../support/keys.js";
import { PASSWORD, lock, loginName, makeAccess, unique } from "../support/people.js";
import { canary } from "../support/watch.js";

const configuration = readConfiguration();

/** Everything that was typed and must be readable nowhere. */
class Secrets {
  readonly texts: (string | Buffer)[] = [];

  add<T extends string | Buffer>(secret: T): T {
    this.texts.push(secret);
    return secret;
  }

  /** A canary for each sealed field of a form, and something for each clear one that must be filled in. */
  valuesOf(form: Form, perDimension = false): Values {
    const values: Values = {};
    for (const field of form.fields.filter(({ per }) => (per === "dimension") === perDimension)) {
      const label = field.label.de;
      if (isSealed(field)) {
        // A date field takes nothing but a date; on that day of 1911 nothing else in the portal happens.
        const date = "sealed" in field.kind && field.kind.sealed === "date";
        values[label] = this.add(date ? "1911-07-23" : canary(`${form.title.de} ${label}`));
      } else if (field.required) {
        const choice = anyChoice(configuration, field);
        if (choice) values[label] = choice;
      }
    }
    return values;
  }
}

/** Writes an entry and comes back when it is stored. */
async function write(page: Page, section: string, link: string, values: Values): Promise<void> {
  await openSection(page, section);
  await page.getByRole("main").getByRole("link", { name: link }).last().click();
  await fillIn(page.getByRole("region", { name: link }), values);
  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await expect(page.getByRole("button", { name: "Bearbeiten" })).toBeVisible();
}

/** How each form is filled in: a form without a way here fails the test, so that none is forgotten. */
const WAYS: Record<string, (page: Page, form: Form, secrets: Secrets) => Promise<void>> = {
  // Person and help are written with the new case.
  person: async () => {},
  help: async () => {},
  contact: (page, form, secrets) => write(page, "Kontakte", "Neuer Kontakt", secrets.valuesOf(form)),
  course: (page, form, secrets) => write(page, "Verlauf", "Neuer Eintrag", secrets.valuesOf(form)),
  goal: (page, form, secrets) => write(page, "Ziele", "Neues Ziel", secrets.valuesOf(form)),
  rating: async (page, form, secrets) => {
    await openSection(page, "Bewertungen");
    await page.getByRole("main").getByRole("link", { name: "Neue Bewertung" }).click();
    await fillIn(page.getByRole("main"), secrets.valuesOf(form));
    for (const { label } of configuration.instrument.dimensions) {
      await rate(page, label.de, 5);
      await fillIn(dimension(page, label.de), secrets.valuesOf(form, true));
    }
    await page.getByRole("button", { name: "Bewertung speichern" }).click();
    await expect(page.getByRole("row", { name: new RegExp(`^${configuration.instrument.dimensions[0]?.label.de}`) })).toBeVisible();
  },
  closing: async (page, form, secrets) => {
    await openSection(page, "Abschluss");
    await page.getByRole("button", { name: "Fall abschließen" }).click();
    const kind = form.fields.find(({ code }) => code === "kind");
    const { Stand: _, ...values } = secrets.valuesOf(form);
    const choice = kind && anyChoice(configuration, kind);
    await fillIn(page.getByRole("main"), { ...values, ...(kind && choice ? { [kind.label.de]: choice } : {}) });
    await page.getByRole("button", { name: "Fall abschließen" }).click();
    await expect(page.getByRole("heading", { name: "Der Fall ist abgeschlossen" })).toBeVisible();
  },
};

test("what is typed into sealed fields is readable in no request, no store of the browser, no file of the server", async ({ page, portal, newDevice, watch }) => {
  test.setTimeout(240_000);
  const secrets = new Secrets();
  const haus = loginOf(portal.demo, "administrator");
  const name = unique("Vera Klarname");

  await test.step("a colleague is invited: seed, password and key are secrets", async () => {
    const admin = await newDevice("desktop");
    await enter(admin, haus);
    const letter = await invite(admin, name, [{ role: "Fachkraft", scope: "eigene Fälle" }]);
    const seed = letter.link.split(".").at(-1) ?? "";
    secrets.add(Buffer.from(seed, "base64url"));
    secrets.add(letter.groups.slice(8).join(""));
    await page.goto(letter.link);
    await makeAccess(page, loginName("vera"), secrets.add(`${PASSWORD} ${seed.slice(0, 6)}`));
    secrets.add(haus.password);
    secrets.add(keyBytes(readFileSync(haus.keyFile ?? "", "utf8")));
    await loadKey(page, haus.keyFile ?? "", { remember: true });
  });

  const family = await test.step("a case with all sealed fields of person and help", async () => {
    await beginCase(page);
    await page.getByText("Weitere Angaben zur Person").click();
    await page.getByText("Weitere Angaben zur Hilfe").click();
    const [person, help] = ["person", "help"].map((code) => configuration.forms.find((form) => form.code === code));
    if (!person || !help) throw new Error("the configuration lacks person or help");
    const values = secrets.valuesOf(person);
    await fillIn(page.getByRole("region", { name: "Wer ist der junge Mensch?" }), values);
    await fillIn(page.getByRole("region", { name: "Welche Hilfe?" }), secrets.valuesOf(help));
    // In several browsers checking spelling and translating send the text to their makers.
    expect(await page.evaluate(() => document.documentElement.translate)).toBe(false);
    expect(await page.locator("main input, main textarea").evaluateAll((fields) => fields.filter((field) => (field as HTMLElement).spellcheck).length)).toBe(0);
    await sendCase(page);
    return String(values["Nachname"]);
  });
  await test.step("an entry that is withdrawn, with its reason", async () => {
    const course = configuration.forms.find(({ code }) => code === "course");
    if (!course) throw new Error("the configuration lacks course entries");
    await write(page, "Verlauf", "Neuer Eintrag", secrets.valuesOf(course));
    await page.getByRole("button", { name: "Zurückziehen" }).click();
    await page.getByRole("dialog").getByLabel("Grund").fill(secrets.add(canary("Grund")));
    await page.getByRole("dialog").getByRole("button", { name: "Eintrag zurückziehen" }).click();
    await expect(page.getByText(/^Zurückgezogen von /)).toBeVisible();
  });
  for (const form of configuration.forms) {
    await test.step(`everything sealed of “${form.title.de}”`, async () => {
      const way = WAYS[form.code];
      if (!way) throw new Error(`this test does not know how to fill in “${form.code}”`);
      await way(page, form, secrets);
    });
  }
  await test.step("what is searched for, and what is typed and not saved", async () => {
    await openCases(page);
    await page.getByText("Filter", { exact: true }).click();
    await page.getByLabel("Stand").selectOption({ label: "alle" });
    await page.getByRole("searchbox", { name: "Suche in Namen und Texten" }).fill(family);
    await expect(page.getByRole("rowheader")).toHaveCount(1);
    await searchAllTexts(page);
    await page.getByRole("searchbox", { name: "Suche in Namen und Texten" }).fill("");
    await openCase(page, family);
    await openSection(page, "Abschluss");
    await page.getByRole("button", { name: "Fall wieder öffnen" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Fall wieder öffnen" }).click();
    await openSection(page, "Verlauf");
    await page.getByRole("main").getByRole("link", { name: "Neuer Eintrag" }).last().click();
    await page.getByRole("region", { name: "Neuer Eintrag" }).getByLabel(/^Text/).fill(secrets.add(canary("Entwurf")));
    await expectKept(page);
  });

  await test.step("the search finds what is there to be found: in requests, database, log, browser stores and console", async () => {
    const left = `liegengelassen ${name}`;
    await page.evaluate(async (text) => {
      console.log(`gemurmelt ${text}`);
      await new Promise((resolve, reject) => {
        const request = indexedDB.open("control", 1);
        request.onupgradeneeded = () => request.result.createObjectStore("things").put({ bytes: new TextEncoder().encode(text) }, "one");
        request.onsuccess = () => (request.result.close(), resolve(undefined));
        request.onerror = () => reject(request.error);
      });
    }, left);
    const line = portal.log().split("\n").find((text) => text.length > 30) ?? "";
    expect(line).not.toBe("");
    const found = (await watch.findReadable([name, left, line])).join("\n");
    expect(found).toMatch(/in body of POST \/api/);
    expect(found).toMatch(/in .*\.(sqlite|db)/);
    expect(found).toContain(`${left} in console`);
    expect(found).toContain(`${left} in stores of`);
    expect(found).toMatch(/in .*server\.log/);
  });
  await test.step("and finds none of the secrets, before and after a lock", async () => {
    expect(secrets.texts.length).toBeGreaterThan(35);
    expect(await watch.findReadable(secrets.texts)).toEqual([]);
    await lock(page);
    expect(await watch.findReadable(secrets.texts)).toEqual([]);
  });
});
