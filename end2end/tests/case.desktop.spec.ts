// One case, two people at two devices, and what the institute sees of it.
import type { Page } from "@playwright/test";
import { openAdministration } from "../support/administration.js";
import { beginCase, dimension, fillIn, openCase, openCases, openSection, rate, sendCase, writeEntry } from "../support/cases.js";
import { type Login, loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { goTo, logIn, unique } from "../support/people.js";
import type { Portal } from "../support/portal.js";

const DIMENSIONS = [
  "Erziehung im Alltag",
  "Beziehungen und Bindung",
  "Seelische Stabilität",
  "Zusammenleben mit anderen",
  "Lernen und Leistung",
  "Lebensverhältnisse",
  "Einbindung im Umfeld",
  "Schutz vor Gefahren",
  "Rechte und Beteiligung",
];

function person(portal: Portal, name: string): Login {
  const found = portal.demo.logins.find((login) => login.name === name);
  if (!found) throw new Error(`the demo lacks ${name}`);
  return found;
}

test("two people at two devices work on one case, and the institute reads “verschlüsselt”", async ({ page, portal, newDevice }) => {
  test.setTimeout(240_000);
  const family = unique("Lindgrün");
  const phone = await newDevice("phone");
  await enter(page, person(portal, "Jale Özdemir"));

  const code = await test.step("the caseworker makes the case", async () => {
    await beginCase(page);
    await fillIn(page, { Vorname: "Mathilda", Nachname: family, Geburtsdatum: "2012-03-09", Geschlecht: "weiblich" });
    await expect(page.getByLabel("Geburtsmonat")).toHaveValue("2012-03");
    await page.getByText("Weitere Angaben zur Person").click();
    await fillIn(page, { Staatsangehörigkeit: "niederländisch", Anschrift: "Am Kornfeld 12, Seehausen", Aktenzeichen: "JA-77/4" });
    await fillIn(page, {
      Hilfeart: "§ 34 Heimerziehung, betreute Wohnform",
      "Auftrag und Ausgangslage": "Mathilda wünscht sich Ruhe und ein eigenes Zimmer.",
    });
    await page.getByText("Weitere Angaben zur Hilfe").click();
    await fillIn(page, { "Ort der Hilfe": "In einer Wohngruppe", "Umfang (Stunden pro Woche)": "40", "Entscheidung des Familiengerichts liegt vor": true });
    await page.getByLabel("Gründe für die Hilfe").selectOption({ label: "Belastung durch familiäre Konflikte" });
    await page.getByLabel("Gründe für die Hilfe").selectOption({ label: "Gefährdung des Kindeswohls" });
    await fillIn(page, { Vertretung: "Pavlo Schewtschenko" });
    const made = await sendCase(page);
    await expect(page.getByRole("heading", { level: 1, name: `Mathilda ${family}` })).toBeVisible();
    await expect(page.getByText("geb. März 2012")).toBeVisible();
    return made;
  });
  await test.step("and documents contact, course and first rating", async () => {
    await openSection(page, "Kontakte");
    await writeEntry(page, "Neuer Kontakt", {
      Rolle: "Mutter",
      Name: "Antje Lindgrün",
      Telefon: "0170 5550199",
      Notiz: "Am besten abends anrufen.",
      Sorgeberechtigt: true,
    });
    await openSection(page, "Verlauf");
    await writeEntry(page, "Neuer Eintrag", {
      Art: "Hausbesuch",
      "Dauer (Minuten)": "45",
      Überschrift: "Erster Besuch",
      Text: "Mathilda hat ihr Zimmer gezeigt und viel gelacht.",
    });
    await openSection(page, "Bewertungen");
    await page.getByRole("main").getByRole("link", { name: "Neue Bewertung" }).click();
    await fillIn(page, { Zeitpunkt: "Erstbewertung A1" });
    await rate(page, "Erziehung im Alltag", 6);
    const first = dimension(page, "Erziehung im Alltag");
    await expect(first.getByText("6 · hoher Bedarf")).toBeVisible();
    await expect(first.getByText("Verlässliche Versorgung und Zuwendung gelingen nur an einzelnen Tagen").first()).toBeVisible();
    await first.getByRole("switch", { name: "hilferelevant" }).check();
    await first.getByLabel("Anmerkung").fill("Großmutter springt oft ein.");
    for (const name of DIMENSIONS.slice(1)) await rate(page, name, 3);
    await expect(page.getByText("9 von 9 bewertet")).toBeVisible();
    await page.getByRole("button", { name: "Bewertung speichern" }).click();
    await expect(page.getByRole("row", { name: /^Erziehung im Alltag/ }).getByRole("img", { name: "Bedarf 6 von 7" })).toBeVisible();
  });

  await enter(phone, person(portal, "Pavlo Schewtschenko"));
  await test.step("the colleague reads it all on the phone", async () => {
    await openCase(phone, family);
    await expect(phone.getByRole("heading", { level: 1, name: `Mathilda ${family}` })).toBeVisible();
    await openSection(phone, "Person");
    await expect(phone.getByText("Am Kornfeld 12, Seehausen")).toBeVisible();
    await openSection(phone, "Hilfe");
    await expect(phone.getByText("Mathilda wünscht sich Ruhe und ein eigenes Zimmer.")).toBeVisible();
    await expect(phone.getByText("1. Belastung durch familiäre Konflikte")).toBeVisible();
    await openSection(phone, "Kontakte");
    await phone.getByRole("link", { name: /Antje Lindgrün/ }).click();
    await expect(phone.getByText("Am besten abends anrufen.")).toBeVisible();
    await openSection(phone, "Verlauf");
    await phone.getByRole("link", { name: /Erster Besuch/ }).click();
    await expect(phone.getByText("Mathilda hat ihr Zimmer gezeigt und viel gelacht.").filter({ visible: true })).toBeVisible();
  });
  await test.step("and goes on: entry, next rating beside the previous value, goal", async () => {
    await openSection(phone, "Verlauf");
    await writeEntry(phone, "Neuer Eintrag", { Art: "Telefonat", Text: "Die Mutter kommt am Freitag zum Hilfeplangespräch." });
    await openSection(phone, "Bewertungen");
    await phone.getByRole("main").getByRole("link", { name: "Neue Bewertung" }).click();
    await fillIn(phone, { Zeitpunkt: "Nach 8 Wochen" });
    await phone.getByRole("button", { name: "Weiter" }).click();
    const first = dimension(phone, "Erziehung im Alltag");
    await expect(first.getByText("Erstbewertung A1")).toBeVisible();
    await expect(first.getByRole("img", { name: "Bedarf 6 von 7" }).first()).toBeVisible();
    await rate(phone, "Erziehung im Alltag", 4);
    await phone.getByRole("button", { name: "Zwischenstand speichern" }).click();
    await expect(phone.getByRole("row", { name: /^Erziehung im Alltag/ }).getByRole("img", { name: "Bedarf 4 von 7" })).toBeVisible();
    await openSection(phone, "Ziele");
    await expect(phone.getByText("Hilferelevant und noch ohne Ziel: Erziehung im Alltag")).toHaveCount(0);
    await writeEntry(phone, "Neues Ziel", {
      Dimension: "Erziehung im Alltag",
      Art: "Richtungsziel",
      Ziel: "Wir essen dreimal in der Woche zusammen.",
      "Nächster Schritt": "Mutter und Mathilda wählen die Tage aus.",
      "Bis wann": "2027-02-01",
    });
  });
  await test.step("a wrong entry is withdrawn with a reason", async () => {
    await openSection(phone, "Verlauf");
    await writeEntry(phone, "Neuer Eintrag", { Art: "Sonstiges", Überschrift: "Falsche Akte", Text: "Gehört zu jemand anderem." });
    await phone.getByRole("button", { name: "Zurückziehen" }).click();
    const dialog = phone.getByRole("dialog", { name: "Eintrag zurückziehen" });
    await dialog.getByLabel("Grund").fill("In die falsche Akte geschrieben.");
    await dialog.getByRole("button", { name: "Eintrag zurückziehen" }).click();
    await expect(phone.getByText("Grund: In die falsche Akte geschrieben.")).toBeVisible();
  });

  await test.step("the caseworker sees what the colleague wrote", async () => {
    await openCase(page, family);
    await openSection(page, "Verlauf");
    await expect(page.getByText("Die Mutter kommt am Freitag zum Hilfeplangespräch.")).toBeVisible();
    await page.getByRole("link", { name: /Falsche Akte/ }).click();
    await expect(page.getByText(/^Zurückgezogen von Pavlo Schewtschenko am /)).toBeVisible();
    await expect(page.getByText("Grund: In die falsche Akte geschrieben.")).toBeVisible();
    await openSection(page, "Ziele");
    await page.getByRole("link", { name: /Wir essen dreimal in der Woche zusammen\./ }).click();
    await page.getByRole("button", { name: "Bearbeiten" }).click();
    await fillIn(page.getByRole("main"), { Stand: "erreicht", "Erreicht zu (Prozent)": "80" });
    await page.getByRole("button", { name: "Speichern", exact: true }).click();
    await expect(page.getByText(/zuletzt geändert von Jale Özdemir/)).toBeVisible();
    await page.getByText("Änderungen", { exact: true }).click();
    await expect(page.getByText(/Fassung 1 · Pavlo Schewtschenko/)).toBeVisible();
    await openSection(page, "Bewertungen");
    await expect(page.getByRole("row", { name: /^Erziehung im Alltag/ }).getByRole("img", { name: /^Bedarf/ })).toHaveCount(2);
  });

  const operator = await newDevice("desktop");
  await test.step("the operator sees code and clear facts of the same case, and “verschlüsselt” for the rest", async () => {
    await logIn(operator, loginOf(portal.demo, "operator"));
    await goTo(operator, "Mandanten");
    await operator.getByRole("link", { name: "Jugendhilfe Lindental" }).click();
    await operator.getByLabel(/Kürzel suchen/).fill(code);
    await expect(operator.getByRole("row").filter({ hasText: code })).toContainText("verschlüsselt");
    await operator.getByRole("link", { name: code }).click();
    await expect(operator.getByRole("heading", { level: 1, name: `Fall ${code}` })).toBeVisible();
    const main = operator.getByRole("main");
    await expect(term(main, "Vorname")).toHaveText(["verschlüsselt"]);
    await expect(term(main, "Nachname")).toHaveText(["verschlüsselt"]);
    await expect(term(main, "Auftrag und Ausgangslage")).toHaveText(["verschlüsselt"]);
    await expect(term(main, "Text")).toHaveText(["verschlüsselt", "verschlüsselt", "verschlüsselt"]);
    await expect(term(main, "Hilfeart")).toHaveText(["§ 34 Heimerziehung, betreute Wohnform"]);
    await expect(term(main, "Geburtsmonat")).toHaveText(["März 2012"]);
    await expect(term(main, "Erziehung im Alltag: Bedarf")).toHaveText(["6", "4"]);
    await expect(term(main, "Dauer")).toHaveText(["45"]);
    for (const secret of ["Mathilda", family, "Antje", "Kornfeld", "Zimmer", "Hilfeplangespräch", "falsche Akte"]) {
      await expect(main).not.toContainText(secret);
    }
  });
  await test.step("and the tenant's administration sees that the operator looked", async () => {
    const desk = await newDevice("desktop");
    await logIn(desk, person(portal, "Katrin Vogel"));
    await openAdministration(desk, "Protokoll");
    await desk.getByRole("switch", { name: "Nur Blicke des Instituts" }).check();
    const look = desk.getByRole("row").filter({ hasText: "Institut hat einen Fall angesehen" }).filter({ hasText: code });
    await expect(look.first()).toContainText("Betrieb des Instituts");
  });

  await test.step("responsibility passes on, and the case is closed and opened again", async () => {
    await openSection(page, "Zugang");
    await page.getByRole("button", { name: "Zuständigkeit ändern" }).click();
    await fillIn(page.getByRole("main"), { Zuständig: "Pavlo Schewtschenko", Vertretung: "" });
    await page.getByLabel(/^Team/).selectOption({ label: "Jale Özdemir" });
    await page.getByRole("button", { name: "Zuständigkeit speichern" }).click();
    await expect(term(page.getByRole("main"), "Zuständig")).toHaveText(["Pavlo Schewtschenko"]);
    await expect(term(page.getByRole("main"), "Team")).toHaveText(["Jale Özdemir"]);

    await openSection(page, "Abschluss");
    await expect(page.getByText("Die Abschlussbewertung fehlt noch.")).toBeVisible();
    await page.getByRole("button", { name: "Fall abschließen" }).click();
    await fillIn(page.getByRole("main"), { "Art der Beendigung": "Wie im Hilfeplan vorgesehen", Abschlussbericht: "Mathilda zieht zur Mutter zurück." });
    await page.getByRole("button", { name: "Fall abschließen" }).click();
    await expect(page.getByRole("heading", { name: "Der Fall ist abgeschlossen" })).toBeVisible();

    await openCases(phone);
    await expect(phone.getByRole("row").filter({ hasText: family })).toHaveCount(0);
    await phone.getByText("Filter", { exact: true }).click();
    await phone.getByLabel("Stand").selectOption({ label: "abgeschlossene" });
    await phone.getByRole("row").filter({ hasText: family }).getByRole("link").click();
    await openSection(phone, "Verlauf");
    await expect(phone.getByRole("link", { name: "Neuer Eintrag" })).toHaveCount(0);
    await openSection(phone, "Abschluss");
    await expect(phone.getByText("Mathilda zieht zur Mutter zurück.")).toBeVisible();
    await phone.getByRole("button", { name: "Fall wieder öffnen" }).click();
    await phone.getByRole("dialog").getByRole("button", { name: "Fall wieder öffnen" }).click();
    await expect(phone.getByRole("heading", { name: "Der Fall läuft" })).toBeVisible();
    await openSection(phone, "Verlauf");
    await expect(phone.getByRole("link", { name: "Neuer Eintrag" }).filter({ visible: true }).first()).toBeVisible();
  });
});

/** The values of a term, one per entry. */
function term(place: ReturnType<Page["getByRole"]>, name: string) {
  return place.getByRole("term").filter({ hasText: new RegExp(`^${name}$`) }).locator("xpath=following-sibling::dd");
}
