/** What an output step writes, as its node says it. */
export type FileFormat = 'csv' | 'parquet' | 'json' | 'ndjson' | 'arrow';

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
