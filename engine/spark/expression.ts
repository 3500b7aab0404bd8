/**
 * Expressions in Spark's terms: what each means is what Spark 4 with ANSI mode does with it. Every
 * semantic difference from DuckDB is settled on the way here, so the printers (SQL text, Python, Scala,
 * Java) only know syntax.
 */
import type { SparkType } from './types.ts';
import { simple } from './types.ts';

export interface SparkColumn {
  readonly kind: 'column';
  readonly name: string;
  /** Alias of the DataFrame, in conditions and columns of joins. */
  readonly frame?: string;
}

/** `value` is the canonical text; null for NULL. */
export interface SparkLiteral {
  readonly kind: 'literal';
  readonly type: SparkType;
  readonly value: string | null;
}

/** A parameter of the pipeline: an argument of the program, a named parameter of the SQL text. */
export interface SparkParameter {
  readonly kind: 'parameter';
  readonly name: string;
  readonly type: SparkType;
}

/** A function by its name in Spark's SQL. */
export interface SparkCall {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly SparkExpression[];
  readonly distinct?: boolean;
}

/** A function of ours, see `HELPERS`: written out in SQL, defined once in programs. */
export interface SparkHelperCall {
  readonly kind: 'helper';
  readonly name: string;
  readonly args: readonly SparkExpression[];
}

export type SparkBinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '<=>'
  | 'and'
  | 'or'
  | '&'
  | '|'
  | '^';

export interface SparkBinary {
  readonly kind: 'binary';
  readonly op: SparkBinaryOperator;
  readonly left: SparkExpression;
  readonly right: SparkExpression;
}

export interface SparkUnary {
  readonly kind: 'unary';
  readonly op: '-' | 'not' | '~';
  readonly operand: SparkExpression;
}

export interface SparkCast {
  readonly kind: 'cast';
  readonly operand: SparkExpression;
  readonly type: SparkType;
  /** Null instead of an error. */
  readonly try: boolean;
}

export interface SparkCase {
  readonly kind: 'case';
  readonly branches: readonly { readonly when: SparkExpression; readonly then: SparkExpression }[];
  readonly otherwise?: SparkExpression;
}

export interface SparkIn {
  readonly kind: 'in';
  readonly operand: SparkExpression;
  readonly list: readonly SparkExpression[];
}

export interface SparkIsNull {
  readonly kind: 'is-null';
  readonly operand: SparkExpression;
  readonly negated: boolean;
}

export interface SparkLike {
  readonly kind: 'like';
  readonly op: 'like' | 'ilike' | 'rlike';
  readonly operand: SparkExpression;
  readonly pattern: SparkExpression;
  /** A single character; absent: none, not even the backslash. */
  readonly escape?: string;
}

/** A field of a struct. */
export interface SparkField {
  readonly kind: 'field';
  readonly operand: SparkExpression;
  readonly name: string;
}

/** The element of an array (0-based) or the value of a key of a map; an error where there is none. */
export interface SparkItem {
  readonly kind: 'item';
  readonly operand: SparkExpression;
  readonly index: SparkExpression;
}

export interface SparkStruct {
  readonly kind: 'struct';
  readonly fields: readonly { readonly name: string; readonly value: SparkExpression }[];
}

export interface SparkLambda {
  readonly kind: 'lambda';
  readonly params: readonly string[];
  readonly body: SparkExpression;
}

/** A parameter of a lambda around it. */
export interface SparkVariable {
  readonly kind: 'variable';
  readonly name: string;
}

