/** Looks at CSV files once: dialect, types and record-aligned splits, all fixed before any task runs. */
import { userError } from '../../../contract/errors.ts';
import type { CsvSource } from '../../../contract/source-spec.ts';
import type { CsvDialect, SourceDescription, SourceFile, Split } from '../../../contract/source.ts';
import type { ByteSource, DatabaseReader } from '../../../runtime/runtime.ts';
import { skipLines, withUniformLineEnds } from '../../../sources/csv/line-ends.ts';
import { createRecordScanner, RECORD_START } from '../../../sources/csv/record-scanner.ts';
import { SPLIT_BYTES } from '../../../sources/split-size.ts';
import type { Session } from '../../duckdb/session.ts';
import type { DescribeOutcome, DescribeRequest } from '../../protocol.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { partitionColumns, visiblePartitionValues } from '../partition-columns.ts';
import { concatBytes } from '../text/compression.ts';
import { badEncoding, invalidUtf8At, toUtf8, withoutByteOrderMark } from '../text/encoding.ts';
import { lineEndOf, openTextFile, scannerFor, type TextFile } from './csv-file.ts';
import { REJECTS_SCHEMA, resolveTypes } from './csv-types.ts';
import { scanCsvChunk } from './scan-csv-chunk.ts';
import { sniffDialect, type Sniffed, sniffTypes } from './sniff-csv.ts';
import { planSurvey, readSurvey, type Survey, type SurveyPlan } from './survey-csv.ts';
import { surveyCompressed } from './survey-compressed.ts';

export interface DescribeContext {
  readonly session: Session;
  readonly bytes: ByteSource;
  readonly databases?: DatabaseReader | undefined;
  /** For tests: the size of a split. */
  readonly splitBytes?: number;
}

interface Text {
  readonly source: SourceFile;
  readonly text: TextFile;
}

interface Surveyed extends Text {
  readonly survey: Survey;
}

/** Throws `EngineFailure`. Asks for scans of chunks first where files are large. */
export async function describeCsv(
  request: DescribeRequest & { readonly spec: CsvSource },
  context: DescribeContext,
): Promise<DescribeOutcome> {
  const { spec, files, scanned } = request;
  const filled = files.filter(({ file }) => file.size > 0);
  const texts = await openTexts(filled, spec, context);
  const dialect = scanned?.dialect ?? findDialect(request, texts, context);
  const splitBytes = context.splitBytes ?? SPLIT_BYTES;
  const plans = texts.map(({ text }) => planSurvey(text, dialect, splitBytes));
  const chunks = plans.flatMap((plan) => plan.chunks);
  if (scanned === undefined && chunks.length > 1) return { kind: 'scan-first', dialect, chunks };
  const scans =
    scanned?.scans ??
    (await Promise.all(chunks.map((chunk) => scanCsvChunk(chunk, context.bytes))));

  const surveyed: Surveyed[] = [];
  let at = 0;
  for (const [i, { source, text }] of texts.entries()) {
    const plan = plans[i] as SurveyPlan;
    const own = scans.slice(at, (at += plan.chunks.length));
    const survey =
      text.compression === 'none'
        ? await readSurvey(text, dialect, plan, own, context.bytes)
        : await surveyCompressed(text, dialect, splitBytes, context.bytes);
    surveyed.push({ source, text, survey });
  }
  const description = describeColumns({ spec, files }, surveyed, dialect, context.session);
  return { kind: 'described', description };
}

/** Files that are opened side by side: waiting for one after the other takes seconds for thousands. */
const OPENED_TOGETHER = 32;

async function openTexts(
  files: readonly SourceFile[],
  { encoding }: CsvSource,
  { bytes }: DescribeContext,
): Promise<Text[]> {
  const texts: Text[] = [];
  for (let at = 0; at < files.length; at += OPENED_TOGETHER) {
    const opened = files.slice(at, at + OPENED_TOGETHER).map(async (source) => ({
      source,
      text: await openTextFile(source.file, encoding, bytes),
    }));
    texts.push(...(await Promise.all(opened)));
  }
  return texts;
}

/** Looks at the heads of all files. */
function findDialect(
  { spec, files }: DescribeRequest & { readonly spec: CsvSource },
  texts: readonly Text[],
  { session }: DescribeContext,
): CsvDialect {
  const [first] = texts;
  if (first === undefined) throw emptyFile(files);
  for (const { text } of texts) checkText(text);
  const head = headLines(first.text);
  if (head.length === 0) throw emptyFile(files);
  const sniffed = sniffDialect(session, head, spec, first.text.file.name);
  const dialect = toDialect(sniffed, spec, first.text);
  checkHeaders(session, texts, dialect, spec);
  return dialect;
}

