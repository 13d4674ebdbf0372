// What goes wrong between browser and server.
import type { Page } from "@playwright/test";

const RECORDS = "**/api/v1/cases/*/records";

/** Writes of entries reach the server, which stores them, but their answers do not come back. */
export async function loseAnswers(page: Page): Promise<() => Promise<void>> {
  await page.route(RECORDS, async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  return () => page.unroute(RECORDS);
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
