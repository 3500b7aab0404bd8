/** DuckDB's rules for the type of a number as written. */

const INT32_MAX = 2147483647n;
const INT64_MAX = 9223372036854775807n;
const INT128_MAX = 170141183460469231731687303715884105727n;
const UINT128_MAX = 340282366920938463463374607431768211455n;

/**
 * Type that DuckDB gives a number literal, sign included: INTEGER, BIGINT, HUGEINT, UHUGEINT,
 * DECIMAL(p,s) or DOUBLE; `undefined` when the text is no number literal.
 *
 * -2147483648 is a BIGINT: DuckDB reads the digits first and finds them too wide for an INTEGER.
 */
export function numberType(text: string): string | undefined {
  if (/^-?\d+$/.test(text)) {
    const value = BigInt(text);
    if (value >= -INT32_MAX && value <= INT32_MAX) return 'INTEGER';
    if (value >= -INT64_MAX - 1n && value <= INT64_MAX) return 'BIGINT';
    if (value >= -INT128_MAX - 1n && value <= INT128_MAX) return 'HUGEINT';
    return value > 0n && value <= UINT128_MAX ? 'UHUGEINT' : 'DOUBLE';
  }
  const decimal = /^-?(\d*)\.(\d*)$/.exec(text);
  if (decimal !== null) {
    const scale = decimal[2]?.length ?? 0;
    const width = (decimal[1]?.length ?? 0) + scale;
    if (width === 0) return undefined;
    return width <= 38 ? `DECIMAL(${width},${scale})` : 'DOUBLE';
  }
  return /^-?(\d+\.?\d*|\.\d+)[eE][+-]?\d+$/.test(text) ? 'DOUBLE' : undefined;
}
