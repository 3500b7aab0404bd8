/**
 * Record borders of a file whose chunks are scanned apart, as in "Speculative Distributed CSV Data
 * Parsing for Big Data Analytics" (Ge et al., 2019) and "Instant Loading for Main Memory Databases"
 * (Mühlbauer et al., 2013), but exact: instead of two quote parities every state of the automaton
 * is followed through the chunk. They soon become one, or two in a chunk without quotes (outside and
 * inside), and those are skipped through with `indexOf`.
 */
import { RECORD_START, type RecordScanner } from './record-scanner.ts';

/** What a chunk does to each state that it may begin in. Plain data: crosses workers. */
export interface ChunkScan {
  /** By state at the first byte: the state behind the last one. */
  readonly end: readonly number[];
  /**
   * For each cut, by state at the first byte of the chunk: units from the chunk's start to behind the
   * first record end at or after the cut; -1 when no record ends there within the chunk.
   */
  readonly borders: readonly (readonly number[])[];
}

export interface ChunkScanner {
  /** The next units of the chunk: one byte each. */
  readonly add: (units: Uint8Array) => void;
  readonly finish: () => ChunkScan;
}

/** Stretches after which states that have become equal are followed as one: doubled up to this. */
const MAX_STRETCH = 256 * 1024;
const MIN_STRETCH = 256;

/** @param cuts ascending distances from the chunk's start, in units */
export function createChunkScanner(scanner: RecordScanner, cuts: readonly number[]): ChunkScanner {
  const { states } = scanner;
  /** By state at the chunk's start: the state now. */
  let now = Array.from({ length: states }, (_, state) => state);
  const borders = cuts.map(() => now.map(() => -1));
  /** Cuts that were passed and whose border some state still looks for. */
  let open: number[] = [];
  let nextCut = 0;
  let base = 0;
  let stretch = MIN_STRETCH;

  /** Applies a function of the state once for each state that is still told apart. */
  const each = <T>(work: (state: number) => T): T[] => {
    const known = new Map<number, T>();
    return now.map((state) => {
      const before = known.get(state);
      if (before !== undefined) return before;
      const result = work(state);
      known.set(state, result);
      return result;
    });
  };

  const findBorders = (units: Uint8Array, from: number): void => {
    if (open.length === 0) return;
    const found = each((state) => scanner.nextRecord(units, from, state).index);
    open = open.filter((cut) => {
      const border = borders[cut] as number[];
      found.forEach((index, state) => {
        if (border[state] === -1 && index !== -1) border[state] = base + index;
      });
      return border.includes(-1);
    });
  };

  const add = (units: Uint8Array): void => {
    for (let at = 0; at < units.length;) {
      const cut = (cuts[nextCut] ?? Infinity) - base;
      if (cut <= at) {
        open.push(nextCut++);
        continue;
      }
      const to = Math.min(units.length, at + stretch, cut);
      const piece = units.subarray(at, to);
      findBorders(units.subarray(0, to), at);
      const isPlain = scanner.isPlain(piece);
      now = each((state) =>
        isPlain
          ? scanner.advancePlain(piece, state)
          : scanner.advance(piece, 0, piece.length, state),
      );
      stretch = Math.min(MAX_STRETCH, stretch * 2);
      at = to;
    }
    base += units.length;
  };

  return { add, finish: () => ({ end: now, borders }) };
}

/** A chunk whose place is known: bytes from the file's start. */
export interface PlacedScan extends ChunkScan {
  readonly start: number;
}

/**
 * The first record border behind each cut, in the order of the cuts; `undefined` where the text ends
 * first. The chunks follow each other without a gap, and the first one begins a record. The first cut
 * of each chunk is its start and has no result of its own: it serves cuts of chunks before it.
 * @param unit bytes of a code unit
 */
export function resolveBorders(
  chunks: readonly PlacedScan[],
  unit: 1 | 2,
): readonly (number | undefined)[] {
  const resolved: (number | undefined)[] = [];
  let waiting = 0;
  let state = RECORD_START;
  for (const chunk of chunks) {
    chunk.borders.forEach((byState, i) => {
      const found = byState[state] as number;
      const border = found === -1 ? undefined : chunk.start + found * unit;
      if (i > 0) resolved.push(border);
      if (border === undefined) return;
      for (; waiting < resolved.length; waiting++) resolved[waiting] ??= border;
    });
    state = chunk.end[state] as number;
  }
  return resolved;
}
