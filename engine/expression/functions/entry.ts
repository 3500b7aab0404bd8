/** What the catalogue knows of one function. */
import type { Expression } from '../../contract/expression.ts';
import type { Dialect } from '../dialect.ts';

export interface FunctionArgument {
  readonly name: string;
  /** DuckDB type text, or `ANY`, `NUMBER`, `LIST`, `LAMBDA`, `T` where many types will do. */
  readonly type: string;
  readonly optional?: boolean;
  /** May be repeated. */
  readonly variadic?: boolean;
}

export interface FunctionSignature {
  readonly args: readonly FunctionArgument[];
  readonly returns: string;
}

export interface FunctionExample {
  readonly expression: string;
  /** `CAST(… AS VARCHAR)` of the value in DuckDB; null for NULL. */
  readonly result: string | null;
  /** For aggregates and window functions: the rows, as a query. The last row's value is the result. */
  readonly input?: string;
}

export type FunctionFamily =
  | 'math'
  | 'text'
  | 'date-time'
  | 'conditional'
  | 'list'
  | 'struct-map'
  | 'type'
  | 'aggregate'
  | 'window'
  | 'hash';

/** `same`: the dialect has the function under the same name; otherwise the call in its own terms. */
export type FunctionEmitter = 'same' | ((args: readonly Expression[]) => Expression);

export interface FunctionEntry {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly family: FunctionFamily;
  readonly kind: 'scalar' | 'aggregate' | 'window';
  readonly signatures: readonly FunctionSignature[];
  /** One line. */
  readonly doc: string;
  readonly example: FunctionExample;
  /** Same arguments, same value: in every task and every run. */
  readonly deterministic: boolean;
  /** Extension of DuckDB that must be loaded. */
  readonly requires?: 'json' | 'icu';
  /** A dialect without an emitter refuses the function. */
  readonly emit: Readonly<Partial<Record<Dialect, FunctionEmitter>>>;
}

/** Arguments from their short form `value NUMBER, digits? INTEGER, more… ANY`. */
function parseArguments(text: string): FunctionArgument[] {
  if (text.trim() === '') return [];
  return text.split(/,\s*(?![^(]*\))/).map((part) => {
    const match = /^(\w+)([?…]?) (.+)$/.exec(part.trim());
    if (match === null) throw new Error(`not an argument: ${part}`);
    const [, name = '', mark, type = ''] = match;
    return {
      name,
      type,
      ...(mark === '?' ? { optional: true } : {}),
      ...(mark === '…' ? { variadic: true } : {}),
    };
  });
}

/** A signature from its short form `(value NUMBER, digits? INTEGER) → NUMBER`. */
export function signature(text: string): FunctionSignature {
  const match = /^\((.*)\) → (.+)$/.exec(text);
  if (match === null) throw new Error(`not a signature: ${text}`);
  return { args: parseArguments(match[1] ?? ''), returns: match[2] ?? '' };
}

type Extra = Partial<Pick<FunctionEntry, 'aliases' | 'requires' | 'deterministic' | 'emit'>>;

/** Makes the entries of one family. The example is `expression` and `result`. */
export const family =
  (name: FunctionFamily, kind: FunctionEntry['kind'], input?: string) =>
  (
    functionName: string,
    signatures: string | readonly string[],
    doc: string,
    example: readonly [expression: string, result: string | null],
    extra: Extra = {},
  ): FunctionEntry => ({
    name: functionName,
    family: name,
    kind,
    signatures: (typeof signatures === 'string' ? [signatures] : signatures).map(signature),
    doc,
    example: {
      expression: example[0],
      result: example[1],
      ...(input === undefined ? {} : { input }),
    },
    deterministic: true,
    emit: { duckdb: 'same' },
    ...extra,
  });
