// How the application starts, and what it says when it can't.
import { expectAccessible } from "../support/accessibility.js";
import { expect, test } from "../support/fixtures.js";

test("the start screen gives way to the application", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("#boot")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("no script and no style stands in the page, and the policy allows none", async ({ page, request }) => {
  const answer = await request.get("/");
  const policy = answer.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("'unsafe-inline'");
  expect(policy).not.toMatch(/'unsafe-eval'/);
  const html = await answer.text();
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(html).not.toMatch(/<style|\sstyle="|\son\w+="/);
  await page.goto("/");
  await expect(page.locator("#boot")).toHaveCount(0);
});

test("the bundle arrives compressed and may be kept, the page itself may not", async ({ page, request }) => {
  await page.goto("/");
  const wasm = await page.locator('meta[name="app-entry"]').getAttribute("data-wasm");
  expect(wasm).toMatch(/^\/.+\.wasm$/);
  const bundle = await request.get(wasm ?? "", { headers: { "accept-encoding": "br" } });
  expect(bundle.headers()["content-encoding"]).toBe("br");
  expect(bundle.headers()["cache-control"]).toContain("immutable");
  expect(bundle.headers()["content-type"]).toBe("application/wasm");
  const html = await request.get("/");
  expect(html.headers()["cache-control"]).toMatch(/no-cache|no-store/);
});

test.describe("when a file does not arrive as it should", () => {
  test.use({ allowedComplaints: [/Failed to fetch|integrity|cannot load|digest|ERR_/] });

  test("a lost file is explained, with a way to try again", async ({ page }) => {
    await page.route("**/*.wasm", (route) => route.abort());
    await page.goto("/");
    await expect(page.getByRole("alert")).toContainText("An Ihren Daten hat sich nichts geändert");
    await expectAccessible(page, "the failed start");
    await page.unroute("**/*.wasm");
    await page.getByRole("button", { name: "Neu laden" }).click();
    await expect(page.locator("#boot")).toHaveCount(0);
  });

  test("a changed file is not run", async ({ page }) => {
    await page.route("**/frontend-*.js", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `${await answer.text()}\nwindow.changed = true;` });
    });
    await page.goto("/");
    await expect(page.getByRole("alert")).toBeVisible();
    expect(await page.evaluate(() => "changed" in window)).toBe(false);
  });
});

test("it can be installed", async ({ page, request }) => {
  await page.goto("/");
  const href = await page.locator('link[rel="manifest"]').getAttribute("href");
  const answer = await request.get(href ?? "");
  expect(answer.headers()["content-type"]).toContain("application/manifest+json");
  const manifest = (await answer.json()) as { id: string; icons: { src: string; sizes: string; purpose: string }[] };
  expect(manifest.id).toBe("/");
  for (const [sizes, purpose] of [["192x192", "any"], ["512x512", "any"], ["512x512", "maskable"]]) {
    const icon = manifest.icons.find((icon) => icon.sizes === sizes && icon.purpose === purpose);
    expect(icon, `${sizes} ${purpose}`).toBeDefined();
    const picture = await (await request.get(icon?.src ?? "")).body();
    // The width and height stand in a PNG's bytes 16 to 23.
    expect(`${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`).toBe(sizes);
  }
});
