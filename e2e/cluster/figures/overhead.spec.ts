/**
 * What a push costs over the same program handed in by spark-submit, on a cluster that is up: by hand
 * (`npm run bench:cluster`), on a machine that does nothing else.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sparkPython } from '../../../.ci/ensure-spark.mjs';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { Engine } from '../../../engine/run/engine-api.ts';
import { openTestEngine } from '../../../engine/run/testing/open-engine.ts';
import { openSpark, type Spark } from '../../equivalence/spark.ts';
import { hasTpch, pipelineTo, tpchData } from '../../tpch/reference.ts';
import { describeOnCluster, theCluster } from '../cluster.ts';
import { openPusher, type Pusher } from '../push.ts';
import { counting, newPerson, type Person } from '../push-command.ts';
import { median, tell } from './figures.ts';

const DATA = tpchData('1');
/** Three applications on the cluster, each with one core of every worker: only one of them works at a time. */
const SHARE = {
  'spark.cores.max': '2',
  'spark.executor.cores': '1',
  'spark.executor.memory': '1g',
};

const QUERIES = hasTpch(DATA) ? ['q06', 'q18'] : [];
const ROUNDS = 3;
/** Of those that take more than a minute. */
const LONG_ROUNDS = 2;

const WAYS = ['submitted', 'program', 'push', 'command'] as const;
type Way = (typeof WAYS)[number];
type Ways = Readonly<Record<Way, () => Promise<void>>>;

function counted(rows: number, path: string): PipelineDocument {
  const { out, ...nodes } = counting(rows) as PipelineDocument['nodes'];
  if (out === undefined) throw new Error('a pipeline without its output');
  const written = { ...out, params: { path, format: 'parquet' } };
  return { format: 'sluice/1', name: 'Counted', parameters: {}, nodes: { ...nodes, out: written } };
}

const secondsOf = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

describeOnCluster('a push against the same program by spark-submit', () => {
  let engine: Engine;
  let pusher: Pusher;
  let spark: Spark;
  let person: Person;
  let folder: string;
  let master: string;

  beforeAll(async () => {
    const cluster = await theCluster({ cores: 3, memoryMb: 3072, conf: SHARE });
    master = cluster.master;
    folder = mkdtempSync(join(tmpdir(), 'sluice-figures-'));
    engine = await openTestEngine(folder, { workers: 1 });
    const shared = { [DATA]: `file://${DATA}`, [folder]: `file://${folder}` };
    pusher = await openPusher(engine, folder, shared);
    const { host, port } = cluster.connect;
    person = await newPerson();
    await person.sluice([
      ...['connections', 'add', 'lab', `sc://${host}:${port}`, '--cores', '2'],
      ...Object.entries(shared).flatMap(([name, uri]) => ['--share', `${name}=${uri}`]),
    ]);
    const settings = Object.entries(SHARE).flatMap(([name, value]) => [
      '--conf',
      `${name}=${value}`,
    ]);
    spark = await openSpark({
      SLUICE_SPARK_MASTER: master,
      PYSPARK_SUBMIT_ARGS: [...settings, 'pyspark-shell'].join(' '),
    });
  });
  afterAll(async () => {
    await spark.close();
    await pusher.close();
    await engine.close();
    await person.leave();
    rmSync(folder, { recursive: true });
  });

  /** The ways to have a pipeline computed by the cluster, and its rows written there. */
  async function waysOf(
    document: (out: string) => PipelineDocument,
    parameters: Readonly<Record<string, string>>,
  ): Promise<Ways> {
    const script = join(folder, 'program.py');
    const exported = await engine.export(document('by-program'), { target: 'pyspark', parameters });
    if (!exported.ok) throw new Error(JSON.stringify(exported.diagnostics));
    const program = exported.project.files.find(({ path }) => path === 'pipeline.py');
    writeFileSync(script, program?.text ?? '');
    const uri = `file://${folder}/by-push`;
    const { nodes, parameters: declared } = document(uri);
    const file = await person.write('pipeline', nodes, declared);
    const given = Object.entries(parameters).flatMap(([key, value]) => [
      '--param',
      `${key}=${value}`,
    ]);
    return {
      submitted: () => Promise.resolve(submit(script)),
      // The stricter measure: a driver that is up, warm, and has its executors.
      program: async () => {
        const answer = await spark.ask({ script, folder });
        if (!answer.ok) throw new Error(answer.error);
      },
      push: async () => {
        await pusher.push(document(uri), { parameters });
      },
      command: async () => {
        const { code, stderr } = await person.sluice(['push', file, '--to', 'lab', ...given]);
        if (code !== 0) throw new Error(stderr);
      },
    };
  }

  function submit(script: string): void {
    const bin = dirname(sparkPython());
    const settings = { ...SHARE, 'spark.ui.enabled': 'false' };
    const conf = Object.entries(settings).flatMap(([key, value]) => ['--conf', `${key}=${value}`]);
    const { status, stderr } = spawnSync(
      join(bin, 'spark-submit'),
      ['--master', master, ...conf, script],
      {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${bin}:${process.env['PATH'] ?? ''}`,
          PYSPARK_PYTHON: sparkPython(),
          SPARK_LOCAL_IP: '127.0.0.1',
        },
      },
    );
    if (status !== 0) throw new Error(stderr);
  }

  async function timed(work: () => Promise<void>): Promise<number> {
    for (const out of ['by-program', 'by-push']) {
      rmSync(join(folder, out), { recursive: true, force: true });
    }
    return secondsOf(work);
  }

  test.each(QUERIES)('TPC-H %s at SF 1', async (query) => {
    const ways = await waysOf((out) => pipelineTo(query, out), { data: DATA });
    const seconds: Record<Way, number[]> = { submitted: [], program: [], push: [], command: [] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const way of WAYS) {
        const one = await timed(ways[way]);
        // The first round warms what stays up.
        if (round > 0) seconds[way].push(one);
      }
    }
    const of = (way: Way): number => median(seconds[way]);
    tell(`TPC-H ${query}, s`, Object.fromEntries(WAYS.map((way) => [way, of(way)])));
    expect(of('command') - of('submitted')).toBeLessThan(1.5);
    expect(of('push') - of('program')).toBeLessThan(1.5);
  });

  test('a job of more than a minute', async () => {
    const calibrating = 1_000_000_000;
    const calibration = await waysOf((out) => counted(calibrating, out), {});
    await timed(calibration.push);
    const rows = Math.ceil((75 / (await timed(calibration.push))) * calibrating);
    const ways = await waysOf((out) => counted(rows, out), {});
    const seconds: Record<'program' | 'push', number[]> = { program: [], push: [] };
    for (let round = 0; round < LONG_ROUNDS; round += 1) {
      for (const way of ['program', 'push'] as const) seconds[way].push(await timed(ways[way]));
    }
    const [program, push] = [median(seconds.program), median(seconds.push)];
    tell(`${rows} rows counted in ten groups, s`, { program, push, ratio: push / program });
    expect(program).toBeGreaterThan(60);
    expect(push / program).toBeLessThan(1.05);
  });
});
