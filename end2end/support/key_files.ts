// Key files and sheet groups that are almost right, written from docs/CRYPTO.md.
import { createHash, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";

const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A file as it is handed to a file picker. */
export interface PickedFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export function picked(text: string | Buffer, name = "wimes-schluessel.txt"): PickedFile {
  return { name, mimeType: "text/plain", buffer: Buffer.from(text) };
}

/** Symbols of five bits, most significant first. */
function symbols(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => SYMBOLS[parseInt(five, 2)]).join("");
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** The lines of a key file as they were read, to be changed and written again. */
export class KeyFile {
  private constructor(
    private readonly head: string,
    private readonly fields: Map<string, string>,
  ) {}

  static read(path: string): KeyFile {
    const text = readFileSync(path, "utf8");
    const at = text.indexOf("wimes-key-file:");
    const lines = text.slice(at).trimEnd().split("\n");
    return new KeyFile(text.slice(0, at), new Map(lines.map((line) => line.split(/: (.*)/) as [string, string])));
  }

  private get key(): Buffer {
    return Buffer.from(this.fields.get("key") ?? "", "base64url");
  }

  get text(): string {
    return this.head + this.lines();
  }

  private lines(): string {
    return Array.from(this.fields, ([field, value]) => `${field}: ${value}\n`).join("");
  }

  /** The same file with other values, in itself in order: fingerprint and checksum are made anew. */
  with(values: Record<string, string>): KeyFile {
    const fields = new Map([...this.fields, ...Object.entries(values)]);
    const changed = new KeyFile(this.head, fields);
    const label = Buffer.from("wimes/organisation/fingerprint/1");
    const info = Buffer.concat([label, number(Number(fields.get("epoch")))]);
    const fingerprint = Buffer.from(hkdfSync("sha512", changed.key, Buffer.alloc(0), info, 32)).subarray(0, 20);
    fields.set("fingerprint", symbols(fingerprint).match(/.{4}/g)?.join(" ") ?? "");
    fields.delete("checksum");
    const hash = createHash("sha256").update("wimes/key-file/1").update(changed.lines()).digest();
    fields.set("checksum", hash.subarray(0, 16).toString("base64url"));
    return changed;
  }

  /** The groups of the organisation key as they stand on the sheet. */
  groups(): string[] {
    return sheetGroups(Buffer.concat([Buffer.from([1]), number(Number(this.fields.get("epoch"))), this.key]));
  }
}

/** The groups of a root key on a sheet. */
export function rootGroups(seed: Buffer): string[] {
  return sheetGroups(Buffer.concat([Buffer.from([2]), number(0), seed]));
}

function sheetGroups(payload: Buffer): string[] {
  const checksum = createHash("sha256").update("wimes/sheet/1").update(payload).digest().subarray(0, 40 - payload.length);
  const groups = symbols(Buffer.concat([payload, checksum])).match(/.{4}/g) ?? [];
  return groups.map((group, at) => {
    const check = [...group].reduce((sum, symbol, place) => sum ^ timesX(SYMBOLS.indexOf(symbol), place + 1), at + 1);
    return `${group}${SYMBOLS[check]}`;
  });
}

/** In GF(32) with x⁵ + x² + 1. */
function timesX(value: number, times: number): number {
  for (let at = 0; at < times; at += 1) value = value & 16 ? ((value << 1) & 31) ^ 5 : value << 1;
  return value;
}

/** The group with its symbol at `at` replaced by another one. */
export function misread(group: string, at: number): string {
  const other = SYMBOLS[(SYMBOLS.indexOf(group[at] ?? "0") + 7) % 32];
  return group.slice(0, at) + other + group.slice(at + 1);
}
