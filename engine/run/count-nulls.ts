/** Nulls in each column of what a run computed, counted after it from what it has stored. */
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { findTarget } from './collect-targets.ts';
import { isRepeatable } from './count-relations.ts';
import type { NullCounts, NullsOptions } from './engine-api.ts';
import { collectValues, createServices, now, optimiseRoots } from './engine-parts.ts';
import type { EngineParts } from './engine-parts.ts';
import { executePlan } from './execute-plan.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import { prepareDocument } from './prepare-document.ts';
import { openRun } from './run-context.ts';
import { evictBlocks } from './run-lifecycle.ts';

export async function countNulls(
  parts: EngineParts,
  document: PipelineDocument,
  options: NullsOptions,
): Promise<NullCounts> {
  const run = openRun(options.signal, undefined, now, { background: true });
  try {
    const { plan, diagnostics } = await prepareDocument(parts, document, options, options.targets);
    refuseErrors(diagnostics);
    const services = createServices(parts, plan, run);
    const keys =
      options.targets?.map((target) => parseTarget(target, document, parts.registry).key) ??
      plan.sinks.flatMap(({ origin }) => (origin === undefined ? [] : [origin.node]));
    const wanted = keys.map((key) => findTarget(key, plan));
    const ends = options.targets === undefined ? plan.sinks : wanted.map((each) => each.relation);
    const counts = wanted.map(({ relation, schema }) => nullsOf(relation, schema));
    // Optimised along with what the run computed, shared stages are the run's own.
    const roots = (await optimiseRoots([...ends, ...counts], services)).slice(ends.length);
    const certain = roots.flatMap((root, i) => (isRepeatable(root) ? [{ root, i }] : []));
    const values = await executePlan(
      certain.map(({ root }) => root),
      (root) => collectValues(root, services),
      services,
    );
    return new Map(
      certain.map(({ i }, at) => {
        const schema = wanted[i]?.schema ?? [];
        const found = values[at]?.[0] ?? [];
        return [
          keys[i] ?? '',
          new Map(schema.map(({ name }, column) => [name, Number(found[column])])),
        ];
      }),
    );
  } finally {
    run.close();
    await evictBlocks(parts);
  }
}

/** One row: the number of nulls of each column, as text. */
function nullsOf(relation: Relation, schema: Schema): Relation {
  const totals = rel.aggregate(
    relation,
    [],
    [
      { name: 'rows', call: ex.call('count') },
      ...schema.map(({ name }, i) => ({
        name: `c${i}`,
        call: ex.call('count', ex.column(name)),
      })),
    ],
  );
  return rel.project(
    totals,
    schema.map((_, i) => ({
      name: `c${i}`,
      expression: ex.cast(ex.binary('-', ex.column('rows'), ex.column(`c${i}`)), 'VARCHAR'),
    })),
  );
}
