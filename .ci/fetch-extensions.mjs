// Fetches DuckDB's parquet extension, which the next build then serves beside the app (docs/adr/0013).
// Nothing needs it, so nothing fails without it: whatever goes wrong is told, and the exit code is 0.
// Usage: node .ci/fetch-extensions.mjs [address or path of the file]
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const FETCHED = '.cache/duckdb-extensions/parquet.duckdb_extension.wasm';

/** Of the build for `@duckdb/duckdb-wasm` 1.32.0; another version of DuckDB refuses it. */
const SOURCE = 'https://extensions.duckdb.org/v1.4.3/wasm_eh/parquet.duckdb_extension.wasm';
const SHA256 = '22765c8f7dc741cda2b571a66ac7bb355295d7d69a6c37e5315b265672984f55';

const TIMEOUT = 60_000;

/** @param {{ source: string, sha256: string, target: string, timeout?: number }} wanted */
export async function fetchExtension({ source, sha256, target, timeout = TIMEOUT }) {
  try {
    if (hashOf(readExisting(target)) === sha256) return `${target} is there`;
    const bytes = await read(source, timeout);
    const hash = hashOf(bytes);
    if (hash !== sha256) return `${source} is another file (SHA-256 ${hash}), nothing was written`;
    mkdirSync(dirname(target), { recursive: true });
    const temporary = `${target}.${process.pid}`;
    writeFileSync(temporary, bytes);
    renameSync(temporary, target);
    return `${target} was fetched: the next build serves it`;
  } catch (cause) {
    return `${source} could not be fetched (${cause.cause?.message ?? cause.message}), Parquet is read without it`;
  }
}

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

function readExisting(path) {
  try {
    return readFileSync(path);
  } catch {
    return '';
  }
}

async function read(source, timeout) {
  if (!/^https?:/.test(source)) return readFileSync(source);
  const answer = await fetch(source, { signal: AbortSignal.timeout(timeout) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const source = process.argv[2] ?? SOURCE;
  console.log(await fetchExtension({ source, sha256: SHA256, target: `${root}/${FETCHED}` }));
}
