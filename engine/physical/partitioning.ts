/** How the rows of a relation are spread over partitions: derived, never stored. */
import { sameExpression } from '../expression/analyse.ts';
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { Distribution, Relation } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import type { PhysicalContext } from './physical-context.ts';
import { skewedLeaf } from './slices.ts';

export type Partitioning =
  /** One partition (which may be empty). */
  | { readonly kind: 'single' }
  /** Rows with equal keys stand in one partition. */
  | { readonly kind: 'hash'; readonly keys: readonly Expression[] }
  | { readonly kind: 'unknown' };

const SINGLE: Partitioning = { kind: 'single' };
const UNKNOWN: Partitioning = { kind: 'unknown' };

type Sizes = Pick<PhysicalContext, 'splitsOf' | 'stage' | 'sizing'>;

function afterExchange(distribution: Distribution, input: Partitioning): Partitioning {
  switch (distribution.kind) {
    case 'single':
    case 'broadcast':
      return SINGLE;
    case 'materialise':
      return input;
    case 'hash':
      return distribution.partitions === 1 ? SINGLE : { kind: 'hash', keys: distribution.keys };
    case 'range':
      return distribution.partitions === 1 ? SINGLE : UNKNOWN;
  }
}

/** Partitioning of a physical relation. */
export function partitioningOf(relation: Relation, sizes: Sizes): Partitioning {
  if (sizes.sizing.whole === true) return SINGLE;
  switch (relation.kind) {
    case 'scan':
      return sizes.splitsOf(relation).length <= 1 ? SINGLE : UNKNOWN;
    // Never from the observed number of partitions: which of two stages is done first must not
    // change a plan.
    case 'stage-output':
      return relation.read === 'all' ? SINGLE : afterExchange(relation.distribution, UNKNOWN);
    case 'exchange':
      return afterExchange(relation.distribution, partitioningOf(relation.input, sizes));
    case 'project': {
      const input = partitioningOf(relation.input, sizes);
      if (input.kind !== 'hash') return input;
      const keys = input.keys.map((key) => renamedBy(relation.columns, key));
      return keys.every((key) => key !== undefined) ? { kind: 'hash', keys } : UNKNOWN;
    }
    case 'aggregate': {
      if (relation.phase === 'ranked') return SINGLE;
      // Whichever way it goes, rows with equal keys end up together.
      if (relation.phase === 'open') return hashedBy(relation.keys.map(({ name }) => name));
      const input = partitioningOf(relation.input, sizes);
      if (input.kind !== 'hash') return input;
      const keys = input.keys.map((key) => renamedBy(relation.keys, key));
      return keys.every((key) => key !== undefined) ? { kind: 'hash', keys } : UNKNOWN;
    }
    case 'join':
    case 'asof-join': {
      const left = partitioningOf(relation.left, sizes);
      if (left.kind !== 'hash') return left;
      // Equal keys of a partition that is read in slices end up in several tasks.
      if (skewedLeaf(relation, sizes) !== undefined) return UNKNOWN;
      const outputs = relation.columns
        .filter((column) => column.side === 'left')
        .map((column) => ({ name: column.name, expression: ex.column(column.column) }));
      if (relation.kind === 'join' && (relation.type === 'right' || relation.type === 'full')) {
        return UNKNOWN; // unmatched right rows carry null left keys
      }
      const keys = left.keys.map((key) => renamedBy(outputs, key));
      return keys.every((key) => key !== undefined) ? { kind: 'hash', keys } : UNKNOWN;
    }
    case 'union':
      return relation.inputs.length === 1 && relation.inputs[0] !== undefined
        ? partitioningOf(relation.inputs[0], sizes)
        : UNKNOWN;
    case 'sql': {
      const only = relation.inputs[0];
      if (only === undefined || !relation.perPartition) return SINGLE;
      return partitioningOf(only.relation, sizes).kind === 'single' ? SINGLE : UNKNOWN;
    }
    case 'unnest':
    case 'unpivot': {
      const input = partitioningOf(relation.input, sizes);
      return input.kind === 'single' ? SINGLE : UNKNOWN;
    }
    case 'distinct':
      return relation.phase === 'open'
        ? hashedBy(relation.keys ?? [])
        : partitioningOf(relation.input, sizes);
    case 'filter':
    case 'sort':
    case 'limit':
    case 'top-n':
    case 'window':
    case 'pivot':
    case 'sample':
    case 'sink':
      return partitioningOf(relation.input, sizes);
  }
}

const hashedBy = (names: readonly string[]): Partitioning => ({
  kind: 'hash',
  keys: names.map((name) => ex.column(name)),
});

function renamedBy(
  columns: readonly { readonly name: string; readonly expression: Expression }[],
  key: Expression,
): Expression | undefined {
  const found = columns.find((column) => sameExpression(column.expression, key));
  return found === undefined ? undefined : ex.column(found.name);
}

/** True when rows that agree on `keys` are sure to stand in one partition. */
export function isGroupedBy(partitioning: Partitioning, keys: readonly Expression[]): boolean {
  if (partitioning.kind === 'single') return true;
  if (partitioning.kind !== 'hash' || partitioning.keys.length === 0) return false;
  return partitioning.keys.every((have) => keys.some((key) => sameKey(have, key)));
}

const sameKey = (a: Expression, b: Expression): boolean =>
  a.kind === 'column' && b.kind === 'column'
    ? nameKey(a.name) === nameKey(b.name)
    : sameExpression(a, b);
