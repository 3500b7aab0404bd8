/**
 * The first rows of sources, stored for previews: they are read once, and from then on what people
 * see while they type is computed from memory. Small sources are stored whole.
 */
import type { Scan, StageOutput } from '../contract/relation.ts';
import type { SourceDescription, Split } from '../contract/source.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { runTasks, blocksOf } from './run-stage.ts';
import type { StoredRows } from './stored-rows.ts';
import { keepBlocks } from './stored-rows.ts';

export interface SourceSample {
  readonly output: StageOutput;
  readonly stored: StoredRows;
  /** By partition, as a run would read the source. */
  readonly partitions: readonly StoredRows['blocks'][];
  /** All rows of the source. */
  readonly whole: boolean;
}

/** Sources up to this size are small: all of their rows are taken. */
const WHOLE_BYTES = 8 << 20;
const WHOLE_ROWS = 200_000;

/** Of larger ones: enough rows to see something in, few enough to be computed between two keys. */
const SAMPLE_BYTES = 8 << 20;
const SAMPLE_ROWS = 50_000;

/** Bytes of stored rows that may be kept for what is looked at next. */
const KEPT_BYTES = 256 << 20;

export class SourceSamples {
  /** By the source and its output; the one used longest ago comes first. */
  readonly #samples = new Map<string, Promise<SourceSample>>();
  #bytes = 0;
  #count = 0;

  /**
   * @param services of a run of its own: a preview that is given up leaves the sample to the next one
   */
  of(scan: Scan, parts: EngineParts, services: RunServices): Promise<SourceSample> {
    const key = `${services.physical.describe(scan).fingerprint} ${scan.output}`;
    const known = this.#samples.get(key);
    if (known !== undefined) {
      this.#samples.delete(key);
      this.#samples.set(key, known);
      return known;
    }
    const sample = this.#take({ ...withoutHints(scan) }, parts, services);
    this.#samples.set(key, sample);
    sample.then(
      ({ stored }) => this.#keep(stored.bytes),
      () => this.#samples.delete(key),
    );
    return sample;
  }

  async #take(scan: Scan, parts: EngineParts, services: RunServices): Promise<SourceSample> {
    const description = services.physical.describe(scan);
    const whole = isSmall(description);
    const count = whole ? description.splits.length : splitsNeeded(description.splits);
    this.#count += 1;
    const stage = `sample_${this.#count}`;
    const run = await runTasks(
      scan,
      {
        sql: (query) => (whole ? query : `SELECT * FROM (${query}) LIMIT ${SAMPLE_ROWS}`),
        output: () => ({ kind: 'store' }),
        choose: (tasks) => tasks.slice(0, Math.max(1, count)),
      },
      services,
    );
    const partitions = run.done.map(blocksOf);
    return {
      output: {
        kind: 'stage-output',
        stage,
        schema: services.physical.sourceSchema(scan),
        distribution: { kind: whole ? 'materialise' : 'single' },
        read: whole ? 'partition' : 'all',
      },
      stored: keepBlocks(parts, partitions.flat()),
      partitions,
      whole,
    };
  }

  #keep(bytes: number): void {
    this.#bytes += bytes;
    for (const [key, sample] of this.#samples) {
      if (this.#bytes <= KEPT_BYTES || this.#samples.size === 1) return;
      this.#samples.delete(key);
      void sample.then(({ stored }) => {
        this.#bytes -= stored.bytes;
        return stored.close();
      });
    }
  }
}

/** All columns: what an edit needs next is there already. */
function withoutHints({ kind, source, output }: Scan): Scan {
  return { kind, source, output };
}

/** Rows that no format tells are few in few bytes. */
const isSmall = ({ bytes, rows = 0 }: SourceDescription): boolean =>
  bytes <= WHOLE_BYTES && rows <= WHOLE_ROWS;

function splitsNeeded(splits: readonly Split[]): number {
  let [bytes, rows] = [0, 0];
  const end = splits.findIndex((split) => {
    bytes += split.bytes;
    rows += split.rows ?? 0;
    return bytes >= SAMPLE_BYTES || rows >= SAMPLE_ROWS;
  });
  return end < 0 ? splits.length : end + 1;
}
