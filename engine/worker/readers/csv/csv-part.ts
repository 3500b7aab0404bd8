/** The bytes of one CSV split, ready for `read_csv`: UTF-8, whole records, one kind of line end. */
import type { CsvDialect, FileRef, Split } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { countLines, skipLines, withUniformLineEnds } from '../../../sources/csv/line-ends.ts';
import type { NewLine } from '../../../sources/csv/read-csv-sql.ts';
import { type RecordScanner, RECORD_START } from '../../../sources/csv/record-scanner.ts';
import { namedEncoding, withoutByteOrderMark } from '../text/encoding.ts';
import { lineEndOf, readCsvRange, scannerFor } from './csv-file.ts';
import { zeroByte } from './describe-csv.ts';

export type CsvSplit = Extract<Split, { kind: 'csv' }>;

export interface CsvPart {
  readonly file: FileRef;
  readonly bytes: Uint8Array;
  readonly newLine: NewLine;
  /** Whether the bytes begin with the header. */
  readonly header: boolean;
  readonly scanner: RecordScanner;
  /** Bytes of the source that were read. */
  readonly bytesRead: number;
  /** A record whose quote never closes: it runs to the end of the file and is not part of `bytes`. */
  readonly unterminated?: { readonly offset: number; readonly raw: string };
  /** 1-based line of the file at an index of `bytes`. */
  readonly lineAt: (index: number) => Promise<number>;
}

export async function readCsvPart(
  split: CsvSplit,
  dialect: CsvDialect,
  source: ByteSource,
  readBlock: (id: string) => Promise<Uint8Array>,
): Promise<CsvPart> {
  const { data } = split;
  const { file } = data;
  const read =
    data.kind === 'range'
      ? await readCsvRange(file, data, dialect.encoding, source)
      : { bytes: await readBlock(data.block), whole: true };
  const bytesRead = data.kind === 'range' ? data.end - data.start : read.bytes.length;
  const zero = read.bytes.indexOf(0);
  if (zero !== -1) throw zeroByte(file.name, (data.kind === 'range' ? data.start : 0) + zero);

  const text = split.first ? withoutByteOrderMark(read.bytes) : read.bytes;
  const skipped = split.first ? skipLines(text, dialect.skip) : 0;
  const body = text.subarray(skipped);
  const scanner = scannerFor(dialect, body);
  const { bytes, newLine } = withUniformLineEnds(body, scanner);
  const end = read.whole ? lastRecordEnd(bytes, scanner, dialect) : bytes.length;

  let linesBefore: Promise<number> | undefined;
  const countBefore = async (): Promise<number> => {
    const before = data.kind === 'range' ? await linesUntil(file, data.start, dialect, source) : 0;
    return before + countLines(text, skipped, lineEndOf(text));
  };
  return {
    file,
    bytes: bytes.subarray(0, end),
    newLine,
    header: split.first && dialect.header,
    scanner,
    bytesRead,
    ...(end === bytes.length
      ? {}
      : { unterminated: { offset: end, raw: new TextDecoder().decode(bytes.subarray(end)) } }),
    lineAt: async (index) => {
      linesBefore ??= countBefore();
      return (await linesBefore) + countLines(bytes, index, newLine === '\r' ? 13 : 10) + 1;
    },
  };
}

/** Where the last record that is whole ends: before a quoted field that is still open at the end. */
function lastRecordEnd(bytes: Uint8Array, scanner: RecordScanner, dialect: CsvDialect): number {
  if (dialect.quote === '' || bytes.indexOf(dialect.quote.charCodeAt(0)) === -1)
    return bytes.length;
  if (!scanner.isQuoted(scanner.advance(bytes, 0, bytes.length, RECORD_START))) return bytes.length;
  let end = 0;
  for (;;) {
    const { index } = scanner.nextRecord(bytes, end, RECORD_START);
    if (index === -1) return end;
    end = index;
  }
}

const PASS_BYTES = 8 * 1024 * 1024;

/** Lines of the file before a byte; only asked for when a line number has to be told. */
async function linesUntil(
  file: FileRef,
  end: number,
  dialect: CsvDialect,
  source: ByteSource,
): Promise<number> {
  const encoding = namedEncoding(dialect.encoding);
  let lines = 0;
  let lineEnd: number | undefined;
  for (let at = 0; at < end; at += PASS_BYTES) {
    const chunk = await source.read(file, at, Math.min(end, at + PASS_BYTES));
    lineEnd ??= lineEndOf(chunk);
    if (encoding.unit === 1) lines += countLines(chunk, chunk.length, lineEnd);
    else {
      const low = encoding.name === 'utf-16le' ? 0 : 1;
      for (let i = 0; i + 1 < chunk.length; i += 2) {
        if (chunk[i + low] === lineEnd && chunk[i + 1 - low] === 0) lines++;
      }
    }
  }
  return lines;
}
