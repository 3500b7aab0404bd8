/**
 * DataFrames in Spark's terms: what a program's steps compute, with nothing said about its language.
 * Rows of a frame have no order but after `sort`, which only `limit` and writing rely on.
 */
import type { FileTarget } from '../contract/file-target.ts';
import type { NodeId } from '../contract/ids.ts';
import type { SparkExpression, SparkSortKey } from './expression.ts';
import type { SparkType } from './types.ts';

export interface SparkNamed {
  readonly name: string;
  readonly expression: SparkExpression;
}

export interface SparkField {
  readonly name: string;
  readonly type: SparkType;
}

export interface SparkCsvOptions {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean;
  readonly encoding: string;
  /** Text that is null, besides the empty one. */
  readonly nullValue: string;
  /** Java patterns. */
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
}

export type SparkSource =
  | {
      readonly format: 'csv';
      readonly paths: readonly string[];
      readonly schema: readonly SparkField[];
      readonly options: SparkCsvOptions;
    }
  | {
      readonly format: 'parquet';
      readonly paths: readonly string[];
      /** Names of the columns that the files have. */
      readonly columns: readonly string[];
    }
  | {
      readonly format: 'json';
      readonly paths: readonly string[];
      readonly schema: readonly SparkField[];
      /** One array in a file instead of one object in a line. */
      readonly array: boolean;
    };

export type SparkJoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'cross';

/** Aliases of a join's sides in its condition and columns. */
export const SIDES = { left: 'l', right: 'r' } as const;

/** The column that `expect-unique` adds for itself. */
export const COUNTER = 'rows_of_key';

export type Frame =
  /** The frame of another step. */
  | { readonly kind: 'step'; readonly name: string }
  | { readonly kind: 'read'; readonly source: SparkSource }
  | {
      readonly kind: 'values';
      readonly schema: readonly SparkField[];
      /** Literals, and lists, structs and maps of them. */
      readonly rows: readonly (readonly SparkExpression[])[];
    }
  /** BIGINT numbers from `start` to before `stop`. */
  | {
      readonly kind: 'range';
      readonly name: string;
      readonly start: string;
      readonly stop: string;
      readonly step: string;
    }
  | { readonly kind: 'filter'; readonly input: Frame; readonly condition: SparkExpression }
  /** Exactly these columns; at most one of them explodes. */
  | { readonly kind: 'select'; readonly input: Frame; readonly columns: readonly SparkNamed[] }
  /** All columns, some of them replaced in place, then new ones. */
  | {
      readonly kind: 'with-columns';
      readonly input: Frame;
      readonly columns: readonly SparkNamed[];
    }
  | { readonly kind: 'drop'; readonly input: Frame; readonly columns: readonly string[] }
  | {
      readonly kind: 'rename';
      readonly input: Frame;
      readonly columns: readonly { readonly from: string; readonly to: string }[];
    }
  /** Keys, then aggregates; without keys one row. */
  | {
      readonly kind: 'aggregate';
      readonly input: Frame;
      readonly keys: readonly SparkNamed[];
      readonly aggregates: readonly SparkNamed[];
    }
  /** Sides stand under the aliases `SIDES`; a `select` over it names the columns, but of semi and anti joins. */
  | {
      readonly kind: 'join';
      readonly left: Frame;
      readonly right: Frame;
      readonly type: SparkJoinType;
      readonly condition?: SparkExpression;
    }
  /** The same rows; an error where keys without nulls are repeated. Counts them in a column `COUNTER`. */
  | {
      readonly kind: 'expect-unique';
      readonly input: Frame;
      readonly keys: readonly SparkExpression[];
      readonly message: string;
    }
  | { readonly kind: 'sort'; readonly input: Frame; readonly by: readonly SparkSortKey[] }
  /** About this share of the rows, drawn at random. */
  | {
      readonly kind: 'sample';
      readonly input: Frame;
      readonly fraction: number;
      readonly seed: number;
    }
  | {
      readonly kind: 'limit';
      readonly input: Frame;
      readonly rows: number;
      readonly offset: number;
    }
  /** The same rows in the same order, brought together in one task. */
  | { readonly kind: 'one-partition'; readonly input: Frame }
  | { readonly kind: 'union'; readonly inputs: readonly Frame[] }
  /** Rows that are equal once. */
  | { readonly kind: 'distinct'; readonly input: Frame }
  | {
      readonly kind: 'unpivot';
      readonly input: Frame;
      readonly ids: readonly string[];
      readonly columns: readonly string[];
      readonly nameTo: string;
      readonly valueTo: string;
    };

export interface SparkStep {
  /** Unique in the program; `step` frames name it. */
  readonly name: string;
  readonly node: NodeId;
  /** The step's title and note. */
  readonly comment?: string;
  readonly frame: Frame;
}

export interface SparkWrite {
  readonly node: NodeId;
  readonly comment?: string;
  /** Of the format json: one text that is the whole array. */
  readonly input: Frame;
  readonly target: FileTarget;
}

export interface SparkParameterField {
  readonly name: string;
  readonly type: SparkType;
  readonly default: string | null;
  readonly description?: string;
  /** Whether expressions use it; otherwise paths alone do. */
  readonly inExpressions: boolean;
}

export type SparkPathPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string };

/** How the rows of a step may differ from those that Sluice gives. */
export interface SparkNote {
  /** `warning`: they do, by the nature of the step. `info`: they may, for some data. */
  readonly severity: 'warning' | 'info';
  readonly message: string;
  readonly hint?: string;
}

/** A parameter that is no argument of the program, with the steps that keep its value. */
export interface FixedParameter {
  readonly name: string;
  readonly value: string | null;
  readonly steps: readonly string[];
}

/** A pipeline in Spark's terms: steps in the order in which they can be defined, then what is written. */
export interface SparkProgram {
  readonly name: string;
  readonly description?: string;
  readonly parameters: readonly SparkParameterField[];
  readonly fixed: readonly FixedParameter[];
  /** Paths that are made of parameters: by node, and path as it stands in the frames. */
  readonly paths: ReadonlyMap<string, ReadonlyMap<string, readonly SparkPathPiece[]>>;
  readonly steps: readonly SparkStep[];
  readonly writes: readonly SparkWrite[];
  /** How its results may differ from Sluice's, in the order of the steps. */
  readonly notes: readonly (SparkNote & { readonly step: NodeId })[];
}

export const inputsOfFrame = (frame: Frame): readonly Frame[] => {
  switch (frame.kind) {
    case 'step':
    case 'read':
    case 'values':
    case 'range':
      return [];
    case 'join':
      return [frame.left, frame.right];
    case 'union':
      return frame.inputs;
    default:
      return [frame.input];
  }
};
