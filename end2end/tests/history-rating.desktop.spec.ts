// What changed in a rating sheet, and its earlier values back in the form.
import { createCase, dimension, field, openSection, rate } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { openHistory } from "../support/entries.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { unique } from "../support/people.js";

test("a rating sheet: the values by dimension, and the earlier ones back in the form", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Noor", family: unique("Bogen") });
  await openSection(page, "Bewertungen");
  await page.getByRole("main").getByRole("link", { name: "Neue Bewertung" }).click();
  await expect(page.getByRole("button", { name: /speichern$/ }).first()).toBeVisible();
  await field(page, "Zeitpunkt").selectOption({ label: "Erstbewertung A1" });
  await rate(page, "Erziehung im Alltag", 6);
  await page.getByRole("button", { name: "Zwischenstand speichern" }).click();
  await expect(page.getByText("Gespeichert.", { exact: true }).first()).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: /Erstbewertung A1/ }).first().click();
  await rate(page, "Erziehung im Alltag", 4);
  await page.getByRole("button", { name: "Zwischenstand speichern" }).click();
  await expect(page.getByText("Gespeichert.", { exact: true }).first()).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: /Erstbewertung A1/ }).first().click();
  const versions = await openHistory(page);
  await expect(versions.nth(0).locator("dt")).toHaveText(["Erziehung im Alltag: Bedarf"]);
  await expect(versions.nth(0).locator("del")).toHaveText(/6$/);
  await expect(versions.nth(0).locator("ins")).toHaveText(/4$/);
  await versions.nth(1).getByRole("button", { name: "Fassung 1 ansehen" }).click();
  await page.getByRole("button", { name: "Diesen Stand wieder aufnehmen" }).click();
  await expect(dimension(page, "Erziehung im Alltag").getByRole("radio", { name: /^6,/ })).toBeChecked();
  await expect(page.getByText("Gegenüber heute ändert sich: Erziehung im Alltag: Bedarf.")).toBeVisible();
});
