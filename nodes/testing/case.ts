/** What a conformance case is. */
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { CaseTable } from './case-data.ts';

/** A file that a case reads, for the suite to write beside the document. */
export type CaseFile =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly format: 'parquet' | 'arrow' | 'duckdb';
      readonly table: CaseTable;
    };

export interface ConformanceCase {
  readonly name: string;
  readonly document: PipelineDocument;
  /** `node.port` whose rows are compared; of a sink, `node` whose file is. */
  readonly targets: readonly string[];
  /** Rows are compared in their order; otherwise as multisets. */
  readonly ordered: boolean;
  /** Rows meet those with the same key: over many partitions they come in another order. */
  readonly shuffles?: boolean;
  /** Targets that native DuckDB has no reader for. */
  readonly ownReader?: readonly string[];
  /** Rows of one port = rows of the others together. */
  readonly conserves?: { readonly from: string; readonly to: readonly string[] };
  /** Files to write first, by path. */
  readonly files?: Readonly<Record<string, CaseFile>>;
}
