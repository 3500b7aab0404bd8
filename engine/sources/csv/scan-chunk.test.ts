import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecordScanner, RECORD_START, searchable } from './record-scanner.ts';
import { createChunkScanner, type PlacedScan, resolveBorders } from './scan-chunk.ts';

const encoder = new TextEncoder();

const dialects = fc.record({
  delimiter: fc.constantFrom(',', ' ', '||', '\t', '"'),
  quote: fc.constantFrom('"', '"', "'", ''),
  escape: fc.constantFrom('"', '\\', "'", ''),
});

/** Text that is hard on quotes: long and short stretches inside and outside of them. */
const texts = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('"', "'", '\\', '\n', '\r', '\r\n', ',', ' ', '|') },
      fc.constantFrom('""', '","', '"\n"', '\\"', '\\\n', '||', 'a', '\t"', "' "),
      fc.integer({ min: 1, max: 600 }).map((length) => 'x'.repeat(length)),
      fc.integer({ min: 1, max: 40 }).map((length) => 'row,"a\nb"\n'.repeat(length)),
    ),
    { maxLength: 80 },
  )
  .map((parts) => encoder.encode(parts.join('')));

/** Borders by the automaton alone, one byte after the other. */
function serialBorders(
  text: Uint8Array,
  cuts: readonly number[],
  scanner: ReturnType<typeof createRecordScanner>,
  lineEnd: number,
): (number | undefined)[] {
  const borders: number[] = [];
  let state = RECORD_START;
  text.forEach((byte, i) => {
    state = scanner.step(byte, state);
    if (state === RECORD_START && byte === lineEnd) borders.push(i + 1);
  });
  return cuts.map((cut) => borders.find((border) => border > cut));
}

test('borders found in chunks are those of the automaton, wherever the chunks are cut', () => {
  fc.assert(
    fc.property(
      texts,
      dialects,
      fc.constantFrom<10 | 13>(10, 10, 13),
      fc.array(fc.nat(2000), { maxLength: 6 }),
      fc.integer({ min: 1, max: 700 }),
      fc.integer({ min: 1, max: 400 }),
      (text, dialect, lineEnd, wanted, chunkBytes, stepBytes) => {
        const scanner = createRecordScanner(dialect, lineEnd);
        const cuts = [...new Set(wanted)].filter((cut) => cut < text.length).sort((a, b) => a - b);
        const chunks: PlacedScan[] = [];
        for (let start = 0; start < text.length; start += chunkBytes) {
          const end = Math.min(text.length, start + chunkBytes);
          const own = cuts.filter((cut) => cut >= start && cut < end).map((cut) => cut - start);
          const chunk = createChunkScanner(scanner, [0, ...own]);
          for (let at = start; at < end; at += stepBytes) {
            chunk.add(searchable(text.subarray(at, Math.min(end, at + stepBytes))));
          }
          chunks.push({ ...chunk.finish(), start });
        }
        expect(resolveBorders(chunks, 1)).toEqual(serialBorders(text, cuts, scanner, lineEnd));
      },
    ),
    { numRuns: 2000 },
  );
});

test('skipping gives the states of walking', () => {
  fc.assert(
    fc.property(texts, dialects, fc.nat(2000), fc.nat(20), (text, dialect, from, first) => {
      const scanner = createRecordScanner(dialect);
      // Without quoting nothing is ever inside quotes.
      const start = dialect.quote === '' ? RECORD_START : first % scanner.states;
      const at = Math.min(from, text.length);
      let state = start;
      let record = -1;
      text.subarray(at).forEach((byte, i) => {
        state = scanner.step(byte, state);
        if (record === -1 && state === RECORD_START && byte === 0x0a) record = at + i + 1;
      });
      expect(scanner.advance(text, at, text.length, start)).toBe(state);
      expect(scanner.nextRecord(text, at, start).index).toBe(record);
    }),
    { numRuns: 2000 },
  );
});
