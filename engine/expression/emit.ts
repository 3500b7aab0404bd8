/** The contract's AST → SQL text, per dialect. */
import type { Expression, JoinSide, Span } from '../contract/expression.ts';
import type { Dialect } from './dialect.ts';
import { writeDuckdb } from './emit/duckdb.ts';
import type { Mark } from './emit/writer.ts';
import { Writer } from './emit/writer.ts';

export type { Dialect } from './dialect.ts';
export type { Mark } from './emit/writer.ts';

export interface EmitOptions {
  readonly dialect: Dialect;
  /** Table alias for `ColumnRef.side`, quoted where it has to be; `l` and `r` when absent. */
  readonly side?: (side: JoinSide) => string;
  /** SQL of a pipeline parameter; absent or undefined: its value is written. */
  readonly parameter?: (name: string) => string | undefined;
}

export interface EmittedExpression {
  readonly text: string;
  /** Ranges of the text that came from a user's span, an outer one before those inside it. */
  readonly marks: readonly Mark[];
}

type Emitter = (
  out: Writer,
  expression: Expression,
  options: Pick<EmitOptions, 'parameter'> & { readonly side: (side: JoinSide) => string },
) => void;

const EMITTERS: Readonly<Record<Dialect, Emitter>> = {
  duckdb: (out, expression, options) => {
    writeDuckdb(out, expression, { style: 'sql', ...options });
  },
};

const defaultSide = (side: JoinSide): string => (side === 'left' ? 'l' : 'r');

export function emitExpression(expression: Expression, options: EmitOptions): EmittedExpression {
  const out = new Writer();
  const { dialect, parameter, side = defaultSide } = options;
  EMITTERS[dialect](out, expression, { side, ...(parameter === undefined ? {} : { parameter }) });
  return out.finish();
}

/** The user's text that a position of the emitted text came from: the innermost mark around it. */
export function locate(marks: readonly Mark[], position: number): Span | undefined {
  return marks.findLast((mark) => mark.start <= position && position < mark.end)?.span;
}

/** An expression as a person would write it; reading it back gives the same AST, but for spans. */
export function formatExpression(expression: Expression): string {
  const out = new Writer();
  writeDuckdb(out, expression, { style: 'readable', side: (side) => side });
  return out.finish().text;
}
