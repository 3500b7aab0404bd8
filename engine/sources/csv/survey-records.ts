/** One pass over a CSV file: where its splits begin, and whole records from all over it as a sample. */
import { type RecordScanner, RECORD_START } from './record-scanner.ts';

export interface SurveyOptions {
  readonly scanner: RecordScanner;
  /** Offset of the first chunk's first byte: behind byte order mark and skipped lines. */
  readonly start: number;
  /** Where splits should begin; each is moved to the next record. Ascending. */
  readonly targets: readonly number[];
  /** Offset of the first sample piece, distance of the others, and bytes that each should have. */
  readonly sampleFrom: number;
  readonly sampleEvery: number;
  readonly sampleBytes: number;
  /** Bytes of a code unit; offsets are in bytes, the scanner sees units. */
  readonly unit: 1 | 2;
}

/** `units` has one byte per code unit of `raw`: the same bytes, but for UTF-16. */
export interface SurveyChunk {
  readonly raw: Uint8Array;
  readonly units: Uint8Array;
}

export interface Survey {
  /** Start offsets of the splits after the first, on record borders. */
  readonly borders: readonly number[];
  /** Whole records, ending with a line end but perhaps for the last. */
  readonly samples: readonly Uint8Array[];
  /** Bytes seen, from the start of the file. */
  readonly end: number;
}

/** Feeds on chunks in file order. */
export function createSurvey(options: SurveyOptions): {
  readonly add: (chunk: SurveyChunk) => void;
  readonly finish: () => Survey;
} {
  const { scanner, unit, targets } = options;
  const borders: number[] = [];
  const samples: Uint8Array[] = [];
  let state = RECORD_START;
  /** Offset of the next unread byte. */
  let offset = options.start;
  let target = 0;
  let nextSample = options.sampleFrom;

  const add = ({ raw, units }: SurveyChunk): void => {
    const base = offset;
    const end = base + units.length * unit;
    let at = 0;
    for (;;) {
      const wanted = Math.min(targets[target] ?? Infinity, nextSample);
      if (wanted >= end) break;
      const from = Math.max(at, Math.ceil((wanted - base) / unit));
      state = scanner.advance(units, at, from, state);
      const found =
        wanted === base && at === 0 && state === RECORD_START && base === options.start
          ? { index: 0, state }
          : scanner.nextRecord(units, from, state);
      state = found.state;
      if (found.index === -1) {
        at = units.length;
        break;
      }
      at = found.index;
      const border = base + at * unit;
      let isTarget = false;
      while ((targets[target] ?? Infinity) <= border) {
        isTarget = true;
        target++;
      }
      if (isTarget && border < end) borders.push(border);
      if (nextSample <= border) {
        at = takeSample(raw, units, at);
        nextSample = Math.max(nextSample + options.sampleEvery, base + at * unit);
      }
    }
    state = scanner.advance(units, at, units.length, state);
    offset = end;
  };

  /** Copies whole records from `from` on; gives the index behind them. */
  const takeSample = (raw: Uint8Array, units: Uint8Array, from: number): number => {
    const limit = Math.min(units.length, from + options.sampleBytes / unit);
    let end = from;
    while (end < limit) {
      const found = scanner.nextRecord(units, end, RECORD_START);
      if (found.index === -1) break;
      end = found.index;
    }
    if (end > from) samples.push(raw.slice(from * unit, end * unit));
    return end;
  };

  return { add, finish: () => ({ borders, samples, end: offset }) };
}
