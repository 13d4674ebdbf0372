// What every spec gets: a portal of its worker, a watch over everything that leaves the page, devices.
import { type BrowserContextOptions, type Page, test as base, devices } from "@playwright/test";
import { Portal } from "./portal.js";
import { Watch } from "./watch.js";

interface TestFixtures {
  /** Everything that the pages of this test send, store and print. Checked at the end of each test. */
  watch: Watch;
  /** Complaints in the console that this test provokes on purpose. */
  allowedComplaints: RegExp[];
  /** A further device with nothing on it, of its own kind and person. */
  newDevice: (kind: "desktop" | "phone") => Promise<Page>;
}

interface WorkerFixtures {
  portal: Portal;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  portal: [
    async ({}, use) => {
      const portal = await Portal.start();
      await use(portal);
      await portal.end();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ portal }, use) => use(portal.url),
  allowedComplaints: [[], { option: true }],
  watch: [
    async ({ portal, allowedComplaints }, use) => {
      const watch = new Watch(portal);
      await use(watch);
      await watch.expectQuiet(allowedComplaints);
    },
    { auto: true },
  ],
  context: async ({ context, watch }, use) => {
    watch.follow(context);
    await use(context);
  },
  newDevice: async ({ browser, portal, watch }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (kind) => {
      const device = kind === "phone" ? devices["Pixel 7"] : devices["Desktop Chrome"];
      const options: BrowserContextOptions = {
        ...device,
        baseURL: portal.url,
        locale: "de-DE",
        timezoneId: "Europe/Berlin",
        reducedMotion: "reduce",
      };
      const context = await browser.newContext(options);
      watch.follow(context);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect } from "@playwright/test";
