/** Which source step reads a file: by its name, else by its first bytes. */

import { foundOptions } from './found-options.ts';
import type { FoundOptions } from './found-options.ts';

export type FileKind =
  | { readonly kind: 'source'; readonly type: string; readonly params?: FoundOptions }
  | { readonly kind: 'pipeline' }
  | { readonly kind: 'unknown' };

const BY_EXTENSION: Readonly<Record<string, string>> = {
  csv: 'input.csv',
  tsv: 'input.csv',
  tab: 'input.csv',
  psv: 'input.csv',
  parquet: 'input.parquet',
  pq: 'input.parquet',
  parq: 'input.parquet',
  json: 'input.json',
  ndjson: 'input.json',
  jsonl: 'input.json',
  geojson: 'input.json',
  arrow: 'input.arrow',
  arrows: 'input.arrow',
  feather: 'input.arrow',
  ipc: 'input.arrow',
};

/** Formats that begin with bytes of their own. */
const MAGIC: readonly (readonly [string, string])[] = [
  ['PAR1', 'input.parquet'],
  ['ARROW1', 'input.arrow'],
];

const TEXT_SAMPLE = 4096;

/** Enough to meet a letter that is not ASCII. */
const CSV_SAMPLE = 2 ** 20;

export async function sourceFor(path: string, file: Blob): Promise<FileKind> {
  const name = path.toLowerCase();
  if (name.endsWith('.sluice.json')) return { kind: 'pipeline' };
  const start = new Uint8Array(await file.slice(0, TEXT_SAMPLE).arrayBuffer());
  const head = String.fromCharCode(...start.subarray(0, 8));
  for (const [magic, type] of MAGIC) {
    if (head.startsWith(magic)) return { kind: 'source', type };
  }
  const extension = /\.([a-z]+)(?:\.(?:gz|gzip|zst|zstd))?$/.exec(name)?.[1] ?? '';
  const byName = BY_EXTENSION[extension];
  if (byName === 'input.json' && isPipelineText(start)) return { kind: 'pipeline' };
  const kind = byName === undefined ? guess(start) : ({ kind: 'source', type: byName } as const);
  if (kind.kind !== 'source' || kind.type !== 'input.csv') return kind;
  const text = new Uint8Array(await file.slice(0, CSV_SAMPLE).arrayBuffer());
  return { ...kind, params: foundOptions(text, text.length === file.size) };
}

/** Text of an unknown name: JSON if it begins so, else a table if its first line has columns. */
function guess(start: Uint8Array): FileKind {
  if (start.length === 0 || start.includes(0)) return { kind: 'unknown' };
  const text = new TextDecoder().decode(start);
  if (/^\s*[[{]/.test(text)) return { kind: 'source', type: 'input.json' };
  const [first = '', second] = text.split(/\r?\n/);
  const separators = [',', '\t', ';', '|'].filter((separator) => first.includes(separator));
  const isTable = separators.some(
    (separator) => second?.split(separator).length === first.split(separator).length,
  );
  return isTable ? { kind: 'source', type: 'input.csv' } : { kind: 'unknown' };
}

const isPipelineText = (start: Uint8Array): boolean =>
  /^\s*\{\s*"format"\s*:\s*"sluice\/\d+"/.test(new TextDecoder().decode(start));
