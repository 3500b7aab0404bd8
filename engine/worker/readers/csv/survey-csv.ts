/** Where the splits of a plain CSV file begin, and samples from all over it. */
import type { CsvDialect } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { skipLines } from '../../../sources/csv/line-ends.ts';
import { RECORD_START } from '../../../sources/csv/record-scanner.ts';
import { type ChunkScan, resolveBorders } from '../../../sources/csv/scan-chunk.ts';
import { splitTargets } from '../../../sources/split-size.ts';
import type { CsvChunk } from '../../protocol.ts';
import { withoutByteOrderMark } from '../text/encoding.ts';
import { lineEndOf, scannerFor, type TextFile } from './csv-file.ts';
import { narrow } from './scan-csv-chunk.ts';

/** Pieces of the sample behind the head, and the bytes of each. */
export const SAMPLE_PIECES = 30;
export const SAMPLE_BYTES = 64 * 1024;

/** A record longer than this gives no sample. */
const MAX_SAMPLE_BYTES = 8 * 1024 * 1024;

export interface Survey {
  /** Start offsets of the splits after the first, on record borders. */
  readonly borders: readonly number[];
  /** Whole records, ending with a line end but perhaps for the last. */
  readonly samples: readonly Uint8Array[];
  /** Bytes of the text. */
  readonly end: number;
}

/** What has to be found out about a file, and the chunks to scan for it. */
export interface SurveyPlan {
  /** Where splits should begin. Ascending. */
  readonly targets: readonly number[];
  /** Where sample pieces should begin. Ascending. */
  readonly samplesAt: readonly number[];
  /** In file order, without gaps. */
  readonly chunks: readonly CsvChunk[];
}

const NOTHING: SurveyPlan = { targets: [], samplesAt: [], chunks: [] };

/** Depends on the file and the split size alone. A file whose head is all of it needs no scan. */
export function planSurvey(text: TextFile, dialect: CsvDialect, splitBytes: number): SurveyPlan {
  const { file, encoding, compression } = text;
  if (!encoding.splittable || compression !== 'none') return NOTHING;
  const start = recordsStart(text, dialect);
  const targets = splitTargets(file.size, splitBytes).map((at) => Math.max(at, start + 1));
  if (text.complete && targets.length === 0) return NOTHING;
  const samplesAt: number[] = [];
  const every = Math.max(SAMPLE_BYTES, Math.ceil(file.size / SAMPLE_PIECES));
  for (let at = Math.max(start, headEnd(text)); at < file.size; at += every) samplesAt.push(at);
  const cuts = [...targets, ...samplesAt].sort((a, b) => a - b);
  const chunks: CsvChunk[] = [];
  const { delimiter, quote, escape } = dialect;
  const end = start + Math.floor((file.size - start) / encoding.unit) * encoding.unit;
  // UTF-16: chunks of whole code units.
  const chunkBytes = splitBytes + (splitBytes % encoding.unit);
  for (let from = start; from < end; from += chunkBytes) {
    const to = Math.min(end, from + chunkBytes);
    chunks.push({
      file,
      start: from,
      end: to,
      cuts: [from, ...cuts.filter((cut) => cut >= from && cut < to)],
      dialect: { delimiter, quote, escape },
      lineEnd: lineEndOf(text.head),
      encoding: encoding.name,
    });
  }
  return { targets, samplesAt, chunks };
}

/** @param scans of the plan's chunks, in their order */
export async function readSurvey(
  text: TextFile,
  dialect: CsvDialect,
  plan: SurveyPlan,
  scans: readonly ChunkScan[],
  source: ByteSource,
): Promise<Survey> {
  const { targets, samplesAt, chunks } = plan;
  const [first] = chunks;
  if (first === undefined) return { borders: [], samples: [], end: text.file.size };
  const placed = chunks.map(({ start }, i) => ({ ...(scans[i] as ChunkScan), start }));
  const found = resolveBorders(placed, text.encoding.unit);
  const cuts = chunks.flatMap((chunk) => chunk.cuts.slice(1));
  const borderOf = new Map(cuts.map((cut, i) => [cut, found[i]]));
  const { size } = text.file;

  const borders: number[] = [];
  for (const target of targets) {
    const border = borderOf.get(target);
    // Several targets may lie within one long record.
    if (border === undefined || border >= size || target <= (borders.at(-1) ?? 0)) continue;
    borders.push(border);
  }
  const samples: Uint8Array[] = [];
  let behind = 0;
  for (const at of samplesAt) {
    const border = at === first.start ? at : borderOf.get(at);
    if (border === undefined || border < behind) continue;
    const sample = await readSample(text, dialect, border, source);
    behind = border + sample.length;
    if (sample.length > 0) samples.push(sample);
  }
  return { borders, samples, end: size };
}

/** Whole records from a border on; none when the first is too long. */
async function readSample(
  text: TextFile,
  dialect: CsvDialect,
  start: number,
  source: ByteSource,
): Promise<Uint8Array> {
  const { file, encoding, head } = text;
  const scanner = scannerFor(dialect, head);
  for (let length = SAMPLE_BYTES; length <= MAX_SAMPLE_BYTES; length *= 8) {
    const limit = Math.min(file.size, start + length);
    const raw = await source.read(file, start, limit);
    const units = narrow(raw, encoding);
    let end = 0;
    for (;;) {
      const { index } = scanner.nextRecord(units, end, RECORD_START);
      if (index === -1) break;
      end = index;
    }
    if (end > 0) return raw.subarray(0, end * encoding.unit);
    if (limit === file.size) break;
  }
  return new Uint8Array();
}

/** Offset in the file behind the last whole line of the head. */
export function headEnd({ head, encoding }: TextFile): number {
  const end = head.lastIndexOf(lineEndOf(head));
  return end === -1 ? head.length : end + encoding.unit;
}

/** Offset of the first record in the file: behind byte order mark and skipped lines. */
export function recordsStart(text: TextFile, dialect: CsvDialect): number {
  const { head, encoding } = text;
  if (encoding.unit === 1) {
    const mark = head.length - withoutByteOrderMark(head).length;
    return mark + skipLines(head.subarray(mark), dialect.skip);
  }
  let at = 0;
  const low = encoding.name === 'utf-16le' ? 0 : 1;
  for (let line = 0; line < dialect.skip && at < head.length; at += 2) {
    if (head[at + low] === 0x0a && head[at + 1 - low] === 0) line++;
  }
  return at;
}
