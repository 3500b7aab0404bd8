/** A sample of a pipeline on both sides, with a real cluster as the other one. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PushComparisonOptions } from '../../electron/host/clusters/compare-push.ts';
import { comparePush } from '../../electron/host/clusters/compare-push.ts';
import type { PushComparison } from '../../engine/contract/push-comparison.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { SparkSession } from '../../engine/remote/spark-connect/session.ts';
import { describeSizedFiles } from '../../engine/remote/spark-plan/describe-files.ts';
import { uriOfPath } from '../../engine/remote/spark-plan/shared-paths.ts';
import { openArrowFolder } from '../../engine/runtime/arrow-folder.ts';
import { describeOnCluster } from './cluster.ts';
import type { PushBench } from './push-bench.ts';
import { EVERY_TYPE, openPushBench, pipeline, step } from './push-bench.ts';

describeOnCluster('a comparison before a push', () => {
  let bench: PushBench;
  beforeAll(async () => {
    bench = await openPushBench();
  });
  afterAll(() => bench.close());

  const compare = (
    document: PipelineDocument,
    rows: number,
    options: Partial<PushComparisonOptions> & { readonly session?: SparkSession } = {},
  ): Promise<PushComparison> => {
    const { folder, engine } = bench;
    const { session = bench.session } = options;
    const uriOf = (path: string): string | undefined =>
      uriOfPath(path, { shared: { lake: `file://${folder}/lake` }, folder });
    return comparePush(session, engine, document, {
      rows,
      uriOf,
      describeFiles: (spec, node) => describeSizedFiles(spec, node, { session, uriOf }),
      signal: new AbortController().signal,
      onStage: () => undefined,
      openFolder: openArrowFolder,
      ...options,
    });
  };

  const withNodes = (nodes: Readonly<Record<string, unknown>>): PipelineDocument =>
    ({ ...pipeline({}, '1'), parameters: {}, nodes }) as PipelineDocument;

  test('is equal where both sides compute the same, and writes nothing', async () => {
    const before = readdirSync(bench.folder, { recursive: true });
    const found = await compare(pipeline({ path: bench.uri, format: 'csv' }, '(id + 1)'), 200);
    expect(found.outputs).toMatchObject([
      // Rows from the 10th on.
      { step: 'out', equal: true, rows: { here: 190, there: 190 }, same: 190, different: [] },
    ]);
    expect(found.sources).toMatchObject([
      { step: 'rows', rows: 200, whole: false, by: 'here' },
      { step: 'names', rows: 3, whole: true, by: 'here' },
    ]);
    expect(readdirSync(bench.folder, { recursive: true })).toEqual(before);
  });

  test('of files that the cluster alone reads begins with their rows there, all of the small ones', async () => {
    const lake = join(bench.folder, 'lake');
    await bench.native.execute(
      `COPY (SELECT k, 'group ' || k AS label FROM range(7) r(k)) TO '${lake}/keys.parquet' (FORMAT parquet)`,
    );
    const on = [{ left: 'k', right: 'k' }];
    const nodes = {
      rows: step('input.parquet', { path: `file://${lake}/rows.parquet` }),
      keys: step('input.parquet', { path: `file://${lake}/keys.parquet` }),
      joined: {
        ...step('combine.join', { type: 'inner', on }),
        inputs: { left: 'rows', right: 'keys' },
      },
      all: step(
        'aggregate.group-by',
        {
          keys: ['label'],
          aggregates: [
            { name: 'n', function: 'count' },
            { name: 'mean', function: 'avg', column: 'v' },
          ],
        },
        'joined',
      ),
      none: step('rows.filter', { condition: 'id < 0' }, 'rows'),
      means: step('output.file', { path: 'means.csv', format: 'csv' }, 'all'),
      empty: step('output.file', { path: 'empty.csv', format: 'csv' }, 'none'),
    };
    const found = await compare(withNodes(nodes), 5);
    expect(found.sources).toEqual([
      { step: 'rows', port: 'output', rows: 5, whole: false, by: 'cluster' },
      { step: 'keys', port: 'output', rows: 7, whole: true, by: 'cluster' },
    ]);
    expect(found.outputs).toMatchObject([
      { step: 'means', equal: true, rows: { here: 5, there: 5 } },
      { step: 'empty', equal: true, rows: { here: 0, there: 0 } },
    ]);
  });

  test('knows values of every type again', async () => {
    await bench.native.execute(
      `COPY (${EVERY_TYPE}) TO '${bench.folder}/types.parquet' (FORMAT parquet)`,
    );
    const nodes = {
      types: step('input.parquet', { path: 'types.parquet' }),
      out: step('output.file', { path: 'x.parquet', format: 'parquet' }, 'types'),
    };
    const [out] = (await compare(withNodes(nodes), 100)).outputs;
    expect(out).toMatchObject({ equal: true, same: 41, close: 0, types: [] });
  });

  test('that is stopped while the cluster computes ends as cancelled', async () => {
    const stopping = new AbortController();
    const onStage = (stage: string): void => {
      if (stage === 'there') stopping.abort();
    };
    const { signal } = stopping;
    const stopped = compare(pipeline({ path: 'x.csv', format: 'csv' }, '1'), 10, {
      signal,
      onStage,
    });
    await expect(stopped).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  });

  test('finds the cells that the cluster computes otherwise', async () => {
    const nodes = {
      rows: step('input.parquet', { path: 'lake/rows.parquet' }),
      marked: step(
        'columns.derive',
        { expressions: [{ name: 'mark', expression: "CASE WHEN k = 3 THEN 'a\\b' ELSE 'c' END" }] },
        'rows',
      ),
      out: step('output.file', { path: 'marked.csv', format: 'csv' }, 'marked'),
    };
    const { session } = bench;
    // As of a cluster that does not keep to what it is told.
    const elsewhere: SparkSession = {
      ...session,
      config: {
        ...session.config,
        set: (pairs, options) =>
          session.config.set(
            { ...pairs, 'spark.sql.parser.escapedStringLiterals': 'true' },
            options,
          ),
      },
    };
    const same = await compare(withNodes(nodes), 14);
    expect(same.outputs).toMatchObject([{ equal: true, rows: { here: 14, there: 14 } }]);
    const [out] = (await compare(withNodes(nodes), 14, { session: elsewhere })).outputs;
    expect(out).toMatchObject({ equal: false, unequal: { here: 2, there: 2 }, same: 12 });
    const different = out?.different ?? [];
    expect(different).toHaveLength(2);
    for (const { here, there, cells } of different) {
      expect(cells).toEqual(['mark']);
      expect([here?.at(-1), there?.at(-1)]).toEqual(['a\\b', 'a\\\\b']);
      expect(here?.slice(0, -1)).toEqual(there?.slice(0, -1));
    }
  });

  test('finds the rows that the cluster takes at random', async () => {
    const nodes = {
      rows: step('input.parquet', { path: 'lake/rows.parquet' }),
      some: step('rows.sample', { method: 'random', rows: 20, seed: 1 }, 'rows'),
      out: step('output.file', { path: 'some.csv', format: 'csv' }, 'some'),
    };
    const { outputs, notes } = await compare(withNodes(nodes), 500);
    expect(outputs).toMatchObject([{ equal: false, rows: { here: 20, there: 20 } }]);
    expect(notes).toMatchObject([{ code: 'differs-on-spark', node: 'some' }]);
  });
});
