// What goes wrong between browser and server.
import type { Page } from "@playwright/test";

const RECORDS = "**/api/v1/cases/*/records";
/** New cases go there, lists of cases come from there. */
export const CASES = "**/api/v1/organisations/*/cases";

/** Writes (of entries, if nothing else is said) reach the server, which stores them, but their answers do not come back. */
export async function loseAnswers(page: Page, where = RECORDS): Promise<() => Promise<void>> {
  await page.route(where, async (route) => {
    if (route.request().method() === "GET") return route.fallback();
    await route.fetch();
    await route.abort("connectionreset");
  });
  return () => page.unroute(where);
}

/** Writes of entries break off before they reach the server. */
export async function loseRequests(page: Page): Promise<() => Promise<void>> {
  await page.route(RECORDS, (route) => route.abort("internetdisconnected"));
  return () => page.unroute(RECORDS);
}

/** The session ends on the server's side: the browser's cookie is worth nothing any more. */
export async function endSession(page: Page): Promise<void> {
  await page.context().clearCookies();
}
