/** Tables of the cluster's catalog: written, replaced, added to, and read. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PushEvent } from '../../engine/contract/push-job.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { runCommand } from '../../engine/remote/spark-plan/run-command.ts';
import { differences } from '../compare.ts';
import { describeOnCluster } from './cluster.ts';
import type { PushBench } from './push-bench.ts';
import { doings, openPushBench, pipeline, step } from './push-bench.ts';
import { collect, errorOf, rowsOf, sqlPlan } from './spark-connect.ts';

describeOnCluster('a table of the catalog', () => {
  let bench: PushBench;

  beforeAll(async () => {
    bench = await openPushBench();
    await sql('CREATE SCHEMA IF NOT EXISTS sales');
  });

  afterAll(async () => {
    await sql('DROP SCHEMA sales CASCADE');
    await bench.close();
  });

  const sql = (statement: string): Promise<void> => runCommand(statement, bench.session);

  /** Names of tables in the schema. */
  async function tables(): Promise<readonly string[]> {
    const found = rowsOf(await collect(bench.session.execute(sqlPlan('SHOW TABLES IN sales'))));
    return (found as { tableName: string }[]).map(({ tableName }) => tableName).toSorted();
  }

  const to = (table: string, mode: string): DocumentNode['params'] => ({
    path: `table://sales.${table}`,
    format: 'parquet',
    mode,
  });

  /** What a table holds comes here as a file. */
  async function fetched(table: string): Promise<string> {
    const document: PipelineDocument = {
      format: 'sluice/1',
      name: 'Read',
      parameters: {},
      nodes: {
        rows: step('input.parquet', { path: `table://sales.${table}` }),
        out: step('output.file', { path: `${table}.parquet`, format: 'parquet' }, 'rows'),
      },
    };
    await bench.push(document);
    return `FROM '${bench.folder}/${table}.parquet'`;
  }

  async function ran(divisor: string): Promise<string> {
    await bench.engine.run(pipeline({ path: 'here.parquet', format: 'parquet' }, divisor));
    return `FROM '${bench.folder}/here.parquet'`;
  }

  test('holds the rows that a run gives; is replaced whole, and nothing is left beside it', async () => {
    const first = await bench.push(pipeline(to('totals', 'overwrite'), '(id + 1)'));
    expect(doings(first.events)).toEqual(['write']);
    expect(await differences(bench.native, await fetched('totals'), await ran('(id + 1)'))).toEqual(
      [],
    );
    const again = await bench.push(pipeline(to('totals', 'overwrite'), '(id + 2)'));
    expect(doings(again.events)).toEqual(['write', 'write', 'commit']);
    expect(again.events.filter(({ type }) => type === 'warning')).toEqual([]);
    expect(await differences(bench.native, await fetched('totals'), await ran('(id + 2)'))).toEqual(
      [],
    );
    expect(await tables()).toEqual(['totals']);
  });

  test('that a failing push was to replace is as it was; one that was to be made is not there', async () => {
    await bench.push(pipeline(to('kept', 'overwrite'), '(id + 1)'));
    for (const table of ['kept', 'never']) {
      const failing = pipeline(to(table, 'overwrite'), 'CAST(t AS INTEGER)');
      expect(await errorOf(bench.push(failing))).toMatchObject({ node: 'divided' });
    }
    expect(await tables()).toEqual(['kept', 'totals']);
    expect(await differences(bench.native, await fetched('kept'), await ran('(id + 1)'))).toEqual(
      [],
    );
    // What the failed one left of its folder is in nobody's way.
    await bench.push(pipeline(to('never', 'error'), '(id + 1)'));
    expect(await tables()).toEqual(['kept', 'never', 'totals']);
  });

  test('is added to by the names of its columns, and left alone where it is to be new', async () => {
    await bench.push(pipeline(to('grown', 'append'), '(id + 1)'));
    await bench.push(pipeline(to('grown', 'append'), '(id + 1)'));
    const here = await ran('(id + 1)');
    const grown = await fetched('grown');
    const twice = `FROM (${here} UNION ALL ${here})`;
    expect(await differences(bench.native, grown, twice)).toEqual([]);
    expect(await errorOf(bench.push(pipeline(to('grown', 'error'), '1')))).toMatchObject({
      code: 'output-exists',
      message: 'There is a table sales.grown already.',
      node: 'out',
      param: 'path',
    });
  });

  test('is replaced by a client that comes after the one that ended before the commit', async () => {
    await bench.push(pipeline(to('again', 'overwrite'), '(id + 1)'));
    const replaced = pipeline(to('again', 'overwrite'), '(id + 2)');
    let done = 0;
    const endsAt = ({ type }: PushEvent): boolean => type === 'operation-done' && (done += 1) === 1;
    const { events: before } = await bench.push(replaced, { endsAt });
    expect(await differences(bench.native, await fetched('again'), await ran('(id + 1)'))).toEqual(
      [],
    );
    const { events } = await bench.push(replaced, { before });
    expect(doings(events)).toEqual(['commit']);
    expect(await differences(bench.native, await fetched('again'), await ran('(id + 2)'))).toEqual(
      [],
    );
    expect((await tables()).filter((name) => name.includes('again'))).toEqual(['again']);
  });

  test('has a name that Spark may refuse, and folders of its own', async () => {
    const document = pipeline(
      { ...to('`odd name`', 'overwrite'), partition_by: ['k'] },
      '(id + 1)',
    );
    expect(await errorOf(bench.push(document))).toMatchObject({ node: 'out' });
    await bench.push(pipeline({ ...to('parted', 'overwrite'), partition_by: ['k'] }, '(id + 1)'));
    const there = `SELECT * EXCLUDE (k), k ${await fetched('parted')}`;
    const here = `SELECT * EXCLUDE (k), k ${await ran('(id + 1)')}`;
    expect(await differences(bench.native, there, here)).toEqual([]);
  });

  test.each([
    ['table://sales.nowhere', 'rows', /nowhere/],
    ['table://sales/totals', 'rows', /no name of a table/],
  ])('%s is no table to read', async (path, node, message) => {
    const document = pipeline({ path: 'x.parquet', format: 'parquet' }, '1');
    const nodes = { ...document.nodes, rows: step('input.parquet', { path }) };
    const error = await errorOf(bench.push({ ...document, nodes }));
    expect(error).toMatchObject({ node, message: expect.stringMatching(message) as string });
  });
});
