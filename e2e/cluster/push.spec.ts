/** Pushes whose files the cluster reads and writes itself, and what failures leave behind. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFailure } from '../../engine/contract/errors.ts';
import type { PushEvent } from '../../engine/contract/push-job.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { differences } from '../compare.ts';
import { dataFiles } from '../equivalence/written.ts';
import { describeOnCluster } from './cluster.ts';
import type { Pusher } from './push.ts';
import { openPusher } from './push.ts';

const step = (type: string, params: DocumentNode['params'], input?: string): DocumentNode =>
  ({ type, version: 1, params, inputs: input === undefined ? {} : { input } }) as DocumentNode;

const doings = (events: readonly PushEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'operation' ? [event.operation.does] : []));

describeOnCluster('a push', () => {
  let native: NativeDuckDB;
  let engine: Engine;
  let pusher: Pusher;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-push-'));
    mkdirSync(join(folder, 'lake'));
    native = await openNative();
    await native.execute(
      `COPY (SELECT i::INTEGER AS id, i % 7 AS k, i * 1.5 AS v, 'é' || i AS t, DATE '2024-01-01' + i::INTEGER AS d
        FROM range(1000) r(i)) TO '${folder}/lake/rows.parquet' (FORMAT parquet)`,
    );
    writeFileSync(join(folder, 'small.csv'), 'k,name\n0,zero\n1,one\nx,bad\n6,six\n');
    engine = await openTestEngine(folder, { workers: 1 });
    pusher = await openPusher(engine, folder, { lake: `file://${folder}/lake` });
  });

  afterAll(async () => {
    await pusher.close();
    await engine.close();
    native.close();
    rmSync(folder, { recursive: true });
  });

  /** Rows of the lake with names from this computer, rejects too; divided at the end. */
  const pipeline = (target: DocumentNode['params'], divisor: string): PipelineDocument =>
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

  const uri = (): string => `file://${folder}/lake/out`;
  const written = (): readonly string[] => dataFiles(join(folder, 'lake/out'));

  async function localRows(): Promise<string> {
    const here = pipeline({ path: 'here.csv', format: 'csv' }, '(id + 1)');
    await engine.run(here);
    return `FROM read_csv('${folder}/here.csv')`;
  }

  test('gives the rows that a run gives, in their order; what is replaced is replaced whole', async () => {
    const target = { path: uri(), format: 'csv', mode: 'overwrite' };
    const first = await pusher.push(pipeline(target, '(id + 1)'));
    expect(doings(first.events)).toEqual(['write']);
    const again = await pusher.push(pipeline(target, '(id + 1)'));
    expect(doings(again.events)).toEqual(['write', 'write', 'commit']);
    expect(again.events.filter(({ type }) => type === 'warning')).toEqual([]);
    expect(readdirSync(join(folder, 'lake')).toSorted()).toEqual(['out', 'rows.parquet']);
    const files = written().map((file) => `'${file}'`);
    const rows = `FROM read_csv([${files.join(', ')}])`;
    const orderBy = ['id'];
    expect(await differences(native, rows, await localRows(), { orderBy })).toEqual([]);
  });

  test.each([
    // Raised by the statement itself, and by Spark.
    ['CAST(t AS INTEGER) + 1', 'CAST(t AS INTEGER)'],
    ['1 + k * 9223372036854775807', 'k * 9223372036854775807'],
  ])('that fails at %s leaves what was there, and names the place', async (expression, wrong) => {
    await pusher
      .push(pipeline({ path: uri(), format: 'csv', mode: 'overwrite' }, '(id + 1)'))
      .catch(() => undefined);
    const before = written();
    const failing = pipeline({ path: uri(), format: 'csv', mode: 'overwrite' }, '1');
    const { nodes } = failing;
    const derived = { expressions: [{ name: 'share', expression }] };
    const document = {
      ...failing,
      nodes: { ...nodes, divided: step('columns.derive', derived, 'kept') },
    };
    const failure = await pusher.push(document).then(
      () => undefined,
      (thrown: unknown) => (thrown instanceof EngineFailure ? thrown.error : thrown),
    );
    expect(failure).toMatchObject({
      node: 'divided',
      param: 'expressions[0].expression',
      start: expression.indexOf(wrong),
      end: expression.indexOf(wrong) + wrong.length,
    });
    expect(written()).toEqual(before);
  });

  test('goes on with the commit where a client ended before it', async () => {
    const target = { path: uri(), format: 'csv', mode: 'overwrite' };
    await pusher.push(pipeline(target, '(id + 1)'));
    const replaced = pipeline(target, '(id + 2)');
    let done = 0;
    const endsAt = ({ type }: PushEvent): boolean => type === 'operation-done' && (done += 1) === 1;
    const { events: before } = await pusher.push(replaced, { endsAt });
    const old = written();
    const { events } = await pusher.push(replaced, { before });
    expect(doings(events)).toEqual(['commit']);
    expect(written()).not.toEqual(old);
    const [file] = await native.queryRows(
      `SELECT max(share) AS most FROM read_csv([${written()
        .map((each) => `'${each}'`)
        .join(', ')}])`,
    );
    expect(Number(file?.['most'])).toBe(Math.floor(100 / 12));
  });

  test('does not send a write again that may have been heard, and fetches rows again', async () => {
    const endsAt = ({ type }: PushEvent): boolean => type === 'operation';
    const written = pipeline({ path: `${uri()}-new`, format: 'csv' }, '1');
    const sent = await pusher.push(written, { endsAt });
    await expect(pusher.push(written, { before: sent.events })).rejects.toMatchObject({
      error: { code: 'spark-operation-lost', node: 'out' },
    });
    const fetched = pipeline({ path: 'again.csv', format: 'csv' }, '1');
    const { events: before } = await pusher.push(fetched, { endsAt });
    const { events } = await pusher.push(fetched, { before });
    expect(doings(events)).toEqual(['fetch']);
    expect(events.at(-1)).toMatchObject({ type: 'output-written', step: 'out', rows: 990 });
  });

  test('to a target that must not be there is refused', async () => {
    await pusher.push(pipeline({ path: uri(), format: 'csv', mode: 'overwrite' }, '(id + 1)'));
    const refused = pusher.push(pipeline({ path: uri(), format: 'csv', mode: 'error' }, '1'));
    await expect(refused).rejects.toMatchObject({ error: { code: 'output-exists', node: 'out' } });
  });

  test('sends values of every type, and gets them back', async () => {
    await native.execute(`COPY (
      SELECT i AS id, (i % 3 = 0) AS b, i::UTINYINT AS u1, (i * 900)::USMALLINT AS u2,
        (i * 90000000)::UINTEGER AS u4, 18446744073709551000::UBIGINT + i::UBIGINT AS u8,
        (i / 3)::DECIMAL(20, 4) AS dec, (i / 7)::FLOAT AS f, 'nan'::DOUBLE AS nan, encode('b' || i) AS bytes,
        uuid() AS u, DATE '1900-02-28' + i::INTEGER AS day, TIMESTAMP '1969-12-31 23:59:59.999999' + to_days(i::INTEGER) AS at,
        TIMESTAMPTZ '2024-03-31 01:30:00+00' + to_hours(i) AS zoned, [i, NULL, -i] AS list, []::VARCHAR[] AS none,
        {'a': i, 'B b': [{'c': 'x' || i}]} AS nested, MAP {'k' || i: i, 'n': NULL} AS pairs, NULL::INTEGER AS nothing
      FROM range(40) r(i)
      UNION ALL BY NAME SELECT 40 AS id
    ) TO '${folder}/types.parquet' (FORMAT parquet)`);
    const document = (path: string): PipelineDocument => {
      const base = pipeline({ path, format: 'parquet' }, '1');
      return {
        ...base,
        parameters: {},
        nodes: {
          types: step('input.parquet', { path: 'types.parquet' }),
          wide: step(
            'columns.derive',
            { expressions: [{ name: 'sum', expression: 'sum(id) OVER (PARTITION BY b)' }] },
            'types',
          ),
          out: step('output.file', { path, format: 'parquet' }, 'wide'),
        },
      };
    };
    await engine.run(document('here.parquet'));
    await pusher.push(document('there.parquet'));
    const [there, here] = [`FROM '${folder}/there.parquet'`, `FROM '${folder}/here.parquet'`];
    expect(await differences(native, there, here)).toEqual([]);
  });

  test('reads what the pipeline names by URI, and asks the cluster for its columns', async () => {
    writeFileSync(join(folder, 'lake/names.csv'), 'k,name\n0,zero\n1,one\n6,six\n');
    writeFileSync(join(folder, 'lake/tags.json'), '{"k":0,"tag":"even"}\n{"k":1,"tag":"odd"}\n');
    const document = (lake: string, path: string): PipelineDocument => {
      const on = [{ left: 'k', right: 'k' }];
      const joined = (left: string, right: string): DocumentNode => ({
        ...step('combine.join', { type: 'left', on }),
        inputs: { left, right },
      });
      return {
        ...pipeline({ path, format: 'parquet' }, '1'),
        parameters: {},
        nodes: {
          rows: step('input.parquet', { path: `${lake}/rows.parquet` }),
          names: step('input.csv', { path: `${lake}/names.csv` }),
          tags: step('input.json', { path: `${lake}/tags.json` }),
          named: joined('rows', 'names'),
          tagged: joined('named', 'tags'),
          few: step(
            'columns.select',
            { columns: ['id', 'name', 'tag', 'd'].map((column) => ({ column })) },
            'tagged',
          ),
          out: step('output.file', { path, format: 'parquet' }, 'few'),
        },
      };
    };
    await engine.run(document('lake', 'here.parquet'));
    await pusher.push(document(`file://${folder}/lake`, 'there.parquet'));
    const [there, here] = [`FROM '${folder}/there.parquet'`, `FROM '${folder}/here.parquet'`];
    expect(await differences(native, there, here)).toEqual([]);
  });

  test('shows the first rows of a step', async () => {
    const { events, ipc } = await pusher.push(pipeline({ path: uri(), format: 'csv' }, '1'), {
      target: 'kept',
      rows: 5,
      parameters: { least: '990' },
    });
    const rows = events.flatMap((event) => (event.type === 'fetched' ? [event.rows] : []));
    expect([rows.reduce((sum, count) => sum + count, 0), ipc.length]).toEqual([5, rows.length]);
    expect(events.at(-1)).toEqual({ type: 'output-written', step: 'kept', rows: 5 });
  });

  test.each(['file:///nowhere/rows.parquet', 'file:/nowhere/*.parquet'])(
    'of %s, which executors do not see, is refused before anything is sent',
    async (path) => {
      const document = pipeline({ path: 'x.csv', format: 'csv' }, '1');
      const nodes = { ...document.nodes, rows: step('input.parquet', { path }) };
      const refused = pusher.push({ ...document, nodes });
      await expect(refused).rejects.toMatchObject({
        error: { code: 'path-not-shared', node: 'rows', param: 'path' },
      });
    },
  );
});
