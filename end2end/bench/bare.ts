// The same amount of work without the portal: WebCrypto alone, all calls in flight at once.
import type { Page } from "@playwright/test";

export interface BareWork {
  /** Number of decryptions, and of signatures. */
  count: number;
  /** Bytes of each ciphertext, without its tag. */
  bytes: number;
  /** Bytes of each signed message. */
  message: number;
}

/** Milliseconds for AES-256-GCM decryptions and Ed25519 verifications, with keys imported before. */
export async function bareWork(page: Page, work: BareWork): Promise<number> {
  return page.evaluate(async ({ count, bytes, message }) => {
    const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    const aes = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const pair = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
    const jobs = [];
    for (let number = 0; number < count; number += 1) {
      const [iv, signed] = [random(12), random(message)];
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, aes, random(bytes));
      const signature = await crypto.subtle.sign("Ed25519", pair.privateKey, signed);
      jobs.push({ iv, signed, sealed, signature });
    }
    const begin = performance.now();
    const done = await Promise.all(
      jobs.flatMap(({ iv, signed, sealed, signature }) => [
        crypto.subtle.decrypt({ name: "AES-GCM", iv }, aes, sealed).then((plain) => plain.byteLength === bytes),
        crypto.subtle.verify("Ed25519", pair.publicKey, signature, signed),
      ]),
    );
    const spent = performance.now() - begin;
    if (!done.every(Boolean)) throw new Error("the bare work went wrong");
    return spent;
  }, work);
}
