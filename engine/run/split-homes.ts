/** Which worker last held the bytes or the columns of a split: it may hold them still. */
import type { SourceDescription } from '../contract/source.ts';
import type { CsvChunk } from '../worker/protocol.ts';

type Described = Pick<SourceDescription, 'fingerprint'>;

export class SplitHomes {
  readonly #workers = new Map<string, number>();

  get(source: Described, index: number): number | undefined {
    return this.#workers.get(keyOf(source, index));
  }

  set(source: Described, index: number, worker: number): void {
    this.#workers.set(keyOf(source, index), worker);
  }

  /** Splits begin in the chunks that were scanned to find them. */
  setByChunks(
    source: SourceDescription,
    chunks: readonly CsvChunk[],
    workers: readonly number[],
  ): void {
    for (const split of source.splits) {
      if (split.kind !== 'csv' || split.data.kind !== 'range') continue;
      const { file, start } = split.data;
      const chunk = chunks.findIndex((each) => each.file.name === file.name && start < each.end);
      const worker = workers[chunk];
      if (worker !== undefined) this.set(source, split.index, worker);
    }
  }
}

const keyOf = ({ fingerprint }: Described, index: number): string => `${fingerprint} ${index}`;
