/** Steps over a database server: what each target makes of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import { connectPostgres } from '../../engine/runtime/databases/postgres-connection.ts';
import type { TestServer } from '../../engine/runtime/databases/testing/servers.ts';
import { credentialsOf, startPostgres } from '../../engine/runtime/databases/testing/servers.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { describeOnCluster } from '../cluster/cluster.ts';
import { openPusher, type Pusher } from '../cluster/push.ts';
import { record } from './record.ts';

let folder: string;
let server: TestServer;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-targets-'));
  server = await startPostgres();
  const credentials = credentialsOf({ pg: server.credential });
  engine = await openTestEngine(folder, { credentials });
  const connection = await connectPostgres({ name: 'pg', credential: server.credential });
  await connection.query('CREATE TABLE rows AS SELECT i FROM generate_series(1, 3) i');
  await connection.close();
});

afterAll(async () => {
  await engine.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const connection = { credential: 'pg' };
const DOCUMENTS = {
  'input.database': documentOf('read', {
    data: step('input.database', { connection, table: 'rows' }),
    out: step('output.file', { path: 'rows.parquet', format: 'parquet' }, 'data'),
  }),
  'output.database': documentOf('write', {
    data: step('input.generate', { kind: 'range', stop: 3, name: 'n' }),
    out: step('output.database', { connection, table: 'written', mode: 'truncate' }, 'data'),
  }),
};
const TARGETS = ['sql', 'python-duckdb', 'pyspark', 'scala-spark', 'java-spark'] as const;

test.each(Object.keys(DOCUMENTS) as (keyof typeof DOCUMENTS)[])(
  '%s is refused at its step, with the reason',
  async (type) => {
    for (const target of TARGETS) {
      const { diagnostics } = await engine.export(DOCUMENTS[type], { target });
      const refusal = diagnostics.find(({ severity }) => severity === 'error');
      expect(refusal).toMatchObject({ node: type === 'input.database' ? 'data' : 'out' });
      const reason = refusal?.message ?? '';
      record({ target, kind: 'node', name: type, of: 'a table', outcome: 'refused', reason });
    }
  },
);

/** What a run or a push of a document has written. */
async function writtenRows(type: keyof typeof DOCUMENTS): Promise<readonly unknown[]> {
  const reading =
    type === 'input.database'
      ? step('input.parquet', { path: 'rows.parquet' })
      : step('input.database', { connection, table: 'written' });
  const document = documentOf('written', { data: reading });
  const { ipc } = await engine.preview(document, { target: 'data', rows: 10 });
  return tableFromIPC(ipc)
    .toArray()
    .map((row) => row.toJSON())
    .toSorted((a, b) => Number(Object.values(a)[0]) - Number(Object.values(b)[0]));
}

describeOnCluster('on a cluster', () => {
  let pusher: Pusher;
  beforeAll(async () => {
    pusher = await openPusher(engine, folder);
  });
  afterAll(() => pusher.close());

  test.each(Object.keys(DOCUMENTS) as (keyof typeof DOCUMENTS)[])(
    '%s: its rows go along, or are fetched and written here',
    async (type) => {
      await engine.run(DOCUMENTS[type]);
      const ofRun = await writtenRows(type);
      await pusher.push(DOCUMENTS[type]);
      expect(await writtenRows(type)).toEqual(ofRun);
      expect(ofRun).toHaveLength(3);
      record({ target: 'cluster', kind: 'node', name: type, of: 'a table', outcome: 'same' });
    },
  );
});

test.each(Object.keys(DOCUMENTS) as (keyof typeof DOCUMENTS)[])(
  '%s in TypeScript is the pipeline itself',
  async (type) => {
    const exported = await engine.export(DOCUMENTS[type], { target: 'typescript' });
    expect(exported.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { tablesWritten, files } = await engine.run(DOCUMENTS[type]);
    expect([...tablesWritten, ...files].map(({ rows }) => rows)).toEqual([3]);
    record({ target: 'typescript', kind: 'node', name: type, of: 'a table', outcome: 'same' });
  },
);
