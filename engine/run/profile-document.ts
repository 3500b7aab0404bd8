/**
 * What the values of columns look like. The rows are computed once and stored; one pass finds how
 * many there are and between which bounds, a second one counts them.
 */
import { ex } from '../contract/expression.ts';
import type { Expression } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { AggregateCall, Relation, StageOutput } from '../contract/relation.ts';
import type { Column } from '../contract/schema.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { ProfiledColumn } from '../sql/emit-profile.ts';
import { emitValueCounts } from '../sql/emit-profile.ts';
import { findTarget } from './collect-targets.ts';
import type { ColumnProfile } from '../contract/profile.ts';
import type { Profile, ProfileOptions } from './engine-api.ts';
import { collectValues, createServices, now } from './engine-parts.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { executePlan } from './execute-plan.ts';
import { prepareDocument } from './prepare-document.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import { extentOf } from './extent.ts';
import type { ColumnFacts } from './profile-column.ts';
import { binsOf, columnProfile, countsText, isOrdered, measureOf } from './profile-column.ts';
import { mergeCounts } from './profile-values.ts';
import { openRun } from './run-context.ts';
import { runTasks, valuesOf } from './run-stage.ts';
import { relationToLookAt } from './sample-for-look.ts';
import type { StoredRows } from './stored-rows.ts';
import { storeRows } from './stored-rows.ts';
import { wantedColumn } from './wanted-column.ts';

const TOP = 10;

/** What a partition tells of its values: a value that is frequent in all is frequent in each. */
const TOP_OF_PARTITION = 200;
const HASHES = 2048;

export async function profileDocument(
  parts: EngineParts,
  document: PipelineDocument,
  options: ProfileOptions,
): Promise<Profile> {
  const sample = options.sample === true;
  const run = openRun(options.signal, undefined, now, { interactive: sample });
  try {
    const { key } = parseTarget(options.target, document, parts.registry);
    const { plan, diagnostics } = await prepareDocument(parts, document, options, [options.target]);
    refuseErrors(diagnostics);
    const services = createServices(parts, plan, run);
    const { relation, schema } = findTarget(key, plan);
    const columns = (options.columns ?? schema.map(({ name }) => name)).map((name) =>
      wantedColumn(name, schema),
    );
    const sampled = await relationToLookAt(parts, document, options, relation, plan, services);
    const narrow = rel.project(
      sampled.relation,
      columns.map(({ name }, i) => ({ name: `c${i}`, expression: ex.column(name) })),
    );
    const stored = await storeRows(parts, narrow, services);
    try {
      const profiles = await profileStored(stored, columns, services);
      return { columns: profiles, extent: extentOf(sampled, false) };
    } finally {
      await stored.close();
    }
  } finally {
    run.close();
  }
}

async function profileStored(
  stored: StoredRows,
  columns: readonly Column[],
  services: RunServices,
): Promise<ColumnProfile[]> {
  const leaf = storedLeaf(stored, columns, services);
  const bounds = await findBounds(leaf, columns, services);
  const profiled = columns.map(({ type }, i): ProfiledColumn => {
    const measure = measureOf(type);
    const bins = binsOf(type, bounds[i]?.least ?? NaN, bounds[i]?.most ?? NaN);
    return {
      name: `c${i}`,
      asText: countsText(type),
      ...(measure === undefined ? {} : { measure }),
      ...(bins === undefined ? {} : { bins }),
    };
  });
  let hashes = 0;
  const { done } = await runTasks(
    leaf,
    {
      sql: (query, { count }) => {
        hashes = count > 1 ? HASHES : 0;
        return emitValueCounts(query, profiled, { top: TOP_OF_PARTITION, hashes });
      },
      output: () => ({ kind: 'values' }),
      isSample: true,
    },
    services,
  );
  const counted = done.map(valuesOf);
  return columns.map((column, i) => {
    const counts = mergeCounts(i, counted, { top: TOP, hashes });
    const { facts } = bounds[i] as Bounds;
    return columnProfile(column, facts, profiled[i]?.bins, counts);
  });
}

function storedLeaf(
  { blocks, bytes }: StoredRows,
  columns: readonly Column[],
  { stages }: RunServices,
): StageOutput {
  const stage = 'profiled';
  stages.addResident(
    stage,
    blocks.map((block) => [block]),
    bytes,
  );
  return {
    kind: 'stage-output',
    stage,
    schema: columns.map(({ type }, i) => ({ name: `c${i}`, type })),
    distribution: { kind: 'materialise' },
    read: 'partition',
  };
}

interface Bounds {
  readonly facts: ColumnFacts;
  /** Of finite numbers, or seconds since 1970; not a number where there are none. */
  readonly least: number;
  readonly most: number;
}

const FACTS = ['filled', 'min', 'max', 'mean', 'least', 'most'] as const;

async function findBounds(
  leaf: Relation,
  columns: readonly Column[],
  services: RunServices,
): Promise<Bounds[]> {
  const aggregates: AggregateCall[] = [
    { name: 'rows', call: ex.call('count') },
    ...columns.flatMap(aggregatesOf),
  ];
  const all = rel.project(
    rel.aggregate(leaf, [], aggregates),
    aggregates.map(({ name }) => ({ name, expression: ex.cast(ex.column(name), 'VARCHAR') })),
  );
  const [rows = []] = await executePlan([all], (root) => collectValues(root, services), services);
  const texts = new Map(aggregates.map(({ name }, i) => [name, rows[0]?.[i] ?? undefined]));
  return columns.map((_, i) => {
    const [filled, min, max, mean, least, most] = FACTS.map((fact) => texts.get(`${fact}${i}`));
    return {
      facts: { rows: Number(texts.get('rows')), filled: Number(filled), min, max, mean },
      least: Number(least ?? NaN),
      most: Number(most ?? NaN),
    };
  });
}

function aggregatesOf({ type }: Column, index: number): AggregateCall[] {
  const column = ex.column(`c${index}`);
  const call = (
    fact: (typeof FACTS)[number],
    name: string,
    argument: Expression,
    filter?: Expression,
  ): AggregateCall => ({
    name: `${fact}${index}`,
    call: { ...ex.call(name, argument), ...(filter === undefined ? {} : { filter }) },
  });
  const measure = measureOf(type);
  const number = ex.cast(measure === 'time' ? ex.call('epoch', column) : column, 'DOUBLE');
  const finite = ex.call('isfinite', number);
  return [
    call('filled', 'count', column),
    ...(isOrdered(type) ? [call('min', 'min', column), call('max', 'max', column)] : []),
    ...(measure === 'number' ? [call('mean', 'avg', number)] : []),
    ...(measure === undefined
      ? []
      : [call('least', 'min', number, finite), call('most', 'max', number, finite)]),
  ];
}