function describeColumns(
  request: DescribeRequest & { readonly spec: CsvSource },
  surveyed: readonly Surveyed[],
  dialect: CsvDialect,
  session: Session,
): SourceDescription {
  const { spec, files } = request;
  const typed = sniffSample(session, surveyed, dialect);
  const columns = resolveTypes(session, spec, typed.columns);
  const csv: CsvDialect = {
    ...dialect,
    ...(typed.dateFormat === undefined ? {} : { dateFormat: typed.dateFormat }),
    ...(typed.timestampFormat === undefined ? {} : { timestampFormat: typed.timestampFormat }),
  };
  return {
    spec,
    files,
    schema: [...columns, ...partitionColumns(files, columns)],
    rejectsSchema: REJECTS_SCHEMA,
    splits: makeSplits(surveyed, columns),
    bytes: files.reduce((sum, { file }) => sum + file.size, 0),
    fingerprint: fingerprintOf(request),
    csv,
  };
}

/** The head as UTF-8, up to its last line end. */
function headLines(text: TextFile): Uint8Array {
  const { head, complete, encoding, file } = text;
  const even = encoding.unit === 2 ? head.subarray(0, head.length & ~1) : head;
  const utf8 = complete ? toUtf8(even, encoding, file.name) : decodePrefix(even, text);
  const bytes = withOneLineEnd(withoutByteOrderMark(utf8));
  if (complete) return bytes;
  const end = bytes.lastIndexOf(lineEndOf(bytes));
  return end === -1 ? bytes : bytes.subarray(0, end + 1);
}

/** Before the quotes are known, a mixture of line ends becomes LF everywhere: the sniffer refuses it. */
const withOneLineEnd = (bytes: Uint8Array): Uint8Array =>
  withUniformLineEnds(bytes, createRecordScanner({ delimiter: ',', quote: '', escape: '' })).bytes;

/** A prefix may end inside a character: then it is cut at a line end before it is decoded. */
function decodePrefix(bytes: Uint8Array, { encoding, file }: TextFile): Uint8Array {
  if (encoding.unit === 2 || encoding.splittable) return toUtf8(bytes, encoding, file.name);
  const end = bytes.lastIndexOf(0x0a);
  return toUtf8(end === -1 ? bytes : bytes.subarray(0, end + 1), encoding, file.name);
}

function checkText({ head, file, encoding, complete }: TextFile): void {
  if (encoding.unit === 2) return;
  const zero = head.indexOf(0);
  if (zero !== -1) throw zeroByte(file.name, zero);
  if (encoding.name !== 'utf-8') return;
  const end = complete ? head.length : head.lastIndexOf(0x0a) + 1;
  const invalid = invalidUtf8At(head.subarray(0, end));
  if (invalid === -1) return;
  const line = head.subarray(0, invalid).reduce((n, byte) => (byte === 0x0a ? n + 1 : n), 1);
  throw badEncoding(file.name, encoding.name, { byte: invalid, line });
}

export const zeroByte = (file: string, byte: number): Error =>
  userError('nul-byte', `${file} has a NUL byte at byte ${byte}: it is not plain text.`, {
    param: 'encoding',
    hint: 'If the file is UTF-16, set encoding to utf-16. Otherwise it is damaged or not a CSV file.',
    location: { file, byte },
  });

const emptyFile = (files: readonly SourceFile[]): Error => {
  const name = files[0]?.file.name ?? 'The source';
  return userError('empty-file', `${name} is empty: there is no header and no row.`, {
    param: 'path',
    hint: 'Check the path, or that whatever writes the file has finished.',
    location: { file: name },
  });
};

function toDialect(sniffed: Sniffed, spec: CsvSource, text: TextFile): CsvDialect {
  return {
    delimiter: sniffed.delimiter,
    quote: sniffed.quote,
    escape: sniffed.escape,
    header: sniffed.header,
    skip: sniffed.skip,
    encoding: text.encoding.name,
    nullValues: [...new Set(['', ...(spec.nullValues ?? [])])],
    ...(spec.decimal === undefined ? {} : { decimal: spec.decimal }),
    ...(spec.thousands === undefined ? {} : { thousands: spec.thousands }),
  };
}

