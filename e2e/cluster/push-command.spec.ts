import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnCluster, theCluster } from './cluster.ts';
import { newPerson, type Person } from './push-command.ts';

let person: Person;

beforeAll(async () => {
  person = await newPerson();
});
afterAll(() => person.leave());

const ORDERS = 'id,city,amount\n1,Oslo,10.5\n2,上海,20\n3,,30.25\n4,"a, b",-1\n';

const LARGE = {
  orders: { type: 'input.csv', params: { path: 'orders.csv' } },
  large: {
    type: 'rows.filter',
    inputs: { input: 'orders' },
    params: { condition: 'amount >= $least' },
  },
  sorted: { type: 'rows.sort', inputs: { input: 'large' }, params: { by: [{ column: 'id' }] } },
  out: {
    type: 'output.file',
    inputs: { input: 'sorted' },
    params: { path: 'out/${name}.csv', format: 'csv' },
  },
};
const PARAMETERS = {
  least: { type: 'DOUBLE', default: 20 },
  name: { type: 'VARCHAR', default: 'large' },
};

describeOnCluster('sluice push', () => {
  const output = (name: string): Promise<string> =>
    readFile(join(person.folder, 'out', name), 'utf8');

  beforeAll(async () => {
    const { connect: server } = await theCluster();
    const address = `sc://${server.host}:${server.port}`;
    await writeFile(join(person.folder, 'orders.csv'), ORDERS);
    const added = await person.sluice(['connections', 'add', 'lab', address]);
    expect(added).toMatchObject({ code: 0, stderr: '' });
  });

  test('writes what a run writes, and is kept as a job', async () => {
    const file = await person.write('large', LARGE, PARAMETERS);
    await person.sluice(['run', file, '--param', 'name=local']);
    const pushed = await person.sluice(['push', file, '--to', 'lab', '--param', 'name=far']);
    expect(pushed).toMatchObject({ code: 0, stdout: expect.stringContaining('Done: large') });
    expect(await output('far.csv')).toBe(await output('local.csv'));
    const [job] = await person.jobs();
    expect(job).toMatchObject({
      state: 'succeeded',
      connection: 'lab',
      attended: false,
      outputs: [{ step: 'out', target: 'out/far.csv', place: 'here', written: { rows: 2 } }],
    });
    const looked = await person.sluice([
      ...['push', file, '--to', 'lab', '--preview', 'large', '--json'],
    ]);
    expect(JSON.parse(looked.stdout.slice(looked.stdout.indexOf('\n[')))).toHaveLength(2);
  });

  test('compares a sample first: equal, or with what differs and another exit code', async () => {
    const same = await person.write('same', LARGE, PARAMETERS);
    const compare = ['--to', 'lab', '--compare', '--param', 'name=compared'];
    const equal = await person.sluice(['push', same, ...compare]);
    expect(equal).toMatchObject({ code: 0, stdout: expect.stringContaining('out: equal, 2 rows') });
    expect(existsSync(join(person.folder, 'out/compared.csv'))).toBe(false);
    const sample = { method: 'random', rows: 2, seed: 4 };
    const nodes = {
      ...LARGE,
      large: { type: 'rows.sample', inputs: { input: 'orders' }, params: sample },
    };
    const other = await person.write('other', nodes, PARAMETERS);
    const found = await person.sluice(['push', other, ...compare, '--json']);
    const { equal: isEqual, outputs } = JSON.parse(found.stdout);
    expect([found.code, isEqual]).toEqual([1, false]);
    expect(outputs).toMatchObject([{ step: 'out', rows: { here: 2, there: 2 } }]);
  });

  test('an error of Spark in the 17th step is told at that step', async () => {
    const steps = Array.from({ length: 17 }, (_, i) => {
      const expression = i === 16 ? 'CAST(city AS INTEGER)' : `id + ${i}`;
      const input = i === 0 ? 'orders' : `s${i}`;
      const params = { expressions: [{ name: `c${i + 1}`, expression }] };
      return [`s${i + 1}`, { type: 'columns.derive', inputs: { input }, params }] as const;
    });
    const file = await person.write('wrong', {
      orders: LARGE.orders,
      ...Object.fromEntries(steps),
      out: {
        type: 'output.file',
        inputs: { input: 's17' },
        params: { path: 'out/wrong.csv', format: 'csv' },
      },
    });
    const { code, stderr } = await person.sluice(['push', file, '--to', 'lab']);
    expect(stderr).toContain('step s17');
    expect(stderr).toContain('CAST(city AS INTEGER)');
    expect(code).toBe(1);
    expect((await person.jobs())[0]).toMatchObject({ state: 'failed', error: { node: 's17' } });
    expect(existsSync(join(person.folder, 'out/wrong.csv'))).toBe(false);
  });
});
