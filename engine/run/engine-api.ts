/** The engine as its hosts see it: command line, library, runner page, later the studio. */
import type { ColumnAt, ColumnOrigin, ColumnUse } from '../contract/column-lineage.ts';
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Extent } from '../contract/extent.ts';
import type { PlanMeasure } from '../contract/plan-measure.ts';
import type { ColumnProfile } from '../contract/profile.ts';
import type { ColumnValues } from '../contract/column-values.ts';
import type { SampledSource } from '../contract/push-comparison.ts';
import type { NodeRegistry } from '../contract/node-definition.ts';
import type { RunEvent } from '../contract/run-events.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Schema } from '../contract/schema.ts';
import type { SourceSpec } from '../contract/source-spec.ts';
import type { SourceDescription } from '../contract/source.ts';
import type { ColumnRename } from '../document/column-rename.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { ClusterProgram } from '../remote/spark-plan/program.ts';
import type { ShippedSource } from '../remote/spark-plan/sources.ts';
import type { ClusterFiles, ExportResult, ExportTarget } from '../export/project.ts';
import type { Sizing } from '../physical/sizing.ts';
import type { WrittenTable } from '../contract/database.ts';
import type { OutputFile, Runtime } from '../runtime/runtime.ts';

export interface EngineOptions {
  readonly runtime: Runtime;
  readonly registry: NodeRegistry;
  /** Threads that compute; results do not depend on it. Default: the runtime's cores. */
  readonly workers?: number;
  /**
   * One more worker that computes nothing but what somebody waits to see (previews, profiles), so that
   * it never stands behind a run. It starts with `warm`. Default: false.
   */
  readonly reserve?: boolean;
  /** Bytes for all workers together. Default: a quarter of the device's memory. */
  readonly memory?: number;
  /** Sizes that partitions aim at. Row order of unordered results depends on them. */
  readonly sizing?: Sizing;
}

interface Given {
  /** Values of pipeline parameters as text, by name; absent ones take their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /**
   * What is found out from the data (the columns of a pivot, a profile) is looked for in the first
   * rows of large sources only. Default: false.
   */
  readonly sample?: boolean;
}

export interface RunOptions extends Omit<Given, 'sample'> {
  /** `node` or `node.port`: compute these and nothing else, writing no file. Absent: all sinks. */
  readonly targets?: readonly string[];
  readonly onEvent?: (event: RunEvent) => void;
  /** Computes again what earlier runs have stored; decoded source tables are still used. */
  readonly recompute?: boolean;
}

/** Rows of a step, as one Arrow IPC stream. */
export interface Rows {
  /** `node.port`. */
  readonly target: string;
  readonly schema: Schema;
  readonly rows: number;
  readonly ipc: Uint8Array;
}

export interface RunResult {
  readonly files: readonly OutputFile[];
  /** Tables of databases that rows were written to. */
  readonly tablesWritten: readonly WrittenTable[];
  /** One for each target asked for, in that order. */
  readonly tables: readonly Rows[];
  readonly warnings: readonly Diagnostic[];
  readonly milliseconds: number;
}

export interface PreviewOptions extends Given {
  /** `node` or `node.port`. */
  readonly target: string;
  /** How many rows from the front. Default 20. */
  readonly rows?: number;
  /**
   * Never reads more than the first rows of large sources, 50,000 or about 8 MB of each: for looking
   * at rows while a pipeline is edited. `extent` tells what the rows then are. Default: false, exact.
   */
  readonly sample?: boolean;
}

export interface Preview extends Rows {
  /** False when there are more rows than were asked for, or may be. */
  readonly complete: boolean;
  readonly extent: Extent;
}

export interface OpenOptions extends Omit<Given, 'sample'> {
  /** `node` or `node.port`. */
  readonly target: string;
  readonly onEvent?: (event: RunEvent) => void;
}

/**
 * All rows of a step. The workers that computed them keep them, on disk where memory is short, until
 * they are closed: however many there are, only what is read moves.
 */
