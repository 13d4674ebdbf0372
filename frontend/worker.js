// A thread of the page's own, for work that would hold the page up. The page loads this file too, because a browser compares
// digests for pages only: there it does nothing but say where it lies, and a changed file says nothing. What a thread is
// asked and what it answers passes through memory only.

const KEY = 32;
const SIGNATURE = 64;

/** Verifies signatures with WebCrypto. A job is key ‖ signature ‖ length (4 bytes, big-endian) ‖ message, one after the
 *  other; the answer has a byte per job, 1 for good. Fails where WebCrypto has no Ed25519. */
async function verify(jobs) {
  const view = new DataView(jobs.buffer, jobs.byteOffset, jobs.byteLength);
  const keys = new Map();
  const verdicts = [];
  for (let at = 0; at < jobs.length; ) {
    const raw = jobs.subarray(at, at + KEY);
    const signature = jobs.subarray(at + KEY, at + KEY + SIGNATURE);
    const length = view.getUint32(at + KEY + SIGNATURE);
    const message = jobs.subarray(at + KEY + SIGNATURE + 4, at + KEY + SIGNATURE + 4 + length);
    at += KEY + SIGNATURE + 4 + length;
    // A case has many signatures of few people.
    const name = raw.join();
    if (!keys.has(name)) keys.set(name, await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]));
    verdicts.push(crypto.subtle.verify("Ed25519", keys.get(name), signature, message));
  }
  return Uint8Array.from(await Promise.all(verdicts));
}

let program;

/** Does a job of the application's own code, with the script and the compiled wasm of the page that asks. */
async function work(job, { script, wasm }) {
  program ??= import(script).then(async (loaded) => {
    await loaded.default({ module_or_path: wasm });
    return loaded;
  });
  return (await program).work(job);
}

if (typeof document === "object") {
  globalThis.wimesThread = import.meta.url;
} else {
  addEventListener("message", async ({ data: { id, kind, job, code } }) => {
    try {
      const answer = kind === "verify" ? await verify(job) : await work(job, code);
      postMessage({ id, answer }, [answer.buffer]);
    } catch {
      // Whoever asked does it by other means.
      postMessage({ id });
    }
  });
}
