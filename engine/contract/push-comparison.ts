/** What a pipeline gives on this computer and on a cluster, of the same sample of its sources. */
import type { Diagnostic } from './diagnostic.ts';
import type { EngineFailure } from './errors.ts';
import { userError } from './errors.ts';
import { nodeId } from './ids.ts';

/** Values of a row as text, in the order of the compared columns; null is a null. */
export type ComparedRow = readonly (string | null)[];

/** A row that has no equal one on the other side, with the most similar one of those, if there is any. */
export interface DifferentRow {
  readonly here?: ComparedRow;
  readonly there?: ComparedRow;
  /** Names of columns that differ; where a side is absent, none. */
  readonly cells: readonly string[];
}

export interface RowsComparison {
  /** Columns of both sides, with their types here. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly onlyHere: readonly string[];
  readonly onlyThere: readonly string[];
  readonly types: readonly {
    readonly name: string;
    readonly here: string;
    readonly there: string;
  }[];
  readonly rows: { readonly here: number; readonly there: number };
  /** Rows that are the same to the last digit, and those whose floats lie within 1e-9 of each other. */
  readonly same: number;
  readonly close: number;
  /** Rows without an equal one on the other side: all of them, however few are given. */
  readonly unequal: { readonly here: number; readonly there: number };
  readonly different: readonly DifferentRow[];
  /** There are more than are given. */
  readonly truncated: boolean;
  /** The same rows, in another order than the pipeline asks for: where it first is another, from 0. */
  readonly order?: { readonly row: number; readonly by: readonly string[] };
  readonly equal: boolean;
}

export interface OutputComparison extends RowsComparison {
  readonly step: string;
  /** Columns that the cluster computes in another of its types; a push casts them to `to`, as was done here. */
  readonly casts: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

/** Of a source, what was computed with on both sides. */
export interface SampledSource {
  readonly step: string;
  readonly port: string;
  readonly rows: number;
  /** There are no more. */
  readonly whole: boolean;
  /** Who has read them. */
  readonly by: 'here' | 'cluster';
}

export interface PushComparison {
  readonly sources: readonly SampledSource[];
  readonly outputs: readonly OutputComparison[];
  /** Warnings of the pipeline, and how rows may differ on the cluster, at their steps. */
  readonly notes: readonly Diagnostic[];
  readonly milliseconds: { readonly here: number; readonly there: number };
}

/** Of an output, on either side: comparing more of them takes the host's time from everybody else. */
export const MOST_COMPARED_ROWS = 100_000;

export const tooManyToCompare = (step: string): EngineFailure =>
  userError(
    'comparison-too-large',
    `The sample gives more than ${MOST_COMPARED_ROWS.toLocaleString('en')} rows of this output: too many to compare.`,
    { node: nodeId(step), hint: 'Take fewer rows of the sources.' },
  );

/** What is being done. */
export const COMPARISON_STAGES = ['sample', 'here', 'there', 'compare'] as const;
export type ComparisonStage = (typeof COMPARISON_STAGES)[number];
