// The row of sections is wider than a phone: the section that is open stands in it all the same.
import { type Page, expect } from "@playwright/test";
import { openCase } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { test } from "../support/fixtures.js";
import { enter, expectKeyLoaded } from "../support/keys.js";
import { expectInside } from "../support/people.js";

/** The words of the current link lie wholly within the window; of the space around them a pixel may be cut. */
async function expectCurrentInSight(page: Page, row: string, section: RegExp): Promise<void> {
  const current = page.getByRole("navigation", { name: row }).getByRole("link", { name: section });
  await expect(current).toHaveAttribute("aria-current", "page");
  await expect(current.getByText(section)).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => scrollX), "the page itself does not move sideways").toBe(0);
}

test("the current section of the administration stands within the window", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "administrator"));
  for (const [path, name] of [
    ["/verwaltung/protokoll", /^Protokoll$/],
    ["/verwaltung/schluessel", /^Schlüssel$/],
    ["/verwaltung", /^Überblick$/],
  ] as const) {
    await page.goto(path);
    await expectInside(page);
    await expectCurrentInSight(page, "Verwaltung", name);
  }
  // Going there within the application, without loading the page anew.
  await page.getByRole("navigation", { name: "Verwaltung" }).getByRole("link", { name: "Protokoll" }).click();
  await expectCurrentInSight(page, "Verwaltung", /^Protokoll$/);
  // Back by the browser.
  await page.goBack();
  await expectCurrentInSight(page, "Verwaltung", /^Überblick$/);
  await page.goForward();
  await expectCurrentInSight(page, "Verwaltung", /^Protokoll$/);
});

test("the current section of a case stands within the window", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"), { remember: true });
  await openCase(page, "Lindqvist");
  await page.goto(`${new URL(page.url()).pathname}/zugang`);
  await expectKeyLoaded(page);
  await expectCurrentInSight(page, "Teile der Akte", /^Zugang$/);
});
