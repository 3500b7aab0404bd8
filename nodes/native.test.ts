/**
 * Every case of every node, and every example, on native DuckDB gives what it gives on the wasm engine: columns, types and
 * rows, in order where there is one, and the same files.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Schema } from '../engine/contract/schema.ts';
import { parseDocument } from '../engine/document/parse.ts';
import type { PipelineDocument } from '../engine/document/schema.ts';
import type { Engine } from '../engine/run/engine-api.ts';
import { openNativeTestEngine, openTestEngine } from '../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../engine/testing/native.ts';
import { openNative } from '../engine/testing/native.ts';
import type { Session } from '../engine/worker/duckdb/session.ts';
import { openNodeSession } from '../engine/worker/testing/open-node-session.ts';
import { registry } from './registry.ts';
import { CaseFiles } from './testing/case-files.ts';
import { casesFor } from './testing/cases.ts';
import type { WrittenTarget } from './testing/read-written.ts';
import { readWritten } from './testing/read-written.ts';
import type { TypedRows } from './testing/typed-rows.ts';
import { differenceOf, engineRows, sortRows } from './testing/typed-rows.ts';

let folder: string;
let duckdb: NativeDuckDB;
let session: Session;
let wasm: Engine;
let native: Engine;
let files: CaseFiles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-native-'));
  [duckdb, session, wasm, native] = await Promise.all([
    openNative(),
    openNodeSession(),
    openTestEngine(folder, { workers: 1 }),
    openNativeTestEngine(folder),
  ]);
  files = new CaseFiles(folder, duckdb, session);
});

afterAll(async () => {
  await Promise.all([wasm.close(), native.close()]);
  duckdb.close();
  session.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly schema: Schema;
  readonly rows: TypedRows;
}

async function run(
  engine: Engine,
  document: PipelineDocument,
  targets: readonly string[],
): Promise<Answer[]> {
  const { tables } = await engine.run(document, { targets });
  return tables.map((table) => ({ schema: table.schema, rows: engineRows(session, table) }));
}

function expectSame(what: string, got: TypedRows, wanted: TypedRows, ordered: boolean): void {
  const difference = ordered
    ? differenceOf(got, wanted)
    : differenceOf(sortRows(got), sortRows(wanted));
  expect(difference, what).toBeUndefined();
}

/** Those that need servers have theirs in engine/run/databases.test.ts. */
const TYPES = registry.types().filter((type) => casesFor(type).length > 0);

describe.each(TYPES)('%s', (type) => {
  test.each(casesFor(type))('$name', async (each) => {
    const { ordered, targets } = each;
    const document = await files.withTables(await files.place(each), 'one');
    const [wanted, got] = await Promise.all([
      run(wasm, document, targets),
      run(native, document, targets),
    ]);
    for (const [i, target] of targets.entries()) {
      const [theirs, ours] = [wanted[i], got[i]];
      if (theirs === undefined || ours === undefined) throw new Error(`no rows of ${target}`);
      expect(ours.schema, target).toEqual(theirs.schema);
      expectSame(target, ours.rows, theirs.rows, ordered);
    }
    if (type !== 'output.file') return;
    const answer = got[targets.indexOf('out')];
    if (answer === undefined) throw new Error('no rows of the output');
    const { files: written } = await native.run(document);
    expect(written.map((file) => file.rows)).toEqual([answer.rows.cells.length]);
    const to = document.nodes['out']?.params as unknown as WrittenTarget;
    const read = await readWritten(folder, to, answer.schema, duckdb, session);
    expectSame(`file in ${to.format}`, read, answer.rows, ordered);
  });
});

describe('examples', () => {
  const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url));
  const names = readdirSync(EXAMPLES).filter((name) => name.endsWith('.sluice.json'));
  let engines: readonly [Engine, Engine];

  beforeAll(async () => {
    engines = await Promise.all([
      openTestEngine(EXAMPLES, { workers: 1 }),
      openNativeTestEngine(EXAMPLES),
    ]);
  });

  afterAll(() => Promise.all(engines.map((engine) => engine.close())));

  test.each(names)('%s', async (name) => {
    const parsed = parseDocument(readFileSync(EXAMPLES + name, 'utf8'));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
    const targets = Object.values(parsed.document.nodes).flatMap(({ type, inputs = {} }) =>
      type === 'output.file' ? Object.values(inputs).flat() : [],
    );
    expect(targets.length).toBeGreaterThan(0);
    const [wanted, got] = await Promise.all([
      run(engines[0], parsed.document, targets),
      run(engines[1], parsed.document, targets),
    ]);
    expect(got.map(({ schema }) => schema)).toEqual(wanted.map(({ schema }) => schema));
    for (const [i, { rows }] of got.entries()) {
      expectSame(targets[i] ?? '', rows, wanted[i]?.rows ?? { columns: [], cells: [] }, false);
    }
  });
});
