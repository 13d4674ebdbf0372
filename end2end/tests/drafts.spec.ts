// What is typed and not saved: kept sealed on the device as one types, offered again to whoever typed it.
import { expectAccessible, expectFitsWidth } from "../support/accessibility.js";
import { createCase, field, openSection, sendCase } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { begun, crash, draftNames, expectKept, openToday } from "../support/drafts.js";
import { beginEntry, expectOnce, expectSaved, expectTyped, itemsOf, save, typeEntry } from "../support/entries.js";
import { expect, test } from "../support/fixtures.js";
import { enter, loadKey } from "../support/keys.js";
import { logIn, logOut, unique } from "../support/people.js";

const KEPT = "Ihr Entwurf ist noch da.";

function newEntry() {
  return { title: unique("Besuch"), text: `${unique("Mutter und Kind")} im Park, „sehr gut“.` };
}

test.describe("an entry of a case", () => {
  let caseUrl = "";
  let family = "";

  test.beforeEach(async ({ page, portal }) => {
    await enter(page, loginOf(portal.demo, "caseworker"));
    family = unique("Entwurf");
    await createCase(page, { given: "Nora", family });
    caseUrl = page.url();
    await beginEntry(page);
  });

  test("a crash loses nothing: the day's page and the case offer what was typed, and it is saved once", async ({ page, context }) => {
    const entry = newEntry();
    await typeEntry(page, entry);
    await expectKept(page);
    const next = await crash(page, context);
    await openToday(next);
    await expect(begun(next)).toContainText(`Verlauf`);
    await expect(begun(next)).toContainText(`Nora ${family}`);
    await expect(begun(next)).toContainText(/\d{1,2}\.\d{1,2}\.\d{4}/);
    await expectAccessible(next, "today with a draft");
    await expectFitsWidth(next, "today with a draft");
    await next.goto(caseUrl);
    const here = next.getByRole("region", { name: "Angefangen" });
    await expect(here).toContainText("Verlauf");
    await expectAccessible(next, "a case with a draft");
    await expectFitsWidth(next, "a case with a draft");
    await here.getByRole("link", { name: "Weiterschreiben: Verlauf" }).click();
    await expect(next.getByText(KEPT)).toBeVisible();
    await expectTyped(next, entry);
    await expectAccessible(next, "a form with what was typed before");
    await save(next);
    await expectSaved(next);
    expect(await draftNames(next)).toEqual([]);
    await expectOnce(next, entry.title);
    await openToday(next);
    await expect(begun(next)).toHaveCount(0);
  });

  test("a tab that is closed in the middle of a word has kept the word", async ({ page, context }) => {
    await field(page, "Text").pressSequentially("Ein halbes Wo");
    await page.close();
    const next = await context.newPage();
    await openToday(next);
    await begun(next).getByRole("link", { name: "Weiterschreiben: Verlauf" }).click();
    await expect(field(next, "Text")).toHaveValue("Ein halbes Wo");
  });

  test("after logging out the same person is offered it again, and nobody else", async ({ page, portal }) => {
    const me = loginOf(portal.demo, "caseworker");
    const entry = newEntry();
    await typeEntry(page, entry);
    await expectKept(page);
    page.once("dialog", (dialog) => void dialog.accept());
    await logOut(page);
    await expect(page.getByText("Ihr Entwurf bleibt verschlüsselt auf diesem Gerät.")).toBeVisible();

    const other = portal.demo.logins.find(({ role, organisation }) => role === "manager" && organisation === me.organisation);
    if (!other?.keyFile) throw new Error("the demo has no manager of the same organisation");
    await enter(page, other);
    await openToday(page);
    await expect(page.getByRole("heading", { name: "Was ansteht" })).toBeVisible();
    await expect(begun(page)).toHaveCount(0);
    await page.goto("/zugang");
    await expect(page.getByText("Dieses Gerät merkt sich keinen Schlüssel.")).toBeVisible();
    await logOut(page);
    await expect(page.getByText("bleibt verschlüsselt auf diesem Gerät")).toHaveCount(0);

    await logIn(page, me);
    await openToday(page);
    await expect(begun(page)).toContainText("Auf diesem Gerät liegt ein Entwurf von Ihnen. Laden Sie den Schlüssel");
    await loadKey(page, me.keyFile ?? "");
    await openToday(page);
    await begun(page).getByRole("link", { name: "Weiterschreiben: Verlauf" }).click();
    await expectTyped(page, entry);
  });

  test("what is discarded can be brought back, by keyboard too, at the form and on the day's page", async ({ page }) => {
    const entry = newEntry();
    await typeEntry(page, entry);
    await page.goBack();
    await expect(field(page, "Text")).toHaveCount(0);
    await page.goForward();
    await expect(page.getByText(KEPT)).toBeVisible();
    await page.getByRole("button", { name: "Entwurf verwerfen" }).first().focus();
    await page.keyboard.press("Enter");
    await expect(field(page, "Text")).toHaveValue("");
    await expect.poll(() => draftNames(page)).toEqual([]);
    await page.getByRole("button", { name: "Rückgängig" }).focus();
    await page.keyboard.press("Enter");
    await expectTyped(page, entry);
    await expectKept(page);

    page.once("dialog", (dialog) => void dialog.accept());
    await openToday(page);
    await begun(page).getByRole("button", { name: "Entwurf verwerfen: Verlauf" }).click();
    await expect(begun(page)).toHaveCount(0);
    await expect.poll(() => draftNames(page)).toEqual([]);
    await page.getByRole("button", { name: "Rückgängig" }).click();
    await expect(begun(page)).toContainText("Verlauf");
    await begun(page).getByRole("link", { name: "Weiterschreiben: Verlauf" }).click();
    await expectTyped(page, entry);
    await page.getByRole("button", { name: "Abbrechen" }).click();
    await expect(page.getByText("Der Entwurf ist verworfen.")).toBeVisible();
    await expect.poll(() => draftNames(page)).toEqual([]);
  });

  test("whoever leaves by a link may keep the draft", async ({ page }) => {
    const entry = newEntry();
    await typeEntry(page, entry);
    await page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link", { name: "Heute", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Noch nicht gespeichert" });
    await expectAccessible(page, "the question before leaving");
    await dialog.getByRole("button", { name: "Entwurf behalten und gehen" }).click();
    await begun(page).getByRole("link", { name: "Weiterschreiben: Verlauf" }).click();
    await expectTyped(page, entry);
  });

  test("the change of an entry that somebody else changed meanwhile leads into the comparison", async ({ page, context, portal, newDevice }) => {
    const entry = newEntry();
    await typeEntry(page, entry);
    await save(page);
    await expectSaved(page);
    const url = page.url();
    await page.getByRole("button", { name: "Bearbeiten" }).click();
    await field(page, "Text").fill("Meine neue Fassung");
    await expectKept(page);
    const next = await crash(page, context);

    const colleague = portal.demo.logins.find(({ role, organisation }) => role === "manager" && organisation === "Haus Sonnenberg");
    if (!colleague) throw new Error("the demo has no manager of Haus Sonnenberg");
    const other = await newDevice("desktop");
    await enter(other, colleague);
    await other.goto(url);
    await other.getByRole("button", { name: "Bearbeiten" }).click();
    await field(other, "Text").fill("Die Fassung der Leitung");
    await save(other);
    await expectSaved(other);

    await next.goto(url);
    await expect(next.getByText("Sie haben am").first()).toContainText("begonnen, das zu ändern");
    await next.getByRole("main").getByRole("button", { name: "Weiterschreiben" }).click();
    await expectTyped(next, { ...entry, text: "Meine neue Fassung" });
    await save(next);
    const dialog = next.getByRole("dialog", { name: "Jemand hat inzwischen gespeichert" });
    await expect(dialog.getByRole("group", { name: "Text" })).toContainText("Die Fassung der Leitung");
    await dialog.getByRole("radio", { name: /^Meine Fassung/ }).check();
    await dialog.getByRole("button", { name: "Zusammenführen und speichern" }).click();
    await expectSaved(next);
    await expect.poll(() => draftNames(next)).toEqual([]);
  });

  test("two tabs: the second sees what the first types, both are kept, and saving both unites them", async ({ page, context }) => {
    const entry = newEntry();
    await typeEntry(page, entry);
    await expectKept(page);
    const second = await context.newPage();
    await second.goto(page.url());
    await expect(second.getByText(KEPT)).toBeVisible();
    await expect(second.getByText("Daran wird gerade auch in einem anderen Tab geschrieben.")).toBeVisible();
    await expectTyped(second, entry);
    await field(second, "Dauer (Minuten)").fill("75");
    await field(page, "Überschrift").fill(`${entry.title} lang`);
    await expectKept(page, 2);
    await save(page);
    await expectSaved(page);
    await save(second);
    const dialog = second.getByRole("dialog", { name: "Jemand hat inzwischen gespeichert" });
    await dialog.getByRole("group", { name: "Überschrift" }).getByRole("radio", { name: /^Fassung von/ }).check();
    await dialog.getByRole("button", { name: "Zusammenführen und speichern" }).click();
    await expectSaved(second);
    await expect(second.getByText(/^75 /).filter({ visible: true }).first()).toBeVisible();
    await expectOnce(second, `${entry.title} lang`);
    expect(await draftNames(second)).toEqual([]);
  });

  test("a save that had arrived before a crash is not offered again and not doubled", async ({ page, context }) => {
    const entry = newEntry();
    await typeEntry(page, entry);
    await expectKept(page);
    await page.route("**/api/v1/cases/*/records", async (route) => {
      if (route.request().method() === "GET") return route.fallback();
      await route.fetch();
      await route.abort("connectionreset");
    });
    await save(page);
    await expect(page.getByRole("alert")).toContainText("Keine Verbindung zum Server.");
    const next = await crash(page, context);
    await next.goto(caseUrl);
    await openSection(next, "Verlauf");
    await expect(itemsOf(next, entry.title)).toHaveCount(1);
    await expect(next.getByRole("region", { name: "Angefangen" })).toHaveCount(0);
    await expect.poll(() => draftNames(next)).toEqual([]);
  });
});

