// Finding a case: by name at once, by what stands in its texts, by filters and order.
import { createCase, openCases, openSection, searchAllTexts, writeEntry } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { unique } from "../support/people.js";

test("a name is found while it is typed, a text once its file was opened, both only here", async ({ page, portal, watch }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  const family = unique("Zitronenfalter");
  const word = unique("Murmelbahn").replace(" ", "");
  await createCase(page, { given: "Fee", family });
  await openSection(page, "Verlauf");
  await writeEntry(page, "Neuer Eintrag", { Art: "Gelungenes", Text: `Sie hat die ${word} selbst gebaut.` });
  await page.reload();
  await openCases(page);
  const search = page.getByRole("searchbox", { name: "Suche in Namen und Texten" });
  const found = page.getByRole("rowheader");
  await expect(page.getByRole("row").filter({ hasText: family })).toBeVisible();

  await test.step("a few letters of the name are enough", async () => {
    await search.pressSequentially(family.slice(0, 9).toLowerCase());
    await expect(found.filter({ hasText: family })).toHaveCount(1);
    await search.fill(`fee ${family.slice(-5)}`);
    await expect(found).toHaveCount(1);
  });
  await test.step("a word of a text is found when the files were searched, with the place where it stands", async () => {
    await search.fill(word);
    await expect(page.getByRole("status").filter({ hasText: "Durchsucht sind die Namen aller" })).toBeVisible();
    await searchAllTexts(page);
    await expect(found).toHaveCount(1);
    await expect(found).toContainText(family);
    await expect(found).toContainText("Gefunden in: Verlaufseintrag");
    await expect(found.getByText(word)).toBeVisible();
  });
  await test.step("what nobody wrote is not found, and the way back is offered", async () => {
    await search.fill("Quastenflosser");
    await expect(page.getByText("Kein Fall passt dazu")).toBeVisible();
    await page.getByRole("button", { name: "Suche leeren" }).click();
    await expect(page.getByRole("row").filter({ hasText: family })).toBeVisible();
  });
  expect(await watch.findReadable([word, family, "Quastenflosser"])).toEqual([]);
});

test("the list keeps filters and order while one looks into a case", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "manager"));
  await openCases(page);
  const rows = page.getByRole("row").filter({ has: page.getByRole("rowheader") });
  await expect(rows.first()).toBeVisible();
  const all = await rows.count();
  await page.getByText("Filter", { exact: true }).click();

  await page.getByRole("combobox", { name: "Einheit" }).selectOption({ label: "Wohngruppe Birke" });
  await expect(rows.filter({ hasNotText: "Wohngruppe Birke" })).toHaveCount(0);
  const birke = await rows.count();
  expect(birke).toBeGreaterThan(0);
  expect(birke).toBeLessThan(all);

  const name = (await rows.first().getByRole("rowheader").innerText()).trim();
  await openCaseFromRow();
  await page.goBack();
  await expect(page.getByText("Filter (1)")).toBeVisible();
  await expect(rows).toHaveCount(birke);

  async function openCaseFromRow(): Promise<void> {
    await rows.first().getByRole("link").click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  }
});

test("closed cases are found by the filter only", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "manager"));
  await openCases(page);
  const rows = page.getByRole("row").filter({ has: page.getByRole("rowheader") });
  await expect(rows.first()).toBeVisible();
  await expect(rows.filter({ hasText: "abgeschlossen" })).toHaveCount(0);
  await page.getByText("Filter", { exact: true }).click();
  await page.getByLabel("Stand").selectOption({ label: "abgeschlossene" });
  await expect(rows.filter({ hasNotText: "abgeschlossen" })).toHaveCount(0);
  await page.getByRole("button", { name: "Filter zurücksetzen" }).first().click();
  await expect(rows.filter({ hasText: "abgeschlossen" })).toHaveCount(0);
});
