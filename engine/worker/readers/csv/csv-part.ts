/** The bytes of one CSV split, ready for `read_csv`: UTF-8, whole records, one kind of line end. */
import type { CsvDialect, FileRef, Split } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { countLines, skipLines, withUniformLineEnds } from '../../../sources/csv/line-ends.ts';
import type { NewLine } from '../../../sources/csv/read-csv-sql.ts';
import {
  type RecordScanner,
  RECORD_START,
  searchable,
} from '../../../sources/csv/record-scanner.ts';
import type { Session } from '../../duckdb/session.ts';
import { evenChunks } from '../text/compression.ts';
import { namedEncoding, toUtf8, withoutByteOrderMark } from '../text/encoding.ts';
import { fileText } from '../text/file-text.ts';
import { arrayMemory, readToHeap, type TextMemory } from '../text/text-memory.ts';
import { lineEndOf, scannerFor } from './csv-file.ts';
import { zeroByte } from './describe-csv.ts';
import { narrow } from './scan-csv-chunk.ts';

export type CsvSplit = Extract<Split, { kind: 'csv' }>;

export interface CsvPart {
  readonly file: FileRef;
  /**
   * Whole records. They may lie in the wasm heap: ask again after every `await` and every call of
   * DuckDB. Good until `release`.
   */
  readonly bytes: () => Uint8Array;
  readonly length: number;
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
  /** Makes the bytes readable as a file of that name until `release`. */
  readonly register: (name: string) => void;
  /** Safe to call twice. */
  readonly release: () => void;
}

export interface PartServices {
  readonly session: Session;
  readonly bytes: ByteSource;
  /** Bytes of a split that is a piece of a compressed file. */
  readonly readPiece: () => Promise<Uint8Array>;
}

/**
 * Throws `EngineFailure`: user `nul-byte`.
 * @param loaded the text of the split, which the part owns from now on
 */
export function makeCsvPart(
  split: CsvSplit,
  dialect: CsvDialect,
  loaded: LoadedText,
  services: PartServices,
): CsvPart {
  try {
    return makePart(split, dialect, loaded, services);
  } catch (thrown) {
    loaded.memory.release();
    throw thrown;
  }
}

export interface LoadedText {
  /** UTF-8. */
  readonly memory: TextMemory;
  /** Whether the file ends with it. */
  readonly whole: boolean;
  /** Bytes of the source that were read. */
  readonly bytesRead: number;
}

/**
 * A range of a UTF-8 file is read to where DuckDB will read it; other encodings are decoded first.
 * Throws `EngineFailure`: what reading and decoding throw.
 */
export async function loadCsvText(
  { data }: CsvSplit,
  dialect: CsvDialect,
  { session, bytes, readPiece }: PartServices,
): Promise<LoadedText> {
  const { file, start, end } = data;
  const bytesRead = end - start;
  const whole = data.kind === 'range' ? end >= file.size : data.last;
  if (data.kind === 'range' && dialect.encoding === 'utf-8') {
    const memory = await readToHeap(session, bytesRead, (target) =>
      bytes.readInto(file, start, end, target),
    );
    return { memory, whole, bytesRead };
  }
  const raw = data.kind === 'range' ? await bytes.read(file, start, end) : await readPiece();
  const text = toUtf8(raw, namedEncoding(dialect.encoding), file.name);
  return { memory: arrayMemory(text, session), whole, bytesRead };
}

function makePart(
  split: CsvSplit,
  dialect: CsvDialect,
  { memory, whole, bytesRead }: LoadedText,
  { session, bytes: source }: PartServices,
): CsvPart {
  const { data } = split;
  const { file } = data;
  const read = memory.bytes();
  const zero = read.indexOf(0);
  if (zero !== -1) throw zeroByte(file.name, data.start + zero);

  const text = split.first ? withoutByteOrderMark(read) : read;
  const skipped = split.first ? skipLines(text, dialect.skip) : 0;
  const linesSkipped = countLines(text, skipped, lineEndOf(text));
  const body = text.subarray(skipped);
  const scanner = scannerFor(dialect, body);
  const { bytes, newLine } = withUniformLineEnds(body, scanner);
  const end = whole ? lastRecordEnd(bytes, scanner, dialect) : bytes.length;
  const unterminated =
    end === bytes.length
      ? undefined
      : { offset: end, raw: new TextDecoder().decode(bytes.subarray(end)) };
  const { length } = bytes;
  let kept = memory;
  if (bytes !== body) {
    kept = arrayMemory(bytes, session);
    memory.release();
  } else memory.dropFront(read.length - length);

  let linesBefore: Promise<number> | undefined;
  const countBefore = async (): Promise<number> =>
    (await linesUntil(data, dialect, source)) + linesSkipped;
  return {
    file,
    bytes: () => kept.bytes().subarray(0, end),
    length: end,
    newLine,
    header: split.first && dialect.header,
    scanner,
    bytesRead,
    ...(unterminated === undefined ? {} : { unterminated }),
    lineAt: async (index) => {
      linesBefore ??= countBefore();
      const before = await linesBefore;
      return before + countLines(kept.bytes(), index, newLine === '\r' ? 13 : 10) + 1;
    },
    register: (name) => kept.register(name, end),
    release: () => kept.release(),
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

/** Lines of the text before a split; only asked for when a line number has to be told. */
async function linesUntil(
  { kind, file, start }: CsvSplit['data'],
  dialect: CsvDialect,
  source: ByteSource,
): Promise<number> {
  const encoding = namedEncoding(dialect.encoding);
  let lines = 0;
  let lineEnd: number | undefined;
  // Even chunks, because a code unit of UTF-16 must not be cut in two.
  for await (const chunk of evenChunks(
    fileText(file, kind === 'piece', source, 0, start),
    2 ** 20,
  )) {
    const units = searchable(narrow(chunk, encoding));
    lineEnd ??= lineEndOf(units);
    lines += countLines(units, units.length, lineEnd);
  }
  return lines;
}
