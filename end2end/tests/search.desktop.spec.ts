// The order of the list, by the headings of its columns.
import type { Page } from "@playwright/test";
import { openCases } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";

async function codes(page: Page): Promise<string[]> {
  const rows = page.getByRole("row").filter({ has: page.getByRole("rowheader") });
  return Promise.all((await rows.all()).map(async (row) => (await row.locator("code").first().innerText()).trim()));
}

test("a column's heading sorts, and a second click turns the order round", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "manager"));
  await openCases(page);
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  const heading = page.getByRole("columnheader", { name: "Kürzel" });
  await heading.getByRole("button").click();
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  const up = await codes(page);
  expect(up.length).toBeGreaterThan(2);
  expect(up).toEqual([...up].sort());
  await heading.getByRole("button").click();
  await expect(heading).toHaveAttribute("aria-sort", "descending");
  expect(await codes(page)).toEqual([...up].reverse());

  const names = page.getByRole("columnheader", { name: "Name" });
  await names.getByRole("button").click();
  await expect(names).toHaveAttribute("aria-sort", "ascending");
  await expect(heading).toHaveAttribute("aria-sort", "none");
});
