/** What a sniffer should see of a sample that holds bad rows. */
import {
  createRecordScanner,
  RECORD_START,
  type RecordScanner,
  type ScannerDialect,
} from './record-scanner.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Records looked at to choose a delimiter. */
const MAX_RECORDS = 1000;

/**
 * The delimiter that cuts most records into the same number of fields, two or more; `,` when none
 * does. Ties go to the larger number of fields.
 */
export function guessDelimiter(sample: Uint8Array, quote: string, escape: string): string {
  let best: { delimiter: string; records: number; fields: number } = {
    delimiter: ',',
    records: 0,
    fields: 1,
  };
  for (const delimiter of DELIMITERS) {
    const scanner = createRecordScanner({ delimiter, quote, escape });
    const { fields, records } = commonWidth(recordWidths(sample, scanner, MAX_RECORDS));
    if (fields < 2) continue;
    if (records > best.records || (records === best.records && fields > best.fields)) {
      best = { delimiter, records, fields };
    }
  }
  return best.delimiter;
}

/** The records that have the most common number of fields and well-formed quotes. */
export function regularRecords(sample: Uint8Array, dialect: ScannerDialect): Uint8Array {
  const scanner = createRecordScanner(dialect);
  const widths = recordWidths(sample, scanner, Infinity);
  const { fields } = commonWidth(widths);
  const out = new Uint8Array(sample.length + 1);
  let length = 0;
  for (const record of widths) {
    if (record.fields !== fields) continue;
    out.set(sample.subarray(record.start, record.end), length);
    length += record.end - record.start;
  }
  return out.subarray(0, length);
}

interface RecordWidth {
  readonly start: number;
  readonly end: number;
  readonly fields: number;
}

function recordWidths(bytes: Uint8Array, scanner: RecordScanner, limit: number): RecordWidth[] {
  const widths: RecordWidth[] = [];
  let start = 0;
  while (start < bytes.length && widths.length < limit) {
    const { index } = scanner.nextRecord(bytes, start, RECORD_START);
    const end = index === -1 ? bytes.length : index;
    const blank = bytes[start] === 0x0a || (bytes[start] === 0x0d && end - start <= 2);
    if (!blank) widths.push({ start, end, fields: scanner.countFields(bytes, start, end) });
    start = end;
  }
  return widths;
}

function commonWidth(widths: readonly RecordWidth[]): { fields: number; records: number } {
  const counts = new Map<number, number>();
  for (const { fields } of widths) {
    if (fields > 0) counts.set(fields, (counts.get(fields) ?? 0) + 1);
  }
  let best = { fields: 1, records: 0 };
  for (const [fields, records] of counts) if (records > best.records) best = { fields, records };
  return best;
}
