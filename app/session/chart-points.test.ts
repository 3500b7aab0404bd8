/** The engine is the judge: the steps give what the chart draws, in its order. */
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import { formatCell } from '../../engine/values/cell.ts';
import { readRows } from '../../engine/values/rows.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { withChartPoints } from './chart-points.ts';

let engine: Engine;

beforeAll(async () => {
  engine = await openTestEngine(tmpdir(), { workers: 1 });
});

afterAll(() => engine.close());

const data = step('input.inline', {
  columns: [
    { name: 'day', type: 'INTEGER' },
    { name: 'kind', type: 'VARCHAR' },
    { name: 'n', type: 'INTEGER' },
  ],
  rows: [
    [2, 'b', 5],
    [1, 'a', 7],
    [null, 'a', 1],
    [2, 'a', null],
    [2, 'b', 6],
  ],
});

test.each([
  { mark: 'bar', x: 'kind' },
  { mark: 'bar', x: 'kind', y: 'n', aggregate: 'sum', order: 'y' },
  { mark: 'line', x: 'day', y: 'n', colour: 'kind', aggregate: 'avg' },
  { mark: 'line', x: 'day', y: 'day', aggregate: 'count_distinct' },
  { mark: 'point', x: 'day', y: 'n', colour: 'kind' },
  { mark: 'area', x: 'day', y: 'n', order: 'none' },
])('points of %o', async (spec) => {
  const document = documentOf('chart', { data, chart: step('output.chart', { spec }, 'data') });
  const points = withChartPoints(document, 'chart');
  const rowsOf = async (of: typeof document, target: string) => {
    const { schema, ipc } = await engine.preview(of, { target, rows: 100 });
    const rows = readRows(schema, ipc).map((row) =>
      row.map((cell) => (cell === null ? null : formatCell(cell))),
    );
    return { schema, rows };
  };
  if (points === undefined) throw new Error('no points');
  expect(await rowsOf(points.document, points.target)).toEqual(await rowsOf(document, 'chart'));
});

test('a chart that is not set yet has none', () => {
  const document = documentOf('chart', { data, chart: step('output.chart', {}, 'data') });
  expect(withChartPoints(document, 'chart')).toBeUndefined();
});
