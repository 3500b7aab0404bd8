/** The stored rows of a run's stages: for each partition its blocks, in row order. */
import { internalError } from '../contract/errors.ts';
import type { StageOutput } from '../contract/relation.ts';
import type { StageStats } from '../physical/physical-context.ts';
import type { BlockInfo } from '../worker/protocol.ts';

export interface StoredStage extends StageStats {
  /** By partition. */
  readonly blocks: readonly (readonly BlockInfo[])[];
}

export class StageStore {
  readonly #stages = new Map<string, StoredStage>();
  readonly #residents = new Set<string>();

  /** Rows that other runs read, too: workers keep them as tables. */
  addResident(stage: string, blocks: readonly (readonly BlockInfo[])[], sourceBytes: number): void {
    this.#residents.add(stage);
    this.add(stage, blocks, sourceBytes);
  }

  isResident = (stage: string): boolean => this.#residents.has(stage);

  add(stage: string, blocks: readonly (readonly BlockInfo[])[], sourceBytes: number): void {
    const partitions = blocks.map((list) => ({
      rows: list.reduce((sum, block) => sum + block.rows, 0),
      bytes: list.reduce((sum, block) => sum + block.bytes, 0),
      blocks: list,
    }));
    this.#stages.set(stage, { blocks, partitions, sourceBytes });
  }

  readonly get = (output: Pick<StageOutput, 'stage'>): StoredStage => {
    const found = this.#stages.get(output.stage);
    if (found === undefined) throw internalError(`Stage ${output.stage} has not run.`);
    return found;
  };

  blocksOf(output: StageOutput, partitions: readonly number[] | 'all'): readonly BlockInfo[] {
    const { blocks } = this.get(output);
    const chosen = partitions === 'all' ? blocks : partitions.map((i) => blocks[i] ?? []);
    return chosen.flat();
  }
}
