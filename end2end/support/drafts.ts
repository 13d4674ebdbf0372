// Drafts: what lies sealed on the device, and pages that vanish without a word.
import { type BrowserContext, type Page, expect } from "@playwright/test";

/** Names of drafts in the device's storage: nothing but codes. */
export async function draftNames(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await answer(indexedDB.open("wimes"));
    const names = (await answer(database.transaction("blobs").objectStore("blobs").getAllKeys())).map(String);
    database.close();
    return names.filter((name) => /^[0-9a-f]{24}\.[0-9a-f]{24}\.[0-9a-f]{32}$/.test(name));
  });
}

/** What was typed lies on the device. */
export async function expectKept(page: Page, count = 1): Promise<void> {
  await expect.poll(() => draftNames(page)).toHaveLength(count);
}

/** The page is gone at once, with no chance to do anything: a crash, a dead battery. Returns another page of the same device. */
export async function crash(page: Page, context: BrowserContext): Promise<Page> {
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // Nobody is left to answer.
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
  return context.newPage();
}

/** The card on the page of the day. */
export function begun(page: Page) {
  return page.getByRole("region", { name: "Angefangen" });
}

/** Opens the page of the day anew. */
export async function openToday(page: Page): Promise<void> {
  await page.goto("/heute");
  await expect(page.getByRole("heading", { level: 1, name: "Heute" })).toBeVisible();
}
