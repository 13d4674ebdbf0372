// What goes wrong while somebody writes is said in German and English, in the language that is read at the moment.
import { createCase } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { beginEntry, expectTyped, saveAgain, typeEntry } from "../support/entries.js";
import { endSession, loseRequests } from "../support/faults.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";
import { expectInBoth, speak } from "../support/languages.js";
import { unique } from "../support/people.js";

test("lost connection, far too long text and ended session are told in both languages", async ({ page, portal }) => {
  const login = loginOf(portal.demo, "caseworker");
  await enter(page, login);
  await createCase(page, { given: "Nora", family: unique("Worte") });
  await beginEntry(page);
  const entry = { title: unique("Anruf"), text: "Die Lehrerin hat angerufen." };
  await typeEntry(page, entry);
  const main = page.getByRole("main");

  await test.step("lost connection", async () => {
    const restore = await loseRequests(page);
    await page.getByRole("button", { name: "Speichern", exact: true }).click();
    await expectInBoth(page, page.getByRole("alert"), {
      de: "Keine Verbindung zum Server. Was Sie eingegeben haben, steht noch hier.",
      en: "No connection to the server. What you typed is still here.",
    });
    await restore();
    await expectTyped(page, entry);
  });
  await test.step("far too long text", async () => {
    await page.getByLabel(/^Text/).fill("Ein sehr langer Satz. ".repeat(200_000));
    await expectInBoth(page, main, {
      de: "Dieser Text ist zu lang: 4,4 MB, möglich sind 4 MB. Er bleibt hier stehen.",
      en: "This text is too long: 4.4 MB, the limit is 4 MB. It stays here.",
    });
    await page.getByLabel(/^Text/).fill(entry.text);
  });
  await test.step("ended session", async () => {
    await speak(page, "English");
    await endSession(page);
    await saveAgain(page);
    const dialog = page.getByRole("dialog", { name: "Please log in again" });
    await expect(dialog).toContainText("Your session has ended. What is on the page stays there.");
    await dialog.getByLabel("Password", { exact: true }).fill("wrong and too short");
    await dialog.getByRole("button", { name: "Unlock" }).click();
    await expect(dialog).toContainText("The password is wrong. Please try again.");
    await dialog.getByLabel("Password", { exact: true }).fill(login.password);
    await dialog.getByRole("button", { name: "Unlock" }).click();
    await expect(dialog).toBeHidden();
    await speak(page, "Deutsch");
    await expectTyped(page, entry);
  });
});
