// The main ways by keyboard alone: no test here touches the mouse.
import { type Locator, type Page } from "@playwright/test";
import { createCase } from "../support/cases.js";
import { loginOf } from "../support/demo.js";
import { beginEntry, expectSaved } from "../support/entries.js";
import { expect, test } from "../support/fixtures.js";
import { enter, expectKeyLoaded } from "../support/keys.js";
import { unique } from "../support/people.js";

/** Goes on with Tab until the focus is where it should be; every stop on the way shows that it has the focus. */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let stop = 0; stop < 120; stop += 1) {
    if (await isFocused(target)) return expectVisibleFocus(page);
    await page.keyboard.press(key);
  }
  throw new Error(`the focus did not come to ${String(target)}`);
}

async function isFocused(target: Locator): Promise<boolean> {
  return (await target.count()) > 0 && target.first().evaluate((element) => element === document.activeElement);
}

/** The focused element or the label over it is drawn otherwise than without the focus. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const shows = await page.evaluate(() => {
    const look = (element: Element) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(element);
      return [outlineStyle === "none" ? "" : `${outlineStyle} ${outlineWidth}`, boxShadow, borderColor, backgroundColor].join();
    };
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement)) return false;
    // The browser's own control may lie under a picture of it: then the picture shows the focus.
    const shown = [focused, focused.nextElementSibling, focused.parentElement].filter((element) => element !== null);
    const before = shown.map(look);
    focused.blur();
    const after = shown.map(look);
    focused.focus({ preventScroll: true });
    return before.join() !== after.join();
  });
  expect(shows, "the focus shows").toBe(true);
}

async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

test("from the login to a saved entry", async ({ page, portal }) => {
  const login = loginOf(portal.demo, "caseworker");
  await page.goto("/login/demo");
  await expect(page.getByRole("heading", { level: 1, name: "Anmelden" })).toBeVisible();
  await type(page, page.getByLabel("Anmeldename"), login.login);
  await type(page, page.getByLabel("Passwort", { exact: true }), login.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Organisationsschlüssel laden" })).toBeFocused();

  await test.step("the key file is chosen", async () => {
    const file = page.getByLabel("Schlüsseldatei", { exact: true });
    await tabTo(page, file);
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
    await chooser.setFiles(login.keyFile ?? "");
    await expectKeyLoaded(page);
    await expect(page.getByRole("heading", { level: 1, name: "Heute" })).toBeFocused();
  });
  await test.step("the skip link leads past the navigation", async () => {
    const skip = page.getByRole("link", { name: "Zum Inhalt springen" });
    await tabTo(page, skip, "Shift+Tab");
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });
  const family = unique("Tastatur");
  await test.step("a new case", async () => {
    await tabTo(page, page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link", { name: "Fälle" }), "Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Fälle" })).toBeFocused();
    await tabTo(page, page.getByRole("main").getByRole("link", { name: "Neuer Fall" }).first());
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Neuer Fall" })).toBeFocused();
    await type(page, page.getByLabel("Vorname"), "Tara");
    await type(page, page.getByLabel("Nachname"), family);
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Hilfeart")).toBeFocused();
    await expect(page.getByLabel("Hilfeart")).toHaveAttribute("aria-invalid", "true");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByLabel("Hilfeart")).not.toHaveValue("");
    await tabTo(page, page.getByRole("button", { name: "Fall anlegen" }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: `Tara ${family}` })).toBeFocused();
  });
  await test.step("a course entry", async () => {
    await tabTo(page, page.getByRole("navigation", { name: "Teile der Akte" }).getByRole("link", { name: /^Verlauf/ }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 2, name: "Verlauf" })).toBeFocused();
    await tabTo(page, page.getByRole("main").getByRole("link", { name: "Neuer Eintrag" }).first());
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Text", { exact: true })).toBeVisible();
    await tabTo(page, page.getByLabel("Art", { exact: true }).last());
    await page.keyboard.type("Haus");
    await type(page, page.getByLabel(/^Überschrift/), "Ohne Maus");
    await type(page, page.getByLabel("Text", { exact: true }), "Alles mit der Tastatur geschrieben.");
    await tabTo(page, page.getByRole("button", { name: "Speichern", exact: true }));
    await page.keyboard.press("Enter");
    await expectSaved(page);
    await expect(page.getByText("Ohne Maus").first()).toBeVisible();
  });
});

test("a rating sheet by arrow keys", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Ria", family: unique("Pfeil") });
  await tabTo(page, page.getByRole("navigation", { name: "Teile der Akte" }).getByRole("link", { name: /^Bewertungen/ }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("main").getByRole("link", { name: "Neue Bewertung" }).filter({ visible: true }).first());
  await page.keyboard.press("Enter");
  const scales = page.getByRole("group", { name: /^Bedarf: / });
  await expect(scales.first()).toBeVisible();
  const first = scales.nth(0).getByRole("radio");
  await tabTo(page, first.nth(0));
  await page.keyboard.press("Space");
  await expect(first.nth(0)).toBeChecked();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowRight");
  await expect(first.nth(4)).toBeChecked();
  await page.keyboard.press("ArrowLeft");
  await expect(first.nth(3)).toBeChecked();
  await expectVisibleFocus(page);
  const second = scales.nth(1).getByRole("radio");
  await tabTo(page, second.nth(0));
  await page.keyboard.press("ArrowRight");
  await expect(second.nth(1)).toBeChecked();
  await tabTo(page, page.getByRole("button", { name: "Zwischenstand speichern" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Gespeichert.", { exact: true }).first()).toBeVisible();
});

test("dialogs hold the focus, Escape closes them and gives it back", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await createCase(page, { given: "Dora", family: unique("Dialog") });
  await beginEntry(page);
  await page.getByLabel("Text", { exact: true }).focus();
  await page.keyboard.type("Ein Anfang.");
  const link = page.getByRole("navigation", { name: "Hauptnavigation" }).getByRole("link", { name: "Heute" });
  await tabTo(page, link, "Shift+Tab");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Noch nicht gespeichert" });
  await expect(dialog).toBeVisible();
  const seen = new Set<string>();
  for (let stop = 0; stop < 8; stop += 1) {
    await page.keyboard.press("Tab");
    const place = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused === document.body || focused === null ? "browser" : (focused.closest("dialog[open]") ? "dialog" : "page");
    });
    seen.add(place);
  }
  // The browser's own bar may have its turn, the page behind may not.
  expect(seen).toContain("dialog");
  expect(seen).not.toContain("page");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(link).toBeFocused();
  await expect(page.getByLabel("Text", { exact: true })).toHaveValue("Ein Anfang.");
});

test("the menu opens, closes by Escape and gives the focus back", async ({ page, portal }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  const menu = page.getByTitle("Mein Zugang und Einstellungen");
  await tabTo(page, menu);
  await page.keyboard.press("Enter");
  const english = page.getByRole("button", { name: "English" });
  await tabTo(page, english);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(english).toBeHidden();
  await expect(page.getByTitle("My access and settings")).toBeFocused();
});
