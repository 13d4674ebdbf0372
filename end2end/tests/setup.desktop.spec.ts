// From nothing to a working tenant: operator, administrator and colleagues, each at an own device.
import { writeFileSync } from "node:fs";
import { addUnit, createTenant, invite, inviteAgain, manage, newTenant, openAdministration, rowOf } from "../support/administration.js";
import { createCase, openCases } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { confirmKey, dropKey, enter, loadKey, makeKey, typeGroups, typeKey } from "../support/keys.js";
import { PASSWORD, goTo, logIn, loginName, makeAccess, placesOf, tryLogin, unique } from "../support/people.js";

test("an organisation becomes ready only when its saved key file was loaded back", async ({ page, portal, newDevice }, info) => {
  const tenant = newTenant();
  await logIn(page, loginOf(portal.demo, "operator"));
  const link = await createTenant(page, tenant);

  const desk = await newDevice("desktop");
  await test.step("the administrator makes a personal access from the setup link", async () => {
    await desk.goto(link);
    await expect(desk.getByRole("heading", { level: 1, name: "Willkommen, Karla Anfang" })).toBeVisible();
    await expect(desk.getByText(`Sie richten ${tenant.organisation} ein`)).toBeVisible();
    expect(desk.url()).not.toContain("#");
    await makeAccess(desk, "anfang");
  });
  const key = await test.step("key and sheet are made", () => makeKey(desk, info.outputDir));
  await test.step("a wrong file is refused and the organisation waits", async () => {
    const foreign = loginOf(portal.demo, "administrator").keyFile ?? "";
    const field = desk.getByLabel("Die eben gespeicherte Schlüsseldatei");
    await field.setInputFiles(foreign);
    await expect(desk.getByText("Das ist eine andere Schlüsseldatei als die eben angelegte.")).toBeVisible();
    const note = info.outputPath("einkaufszettel.txt");
    writeFileSync(note, "Milch, Brot, Butter");
    await field.setInputFiles(note);
    await expect(desk.getByText("Das ist keine Schlüsseldatei.")).toBeVisible();
    await goTo(page, "Mandanten");
    await expect(page.getByRole("row", { name: tenant.name })).toContainText("wird eingerichtet");
  });
  await test.step("the saved file makes it ready", async () => {
    await confirmKey(desk, key, tenant.organisation);
    await page.reload();
    await expect(page.getByRole("row", { name: tenant.name })).toContainText("bereit");
  });
  await test.step("the first steps urge to say where the key lies and to name a second administrator", async () => {
    await desk.getByRole("link", { name: "Zur Verwaltung" }).click();
    await expect(desk.getByRole("heading", { level: 1, name: `${tenant.organisation} einrichten` })).toBeVisible();
    const second = desk.getByRole("listitem").filter({ hasText: "Eine zweite Verwaltung benennen" });
    await expect(second).toContainText("offen");
    await expect(second).toContainText("Fällt die einzige Verwaltung aus, kann niemand mehr einladen oder sperren.");
    await expect(desk.getByRole("listitem").filter({ hasText: "Organisationsschlüssel anlegen" })).toContainText("erledigt");
  });
});