/** Every file must have the columns of the first. */
function checkHeaders(
  session: Session,
  texts: readonly { readonly text: TextFile }[],
  dialect: CsvDialect,
  spec: CsvSource,
): void {
  const [first, ...others] = texts.map(({ text }) => ({
    name: text.file.name,
    line: headerLine(text, dialect),
  }));
  if (first === undefined || !dialect.header) return;
  for (const other of others) {
    if (other.line === first.line) continue;
    const [a, b] = [first, other].map(({ line, name }) =>
      sniffDialect(
        session,
        new TextEncoder().encode(line),
        { ...spec, skip: 0, header: true, delimiter: dialect.delimiter },
        name,
      ).columns.map((column) => column.name),
    );
    if (JSON.stringify(a) === JSON.stringify(b)) continue;
    throw userError('files-differ', `${other.name} has other columns than ${first.name}.`, {
      param: 'path',
      hint: `${first.name}: ${(a ?? []).join(', ')}; ${other.name}: ${(b ?? []).join(', ')}. Read them as separate inputs and unite them.`,
      location: { file: other.name },
    });
  }
}

function headerLine(text: TextFile, dialect: CsvDialect): string {
  const head = headLines(text);
  const body = head.subarray(skipLines(head, dialect.skip));
  const end = scannerFor(dialect, body).nextRecord(body, 0, RECORD_START).index;
  return new TextDecoder().decode(end === -1 ? body : body.subarray(0, end)).trimEnd();
}

/** The head of the first file and pieces of all files, as one text with one header. */
function sniffSample(
  session: Session,
  surveyed: readonly Surveyed[],
  dialect: CsvDialect,
): Sniffed {
  const parts: Uint8Array[] = [];
  surveyed.forEach(({ text, survey }, i) => {
    const head = headLines(text);
    let from = skipLines(head, dialect.skip);
    if (i > 0 && dialect.header) {
      const body = head.subarray(from);
      const end = scannerFor(dialect, body).nextRecord(body, 0, RECORD_START).index;
      from = end === -1 ? head.length : from + end;
    }
    parts.push(withLineEnd(wholeRecords(head.subarray(from), dialect, text.complete)));
    for (const sample of survey.samples) {
      parts.push(withLineEnd(toUtf8(sample, text.encoding, text.file.name)));
    }
  });
  const sample = readable(concatBytes(parts));
  const scanner = scannerFor(dialect, sample);
  const { bytes, newLine } = withUniformLineEnds(sample, scanner);
  const spelt = newLine === '\n' ? '\\n' : newLine === '\r' ? '\\r' : '\\r\\n';
  return sniffTypes(session, bytes, dialect, spelt, surveyed[0]?.text.file.name ?? '');
}

/** Bytes that are not UTF-8 are the matter of the rows that hold them: the sniffer would refuse them all. */
const readable = (bytes: Uint8Array): Uint8Array =>
  invalidUtf8At(bytes) === -1 ? bytes : new TextEncoder().encode(new TextDecoder().decode(bytes));

/** A head that was cut may end inside a quoted field. */
function wholeRecords(bytes: Uint8Array, dialect: CsvDialect, complete: boolean): Uint8Array {
  if (complete) return bytes;
  const scanner = scannerFor(dialect, bytes);
  if (!scanner.isQuoted(scanner.advance(bytes, 0, bytes.length, RECORD_START))) return bytes;
  let end = 0;
  for (;;) {
    const { index } = scanner.nextRecord(bytes, end, RECORD_START);
    if (index === -1) return end === 0 ? bytes : bytes.subarray(0, end);
    end = index;
  }
}

function withLineEnd(bytes: Uint8Array): Uint8Array {
  const last = bytes[bytes.length - 1];
  if (last === undefined || last === 0x0a || last === 0x0d) return bytes;
  return concatBytes([bytes, Uint8Array.of(lineEndOf(bytes))]);
}

function makeSplits(
  surveyed: readonly Surveyed[],
  columns: SourceDescription['schema'],
): readonly Split[] {
  const splits: Split[] = [];
  for (const { source, text, survey } of surveyed) {
    const { file } = source;
    const starts = [0, ...survey.borders];
    starts.forEach((start, i) => {
      const last = i === starts.length - 1;
      const end = starts[i + 1] ?? survey.end;
      splits.push({
        kind: 'csv',
        index: splits.length,
        data:
          text.compression === 'none'
            ? { kind: 'range', file, start, end }
            : { kind: 'piece', file, start, end, last },
        first: i === 0,
        partitionValues: visiblePartitionValues(source, columns),
        bytes: Math.round(((end - start) / Math.max(1, survey.end)) * file.size),
      });
    });
  }
  return splits;
}
