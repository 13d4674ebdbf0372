// What was done by mistake is taken back; words that need a sentence have one where they stand.
import { expectAccessible } from "../support/accessibility.js";
import { createCase, openSection } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { beginEntry, expectSaved, save, typeEntry } from "../support/entries.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { unique } from "../support/people.js";

test("a withdrawn entry is made valid again by “Rückgängig”", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Kim", family: unique("Versehen") });
  await beginEntry(page);
  await typeEntry(page, { title: unique("Anruf"), text: "Die Lehrerin hat angerufen." });
  await save(page);
  await expectSaved(page);
  await page.getByRole("button", { name: "Zurückziehen" }).click();
  const dialog = page.getByRole("dialog", { name: "Eintrag zurückziehen" });
  await dialog.getByLabel("Grund").fill("Falsche Akte.");
  await dialog.getByRole("button", { name: "Eintrag zurückziehen" }).click();
  await expect(page.getByText("Grund: Falsche Akte.").filter({ visible: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Rückgängig" }).click();
  await expect(page.getByText("Der Eintrag gilt wieder.")).toBeVisible();
  await expect(page.getByText("Die Lehrerin hat angerufen.").filter({ visible: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Bearbeiten" })).toBeVisible();
});

test("explanations open at the words that need them", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Kim", family: unique("Frage") });
  for (const [section, word, sentence] of [
    ["Bewertungen", "Zeitpunkte", /nach acht Wochen/],
    ["Abschluss", "planmäßig oder Abbruch", /anders als im Hilfeplan vereinbart/],
    ["Zugang", "Fallschlüssel", /Jede Akte hat einen eigenen Schlüssel/],
  ] as const) {
    await openSection(page, section);
    await page.getByRole("button", { name: `Was bedeutet „${word}“?` }).click();
    await expect(page.getByText(sentence)).toBeVisible();
    await expectAccessible(page, `explanation of ${word}`);
    await page.keyboard.press("Escape");
    await expect(page.getByText(sentence)).toBeHidden();
  }
});
