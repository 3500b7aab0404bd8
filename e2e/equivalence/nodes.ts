/** Conformance cases through exported Spark programs, compared with native DuckDB. */
import { join } from 'node:path';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import type { ExportTarget, ExportedFile } from '../../engine/export/project.ts';
import { quoteIdentifier } from '../../engine/expression/quote.ts';
import { sparkType } from '../../engine/spark/types.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { step } from '../../nodes/testing/case-builder.ts';
import { CaseFiles } from '../../nodes/testing/case-files.ts';
import type { ConformanceCase } from '../../nodes/testing/case.ts';
import { compileNative } from '../../nodes/testing/run-native.ts';
import type { TypedRows } from '../../nodes/testing/typed-rows.ts';
import { differenceOf, engineRows, nativeRows, sortRows } from '../../nodes/testing/typed-rows.ts';
import type { EngineBench } from './engine-bench.ts';
import { openEngineBench } from './engine-bench.ts';
import { parquetType } from './expressions.ts';
import type { Written } from './written.ts';
import { writtenRows } from './written.ts';

export type NodeOutcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The export says why, and nothing differs but what the case says. */
  | { readonly kind: 'differs'; readonly reason: string }
  /** What must not be. */
  | { readonly kind: 'wrong'; readonly difference: string };

export interface Likeness {
  /**
   * What is the same of a target's rows where the export says that they may be other ones: these columns.
   * `shape`: nothing but their types. Absent: all of the rows.
   */
  readonly alike?: readonly string[] | 'shape' | undefined;
  /** Columns whose values come in the same order. */
  readonly sorted?: readonly string[] | undefined;
}

/** An exported program that writes targets of a case. */
export interface NodeProgram {
  readonly targets: readonly string[];
  readonly files: readonly ExportedFile[];
  /** What the export says of its rows; empty: they are the same. */
  readonly reason: string;
  readonly document: PipelineDocument;
  readonly each: ConformanceCase;
}

interface Refused {
  readonly targets: readonly string[];
  readonly refused: string;
}

export interface NodeBench {
  /** Relative paths of programs start there. */
  readonly folder: string;
  /** One program for all targets of a case; where one of them is refused, one for each. */
  readonly programs: (
    each: ConformanceCase,
    language: ExportTarget,
  ) => Promise<readonly (NodeProgram | Refused)[]>;
  /** What a program that was run has written for each of its targets. */
  readonly outcomes: (
    program: NodeProgram,
    likeness: (target: string) => Likeness,
  ) => Promise<Readonly<Record<string, NodeOutcome>>>;
  readonly close: () => Promise<void>;
}

interface Bench extends EngineBench {
  readonly files: CaseFiles;
}

export async function openNodeBench(): Promise<NodeBench> {
  const engineBench = await openEngineBench();
  const { folder, native, session, close } = engineBench;
  const files = new CaseFiles(folder, native, session);
  const bench: Bench = { ...engineBench, files };
  let cases = 0;
  return {
    folder,
    programs: async (each, language) => {
      const document = await files.place(each);
      const name = (): string => `case ${(cases += 1)} ${language}`;
      const { targets } = each;
      const together = await exportCase(bench, { ...each, document }, language, targets, name());
      if (!('refused' in together) || targets.length === 1) return [together];
      return Promise.all(
        targets.map((target) =>
          exportCase(bench, { ...each, document }, language, [target], name()),
        ),
      );
    },
    outcomes: (program, likeness) => outcomesOf(bench, program, likeness),
    close,
  };
}

async function exportCase(
  { engine }: Bench,
  each: ConformanceCase,
  language: ExportTarget,
  targets: readonly string[],
  name: string,
): Promise<NodeProgram | Refused> {
  const document = withSinks(each.document, targets, name);
  const result = await engine.export(document, { target: language });
  const reason = result.diagnostics.map(({ message }) => message).join('; ');
  if (!result.ok) return { targets, refused: reason };
  return { targets, files: result.project.files, reason, document, each };
}

async function outcomesOf(
  bench: Bench,
  { targets, reason, document, each }: NodeProgram,
  likeness: (target: string) => Likeness,
): Promise<Record<string, NodeOutcome>> {
  const outcomes: Record<string, NodeOutcome> = {};
  for (const target of targets) {
    const { alike, sorted } = likeness(target);
    const same = reason === '' ? undefined : alike;
    const sink = document.nodes[sinkOf(target, each.document)];
    const difference = await differenceIn(bench, sink, { alike: same, sorted }, () =>
      each.ownReader?.includes(target) === true
        ? rowsOfEngine(bench, each.document, target)
        : rowsOfNative(bench, document, target),
    );
    if (difference !== undefined) outcomes[target] = { kind: 'wrong', difference };
    else outcomes[target] = same === undefined ? { kind: 'same' } : { kind: 'differs', reason };
  }
  return outcomes;
}

const isSink = (document: PipelineDocument, name: string): boolean =>
  document.nodes[name]?.type === 'output.file';

export const sinkOf = (target: string, document: PipelineDocument): string =>
  isSink(document, target) ? target : `sink ${target}`;

/** The document with every target written to a file, and with no other outputs. */
export function withSinks(
  document: PipelineDocument,
  targets: readonly string[],
  name: string,
): PipelineDocument {
  const kept = Object.entries(document.nodes).filter(
    ([name]) => targets.includes(name) || !isSink(document, name),
  );
  const sinks = targets
    .filter((target) => !isSink(document, target))
    .map((target): [string, DocumentNode] => [
      sinkOf(target, document),
      step('output.file', { path: `${name}/${target}`, format: 'parquet' }, target),
    ]);
  return { ...document, name, nodes: Object.fromEntries([...kept, ...sinks]) };
}

async function differenceIn(
  { native, folder }: Bench,
  sink: DocumentNode | undefined,
  { alike, sorted }: Likeness,
  expected: () => Promise<TypedRows>,
): Promise<string | undefined> {
  const wanted = await expected();
  const output = sink?.params as unknown as Written;
  const got = await writtenRows(native, join(folder, output.path), output, wanted.columns);
  if (typeof got === 'string') return got;
  const rows = differenceOf(sortRows(only(got, alike)), sortRows(only(wanted, alike)));
  if (rows !== undefined || sorted === undefined) return rows;
  return differenceOf(only(got, sorted), only(wanted, sorted));
}

async function rowsOfNative(
  { native, folder }: Bench,
  document: PipelineDocument,
  target: string,
): Promise<TypedRows> {
  const { sqlOf } = await compileNative(native, document, join(folder, 'case.sluice.json'));
  return rowsAsSpark(native, sqlOf(target));
}

const rowsOfEngine = async (
  { engine, session }: Bench,
  document: PipelineDocument,
  target: string,
): Promise<TypedRows> =>
  engineRows(session, await engine.preview(document, { target, rows: 1000 }));

/** Without the values of columns that may differ. */
export function only({ columns, cells }: TypedRows, alike: Likeness['alike']): TypedRows {
  if (alike === undefined) return { columns, cells };
  if (alike === 'shape') return { columns, cells: [] };
  const kept = columns.map((column) => alike.some((name) => column.startsWith(`${name} `)));
  return { columns, cells: cells.map((row) => row.filter((_, i) => kept[i])) };
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
