/** Rows of steps, gathered for whoever asked for them. */
import { internalError, userError } from '../contract/errors.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { SINK_PORT } from '../logical/lower-node.ts';
import type { Rows } from './engine-api.ts';
import { addBytesToRead, optimiseRoots } from './engine-parts.ts';
import type { RunServices } from './engine-parts.ts';
import { executePlan } from './execute-plan.ts';
import { runTasks } from './run-stage.ts';

export interface Collected {
  readonly rows: Rows;
  /** Whether the step has more rows than the limit. */
  readonly more: boolean;
}

export interface Wanted {
  /** `node.port`. */
  readonly key: string;
  readonly relation: Relation;
  readonly schema: Schema;
}

/**
 * One for one with the targets.
 *
 * @param limit rows from the front of each target; absent: all of them
 */
export async function collectTargets(
  wanted: readonly Wanted[],
  services: RunServices,
  limit?: number,
): Promise<Collected[]> {
  // A limit gathers the rows of all partitions, in order. One row beyond tells that there are more.
  const most = limit === undefined ? Number.MAX_SAFE_INTEGER : limit + 1;
  const optimised = await optimiseRoots(
    wanted.map(({ relation }) => rel.limit(relation, most)),
    services,
  );
  // Where few rows are certain, as of a union of totals, the optimiser leaves the limit out: it cuts
  // nothing. Gathering is what it is for here.
  const roots = optimised.map((root) => (root.kind === 'limit' ? root : rel.limit(root, most)));
  addBytesToRead(roots, services);
  return executePlan(
    roots,
    (root, index) => collect(root, wanted[index] as Wanted, services, limit),
    services,
  );
}

export function findTarget(key: string, plan: LogicalPlan): Wanted {
  // A step that shows rows and writes none, such as a chart, has them where others have their sink.
  const port = plan.ports.get(key) ?? plan.ports.get(`${key}.${SINK_PORT}`);
  if (port !== undefined) return { key, ...port };
  const sink = plan.sinks.find(({ origin }) => origin?.node === key);
  if (sink === undefined) {
    throw userError('unknown-target', `There is no output "${key}" to compute.`, {
      hint: `Steps give: ${[...plan.ports.keys()].join(', ')}.`,
    });
  }
  return { key, relation: sink.input, schema: plan.schemaOf(sink.input) ?? [] };
}

async function collect(
  root: Relation,
  { key, schema }: Wanted,
  services: RunServices,
  limit: number | undefined,
): Promise<Collected> {
  const run = await runTasks(
    root,
    {
      sql: (query) => query,
      output: () => ({ kind: 'return', ...(limit === undefined ? {} : { limit }) }),
    },
    services,
  );
  const [output] = run.done.flatMap((done) => done.outputs);
  if (output?.kind !== 'rows') throw internalError('A target gave no rows.');
  const { rows, ipc, more } = output;
  return { rows: { target: key, schema, rows, ipc }, more };
}
