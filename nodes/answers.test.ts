/** What nodes answer, against SQL written by hand over the same rows. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emitInline } from '../engine/sql/emit-source.ts';
import type { NativeDuckDB } from '../engine/testing/native.ts';
import { openNative } from '../engine/testing/native.ts';
import type { DocumentNode } from '../engine/document/schema.ts';
import { documentOf, step, tableStep } from './testing/case-builder.ts';
import { caseTable } from './testing/case-data.ts';
import { lowerNode } from './testing/lower-node.ts';
import { compileNative } from './testing/run-native.ts';

let native: NativeDuckDB;

beforeAll(async () => {
  native = await openNative();
  for (const [name, seed] of [
    ['data', 1],
    ['other', 2],
  ] as const) {
    const { output } = lowerNode('input.inline', caseTable('many', seed));
    if (output?.kind !== 'scan' || output.source.format !== 'inline') throw new Error('no table');
    await native.execute(`CREATE TABLE ${name} AS SELECT * FROM ${emitInline(output.source)}`);
  }
});
afterAll(() => native.close());

async function requireSame(node: DocumentNode, expected: Readonly<Record<string, string>>) {
  const document = documentOf('answers', {
    data: tableStep(caseTable('many')),
    other: tableStep(caseTable('many', 2)),
    step: node,
  });
  const { sqlOf } = await compileNative(native, document, '/case.sluice.json');
  for (const [port, sql] of Object.entries(expected)) {
    const ours = sqlOf(`step.${port}`);
    expect(await native.describe(ours), port).toEqual(await native.describe(sql));
    const different = `(FROM (${ours}) EXCEPT ALL FROM (${sql})) UNION ALL (FROM (${sql}) EXCEPT ALL FROM (${ours}))`;
    expect(await native.queryCells(different), port).toEqual([]);
  }
}

const both = { left: 'data', right: 'other' };
const on = [{ left: 'x', right: 'x' }];
const RIGHT = 'o.id AS id_right, o.g AS g_right, o.d AS d_right, o.m AS m_right';
const REST = 'o.day AS day_right, o.ok AS ok_right, o.tags AS tags_right';
const LEFT = (x: string): string => `d.id, d.g, ${x} AS x, d.d, d.m, d.day, d.ok, d.tags`;

const ANSWERS: readonly (readonly [string, DocumentNode, Readonly<Record<string, string>>])[] = [
  [
    'filter',
    step('rows.filter', { condition: "x > 0 or g = 'north'" }, 'data'),
    {
      kept: "FROM data WHERE x > 0 OR g = 'north'",
      dropped: "FROM data WHERE NOT coalesce(x > 0 OR g = 'north', false)",
    },
  ],
  [
    'derive',
    step(
      'columns.derive',
      {
        expressions: [
          { name: 'y', expression: 'x * 2' },
          { name: 'X', expression: 'coalesce(x, 0)' },
          { name: 'z', expression: 'x + y' },
          { name: 'n', expression: 'count(*) over (partition by g) + 1' },
        ],
      },
      'data',
    ),
    {
      output:
        'SELECT id, g, coalesce(x, 0) AS x, d, m, day, ok, tags, x * 2 AS y, coalesce(data.x, 0) + data.x * 2 AS z, count(*) OVER (PARTITION BY g) + 1 AS n FROM data',
    },
  ],
  [
    'cast with rejects',
    step(
      'columns.cast',
      {
        casts: [
          { column: 'x', type: 'UTINYINT' },
          { column: 'd', type: 'UINTEGER' },
        ],
        on_error: 'reject',
      },
      'data',
    ),
    {
      output:
        'SELECT id, g, TRY_CAST(x AS UTINYINT) AS x, TRY_CAST(d AS UINTEGER) AS d, m, day, ok, tags FROM data WHERE coalesce(x >= 0, true) AND (d IS NULL OR TRY_CAST(d AS UINTEGER) IS NOT NULL)',
      rejects: `SELECT *, CASE
          WHEN x < 0 AND d < -0.5 THEN 'column "x": "' || x || '" cannot be read as UTINYINT; column "d": "' || d || '" cannot be read as UINTEGER'
          WHEN x < 0 THEN 'column "x": "' || x || '" cannot be read as UTINYINT'
          ELSE 'column "d": "' || d || '" cannot be read as UINTEGER' END AS reason
        FROM data WHERE x < 0 OR (d IS NOT NULL AND TRY_CAST(d AS UINTEGER) IS NULL)`,
    },
  ],
  [
    'record id',
    step(
      'columns.record-id',
      { name: 'n', start: 0, per: ['g'], order: [{ column: 'id' }] },
      'data',
    ),
    {
      // Whole rows stand twice, so that ties number alike rows only.
      output: 'SELECT *, row_number() OVER (PARTITION BY g ORDER BY id) - 1 AS n FROM data',
    },
  ],
  [
    'distinct',
    step('rows.distinct', { keys: ['g'], keep: 'last', order: [{ column: 'id' }] }, 'data'),
    {
      output: 'FROM data QUALIFY row_number() OVER (PARTITION BY g ORDER BY id DESC) = 1',
      duplicates: 'FROM data QUALIFY row_number() OVER (PARTITION BY g ORDER BY id DESC) > 1',
    },
  ],
  [
    'full join',
    step('combine.join', { type: 'full', on }, both),
    {
      output: `SELECT ${LEFT('coalesce(d.x, o.x)')}, ${RIGHT}, ${REST} FROM data d FULL JOIN other o ON d.x = o.x`,
      left_unmatched: 'FROM data d WHERE NOT EXISTS (FROM other o WHERE o.x = d.x)',
      right_unmatched: 'FROM other o WHERE NOT EXISTS (FROM data d WHERE o.x = d.x)',
    },
  ],
  [
    'right join',
    step('combine.join', { type: 'right', on }, both),
    {
      output: `SELECT ${LEFT('o.x')}, ${RIGHT}, ${REST} FROM data d RIGHT JOIN other o ON d.x = o.x`,
    },
  ],
  [
    'left join with a condition',
    step(
      'combine.join',
      { type: 'left', condition: 'left.x = right.x and right.d > left.d' },
      both,
    ),
    {
      output: `SELECT ${LEFT('d.x')}, ${RIGHT}, ${REST} FROM data d LEFT JOIN other o ON d.x = o.x AND o.d > d.d`,
      left_unmatched: 'FROM data d WHERE NOT EXISTS (FROM other o WHERE o.x = d.x AND o.d > d.d)',
      right_unmatched: 'FROM other o WHERE NOT EXISTS (FROM data d WHERE o.x = d.x AND o.d > d.d)',
    },
  ],
  [
    'semi join',
    step('combine.join', { type: 'semi', on }, both),
    {
      output: 'FROM data WHERE x IN (SELECT x FROM other WHERE x IS NOT NULL)',
      left_unmatched: 'FROM data d WHERE NOT EXISTS (FROM other o WHERE o.x = d.x)',
    },
  ],
  [
    'union',
    step('combine.union', {}, { inputs: ['data', 'other'] }),
    { output: 'FROM data UNION ALL FROM other' },
  ],
  [
    'group by',
    step(
      'aggregate.group-by',
      {
        keys: ['g'],
        aggregates: [
          { name: 'n', function: 'count' },
          { name: 'kinds', function: 'count_distinct', column: 'x' },
          { name: 'q', function: 'quantile', column: 'd', fraction: 0.25 },
          { name: 'sd', function: 'stddev', column: 'd' },
          { name: 'top', function: 'arg_max', column: 'id', by: 'id' },
          { name: 'pos', function: 'sum', expression: 'x * 2', filter: 'x > 0' },
          { name: 'xs', function: 'list', column: 'x', order: [{ column: 'id' }] },
        ],
      },
      'data',
    ),
    {
      output:
        'SELECT g, count(*) AS n, count(DISTINCT x) AS kinds, quantile_cont(d, 0.25) AS q, stddev_samp(d) AS sd, max(id) AS top, sum(x * 2) FILTER (x > 0) AS pos, list(x ORDER BY id) AS xs FROM data GROUP BY g',
    },
  ],
  [
    'window',
    step(
      'aggregate.window',
      {
        partition: ['g'],
        order: [{ column: 'id' }],
        frame: { start: { kind: 'preceding', offset: 2 } },
        expressions: [
          { name: 'rank', function: 'dense_rank' },
          { name: 'least', function: 'min', column: 'd' },
        ],
      },
      'data',
    ),
    {
      output:
        'SELECT *, dense_rank() OVER w AS rank, min(d) OVER (w ROWS 2 PRECEDING) AS least FROM data WINDOW w AS (PARTITION BY g ORDER BY id)',
    },
  ],
  [
    'pivot',
    step(
      'aggregate.pivot',
      {
        rows: ['g'],
        column: 'ok',
        values: [{ column: 'x', function: 'max' }],
        fixed_values: [true, false],
      },
      'data',
    ),
    {
      output:
        'SELECT g, max(x) FILTER (ok) AS "true", max(x) FILTER (NOT ok) AS "false" FROM data GROUP BY g',
    },
  ],
  [
    'explode',
    step('rows.explode', { column: 'tags', position_name: 'n' }, 'data'),
    {
      output:
        'SELECT id, g, x, d, m, day, ok, unnest(tags) AS tags, generate_subscripts(tags, 1) AS n FROM data',
    },
  ],
  [
    'limit per group',
    step(
      'rows.limit',
      { rows: 2, per: ['ok'], by: [{ column: 'm', direction: 'desc' }, { column: 'id' }] },
      'data',
    ),
    {
      output: 'FROM data QUALIFY row_number() OVER (PARTITION BY ok ORDER BY m DESC, id) <= 2',
    },
  ],
];

test.each(ANSWERS)('%s', async (_, node, expected) => {
  await requireSame(node, expected);
});
