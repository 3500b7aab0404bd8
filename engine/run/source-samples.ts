/**
 * The first rows of sources, stored for previews: they are read once, and from then on what people
 * see while they type is computed from memory. Those looked at last are kept.
 */
import type { StageOutput } from '../contract/relation.ts';
import type { BlockInfo } from '../worker/protocol.ts';

export interface SourceSample {
  readonly output: StageOutput;
  /** By partition, as a run would read the source. */
  readonly partitions: readonly (readonly BlockInfo[])[];
  readonly rows: number;
  readonly bytes: number;
  readonly coverage: Coverage;
  /** Rows of each source that they are computed from. */
  readonly sources: ReadonlyMap<string, number>;
  /** Rows `from` to `from + count` as one Arrow IPC stream. */
  readonly read: (from: number, count: number) => Promise<Uint8Array>;
  /** Lets go of the rows. */
  readonly close: () => Promise<void>;
}

/**
 * What the rows over samples are of all rows. `whole`: all of them. `prefix`: the first of them.
 * `part`: rows that all of them need not hold.
 */
export type Coverage = 'whole' | 'prefix' | 'part';

/** Bytes of stored rows that may be kept for what is looked at next. */
const KEPT_BYTES = 256 << 20;

/** Of all rows of a step at the most; rows of sources serve every step, these only their own. */
const KEPT_WHOLE_BYTES = 32 << 20;

const KEPT_KEYS = 1000;

export class SourceSamples {
  /** By the source and its output; the one used longest ago comes first. */
  readonly #samples = new Map<string, Promise<SourceSample>>();
  readonly #ready = new Map<string, SourceSample>();
  readonly #asked = new Set<string>();
  readonly #refused = new Set<string>();
  /** Columns of wide sources that somebody has looked at. */
  readonly #needed = new Map<string, Set<string>>();
  readonly #name: string;
  readonly #limit: number;
  #bytes = 0;
  #count = 0;

  private constructor(name: string, limit: number) {
    this.#name = name;
    this.#limit = limit;
  }

  /** @param limit bytes to keep */
  static ofSources(limit = KEPT_BYTES): SourceSamples {
    return new SourceSamples('sample', limit);
  }

  /** All rows of steps, see `whole-rows.ts`. */
  static ofSteps(limit = KEPT_WHOLE_BYTES): SourceSamples {
    return new SourceSamples('rows', limit);
  }

  /** @param take stores the rows under the name of a stage; it is not given up with its preview */
  of(key: string, take: (stage: string) => Promise<SourceSample>): Promise<SourceSample> {
    const known = this.#samples.get(key);
    this.#samples.delete(key);
    if (known !== undefined) {
      this.#samples.set(key, known);
      return known;
    }
    this.#count += 1;
    const sample = take(`${this.#name}_${this.#count}`);
    this.#samples.set(key, sample);
    sample.then(
      (taken) => {
        this.#ready.set(key, taken);
        this.#keep(taken.bytes);
      },
      () => {
        this.#samples.delete(key);
        this.#refused.add(key);
      },
    );
    return sample;
  }

  /** Whether it was asked for before: what is looked at once need not be stored. Refused ones are not. */
  isWanted(key: string): boolean {
    const asked = this.#asked.has(key);
    this.#asked.add(key);
    const [oldest] = this.#asked;
    if (this.#asked.size > KEPT_KEYS && oldest !== undefined) this.#asked.delete(oldest);
    return asked && !this.#refused.has(key);
  }

  /** The columns of a source that are needed now, and all that were before. */
  need(key: string, columns: readonly string[]): ReadonlySet<string> {
    const needed = this.#needed.get(key) ?? new Set();
    for (const column of columns) needed.add(column);
    this.#needed.set(key, needed);
    return needed;
  }

  /** A sample that is there already. */
  ready(key: string): SourceSample | undefined {
    const sample = this.#ready.get(key);
    const taken = this.#samples.get(key);
    if (sample === undefined || taken === undefined) return undefined;
    this.#samples.delete(key);
    this.#samples.set(key, taken);
    return sample;
  }

  /** Those that are still being taken are counted, and may be given up, once they are there. */
  #keep(added: number): void {
    this.#bytes += added;
    for (const key of [...this.#samples.keys()]) {
      if (this.#bytes <= this.#limit || this.#ready.size === 1) return;
      const sample = this.#ready.get(key);
      if (sample === undefined) continue;
      this.#samples.delete(key);
      this.#ready.delete(key);
      this.#bytes -= sample.bytes;
      void sample.close();
    }
  }
}
