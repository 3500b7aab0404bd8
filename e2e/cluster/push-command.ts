/** The command in a person's own folder: pipelines, settings and jobs of one test. */
import { type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PushJob } from '../../engine/contract/push-job.ts';
import { type Spawned, spawnCli } from '../../engine/cli/testing/spawn-cli.ts';

type Nodes = Readonly<Record<string, unknown>>;

export interface Person {
  readonly folder: string;
  readonly write: (name: string, nodes: Nodes, parameters?: Nodes) => Promise<string>;
  /** @param onOutput given all of its output so far */
  readonly sluice: (
    args: readonly string[],
    onOutput?: (stdout: string, child: ChildProcess) => void,
  ) => Promise<Spawned>;
  readonly jobs: () => Promise<(PushJob & { readonly attended: boolean })[]>;
  readonly leave: () => Promise<void>;
}

export async function newPerson(env: Readonly<Record<string, string>> = {}): Promise<Person> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-push-'));
  await mkdir(join(folder, 'out'));
  const sluice: Person['sluice'] = (args, onOutput) =>
    spawnCli(args, {
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'config'), ...env },
      ...(onOutput === undefined ? {} : { onOutput }),
    });
  return {
    folder,
    write: async (name, nodes, parameters = {}) => {
      const text = JSON.stringify({ format: 'sluice/1', name, parameters, nodes });
      await writeFile(join(folder, `${name}.json`), text);
      return `${name}.json`;
    },
    sluice,
    jobs: async () => JSON.parse((await sluice(['jobs', 'ls', '--json'])).stdout),
    leave: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Some rows, made on the cluster, in groups: so many that it takes it a while, whatever it is asked. */
export const counting = (rows: number): Nodes => ({
  numbers: {
    type: 'input.generate',
    params: { kind: 'range', start: '0', stop: `${rows}`, step: '1', name: 'n' },
  },
  keyed: {
    type: 'columns.derive',
    inputs: { input: 'numbers' },
    params: { expressions: [{ name: 'k', expression: 'n % 10' }] },
  },
  counted: {
    type: 'aggregate.group-by',
    inputs: { input: 'keyed' },
    params: { keys: ['k'], aggregates: [{ name: 'rows', function: 'count' }] },
  },
  sorted: { type: 'rows.sort', inputs: { input: 'counted' }, params: { by: [{ column: 'k' }] } },
  out: {
    type: 'output.file',
    inputs: { input: 'sorted' },
    params: { path: 'out/counted.csv', format: 'csv' },
  },
});
