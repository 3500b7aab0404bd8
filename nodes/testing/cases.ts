/**
 * Pipelines that put every node type to the test. The conformance suite runs each with one and with
 * many partitions and against native DuckDB on the emitted SQL, and compares the targets.
 */
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { CaseTable } from './case-data.ts';
import { aggregateCases } from './cases-aggregate.ts';
import { columnCases } from './cases-columns.ts';
import { combineCases } from './cases-combine.ts';
import { fileCases } from './cases-files.ts';
import { rowCases } from './cases-rows.ts';

/** A file that a case reads, for the suite to write beside the document. */
export type CaseFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly format: 'parquet' | 'arrow'; readonly table: CaseTable };

export interface ConformanceCase {
  readonly name: string;
  readonly document: PipelineDocument;
  /** `node.port` whose rows are compared; of a sink, `node` whose file is. */
  readonly targets: readonly string[];
  /** Rows are compared in their order; otherwise as multisets. */
  readonly ordered: boolean;
  /** Rows of one port = rows of the others together. */
  readonly conserves?: { readonly from: string; readonly to: readonly string[] };
  /** Files to write first, by path. */
  readonly files?: Readonly<Record<string, CaseFile>>;
}

const CASES: Readonly<Record<string, readonly ConformanceCase[]>> = {
  ...fileCases,
  ...columnCases,
  ...rowCases,
  ...combineCases,
  ...aggregateCases,
};

export const casesFor = (type: string): readonly ConformanceCase[] => CASES[type] ?? [];
