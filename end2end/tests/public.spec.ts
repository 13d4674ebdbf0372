// The public pages: readable without login and without JavaScript, and the way in when the application cannot start.
import { expectAccessible, expectFitsWidth } from "../support/accessibility.js";
import { expect, test } from "../support/fixtures.js";

const PAGES = ["/info/schutz", "/info/barrierefreiheit", "/info/impressum", "/info/datenschutz"];

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  for (const path of PAGES) {
    test(`${path} can be read`, async ({ page }) => {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(200);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect((await page.locator("main").innerText()).length).toBeGreaterThan(200);
    });
  }

  test("the application's own page leads to them", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("link", { name: "Was geschützt ist und wie" }).click();
    await expect(page).toHaveURL(/\/info\/schutz$/);
  });
});

for (const path of PAGES) {
  test(`${path} is accessible and fits the window`, async ({ page }) => {
    await page.goto(path);
    await expectAccessible(page, path);
    await expectFitsWidth(page, path);
  });
}

test("an address that is no page answers 404 and not with the application", async ({ request }) => {
  for (const path of ["/gibt-es-nicht", "/frontend-0000000000000000_bg.wasm", "/api/v1/gibt-es-nicht"]) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(404);
    expect(await answer.text(), path).not.toContain("app-entry");
  }
});
