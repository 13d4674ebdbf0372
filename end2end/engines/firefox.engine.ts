// The main way in Firefox ESR.
import { beginEntry, expectOnce, expectSaved, save, typeEntry } from "../support/entries.js";
import { openCases } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter, expectKeyLoaded, loadKey } from "../support/keys.js";
import { lock, unique, unlock } from "../support/people.js";

test("a caseworker logs in, loads the key, writes an entry and finds it again", async ({ page, portal }) => {
  const login = loginOf(portal.demo, "caseworker");
  const word = unique("Murmelbahn").replace(" ", "");
  const entry = { title: unique("Besuch"), text: `Gespräch über die ${word}. Größe: 1,52 m.` };
  await enter(page, login);
  await openCases(page);
  const row = page.getByRole("main").getByRole("row").nth(1);
  const link = row.getByRole("link").first();
  // A name, and not what stands for one.
  const name = await link.locator("bdi").innerText();
  await link.click();
  await beginEntry(page);
  await typeEntry(page, entry);
  await save(page);
  await expectSaved(page);
  await expectOnce(page, entry.title);
  await lock(page);
  await unlock(page, login.password);
  // Whoever has not asked the device to remember the key loads it again.
  await loadKey(page, login.keyFile ?? "");
  await expectKeyLoaded(page);
  await openCases(page);
  const search = page.getByRole("searchbox", { name: "Suche in Namen und Texten" });
  const found = page.getByRole("rowheader");
  await search.fill(name);
  await expect(found.filter({ hasText: name })).toBeVisible();
  await search.fill(word);
  await expect(found.filter({ hasText: name })).toContainText("Gefunden in: Verlaufseintrag");
  await expect(found).toHaveCount(1);
});
