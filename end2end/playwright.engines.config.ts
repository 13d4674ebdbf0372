// The main way in another engine than Chromium's: Firefox ESR, as administrations install it.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.js";

export default defineConfig({
  ...tests,
  testDir: "engines",
  testMatch: /\.engine\.ts$/,
  workers: 1,
  timeout: 300_000,
  projects: [
    {
      name: "firefox",
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
  ],
});
