/** What an input step reads, as its node says it: files, rows of its own, or generated ones. */
import type { DatabaseFileEngine } from './database.ts';
import type { Literal } from './expression.ts';
import type { Column } from './schema.ts';

export type SourceSpec =
  | CsvSource
  | ParquetSource
  | JsonSource
  | ArrowSource
  | InlineSource
  | GenerateSource
  | DatabaseSource
  | DatabaseFileSource;

/** Files to read: paths or globs, relative to the document. */
interface FileSource {
  readonly paths: readonly string[];
}

export interface CsvSource extends FileSource {
  readonly format: 'csv';
  /** Absent options are sniffed. */
  readonly delimiter?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly encoding?: string;
  readonly header?: boolean;
  readonly skip?: number;
  readonly nullValues?: readonly string[];
  /** What stands before the fraction of a number; a point when absent. */
  readonly decimal?: string;
  /** What parts the thousands of a number; nothing when absent. */
  readonly thousands?: string;
  /** Types that win over the sniffed ones, by column name; `format` is a strptime pattern. */
  readonly columns?: readonly {
    readonly name: string;
    readonly type: string;
    readonly format?: string;
  }[];
  readonly onBadRow: 'fail' | 'reject';
}

export interface ParquetSource extends FileSource {
  readonly format: 'parquet';
}

export interface JsonSource extends FileSource {
  readonly format: 'json';
  readonly layout: 'auto' | 'ndjson' | 'array';
  /** How many levels of nested objects become columns `outer.inner`. */
  readonly flatten: number;
}

export interface ArrowSource extends FileSource {
  readonly format: 'arrow';
}

export interface InlineSource {
  readonly format: 'inline';
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Literal[])[];
}

export interface GenerateSource {
  readonly format: 'generate';
  readonly generate: 'range' | 'dates';
  readonly name: string;
  readonly start: string;
  /** Exclusive for `range`, inclusive for `dates`. */
  readonly stop: string;
  /** A number for `range`; an interval text such as `1 month` for `dates`. */
  readonly step: string;
}

/** Exactly one of both. A table's name may have its schema before it: `sales.orders`. */
export interface DatabaseRows {
  readonly table?: string;
  readonly query?: string;
}

export interface DatabaseSource extends DatabaseRows {
  readonly format: 'database';
  /** Name of the credential. */
  readonly credential: string;
  /** Whole numbers, dates or times: read in ranges of this column. */
  readonly partitionColumn?: string;
  /** How many ranges; of use with a column only. */
  readonly partitions?: number;
}

export interface DatabaseFileSource extends DatabaseRows, FileSource {
  readonly format: 'database-file';
  readonly engine: DatabaseFileEngine;
}

/** A comparison of a column with a literal that every kept row satisfies: used to skip row groups. */
export interface ColumnBound {
  readonly column: string;
  readonly op: '=' | '<' | '<=' | '>' | '>=';
  readonly value: Literal;
}