test("whoever lets the device forget the key is told about drafts first", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"), { remember: true });
  await createCase(page, { given: "Nora", family: unique("Vergessen") });
  await beginEntry(page);
  await typeEntry(page, newEntry());
  await expectKept(page);
  page.once("dialog", (dialog) => void dialog.accept());
  await page.goto("/zugang");
  await page.getByRole("button", { name: "Schlüssel auf diesem Gerät vergessen" }).click();
  const dialog = page.getByRole("dialog", { name: "Schlüssel und Entwürfe vergessen" });
  await expect(dialog).toContainText("Auf diesem Gerät liegt ein Entwurf von Ihnen");
  await expectAccessible(page, "forgetting the device");
  await dialog.getByRole("button", { name: "Vergessen und Entwürfe löschen" }).click();
  await expect(page.getByText("Dieses Gerät merkt sich keinen Schlüssel.").first()).toBeVisible();
  expect(await draftNames(page)).toEqual([]);
});

test("a new case that was begun is offered again after a crash, and made once", async ({ page, portal, context }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  const family = unique("Angefangen");
  await page.goto("/faelle/neu");
  await field(page, "Vorname").fill("Ida");
  await field(page, "Nachname").fill(family);
  await field(page, "Hilfeart").selectOption({ label: "§ 31 Sozialpädagogische Familienhilfe" });
  await expectKept(page, 2);
  const next = await crash(page, context);
  await openToday(next);
  await expect(begun(next).getByRole("listitem")).toHaveCount(1);
  await begun(next).getByRole("link", { name: "Weiterschreiben: Neuer Fall" }).click();
  await expect(next.getByText(KEPT)).toBeVisible();
  await expect(field(next, "Nachname")).toHaveValue(family);
  await sendCase(next);
  await expect(next.getByRole("heading", { level: 1, name: `Ida ${family}` })).toBeVisible();
  await expect.poll(() => draftNames(next)).toEqual([]);
});
