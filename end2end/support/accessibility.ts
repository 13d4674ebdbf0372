// axe on the page as it is now, contrast included.
import AxeBuilder from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What a machine sees of WCAG 2.2 AA that does not hold, in lines to read: of everything, or of the colours only. */
export async function violationsOf(page: Page, what: "everything" | "colours" = "everything"): Promise<string[]> {
  // Colours on their way from one to another, however short that is, are none that anybody reads.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
    }
  });
  const axe = new AxeBuilder({ page });
  const { violations } = await (what === "everything" ? axe.withTags(RULES) : axe.withRules(["color-contrast"])).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n    ${node.target.join(" ")}\n    ${node.failureSummary?.replaceAll("\n", " ")}`),
  );
}

/** By how many pixels the page scrolls sideways. */
export async function overhangOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** No violation of WCAG 2.2 AA that a machine can see. `screen` names the page in the message. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  expect(await violationsOf(page), `accessibility of ${screen}`).toEqual([]);
}

/** The page does not scroll sideways: everything fits its width. */
export async function expectFitsWidth(page: Page, screen: string): Promise<void> {
  expect(await overhangOf(page), `${screen} is wider than the window by`).toBeLessThanOrEqual(0);
}
