// Looks at a screen as it is: light and dark, accessible, and no wider than the window.
import { type Page, expect } from "@playwright/test";
import { join } from "node:path";
import { overhangOf, violationsOf } from "./accessibility.js";

/** A path with parameters, as `/faelle/:case`, as a pattern of addresses. */
function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}$`);
}

const FOLDER = process.env["PORTAL_PICTURES"];

/** Saves what is to be seen, where pictures are asked for. */
async function picture(page: Page, screen: string, theme: "light" | "dark"): Promise<void> {
  if (!FOLDER) return;
  const width = page.viewportSize()?.width ?? 0;
  const name = `${screen} ${width < 600 ? "phone" : "desktop"} ${theme}`.replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
}

/** Changes the colours and waits until the page has them: the browser answers before it tells the page, and paints later. */
async function paint(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.waitForFunction((wanted) => matchMedia(`(prefers-color-scheme: ${wanted})`).matches, theme);
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
}

/**
 * The page at `path` (as `api::paths` names it) in its present state is fine in light and dark. Goes on when it is not,
 * so that one run tells about every screen.
 */
export async function look(path: string, page: Page, screen: string): Promise<void> {
  expect.soft(new URL(page.url()).pathname, screen).toMatch(pattern(path));
  expect.soft(await violationsOf(page), `${screen}, light`).toEqual([]);
  await picture(page, screen, "light");
  // Nothing but the colours is different in the dark.
  await paint(page, "dark");
  expect.soft(await violationsOf(page, "colours"), `${screen}, dark`).toEqual([]);
  await picture(page, screen, "dark");
  await paint(page, "light");
  expect.soft(await overhangOf(page), `${screen} is wider than the window by`).toBeLessThanOrEqual(0);
}