export interface OpenedRows {
  /** `node.port`. */
  readonly target: string;
  readonly schema: Schema;
  readonly rows: number;
  /** Size of the stored rows. */
  readonly bytes: number;
  /**
   * Rows `from` to `from + count`, as far as there are any, as one Arrow IPC stream. Their order is
   * that of a run, whatever the number of workers.
   */
  readonly read: (from: number, count: number) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

export interface CountOptions extends Omit<Given, 'sample'> {
  /** What was run to, as in `RunOptions`. Absent: all sinks. */
  readonly targets?: readonly string[];
  /**
   * Outputs (`node` or `node.port`) to count, and no others: somebody waits for them. Absent: all that
   * the run went through, behind everything else that the pool has to do.
   */
  readonly outputs?: readonly string[];
  /** What the run told: rows of outputs (`node` or `node.port`), and of output steps, that it wrote. */
  readonly known?: ReadonlyMap<string, number>;
  /** Rows by `node.port`, as soon as they are found. */
  readonly onCounts?: (counts: ReadonlyMap<string, number>) => void;
}

export interface NullsOptions extends Omit<Given, 'sample'> {
  /** What was run to, as in `RunOptions`. Absent: all sinks. */
  readonly targets?: readonly string[];
}

/** By `node.port`, or by output step; then by column. */
export type NullCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface SqlOptions extends Given {
  /** `node` or `node.port`. */
  readonly target: string;
}

export interface ExportOptions extends Given {
  readonly target: ExportTarget;
  /** Of this package, for projects that install it. Default: 0.0.0. */
  readonly version?: string;
  /** Of a program for Spark that is handed in to a cluster; absent: paths are those of the pipeline. */
  readonly cluster?: ClusterFiles;
}

export interface PushPlanOptions extends Given {
  /** The URI under which all of the cluster sees a file or pattern of the pipeline; undefined: none. */
  readonly uriOf: (path: string) => string | undefined;
  /** Where the cluster writes an output; undefined: its rows are fetched and written here. */
  readonly sinkUriOf: (path: string) => string | undefined;
  /** What files are that are named by a URI. */
  readonly describeFiles: (spec: SourceSpec, node: NodeId) => Promise<SourceDescription>;
  /** `node` or `node.port`: fetch its rows, and write nothing. Absent: all outputs. */
  readonly target?: string;
  /** Of the target, how many rows from the front. Absent: all. */
  readonly rows?: number;
  /** Nothing is to be sent: whether outputs can be written here is not tried. Default: false. */
  readonly onlyPlan?: boolean;
}

/** A pipeline as what is sent to a cluster. */
export interface PreparedPush {
  readonly program: ClusterProgram;
  /** Warnings, and how rows may differ from the local ones. */
  readonly diagnostics: readonly Diagnostic[];
  /** The rows of a source that goes along; the same source gives the same bytes. */
  readonly readSource: (
    source: ShippedSource,
    signal: AbortSignal | undefined,
  ) => AsyncIterable<Uint8Array>;
  /**
   * Writes an output of rows that were fetched.
   * @param step of the output
   * @param files pattern of Arrow files that have the rows, in the order of their names
   */
  readonly writeFetched: (
    step: string,
    files: string,
    signal: AbortSignal | undefined,
  ) => Promise<Pick<RunResult, 'files' | 'tablesWritten'>>;
  /** The first of the rows of the target that were fetched, in the types that they have here. */
  readonly previewFetched: (
    files: string,
    options: { readonly rows: number; readonly signal?: AbortSignal | undefined },
  ) => Promise<Preview>;
}

export interface ComparisonOptions
  extends Omit<Given, 'sample'>, Pick<PushPlanOptions, 'uriOf' | 'describeFiles'> {
  /** How many rows of the largest source, and of others that are not small, up to 50,000. Default 1000. */
  readonly rows?: number;
  /**
   * Fetches the rows of the one output of a program: pattern of Arrow files, in the order of their names;
   * undefined: there are no rows.
   */
  readonly fetch: (
    push: Pick<PreparedPush, 'program' | 'readSource'>,
  ) => Promise<string | undefined>;
}

/** A pipeline over a sample of its sources, the same on both sides. Nothing is written. */
export interface PreparedComparison extends Omit<PreparedPush, 'writeFetched' | 'previewFetched'> {
  readonly sources: readonly SampledSource[];
  /** Rows of the outputs, in the order of the program's. */
  readonly runHere: (signal: AbortSignal | undefined) => Promise<readonly ComparedOutput[]>;
  /**
   * Rows of an output that were fetched, as a push would write them.
   * @param files pattern of Arrow files that have the rows, in the order of their names
   */
  readonly readFetched: (
    step: string,
    files: string,
    signal: AbortSignal | undefined,
  ) => Promise<Rows>;
  /** Lets go of the sample. */
  readonly close: () => Promise<void>;
}

export interface ComparedOutput {
  readonly step: string;
  readonly rows: Rows;
  /** Columns that the pipeline sorts its rows by. */
  readonly sortedBy: readonly string[];
}

export interface ProfileOptions extends Given {
  /** `node` or `node.port`. */
  readonly target: string;
  /** Absent: all. */
  readonly columns?: readonly string[];
}

export interface Profile {
  /** In the order asked for. */
  readonly columns: readonly ColumnProfile[];
  readonly extent: Extent;
}

export interface ValuesOptions extends Given {
  /** `node` or `node.port`. */
  readonly target: string;
  readonly column: string;
  /** How many values at most, up to 10,000, which is the default. */
  readonly most?: number;
}

export interface FailingRowsOptions extends Given {
  /** The step that fails. */
  readonly step: string;
  /** How many rows at most. Default 5. */
  readonly rows?: number;
}

/** Rows as the step gets them. */
export interface FailingRows extends Rows {
  /** False when there are more, or may be. */
  readonly complete: boolean;
  /** Columns that what fails is computed of. */
  readonly columns: readonly string[];
}

export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Schemas by `node.port`, of every step that could be understood. */
  readonly schemas: ReadonlyMap<string, Schema>;
}

