/** What an output step writes, as its node says it. */
import type { DatabaseTarget } from './database.ts';

export type FileFormat = 'csv' | 'parquet' | 'json' | 'ndjson' | 'arrow';

/** A table of a database has a credential, a file has none. */
export type SinkTarget = FileTarget | DatabaseTarget;

export const isTable = (target: SinkTarget): target is DatabaseTarget => 'credential' in target;

/** Of a sink that is known to write a file. */
export function fileTarget({ target }: { readonly target: SinkTarget }): FileTarget {
  if (isTable(target)) throw new Error('a table is no file');
  return target;
}

/** Hive's name of a folder for null, and for the empty text. */
export const HIVE_NULL = '__HIVE_DEFAULT_PARTITION__';

/** Of `s3a://bucket/rows`, `s3a`; undefined for paths. A drive of Windows has one letter. */
export const schemeOf = (path: string): string | undefined =>
  /^([a-z][a-z0-9+.-]+):\/\//i.exec(path)?.[1]?.toLowerCase();

/** Of a storage, or a catalog, that only a cluster gets to. */
export const isOnlyOnCluster = (path: string): boolean => {
  const scheme = schemeOf(path);
  return scheme !== undefined && !['file', 'http', 'https'].includes(scheme);
};

/** A table of a cluster's catalog: `table://sales.orders`. */
export const isCatalogTable = (path: string): boolean => schemeOf(path) === 'table';

const EXTENSIONS: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  parquet: 'parquet',
  pq: 'parquet',
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  arrow: 'arrow',
  arrows: 'arrow',
  feather: 'arrow',
};

/** What the name of a file says that is in it; undefined where it says nothing. Tables have types, as Parquet. */
export function formatOfPath(path: string): FileFormat | undefined {
  if (isCatalogTable(path)) return 'parquet';
  const [, extension = ''] = /\.([a-z]+)(?:\.(?:gz|gzip|zst|zstd))?$/i.exec(path) ?? [];
  const key = extension.toLowerCase();
  return Object.hasOwn(EXTENSIONS, key) ? EXTENSIONS[key] : undefined;
}

export interface FileTarget {
  readonly path: string;
  readonly format: FileFormat;
  readonly partitionBy: readonly string[];
  readonly mode: 'overwrite' | 'append' | 'error';
  readonly compression?: 'none' | 'gzip' | 'zstd' | 'snappy';
  readonly csv: {
    readonly delimiter: string;
    readonly quote: string;
    readonly header: boolean;
    readonly nullValue: string;
  };
}
