/** The memory of `sluice push` while 1 GB of rows comes and is written here (`npm run bench:cluster`). */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeOnCluster, theCluster } from '../cluster.ts';
import { newPerson } from '../push-command.ts';
import { tell } from './figures.ts';

const ROWS = 1_000_000;
/** Each is two tasks on this cluster: an executor holds the rows of a task until they are all made. */
const PARTS = 4;
const numbers = Array.from({ length: PARTS }, (_, part) => {
  const [start, stop] = [(part * ROWS) / PARTS, ((part + 1) * ROWS) / PARTS];
  const params = { kind: 'range', start: `${start}`, stop: `${stop}`, step: '1', name: 'n' };
  return [`numbers_${part + 1}`, { type: 'input.generate', params }] as const;
});
const NODES = {
  ...Object.fromEntries(numbers),
  all: { type: 'combine.union', inputs: { inputs: numbers.map(([name]) => name) }, params: {} },
  wide: {
    type: 'columns.derive',
    inputs: { input: 'all' },
    params: { expressions: [{ name: 't', expression: 'repeat(md5(n::VARCHAR), 31)' }] },
  },
  out: {
    type: 'output.file',
    inputs: { input: 'wide' },
    params: { path: 'out/wide.parquet', format: 'parquet' },
  },
};

/** Most that a process has had, and now has, in bytes. */
function memoryOf(pid: number): { readonly most: number; readonly now: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): number =>
    1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN);
  return { most: of('VmHWM'), now: of('VmRSS') };
}

describeOnCluster('sluice push, of 1 GB', () => {
  test('takes memory', async () => {
    const { connect } = await theCluster();
    const person = await newPerson();
    try {
      await person.sluice(['connections', 'add', 'lab', `sc://${connect.host}:${connect.port}`]);
      const file = await person.write('wide', NODES);
      let [fetching, most, started] = [0, 0, 0];
      const pushed = await person.sluice(
        ['push', file, '--to', 'lab', '--json'],
        (stdout, child) => {
          const { most: ever, now } = memoryOf(child.pid ?? 0);
          if (started === 0) started = now;
          const last = stdout.trimEnd().split('\n').at(-1) ?? '';
          if (last.startsWith('{"type":"fetched"')) fetching = Math.max(fetching, now);
          most = Math.max(most, ever);
        },
      );
      expect(pushed.stderr).toBe('');
      tell('1 GB fetched and written, MB', {
        'before anything is sent': started / 1e6,
        'while rows come': fetching / 1e6,
        'at most, the engine that writes them included': most / 1e6,
        file: statSync(join(person.folder, 'out/wide.parquet')).size / 1e6,
      });
      expect(fetching - started).toBeLessThan(300e6);
    } finally {
      await person.leave();
    }
  });
});
