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
