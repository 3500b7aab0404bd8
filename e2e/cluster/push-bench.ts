/** A folder with data, of which the cluster sees a part, and a pipeline over both. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PushEvent } from '../../engine/contract/push-job.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { dataFiles } from '../equivalence/written.ts';
import type { Pusher } from './push.ts';
import { openPusher } from './push.ts';

export interface PushBench extends Pusher {
  readonly folder: string;
  readonly native: NativeDuckDB;
  readonly engine: Engine;
  /** A target that the cluster writes. */
  readonly uri: string;
  /** Its files with rows. */
  readonly written: () => readonly string[];
}

export const step = (type: string, params: DocumentNode['params'], input?: string): DocumentNode =>
  ({ type, version: 1, params, inputs: input === undefined ? {} : { input } }) as DocumentNode;

/** Rows with values of every type that goes to a cluster and back. */
export const EVERY_TYPE = `
  SELECT i AS id, (i % 3 = 0) AS b, i::UTINYINT AS u1, (i * 900)::USMALLINT AS u2,
  (i * 90000000)::UINTEGER AS u4, 18446744073709551000::UBIGINT + i::UBIGINT AS u8,
  (i / 3)::DECIMAL(20, 4) AS dec, (i / 7)::FLOAT AS f, 'nan'::DOUBLE AS nan, encode('b' || i) AS bytes,
  uuid() AS u, DATE '1900-02-28' + i::INTEGER AS day, TIMESTAMP '1969-12-31 23:59:59.999999' + to_days(i::INTEGER) AS at,
  TIMESTAMPTZ '2024-03-31 01:30:00+00' + to_hours(i) AS zoned, [i, NULL, -i] AS list, []::VARCHAR[] AS none,
  {'a': i, 'B b': [{'c': 'x' || i}]} AS nested, MAP {'k' || i: i, 'n': NULL} AS pairs, NULL::INTEGER AS nothing
  FROM range(40) r(i)
  UNION ALL BY NAME SELECT 40 AS id`;

/** What the operations of a push were for. */
export const doings = (events: readonly PushEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'operation' ? [event.operation.does] : []));

export async function openPushBench(): Promise<PushBench> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-push-'));
  mkdirSync(join(folder, 'lake'));
  const native = await openNative();
  await native.execute(
    `COPY (SELECT i::INTEGER AS id, i % 7 AS k, i * 1.5 AS v, 'é' || i AS t, DATE '2024-01-01' + i::INTEGER AS d
      FROM range(1000) r(i)) TO '${folder}/lake/rows.parquet' (FORMAT parquet)`,
  );
  writeFileSync(join(folder, 'small.csv'), 'k,name\n0,zero\n1,one\nx,bad\n6,six\n');
  const engine = await openTestEngine(folder, { workers: 1 });
  const pusher = await openPusher(engine, folder, { lake: `file://${folder}/lake` });
  return {
    ...pusher,
    folder,
    native,
    engine,
    uri: `file://${folder}/lake/out`,
    written: () => dataFiles(join(folder, 'lake/out')),
    close: async () => {
      await pusher.close();
      await engine.close();
      native.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Rows of the lake with names from this computer, rejects too; divided at the end. */
export const pipeline = (target: DocumentNode['params'], divisor: string): PipelineDocument =>
  ({
    format: 'sluice/1',
    name: 'Rows with names',
    parameters: { least: { type: 'INTEGER', default: 10 } },
    nodes: {
      rows: step('input.parquet', { path: 'lake/rows.parquet' }),
      names: step('input.csv', {
        path: 'small.csv',
        columns: { k: 'BIGINT' },
        on_bad_row: 'reject',
      }),
      kept: step('rows.filter', { condition: 'id >= $least' }, 'rows'),
      divided: step(
        'columns.derive',
        { expressions: [{ name: 'share', expression: `100 // ${divisor}` }] },
        'kept',
      ),
      joined: {
        ...step('combine.join', { type: 'left', on: [{ left: 'k', right: 'k' }] }),
        inputs: { left: 'divided', right: 'names' },
      },
      sorted: step('rows.sort', { by: [{ column: 'id', direction: 'desc' }] }, 'joined'),
      out: step('output.file', target, 'sorted'),
    },
    canvas: { positions: {}, notes: [], groups: [] },
  }) as unknown as PipelineDocument;
