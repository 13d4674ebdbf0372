// Two people at the same entry: the second one is told, keeps what is typed, compares, and saves on top.
import type { Page } from "@playwright/test";
import { createCase, field, openCases } from "../support/cases.js";
import { type Login, loginOf } from "../support/demo.js";
import { type CourseEntry, beginEntry, expectOnce, expectSaved, expectTyped, save, typeEntry } from "../support/entries.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { speak } from "../support/languages.js";
import { unique } from "../support/people.js";

/** A manager who sees the cases of the caseworker. */
function colleague(logins: Login[]): Login {
  const found = logins.find(({ role, organisation }) => role === "manager" && organisation === "Haus Sonnenberg");
  if (!found) throw new Error("the demo has no manager of Haus Sonnenberg");
  return found;
}

async function editEntry(page: Page, title: string): Promise<void> {
  await page.getByRole("link", { name: title }).click();
  await page.getByRole("button", { name: "Bearbeiten" }).click();
  await expect(field(page, "Text")).toBeVisible();
}

let entry: CourseEntry;

test.beforeEach(async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Zoe", family: unique("Zusammen") });
  await beginEntry(page);
  entry = { title: unique("Elternabend"), text: "Alle waren da." };
  await typeEntry(page, entry);
  await save(page);
  await expectSaved(page);
});

/** The colleague opens the same entry on another device and begins to change it. */
async function alsoEdit(other: Page, login: Login, url: string): Promise<void> {
  await enter(other, login);
  await openCases(other);
  await other.goto(url);
  await editEntry(other, entry.title);
}

test("both changed the same field: the second compares both versions, keeps the own one and saves it on top", async ({ page, portal, newDevice }) => {
  const other = await newDevice("desktop");
  await alsoEdit(other, colleague(portal.demo.logins), page.url());
  await editEntry(page, entry.title);
  await field(page, "Text").fill("Alle waren da, auch der Vater.");
  await save(page);
  await expectSaved(page);

  await field(other, "Text").fill("Alle waren da, nur der Vater kam später.");
  await speak(other, "English");
  await other.getByRole("button", { name: "Save", exact: true }).click();
  const english = other.getByRole("dialog", { name: "Somebody saved in between" });
  await expect(english).toContainText("changed this entry on");
  await other.keyboard.press("Escape");
  await expect(english).toBeHidden();
  await speak(other, "Deutsch");
  await expectTyped(other, { ...entry, text: "Alle waren da, nur der Vater kam später." });

  await save(other);
  const dialog = other.getByRole("dialog", { name: "Jemand hat inzwischen gespeichert" });
  await expect(dialog).toContainText("Jale Özdemir hat diesen Eintrag am");
  await expect(dialog.getByRole("group", { name: "Text" })).toContainText("Alle waren da, auch der Vater.");
  await expect(dialog.getByRole("group", { name: "Text" })).toContainText("Alle waren da, nur der Vater kam später.");
  await dialog.getByRole("radio", { name: /^Meine Fassung/ }).check();
  await dialog.getByRole("button", { name: "Zusammenführen und speichern" }).click();
  await expectSaved(other);
  await expect(other.getByText("Alle waren da, nur der Vater kam später.").first()).toBeVisible();
  await expectOnce(page, entry.title);
  await expect(page.getByText("Alle waren da, nur der Vater kam später.").first()).toBeVisible();
});

test("the second takes the other one's version of a field", async ({ page, portal, newDevice }) => {
  const other = await newDevice("desktop");
  await alsoEdit(other, colleague(portal.demo.logins), page.url());
  await editEntry(page, entry.title);
  await field(page, "Text").fill("Fassung eins.");
  await save(page);
  await expectSaved(page);
  await field(other, "Text").fill("Fassung zwei.");
  await save(other);
  const dialog = other.getByRole("dialog", { name: "Jemand hat inzwischen gespeichert" });
  await dialog.getByRole("radio", { name: /^Fassung von Jale Özdemir/ }).check();
  await dialog.getByRole("button", { name: "Zusammenführen und speichern" }).click();
  await expectSaved(other);
  await expect(other.getByText("Fassung eins.").first()).toBeVisible();
  await expect(other.getByText("Fassung zwei.")).toHaveCount(0);
});

test("changes of different fields are united", async ({ page, portal, newDevice }) => {
  const other = await newDevice("desktop");
  await alsoEdit(other, colleague(portal.demo.logins), page.url());
  await editEntry(page, entry.title);
  await field(page, "Text").fill("Der Text ist neu.");
  await save(page);
  await expectSaved(page);
  await field(other, "Dauer (Minuten)").fill("75");
  await save(other);
  const dialog = other.getByRole("dialog", { name: "Jemand hat inzwischen gespeichert" });
  await expect(dialog).toContainText("Ihre Änderungen widersprechen sich nicht");
  await expect(dialog).toContainText("Übernommen, weil nur die andere Person es geändert hat: Text");
  await dialog.getByRole("button", { name: "Zusammenführen und speichern" }).click();
  await expectSaved(other);
  await expect(other.getByText("Der Text ist neu.").first()).toBeVisible();
  await expect(other.getByText("75 Min.").first()).toBeVisible();
});

test("what somebody else saved while a draft waited is not overwritten silently", async ({ page, portal, newDevice }) => {
  const url = page.url();
  await editEntry(page, entry.title);
  await field(page, "Text").fill("Ein halber Satz");
  await page.goBack();
  await expect(field(page, "Text")).toHaveCount(0);
  const other = await newDevice("desktop");
  await alsoEdit(other, colleague(portal.demo.logins), url);
  await field(other, "Text").fill("Was die Leitung geschrieben hat.");
  await save(other);
  await expectSaved(other);

  await openCases(page);
  await page.goBack();
  await editEntry(page, entry.title);
  await expect(page.getByText("Ihr Entwurf ist noch da")).toBeVisible();
  await expectTyped(page, { ...entry, text: "Ein halber Satz" });
  await save(page);
  const dialog = page.getByRole("dialog", { name: "Jemand hat inzwischen gespeichert" });
  await expect(dialog.getByRole("group", { name: "Text" })).toContainText("Was die Leitung geschrieben hat.");
  await dialog.getByRole("radio", { name: /^Meine Fassung/ }).check();
  await dialog.getByRole("button", { name: "Zusammenführen und speichern" }).click();
  await expectSaved(page);
});
