// Ten thousand cases: how long until all names can be searched, on the first and on a later visit, what a typed letter
// costs, and how long the page does not answer at most.
import { type Page, expect } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { test } from "../support/fixtures.js";
import { loadKey } from "../support/keys.js";
import { logIn } from "../support/people.js";
import { bareWork } from "./bare.js";

const ROUNDS = 3;
/** The application measures under these names, one after the other. */
const LIST = "wimes:list-cases";
const NAMES = "wimes:open-names";
/** What is typed, letter by letter. */
const TYPED = ["Schewtschenko", "müller jonas", "Petrsen"];

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; this is started by \`cargo xtask bench\``);
  return value;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

interface Visit {
  /** Milliseconds from the question for the list until every name is open. */
  searchable: number;
  /** Milliseconds until the list is there. */
  listed: number;
  /** Longest time in milliseconds in which the page did nothing else meanwhile. */
  block: number;
}

/** From the next page on, everything that keeps the page from answering is noted. */
async function watchBlocks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const blocks: { at: number; long: number }[] = [];
    Object.assign(window, { blocks });
    let last = performance.now();
    const { port1, port2 } = new MessageChannel();
    // A timer of four milliseconds, so that the watching itself costs nothing.
    port1.onmessage = () => {
      const now = performance.now();
      if (now - last > 8) blocks.push({ at: last, long: now - last });
      setTimeout(() => {
        last = performance.now();
        port2.postMessage(null);
      }, 4);
    };
    port2.postMessage(null);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) blocks.push({ at: entry.startTime, long: entry.duration });
    }).observe({ type: "longtask", buffered: true });
  });
}

async function visit(page: Page): Promise<Visit> {
  await page.goto("/faelle");
  await page.waitForFunction(
    ([list, names]) => {
      const [begun] = performance.getEntriesByName(list ?? "", "measure");
      const [done] = performance.getEntriesByName(names ?? "", "measure");
      return begun && done && done.startTime >= begun.startTime;
    },
    [LIST, NAMES],
    { timeout: 120_000 },
  );
  return page.evaluate(
    ([list, names]) => {
      const [begun] = performance.getEntriesByName(list ?? "", "measure");
      const [done] = performance.getEntriesByName(names ?? "", "measure");
      if (!begun || !done) throw new Error("the application did not measure itself");
      const end = done.startTime + done.duration;
      const { blocks } = window as unknown as { blocks: { at: number; long: number }[] };
      const during = blocks.filter((one) => one.at >= begun.startTime && one.at <= end);
      const block = Math.max(0, ...during.map((one) => one.long));
      return { searchable: end - begun.startTime, listed: begun.duration, block };
    },
    [LIST, NAMES],
  );
}

/** The device forgets its list, and nothing else. */
async function forgetIndex(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("wimes");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = database.transaction("blobs", "readwrite");
    const store = transaction.objectStore("blobs");
    for (const prefix of ["cases.", "texts."]) store.delete(IDBKeyRange.bound(prefix, `${prefix}\uffff`));
    await new Promise((resolve) => transaction.addEventListener("complete", resolve));
    database.close();
  });
}

/** Milliseconds from each letter until the page has worked it out and laid it out. */
async function typed(page: Page, words: string): Promise<number[]> {
  const search = page.getByRole("searchbox");
  await search.fill("");
  return search.evaluate(async (input: HTMLInputElement, letters) => {
    const turn = () =>
      new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
    const spent: number[] = [];
    for (const letter of letters) {
      await new Promise((resolve) => setTimeout(resolve, 80));
      const begin = performance.now();
      input.value += letter;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await turn();
      void document.body.offsetHeight;
      spent.push(performance.now() - begin);
    }
    return spent;
  }, words);
}

test("ten thousand cases", async ({ portal, newDevice }) => {
  const page = await newDevice("desktop");
  // Who leads the whole organisation, and so sees all of them.
  const login = portal.demo.logins.find((known) => known.login === "brandt");
  if (!login?.keyFile) throw new Error("the demo has nobody who sees all cases");
  await watchBlocks(page);
  await logIn(page, login);
  await loadKey(page, login.keyFile);
  const bare = await bareWork(page, { count: 10_000, bytes: 256, message: 700 });
  const first: Visit[] = [];
  const second: Visit[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await forgetIndex(page);
    first.push(await visit(page));
    // The list is kept on the device in a quiet moment.
    await page.waitForTimeout(2000);
    second.push(await visit(page));
  }
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  const keys: number[] = [];
  for (const words of TYPED) keys.push(...(await typed(page, words)));
  const rows = await page.getByRole("row").count();
  const of = (visits: Visit[], value: (visit: Visit) => number) => median(visits.map(value));
  const result = {
    name: "many-cases",
    bare_ms: bare,
    first_ms: of(first, (one) => one.searchable),
    first_list_ms: of(first, (one) => one.listed),
    first_block_ms: of(first, (one) => one.block),
    second_ms: of(second, (one) => one.searchable),
    second_block_ms: of(second, (one) => one.block),
    key_ms: median(keys),
    key_worst_ms: Math.max(...keys),
    rows,
    first_to_bare: of(first, (one) => one.searchable) / bare,
    second_to_first: of(second, (one) => one.searchable) / of(first, (one) => one.searchable),
  };
  writeFileSync(setting("BENCH_OUTPUT"), `${JSON.stringify(result, null, 2)}\n`);
});
