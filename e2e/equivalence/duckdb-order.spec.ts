/** Rows in their order and ties broken by it, on so many rows that DuckDB's threads mix them. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentNode } from '../../engine/document/schema.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { DuckdbBench, DuckdbTarget } from './duckdb-bench.ts';
import { openDuckdbBench } from './duckdb-bench.ts';

const TARGETS: readonly DuckdbTarget[] = ['sql', 'python-duckdb'];

let bench: DuckdbBench;

beforeAll(async () => {
  bench = await openDuckdbBench();
  await mkdir(join(bench.folder, 'big'));
  for (let part = 0; part < 4; part += 1) {
    const rows = `SELECT i AS id, i * 7919 % 101 AS k, (i * 31 % 7)::VARCHAR AS g,
      CASE WHEN i % 11 = 0 THEN NULL ELSE i * 17 % 1000 END AS x,
      [i % 3, i % 5] AS tags FROM range(${part * 50_000}, ${(part + 1) * 50_000}) t(i)`;
    const path = join(bench.folder, `big/part-${part}.parquet`);
    await bench.native.execute(`COPY (${rows}) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
    const csv = join(bench.folder, `big/part-${part}.csv`);
    await bench.native.execute(`COPY (SELECT * EXCLUDE (tags) FROM '${path}') TO '${csv}'`);
  }
});

afterAll(() => bench.close());

const BIG = step('input.parquet', { path: 'big/part-*.parquet' });
const OUT = { path: 'out.parquet', format: 'parquet' };
const WRITE = step('output.file', OUT, 'step');

interface OrderCase {
  readonly steps: Readonly<Record<string, DocumentNode>>;
  /** Rows after a grouping come in no order. */
  readonly anyOrder?: boolean;
}

const aggregate = (name: string, column: string, more: object = {}): object => ({
  name: `${name}_${column}`,
  function: name,
  column,
  ...more,
});

