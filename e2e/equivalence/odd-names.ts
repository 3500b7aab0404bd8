/** A pipeline whose names, texts and paths are as awkward as they may be, for programs in every language. */
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { step } from '../../nodes/testing/case-builder.ts';

/** Folder and file that it reads, made by `oddData`. */
export const ODD_FILE = 'daten & größe/名前 {1} file.parquet';

/** Rows for it, as one query for DuckDB. */
export const oddData = `SELECT
    n AS "class",
    n * 2 AS "a.b",
    CASE n % 5 WHEN 0 THEN 'it''s' WHEN 1 THEN '"q"' WHEN 2 THEN '\\back\\slash\\u0041'
      WHEN 3 THEN 'two' || chr(10) || 'lines' ELSE NULL END AS "with ""quotes""",
    n / 4 AS "back\`tick",
    'x' || (n % 3) AS "it's",
    n % 7 AS "😀 größe",
    n + 100 AS "select",
    n - 100 AS "back\\slash"
  FROM (SELECT unnest(range(40)) AS n)`;

const TEXT = `'it''s "q" \\ back' || '\n' || '\t\${x} """ %s \\u0041 名 😀 \u2028'`;

export const ODD_NAMES: PipelineDocument = {
  format: 'sluice/1',
  name: 'Odd "names" \\ */ /* \\u000a 名前 \'q\'',
  parameters: {
    lambda: { type: 'BIGINT', default: 5 },
    class: { type: 'VARCHAR', default: 'a"b\\c\'d\n名' },
    help: { type: 'DOUBLE', default: 1 },
    _x: { type: 'BOOLEAN', default: true },
    args: { type: 'DATE', default: '2024-02-29' },
  },
  nodes: {
    class: {
      ...step('input.parquet', { path: ODD_FILE }),
      title: 'A comment */ of \\u000a """ odd # text',
      note: 'First line\r\nsecond line\rthird\u2028fourth\n\n# fmt: skip',
    },
    count: step(
      'rows.filter',
      { condition: `"class" > 0 and ("with ""quotes""" is null or "with ""quotes""" <> ${TEXT})` },
      'class',
    ),
    lit: step(
      'columns.derive',
      {
        expressions: [
          { name: 'new.col', expression: '"a.b" + $lambda' },
          { name: 'text "new"', expression: TEXT },
          { name: 'given', expression: `"it's" || $class` },
          { name: 'day', expression: '$args' },
          { name: 'flag', expression: '"😀 größe" > 3 and $_x' },
          { name: 'less', expression: '1 - "a.b" * 2' },
          { name: 'half', expression: '"back`tick" * $help - 0.5::DOUBLE' },
        ],
      },
      'count',
    ),
    Lit: step('columns.rename', { map: { select: 'SELECT.*', '😀 größe': '`' } }, 'lit'),
    spark: step('rows.sort', { by: [{ column: 'a.b', direction: 'desc' }] }, 'Lit'),
    'out-1': step('output.file', { path: 'out/größe 名 1.parquet', format: 'parquet' }, 'spark'),
    'chart-x': step('output.chart', { spec: { mark: 'bar', x: "it's" } }, 'spark'),
    F: step(
      'aggregate.group-by',
      {
        keys: ["it's"],
        aggregates: [
          { name: 'sum.of', function: 'sum', column: 'SELECT.*' },
          { name: 'n', function: 'count' },
        ],
      },
      'Lit',
    ),
    join: step(
      'combine.join',
      { type: 'left', on: [{ left: "it's", right: "it's" }] },
      { left: 'Lit', right: 'F' },
    ),
    main: step(
      'columns.select',
      { columns: ["it's", 'sum.of', '`', 'back\\slash', 'a.b'].map((column) => ({ column })) },
      'join',
    ),
    val: step('aggregate.unpivot', { columns: ['a.b', 'back\\slash'] }, 'main'),
    out2: step(
      'output.file',
      { path: "out/it's 2.parquet", format: 'parquet', partition_by: ["it's"] },
      'val',
    ),
  },
};
