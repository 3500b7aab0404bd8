/** What the benchmarks call in the page, through `page.evaluate`. */
import type { PipelineDocument } from '../../../engine/document/schema.ts';

export interface Question {
  readonly pipeline: PipelineDocument;
  readonly parameters: Readonly<Record<string, string>>;
  /** Path in the pipeline → name of a given file. */
  readonly files: Readonly<Record<string, string>>;
}

export interface BenchPage {
  /** Sluice with that many workers. */
  readonly openSluice: (workers: number) => Promise<void>;
  /** Milliseconds until the output file is there. */
  readonly runSluice: (question: Question) => Promise<number>;
  /** The file that the last run wrote, as base64. */
  readonly sluiceAnswer: () => Promise<string>;
  /** Milliseconds until the first rows of an output are there, with a check beside it. */
  readonly preview: (question: Question, target: string) => Promise<number>;
  /** Milliseconds until all rows of an output are computed; they stay open. */
  readonly openRows: (question: Question, target: string) => Promise<number>;
  /** Milliseconds until a window of the open rows is there. */
  readonly readRows: (from: number, count: number) => Promise<number>;
  /** One AsyncDuckDB worker of the package, as its documentation shows it. */
  readonly openStock: () => Promise<void>;
  /** A table from rows that Sluice reads (the worker cannot load the Parquet extension offline). */
  readonly stockTable: (table: string, question: Question, target: string) => Promise<void>;
  /** @param csvFiles by table: read in place; made known within the time of the first question */
  readonly runStock: (
    sql: string,
    csvFiles: readonly (readonly [table: string, file: string])[],
  ) => Promise<number>;
  /** Rows of a query, every value as text. */
  readonly stockAnswer: (
    sql: string,
  ) => Promise<readonly Readonly<Record<string, string | null>>[]>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}