const CASES: Readonly<Record<string, OrderCase>> = {
  'a file as it is': { steps: { step: step('rows.filter', { condition: 'k > 3' }, 'big') } },
  'a CSV file as it is': {
    steps: {
      csv: step('input.csv', { path: 'big/part-*.csv' }),
      step: step('rows.filter', { condition: 'k > 3' }, 'csv'),
    },
  },
  'record ids': { steps: { step: step('columns.record-id', { name: 'n' }, 'big') } },
  'record ids after a filter': {
    steps: {
      some: step('rows.filter', { condition: 'x > 500' }, 'big'),
      step: step('columns.record-id', { name: 'n' }, 'some'),
    },
  },
  'a sort with ties': {
    steps: {
      slim: step('columns.select', { columns: ['k', 'id'].map((column) => ({ column })) }, 'big'),
      step: step('rows.sort', { by: [{ column: 'k' }] }, 'slim'),
    },
  },
  'the first rows': { steps: { step: step('rows.limit', { rows: 5000, offset: 70_001 }, 'big') } },
  'the first rows of a sort with ties': {
    steps: { step: step('rows.limit', { rows: 3000, by: [{ column: 'k' }] }, 'big') },
  },
  'the first rows of groups': {
    steps: {
      step: step('rows.limit', { rows: 5, per: ['g'], by: [{ column: 'k' }] }, 'big'),
    },
  },
  'the first of equal rows': {
    steps: { step: step('rows.distinct', { keys: ['k', 'g'] }, 'big') },
  },
  'the last of equal rows in an order': {
    steps: {
      step: step('rows.distinct', { keys: ['k'], keep: 'last', order: [{ column: 'x' }] }, 'big'),
    },
  },
  'different rows': {
    steps: {
      slim: step('columns.select', { columns: ['k', 'g'].map((column) => ({ column })) }, 'big'),
      step: step('rows.distinct', {}, 'slim'),
    },
  },
  'the first share': { steps: { step: step('rows.sample', { fraction: 0.31 }, 'big') } },
  'drawn rows': {
    steps: { step: step('rows.sample', { rows: 1000, method: 'random', seed: 3 }, 'big') },
  },
  'a drawn share': {
    steps: { step: step('rows.sample', { fraction: 0.05, method: 'random', seed: 3 }, 'big') },
  },
  'rows of strata': {
    steps: {
      step: step('rows.sample', { rows: 20, method: 'stratified', by: ['g'], seed: 3 }, 'big'),
    },
  },
  'a window without keys': {
    steps: {
      step: step(
        'aggregate.window',
        {
          expressions: [
            { name: 'before', function: 'lag', column: 'id' },
            { name: 'n', function: 'row_number' },
          ],
        },
        'big',
      ),
    },
  },
  'a window with ties': {
    steps: {
      step: step(
        'aggregate.window',
        {
          partition: ['g'],
          order: [{ column: 'k' }],
          expressions: [
            { name: 'n', function: 'row_number' },
            { name: 'before', function: 'lag', column: 'id' },
            { name: 'first', function: 'first_value', column: 'id' },
          ],
        },
        'big',
      ),
    },
    anyOrder: true,
  },
  'a window in an expression': {
    steps: {
      step: step(
        'columns.derive',
        {
          expressions: [{ name: 'n', expression: 'row_number() over (partition by g order by k)' }],
        },
        'big',
      ),
    },
    anyOrder: true,
  },
  'aggregates of groups': {
    steps: {
      step: step(
        'aggregate.group-by',
        {
          keys: ['g'],
          aggregates: [
            aggregate('first', 'x'),
            aggregate('last', 'x'),
            aggregate('any', 'x'),
            aggregate('list', 'id'),
            aggregate('mode', 'x'),
            aggregate('arg_min', 'id', { by: 'x' }),
            aggregate('arg_max', 'id', { by: 'k' }),
            aggregate('string_agg', 'g', { order: [{ column: 'k' }] }),
            { name: 'ordered', function: 'list', column: 'id', order: [{ column: 'k' }] },
          ],
        },
        'big',
      ),
    },
    anyOrder: true,
  },
  'aggregates without groups': {
    steps: {
      step: step(
        'aggregate.group-by',
        {
          aggregates: [
            aggregate('first', 'id'),
            aggregate('last', 'id'),
            aggregate('list', 'id'),
            aggregate('arg_max', 'id', { by: 'k' }),
          ],
        },
        'big',
      ),
    },
  },
  'a step that two others read': {
    steps: {
      some: step('rows.filter', { condition: 'k > 3' }, 'big'),
      odd: step('rows.filter', { condition: 'id % 2 = 1' }, 'some'),
      both: step('combine.union', {}, { inputs: ['some', 'odd'] }),
      step: step('columns.record-id', { name: 'n' }, 'both'),
    },
  },
  'a costly step that two others read': {
    steps: {
      sorted: step('rows.sort', { by: [{ column: 'k' }] }, 'big'),
      odd: step('rows.filter', { condition: 'id % 2 = 1' }, 'sorted'),
      both: step('combine.union', {}, { inputs: ['sorted', 'odd'] }),
      step: step('columns.record-id', { name: 'n' }, 'both'),
    },
  },
  'a costly step of which two others read one column': {
    steps: {
      sorted: step('rows.sort', { by: [{ column: 'k' }] }, 'big'),
      ids: step('columns.select', { columns: [{ column: 'id' }] }, 'sorted'),
      odd: step('rows.filter', { condition: 'id % 2 = 1' }, 'ids'),
      first: step('rows.limit', { rows: 70_000 }, 'ids'),
      both: step('combine.union', {}, { inputs: ['odd', 'first'] }),
      step: step('columns.record-id', { name: 'n' }, 'both'),
    },
  },
  'elements of lists': {
    steps: {
      each: step('rows.explode', { column: 'tags', position_name: 'at' }, 'big'),
      step: step('columns.record-id', { name: 'n' }, 'each'),
    },
  },
  'columns as rows': {
    steps: {
      turned: step('aggregate.unpivot', { columns: ['k', 'x'] }, 'big'),
      step: step('columns.record-id', { name: 'n' }, 'turned'),
    },
  },
  'rows after a limit are not joined': {
    steps: {
      head: step('rows.limit', { rows: 1000 }, 'big'),
      few: step('rows.filter', { condition: 'id in (5, 1500, 3000)' }, 'big'),
      step: step(
        'combine.join',
        { on: [{ left: 'id', right: 'id' }] },
        { left: 'head', right: 'few' },
      ),
    },
    anyOrder: true,
  },
  "a query of one's own": {
    steps: {
      step: step(
        'code.sql',
        { query: 'SELECT *, row_number() OVER () AS n FROM big WHERE x > 100' },
        { inputs: ['big'] },
      ),
    },
  },
};

describe.each(TARGETS)('%s', (target) => {
  test.each(Object.entries(CASES))('%s', async (name, { steps, anyOrder = false }) => {
    const document = documentOf(name, { big: BIG, ...steps, out: WRITE });
    const outcome = await bench.compare(document, target, {
      ordered: () => !anyOrder,
      exact: true,
    });
    expect(outcome).toMatchObject({ kind: 'same' });
  });
});
