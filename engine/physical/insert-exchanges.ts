/**
 * Puts an exchange wherever a relation needs its input spread otherwise than it is. Idempotent:
 * what is satisfied stays the same object, so that it can run again after every finished stage.
 */
import { internalError } from '../contract/errors.ts';
import type { Expression, SortKey } from '../contract/expression.ts';
import type {
  AsofJoin,
  Distribution,
  Exchange,
  Join,
  Relation,
  Sort,
} from '../contract/relation.ts';
import { inputsOf, transformUp, withInputs } from '../contract/relation.ts';
import { ex } from '../contract/expression.ts';
import { sameExpression } from '../expression/analyse.ts';
import { VALUE } from './expand-ungrouped.ts';
import { isGroupedBy, partitioningOf } from './partitioning.ts';
import type { PhysicalContext } from './physical-context.ts';
import { partitionsFor } from './sizing.ts';
import { sourceBytes } from './source-bytes.ts';

type Context = Pick<PhysicalContext, 'splitsOf' | 'stage' | 'sizing'>;

export const insertExchanges = (roots: readonly Relation[], context: Context): Relation[] =>
  transformUp(roots, (relation) =>
    withInputs(relation, distribute(relation, inputsOf(relation), context)),
  );

/** The inputs of a relation, spread as it needs them. */
function distribute(
  relation: Relation,
  inputs: readonly Relation[],
  context: Context,
): readonly Relation[] {
  const [input] = inputs;
  switch (relation.kind) {
    case 'join':
    case 'asof-join':
      return distributeJoin(relation, context);
    case 'sort':
      return [distributeSort(relation, context)];
    case 'aggregate': {
      if (relation.phase === 'partial' || relation.phase === 'open') return inputs;
      if (input === undefined) return inputs;
      if (relation.phase === 'ranked') {
        return [distributeSort({ input, by: [ex.key(ex.column(VALUE))] }, context)];
      }
      const keys = relation.keys.map((key) => key.expression);
      return [grouped(input, keys, context)];
    }
    case 'top-n':
      return input === undefined || isLocal(relation)
        ? inputs
        : [grouped(input, relation.per, context)];
    case 'distinct':
      return input === undefined || isLocal(relation) || relation.phase === 'open'
        ? inputs
        : [
            grouped(
              input,
              (relation.keys ?? []).map((name) => ex.column(name)),
              context,
            ),
          ];
    case 'window':
      if (relation.numbering === true)
        return [input === undefined ? relation : counted(input, context)];
      return input === undefined
        ? inputs
        : [grouped(input, relation.expressions[0]?.window.partitionBy ?? [], context)];
    case 'limit':
      return input === undefined || isLocal(relation)
        ? inputs
        : [single(input, context, relation.rows + relation.offset)];
    case 'sql':
      return relation.perPartition ? inputs : inputs.map((each) => single(each, context));
    case 'sample':
      return [input === undefined ? relation : counted(input, context)];
    case 'pivot':
      throw internalError('A pivot must be expanded before exchanges are inserted.');
    case 'scan':
    case 'stage-output':
    case 'filter':
    case 'project':
    case 'union':
    case 'unpivot':
    case 'unnest':
    case 'sink':
    case 'exchange':
      return inputs;
  }
}

const isSingle = (relation: Relation, context: Context): boolean =>
  partitioningOf(relation, context).kind === 'single';

/** The half of a split limit, top-n or distinct that runs in each partition by itself. */
const isLocal = (relation: { readonly local?: boolean }): boolean => relation.local === true;

function single(input: Relation, context: Context, stopAfter?: number): Relation {
  if (isSingle(input, context)) return input;
  return gather(input, { kind: 'single' }, stopAfter);
}

function grouped(input: Relation, keys: readonly Expression[], context: Context): Relation {
  if (keys.length === 0) return single(input, context);
  if (isGroupedBy(partitioningOf(input, context), keys)) return input;
  const partitions = partitionsFor(sourceBytes(input, context), context.sizing);
  return partitions === 1
    ? single(input, context)
    : exchange(input, { kind: 'hash', keys, partitions });
}

