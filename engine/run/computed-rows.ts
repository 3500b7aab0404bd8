/**
 * What runs have computed, by the content of relations: their stored blocks may hold all rows of a step
 * that is looked at. Whoever asks tries once; what turns out not to be there is forgotten until a run
 * computes it again.
 */
import type { Relation } from '../contract/relation.ts';
import { inputsOf, walk } from '../contract/relation.ts';
import type { RelationKeys } from './relation-key.ts';

const KEPT = 5000;

export class ComputedRows {
  readonly #keys = new Set<string>();
  #running = 0;
  #runs = 0;

  /** Changes with every run: what was sampled before may be computed exactly after. */
  get runs(): number {
    return this.#runs;
  }

  /** Workers have time. */
  get isIdle(): boolean {
    return this.#running === 0;
  }

  runStarts(): void {
    this.#running += 1;
  }

  runEnds(): void {
    this.#running -= 1;
    this.#runs += 1;
  }

  /** @param ends what a run has computed */
  add(ends: readonly Relation[], keyOf: RelationKeys): void {
    for (const relation of walk(ends)) {
      if (leavesBlocks(relation)) this.#keys.add(keyOf(relation));
    }
    const tooMany = this.#keys.size - KEPT;
    for (const key of [...this.#keys].slice(0, Math.max(0, tooMany))) this.#keys.delete(key);
  }

  has = (key: string): boolean => this.#keys.has(key);

  forget(key: string): void {
    this.#keys.delete(key);
  }
}

/** Rows that go straight through a task are stored nowhere. */
function leavesBlocks(relation: Relation): boolean {
  switch (relation.kind) {
    case 'scan':
    case 'stage-output':
    case 'sink':
      return false;
    case 'filter':
    case 'project':
    case 'limit':
    case 'unnest':
    case 'unpivot':
    case 'union':
      return inputsOf(relation).some(leavesBlocks);
    default:
      return true;
  }
}