test("each organisation has a tree of units and a key of its own, and colleagues join from a letter", async ({ page, portal, newDevice }, info) => {
  test.setTimeout(180_000);
  const tenant = newTenant();
  await logIn(page, loginOf(portal.demo, "operator"));
  const link = await createTenant(page, tenant);
  const desk = await newDevice("desktop");
  await desk.goto(link);
  await makeAccess(desk, "anfang");
  const key = await makeKey(desk, info.outputPath("first"));
  await confirmKey(desk, key, tenant.organisation);

  await test.step("units form a tree", async () => {
    await openAdministration(desk, "Organigramm");
    await addUnit(desk, "Ambulante Hilfen");
    await addUnit(desk, "Team Nord", "Ambulante Hilfen");
    await addUnit(desk, "Team Süd", "Ambulante Hilfen");
    await addUnit(desk, "Wohngruppen");
    const rows = desk.getByRole("listitem").filter({ hasText: /\d+ Personen/ });
    const names = (await rows.allInnerTexts()).map((text) => text.split("\n")[0]);
    expect(names).toEqual(["Ambulante Hilfen", "Team Nord", "Team Süd", "Wohngruppen"]);
    await desk.getByRole("button", { name: "Ändern Team Nord" }).click();
    await expect(desk.getByRole("dialog").getByLabel("Gehört zu").getByRole("option", { selected: true })).toHaveText("Ambulante Hilfen");
    await desk.getByRole("dialog").getByRole("button", { name: "Abbrechen" }).click();
  });

  const hint = "Intranet, Ordner Portal, gleich die erste Datei";
  await test.step("the hint says where the key file lies", async () => {
    await openAdministration(desk, "Schlüssel");
    await desk.getByLabel("Hinweis für alle, denen der Schlüssel fehlt").fill(hint);
    await desk.getByRole("button", { name: "Speichern" }).click();
    await expect(desk.getByText("Der Hinweis ist gespeichert.")).toBeVisible();
  });

  const phone = await newDevice("phone");
  const mia = unique("Mia Telefon");
  const letter = await invite(desk, mia, [{ role: "Fachkraft", scope: "Einheit und alles darunter", unit: "Ambulante Hilfen" }]);
  await test.step("a colleague joins on a phone from the link", async () => {
    await phone.goto(letter.link);
    await expect(phone.getByRole("heading", { level: 1, name: `Willkommen, ${mia}` })).toBeVisible();
    await expect(phone.getByText("Fachkraft · Einheit und alles darunter")).toBeVisible();
    expect(phone.url()).not.toContain("#");
    await makeAccess(phone, "mia");
  });
  await test.step("the same invitation does not work twice", async () => {
    const stranger = await newDevice("desktop");
    await stranger.goto(letter.link);
    await expect(stranger.getByText("Mit dieser Einladung wurde schon ein Zugang angelegt.")).toBeVisible();
    await expect(stranger.getByLabel("Neues Passwort")).toHaveCount(0);
    await openAdministration(desk, "Protokoll");
    await expect(desk.getByRole("row").filter({ hasText: "Benutzte Einladung noch einmal versucht" }).first()).toBeVisible();
  });
  await test.step("the administrator sees who has joined and who has not loaded the key", async () => {
    await openAdministration(desk, "Personen");
    await expect(rowOf(desk, mia)).toContainText("hat Zugang, Schlüssel noch nicht geladen");
  });
  await test.step("the colleague drags the key file onto the page", async () => {
    await expect(phone.getByText(hint)).toBeVisible();
    await dropKey(phone, key.file);
  });
  const code = await createCase(phone, { given: "Nele", family: unique("Sommer") });

  await test.step("another colleague joins by typed groups and sees only “verschlüsselt” until the key is typed from the sheet", async () => {
    const ben = unique("Ben Papier");
    const paper = await invite(desk, ben, [{ role: "Leitung", scope: "ganze Organisation" }, { role: "Verwaltung" }]);
    const other = await newDevice("desktop");
    await other.goto("/login");
    await other.getByRole("link", { name: "Persönlichen Zugang anlegen" }).click();
    await typeGroups(other, paper.groups);
    await other.getByRole("button", { name: "Weiter" }).click();
    await expect(other.getByRole("heading", { level: 1, name: `Willkommen, ${ben}` })).toBeVisible();
    await makeAccess(other, "ben");
    // Several roles unite.
    expect(await placesOf(other)).toEqual(["Heute", "Fälle", "Auswertung", "Verwaltung", "Fünffacher Schutz"]);
    await goTo(other, "Fälle");
    const row = other.getByRole("row").filter({ hasText: code });
    await expect(row).toContainText("verschlüsselt");
    await expect(other.getByRole("main").getByRole("link", { name: "Schlüssel laden" })).toBeVisible();
    await expect(other.getByRole("main").getByText(hint)).toBeVisible();
    await expect(other.getByText("Nele")).toHaveCount(0);
    await typeKey(other, key.groups);
    await goTo(other, "Fälle");
    await expect(row).toContainText("Nele");
    await openAdministration(desk, "Personen");
    await expect(rowOf(desk, ben)).toContainText("dabei");
    await expect(rowOf(desk, mia)).toContainText("dabei");
    await openAdministration(desk, "Überblick");
    await expect(desk.getByRole("listitem").filter({ hasText: "Eine zweite Verwaltung benennen" })).toContainText("erledigt");
  });

  await test.step("a second organisation gets its own key; the first one's file does not fit", async () => {
    const second = unique("Schule");
    await openAdministration(desk, "Organisationen");
    await desk.getByRole("button", { name: "Organisation hinzufügen" }).click();
    const dialog = desk.getByRole("dialog", { name: "Weitere Organisation" });
    await dialog.getByLabel("Name der Organisation").fill(second);
    await dialog.getByRole("button", { name: "Hinzufügen" }).click();
    const other = await makeKey(desk, info.outputPath("second"));
    expect(other.groups).not.toEqual(key.groups);
    await desk.getByLabel("Die eben gespeicherte Schlüsseldatei").setInputFiles(key.file);
    await expect(desk.getByText("Das ist eine andere Schlüsseldatei als die eben angelegte.")).toBeVisible();
    await confirmKey(desk, other, second);
    await openAdministration(desk, "Organisationen");
    await expect(desk.getByRole("main").getByRole("listitem").filter({ hasText: second })).toContainText("bereit");
  });

  await test.step("the administrator opens no case", async () => {
    expect(await placesOf(desk)).toEqual(["Verwaltung", "Fünffacher Schutz"]);
    await desk.goto("/faelle");
    await expect(desk.getByRole("heading", { level: 1, name: "Diese Seite gehört nicht zu Ihren Aufgaben" })).toBeVisible();
  });
});

