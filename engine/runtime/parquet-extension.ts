/** DuckDB's parquet extension where it lies beside the app. It is optional: nothing here throws. */
import type { DuckDBExtension } from './runtime.ts';

/** An app without an answer from its own server starts without the extension. */
const PROBE_MILLISECONDS = 5000;
const DOWNLOAD_MILLISECONDS = 60_000;

/**
 * Asks first: many servers answer every path, with the app's page or with an error's.
 * @param url in the app's own origin
 */
export async function fetchParquetExtension(
  url: string,
  probeMilliseconds = PROBE_MILLISECONDS,
): Promise<DuckDBExtension | undefined> {
  try {
    const probe = await fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.timeout(probeMilliseconds),
    });
    if (!probe.ok || isText(probe)) return undefined;
    const answer = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MILLISECONDS) });
    if (!answer.ok || isText(answer)) return undefined;
    return await compileExtension(new Uint8Array(await answer.arrayBuffer()));
  } catch {
    return undefined;
  }
}

const isText = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/') === true;

/** Gives undefined, and tells why, when the bytes are not a whole wasm module. */
export async function compileExtension(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<DuckDBExtension | undefined> {
  try {
    return { bytes, module: await WebAssembly.compile(bytes) };
  } catch (cause) {
    console.warn("DuckDB's parquet extension is damaged, Parquet is read without it:", cause);
    return undefined;
  }
}
