// What keeps the organisation key safe over the years: both copies are opened once a year, people leave, and if all
// administrators are lost, the sheet from the safe helps.
import { createTenant, invite, manage, newTenant, openAdministration } from "../support/administration.js";
import { createCase } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { KeyFile, rootGroups } from "../support/key_files.js";
import { confirmKey, enter, groupsBelow, loadKey, makeKey, typeGroups } from "../support/keys.js";
import { PASSWORD, goTo, logIn, loginName, makeAccess, unique } from "../support/people.js";
import { people } from "../support/rotation.js";
import { look } from "../support/screens.js";

const YEAR = 366 * 24 * 60 * 60 * 1000;

test.describe("with the demo's own key", () => {
  test.beforeEach(async ({ portal }) => portal.renew());
  test.afterAll(async ({ portal }) => portal.renew());

  test("after a year the portal reminds of the copies; each gets its tick, and then it is quiet again", async ({ page, portal }) => {
    const [admin] = people(portal.demo.logins, "administrator");
    if (!admin) throw new Error("the demo lacks an administrator");
    await page.clock.setFixedTime(Date.now() + YEAR);
    await enter(page, admin);
    await goTo(page, "Verwaltung");
    await expect(page.getByText("Öffnen Datei und Blatt noch?")).toBeVisible();
    await look("/verwaltung", page, "administration with a reminder");
    await page.getByRole("link", { name: "Kopien prüfen" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Kopien prüfen" })).toBeVisible();

    const file = KeyFile.read(admin.keyFile ?? "");
    await test.step("a copy that does not open is named, and nothing changes", async () => {
      const foreign = portal.demo.logins.find(({ keyFile }) => keyFile && keyFile !== admin.keyFile)?.keyFile ?? "";
      await page.getByLabel("Schlüsseldatei zum Prüfen").setInputFiles(foreign);
      await expect(page.getByText("Das ist der Schlüssel von Schule am Park.")).toBeVisible();
      await typeGroups(page, rootGroups(Buffer.alloc(32, 5)));
      await page.getByRole("button", { name: "Blatt prüfen" }).click();
      await expect(page.getByText("Das sind die Gruppen der Wurzel.")).toBeVisible();
      await expect(page.getByText("noch nicht geprüft")).toHaveCount(2);
    });
    await page.getByLabel("Schlüsseldatei zum Prüfen").setInputFiles(admin.keyFile ?? "");
    await expect(page.getByText("Die Datei öffnet und passt zu Ausgabe 1.")).toBeVisible();
    await expect(page.getByText("Beide Kopien öffnen")).toHaveCount(0);
    await test.step("a hand scanner reads the code of the sheet", async () => {
      await page.getByLabel("Gruppe 1", { exact: true }).fill(`WIMES-KEY:${file.groups().join("")}`);
      await page.getByRole("button", { name: "Blatt prüfen" }).click();
      await expect(page.getByText("Das Blatt öffnet und passt zu Ausgabe 1.")).toBeVisible();
    });
    await expect(page.getByText("Beide Kopien öffnen")).toBeVisible();
    await look("/verwaltung/schluessel/pruefen", page, "both copies open");
    await openAdministration(page, "Schlüssel");
    await expect(page.getByText("Prüfzeichen des Schlüssels")).toBeVisible();
    await expect(page.getByText("Öffnen Datei und Blatt noch?", { exact: true })).toHaveCount(0);
    await expect(page.getByText("noch nie", { exact: true })).toHaveCount(0);
  });

  test("when somebody leaves, the list says what is left to do and leads to the renewal", async ({ page, portal, newDevice }) => {
    test.setTimeout(180_000);
    const [admin] = people(portal.demo.logins, "administrator");
    if (!admin) throw new Error("the demo lacks an administrator");
    await enter(page, admin);
    const uwe = unique("Uwe Fort");
    const { link } = await invite(page, uwe, [{ role: "Fachkraft", scope: "eigene Fälle" }]);
    const desk = await newDevice("desktop");
    await desk.goto(link);
    await makeAccess(desk, loginName("uwe"));
    await loadKey(desk, admin.keyFile ?? "");
    await createCase(desk, { given: "Ole", family: unique("Herbst") });

    await openAdministration(page, "Personen");
    await manage(page, uwe, "Sperren");
    const dialog = page.getByRole("dialog", { name: `${uwe} sperren` });
    await dialog.getByRole("button", { name: "Jetzt sperren" }).click();
    const item = (title: string) => dialog.getByRole("listitem").filter({ hasText: title });
    await expect(item("Zugang gesperrt")).toContainText("erledigt");
    await expect(item("Fälle übergeben")).toContainText("Noch ein Fall ohne Nachfolge.");
    await expect(item("Schlüssel erneuert")).toContainText("offen");
    await look("/verwaltung/:section", page, "list of leaving");
    await dialog.getByLabel("Neue verantwortliche Person").selectOption({ label: "Jale Özdemir" });
    await dialog.getByRole("button", { name: "Alle übergeben" }).click();
    await expect(item("Fälle übergeben")).toContainText("erledigt");
    await dialog.getByRole("checkbox", { name: "Rechte am Ordner mit der Schlüsseldatei entzogen" }).check();
    await item("Schlüssel erneuert").getByRole("link", { name: "Schlüssel erneuern" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Organisationsschlüssel erneuern" })).toBeVisible();
    await expect(page.getByRole("radio", { name: "Jemand ist gegangen" })).toBeChecked();
    await expect(page.getByText("Mit der alten Datei lässt sich nichts öffnen, was danach geschrieben wird.")).toBeVisible();

    await test.step("the page of the key names who has left", async () => {
      await openAdministration(page, "Schlüssel");
      await expect(page.getByText("Bitte erneuern Sie den Schlüssel")).toBeVisible();
      await expect(page.getByText(`Seit dem letzten Wechsel sind gegangen: ${uwe}.`)).toBeVisible();
      await look("/verwaltung/:section", page, "key after somebody left");
    });
  });
});

test("when all administrators are lost, a member takes over with the sheet from the safe", async ({ page, portal, newDevice }, info) => {
  test.setTimeout(240_000);
  const tenant = newTenant();
  await logIn(page, loginOf(portal.demo, "operator"));
  const link = await createTenant(page, tenant);
  const desk = await newDevice("desktop");
  await desk.goto(link);
  await makeAccess(desk, "anfang");
  const key = await makeKey(desk, info.outputDir);
  await confirmKey(desk, key, tenant.organisation);
  const mia = unique("Mia Bleibt");
  const letter = await invite(desk, mia, [{ role: "Fachkraft", scope: "eigene Fälle" }]);

  const member = await newDevice("desktop");
  await member.goto(letter.link);
  await makeAccess(member, "mia");
  await loadKey(member, key.file);
  const family = unique("Bestand");
  await createCase(member, { given: "Ada", family });
  await member.goto("/zugang");
  await member.getByRole("link", { name: "Blatt verwenden: Verwaltung wiederherstellen" }).click();
  await expect(member.getByRole("heading", { level: 1, name: "Verwaltung wiederherstellen" })).toBeVisible();
  await expect(member.getByText("Danach gehört das Blatt sofort zurück in den Tresor")).toBeVisible();
  await expect(member.getByText(`Fragen Sie zuerst dort: ${tenant.administrator}`)).toBeVisible();
  await look("/schluessel/wiederherstellen", member, "restoring the administration");

  const fields = member.getByRole("group", { name: "Gruppen unter „Wurzel“" });
  const type = async (groups: string[]) => {
    for (const [at, group] of groups.entries()) await fields.getByLabel(`Gruppe ${at + 1}`, { exact: true }).fill(group);
  };
  await member.getByLabel("Ihr Passwort", { exact: true }).fill(PASSWORD);
  await member.getByRole("checkbox", { name: "Ich bin dazu befugt" }).check();
  const takeOver = member.getByRole("button", { name: "Verwaltung übernehmen" });
  await test.step("the groups of the key, and the root of another organisation, do not help", async () => {
    await type(key.groups);
    await takeOver.click();
    await expect(member.getByText("Das sind die Gruppen des Organisationsschlüssels.")).toBeVisible();
    await type(rootGroups(Buffer.alloc(32, 5)));
    await takeOver.click();
    await expect(member.getByText("Dieses Blatt gehört nicht zu dieser Organisation.")).toBeVisible();
  });
  await type(key.root);
  await takeOver.click();
  await expect(member.getByText(`Sie verwalten ${tenant.organisation} jetzt`)).toBeVisible();
  await expect(member.getByText("Legen Sie das Blatt zurück in den Tresor, jetzt gleich.")).toBeVisible();
  await look("/schluessel/wiederherstellen", member, "administration restored");
  await member.getByRole("link", { name: "Zur Verwaltung" }).click();
  await invite(member, unique("Vera Zweite"), [{ role: "Verwaltung" }]);

  await test.step("a new root takes the place of the one that was used", async () => {
    await openAdministration(member, "Schlüssel");
    await member.getByRole("link", { name: "Wurzel ersetzen" }).click();
    await typeGroups(member, key.root);
    await member.getByRole("button", { name: "Neue Wurzel anlegen" }).click();
    await expect(member.getByRole("heading", { name: "Drucken Sie das Blatt mit der neuen Wurzel" })).toBeVisible();
    const root = await groupsBelow(member, "Organisationsschlüssel");
    expect(root).toHaveLength(16);
    await member.getByRole("checkbox", { name: "Ich habe das Blatt gedruckt" }).check();
    await member.getByRole("button", { name: "Weiter" }).click();
    await typeGroups(member, key.root);
    await member.getByRole("button", { name: "Neue Wurzel einsetzen" }).click();
    await expect(member.getByText("Das ist nicht die neue Wurzel.")).toBeVisible();
    await typeGroups(member, root);
    await member.getByRole("button", { name: "Neue Wurzel einsetzen" }).click();
    await expect(member.getByText("Die neue Wurzel gilt", { exact: true })).toBeVisible();
  });
});
