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
  /** All rows of the source. */
  readonly whole: boolean;
  /** Lets go of the rows. */
  readonly close: () => Promise<void>;
}

/** Bytes of stored rows that may be kept for what is looked at next. */
const KEPT_BYTES = 256 << 20;

export class SourceSamples {
  /** By the source and its output; the one used longest ago comes first. */
  readonly #samples = new Map<string, Promise<SourceSample>>();
  readonly #limit: number;
  #bytes = 0;
  #count = 0;

  /** @param limit bytes to keep */
  constructor(limit = KEPT_BYTES) {
    this.#limit = limit;
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
    const sample = take(`sample_${this.#count}`);
    this.#samples.set(key, sample);
    sample.then(
      ({ bytes }) => this.#keep(bytes),
      () => this.#samples.delete(key),
    );
    return sample;
  }

  #keep(added: number): void {
    this.#bytes += added;
    for (const [key, sample] of this.#samples) {
      if (this.#bytes <= this.#limit || this.#samples.size === 1) return;
      this.#samples.delete(key);
      void sample.then(({ bytes, close }) => {
        this.#bytes -= bytes;
        return close();
      });
    }
  }
}
