// A portal for one worker of Playwright: the real server on a copy of the filled demo, which can be stopped and
// started again like a real one.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, createWriteStream, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Demo, readDemo } from "./demo.js";

/** A setting that the task runner hands over. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; these tests are started by \`cargo xtask test browser\``);
  return value;
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

export class Portal {
  readonly url: string;
  readonly demo: Demo;
  private server: ChildProcess | undefined;

  private constructor(
    readonly folder: string,
    private readonly port: number,
  ) {
    this.url = `http://localhost:${port}`;
    this.demo = readDemo(folder);
  }

  static async start(): Promise<Portal> {
    const folder = mkdtempSync(join(tmpdir(), "wimes-browser-"));
    cpSync(setting("PORTAL_DEMO"), folder, { recursive: true });
    rmSync(join(folder, "server.log"), { force: true });
    const portal = new Portal(folder, await freePort());
    await portal.up();
    return portal;
  }

  /** Everything as the demo was filled: for specs that change what others rely on, such as the organisation key. */
  async renew(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
    cpSync(setting("PORTAL_DEMO"), this.folder, { recursive: true });
    rmSync(this.logFile, { force: true });
    await this.up();
  }

  /** Starts the server on the data that is there and waits until it answers. */
  async up(): Promise<void> {
    const config = join(this.folder, "server.toml");
    writeFileSync(
      config,
      Object.entries({
        listen: `127.0.0.1:${this.port}`,
        public_url: this.url,
        data_dir: this.folder,
        dist_dir: setting("PORTAL_DIST"),
      })
        .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
        .join(""),
    );
    const { DATABASE_URL: _, ...environment } = process.env;
    const log = createWriteStream(this.logFile, { flags: "a" });
    const server = spawn(setting("PORTAL_SERVER"), ["serve", "--config", config], {
      cwd: this.folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    server.stdout.pipe(log, { end: false });
    server.stderr.pipe(log, { end: false });
    this.server = server;
    for (let attempt = 0; attempt < 600; attempt += 1) {
      if (server.exitCode !== null) throw new Error(`the server ended at once:\n${this.lastLog()}`);
      const answer = await fetch(`${this.url}/api/v1/health`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the server did not become ready:\n${this.lastLog()}`);
  }

  /** Stops the server: in order, or as a power cut would. The data stays. */
  async down(how: "in order" | "hard" = "in order"): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill(how === "hard" ? "SIGKILL" : "SIGTERM");
    await ended;
  }

  /**
   * Changes bytes in the stored database, as whoever holds the disk can. Whatever `pattern` finds is replaced by as many
   * bytes: the file's structure stays. Returns how many places changed.
   */
  async tamper(pattern: RegExp, replace: (found: string) => string): Promise<number> {
    await this.down();
    const file = join(this.folder, "wimes.sqlite");
    let places = 0;
    const edited = readFileSync(file, "latin1").replace(pattern, (found) => {
      const other = replace(found);
      if (other.length !== found.length) throw new Error("a database file does not survive bytes that move");
      if (other !== found) places += 1;
      return other;
    });
    writeFileSync(file, edited, "latin1");
    await this.up();
    return places;
  }

  async end(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get logFile(): string {
    return join(this.folder, "server.log");
  }

  log(): string {
    return readFileSync(this.logFile, "utf8");
  }

  private lastLog(): string {
    return this.log().split("\n").slice(-20).join("\n");
  }

  /** Everything that the server has written: database with its journal, attachments, log. Not the key files. */
  stored(): { name: string; bytes: Buffer }[] {
    const found: { name: string; bytes: Buffer }[] = [];
    const walk = (folder: string) => {
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        if (statSync(path).isDirectory()) walk(path);
        else if (!this.demo.ownFiles.has(path)) found.push({ name: path, bytes: readFileSync(path) });
      }
    };
    walk(this.folder);
    return found;
  }
}
