/**
 * The expression AST. Users write DuckDB SQL; `engine/expression` parses it into these nodes.
 * What the AST has no node for stays `opaque`: DuckDB still runs it, other targets refuse it.
 */
import type { NodeId } from './ids.ts';

/** Where a piece of an expression stands in the text that the user typed. Offsets are UTF-16 units. */
export interface Span {
  /** JSON path of the param below the node's `params`, e.g. `expressions[0].expression`. */
  readonly param: string;
  readonly start: number;
  readonly end: number;
}

interface Base {
  readonly span?: Span;
  /** The step that the piece comes from: a pass may have moved it into another step's relation. */
  readonly node?: NodeId;
}

/** Which input of a join a column belongs to. */
export type JoinSide = 'left' | 'right';

export interface ColumnRef extends Base {
  readonly kind: 'column';
  readonly name: string;
  /** Set in join conditions only. */
  readonly side?: JoinSide;
}

/** `value` is the literal's canonical text (`null` for NULL); `type` is DuckDB's type text. */
export interface Literal extends Base {
  readonly kind: 'literal';
  readonly type: string;
  readonly value: string | null;
  /** The pipeline parameter whose value this is: code that is exported asks for it. */
  readonly parameter?: string;
}

/** A pipeline parameter, written `$name`. */
export interface ParameterRef extends Base {
  readonly kind: 'parameter';
  readonly name: string;
}