export interface SparkSortKey {
  readonly expression: SparkExpression;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

export type SparkFrameBound =
  'unbounded-preceding' | 'current-row' | 'unbounded-following' | number;

export interface SparkWindow {
  readonly kind: 'window';
  readonly call: SparkCall;
  readonly partitionBy: readonly SparkExpression[];
  readonly orderBy: readonly SparkSortKey[];
  /** A number counts rows (or range units) after the current one; negative: before it. */
  readonly frame?: {
    readonly unit: 'rows' | 'range';
    readonly start: SparkFrameBound;
    readonly end: SparkFrameBound;
  };
  /** `lag` and the like skip nulls. */
  readonly ignoreNulls?: boolean;
}

export type SparkExpression =
  | SparkColumn
  | SparkLiteral
  | SparkParameter
  | SparkCall
  | SparkHelperCall
  | SparkBinary
  | SparkUnary
  | SparkCast
  | SparkCase
  | SparkIn
  | SparkIsNull
  | SparkLike
  | SparkField
  | SparkItem
  | SparkStruct
  | SparkLambda
  | SparkVariable
  | SparkWindow;

const binary =
  (op: SparkBinaryOperator) =>
  (left: SparkExpression, right: SparkExpression): SparkBinary => ({
    kind: 'binary',
    op,
    left,
    right,
  });

/** Small constructors. */
export const sx = {
  column: (name: string, frame?: string): SparkColumn =>
    frame === undefined ? { kind: 'column', name } : { kind: 'column', name, frame },
  literal: (type: SparkType, value: string | null): SparkLiteral => ({
    kind: 'literal',
    type,
    value,
  }),
  text: (value: string): SparkLiteral => sx.literal(simple('STRING'), value),
  int: (value: number): SparkLiteral => sx.literal(simple('INT'), String(value)),
  double: (value: number): SparkLiteral => sx.literal(simple('DOUBLE'), String(value)),
  boolean: (value: boolean): SparkLiteral => sx.literal(simple('BOOLEAN'), String(value)),
  null: (type: SparkType): SparkLiteral => sx.literal(type, null),
  call: (name: string, ...args: readonly SparkExpression[]): SparkCall => ({
    kind: 'call',
    name,
    args,
  }),
  helper: (name: string, ...args: readonly SparkExpression[]): SparkHelperCall => ({
    kind: 'helper',
    name,
    args,
  }),
  cast: (operand: SparkExpression, type: SparkType): SparkExpression => ({
    kind: 'cast',
    operand,
    type,
    try: false,
  }),
  tryCast: (operand: SparkExpression, type: SparkType): SparkExpression => ({
    kind: 'cast',
    operand,
    type,
    try: true,
  }),
  not: (operand: SparkExpression): SparkExpression => ({ kind: 'unary', op: 'not', operand }),
  negative: (operand: SparkExpression): SparkExpression => ({ kind: 'unary', op: '-', operand }),
  isNull: (operand: SparkExpression): SparkExpression => ({
    kind: 'is-null',
    operand,
    negated: false,
  }),
  isNotNull: (operand: SparkExpression): SparkExpression => ({
    kind: 'is-null',
    operand,
    negated: true,
  }),
  when: (
    when: SparkExpression,
    then: SparkExpression,
    otherwise?: SparkExpression,
  ): SparkExpression => ({
    kind: 'case',
    branches: [{ when, then }],
    ...(otherwise === undefined ? {} : { otherwise }),
  }),
  plus: binary('+'),
  minus: binary('-'),
  times: binary('*'),
  over: binary('/'),
  modulo: binary('%'),
  equal: binary('='),
  notEqual: binary('<>'),
  same: binary('<=>'),
  less: binary('<'),
  lessOrEqual: binary('<='),
  greater: binary('>'),
  greaterOrEqual: binary('>='),
  and: binary('and'),
  or: binary('or'),
};

/** The expressions directly inside one. */
export function partsOf(expression: SparkExpression): readonly SparkExpression[] {
  switch (expression.kind) {
    case 'column':
    case 'literal':
    case 'parameter':
    case 'variable':
      return [];
    case 'call':
    case 'helper':
      return expression.args;
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
    case 'cast':
    case 'is-null':
    case 'field':
      return [expression.operand];
    case 'case':
      return [
        ...expression.branches.flatMap(({ when, then }) => [when, then]),
        ...(expression.otherwise === undefined ? [] : [expression.otherwise]),
      ];
    case 'in':
      return [expression.operand, ...expression.list];
    case 'like':
      return [expression.operand, expression.pattern];
    case 'item':
      return [expression.operand, expression.index];
    case 'struct':
      return expression.fields.map(({ value }) => value);
    case 'lambda':
      return [expression.body];
    case 'window':
      return [
        expression.call,
        ...expression.partitionBy,
        ...expression.orderBy.map((key) => key.expression),
      ];
  }
}
