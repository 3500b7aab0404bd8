/**
 * From the optimised logical plan to a physical one: every relation that needs all rows of a group
 * at once gets a part that runs in each partition first, wherever that makes less to move.
 * No exchange is inserted yet, and join strategies stay open until sizes are known.
 */
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type {
  AsofJoin,
  Distinct,
  Join,
  JoinKey,
  NamedWindow,
  Relation,
  TopN,
  Union,
  Window,
} from '../contract/relation.ts';
import { countConsumers, inputsOf, withInputs } from '../contract/relation.ts';
import { formatType, sameSchema, type Schema } from '../contract/schema.ts';
import { sameExpression } from '../expression/analyse.ts';
import { expandPivot } from '../logical/expand-pivot.ts';
import { distinctInTwo } from './choose-grouping.ts';
import { expandUngrouped } from './expand-ungrouped.ts';
import { expandSample } from './expand-sample.ts';
import { numberRows, ROW_OFFSET } from './ordinal.ts';
import { partitioningOf } from './partitioning.ts';
import type { PhysicalContext } from './physical-context.ts';
import { maySampleKeys } from './sample-keys.ts';
import { splitAggregate } from './split-aggregates.ts';
import { isWorthStoring, stored } from './store-shared.ts';

/**
 * Plans all roots together, so that what they share is computed once.
 * @param earlier roots of a run before: what they shared is stored here, too, so that it is found again
 */
export async function planPhysical(
  roots: readonly Relation[],
  context: PhysicalContext,
  earlier: readonly Relation[] = [],
): Promise<Relation[]> {
  const consumers = [countConsumers(roots), countConsumers(earlier)];
  const isShared = (relation: Relation): boolean =>
    consumers.some((counts) => (counts.get(relation) ?? 0) > 1);
  const done = new Map<Relation, Relation>();
  const visit = async (relation: Relation): Promise<Relation> => {
    const known = done.get(relation);
    if (known !== undefined) return known;
    const inputs: Relation[] = [];
    for (const input of inputsOf(relation)) inputs.push(await visit(input));
    let planned = await planRelation(relation, withInputs(relation, inputs), context);
    if (isShared(relation) && isWorthStoring(relation)) planned = stored(planned);
    done.set(relation, planned);
    return planned;
  };
  const planned: Relation[] = [];
  for (const root of roots) planned.push(await visit(root));
  return planned;
}

/** @param original the logical relation, which the binder knows; @param relation the same over planned inputs */
async function planRelation(
  original: Relation,
  relation: Relation,
  context: PhysicalContext,
): Promise<Relation> {
  switch (relation.kind) {
    case 'pivot':
      return splitAggregate(expandPivot(relation), context);
    case 'aggregate': {
      const input = isWorthStoring(relation.input) ? stored(relation.input) : relation.input;
      const expanded = await expandUngrouped(relation, input, context);
      return expanded === undefined
        ? splitAggregate(relation, context)
        : replan(expanded, input, context);
    }
    case 'join':
      return planJoin(relation, context);
    case 'asof-join':
      return planAsofJoin(relation, context);
    case 'limit':
      return isSingle(relation.input, context)
        ? relation
        : {
            ...relation,
            input: {
              ...rel.limit(relation.input, relation.rows + relation.offset),
              local: true,
            },
          };
    case 'top-n':
      return planTopN(relation, context);
    case 'distinct':
      return planDistinct(relation, await columnsOf(original, context), context);
    case 'union':
      return planUnion(relation, await context.bind(original), context);
    case 'window':
      return planWindow(relation, await columnsOf(original, context), context);
    case 'sample': {
      const columns = await columnsOf(original, context);
      const expanded = expandSample(relation, columns);
      if (expanded === relation) return relation;
      // The pieces are relations like any others; their inputs are planned already.
      return replan(expanded, relation.input, context);
    }
    case 'scan':
    case 'filter':
    case 'project':
    case 'sort':
    case 'unpivot':
    case 'unnest':
    case 'sql':
    case 'sink':
    case 'exchange':
    case 'stage-output':
      return relation;
  }
}

/** Plans everything above `floor`. */
async function replan(
  relation: Relation,
  floor: Relation,
  context: PhysicalContext,
): Promise<Relation> {
  if (relation === floor) return relation;
  const inputs: Relation[] = [];
  for (const input of inputsOf(relation)) inputs.push(await replan(input, floor, context));
  const planned = withInputs(relation, inputs);
  return planRelation(planned, planned, context);
}

const isSingle = (relation: Relation, context: PhysicalContext): boolean =>
  partitioningOf(relation, context).kind === 'single';

const columnsOf = async (relation: Relation, context: PhysicalContext): Promise<string[]> =>
  (await context.bind(relation)).map((column) => column.name);

/** Each partition's first rows, then the first of those. */
function planTopN(topN: TopN, context: PhysicalContext): Relation {
  if (isSingle(topN.input, context)) return topN;
  const local: TopN = { ...topN, rows: topN.rows + topN.offset, offset: 0, local: true };
  return { ...topN, input: local };
}

function planDistinct(
  logical: Distinct,
  columns: readonly string[],
  context: PhysicalContext,
): Relation {
  if (isSingle(logical.input, context)) return logical;
  const distinct: Distinct = { ...logical, keys: logical.keys ?? columns };
  if (distinct.output === 'duplicates') return distinct;
  return maySampleKeys(logical.input, context)
    ? { ...distinct, phase: 'open' }
    : distinctInTwo(distinct);
}

