// Watches everything that leaves the page or shows in its console, in every browser context of a test, and looks
// for texts where they must not be.
import { type BrowserContext, type Page, expect } from "@playwright/test";
import { randomBytes } from "node:crypto";
import type { Portal } from "./portal.js";

interface Seen {
  where: string;
  bytes: Buffer;
}

/** A text that occurs nowhere else in the world, to be typed into a field that is sealed. */
export function canary(field: string): string {
  return `Kanarie ${field} ${randomBytes(9).toString("hex")}`;
}

/** The shapes in which bytes would be readable: as themselves, in hex, and as Base64 at each of the three alignments. */
function shapesOfBytes(plain: Buffer): Buffer[] {
  const encoded = [0, 1, 2].flatMap((shift) => {
    const base64 = Buffer.concat([Buffer.alloc(shift), plain]).toString("base64").replace(/=+$/, "");
    // The first and last signs also depend on the neighbours.
    const sure = base64.slice(shift === 0 ? 0 : shift + 1, -1);
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [plain, Buffer.from(plain.toString("hex")), ...encoded.map((shape) => Buffer.from(shape))];
}

/** The shapes of a text: of its bytes, and escaped. */
function shapes(text: string): Buffer[] {
  const escaped = [encodeURIComponent(text), encodeURIComponent(text).replaceAll("%20", "+")];
  return [...shapesOfBytes(Buffer.from(text, "utf8")), Buffer.from(text, "utf16le"), ...escaped.map((shape) => Buffer.from(shape))];
}

export class Watch {
  private readonly seen: Seen[] = [];
  private readonly foreign: string[] = [];
  private readonly complaints: string[] = [];
  private readonly pages = new Set<Page>();

  constructor(private readonly portal: Portal) {}

  /** Follows all pages of a context, those that open later included. */
  follow(context: BrowserContext): void {
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (["http:", "https:", "ws:", "wss:"].includes(url.protocol) && url.origin !== this.portal.url) {
        this.foreign.push(request.url());
      }
      this.note(`request ${request.method()} ${url.pathname}`, request.url());
      this.note(`headers of ${url.pathname}`, JSON.stringify(request.headers()));
      const body = request.postDataBuffer();
      if (body) this.seen.push({ where: `body of ${request.method()} ${url.pathname}`, bytes: body });
    });
    context.on("console", (message) => {
      this.note("console", message.text());
      // A refused request is often what a test is about; the page has to say so, not the console.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.complaints.push(message.text());
      }
    });
    context.on("weberror", (error) => this.complaints.push(String(error.error())));
    context.on("page", (page) => this.pages.add(page));
    for (const page of context.pages()) this.pages.add(page);
  }

  /** Nothing went to a foreign host and nothing broke. A complaint that a test provokes is allowed by name. */
  async expectQuiet(allowed: RegExp[] = []): Promise<void> {
    expect(this.foreign, "requests to foreign hosts").toEqual([]);
    const loud = this.complaints.filter((text) => !allowed.some((pattern) => pattern.test(text)));
    expect(loud, "errors in the console").toEqual([]);
  }

  /** Where any of the texts or bytes can be read: requests, console, the pages' stores and titles, what the server has written. */
  async findReadable(texts: (string | Buffer)[]): Promise<string[]> {
    const places: Seen[] = [...this.seen];
    for (const page of this.pages) {
      if (!page.isClosed() && page.url().startsWith(this.portal.url)) {
        places.push({ where: `stores of ${page.url()}`, bytes: Buffer.from(await storesOf(page), "latin1") });
        // Browsers keep the names of tabs in their history.
        places.push({ where: `title of ${page.url()}`, bytes: Buffer.from(await page.title(), "utf8") });
      }
    }
    for (const file of this.portal.stored()) places.push({ where: file.name, bytes: file.bytes });
    const found: string[] = [];
    for (const text of texts) {
      const wanted = typeof text === "string" ? shapes(text) : shapesOfBytes(text);
      const name = typeof text === "string" ? text : `${text.length} secret bytes`;
      for (const place of places) {
        if (wanted.some((shape) => place.bytes.includes(shape))) found.push(`${name} in ${place.where}`);
      }
    }
    return found;
  }

  private note(where: string, text: string): void {
    this.seen.push({ where, bytes: Buffer.from(text, "utf8") });
  }
}

/** localStorage, sessionStorage, caches and every IndexedDB of a page, as one string with a character per byte. */
async function storesOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const latin = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const utf8 = (text: string) => latin(new TextEncoder().encode(text));
    const parts: string[] = [];
    const walk = (value: unknown): void => {
      if (typeof value === "string") parts.push(utf8(value));
      else if (value instanceof ArrayBuffer) parts.push(latin(new Uint8Array(value)));
      else if (ArrayBuffer.isView(value)) parts.push(latin(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
      else if (value && typeof value === "object") Object.entries(value).forEach(([key, inner]) => (walk(key), walk(inner)));
      else parts.push(String(value));
    };
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const store of [localStorage, sessionStorage]) walk({ ...store });
    for (const { name } of await indexedDB.databases()) {
      if (!name) continue;
      const database = await answer(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        walk(await answer(objects.getAllKeys()));
        walk(await answer(database.transaction(store).objectStore(store).getAll()));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request);
        if (response) walk(await response.arrayBuffer());
      }
    }
    return parts.join("\n");
  });
}
