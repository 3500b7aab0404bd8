import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { CsvSource } from '../../../contract/source-spec.ts';
import { createRecordScanner, RECORD_START } from '../../../sources/csv/record-scanner.ts';
import { EngineFailure } from '../../../contract/errors.ts';
import type { Session } from '../../duckdb/session.ts';
import { openNodeSession } from '../../testing/open-node-session.ts';
import { memoryFile, readSource, sourceFiles } from '../testing/read-source.ts';

let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});

const encoder = new TextEncoder();

/** Fields as programs write them, and as they should not. */
const field = fc.oneof(
  fc.constantFrom('', 'a', '5" pipe', ' lead', 'x y', '"q"', '"a,b"', '"a\nb"', '"a\r\nb"'),
  fc.constantFrom('"he said ""no"""', '""', ' "late"', '"tail" ', 'a"b"c', '"\n"', '"""\n"""'),
  fc.stringMatching(/^[a-z ]{0,12}$/),
);
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n');
const csv = fc
  .array(fc.tuple(field, field, lineEnd), { minLength: 1, maxLength: 30 })
  .map((rows) => `h1,h2\n${rows.map(([a, b, end]) => `${a},${b}${end}`).join('')}`);

const spec: CsvSource = {
  format: 'csv',
  paths: ['x'],
  delimiter: ',',
  quote: '"',
  escape: '"',
  header: true,
  skip: 0,
  onBadRow: 'reject',
  columns: [
    { name: 'h1', type: 'VARCHAR' },
    { name: 'h2', type: 'VARCHAR' },
  ],
};

test('any split size gives the rows and rejects of one read', async () => {
  let files = 0;
  await fc.assert(
    fc.asyncProperty(csv, fc.integer({ min: 4, max: 200 }), async (text, splitBytes) => {
      const files_ = sourceFiles(memoryFile(`p${++files}`, text));
      for (const output of ['rows', 'rejects'] as const) {
        const whole = await readSource(session, spec, files_, { output });
        const split = await readSource(session, spec, files_, { output, splitBytes });
        expect(split.rows).toEqual(whole.rows);
      }
    }),
    { numRuns: 60 },
  );
});

test('the scanner finds every record end, however it is fed', () => {
  const bytes = fc
    .array(fc.constantFrom(...',"\n\r ab\\'), { maxLength: 300 })
    .map((parts) => encoder.encode(parts.join('')));
  fc.assert(
    fc.property(bytes, fc.nat(300), fc.constantFrom('"', '\\', ''), (text, at, escape) => {
      const scanner = createRecordScanner({ delimiter: ',', quote: '"', escape });
      let state = RECORD_START;
      for (const byte of text) state = scanner.step(byte, state);
      expect(scanner.advance(text, 0, text.length, RECORD_START)).toBe(state);
      const cut = Math.min(at, text.length);
      const half = scanner.advance(text, 0, cut, RECORD_START);
      expect(scanner.advance(text, cut, text.length, half)).toBe(state);
    }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...'|"\na '), { maxLength: 200 }),
      fc.nat(200),
      (parts, at) => {
        const text = encoder.encode(parts.join(''));
        const scanner = createRecordScanner({ delimiter: '||', quote: '"', escape: '"' });
        const cut = Math.min(at, text.length);
        const half = scanner.advance(text, 0, cut, RECORD_START);
        expect(scanner.advance(text, cut, text.length, half)).toBe(
          scanner.advance(text, 0, text.length, RECORD_START),
        );
      },
    ),
  );
});

test('what the scanner calls a record is one for DuckDB', async () => {
  let files = 0;
  await fc.assert(
    fc.asyncProperty(csv, async (text) => {
      const bytes = encoder.encode(text.replaceAll('\r\n', '\n'));
      const scanner = createRecordScanner({ delimiter: ',', quote: '"', escape: '"' });
      let records = -1;
      for (let at = 0; at < bytes.length; records++) {
        const { index } = scanner.nextRecord(bytes, at, RECORD_START);
        at = index === -1 ? bytes.length : index;
      }
      try {
        const read = await readSource(session, spec, sourceFiles(memoryFile(`r${++files}`, bytes)));
        expect(read.rowsRead + read.rowsRejected).toBe(records);
      } catch (thrown) {
        if (!(thrown instanceof EngineFailure) || thrown.error.code !== 'csv-dialect') throw thrown;
      }
    }),
    { numRuns: 60 },
  );
});
