// Who changed what: every version of an entry, field by field, and an earlier state taken up again as a new version.
import type { Page } from "@playwright/test";
import { expectAccessible, expectFitsWidth } from "../support/accessibility.js";
import { createCase, field } from "../support/cases.js";
import { managerOf } from "../support/colleagues.js";
import { loginOf } from "../support/demo.js";
import { beginEntry, expectSaved, openHistory, save, typeEntry } from "../support/entries.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { unique } from "../support/people.js";

const FIRST = "Die Mutter kommt am Freitag zum Gespräch. Mara hat gut geschlafen.";
const SECOND = "Die Mutter kommt am Montag zum Gespräch. Mara hat gut geschlafen.";

async function change(page: Page, values: Record<string, string>): Promise<void> {
  await page.getByRole("button", { name: "Bearbeiten" }).click();
  for (const [label, value] of Object.entries(values)) await field(page, label).fill(value);
  await save(page);
  await expectSaved(page);
}

test("a text is changed by two people, and an earlier state is taken up again", async ({ page, portal, newDevice }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Mara", family: unique("Rückblick") });
  await beginEntry(page);
  const title = unique("Telefonat");
  await typeEntry(page, { title, text: FIRST });
  await save(page);
  await expectSaved(page);
  await change(page, { Text: SECOND });

  const other = await newDevice("desktop");
  await enter(other, managerOf(portal.demo));
  await other.goto(page.url());
  await change(other, { "Dauer (Minuten)": "20", Überschrift: `${title} mit der Mutter` });

  await page.reload();
  await expect(page.getByText(SECOND).filter({ visible: true }).first()).toBeVisible();
  const versions = await openHistory(page);
  await expect(versions).toHaveCount(3);
  await test.step("newest first: who, when, what, signed", async () => {
    await expect(versions.nth(0)).toContainText(/Fassung 3 · .+, \d/);
    await expect(versions.nth(0)).toContainText("gilt jetzt");
    for (let at = 0; at < 3; at += 1) await expect(versions.nth(at)).toContainText("Unterschrift geprüft");
    await expect(versions.nth(0).locator("dt")).toHaveText(["Dauer", "Überschrift"]);
    await expect(versions.nth(0).locator("ins").first()).toContainText("20");
    await expect(versions.nth(0).locator("ins").last()).toContainText("mit der Mutter");
    await expect(versions.nth(1).locator("dt")).toHaveText(["Text"]);
    await expect(versions.nth(1).locator("del")).toHaveText(/gestrichen: Freitag$/);
    await expect(versions.nth(1).locator("ins")).toHaveText(/neu: Montag$/);
    await expect(versions.nth(2)).toContainText("Angelegt");
  });
  await expectAccessible(page, "history");
  await expectFitsWidth(page, "history");

  await test.step("the first state, in full", async () => {
    await versions.nth(2).getByRole("button", { name: "Fassung 1 ansehen" }).click();
    const dialog = page.getByRole("dialog", { name: "Stand von Fassung 1" });
    await expect(dialog).toContainText(FIRST);
    await expect(dialog).toContainText("Gegenüber heute ändert sich: Dauer, Überschrift, Text.");
    await expectAccessible(page, "an earlier state");
    await dialog.getByRole("button", { name: "Diesen Stand wieder aufnehmen" }).click();
  });
  await test.step("it stands in the form with a word on what will change, and is saved as a further version", async () => {
    await expect(page.getByText(/^Im Formular steht der Stand von Fassung 1 vom /)).toBeVisible();
    await expect(page.getByText("Gegenüber heute ändert sich: Dauer, Überschrift, Text.")).toBeVisible();
    await expect(field(page, "Text")).toHaveValue(FIRST);
    await expect(field(page, "Dauer (Minuten)")).toHaveValue("");
    await expectAccessible(page, "taking up an earlier state");
    await field(page, "Überschrift").fill(`${title} mit der Mutter`);
    await expect(page.getByText("Gegenüber heute ändert sich: Dauer, Text.")).toBeVisible();
    await save(page);
    await expectSaved(page);
    const after = await openHistory(page);
    await expect(after).toHaveCount(4);
    await expect(after.nth(0).locator("dd").last().locator("ins")).toHaveText(/neu: Freitag$/);
    await expect(after.nth(1).locator("ins").last()).toContainText("mit der Mutter");
  });
});

test("a draft is kept beside an earlier state that is taken up", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Mara", family: unique("Entwurf") });
  await beginEntry(page);
  await typeEntry(page, { title: unique("Besuch"), text: FIRST });
  await save(page);
  await expectSaved(page);
  await change(page, { Text: SECOND });
  const url = page.url();
  await page.getByRole("button", { name: "Bearbeiten" }).click();
  await field(page, "Text").fill("Etwas ganz anderes.");
  await page.goBack();
  await page.goto(url);
  await expect(page.getByText(/nicht gespeichert/).first()).toBeVisible();
  const versions = await openHistory(page);
  await versions.nth(1).getByRole("button", { name: "Fassung 1 ansehen" }).click();
  await page.getByRole("button", { name: "Diesen Stand wieder aufnehmen" }).click();
  await expect(field(page, "Text")).toHaveValue(FIRST);
  await save(page);
  await expectSaved(page);
  await page.getByRole("button", { name: "Weiterschreiben" }).first().click();
  await expect(field(page, "Text")).toHaveValue("Etwas ganz anderes.");
});
