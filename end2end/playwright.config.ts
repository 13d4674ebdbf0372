import { defineConfig, devices } from "@playwright/test";

// As root (on a machine that tests for others) Chromium needs its sandbox off; the rest keeps it from looking for
// hosts on the network, which these tests forbid.
const args = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];
const executablePath = process.env["PORTAL_CHROMIUM"] || undefined;

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  forbidOnly: true,
  fullyParallel: false,
  retries: 0,
  // Where nothing works at all, the first failures say why.
  maxFailures: 20,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_FILE"] ? [["list"], ["json"]] : [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: { executablePath, args },
    locale: "de-DE",
    timezoneId: "Europe/Berlin",
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 15_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
  projects: [
    // Without a second word a spec runs on both; `*.desktop.spec.ts` and `*.phone.spec.ts` on one.
    {
      name: "desktop",
      use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 860 } },
      testIgnore: /\.phone\.spec\.ts$/,
    },
    { name: "phone", use: { ...devices["Pixel 7"] }, testIgnore: /\.desktop\.spec\.ts$/ },
  ],
});
