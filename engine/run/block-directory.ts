/**
 * Where every stored block is, and which task makes it. Block ids are content addresses, so a block
 * that is there serves every run that would compute it.
 */
import type { BlockId } from '../contract/ids.ts';
import type { BlockInfo, TaskSpec } from '../worker/protocol.ts';

interface Entry {
  readonly info: BlockInfo;
  /** The task to run again when the block is lost. */
  readonly task: TaskSpec;
  /** Counts up with every use: the smallest was used longest ago. */
  lastUse: number;
}

export class BlockDirectory {
  readonly #entries = new Map<BlockId, Entry>();
  readonly #tasks = new Map<BlockId, TaskSpec>();
  /** How many hold on to a block: it is not evicted. */
  readonly #pins = new Map<BlockId, number>();
  #clock = 0;

  add(info: BlockInfo, task: TaskSpec): void {
    this.#clock += 1;
    this.#entries.set(info.id, { info, task, lastUse: this.#clock });
    this.#tasks.set(info.id, task);
  }

  /** The block, if it is still somewhere. */
  find(id: BlockId): BlockInfo | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    this.#clock += 1;
    entry.lastUse = this.#clock;
    return entry.info;
  }

  /** The task that makes a block, also when the block is lost. */
  taskOf(id: BlockId): TaskSpec | undefined {
    return this.#tasks.get(id);
  }

  forget(id: BlockId): void {
    this.#entries.delete(id);
  }

  forgetWorker(worker: number): void {
    for (const [id, { info }] of this.#entries) {
      if (info.worker === worker) this.#entries.delete(id);
    }
  }

  /** Keeps blocks, also from eviction, until as many `unpin`s. A lost block can be made again. */
  pin(ids: readonly BlockId[]): void {
    for (const id of ids) this.#pins.set(id, (this.#pins.get(id) ?? 0) + 1);
  }

  /** Lets go of blocks; forgets those that nobody holds any more and gives them by their worker. */
  unpin(ids: readonly BlockId[]): Map<number, BlockId[]> {
    const dropped = new Map<number, BlockId[]>();
    for (const id of ids) {
      const pins = (this.#pins.get(id) ?? 0) - 1;
      if (pins > 0) {
        this.#pins.set(id, pins);
        continue;
      }
      this.#pins.delete(id);
      this.#remove(id, dropped);
    }
    return dropped;
  }

  #remove(id: BlockId, dropped: Map<number, BlockId[]>): void {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    this.#tasks.delete(id);
    if (entry === undefined) return;
    const { worker } = entry.info;
    dropped.set(worker, [...(dropped.get(worker) ?? []), id]);
  }

  get bytes(): number {
    let bytes = 0;
    for (const { info } of this.#entries.values()) bytes += info.bytes;
    return bytes;
  }

  /** Forgets the blocks used longest ago until the rest fits; gives them by the worker that holds them. */
  evict(budget: number): Map<number, BlockId[]> {
    const dropped = new Map<number, BlockId[]>();
    let bytes = this.bytes;
    const oldest = [...this.#entries.values()].sort((a, b) => a.lastUse - b.lastUse);
    for (const { info } of oldest) {
      if (bytes <= budget) break;
      if (this.#pins.has(info.id)) continue;
      bytes -= info.bytes;
      this.#remove(info.id, dropped);
    }
    return dropped;
  }
}
