/** `true` and `false`, in any case. */
import type { Allocate, FlatColumn } from '../../../arrow/flat-column.ts';
import { type Fields, openValidity } from './validity.ts';

const TRUE = new TextEncoder().encode('true');
const FALSE = new TextEncoder().encode('false');
const LOWER = 0x20;

export function parseBooleans(
  { text, positions, rows }: Fields,
  allocate: Allocate,
): FlatColumn | undefined {
  const size = Math.ceil(rows / 8);
  const [values = new Uint8Array(), bitmap = new Uint8Array()] = allocate([size, size]);
  const validity = openValidity(bitmap);
  const bytes = text();
  values.fill(0);
  for (let i = 0; i < rows; i++) {
    const start = positions[2 * i] as number;
    const end = positions[2 * i + 1] as number;
    if (start === end) validity.setNull(i);
    else if (isWord(bytes, start, end, TRUE)) {
      values[i >> 3] = (values[i >> 3] as number) | (1 << (i & 7));
    } else if (!isWord(bytes, start, end, FALSE)) return undefined;
  }
  return { kind: 'bits', values, ...validity.finish() };
}

function isWord(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start !== word.length) return false;
  return word.every((letter, i) => ((bytes[start + i] as number) | LOWER) === letter);
}
