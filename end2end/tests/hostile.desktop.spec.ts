// A server that says something else than what people signed: the page shows what was signed and says so.
import type { Page } from "@playwright/test";
import { openCase, openCases } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { look } from "../support/screens.js";

/** The months of birth in the server's own columns become another one, in the list and in the file. */
async function editMonths(page: Page, month: string): Promise<void> {
  for (const path of ["**/api/v1/organisations/*/cases", "**/api/v1/cases/*?*"]) {
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

test("mal_a22 a month of birth that the server edits is shown as it was signed, in the list and in the file, and the page says so", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await openCase(page, "Lindqvist");
  const born = page.getByText(/^geb\. /);
  const signed = await born.innerText();
  expect(signed).not.toContain("1999");
  await expect(page.getByText("Angaben des Servers wurden berichtigt")).toHaveCount(0);

  await editMonths(page, "1999-01");
  await openCases(page);
  const row = page.getByRole("row").filter({ hasText: "Lindqvist" });
  await expect(row).toContainText("Angaben berichtigt");
  await look("/faelle", page, "cases whose columns were edited");
  await row.getByRole("link").click();
  await expect(page.getByText("Angaben des Servers wurden berichtigt")).toBeVisible();
  await expect(page.getByText(/andere Werte als die unterschriebenen Einträge: .*Geburtsmonat/)).toBeVisible();
  await expect(born).toHaveText(signed);
  await expect(page.getByText("1999")).toHaveCount(0);
  await look("/faelle/:case", page, "case whose columns were edited");
});
