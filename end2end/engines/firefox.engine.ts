// The main way in Firefox ESR.
import { beginEntry, expectOnce, expectSaved, save, typeEntry } from "../support/entries.js";
import { openCases } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter, expectKeyLoaded, loadKey } from "../support/keys.js";
import { lock, unique, unlock } from "../support/people.js";

test("a caseworker logs in, loads the key, writes an entry and finds it again", async ({ page, portal }) => {
  const login = loginOf(portal.demo, "caseworker");
  const entry = { title: unique("Besuch"), text: "Gespräch über die Ferien. Größe: 1,52 m." };
  await enter(page, login);
  await openCases(page);
  const row = page.getByRole("main").getByRole("row").nth(1);
  await row.getByRole("link").first().click();
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
  await page.goBack();
  await expect(page.getByText(entry.title).first()).toBeVisible();
});
