// Measurements, started by `cargo xtask bench`: like the tests, but one after the other and without traces.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.js";

export default defineConfig({
  ...tests,
  testDir: "bench",
  testMatch: /\.bench\.ts$/,
  workers: 1,
  timeout: 600_000,
  reporter: [["list"]],
  projects: tests.projects?.filter((project) => project.name === "desktop") ?? [],
  use: { ...tests.use, trace: "off", screenshot: "off" },
});
