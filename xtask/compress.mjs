// Writes NAME.br and NAME.gz beside every file of a folder that gets smaller by it, so that the server only has
// to hand them out. Prints the sum of the Brotli sizes of what a first visit loads, in bytes. `--quick` as the second word
// compresses less and much faster.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const worthwhile = /\.(html|css|js|wasm|svg|json|webmanifest|txt)$/;
const quick = process.argv[3] === "--quick";
const firstVisit = /\.(css|js|wasm)$/;
let sum = 0;

function walk(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) walk(path);
    else if (worthwhile.test(name)) compress(path);
  }
}

function compress(path) {
  const plain = readFileSync(path);
  const brotli = brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quick ? 3 : constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
  const gzip = gzipSync(plain, { level: quick ? 1 : 9 });
  if (brotli.length < plain.length) writeFileSync(`${path}.br`, brotli);
  if (gzip.length < plain.length) writeFileSync(`${path}.gz`, gzip);
  if (firstVisit.test(path)) sum += brotli.length;
}

walk(process.argv[2]);
console.log(sum);