/** Branches run as tasks of their own, so each must give the union's names and types by itself. */
async function planUnion(
  union: Union,
  schema: Schema,
  context: PhysicalContext,
): Promise<Relation> {
  const inputs: Relation[] = [];
  for (const input of union.inputs) {
    const have = await context.bind(input);
    if (sameSchema(have, schema)) {
      inputs.push(input);
      continue;
    }
    const columns = schema.map((column, i) => {
      const from = have[i];
      const expression = ex.column(from?.name ?? column.name);
      const type = formatType(column.type);
      const same = from !== undefined && formatType(from.type) === type;
      return { name: column.name, expression: same ? expression : ex.cast(expression, type) };
    });
    inputs.push(rel.project(input, columns));
  }
  return withInputs(union, inputs);
}

/**
 * Windows over different partition columns become a chain, one link for each. Row numbers over the
 * whole relation need only the row counts of earlier partitions.
 */
function planWindow(
  window: Window,
  columns: readonly string[],
  context: PhysicalContext,
): Relation {
  if (window.numbering === true || isSingle(window.input, context)) return window;
  const groups = groupByPartition(window.expressions);
  const numbering = groups.find((group) => group.every(isPlainRowNumber));
  const rest = groups.filter((group) => group !== numbering);
  const inputColumns = columns.slice(0, columns.length - window.expressions.length);
  let result: Relation = window.input;
  let have = [...inputColumns];
  const origin = window.origin === undefined ? {} : { origin: window.origin };
  for (const expressions of rest) {
    result = { kind: 'window', input: result, expressions, ...origin };
    have = [...have, ...expressions.map((expression) => expression.name)];
  }
  for (const { name } of numbering ?? []) {
    const start = ex.binary('+', ROW_OFFSET, ex.bigint(1));
    result = { ...numberRows(result, have, name, start), ...origin };
    have = [...have, name];
  }
  const same = have.every((name, i) => name === columns[i]);
  return same ? result : { ...rel.select(result, columns), ...origin };
}

function groupByPartition(expressions: readonly NamedWindow[]): NamedWindow[][] {
  const groups: NamedWindow[][] = [];
  for (const expression of expressions) {
    const group = groups.find(([first]) => first !== undefined && alike(first, expression));
    if (group === undefined) groups.push([expression]);
    else group.push(expression);
  }
  return groups;
}

const alike = (a: NamedWindow, b: NamedWindow): boolean =>
  isPlainRowNumber(a) === isPlainRowNumber(b) &&
  a.window.partitionBy.length === b.window.partitionBy.length &&
  a.window.partitionBy.every((key, i) =>
    sameExpression(key, b.window.partitionBy[i] as Expression),
  );

const isPlainRowNumber = ({ window }: NamedWindow): boolean =>
  window.call.name === 'row_number' &&
  window.partitionBy.length === 0 &&
  window.orderBy.length === 0;

async function planJoin(join: Join, context: PhysicalContext): Promise<Relation> {
  const on = await alignKeyTypes(join.left, join.right, join.on, context);
  const planned: Join = { ...join, on };
  if (isSingle(join.left, context) && isSingle(join.right, context)) {
    return { ...planned, strategy: 'single' };
  }
  // A broadcast would repeat the unmatched right rows in every task.
  const keepsRight = join.type === 'right' || join.type === 'full';
  if (keepsRight) return { ...planned, strategy: on.length > 0 ? 'shuffle' : 'single' };
  if (on.length === 0) return { ...planned, strategy: 'broadcast' };
  return planned;
}

async function planAsofJoin(join: AsofJoin, context: PhysicalContext): Promise<Relation> {
  const on = await alignKeyTypes(join.left, join.right, join.on, context);
  if (isSingle(join.left, context) && isSingle(join.right, context)) {
    return { ...join, on, strategy: 'single' };
  }
  return on.length === 0 ? { ...join, on, strategy: 'broadcast' } : { ...join, on };
}

/** Equal values of different types hash differently: both sides are cast to one type first. */
async function alignKeyTypes(
  left: Relation,
  right: Relation,
  on: readonly JoinKey[],
  context: PhysicalContext,
): Promise<JoinKey[]> {
  const typesOf = async (relation: Relation, keys: readonly Expression[]): Promise<string[]> => {
    const named = keys.map((expression, i) => ({ name: `k${i}`, expression }));
    if (named.length === 0) return [];
    const schema = await context.bind(rel.project(relation, named));
    return schema.map((column) => formatType(column.type));
  };
  const leftTypes = await typesOf(
    left,
    on.map((key) => key.left),
  );
  const rightTypes = await typesOf(
    right,
    on.map((key) => key.right),
  );
  return Promise.all(
    on.map(async (key, i) => {
      const [leftType, rightType] = [leftTypes[i] ?? '', rightTypes[i] ?? ''];
      if (leftType === rightType) return key;
      const common = await context.commonType(leftType, rightType);
      const as = (type: string, expression: Expression): Expression =>
        type === common ? expression : ex.cast(expression, common);
      return { left: as(leftType, key.left), right: as(rightType, key.right) };
    }),
  );
}
