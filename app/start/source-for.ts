/** Which source step reads a file: by its name, else by its first bytes. */
import type { BlobLike } from '../../engine/contract/source.ts';
import { foundOptions } from './found-options.ts';
import type { FoundOptions } from './found-options.ts';

export type FileKind =
  | {
      readonly kind: 'source';
      readonly type: string;
      readonly params?: FoundOptions;
      /** Files of one type and shape have the same columns, as far as their start tells. */
      readonly shape: string;
    }
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

export async function sourceFor(path: string, file: BlobLike): Promise<FileKind> {
  const name = path.toLowerCase();
  if (name.endsWith('.sluice.json')) return { kind: 'pipeline' };
  const start = new Uint8Array(await file.slice(0, TEXT_SAMPLE).arrayBuffer());
  const head = String.fromCharCode(...start.subarray(0, 8));
  for (const [magic, type] of MAGIC) {
    if (head.startsWith(magic)) return { kind: 'source', type, shape: nameShape(name) };
  }
  const extension = /\.([a-z]+)(?:\.(?:gz|gzip|zst|zstd))?$/.exec(name)?.[1] ?? '';
  const byName = BY_EXTENSION[extension];
  if (byName === 'input.json' && isPipelineText(start)) return { kind: 'pipeline' };
  const kind = byName === undefined ? guess(start) : named(byName, name, start);
  if (kind.kind !== 'source' || kind.type !== 'input.csv') return kind;
  const text = new Uint8Array(await file.slice(0, CSV_SAMPLE).arrayBuffer());
  return { ...kind, params: foundOptions(text, text.length === file.size) };
}

/** Text of an unknown name: JSON if it begins so, else a table if its first line has columns. */
function guess(start: Uint8Array): FileKind {
  if (start.length === 0 || start.includes(0)) return { kind: 'unknown' };
  const text = new TextDecoder().decode(start);
  const source = (type: string): FileKind => ({
    kind: 'source',
    type,
    shape: textShape(type, start),
  });
  if (/^\s*[[{]/.test(text)) return source('input.json');
  const [first = '', second] = text.split(/\r?\n/);
  const separators = [',', '\t', ';', '|'].filter((separator) => first.includes(separator));
  const isTable = separators.some(
    (separator) => second?.split(separator).length === first.split(separator).length,
  );
  return isTable ? source('input.csv') : { kind: 'unknown' };
}

const named = (type: string, name: string, start: Uint8Array): FileKind => ({
  kind: 'source',
  type,
  shape: isText(start) ? textShape(type, start) : nameShape(name),
});

const GZIP = 0x1f;

const isText = (start: Uint8Array): boolean =>
  start.length > 0 && !start.includes(0) && start[0] !== GZIP;

/** The header of a table, the keys of records. */
function textShape(type: string, start: Uint8Array): string {
  const text = new TextDecoder().decode(start);
  if (type !== 'input.json') return /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const keys = Array.from(text.matchAll(/"([^"\\]+)"\s*:/g), ([, key = '']) => key);
  return [...new Set(keys)].sort().join();
}

/** Of what cannot be read here, parts of one table are told by their names: all but numbers and hashes. */
const nameShape = (name: string): string =>
  name
    .slice(name.lastIndexOf('/') + 1)
    .replaceAll(/[0-9a-f]{6,}|\d+/g, '#')
    .replaceAll(/#(?:[-_.]#)+/g, '#');

const isPipelineText = (start: Uint8Array): boolean =>
  /^\s*\{\s*"format"\s*:\s*"sluice\/\d+"/.test(new TextDecoder().decode(start));