/** Stored, so that the rows of earlier partitions are known. */
function counted(input: Relation, context: Context): Relation {
  if (isSingle(input, context) || isStored(input)) return input;
  return exchange(input, { kind: 'materialise' });
}

const isStored = (relation: Relation): boolean =>
  relation.kind === 'exchange' || relation.kind === 'stage-output';

const exchange = (input: Relation, distribution: Distribution): Exchange => ({
  kind: 'exchange',
  input,
  distribution,
  ...(input.origin === undefined ? {} : { origin: input.origin }),
});

/** All rows for every task. Rows stored already are read again, not stored again. */
function gather(
  input: Relation,
  distribution: Distribution & { readonly kind: 'single' | 'broadcast' },
  stopAfter?: number,
): Relation {
  if (input.kind === 'stage-output') return { ...input, read: 'all' };
  const made = exchange(input, distribution);
  return stopAfter === undefined ? made : { ...made, stopAfter };
}

function distributeJoin(join: Join | AsofJoin, context: Context): readonly Relation[] {
  const { left, right } = join;
  if (join.strategy === undefined) {
    return [left, isStored(right) ? right : exchange(right, { kind: 'materialise' })];
  }
  switch (join.strategy) {
    case 'single':
      return [single(left, context), single(right, context)];
    case 'broadcast':
      return [left, readByAll(right)];
    case 'shuffle': {
      const bytes = Math.max(sourceBytes(left, context), sourceBytes(right, context));
      const partitions = partitionsFor(bytes, context.sizing);
      if (partitions === 1) return [single(left, context), single(right, context)];
      return [
        hashed(
          left,
          join.on.map((key) => key.left),
          partitions,
        ),
        hashed(
          right,
          join.on.map((key) => key.right),
          partitions,
        ),
      ];
    }
  }
}

function readByAll(input: Relation): Relation {
  const readsAll =
    (input.kind === 'stage-output' && input.read === 'all') ||
    (input.kind === 'exchange' &&
      (input.distribution.kind === 'broadcast' || input.distribution.kind === 'single'));
  return readsAll ? input : gather(input, { kind: 'broadcast' });
}

/** Both sides of a join meet partition by partition, so the number and the keys must agree exactly. */
function hashed(input: Relation, keys: readonly Expression[], partitions: number): Relation {
  if (isStored(input) && 'distribution' in input && input.distribution.kind === 'hash') {
    const have = input.distribution;
    const same =
      have.partitions === partitions &&
      have.keys.length === keys.length &&
      have.keys.every((key, i) => sameExpression(key, keys[i] as Expression));
    if (same) return input;
  }
  return exchange(input, { kind: 'hash', keys, partitions });
}

/** Small inputs are sorted in one task; larger ones by ranges, once their size and keys are known. */
function distributeSort(sort: Pick<Sort, 'input' | 'by'>, context: Context): Relation {
  const { input } = sort;
  if (isSingle(input, context)) return input;
  if (input.kind === 'exchange') return input;
  if (input.kind !== 'stage-output') return exchange(input, { kind: 'materialise' });
  if (input.distribution.kind === 'range' && sameKeys(input.distribution.by, sort.by)) return input;
  const bytes = context.stage(input).partitions.reduce((sum, part) => sum + part.bytes, 0);
  if (bytes <= context.sizing.singleSortBytes) return { ...input, read: 'all' };
  return exchange(input, {
    kind: 'range',
    by: sort.by,
    partitions: partitionsFor(bytes, context.sizing),
  });
}

const sameKeys = (a: readonly SortKey[], b: readonly SortKey[]): boolean =>
  a.length === b.length &&
  a.every((key, i) => {
    const other = b[i];
    return (
      other !== undefined &&
      key.direction === other.direction &&
      key.nulls === other.nulls &&
      sameExpression(key.expression, other.expression)
    );
  });
