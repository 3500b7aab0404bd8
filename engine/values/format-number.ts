/** Numbers as DuckDB prints them. */

/**
 * A FLOAT or DOUBLE: the shortest digits that read back as the same value, with an exponent from
 * 1e16 up and below 1e-4, and `.0` behind whole numbers. (Of some FLOATs above 2^24 DuckDB prints more
 * digits than that: `15000000512.0` for 1.5e10.)
 * @param single the value is a FLOAT, whose shortest digits are fewer
 */
export function formatFloat(value: number, single: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const sign = value < 0 ? '-' : '';
  const [digits, exponent] = decompose(Math.abs(value), single);
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** Significant digits and the power of ten of the first one. */
function decompose(value: number, single: boolean): [digits: string, exponent: number] {
  const text = single ? shortestSingle(value) : value.toExponential();
  const [mantissa = '', exponent = ''] = text.split('e');
  return [mantissa.replace('.', ''), Number(exponent)];
}

/** At most nine digits tell any two singles apart. */
function shortestSingle(value: number): string {
  for (let digits = 0; digits < 8; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return stripZeros(text);
  }
  return stripZeros(value.toExponential(8));
}

const stripZeros = (text: string): string =>
  text.replace(/\.?0*e/, (found) => (found.startsWith('.') ? 'e' : found));

/** @param unscaled the value times 10^scale */
export function formatDecimal(
  unscaled: bigint,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): string {
  if (scale === 0) return unscaled.toString();
  // A type without digits before the point shows none: .5 of DECIMAL(1,1).
  const shown = precision > scale ? scale + 1 : scale;
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(shown, '0');
  const point = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Little-endian two's complement of any width. */
export function readInteger(bytes: Uint8Array, signed: boolean): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
  return signed ? BigInt.asIntN(bytes.length * 8, value) : value;
}

/**
 * DuckDB's VARINT (BIGNUM): three bytes with the sign in the highest bit and the number of bytes that
 * follow, then the magnitude, big-endian; every bit of a negative number is inverted.
 */
export function formatVarint(bytes: Uint8Array): string {
  const negative = ((bytes[0] ?? 0) & 0x80) === 0;
  let value = 0n;
  for (const byte of bytes.subarray(3)) {
    value = (value << 8n) | BigInt(negative ? byte ^ 0xff : byte);
  }
  return (negative ? -value : value).toString();
}
