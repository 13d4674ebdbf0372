// The main way in other engines than Chromium's: Firefox ESR, as administrations install it, and WebKit.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.js";

export default defineConfig({
  ...tests,
  testDir: "engines",
  workers: 1,
  timeout: 300_000,
  projects: [
    {
      name: "firefox",
      testMatch: "firefox.engine.ts",
      use: {
        browserName: "firefox",
        channel: "moz-firefox",
        launchOptions: { executablePath: process.env["PORTAL_FIREFOX"] || undefined, args: [] },
        viewport: { width: 1280, height: 860 },
        // Both put a style into the page, which its policy refuses, and Firefox complains.
        trace: "off",
        screenshot: "off",
      },
    },
    // It starts its browser itself; see support/webkit.ts.
    { name: "webkit", testMatch: "webkit.engine.ts" },
  ],
});
