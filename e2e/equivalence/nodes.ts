/** Conformance cases through the exported PySpark program, compared with native DuckDB. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { quoteIdentifier, quoteText } from '../../engine/expression/quote.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import { sparkType } from '../../engine/spark/types.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import type { Session } from '../../engine/worker/duckdb/session.ts';
import { openNodeSession } from '../../engine/worker/testing/open-node-session.ts';
import { step } from '../../nodes/testing/case-builder.ts';
import { CaseFiles } from '../../nodes/testing/case-files.ts';
import type { ConformanceCase } from '../../nodes/testing/case.ts';
import { compileNative } from '../../nodes/testing/run-native.ts';
import type { TypedRows } from '../../nodes/testing/typed-rows.ts';
import { differenceOf, nativeRows, sortRows } from '../../nodes/testing/typed-rows.ts';
import { parquetType } from './expressions.ts';
import type { Spark } from './spark.ts';
import { openSpark } from './spark.ts';

export type NodeOutcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'different'; readonly difference: string };

export interface NodeBench {
  /** The outcome for each target of a case. */
  readonly compare: (each: ConformanceCase) => Promise<Readonly<Record<string, NodeOutcome>>>;
  readonly close: () => Promise<void>;
}

interface Bench {
  readonly folder: string;
  readonly native: NativeDuckDB;
  readonly session: Session;
  readonly engine: Engine;
  readonly spark: Spark;
  readonly files: CaseFiles;
}

export async function openNodeBench(): Promise<NodeBench> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-nodes-'));
  const [native, session, engine, spark] = await Promise.all([
    openNative(),
    openNodeSession(),
    openTestEngine(folder, { workers: 1 }),
    openSpark(),
  ]);
  const files = new CaseFiles(folder, native, session);
  const bench: Bench = { folder, native, session, engine, spark, files };
  let cases = 0;
  return {
    compare: (each) => {
      cases += 1;
      return compareCase(bench, each, `case-${cases}`);
    },
    close: async () => {
      await Promise.all([engine.close(), spark.close()]);
      native.close();
      session.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** All targets in one program; where one of them is refused, each in its own. */
async function compareCase(
  bench: Bench,
  each: ConformanceCase,
  name: string,
): Promise<Record<string, NodeOutcome>> {
  const document = await bench.files.place(each);
  const together = await compareTargets(bench, document, each.targets, name);
  if (typeof together !== 'string') return together;
  const outcomes: Record<string, NodeOutcome> = {};
  for (const [i, target] of each.targets.entries()) {
    const own = await compareTargets(bench, document, [target], `${name}-${i}`);
    if (typeof own === 'string') outcomes[target] = { kind: 'refused', reason: own };
    else Object.assign(outcomes, own);
  }
  return outcomes;
}

/** @returns the reason where the program is refused */
async function compareTargets(
  bench: Bench,
  document: PipelineDocument,
  targets: readonly string[],
  name: string,
): Promise<Record<string, NodeOutcome> | string> {
  const { engine, folder, spark } = bench;
  const written = withSinks(document, targets, name);
  const result = await engine.export(written, { target: 'pyspark' });
  if (!result.ok) return result.diagnostics.map(({ message }) => message).join('; ');
  const script = join(folder, name, 'pipeline.py');
  await mkdir(join(folder, name), { recursive: true });
  const program = result.project.files.find(({ path }) => path === 'pipeline.py');
  await writeFile(script, program?.text ?? '');
  const answer = await spark.ask({ script, folder });
  const outcomes: Record<string, NodeOutcome> = {};
  for (const [i, target] of targets.entries()) {
    const difference = answer.ok
      ? await differenceIn(bench, document, target, join(folder, name, `out-${i}`))
      : answer.error;
    outcomes[target] =
      difference === undefined ? { kind: 'same' } : { kind: 'different', difference };
  }
  return outcomes;
}

/** The document with every target written to a file, and with no other outputs. */
function withSinks(
  document: PipelineDocument,
  targets: readonly string[],
  folder: string,
): PipelineDocument {
  const kept = Object.entries(document.nodes).filter(([, { type }]) => type !== 'output.file');
  const sinks = targets.map((target, i): [string, DocumentNode] => [
    `sink_${i}`,
    step('output.file', { path: `${folder}/out-${i}`, format: 'parquet' }, target),
  ]);
  return { ...document, nodes: Object.fromEntries([...kept, ...sinks]) };
}

async function differenceIn(
  { native, folder }: Bench,
  document: PipelineDocument,
  target: string,
  written: string,
): Promise<string | undefined> {
  const { sqlOf } = await compileNative(native, document, join(folder, 'case.sluice.json'));
  const wanted = await rowsAsSpark(native, sqlOf(target));
  const parts = (await readdir(written)).filter((name) => name.endsWith('.parquet'));
  if (parts.length === 0) return 'Spark wrote no file';
  const got = await nativeRows(native, `FROM read_parquet(${quoteText(`${written}/*.parquet`)})`);
  return differenceOf(sortRows(got), sortRows(wanted));
}

/** The rows in the types that stand for DuckDB's in Spark. */
async function rowsAsSpark(native: NativeDuckDB, sql: string): Promise<TypedRows> {
  const described = await native.describe(sql);
  if (!described.ok) throw new Error(described.message);
  const columns = described.columns.map(({ name, type }) => {
    const column = quoteIdentifier(name);
    return `CAST(${column} AS ${parquetType(sparkType(type))}) AS ${column}`;
  });
  return nativeRows(native, `SELECT ${columns.join(', ')} FROM (${sql})`);
}
