/**
 * All rows of a relation, stored for previews: those that somebody ran to, and those that can be made
 * between two keys of what a run has left behind. Nothing is read of large files for them.
 */
import type { Relation } from '../contract/relation.ts';
import { inputsOf, walk } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { endsOf } from './check-expectations.ts';
import type { EngineParts } from './engine-parts.ts';
import { createServices, now } from './engine-parts.ts';
import type { RelationKeys } from './relation-key.ts';
import { keysOf } from './relation-key.ts';
import { openRun } from './run-context.ts';
import type { SourceSample } from './source-samples.ts';
import type { StoredRows } from './stored-rows.ts';
import { keepBlocks, storeRows } from './stored-rows.ts';

/** Larger ones take longer to look through than people wait between two keys. */
const MOST_ROWS = 1_000_000;
const MOST_BYTES = 32 << 20;

/** What may be read to make them: stored rows of this size, or files of a quarter of it. */
const MOST_READ = 96 << 20;

/** Each attempt is planned, also where it finds nothing. */
const MOST_ATTEMPTS = 3;

export interface WholeRows {
  readonly keyOf: RelationKeys;
  /** Undefined where they are not at hand. */
  readonly of: (relation: Relation) => Promise<SourceSample | undefined>;
  /** The highest ones below a relation that are at hand. */
  readonly below: (relation: Relation) => Promise<Map<Relation, SourceSample>>;
}

/** @param compileAll the whole pipeline that the plan is a part of */
export function createWholeRows(
  parts: EngineParts,
  plan: LogicalPlan,
  keyOf: RelationKeys,
  compileAll: () => Promise<LogicalPlan>,
): WholeRows {
  const { computed, wholeRows } = parts;
  let attempts = 0;

  const of = async (relation: Relation): Promise<SourceSample | undefined> => {
    const key = keyOf(relation);
    const ready = wholeRows.ready(key);
    if (ready !== undefined) return ready;
    if (!computed.has(key) || !computed.isIdle || attempts === MOST_ATTEMPTS) return undefined;
    attempts += 1;
    try {
      return await wholeRows.of(key, (stage) =>
        makeRows(relation, stage, parts, plan).catch(async () => {
          // Shared by steps that are not before this one, rows are stored otherwise.
          const all = await compileAll();
          const keyOfAll = keysOf(all);
          const same = walk(all.sinks).find((other) => keyOfAll(other) === key);
          if (same === undefined) throw new RangeError('no run to the outputs computes it');
          return makeRows(same, stage, parts, all, endsOf(all.sinks));
        }),
      );
    } catch {
      computed.forget(key);
      return undefined;
    }
  };

  const below = async (relation: Relation): Promise<Map<Relation, SourceSample>> => {
    const found = new Map<Relation, SourceSample>();
    const seen = new Set<Relation>();
    const visit = async (part: Relation): Promise<void> => {
      if (seen.has(part)) return;
      seen.add(part);
      const isOutput = part.kind !== 'scan' && part !== relation;
      const whole = isOutput ? await of(part) : undefined;
      if (whole !== undefined) found.set(part, whole);
      else for (const input of inputsOf(part)) await visit(input);
    };
    await visit(relation);
    return found;
  };

  return { keyOf, of, below };
}

async function makeRows(
  relation: Relation,
  stage: string,
  parts: EngineParts,
  plan: LogicalPlan,
  ends: readonly Relation[] = [],
): Promise<SourceSample> {
  const allowance = { bytes: MOST_READ };
  const run = openRun(undefined, undefined, now, { interactive: true, allowance });
  const services = createServices(parts, plan, run);
  const stored = await storeRows(parts, relation, services, { most: MOST_ROWS, ends });
  if (isSmall(stored)) return asSample(stored, stage, plan.schemaOf(relation) ?? []);
  await stored.close();
  throw new RangeError('too many rows to look through');
}

/** Rows that are open stay at hand when they are closed, as long as there is room. */
export function keepOpened(
  parts: EngineParts,
  key: string,
  opened: StoredRows,
  schema: Schema,
): void {
  if (!isSmall(opened) || parts.wholeRows.ready(key) !== undefined) return;
  void parts.wholeRows.of(key, async (stage) =>
    asSample(keepBlocks(parts, opened.blocks), stage, schema),
  );
}

const isSmall = ({ rows, bytes }: StoredRows): boolean => rows <= MOST_ROWS && bytes <= MOST_BYTES;

export const asSample = (
  { blocks, rows, bytes, read, close }: StoredRows,
  stage: string,
  schema: Schema,
): SourceSample => ({
  output: {
    kind: 'stage-output',
    stage,
    schema,
    distribution: { kind: 'single' },
    read: 'all',
  },
  partitions: [blocks],
  rows,
  bytes,
  coverage: 'whole',
  sources: new Map(),
  read,
  close,
});
