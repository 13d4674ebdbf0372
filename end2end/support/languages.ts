// German and English: everything that goes wrong is said in both.
import { type Locator, type Page, expect } from "@playwright/test";

/** A message in both languages, or a part of it. */
export interface Words {
  de: string | RegExp;
  en: string | RegExp;
}

type Language = "Deutsch" | "English";

const MENU = /^(Mein Zugang und Einstellungen|My access and settings)$/;

/** Chooses the language where the page offers it: beside the brand, in the menu, or on phones on the page "Mehr". */
export async function speak(page: Page, language: Language): Promise<void> {
  const button = page.getByRole("button", { name: language, exact: true });
  const menu = page.getByTitle(MENU);
  if ((await menu.count()) > 0 && (await menu.isVisible())) {
    await menu.click();
    await button.click();
    await menu.click();
  } else {
    await button.click();
  }
}

/** The message stands there in German, and after changing the language in English. Goes back to German. */
export async function expectInBoth(page: Page, place: Page | Locator, { de, en }: Words): Promise<void> {
  await expect(place.getByText(de).first()).toBeVisible();
  await speak(page, "English");
  await expect(place.getByText(en).first()).toBeVisible();
  await speak(page, "Deutsch");
  await expect(place.getByText(de).first()).toBeVisible();
}
