import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine } from '../../../engine/run/engine.ts';
import { createNodeRuntime } from '../../../engine/runtime/node.ts';
import { registry } from '../../../nodes/registry.ts';
import { openClusterHost } from '../../../engine/cli/cluster/open-cluster.ts';
import { runInProcess } from '../../../engine/cli/testing/run-in-process.ts';
import { sparkPython } from '../../../.ci/ensure-spark.mjs';
import { describeOnCluster, killConnect, reviveConnect, theCluster } from '../cluster.ts';
import { counting, newPerson, type Person } from '../push-command.ts';

let person: Person;

beforeEach(async () => {
  person = await newPerson();
  await writeFile(join(person.folder, 'rows.csv'), 'n,t\n1,a\n2,b\n3,c\n');
});
afterEach(() => person.leave());

/** Tasks run: what Spark is told to stop while it still plans, it may start all the same. */
const RUNNING = /"tasksRunning":[1-9].*"job":"([^"]+)"/;

const OUT = (path: string) => ({
  rows: { type: 'input.csv', params: { path: 'rows.csv' } },
  kept: { type: 'rows.filter', inputs: { input: 'rows' }, params: { condition: 'n <= $most' } },
  out: { type: 'output.file', inputs: { input: 'kept' }, params: { path, format: 'csv' } },
});

