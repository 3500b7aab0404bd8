/** What Python, Scala and Java say differently; everything else of a program is printed once. */
import type { SparkBinaryOperator, SparkLiteral } from '../../spark/expression.ts';
import type { SparkType } from '../../spark/types.ts';
import type { Doc } from '../code/doc.ts';

export type TextPiece = { readonly text: string } | { readonly code: string };

export interface Language {
  readonly name: 'python' | 'scala' | 'java';
  /** Spaces of one level. */
  readonly indent: number;
  /** `prefix`, what it is about and `suffix` as a statement over lines, set in by `level` levels. */
  readonly statement: (prefix: string, doc: Doc, suffix: string, level: number) => string;
  /** A string literal. */
  readonly text: (value: string) => string;
  readonly boolean: (value: boolean) => string;
  /** How a function of Spark's `functions` is called. */
  readonly functionName: (name: string) => string;
  /** A value of the language for a literal, or undefined where there is none with that type. */
  readonly value: (literal: SparkLiteral) => string | undefined;
  readonly binary: (op: SparkBinaryOperator, left: Doc, right: Doc) => Doc;
  /** How tightly an operator binds; undefined where it is a method. */
  readonly level: (op: SparkBinaryOperator) => number | undefined;
  /** Whether a value of the language may stand left of the operator. */
  readonly valueLeft: (op: SparkBinaryOperator) => boolean;
  /** Whether `not` and `-` stand before their operand, not as calls around it. */
  readonly prefixes: boolean;
  readonly not: (operand: Doc) => Doc;
  readonly negative: (operand: Doc) => Doc;
  /** What stands before the body of a lambda. */
  readonly lambda: (params: readonly string[]) => string;
  /** Method that gives a column a name. */
  readonly alias: string;
  readonly tryCast: string;
  /** The class that windows are made with, and what it calls its bounds. */
  readonly window: string;
  readonly windowBound: (
    bound: 'unbounded-preceding' | 'current-row' | 'unbounded-following',
  ) => string;
  readonly null: string;
  /** An identifier for a step or parameter, before it is made unique. */
  readonly identifier: (name: string) => string;
  /** An identifier for one that is reserved. */
  readonly instead: (identifier: string, of: 'rows' | 'value') => string;
  readonly reserved: ReadonlySet<string>;
  /** A line as a comment. */
  readonly comment: (line: string) => string;
  /** `name = value` for a new variable. */
  readonly declare: (name: string) => string;
  readonly end: string;
  /** A list of columns as one argument. */
  readonly columns: (items: readonly Doc[]) => Doc;
  /** Whether names of columns and columns may stand side by side as arguments. */
  readonly mixesNames: boolean;
  /** A text put together of text literals and of code. */
  readonly joined: (pieces: readonly TextPiece[]) => string;
  readonly number: (value: string) => string;
  /** Several strings as the arguments or the one argument of a reader. */
  readonly texts: (items: readonly string[]) => Doc;
  /** Names of columns with their new ones as one argument; absent: each is a call of its own. */
  readonly renames?: (pairs: readonly { readonly from: string; readonly to: string }[]) => Doc;
  /** A literal of a text in units, between which it may be cut. */
  readonly longText: (units: readonly string[]) => Doc;
  readonly reader: Doc;
  /** What writes the rows of a frame. */
  readonly writer: (frame: Doc) => Doc;
  /** A method of columns that takes nothing, as it is called. */
  readonly property: (name: string) => string;
}

/** Name of a type in `cast`, e.g. `bigint`. */
export const castName = (type: SparkType, text: string): string =>
  type.kind === 'struct' ? text : text.toLowerCase();

export const ATOM = 100;
