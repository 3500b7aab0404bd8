/** One pass over CSV text: where its splits begin, and whole records from all over it as a sample. */
import { type RecordScanner, RECORD_START } from './record-scanner.ts';

export interface SurveyOptions {
  readonly scanner: RecordScanner;
  /** Offset of the first chunk's first byte: behind byte order mark and skipped lines. */
  readonly start: number;
  /** Splits should begin at multiples of this; each beginning is moved to the next record. */
  readonly splitBytes: number;
  /** Offset of the first sample piece, and bytes that each should have. */
  readonly sampleFrom: number;
  readonly sampleBytes: number;
  /** No more pieces than this: the length of the text is only known at its end. */
  readonly maxSamples: number;
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
  /** Bytes of the text. */
  readonly end: number;
}

/** Feeds on chunks in order; samples lie within chunks, so these must not depend on the machine. */
export function createSurvey(options: SurveyOptions): {
  readonly add: (chunk: SurveyChunk) => void;
  readonly finish: () => Survey;
} {
  const { scanner, unit, splitBytes } = options;
  const borders: number[] = [];
  let samples: Uint8Array[] = [];
  let state = RECORD_START;
  /** Offset of the next unread byte. */
  let offset = options.start;
  let target = Math.max(splitBytes, options.start + 1);
  let nextSample = options.sampleFrom;
  let sampleEvery = options.sampleBytes;

  const add = ({ raw, units }: SurveyChunk): void => {
    const base = offset;
    const end = base + units.length * unit;
    let at = 0;
    for (;;) {
      const wanted = Math.min(target, nextSample);
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
      if (target <= border) {
        borders.push(border);
        target = (Math.floor(border / splitBytes) + 1) * splitBytes;
      }
      if (nextSample <= border) {
        at = takeSample(raw, units, at);
        if (samples.length > options.maxSamples) {
          // Every second one goes, so that the rest is spread evenly over the text so far.
          samples = samples.filter((_, i) => i % 2 === 0);
          sampleEvery *= 2;
        }
        nextSample = Math.max(nextSample + sampleEvery, base + at * unit);
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

  const finish = (): Survey => {
    // A small last piece stays with the one before it, as in `splitTargets`.
    const latest = offset - splitBytes / 4;
    return { borders: borders.filter((border) => border < latest), samples, end: offset };
  };

  return { add, finish };
}
