/**
 * The engine as a studio asks it, whether it computes in the tab or on the computer behind it: questions
 * about a pipeline that is being edited, and what becomes of those before.
 */
import type { ColumnAt, ColumnOrigin, ColumnUse } from '../contract/column-lineage.ts';
import type { ColumnValues } from '../contract/column-values.ts';
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Extent } from '../contract/extent.ts';
import type { ColumnProfile } from '../contract/profile.ts';
import type { Result } from '../contract/errors.ts';
import type { RunEvent } from '../contract/run-events.ts';
import type { Schema } from '../contract/schema.ts';
import type { ColumnRename } from '../document/column-rename.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { ExportResult, ExportTarget } from '../export/project.ts';

/** A pipeline and the values of its parameters as text; absent ones take their defaults. */
export interface Question {
  readonly document: PipelineDocument;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A question about one output: `node.port`, or `node` for its first port. */
export interface TargetQuestion extends Question {
  readonly target: string;
}

export interface CheckAnswer {
  readonly diagnostics: readonly Diagnostic[];
  /** By `node.port`, of every step that could be understood. */
  readonly schemas: ReadonlyMap<string, Schema>;
}

export interface PreviewQuestion extends TargetQuestion {
  /** How many rows from the front of the output. */
  readonly rows: number;
}

export interface PreviewAnswer {
  /** `node.port`. */
  readonly target: string;
  readonly schema: Schema;
  readonly rows: number;
  /** Arrow IPC stream. */
  readonly ipc: Uint8Array;
  readonly extent: Extent;
}

export interface OutputAnswer {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly blob?: Blob;
}

export interface RunAnswer {
  readonly files: readonly OutputAnswer[];
  readonly warnings: readonly Diagnostic[];
  readonly milliseconds: number;
}

/** A question about the rows of outputs: of all that a run went through, or of those that are named. */
export interface CountQuestion extends Question {
  /** The output that was run to, as `node.port`; absent: the outputs of the pipeline. */
  readonly target?: string | undefined;
  /** Outputs to count instead, as `node.port`: somebody waits for them. */
  readonly outputs?: readonly string[] | undefined;
  /** Rows that are known: of outputs, by `node.port`, and of output steps, that they wrote. */
  readonly known: ReadonlyMap<string, number>;
}

/** All rows of an output, kept by the engine until closed; the page reads windows of them. */
export interface OpenedRows {
  readonly id: string;
  /** `node.port`. */
  readonly target: string;
  readonly schema: Schema;
  readonly rows: number;
}

export interface FailureQuestion extends Question {
  /** The step that fails. */
  readonly step: string;
  /** Absent: among the first rows of the sources. */
  readonly inAllRows?: boolean | undefined;
}

/** Rows of a step's input at which it fails. */
export interface FailureAnswer {
  readonly schema: Schema;
  readonly rows: number;
  /** Arrow IPC stream. */
  readonly ipc: Uint8Array;
  /** Whether they are all that were looked for. */
  readonly complete: boolean;
  /** Columns that what fails is computed of. */
  readonly columns: readonly string[];
}

export interface ProfileQuestion extends TargetQuestion {
  /** Columns to profile. */
  readonly columns: readonly string[];
  /** `preview`: of the same rows that a preview is computed from. `all`: of every row. */
  readonly of: 'preview' | 'all';
}

export interface ProfileAnswer {
  readonly columns: readonly ColumnProfile[];
  readonly extent: Extent;
}

export interface ExportQuestion extends Question {
  readonly target: ExportTarget;
}

export interface EngineQuestions {
  readonly check: (question: Question) => Promise<Result<CheckAnswer>>;
  /** Ends the preview before, which then fails as cancelled. */
  readonly preview: (question: PreviewQuestion) => Promise<Result<PreviewAnswer>>;
  /** Runs all outputs of the document that are not disabled. */
  readonly run: (
    question: Question,
    onEvent: (event: RunEvent) => void,
  ) => Promise<Result<RunAnswer>>;
  /** Runs to one output and keeps all its rows, writing nothing. Cancelled as a run. */
  readonly openRows: (
    question: TargetQuestion,
    onEvent: (event: RunEvent) => void,
  ) => Promise<Result<OpenedRows>>;
  /**
   * Counts rows without making them; several counts may go on at once.
   * @param onCounts rows by `node.port`, as soon as they are found
   */
  readonly count: (
    question: CountQuestion,
    onCounts: (counts: ReadonlyMap<string, number>) => void,
  ) => Promise<Result<ReadonlyMap<string, number>>>;
  /**
   * Nulls of each column of what was run, by `node.port` or by output step. Cancelled as a count.
   */
  readonly nulls: (
    question: Question & { readonly target?: string | undefined },
  ) => Promise<Result<ReadonlyMap<string, ReadonlyMap<string, number>>>>;
  /** Rows `from` to `from + count` as one Arrow IPC stream. */
  readonly readRows: (id: string, from: number, count: number) => Promise<Result<Uint8Array>>;
  readonly closeRows: (id: string) => Promise<void>;
  /** Ends the profile before, which then fails as cancelled. */
  readonly profile: (question: ProfileQuestion) => Promise<Result<ProfileAnswer>>;
  /**
   * The different values of a column in the rows that a preview is computed from, the most frequent
   * first. Ends nothing, and nothing ends it.
   */
  readonly values: (
    question: TargetQuestion & { readonly column: string },
  ) => Promise<Result<ColumnValues>>;
  /** Undefined: none was found. Ends the search before, which then fails as cancelled. */
  readonly failingRows: (question: FailureQuestion) => Promise<Result<FailureAnswer | undefined>>;
  /** One SQL query that gives the rows of an output, for people to read. */
  readonly sql: (question: TargetQuestion) => Promise<Result<string>>;
  /**
   * The pipeline as a project in another language, or what stands in its way. Ends the export before,
   * which then fails as cancelled.
   */
  readonly export: (question: ExportQuestion) => Promise<Result<ExportResult>>;
  readonly lineage: (question: TargetQuestion) => Promise<Result<readonly ColumnOrigin[]>>;
  readonly usages: (question: Question, column: ColumnAt) => Promise<Result<readonly ColumnUse[]>>;
  /** What has to change downstream, and at the step itself, for a column to have another name. */
  readonly rename: (
    question: Question,
    column: ColumnAt,
    to: string,
  ) => Promise<Result<ColumnRename>>;
  /** Stops what is under way; nothing happens when there is nothing to stop. */
  readonly cancel: (
    what: 'run' | 'preview' | 'profile' | 'count' | 'failure' | 'export',
  ) => Promise<void>;
}
