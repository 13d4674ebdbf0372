// A server that says something else than what people signed: the page shows what was signed and says so.
import type { Page } from "@playwright/test";
import { openCase, openCases, openSection } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { look } from "../support/screens.js";

/** The months of birth in the server's own columns become another one, in the list and in the file. */
async function editMonths(page: Page, month: string): Promise<void> {
  for (const path of ["**/api/v1/organisations/*/cases**", "**/api/v1/cases/*?*"]) {
    await page.route(path, async (route) => {
      if (route.request().method() !== "GET") return route.fallback();
      const answer = await route.fetch();
      // In the columns the ending follows the month of birth; in what is signed it does not.
      const text = (await answer.body()).toString("latin1");
      const edited = text.replace(/birth_month\x67\d{4}-\d{2}(?=\x66ending)/g, `birth_month\x67${month}`);
      await route.fulfill({ response: answer, body: Buffer.from(edited, "latin1") });
    });
  }
}

test("mal_a22 a month of birth that the server edits is shown as it was signed, in the list and in the file, and the page says so", async ({ page, portal, newDevice }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await openCase(page, "Lindqvist");
  const born = page.getByText(/^geb\. /);
  const signed = await born.innerText();
  expect(signed).not.toContain("1999");
  await expect(page.getByText("Angaben des Servers wurden berichtigt")).toHaveCount(0);

  // On a device that knows no list yet: the others are told only what has changed since.
  const other = await newDevice("desktop");
  await editMonths(other, "1999-01");
  await enter(other, loginOf(portal.demo, "caseworker"));
  await openCases(other);
  const row = other.getByRole("row").filter({ hasText: "Lindqvist" });
  await expect(row).toContainText("Angaben berichtigt");
  await look("/faelle", other, "cases whose columns were edited");
  await row.getByRole("link").click();
  await expect(other.getByText("Angaben des Servers wurden berichtigt")).toBeVisible();
  await expect(other.getByText(/andere Werte als die unterschriebenen Einträge: .*Geburtsmonat/)).toBeVisible();
  await expect(other.getByText(/^geb\. /)).toHaveText(signed);
  await expect(other.getByText("1999")).toHaveCount(0);
  await look("/faelle/:case", other, "case whose columns were edited");
});

test.describe("the database is edited where it lies", () => {
  test.beforeEach(async ({ portal }) => portal.renew());
  test.afterEach(async ({ portal }) => portal.renew());

  test("mal_a22 ratings whose values were edited in the database are said to be unconfirmed, and are nowhere else", async ({ page, portal }) => {
    // The value of every dimension of every rating becomes the next one on the scale of seven.
    const places = await portal.tamper(/v\.[a-z]+[\x01-\x07]/g, (found) => {
      const value = found.charCodeAt(found.length - 1);
      return found.slice(0, -1) + String.fromCharCode((value % 7) + 1);
    });
    expect(places).toBeGreaterThan(0);
    await enter(page, loginOf(portal.demo, "caseworker"));
    await openCase(page, "Lindqvist");
    await expect(page.getByText("Keine bestätigte Bewertung")).toBeVisible();
    await expect(page.getByText("Noch keine Bewertung")).toHaveCount(0);
    await look("/faelle/:case", page, "case whose ratings were edited");

    await openSection(page, "Bewertungen");
    const main = page.getByRole("main");
    await expect(main.getByText("Keine bestätigte Bewertung")).toBeVisible();
    await expect(main.getByText(/Zu diesem Fall liegen \d+ Bewertungen vor, deren Unterschrift nicht stimmt/)).toBeVisible();
    await expect(main.getByText("Noch keine Bewertung")).toHaveCount(0);
    await expect(main.getByRole("table")).toHaveCount(0);
    await look("/faelle/:case/:section", page, "ratings that nobody confirmed");

    const told = Number(/liegen (\d+) Bewertungen/.exec(await main.innerText())?.[1]);
    await main.getByRole("link", { name: "Ansehen, was nicht bestätigt ist" }).last().click();
    await expect(page.getByRole("heading", { level: 2, name: "Nicht bestätigt" })).toBeVisible();
    await expect(main.getByText("Was hier steht, hat niemand bestätigt")).toBeVisible();
    await expect(main.getByText("nicht bestätigt", { exact: true })).toHaveCount(told);
    await expect(main.getByText(/^Angeblich von /)).toHaveCount(told);
    await main.getByText("Inhalt trotzdem ansehen").first().click();
    await look("/faelle/:case/:section", page, "what nobody confirmed");
  });
});
