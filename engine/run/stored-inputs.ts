/**
 * While somebody types in a step, what comes before it stays the same. Its rows over the samples are
 * stored beside the preview, after the first edit, and from then on a key costs this one step.
 */
import type { Relation } from '../contract/relation.ts';
import { inputsOf } from '../contract/relation.ts';
import { rel } from '../contract/rel.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import type { EngineParts } from './engine-parts.ts';
import { createServices, now } from './engine-parts.ts';
import { openRun } from './run-context.ts';
import { openSampling, sampleRelation } from './sample-relation.ts';
import type { SourceSample } from './source-samples.ts';
import { storeRows } from './stored-rows.ts';
import type { WholeRows } from './whole-rows.ts';

/** More rows than this are computed anew: they would take longer to store than to make. */
const MOST_ROWS = 200_000;

export interface StepInputs {
  /** What is stored, by the relation whose rows it has. */
  readonly stored: ReadonlyMap<Relation, SourceSample>;
  /** Call when the preview is there: stores what is not yet, beside whatever comes next. */
  readonly storeOthers: () => void;
}

/** What the step of a relation reads of other steps. */
export function inputsOfStep(
  relation: Relation,
  whole: WholeRows,
  parts: EngineParts,
  plan: LogicalPlan,
): StepInputs {
  const stored = new Map<Relation, SourceSample>();
  const others: { readonly key: string; readonly input: Relation }[] = [];
  for (const input of inputsFromOthers(relation)) {
    if (isRead(input)) continue;
    // A run may have computed what was sampled before.
    const key = `rows ${parts.computed.runs} ${whole.keyOf(input)}`;
    const sample = parts.samples.ready(key);
    if (sample === undefined) others.push({ key, input });
    else stored.set(input, sample);
  }
  return {
    stored,
    storeOthers: () => {
      for (const { key, input } of others) {
        if (!parts.samples.isWanted(key)) continue;
        // Whatever goes wrong, the preview tells it when it computes the rows itself.
        parts.samples
          .of(key, (stage) => storeInput(input, stage, whole, parts, plan))
          .catch(() => undefined);
      }
    },
  };
}

/** A source's own rows are stored as they are. */
const isRead = (relation: Relation): boolean => relation.kind === 'scan';

function inputsFromOthers(relation: Relation): Relation[] {
  const node = relation.origin?.node;
  const found = new Set<Relation>();
  const visit = (part: Relation): void => {
    if (part.origin?.node === node) inputsOf(part).forEach(visit);
    else found.add(part);
  };
  visit(relation);
  return [...found];
}

async function storeInput(
  input: Relation,
  stage: string,
  whole: WholeRows,
  parts: EngineParts,
  plan: LogicalPlan,
): Promise<SourceSample> {
  const services = createServices(parts, plan, openRun(undefined, undefined, now));
  const sampling = createServices(parts, plan, openSampling());
  const { relation, coverage, sources } = await sampleRelation(
    input,
    parts,
    services,
    sampling,
    await whole.below(input),
  );
  const limited = rel.limit(relation, MOST_ROWS);
  const { blocks, rows, bytes, read, close } = await storeRows(parts, limited, services);
  if (rows === MOST_ROWS) {
    await close();
    throw new RangeError('too many rows to store');
  }
  return {
    output: {
      kind: 'stage-output',
      stage,
      schema: plan.schemaOf(input) ?? [],
      distribution: { kind: 'single' },
      read: 'all',
    },
    partitions: [blocks],
    rows,
    bytes,
    coverage,
    sources,
    read,
    close,
  };
}