test("a blocked person's open session ends at once and the cases are handed over", async ({ page, portal, newDevice }) => {
  const haus = loginOf(portal.demo, "administrator");
  await enter(page, haus);
  const uwe = unique("Uwe Fort");
  const { link } = await invite(page, uwe, [{ role: "Fachkraft", scope: "eigene Fälle" }]);
  const desk = await newDevice("desktop");
  await desk.goto(link);
  await makeAccess(desk, loginName("uwe"));
  await loadKey(desk, haus.keyFile ?? "");
  const family = unique("Herbst");
  const code = await createCase(desk, { given: "Ole", family });

  await openAdministration(page, "Personen");
  await manage(page, uwe, "Sperren");
  const dialog = page.getByRole("dialog", { name: `${uwe} sperren` });
  await dialog.getByRole("button", { name: "Jetzt sperren" }).click();
  await expect(dialog.getByText(code)).toBeVisible();
  await test.step("the open page does nothing any more, and with the password it only closes", async () => {
    await goTo(desk, "Heute");
    await expect(desk.getByRole("dialog", { name: "Bitte noch einmal anmelden" })).toBeVisible();
    await desk.getByRole("dialog").getByLabel("Passwort", { exact: true }).fill(PASSWORD);
    await desk.getByRole("dialog").getByRole("button", { name: "Entsperren" }).click();
    await expect(desk.getByText("Ihr Zugang ist gesperrt worden.")).toBeVisible();
    await expect(desk.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
    expect(await desk.content()).not.toContain(family);
  });
  await test.step("the cases find a new responsible person", async () => {
    await dialog.getByLabel("Neue verantwortliche Person").selectOption({ label: "Jale Özdemir" });
    await dialog.getByRole("button", { name: "Alle übergeben" }).click();
    await expect(page.getByText("Alle Fälle sind übergeben.")).toBeVisible();
    await expect(rowOf(page, uwe)).toContainText("gesperrt");
    const other = await newDevice("desktop");
    const jale = portal.demo.logins.find(({ name }) => name === "Jale Özdemir");
    if (!jale) throw new Error("the demo lacks Jale Özdemir");
    await enter(other, jale);
    await openCases(other);
    await expect(other.getByRole("row").filter({ hasText: code })).toContainText("Jale Özdemir");
    await expect(other.getByRole("row").filter({ hasText: code })).toContainText(family);
  });
});

test("somebody who forgot the password is invited anew and has everything as before", async ({ page, portal, newDevice }) => {
  const haus = loginOf(portal.demo, "administrator");
  await enter(page, haus);
  const ida = unique("Ida Vergessen");
  const login = loginName("ida");
  const { link } = await invite(page, ida, [{ role: "Fachkraft", scope: "eigene Fälle" }]);
  const desk = await newDevice("desktop");
  await desk.goto(link);
  await makeAccess(desk, login);
  await loadKey(desk, haus.keyFile ?? "");
  const family = unique("Winter");
  const code = await createCase(desk, { given: "Ada", family });

  const again = await inviteAgain(page, ida);
  const phone = await newDevice("phone");
  await phone.goto(again.link);
  await expect(phone.getByText(`Ihr Anmeldename bleibt ${login}.`)).toBeVisible();
  await phone.getByLabel("Neues Passwort").fill("Regenschirm lacht Teekanne 38");
  await phone.getByRole("button", { name: "Neues Passwort setzen" }).click();
  await loadKey(phone, haus.keyFile ?? "");
  await openCases(phone);
  await expect(phone.getByRole("row").filter({ hasText: code })).toContainText(family);
  await phone.getByRole("link", { name: family }).click();
  await expect(phone.getByRole("heading", { level: 1 })).toContainText(family);
  await phone.getByRole("navigation", { name: "Teile der Akte" }).getByRole("link", { name: "Person" }).click();
  await expect(phone.getByRole("main")).toContainText(ida);

  await test.step("the old password is refused", async () => {
    const old = await newDevice("desktop");
    await tryLogin(old, { tenant: haus.tenant, login, password: PASSWORD });
    await expect(old.getByText("Das passt nicht zusammen")).toBeVisible();
  });
  await test.step("the administrator sees one person, not two", async () => {
    await openAdministration(page, "Personen");
    await expect(rowOf(page, ida)).toHaveCount(1);
    await expect(rowOf(page, ida)).toContainText("dabei");
  });
});

test("of an invitation and of a key sheet only the paper is printed", async ({ page, portal, newDevice }, info) => {
  const nobody = (where: typeof page) => expect(where.getByRole("navigation", { name: "Hauptnavigation" })).toBeHidden();
  await enter(page, loginOf(portal.demo, "administrator"));
  await openAdministration(page, "Personen");
  await page.getByRole("button", { name: "Person einladen" }).click();
  await page.getByLabel("Vor- und Nachname").fill(unique("Paula Papier"));
  await page.getByRole("button", { name: "Einladung erstellen" }).click();
  await expect(page.getByRole("button", { name: "Brief drucken" })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: "Ihr Zugang zum WIMES-Portal" })).toBeVisible();
  await expect(page.getByRole("img", { name: "QR-Code der Einladung" })).toBeVisible();
  await expect(page.getByText(/^http.+#/)).toBeHidden();
  await expect(page.getByRole("button", { name: "Fertig" })).toBeHidden();
  await expect(page.getByText("Wer hier arbeitet, mit welchen Rechten, und wer schon dabei ist.")).toBeHidden();
  await nobody(page);

  const operator = await newDevice("desktop");
  await logIn(operator, loginOf(portal.demo, "operator"));
  const link = await createTenant(operator, newTenant());
  const desk = await newDevice("desktop");
  await desk.goto(link);
  await makeAccess(desk, "anfang");
  await makeKey(desk, info.outputPath("key"));
  await desk.getByRole("button", { name: "Zurück" }).click();
  await desk.emulateMedia({ media: "print" });
  await expect(desk.getByRole("heading", { name: "Schlüsselblatt für den Tresor" })).toBeVisible();
  await expect(desk.getByRole("img", { name: "QR-Code: Organisationsschlüssel" })).toBeVisible();
  await expect(desk.getByText("Wer dieses Blatt hat, kann alle Texte der Organisation lesen.")).toBeVisible();
  await expect(desk.getByRole("button", { name: "Blatt drucken" })).toBeHidden();
  await nobody(desk);
});