describeOnCluster('pushes and what happens to them', () => {
  const connect = async (...more: string[]): Promise<void> => {
    const { connect: server } = await theCluster();
    const address = `sc://${server.host}:${server.port}`;
    expect(await person.sluice(['connections', 'add', 'lab', address, ...more])).toMatchObject({
      code: 0,
    });
  };

  test('a client that was killed finds its push again: nothing is sent twice', async () => {
    await connect();
    const file = await person.write('counted', counting(100_000_000));
    const killed = await person.sluice(
      ['push', file, '--to', 'lab', '--json'],
      (stdout, child) => RUNNING.test(stdout) && child.kill('SIGKILL'),
    );
    expect(killed.code).toBeNull();
    const [job] = await person.jobs();
    expect(job).toMatchObject({ state: 'running', attended: false });
    const [sent] = job?.operations ?? [];
    const fetched = await person.sluice(['jobs', 'fetch', job?.id ?? '']);
    expect(fetched).toMatchObject({ code: 0, stdout: expect.stringContaining('Done: counted') });
    const lines = Array.from({ length: 10 }, (_, k) => `${k},10000000`);
    expect(
      (await readFile(join(person.folder, 'out/counted.csv'), 'utf8')).trim().split(/\r?\n/),
    ).toEqual(['k,rows', ...lines]);
    const [after] = await person.jobs();
    expect(after).toMatchObject({ state: 'succeeded', operations: [{ id: sent?.id }] });
  });

  test('another command stops a push, there and here', async () => {
    await connect();
    const file = await person.write('endless', counting(100_000_000_000));
    let cancelling: ReturnType<Person['sluice']> | undefined;
    const pushed = await person.sluice(['push', file, '--to', 'lab', '--json'], (stdout) => {
      const [, id] = RUNNING.exec(stdout) ?? [];
      if (id !== undefined) cancelling ??= person.sluice(['jobs', 'cancel', id]);
    });
    expect(pushed.code).toBe(130);
    expect(await cancelling).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('cancelled'),
    });
    expect((await person.jobs())[0]).toMatchObject({
      state: 'cancelled',
      error: { code: 'cancelled' },
    });
    expect(existsSync(join(person.folder, 'out/counted.csv'))).toBe(false);
  });

  test('a server that was started again does not know a push: it is lost, and not run again', async () => {
    await connect();
    const file = await person.write('counted', counting(100_000_000_000));
    await person.sluice(
      ['push', file, '--to', 'lab', '--json'],
      (stdout, child) => RUNNING.test(stdout) && child.kill('SIGKILL'),
    );
    await killConnect();
    await reviveConnect();
    const [job] = await person.jobs();
    const fetched = await person.sluice(['jobs', 'fetch', job?.id ?? '']);
    expect(fetched.code).toBe(1);
    expect(fetched.stderr).toContain('spark-session-lost');
    const [after] = await person.jobs();
    expect(after).toMatchObject({ state: 'lost', operations: job?.operations });
  });

  test('what runs for a client that was killed is stopped by another command', async () => {
    await connect();
    const file = await person.write('counted', counting(100_000_000_000));
    await person.sluice(
      ['push', file, '--to', 'lab', '--json'],
      (stdout, child) => RUNNING.test(stdout) && child.kill('SIGKILL'),
    );
    const [job] = await person.jobs();
    expect((await person.sluice(['jobs', 'cancel', job?.id ?? ''])).stdout).toContain('cancelled');
    expect((await person.jobs())[0]).toMatchObject({ state: 'cancelled', attended: false });
  });

  test('ten at once all come back with their own rows', async () => {
    await connect();
    const parameters = {
      most: { type: 'BIGINT', default: 1 },
      name: { type: 'VARCHAR', default: 'x' },
    };
    const file = await person.write('many', OUT('out/${name}.csv'), parameters);
    const engine = await createEngine({
      runtime: createNodeRuntime({
        workerUrl: new URL('../../../dist/node/worker.js', import.meta.url),
        baseDirectory: person.folder,
      }),
      registry,
      workers: 1,
    });
    try {
      const directory = join(person.folder, 'config/sluice');
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          runInProcess(
            ['push', file, '--to', 'lab', '--param', `most=${i % 4}`, '--param', `name=out${i}`],
            {
              cwd: person.folder,
              openEngine: () => Promise.resolve({ ...engine, close: () => Promise.resolve() }),
              openCluster: () =>
                Promise.resolve(
                  openClusterHost({ directory, env: {}, onWarning: () => undefined }),
                ),
            },
          ),
        ),
      );
      expect(answers.map(({ code, stderr }) => (code === 0 ? code : stderr))).toEqual(
        Array.from({ length: 10 }, () => 0),
      );
      for (let i = 0; i < 10; i += 1) {
        const text = await readFile(join(person.folder, `out/out${i}.csv`), 'utf8');
        expect(text.trim().split(/\r?\n/)).toHaveLength(1 + (i % 4));
      }
      expect((await person.jobs()).map(({ state }) => state)).toEqual(
        Array.from({ length: 10 }, () => 'succeeded'),
      );
    } finally {
      await engine.close();
    }
  });

  test('a detached push is a batch that lives on: its program writes where the cluster sees it', async () => {
    // The cluster's cores are all taken by its Connect server, so the program has a master of its own.
    await connect(
      ...['--share', `${person.folder}=file://${person.folder}`],
      ...['--submit', 'local[1]', '--spark-submit', join(dirname(sparkPython()), 'spark-submit')],
      ...['--conf', 'spark.ui.enabled=false', '--conf', 'spark.driver.memory=512m'],
    );
    const parameters = { most: { type: 'BIGINT', default: 1 } };
    const file = await person.write('batch', OUT('out/rows.csv'), parameters);
    const pushed = await person.sluice([
      ...['push', file, '--to', 'lab', '--detach', '--param', 'most=2'],
    ]);
    expect(pushed).toMatchObject({ code: 0, stdout: expect.stringContaining('as a batch') });
    await expect
      .poll(async () => (await person.jobs())[0]?.state, { interval: 2000, timeout: 200_000 })
      .toBe('succeeded');
    const [job] = await person.jobs();
    expect(job).toMatchObject({ via: 'batch', outputs: [{ place: 'cluster', written: {} }] });
    const show = await person.sluice(['jobs', 'logs', job?.id ?? '']);
    expect(show.stdout).toContain('Running Spark version 4.2.0');
    const folder = join(person.folder, 'out/rows.csv');
    const [part = ''] = (await readdir(folder)).filter((name) => name.endsWith('.csv'));
    expect((await readFile(join(folder, part), 'utf8')).trim().split(/\r?\n/)).toEqual([
      'n,t',
      '1,a',
      '2,b',
    ]);
  });
});
