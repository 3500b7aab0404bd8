/** What is known of a source after looking at its files, and how it splits. Plain data: crosses workers. */
import type { DatabaseReading } from './database.ts';
import type { BlockId } from './ids.ts';
import type { ColumnBound, SourceSpec } from './source-spec.ts';
import type { Schema } from './schema.ts';

/** The part of `Blob` that readers use; spelt out because the contract compiles without the DOM. */
export interface BlobLike {
  readonly size: number;
  readonly slice: (start?: number, end?: number) => BlobLike;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

/** A file that any worker can open. */
export interface FileRef {
  /** Path as shown to people and as used in error messages. */
  readonly name: string;
  readonly size: number;
  /** Changes when the content does: size and modification time, or a hash. */
  readonly fingerprint: string;
  readonly handle:
    | { readonly kind: 'path'; readonly path: string }
    | { readonly kind: 'blob'; readonly blob: BlobLike }
    /** Read by ranges through the page of a tab, which knows the file by a token. */
    | { readonly kind: 'page'; readonly channel: string; readonly token: string };
}

/** One file of a source with the values of its hive partition folders (`year=2024/`). */
export interface SourceFile {
  readonly file: FileRef;
  readonly partitionValues: Readonly<Record<string, string>>;
}

export interface CsvDialect {
  readonly delimiter: string;
  /** Empty: no quoting. */
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean;
  /** Lines before the header or the first record. */
  readonly skip: number;
  readonly encoding: string;
  readonly nullValues: readonly string[];
  /** As the user says, else a point. */
  readonly decimal?: string;
  readonly thousands?: string;
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
}

/** Bytes that a split reads. */
export type SplitData =
  | { readonly kind: 'range'; readonly file: FileRef; readonly start: number; readonly end: number }
  /**
   * Bytes of the text of a compressed file, record-aligned. Only one reader can get at them, from the
   * start of the file on: it stores them as a block, which the split's task is given.
   */
  | {
      readonly kind: 'piece';
      readonly file: FileRef;
      readonly start: number;
      readonly end: number;
      /** Whether the text ends here. */
      readonly last: boolean;
    };

/**
 * Bounds of a column's values that are not null. `integer`: decimal digits, also days since 1970 of a
 * DATE and microseconds since 1970 of a TIMESTAMP. Bounds need not be values that occur.
 */
export interface ColumnRange {
  readonly kind: 'integer' | 'double' | 'text' | 'date' | 'timestamp';
  readonly min: string;
  readonly max: string;
}

interface SplitBase {
  /** Position in the source: splits in this order give the rows in file order. */
  readonly index: number;
  readonly partitionValues: Readonly<Record<string, string>>;
  /** Source bytes, for progress and for balance. */
  readonly bytes: number;
  /** Exact where the format tells. */
  readonly rows?: number;
}

export type Split =
  | (SplitBase & {
      readonly kind: 'csv';
      readonly data: SplitData;
      /** Starts at the first byte of the file, so skip and header apply. */
      readonly first: boolean;
    })
  | (SplitBase & {
      readonly kind: 'parquet';
      readonly file: FileRef;
      readonly rowGroups: readonly number[];
      /** What the footer tells of the values, by column name; columns without entry are unknown. */
      readonly ranges?: Readonly<Record<string, ColumnRange>>;
    })
  | (SplitBase & {
      readonly kind: 'json';
      readonly data: SplitData;
      /** `values`: values in a row, each over several lines, without an array around them. */
      readonly layout: 'ndjson' | 'array' | 'values';
    })
  | (SplitBase & {
      readonly kind: 'arrow';
      readonly file: FileRef;
      /** Byte ranges of record batches, or the whole of a stream file. */
      readonly batches: { readonly from: number; readonly to: number };
    })
  /**
   * All of a source at once, for an engine whose statements run on many threads by themselves. The
   * parts are the source's splits, in order.
   */
  | (SplitBase & {
      readonly kind: 'whole';
      /** DuckDB's own reader gives the same rows; else the parts are read one by one. */
      readonly inPlace: boolean;
      readonly parts: readonly Split[];
    })
  | (SplitBase & { readonly kind: 'inline' })
  | (SplitBase & { readonly kind: 'generate'; readonly from: string; readonly to: string })
  | (SplitBase & {
      readonly kind: 'database';
      /** Of a file: the one that holds the database. */
      readonly file?: FileRef;
      /** Which rows, in the database's own SQL; absent: all. */
      readonly where?: string;
      /** Only so many rows: for looking at them. */
      readonly limit?: number;
      /** Nobody knows how many rows there are: they are stored in pieces as they come, not read at once. */
      readonly unbounded?: true;
      readonly stored?: StoredPiece;
    });

/** Rows of a split that were read already: a block of a worker. */
export interface StoredPiece {
  readonly id: BlockId;
  readonly worker: number;
  readonly rows: number;
  readonly bytes: number;
  readonly checksum: number;
  /** Rows of the split that come before. */
  readonly rowsBefore: number;
}

/** Everything the planner and the readers need to know of one source. */
export interface SourceDescription {
  readonly spec: SourceSpec;
  readonly files: readonly SourceFile[];
  readonly schema: Schema;
  /** Columns of the `rejects` output, for sources that have one. */
  readonly rejectsSchema?: Schema;
  readonly splits: readonly Split[];
  /** Total source bytes. */
  readonly bytes: number;
  /** Exact rows, where the format tells. */
  readonly rows?: number;
  /** Changes when any file or the way of reading it does. */
  readonly fingerprint: string;
  readonly csv?: CsvDialect;
  /** Of databases. */
  readonly database?: DatabaseReading;
  /** Of JSON, for each column of the files: the field that it is, in objects that are flattened. */
  readonly jsonPaths?: readonly (readonly string[])[];
  /** Of JSON, the columns with values of several kinds, which are kept as text. */
  readonly jsonMixed?: readonly string[];
}

/** The splits that a source was cut into, also where they are read as a whole. */
export const splitsOfSource = ({ splits }: Pick<SourceDescription, 'splits'>): readonly Split[] =>
  splits.flatMap((split) => (split.kind === 'whole' ? split.parts : [split]));

/**
 * What a task has to know to read one split. Without the other files and splits: each of thousands of
 * tasks would carry those of all.
 */
export type SplitReading = Omit<SourceDescription, 'files' | 'splits'>;

/** Which splits a bounded scan must read; the others hold no matching row. */
export type PruneSplits = (
  description: SourceDescription,
  bounds: readonly ColumnBound[],
) => readonly Split[];
