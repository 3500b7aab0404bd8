/** Pushes that go on after their client, targets that are there, sources that the cluster alone sees. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PushEvent } from '../../../engine/contract/push-job.ts';
import type { DocumentNode, PipelineDocument } from '../../../engine/document/schema.ts';
import { differences } from '../../compare.ts';
import { describeOnCluster } from '../cluster.ts';
import type { PushBench } from '../push-bench.ts';
import { doings, openPushBench, pipeline, step } from '../push-bench.ts';

describeOnCluster('a push', () => {
  let bench: PushBench;

  beforeAll(async () => {
    bench = await openPushBench();
  });

  afterAll(() => bench.close());

  test('goes on with the commit where a client ended before it', async () => {
    const target = { path: bench.uri, format: 'csv', mode: 'overwrite' };
    await bench.push(pipeline(target, '(id + 1)'));
    const replaced = pipeline(target, '(id + 2)');
    let done = 0;
    const endsAt = ({ type }: PushEvent): boolean => type === 'operation-done' && (done += 1) === 1;
    const { events: before } = await bench.push(replaced, { endsAt });
    const old = bench.written();
    const { events } = await bench.push(replaced, { before });
    expect(doings(events)).toEqual(['commit']);
    expect(bench.written()).not.toEqual(old);
    const [file] = await bench.native.queryRows(
      `SELECT max(share) AS most FROM read_csv([${bench
        .written()
        .map((each) => `'${each}'`)
        .join(', ')}])`,
    );
    expect(Number(file?.['most'])).toBe(Math.floor(100 / 12));
  });

  test('does not send a write again that may have been heard, and fetches rows again', async () => {
    const endsAt = ({ type }: PushEvent): boolean => type === 'operation';
    const write = pipeline({ path: `${bench.uri}-new`, format: 'csv' }, '1');
    const sent = await bench.push(write, { endsAt });
    await expect(bench.push(write, { before: sent.events })).rejects.toMatchObject({
      error: { code: 'spark-operation-lost', node: 'out' },
    });
    const fetched = pipeline({ path: 'again.csv', format: 'csv' }, '1');
    const { events: before } = await bench.push(fetched, { endsAt });
    const { events } = await bench.push(fetched, { before });
    expect(doings(events)).toEqual(['fetch']);
    expect(events.at(-1)).toMatchObject({ type: 'output-written', step: 'out', rows: 990 });
  });

  test('to a target that must not be there is refused', async () => {
    await bench.push(pipeline({ path: bench.uri, format: 'csv', mode: 'overwrite' }, '(id + 1)'));
    const refused = bench.push(pipeline({ path: bench.uri, format: 'csv', mode: 'error' }, '1'));
    await expect(refused).rejects.toMatchObject({ error: { code: 'output-exists', node: 'out' } });
  });

  test('reads what the pipeline names by URI, and asks the cluster for its columns', async () => {
    writeFileSync(join(bench.folder, 'lake/names.csv'), 'k,name\n0,zero\n1,one\n6,six\n');
    writeFileSync(
      join(bench.folder, 'lake/tags.json'),
      '{"k":0,"tag":"even"}\n{"k":1,"tag":"odd"}\n',
    );
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
    await bench.engine.run(document('lake', 'here.parquet'));
    await bench.push(document(`file://${bench.folder}/lake`, 'there.parquet'));
    const [there, here] = [
      `FROM '${bench.folder}/there.parquet'`,
      `FROM '${bench.folder}/here.parquet'`,
    ];
    expect(await differences(bench.native, there, here)).toEqual([]);
  });

  test('shows the first rows of a step', async () => {
    const { events, ipc } = await bench.push(pipeline({ path: bench.uri, format: 'csv' }, '1'), {
      target: 'kept',
      rows: 5,
      parameters: { least: '990' },
    });
    const rows = events.flatMap((event) => (event.type === 'fetched' ? [event.rows] : []));
    expect([rows.reduce((sum, count) => sum + count, 0), ipc.length]).toEqual([5, rows.length]);
    expect(events.at(-1)).toEqual({ type: 'output-written', step: 'kept', rows: 5 });
  });
});
