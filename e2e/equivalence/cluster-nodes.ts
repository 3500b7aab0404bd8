/** Conformance cases pushed to the cluster, compared with what a run of the engine writes. */
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineFailure } from '../../engine/contract/errors.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { quoteText } from '../../engine/expression/quote.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { CaseFiles } from '../../nodes/testing/case-files.ts';
import type { ConformanceCase } from '../../nodes/testing/case.ts';
import type { TypedRows } from '../../nodes/testing/typed-rows.ts';
import { differenceOf, engineRows, nativeRows, sortRows } from '../../nodes/testing/typed-rows.ts';
import { openPusher, type Pusher } from '../cluster/push.ts';
import type { EngineBench } from './engine-bench.ts';
import { openEngineBench } from './engine-bench.ts';
import type { Likeness, NodeOutcome } from './nodes.ts';
import { only, sinkOf, withSinks } from './nodes.ts';
import type { Written } from './written.ts';
import { dataFiles } from './written.ts';

/**
 * Who reads the files of a case. `executors`: the cluster, from a folder that it sees too, tables in several
 * files. `sluice`: this computer, and the rows go along.
 */
export type Reader = 'executors' | 'sluice';

/** Folder of the files that stand for ports. */
const OUTPUTS = 'outputs';

type Outcomes = Readonly<Record<string, NodeOutcome>>;

export interface ClusterNodeBench {
  readonly outcomes: (
    each: ConformanceCase,
    reader: Reader,
    likeness: (target: string) => Likeness,
  ) => Promise<Outcomes>;
  readonly close: () => Promise<void>;
}

interface Bench extends EngineBench {
  readonly files: CaseFiles;
  readonly pushers: Readonly<Record<Reader, Pusher>>;
}

export async function openClusterNodeBench(): Promise<ClusterNodeBench> {
  const engineBench = await openEngineBench();
  const { folder, native, session, engine } = engineBench;
  const pushers = {
    executors: await openPusher(engine, folder, { [folder]: `file://${folder}` }),
    sluice: await openPusher(engine, folder),
  };
  const bench: Bench = { ...engineBench, files: new CaseFiles(folder, native, session), pushers };
  return {
    outcomes: (each, reader, likeness) => outcomesOf(bench, each, reader, likeness),
    close: async () => {
      await Promise.all(Object.values(pushers).map((pusher) => pusher.close()));
      await engineBench.close();
    },
  };
}

async function outcomesOf(
  bench: Bench,
  each: ConformanceCase,
  reader: Reader,
  likeness: (target: string) => Likeness,
): Promise<Outcomes> {
  const placed = await bench.files.place(each);
  const document = reader === 'executors' ? await bench.files.withTables(placed, 'many') : placed;
  const { targets } = each;
  const attempt = (some: readonly string[]): Promise<Outcomes> =>
    pushTargets(bench, document, some, reader, likeness);
  const together = await attempt(targets);
  const isRefused = Object.values(together).some(({ kind }) => kind === 'refused');
  if (!isRefused || targets.length === 1) return together;
  // One that is refused keeps the others from being sent.
  const alone = [];
  for (const target of targets) alone.push(await attempt([target]));
  return Object.assign({}, ...alone) as Outcomes;
}

async function pushTargets(
  bench: Bench,
  document: PipelineDocument,
  targets: readonly string[],
  reader: Reader,
  likeness: (target: string) => Likeness,
): Promise<Outcomes> {
  const { engine, folder, pushers } = bench;
  const pipeline = withSinks(document, targets, OUTPUTS);
  const writtenOf = (target: string): Written =>
    pipeline.nodes[sinkOf(target, document)]?.params as unknown as Written;
  const forAll = (outcome: NodeOutcome): Outcomes =>
    Object.fromEntries(targets.map((target) => [target, outcome]));
  mkdirSync(join(folder, OUTPUTS), { recursive: true });
  await engine.run(pipeline);
  const moved = (target: string): string => join(folder, `local-${targets.indexOf(target)}`);
  for (const target of targets) renameSync(join(folder, writtenOf(target).path), moved(target));
  try {
    const { diagnostics } = await pushers[reader].push(pipeline);
    const notes = diagnostics.filter(({ code }) => code === 'differs-on-spark');
    const reason = notes.map(({ message }) => message).join('; ');
    const outcomes: Record<string, NodeOutcome> = {};
    for (const target of targets) {
      const { alike, sorted } = likeness(target);
      const same = reason === '' ? undefined : alike;
      const written = writtenOf(target);
      const got = await rowsIn(bench, written, join(folder, written.path));
      const wanted = await rowsIn(bench, written, moved(target));
      const difference = differenceIn(got, wanted, { alike: same, sorted });
      if (difference !== undefined) outcomes[target] = { kind: 'wrong', difference };
      else outcomes[target] = same === undefined ? { kind: 'same' } : { kind: 'differs', reason };
    }
    return outcomes;
  } catch (thrown) {
    const refusal = refusalIn(thrown);
    if (refusal === undefined) throw thrown;
    return forAll({ kind: 'refused', reason: refusal });
  } finally {
    for (const target of targets) {
      const written = join(folder, writtenOf(target).path);
      for (const path of [written, moved(target)]) rmSync(path, { recursive: true, force: true });
    }
  }
}

/** What was found before anything was sent. */
function refusalIn(thrown: unknown): string | undefined {
  if (!(thrown instanceof EngineFailure) || thrown.error.kind !== 'user') return undefined;
  const { code, message, diagnostics = [] } = thrown.error;
  if (code !== 'not-on-spark') return undefined;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.length === 0 ? message : errors.map((each) => each.message).join('; ');
}

function differenceIn(
  got: TypedRows,
  wanted: TypedRows,
  { alike, sorted }: Likeness,
): string | undefined {
  const rows = differenceOf(sortRows(only(got, alike)), sortRows(only(wanted, alike)));
  if (rows !== undefined || sorted === undefined) return rows;
  return differenceOf(only(got, sorted), only(wanted, sorted));
}

/** Both sides were written by the same writer: text is compared as text, line by line. */
async function rowsIn(bench: Bench, written: Written, path: string): Promise<TypedRows> {
  const { native, session, engine } = bench;
  const files = dataFiles(path);
  // No rows, in folders by their values.
  if (files.length === 0) return { columns: [], cells: [] };
  switch (written.format) {
    case 'parquet':
      return nativeRows(
        native,
        `FROM read_parquet([${files.map(quoteText).join(', ')}], hive_partitioning = ${written.partition_by !== undefined})`,
      );
    case 'arrow': {
      const document = documentOf('read', { data: step('input.arrow', { path }) });
      return engineRows(session, await engine.preview(document, { target: 'data', rows: 1000 }));
    }
    default:
      return {
        columns: ['file VARCHAR', 'line VARCHAR'],
        cells: files.flatMap((file) =>
          readFileSync(file, 'utf8')
            .split('\n')
            // Of an array in JSON, the last element has no comma.
            .map((line) => [file.slice(path.length), line.replace(/,$/, '')]),
        ),
      };
  }
}
