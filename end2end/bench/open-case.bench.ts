// How long it takes to open a large case with all checks, beside bare WebCrypto in the same run.
import { type Page, expect } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { test } from "../support/fixtures.js";
import { loadKey } from "../support/keys.js";
import { logIn } from "../support/people.js";
import { bareWork } from "./bare.js";

const ROUNDS = 7;
/** The application measures under this name, from the question to the opened case. */
const MEASURE = "wimes:open-case";

interface LargeCase {
  case: string;
  login: string;
  entries: number;
}

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
  /** Milliseconds from the question to the opened case, without waiting for the server. */
  work: number;
  /** Milliseconds until the server had answered. */
  waiting: number;
}

/** Opens the case by its address and reads what the application measured. */
async function visit(page: Page, large: LargeCase): Promise<Visit> {
  await page.goto(`/faelle/${large.case}/verlauf`);
  await expect(page.getByText(/^Eintrag 499: /).first()).toBeVisible({ timeout: 60_000 });
  return page.evaluate((name) => {
    const [measure] = performance.getEntriesByName(name, "measure");
    if (!measure) throw new Error(`the application did not measure ${name}`);
    const end = measure.startTime + measure.duration;
    const answers = (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).filter(
      (answer) => answer.name.includes("/api/") && answer.startTime >= measure.startTime && answer.responseEnd <= end,
    );
    // Requests of one visit follow one another.
    const waiting = answers.reduce((sum, answer) => sum + answer.responseEnd - answer.startTime, 0);
    return { work: measure.duration - waiting, waiting };
  }, MEASURE);
}

test("opening a case of 500 entries of 2 KiB", async ({ portal, newDevice }) => {
  const large = JSON.parse(setting("BENCH_CASE")) as LargeCase;
  const login = portal.demo.logins.find((known) => known.login === large.login);
  if (!login?.keyFile) throw new Error("the person of the large case has no key file");
  const rounds: { bare: number; first: Visit; second: Visit }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const page = await newDevice("desktop");
    await logIn(page, login);
    await loadKey(page, login.keyFile);
    // 2 KiB of text padded by PADMÉ; a signed revision names header, context, hashes and heads.
    const bare = await bareWork(page, { count: large.entries, bytes: 2176, message: 700 });
    const first = await visit(page, large);
    const second = await visit(page, large);
    rounds.push({ bare, first, second });
    await page.context().close();
  }
  const of = (value: (round: (typeof rounds)[number]) => number) => median(rounds.map(value));
  const result = {
    name: "open-case",
    entries: large.entries,
    bare_ms: of((round) => round.bare),
    first_ms: of((round) => round.first.work),
    second_ms: of((round) => round.second.work),
    first_waiting_ms: of((round) => round.first.waiting),
    second_waiting_ms: of((round) => round.second.waiting),
    first_to_bare: of((round) => round.first.work / round.bare),
    second_to_first: of((round) => round.second.work / round.first.work),
  };
  writeFileSync(setting("BENCH_OUTPUT"), `${JSON.stringify(result, null, 2)}\n`);
});
