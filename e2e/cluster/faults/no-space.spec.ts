/** No room left: on the storage of the cluster, on the scratch disks of its executors, and here. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentNode, PipelineDocument } from '../../../engine/document/schema.ts';
import { documentOf } from '../../../nodes/testing/case-builder.ts';
import { dataFiles } from '../../equivalence/written.ts';
import {
  describeOnCluster,
  killConnect,
  killWorker,
  reviveConnect,
  reviveWorker,
  theCluster,
} from '../cluster.ts';
import { openPusher, type Pusher } from '../push.ts';
import type { PushBench } from '../push-bench.ts';
import { openPushBench, step } from '../push-bench.ts';
import { newPerson, type Person } from '../push-command.ts';
import { sparkJobs } from '../queries.ts';
import { mayMountDisks, smallDisk, type SmallDisk } from '../small-disk.ts';

const mayMount = mayMountDisks();
if (!mayMount) console.warn('The tests without room are skipped: this user may not mount disks.');

/** Some rows that do not compress: about 70 bytes each. */
const hashes = (rows: number): Record<string, DocumentNode> => ({
  numbers: step('input.generate', { kind: 'range', start: '0', stop: `${rows}`, name: 'n' }),
  hashed: step(
    'columns.derive',
    { expressions: [1, 2].map((i) => ({ name: `h${i}`, expression: `md5((n * ${i})::VARCHAR)` })) },
    'numbers',
  ),
});

const writing = (rows: number, params: DocumentNode['params'], input = 'hashed') =>
  documentOf('Hashes', { ...hashes(rows), out: step('output.file', params, input) });

(mayMount ? describeOnCluster : describe.skip)('without room', () => {
  let disk: SmallDisk;
  afterEach(() => disk.remove());

  describe('on the cluster', () => {
    let bench: PushBench;
    let pusher: Pusher;
    beforeAll(async () => {
      bench = await openPushBench();
    });
    afterAll(() => bench.close());
    afterEach(() => pusher.close());

    test('for what is written: it is said at the output, what was there stays, and nothing lies beside it', async () => {
      disk = smallDisk(16);
      const uri = `file://${disk.folder}`;
      pusher = await openPusher(bench.engine, bench.folder, { [disk.folder]: uri });
      const target = { path: `${uri}/out`, format: 'parquet', mode: 'overwrite' };
      await pusher.push(writing(1000, target));
      const before = dataFiles(join(disk.folder, 'out'));
      await expect(pusher.push(writing(1_000_000, target))).rejects.toMatchObject({
        error: {
          kind: 'operational',
          code: 'spark-disk-full',
          node: 'out',
          message: expect.stringContaining('No space left on device') as string,
        },
      });
      expect(dataFiles(join(disk.folder, 'out'))).toEqual(before);
      // Executors do not close the files that Spark then removes: their room is free when they end.
      expect(readdirSync(disk.folder)).toEqual(['out']);
    });

    test('for what executors put aside: it is said, and there is no output', async () => {
      const { folder, storage } = await theCluster();
      await killConnect();
      await Promise.all([killWorker(1), killWorker(2)]);
      const scratch = join(folder, 'local');
      mkdirSync(scratch, { recursive: true });
      disk = smallDisk(24, scratch);
      await Promise.all([reviveWorker(1), reviveWorker(2)]);
      await reviveConnect();
      pusher = await openPusher(bench.engine, bench.folder, { [storage]: `file://${storage}` });
      try {
        const path = `file://${storage}/sorted`;
        const document = writing(2_000_000, { path, format: 'parquet' }, 'sorted');
        const sorted = step('rows.sort', { by: [{ column: 'h1' }] }, 'hashed');
        const nodes = { ...document.nodes, sorted } as PipelineDocument['nodes'];
        await expect(pusher.push({ ...document, nodes })).rejects.toMatchObject({
          error: { kind: 'operational', code: 'spark-disk-full', node: 'out' },
        });
        expect(existsSync(join(storage, 'sorted/_SUCCESS'))).toBe(false);
      } finally {
        await killConnect();
        await Promise.all([killWorker(1), killWorker(2)]);
        disk.remove();
        await Promise.all([reviveWorker(1), reviveWorker(2)]);
        await reviveConnect();
      }
    });
  });

  describe('here', () => {
    let person: Person;
    afterEach(() => person.leave());

    const pushed = async (path: string) => {
      const cluster = await theCluster();
      const { host, port } = cluster.connect;
      await person.sluice(['connections', 'add', 'lab', `sc://${host}:${port}`]);
      const { nodes } = writing(1_000_000, { path, format: 'csv' });
      const file = await person.write('hashes', nodes);
      const { code, stderr } = await person.sluice(['push', file, '--to', 'lab']);
      expect(code).toBe(1);
      expect(stderr).toContain('disk-full');
      expect((await person.jobs())[0]).toMatchObject({
        state: 'failed',
        error: { code: 'disk-full' },
      });
      await expect
        .poll(async () => (await sparkJobs(cluster)).filter(({ status }) => status === 'RUNNING'))
        .toEqual([]);
    };

    test('for rows that come: the push fails, the cluster stops, and nothing is left', async () => {
      disk = smallDisk(16);
      person = await newPerson({ TMPDIR: disk.folder });
      await pushed('out/hashes.csv');
      expect(readdirSync(disk.folder)).toEqual([]);
      expect(readdirSync(join(person.folder, 'out'))).toEqual([]);
    });

    test('for the output: the push fails, and no part of a file is left', async () => {
      disk = smallDisk(16);
      person = await newPerson();
      await pushed(join(disk.folder, 'hashes.csv'));
      expect(readdirSync(disk.folder)).toEqual([]);
    });
  });
});
