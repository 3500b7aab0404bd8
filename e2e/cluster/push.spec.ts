/** Pushes whose files the cluster reads and writes itself, and what a failure leaves behind. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFailure } from '../../engine/contract/errors.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { differences } from '../compare.ts';
import { describeOnCluster } from './cluster.ts';
import type { PushBench } from './push-bench.ts';
import { doings, EVERY_TYPE, openPushBench, pipeline, step } from './push-bench.ts';

describeOnCluster('a push', () => {
  let bench: PushBench;

  beforeAll(async () => {
    bench = await openPushBench();
  });

  afterAll(() => bench.close());

  async function localRows(): Promise<string> {
    await bench.engine.run(pipeline({ path: 'here.csv', format: 'csv' }, '(id + 1)'));
    return `FROM read_csv('${bench.folder}/here.csv')`;
  }

  test('gives the rows that a run gives, in their order; what is replaced is replaced whole', async () => {
    const target = { path: bench.uri, format: 'csv', mode: 'overwrite' };
    const first = await bench.push(pipeline(target, '(id + 1)'));
    expect(doings(first.events)).toEqual(['write']);
    const again = await bench.push(pipeline(target, '(id + 1)'));
    expect(doings(again.events)).toEqual(['write', 'write', 'commit']);
    expect(again.events.filter(({ type }) => type === 'warning')).toEqual([]);
    expect(readdirSync(join(bench.folder, 'lake')).toSorted()).toEqual(['out', 'rows.parquet']);
    const files = bench.written().map((file) => `'${file}'`);
    const rows = `FROM read_csv([${files.join(', ')}])`;
    const orderBy = ['id'];
    expect(await differences(bench.native, rows, await localRows(), { orderBy })).toEqual([]);
  });

  test.each([
    // Raised by the statement itself, and by Spark.
    ['CAST(t AS INTEGER) + 1', 'CAST(t AS INTEGER)'],
    ['1 + k * 9223372036854775807', 'k * 9223372036854775807'],
  ])('that fails at %s leaves what was there, and names the place', async (expression, wrong) => {
    await bench.push(pipeline({ path: bench.uri, format: 'csv', mode: 'overwrite' }, '(id + 1)'));
    const before = bench.written();
    const failing = pipeline({ path: bench.uri, format: 'csv', mode: 'overwrite' }, '1');
    const { nodes } = failing;
    const derived = { expressions: [{ name: 'share', expression }] };
    const document = {
      ...failing,
      nodes: { ...nodes, divided: step('columns.derive', derived, 'kept') },
    };
    const failure = await bench.push(document).then(
      () => undefined,
      (thrown: unknown) => (thrown instanceof EngineFailure ? thrown.error : thrown),
    );
    expect(failure).toMatchObject({
      node: 'divided',
      param: 'expressions[0].expression',
      start: expression.indexOf(wrong),
      end: expression.indexOf(wrong) + wrong.length,
    });
    expect(bench.written()).toEqual(before);
  });

  test('sends values of every type, and gets them back', async () => {
    await bench.native.execute(`COPY (
      ${EVERY_TYPE}
    ) TO '${bench.folder}/types.parquet' (FORMAT parquet)`);
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
    await bench.engine.run(document('here.parquet'));
    await bench.push(document('there.parquet'));
    const [there, here] = [
      `FROM '${bench.folder}/there.parquet'`,
      `FROM '${bench.folder}/here.parquet'`,
    ];
    expect(await differences(bench.native, there, here)).toEqual([]);
  });

  test('adds files to a folder of Parquet', async () => {
    const target = { path: `${bench.uri}-grown`, format: 'parquet', mode: 'append' };
    for (const _ of [1, 2]) await bench.push(pipeline(target, '(id + 1)'));
    const here = await localRows();
    const [grown] = await bench.native.queryRows(
      `SELECT count(*)::INTEGER AS rows, count(DISTINCT id)::INTEGER AS ids FROM '${bench.folder}/lake/out-grown/*.parquet'`,
    );
    const [once] = await bench.native.queryRows(`SELECT count(*)::INTEGER AS rows ${here}`);
    expect(grown).toEqual({ rows: 2 * Number(once?.['rows']), ids: once?.['rows'] });
  });

  test.each(['file:///nowhere/rows.parquet', 'file:/nowhere/*.parquet'])(
    'of %s, which executors do not see, is refused before anything is sent',
    async (path) => {
      const document = pipeline({ path: 'x.csv', format: 'csv' }, '1');
      const nodes = { ...document.nodes, rows: step('input.parquet', { path }) };
      const refused = bench.push({ ...document, nodes });
      await expect(refused).rejects.toMatchObject({
        error: { code: 'path-not-shared', node: 'rows', param: 'path' },
      });
    },
  );
});
