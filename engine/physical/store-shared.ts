/** Rows that several relations read are stored once, unless reading their source again is as cheap. */
import type { Relation } from '../contract/relation.ts';

/** Scans that decode quickly are read again by each consumer, with just the columns it needs. */
export function isWorthStoring(relation: Relation): boolean {
  if (relation.kind === 'sink') return false;
  if (relation.kind !== 'scan') return true;
  return relation.source.format === 'csv' || relation.source.format === 'json';
}

export const stored = (input: Relation): Relation =>
  input.kind === 'exchange'
    ? input
    : {
        kind: 'exchange',
        input,
        distribution: { kind: 'materialise' },
        ...(input.origin === undefined ? {} : { origin: input.origin }),
      };
