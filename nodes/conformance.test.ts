/**
 * Every node against its promises: one partition and many give the same rows, and both give what
 * native DuckDB gives for the SQL that the passes emit.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Schema } from '../engine/contract/schema.ts';
import type { PipelineDocument } from '../engine/document/schema.ts';
import type { Engine } from '../engine/run/engine-api.ts';
import { TINY, openTestEngine } from '../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../engine/testing/native.ts';
import { openNative } from '../engine/testing/native.ts';
import type { Session } from '../engine/worker/duckdb/session.ts';
import { openNodeSession } from '../engine/worker/testing/open-node-session.ts';
import { registry } from './registry.ts';
import { CaseFiles, withoutArrow } from './testing/case-files.ts';
import { casesFor } from './testing/cases.ts';
import type { WrittenTarget } from './testing/read-written.ts';
import { readWritten } from './testing/read-written.ts';
import { compileNative } from './testing/run-native.ts';
import type { TypedRows } from './testing/typed-rows.ts';
import { differenceOf, engineRows, nativeRows, sortRows } from './testing/typed-rows.ts';

let folder: string;
let native: NativeDuckDB;
let session: Session;
/** One worker and partitions of the usual size; two workers and tiny partitions. */
let serial: Engine;
let partitioned: Engine;
let files: CaseFiles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-conformance-'));
  [native, session, serial, partitioned] = await Promise.all([
    openNative(),
    openNodeSession(),
    openTestEngine(folder, { workers: 1 }),
    openTestEngine(folder, { workers: 2, sizing: TINY }),
  ]);
  files = new CaseFiles(folder, native, session);
});

afterAll(async () => {
  await Promise.all([serial.close(), partitioned.close()]);
  native.close();
  session.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly schema: Schema;
  readonly rows: TypedRows;
}

/** @returns rows by target, throwing for one that was not asked for */
async function run(
  engine: Engine,
  document: PipelineDocument,
  targets: readonly string[],
): Promise<(target: string) => Answer> {
  const { tables } = await engine.run(document, { targets });
  const answers = new Map(
    tables.map((table, i) => [
      targets[i],
      { schema: table.schema, rows: engineRows(session, table) },
    ]),
  );
  return (target) => {
    const found = answers.get(target);
    if (found === undefined) throw new Error(`no rows of ${target}`);
    return found;
  };
}

function expectSame(what: string, got: TypedRows, wanted: TypedRows, ordered: boolean): void {
  const difference = ordered
    ? differenceOf(got, wanted)
    : differenceOf(sortRows(got), sortRows(wanted));
  expect(difference, what).toBeUndefined();
}

/** Runs a document for its file and reads that back. */
async function expectWritten(
  engine: Engine,
  document: PipelineDocument,
  { schema, rows }: Answer,
  ordered: boolean,
): Promise<void> {
  const { files: written } = await engine.run(document);
  const target = document.nodes['out']?.params as unknown as WrittenTarget;
  expect(written.map((file) => file.rows)).toEqual([rows.cells.length]);
  const read = await readWritten(folder, target, schema, native, session);
  expectSame(`file in ${target.format}`, read, rows, ordered);
}

describe.each(registry.types())('%s', (type) => {
  test('params are stable: what they parse to parses to itself', () => {
    const schema = registry.get(type)?.params ?? z.never();
    for (const { document } of casesFor(type)) {
      for (const node of Object.values(document.nodes)) {
        if (node.type !== type) continue;
        const parsed = schema.parse(node.params);
        expect(schema.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
      }
    }
  });

  test.each(casesFor(type))('$name', async (each) => {
    const { ordered, shuffles = false, ownReader = [] } = each;
    const placed = await files.place(each);
    const [whole, split] = await Promise.all([
      files.withTables(placed, 'one'),
      files.withTables(placed, 'many'),
    ]);
    const from = each.conserves?.from;
    const targets = [...each.targets, ...(from === undefined ? [] : [from])];
    const [one, many, { sqlOf }] = await Promise.all([
      run(serial, whole, targets),
      run(partitioned, split, targets),
      compileNative(native, withoutArrow(whole, each.files), join(folder, 'case.sluice.json')),
    ]);
    for (const target of each.targets) {
      const rows = one(target).rows;
      expectSame(`${target}, partitions`, many(target).rows, rows, ordered && !shuffles);
      if (ownReader.includes(target)) continue;
      expectSame(`${target}, native`, rows, await nativeRows(native, sqlOf(target)), ordered);
    }
    if (from !== undefined) {
      const count = (target: string): number => many(target).rows.cells.length;
      const sum = each.conserves?.to.reduce((total, target) => total + count(target), 0);
      expect(sum).toBe(count(from));
    }
    if (type === 'output.file') {
      await expectWritten(serial, whole, one('out'), ordered);
      await expectWritten(partitioned, split, many('out'), ordered);
    }
  });
});
