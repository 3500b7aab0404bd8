/** Compiles a document with what this engine knows of its sources and finds out from its data. */
import type { Literal } from '../contract/expression.ts';
import { userError } from '../contract/errors.ts';
import { ex } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import { formatType } from '../contract/schema.ts';
import type { SourceSpec } from '../contract/source-spec.ts';
import type { SourceDescription } from '../contract/source.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { collectValues, createServices, now } from './engine-parts.ts';
import type { PreviewOptions } from './engine-api.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { executePlan } from './execute-plan.ts';
import type { Snapshots } from './plan-source.ts';
import type { Prepared } from './prepare.ts';
import { parseTarget, prepare } from './prepare.ts';
import { keysOf } from './relation-key.ts';
import { openRun } from './run-context.ts';
import { openSampling, sampleRelation } from './sample-relation.ts';

/** What a document is compiled with. */
type Given = Pick<PreviewOptions, 'parameters' | 'signal' | 'sample'> & {
  /** Databases are looked at anew, and what they keep for the run is noted here. */
  readonly snapshots?: Snapshots;
  /** Looks at sources that are not this engine's to read; undefined: it reads them. */
  readonly describeElsewhere?: DescribeElsewhere;
};

export type DescribeElsewhere = (
  spec: SourceSpec,
  node: NodeId,
) => Promise<SourceDescription> | undefined;

/** @param only targets, as `node` or `node.port`: they and what is before them; absent: all steps */
export async function prepareDocument(
  parts: EngineParts,
  document: PipelineDocument,
  given: Given,
  only?: readonly string[],
): Promise<Prepared> {
  const { registry, catalog, binder, steps, pool } = parts;
  const targets = only?.map((target) => parseTarget(target, document, registry).node);
  const { signal, snapshots } = given;
  const sources: Prepared['plan']['sources'] = new Map();
  return prepare({
    document,
    registry,
    binder,
    steps,
    given: given.parameters ?? {},
    describe: (sql) => pool.describe(sql),
    describeSource: async (spec, node) => {
      const description = await (given.describeElsewhere?.(spec, node) ??
        catalog.describe(spec, node, signal, snapshots));
      (sources as Map<string, typeof description>).set(JSON.stringify(spec), description);
      return description;
    },
    discoverValues: async (relation, column) => {
      refuseElsewhere(relation, given, column);
      return discoverValues(parts, { sources }, relation, column, given);
    },
    ...(targets === undefined ? {} : { only: targets }),
  });
}

/** Values are looked for where the rows are: here. */
function refuseElsewhere(relation: Relation, { describeElsewhere }: Given, column: string): void {
  for (const part of walk([relation])) {
    if (part.kind !== 'scan' || part.origin === undefined) continue;
    if (describeElsewhere?.(part.source, part.origin.node) === undefined) continue;
    throw userError(
      'values-on-cluster',
      `The values of "${column}" are on the cluster, so that the columns of the pivot are not known.`,
      { hint: 'List the values in the pivot step.' },
    );
  }
}

/** Pivots whose values are remembered. */
const KEPT_DISCOVERIES = 200;

/** Distinct values of a column in order, found by running what leads to it. */
async function discoverValues(
  parts: EngineParts,
  plan: Pick<Prepared['plan'], 'sources'>,
  input: Relation,
  column: string,
  { signal, sample = false }: Given,
): Promise<readonly Literal[]> {
  const run = openRun(signal, undefined, now, { interactive: sample });
  const services = createServices(parts, plan, run);
  const key = `${keysOf(plan)(input)} ${column}`;
  // Values of all rows are also right where some would do.
  const known = parts.discovered.get(key) ?? (sample ? parts.discovered.get(`~${key}`) : undefined);
  if (known !== undefined) return known;
  try {
    const sampling = createServices(parts, plan, openSampling());
    const { relation, coverage } = sample
      ? await sampleRelation(input, parts, services, sampling)
      : { relation: input, coverage: 'whole' };
    const values = await distinctValues(relation, column, services);
    parts.discovered.set(coverage === 'whole' ? key : `~${key}`, values);
    const [oldest] = parts.discovered.keys();
    if (parts.discovered.size > KEPT_DISCOVERIES && oldest !== undefined)
      parts.discovered.delete(oldest);
    return values;
  } finally {
    run.close();
  }
}

async function distinctValues(
  relation: Relation,
  column: string,
  services: RunServices,
): Promise<Literal[]> {
  const value = rel.select(relation, [column]);
  const [named] = await services.bind(value);
  const type = named === undefined ? 'VARCHAR' : formatType(named.type);
  const present = rel.filter(value, ex.isNotNull(ex.column(column)));
  const distinct = rel.aggregate(present, [{ name: column, expression: ex.column(column) }], []);
  const sorted = rel.sort(distinct, [ex.key(ex.column(column))]);
  const text = rel.project(sorted, [
    { name: column, expression: ex.cast(ex.column(column), 'VARCHAR') },
  ]);
  const [rows = []] = await executePlan([text], (root) => collectValues(root, services), services);
  return rows.map(([first]) => ex.literal(type, first ?? null));
}
