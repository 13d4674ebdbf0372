// axe on the page as it is now, contrast included.
import AxeBuilder from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** No violation of WCAG 2.2 AA that a machine can see. `screen` names the page in the message. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const lines = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n    ${node.target.join(" ")}\n    ${node.failureSummary?.replaceAll("\n", " ")}`),
  );
  expect(lines, `accessibility of ${screen}`).toEqual([]);
}

/** The page does not scroll sideways: everything fits its width. */
export async function expectFitsWidth(page: Page, screen: string): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, `${screen} is wider than the window by`).toBeLessThanOrEqual(0);
}
