// One byte of the application is changed on its way. The browser refuses the file, and the page says so.
import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import { loginOf } from "../support/demo.js";
import { expect, test } from "../support/fixtures.js";
import { enter } from "../support/keys.js";

/** The files that make the application, by what the start page calls them. */
const FILES = {
  wasm: "**/frontend-*_bg.wasm",
  script: "**/frontend-*.js",
  style: "**/main-*.css",
  "boot script": "**/boot-*.js",
  "script for threads": "**/worker-*.js",
};

/** Hands on a file as the server gives it, or with its last bit turned: still a file of its kind. */
async function meddle(page: Page, pattern: string, change: (bytes: Buffer) => Buffer): Promise<() => number> {
  let handed = 0;
  await page.route(pattern, async (route) => {
    const answer = await route.fetch();
    const headers = { ...answer.headers() };
    // The body is no longer compressed.
    delete headers["content-encoding"];
    delete headers["content-length"];
    handed += 1;
    await route.fulfill({ status: answer.status(), headers, body: change(await answer.body()) });
  });
  return () => handed;
}

function oneBit(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  return changed;
}

async function expectStopped(page: Page): Promise<void> {
  // A whole wasm goes through the test here, that takes its time.
  await expect(page.getByRole("alert")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("alert")).toContainText("eine Datei vielleicht nicht so an, wie sie soll");
  await expect(page.getByRole("alert")).toContainText("An Ihren Daten hat sich nichts geändert");
  await expect(page.getByRole("alert")).toContainText("a file may not be arriving the way it should");
  await expect(page.locator("#boot")).toHaveCount(1);
}

test("mal_a37 every script, style and wasm of the application is named by the page with the digest of its bytes", async ({ page, request }) => {
  const html = await (await request.get("/")).text();
  const digests = new Map<string, string>();
  for (const [tag] of html.matchAll(/<(?:link|script)[^>]*\sintegrity="[^>]*>/g)) {
    digests.set(/\s(?:href|src)="\/([^"]+)"/.exec(tag)?.[1] ?? "", /\sintegrity="([^"]+)"/.exec(tag)?.[1] ?? "");
  }
  const list = (await (await request.get("/build.json")).json()) as { files: { path: string }[] };
  const loaded = list.files.map((file) => file.path).filter((path) => /\.(js|css|wasm)$/.test(path));
  expect(loaded.length).toBeGreaterThanOrEqual(4);
  expect([...digests.keys()].sort()).toEqual([...loaded].sort());
  for (const path of loaded) {
    const bytes = await (await request.get(`/${path}`)).body();
    expect(digests.get(path), path).toBe(`sha384-${createHash("sha384").update(bytes).digest("base64")}`);
  }
  // Nothing is loaded beside what the page names.
  const scripts = new Set<string>();
  page.on("response", (answer) => {
    if (["script", "stylesheet"].includes(answer.request().resourceType())) scripts.add(new URL(answer.url()).pathname.slice(1));
  });
  await page.goto("/");
  await expect(page.locator("#boot")).toHaveCount(0);
  expect([...scripts].filter((path) => !digests.has(path))).toEqual([]);
});

test("files that are handed on unchanged start the application", async ({ page }) => {
  const counts = await Promise.all(Object.values(FILES).map((pattern) => meddle(page, pattern, (bytes) => bytes)));
  await page.goto("/");
  await expect(page.locator("#boot")).toHaveCount(0, { timeout: 60_000 });
  // So what the tests below change is really what the application is started from.
  for (const count of counts) expect(count()).toBeGreaterThan(0);
});

test.describe("with one bit changed", () => {
  test.use({ allowedComplaints: [/Failed to fetch|integrity|cannot load|digest|ERR_/] });

  test("mal_a37 one changed byte of the wasm keeps the application from starting", async ({ page }) => {
    await meddle(page, FILES.wasm, oneBit);
    await page.goto("/");
    await expectStopped(page);
  });

  test("mal_a37 one changed byte of the script keeps the application from starting", async ({ page }) => {
    await meddle(page, FILES.script, oneBit);
    await page.goto("/");
    await expectStopped(page);
  });

  test("mal_a37 one changed byte of the style keeps the application from starting", async ({ page }) => {
    await meddle(page, FILES.style, oneBit);
    await page.goto("/");
    await expectStopped(page);
  });

  test("mal_a37 one changed byte of the script for threads keeps the application from starting", async ({ page }) => {
    await meddle(page, FILES["script for threads"], oneBit);
    await page.goto("/");
    await expectStopped(page);
  });

  test("mal_a37 one changed byte of the boot script leaves a page that says what to do", async ({ page }) => {
    await meddle(page, FILES["boot script"], oneBit);
    await page.goto("/");
    await expect(page.getByText("Geht es hier nicht weiter")).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("If nothing happens here")).toBeVisible();
    await expect(page.locator("#boot")).toHaveCount(1);
  });
});

test("signatures and passwords are worked on beside the page", async ({ page, portal }) => {
  const done: string[] = [];
  await page.exposeFunction("done", (kind: string) => done.push(kind));
  // Every answer of a thread to the page, by what was asked for.
  await page.addInitScript(() => {
    const report = (kind: string) => (globalThis as unknown as { done: (kind: string) => void }).done(kind);
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: { id: number; kind: string }, ...rest: unknown[]) {
      this.addEventListener("message", ({ data }: MessageEvent<{ id: number; answer?: Uint8Array }>) => {
        if (data.id === message.id && data.answer) report(message.kind);
      });
      return (post as (...all: unknown[]) => void).call(this, message, ...rest);
    } as typeof post;
  });
  await enter(page, loginOf(portal.demo, "caseworker"));
  await expect.poll(() => done).toContain("work");
  await expect.poll(() => done).toContain("verify");
});

test("without threads the application does the same by itself", async ({ page, portal }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "Worker", {
      value: class {
        constructor() {
          throw new DOMException("no threads here", "NotSupportedError");
        }
      },
    });
  });
  await enter(page, loginOf(portal.demo, "caseworker"));
  await page.goto("/faelle");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
});

test("the page of the protections shows the fingerprint that anyone can compute from the list", async ({ page, portal, request }) => {
  await enter(page, loginOf(portal.demo, "caseworker"));
  await page.goto("/schutz");
  await expect(page.getByText("stehen genau so in der Liste")).toBeVisible();
  const list = (await (await request.get("/build.json")).json()) as { fingerprint: string; version: string };
  const groups = list.fingerprint.match(/.{4}/g) ?? [];
  await expect(page.locator(".fingerprint-groups")).toHaveText(groups.join(" "));
});

test("mal_a37 a list that names another digest than the page was loaded with is shown as a warning", async ({ page, portal }) => {
  await page.route("**/build.json", async (route) => {
    const answer = await route.fetch();
    const list = (await answer.json()) as { files: { path: string; integrity: string }[] };
    for (const file of list.files) {
      if (file.path.endsWith(".wasm")) file.integrity = `sha384-${"A".repeat(64)}`;
    }
    await route.fulfill({ response: answer, json: list });
  });
  await enter(page, loginOf(portal.demo, "caseworker"));
  await page.goto("/schutz");
  const warning = page.getByRole("alert").filter({ hasText: "Das geladene Programm ist nicht das aus der Liste" });
  await expect(warning).toContainText("_bg.wasm");
});