export const EXPLAIN_PASSES = ['logical', 'optimised', 'physical', 'stages', 'sql'] as const;
export type ExplainPass = (typeof EXPLAIN_PASSES)[number];

/** All methods throw `EngineFailure`; a cancelled one throws a failure of kind `cancelled`. */
export interface Engine {
  /** Finds everything wrong with a pipeline; reads no more of its data than is needed for types. */
  readonly check: (document: PipelineDocument, options?: Given) => Promise<CheckResult>;
  readonly explain: (
    document: PipelineDocument,
    options: Given & { readonly pass: ExplainPass },
  ) => Promise<string>;
  /** How much a run would read, move between tasks and write: known of sources, guessed of the rest. */
  readonly measure: (
    document: PipelineDocument,
    options?: Omit<Given, 'sample'>,
  ) => Promise<PlanMeasure>;
  /** Of every column of an output (`node` or `node.port`), in their order. */
  readonly lineage: (
    document: PipelineDocument,
    options: Given & { readonly target: string },
  ) => Promise<readonly ColumnOrigin[]>;
  /** Where a column is named, downstream as long as it is handed on. */
  readonly usages: (
    document: PipelineDocument,
    column: ColumnAt,
    options?: Given,
  ) => Promise<readonly ColumnUse[]>;
  /** What has to change for a column to have another name; nothing is changed. */
  readonly renameColumn: (
    document: PipelineDocument,
    column: ColumnAt,
    to: string,
    options?: Given,
  ) => Promise<ColumnRename>;
  readonly run: (document: PipelineDocument, options?: RunOptions) => Promise<RunResult>;
  readonly preview: (document: PipelineDocument, options: PreviewOptions) => Promise<Preview>;
  /** Computes all rows of a step and keeps them to be read in windows; writes no file. */
  readonly open: (document: PipelineDocument, options: OpenOptions) => Promise<OpenedRows>;
  /**
   * Rows by `node.port` of every output of the steps that a run goes through, whether or not a step
   * reads it. For after a run: counts what the run did not have to know, from what it has stored. Left
   * out are outputs that would have other rows when they are computed again.
   */
  readonly count: (
    document: PipelineDocument,
    options?: CountOptions,
  ) => Promise<ReadonlyMap<string, number>>;
  /**
   * One query in DuckDB's SQL that gives the rows of a step, with a named sub-query for each step
   * before it. Paths in it are those of the pipeline, relative to its document.
   */
  readonly sql: (document: PipelineDocument, options: SqlOptions) => Promise<string>;
  /**
   * How many nulls there are in each column of what a run computes. For after a run: what it has stored
   * is not computed again. Left out are outputs that would have other rows each time.
   */
  readonly nulls: (document: PipelineDocument, options?: NullsOptions) => Promise<NullCounts>;
  /**
   * The first rows of a step's input at which it fails. Undefined where none is found: among the first
   * rows of the sources there may be none, and what is computed of many rows together, such as a sum
   * that overflows, fails at no single one.
   */
  readonly failingRows: (
    document: PipelineDocument,
    options: FailingRowsOptions,
  ) => Promise<FailingRows | undefined>;
  /**
   * The whole pipeline as a project in another language that gives the same rows. Parameters become
   * arguments, with the given values as defaults. What the target cannot do faithfully is refused.
   */
  readonly export: (document: PipelineDocument, options: ExportOptions) => Promise<ExportResult>;
  /**
   * The pipeline in Spark's terms, to be pushed. What cannot be computed on the cluster faithfully is
   * refused, at its steps. Not for engines behind a page: what is prepared reads data of this one.
   */
  readonly planPush: (
    document: PipelineDocument,
    options: PushPlanOptions,
  ) => Promise<PreparedPush>;
  /** As `planPush`, of the first rows of its sources; close it in the end. */
  readonly planComparison: (
    document: PipelineDocument,
    options: ComparisonOptions,
  ) => Promise<PreparedComparison>;
  /** Counts, bounds, distribution and most frequent values of columns. */
  readonly profile: (document: PipelineDocument, options: ProfileOptions) => Promise<Profile>;
  /** The different values of a column with how often each is there, the most frequent first. */
  readonly values: (document: PipelineDocument, options: ValuesOptions) => Promise<ColumnValues>;
  /**
   * Starts all workers now; without it, those after the first start with the first work for them. For
   * hosts that live long: each start takes about half a second of a core.
   */
  readonly warm: () => Promise<void>;
  /** Ends the workers and removes spilled data. */
  readonly close: () => Promise<void>;
}
