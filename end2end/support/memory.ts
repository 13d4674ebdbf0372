// Looks into the memory of the program in the page.
import type { Page } from "@playwright/test";

/** From the next page on, the program's memory can be searched. */
export async function keepMemory(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const keep = (source: WebAssembly.WebAssemblyInstantiatedSource) => {
      Object.assign(window, { keptMemory: source.instance.exports["memory"] });
      return source;
    };
    const streaming = WebAssembly.instantiateStreaming.bind(WebAssembly);
    WebAssembly.instantiateStreaming = async (...words) => keep(await streaming(...words));
  });
}

/** Whether these bytes stand anywhere in the program's memory. */
export async function memoryHolds(page: Page, bytes: Buffer): Promise<boolean> {
  return page.evaluate((wanted) => {
    const memory = (window as unknown as { keptMemory?: WebAssembly.Memory }).keptMemory;
    if (!memory) throw new Error("the program's memory was not kept");
    const all = new Uint8Array(memory.buffer);
    const first = wanted[0] ?? 0;
    for (let at = all.indexOf(first); at !== -1; at = all.indexOf(first, at + 1)) {
      if (wanted.every((byte, offset) => all[at + offset] === byte)) return true;
    }
    return false;
  }, [...bytes]);
}
