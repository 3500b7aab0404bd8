/** Decimals as bytes, two's complement and big endian, turned into little endian of 8 or 16 bytes. */
import { UnknownLayout } from './unknown-layout.ts';

/** See `PlainReader`. */
export type ReadPlain = (
  bytes: Uint8Array,
  start: number,
  count: number,
  target: Uint8Array,
  at: number,
) => void;

/** Values of `stored` bytes each. */
export const bigEndianDecimals =
  (stored: number, width: number): ReadPlain =>
  (bytes, start, count, target, at) => {
    if (start + count * stored > bytes.length) throw cut();
    for (let i = 0; i < count; i++) {
      reverse(bytes, start + i * stored, stored, target, (at + i) * width, width);
    }
  };

/** Values each with its length before it. */
export const lengthPrefixedDecimals =
  (width: number): ReadPlain =>
  (bytes, start, count, target, at) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = start;
    for (let i = 0; i < count; i++) {
      if (from + 4 > bytes.length) throw cut();
      const stored = view.getUint32(from, true);
      from += 4;
      if (from + stored > bytes.length) throw cut();
      if (stored === 0) throw new UnknownLayout('a decimal without digits');
      reverse(bytes, from, stored, target, (at + i) * width, width);
      from += stored;
    }
  };

function reverse(
  bytes: Uint8Array,
  start: number,
  stored: number,
  target: Uint8Array,
  to: number,
  width: number,
): void {
  const kept = Math.min(stored, width);
  let from = start + stored - 1;
  for (let i = 0; i < kept; i++) target[to + i] = bytes[from--] as number;
  const sign = (target[to + kept - 1] as number) >= 128 ? 0xff : 0;
  for (let i = kept; i < width; i++) target[to + i] = sign;
  // A value of more digits than its type has is parquet-wasm's to judge.
  for (; from >= start; from--) {
    if (bytes[from] !== sign) throw new UnknownLayout(`a decimal beyond ${width} bytes`);
  }
}

const cut = (): RangeError => new RangeError('the decimals of a page end early');
