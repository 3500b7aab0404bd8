/** Where a type ends in a run of tokens. */
import type { Token } from './lex.ts';

const SECOND_WORDS: Readonly<Record<string, readonly string[]>> = {
  double: ['precision'],
  character: ['varying'],
  char: ['varying'],
  bit: ['varying'],
};

/** Types whose name may stand before a text to make a typed literal: `DATE '2024-01-01'`. */
export const LITERAL_TYPES: ReadonlySet<string> = new Set(
  (
    'date time timetz timestamp timestamptz datetime timestamp_s timestamp_ms timestamp_ns ' +
    'timestamp_us time_ns uuid json blob bytea varbinary binary bit bitstring varchar text string ' +
    'char character bpchar boolean bool logical tinyint int1 smallint int2 short int integer int4 ' +
    'signed bigint int8 long hugeint int128 utinyint usmallint uinteger ubigint uhugeint float ' +
    'float4 real double float8 decimal dec numeric varint bignum'
  ).split(' '),
);

const isWord = (token: Token | undefined, ...values: readonly string[]): boolean =>
  token?.kind === 'word' && values.includes(token.value);

/**
 * Index after the last token of the type that starts at `at`; `at` itself when no type starts there.
 * Array suffixes are part of the type.
 */
export function typeEnd(
  tokens: readonly Token[],
  closeOf: ReadonlyMap<number, number>,
  at: number,
): number {
  const first = tokens[at];
  if (first?.kind !== 'word' && first?.kind !== 'quoted') return at;
  let next = at + 1;
  const second = SECOND_WORDS[first.value];
  if (first.kind === 'word' && second !== undefined && isWord(tokens[next], ...second)) next += 1;
  if (tokens[next]?.text === '(') next = (closeOf.get(next) ?? next) + 1;
  if (
    (first.value === 'timestamp' || first.value === 'time') &&
    isWord(tokens[next], 'with', 'without') &&
    isWord(tokens[next + 1], 'time') &&
    isWord(tokens[next + 2], 'zone')
  ) {
    next += 3;
  }
  for (;;) {
    const close = tokens[next]?.text === '[' ? closeOf.get(next) : undefined;
    const size = close === undefined ? -1 : close - next - 1;
    if (close === undefined || size > 1 || (size === 1 && tokens[next + 1]?.kind !== 'number')) {
      return next;
    }
    next = close + 1;
  }
}
