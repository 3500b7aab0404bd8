/** Bad rows of a CSV split: one entry for each record, whatever the number of things wrong with it. */
import { Table as ArrowTable, tableToIPC, Utf8, Int64 } from 'apache-arrow';
import { RECORD_START } from '../../../sources/csv/record-scanner.ts';
import { buildVector } from '../../arrow/build-vector.ts';
import type { Session } from '../../duckdb/session.ts';
import type { CsvPart } from './csv-part.ts';

export interface Reject {
  /** Index of the record in the part's bytes. */
  readonly offset: number;
  readonly raw: string;
  readonly column: string | null;
  readonly reason: string;
}

/**
 * What `read_csv` wrote into its table of errors. A record with several errors counts by its first.
 * DuckDB's own line numbers ignore line ends inside quotes, and its byte positions count from 0 or
 * from 1, so a record is found again by its text.
 */
export function readRejects(session: Session, errors: string, part: CsvPart): Reject[] {
  const rows = session.query(
    `SELECT line_byte_position::DOUBLE AS start, csv_line, column_name, error_type::VARCHAR AS type,
       error_message
     FROM "${errors}"
     QUALIFY row_number() OVER (PARTITION BY line_byte_position ORDER BY byte_position, column_idx) = 1
     ORDER BY line_byte_position`,
  );
  const column = (name: string) => rows.getChild(name);
  return Array.from({ length: rows.numRows }, (_, i) => {
    const line = String(column('csv_line')?.get(i) ?? '');
    const name: unknown = column('column_name')?.get(i);
    const type = String(column('type')?.get(i));
    const raw = line.replace(/^[\r\n]+/, '').replace(/[\r\n]+$/, '');
    return {
      offset: recordStart(part, Number(column('start')?.get(i)), raw),
      raw,
      column: typeof name === 'string' && CELL_ERRORS.has(type) ? name : null,
      reason: plainReason(String(column('error_message')?.get(i)).split('\n')[0] ?? ''),
    };
  });
}

/** Errors of one value; the others are of the record as a whole. */
const CELL_ERRORS = new Set(['CAST', 'INVALID UNICODE', 'INVALID ENCODING', 'UNQUOTED VALUE']);

/** DuckDB's most usual reasons in the words that other steps use; the others as they are. */
export function plainReason(message: string): string {
  const count = /^Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (count !== null) {
    const [, expected, found] = count;
    return `${found} ${found === '1' ? 'value' : 'values'} instead of ${expected}`;
  }
  const cast =
    /^Error when converting column "(.*)"\. Could not convert string "(.*)" to '(.+)'$/.exec(
      message,
    );
  if (cast === null) return message;
  const [, column, value, type] = cast;
  return `column "${column}": "${value}" cannot be read as ${type}`;
}

/** The index near `near` where the record's text begins at the start of a line. */
function recordStart(part: CsvPart, near: number, raw: string): number {
  const bytes = part.bytes();
  const begin = new TextEncoder().encode(raw.slice(0, 200));
  const isHere = (at: number): boolean => {
    const before = at === 0 ? 0x0a : bytes[at - 1];
    if (before !== 0x0a && before !== 0x0d) return false;
    // Invalid UTF-8 comes back as `?`.
    return begin.every((byte, i) => bytes[at + i] === byte || byte === 0x3f || byte >= 0x80);
  };
  for (let distance = 0; distance <= REACH; distance++) {
    if (near + distance < bytes.length && isHere(near + distance)) return near + distance;
    if (near - distance >= 0 && isHere(near - distance)) return near - distance;
  }
  return Math.max(0, Math.min(near, bytes.length));
}

/** Blank lines before the record move DuckDB's position. */
const REACH = 64;

/**
 * Start indices of the records that gave the rows with these ordinals (ascending, from 0), given the
 * records that gave none.
 */
export function locateRows(
  part: CsvPart,
  ordinals: readonly number[],
  rejected: readonly Reject[],
  singleColumn: boolean,
): number[] {
  const bytes = part.bytes();
  const skipped = new Set(rejected.map((reject) => reject.offset));
  const found: number[] = [];
  let at = 0;
  let ordinal = part.header ? -1 : 0;
  while (at < bytes.length && found.length < ordinals.length) {
    const { index } = part.scanner.nextRecord(bytes, at, RECORD_START);
    const end = index === -1 ? bytes.length : index;
    const blank = !singleColumn && isBlank(bytes, at, end);
    if (!blank && !skipped.has(at)) {
      if (ordinals[found.length] === ordinal) found.push(at);
      ordinal++;
    }
    at = end;
  }
  return found;
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0x0a && bytes[i] !== 0x0d) return false;
  return true;
}

/** Text of the record that begins at an index, without its line end. */
export function recordText(part: CsvPart, start: number): string {
  const bytes = part.bytes();
  const { index } = part.scanner.nextRecord(bytes, start, RECORD_START);
  const record = bytes.subarray(start, index === -1 ? bytes.length : index);
  return new TextDecoder().decode(record).replace(/[\r\n]+$/, '');
}

/** The rejects output as an Arrow stream: line, raw, column, reason. */
export async function encodeRejects(
  part: CsvPart,
  rejects: readonly Reject[],
): Promise<Uint8Array> {
  const lines: bigint[] = [];
  for (const reject of rejects) lines.push(BigInt(await part.lineAt(reject.offset)));
  const texts = (values: readonly (string | null)[]) => buildVector(values, new Utf8());
  const table = new ArrowTable({
    line: buildVector(lines, new Int64()),
    raw: texts(rejects.map((reject) => reject.raw)),
    column: texts(rejects.map((reject) => reject.column)),
    reason: texts(rejects.map((reject) => reject.reason)),
  });
  return tableToIPC(table, 'stream');
}