export interface SortKey {
  readonly expression: Expression;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

/** A scalar or aggregate function call. `name` is lower case. */
export interface Call extends Base {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  readonly distinct?: boolean;
  readonly filter?: Expression;
  readonly orderBy?: readonly SortKey[];
  readonly ignoreNulls?: boolean;
}

export type FrameBound =
  | { readonly kind: 'unbounded-preceding' | 'current-row' | 'unbounded-following' }
  | { readonly kind: 'preceding' | 'following'; readonly offset: Expression };

export interface WindowFrame {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly exclude?: 'current row' | 'group' | 'ties';
}

export interface WindowCall extends Base {
  readonly kind: 'window';
  readonly call: Call;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortKey[];
  readonly frame?: WindowFrame;
}

export type UnaryOperator = '-' | '+' | 'not' | '~' | '!' | '@';

/** Lower-case SQL spelling: arithmetic, comparison, logic, bits, `||`, `->`, `->>`, `is distinct from` ... */
export interface Binary extends Base {
  readonly kind: 'binary';
  readonly op: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Base {
  readonly kind: 'unary';
  readonly op: UnaryOperator;
  readonly operand: Expression;
}

export interface Cast extends Base {
  readonly kind: 'cast';
  readonly operand: Expression;
  /** DuckDB type text as written, e.g. `DECIMAL(10,2)`. */
  readonly type: string;
  /** TRY_CAST: null instead of an error. */
  readonly try: boolean;
}

export interface Case extends Base {
  readonly kind: 'case';
  readonly operand?: Expression;
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise?: Expression;
}

export interface Between extends Base {
  readonly kind: 'between';
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly negated: boolean;
}

export interface In extends Base {
  readonly kind: 'in';
  readonly operand: Expression;
  readonly list: readonly Expression[];
  readonly negated: boolean;
}

export interface Is extends Base {
  readonly kind: 'is';
  readonly operand: Expression;
  readonly test: 'null' | 'true' | 'false' | 'unknown';
  readonly negated: boolean;
}

export interface Like extends Base {
  readonly kind: 'like';
  readonly op: 'like' | 'ilike' | 'similar to' | 'glob';
  readonly operand: Expression;
  readonly pattern: Expression;
  readonly escape?: Expression;
  readonly negated: boolean;
}

export interface ListLiteral extends Base {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}

export interface StructLiteral extends Base {
  readonly kind: 'struct';
  readonly fields: readonly { readonly name: string; readonly value: Expression }[];
}

/** `operand[index]` for lists, maps and text; 1-based. */
export interface Index extends Base {
  readonly kind: 'index';
  readonly operand: Expression;
  readonly index: Expression;
}

/** `operand[from:to]`. */
export interface Slice extends Base {
  readonly kind: 'slice';
  readonly operand: Expression;
  readonly from?: Expression;
  readonly to?: Expression;
}

/** `operand.name` on a struct. */
export interface Field extends Base {
  readonly kind: 'field';
  readonly operand: Expression;
  readonly name: string;
}

/** `lambda x, y: body`. Its params hide columns of the same name. */
export interface Lambda extends Base {
  readonly kind: 'lambda';
  readonly params: readonly string[];
  readonly body: Expression;
}

/** `INTERVAL value unit`, unit in the singular and lower case; without a unit, `value` is a text such as '1 day 2 hours'. */
export interface IntervalLiteral extends Base {
  readonly kind: 'interval';
  readonly value: Expression;
  readonly unit?: string;
}

/** Text that DuckDB understands and this AST does not. */
export interface Opaque extends Base {
  readonly kind: 'opaque';
  readonly text: string;
  /** Every identifier in the text: a superset of the columns it reads. `*` means all of them. */
  readonly identifiers: readonly string[];
  /** Pipeline parameters whose values stand in the text by now. */
  readonly parameters?: readonly string[];
}

export type Expression =
  | ColumnRef
  | Literal
  | ParameterRef
  | Call
  | WindowCall
  | Unary
  | Binary
  | Cast
  | Case
  | Between
  | In
  | Is
  | Like
  | ListLiteral
  | StructLiteral
  | Index
  | Slice
  | Field
  | Lambda
  | IntervalLiteral
  | Opaque;

/** A value for a pipeline parameter, as its literal text in the declared type. */
export interface ParameterValue {
  /** DuckDB type text. */
  readonly type: string;
  readonly value: string | null;
}

/** Small constructors, used by nodes and passes. */
export const ex = {
  column: (name: string, side?: JoinSide): ColumnRef =>
    side === undefined ? { kind: 'column', name } : { kind: 'column', name, side },
  text: (value: string): Literal => ({ kind: 'literal', type: 'VARCHAR', value }),
  integer: (value: number | bigint): Literal => ({
    kind: 'literal',
    type: value >= -2147483648 && value <= 2147483647 ? 'INTEGER' : 'BIGINT',
    value: String(value),
  }),
  /** A BIGINT whatever its size. */
  bigint: (value: number | bigint): Literal => ({
    kind: 'literal',
    type: 'BIGINT',
    value: String(value),
  }),
  double: (value: number): Literal => ({ kind: 'literal', type: 'DOUBLE', value: String(value) }),
  boolean: (value: boolean): Literal => ({
    kind: 'literal',
    type: 'BOOLEAN',
    value: String(value),
  }),
  /** NULL of a type; `"NULL"` is the untyped one. */
  null: (type = '"NULL"'): Literal => ({ kind: 'literal', type, value: null }),
  literal: (type: string, value: string | null): Literal => ({ kind: 'literal', type, value }),
  call: (name: string, ...args: readonly Expression[]): Call => ({ kind: 'call', name, args }),
  binary: (op: string, left: Expression, right: Expression): Binary => ({
    kind: 'binary',
    op,
    left,
    right,
  }),
  not: (operand: Expression): Unary => ({ kind: 'unary', op: 'not', operand }),
  cast: (operand: Expression, type: string): Cast => ({ kind: 'cast', operand, type, try: false }),
  tryCast: (operand: Expression, type: string): Cast => ({
    kind: 'cast',
    operand,
    type,
    try: true,
  }),
  isNull: (operand: Expression): Is => ({ kind: 'is', operand, test: 'null', negated: false }),
  isNotNull: (operand: Expression): Is => ({ kind: 'is', operand, test: 'null', negated: true }),
  /** Conjunction; the empty one is TRUE. */
  and: (...parts: readonly Expression[]): Expression =>
    parts.length === 0
      ? ex.boolean(true)
      : parts.reduce((left, right) => ex.binary('and', left, right)),
  or: (...parts: readonly Expression[]): Expression =>
    parts.length === 0
      ? ex.boolean(false)
      : parts.reduce((left, right) => ex.binary('or', left, right)),
  when: (condition: Expression, then: Expression, otherwise: Expression): Case => ({
    kind: 'case',
    branches: [{ when: condition, then }],
    otherwise,
  }),
  /** Sort key; DuckDB's defaults: ascending, nulls last. */
  key: (
    expression: Expression,
    direction: 'asc' | 'desc' = 'asc',
    nulls: 'first' | 'last' = 'last',
  ): SortKey => ({ expression, direction, nulls }),
};
