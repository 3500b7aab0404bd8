/** Names, texts and paths that break code which was put together carelessly. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { EXPORT_TARGETS } from '../../engine/export/project.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { DuckdbBench } from './duckdb-bench.ts';
import { openDuckdbBench } from './duckdb-bench.ts';
import { ODD_FILE, ODD_NAMES, oddData } from './odd-names.ts';

const TARGETS = ['sql', 'python-duckdb', 'typescript'] as const;

let bench: DuckdbBench;

beforeAll(async () => {
  bench = await openDuckdbBench();
  await mkdir(join(bench.folder, "größe & o'clock"));
  await writeFile(
    join(bench.folder, "größe & o'clock/day = 1 🚲.csv"),
    'select,a b,quo"te,🚲,group.by\n1,2,3,4,5\n6,7,8,9,10\n',
  );
  for (const [day, kind] of [
    ['2024-01-31', 'a b'],
    ['2024-02-01', '__HIVE_DEFAULT_PARTITION__'],
  ]) {
    const folder = join(bench.folder, `hive/day=${day ?? ''}/kind=${kind ?? ''}/code=007`);
    await mkdir(folder, { recursive: true });
    await bench.native.execute(`COPY (SELECT 1 AS n) TO '${folder}/x.parquet'`);
    await bench.native.execute(`COPY (SELECT 1 AS n) TO '${folder}/x.csv'`);
    await bench.native.execute(`COPY (SELECT 1 AS n) TO '${folder}/x.ndjson' (FORMAT json)`);
  }
  await mkdir(join(bench.folder, dirname(ODD_FILE)));
  const odd = join(bench.folder, ODD_FILE).replaceAll("'", "''");
  await bench.native.execute(`COPY (${oddData}) TO '${odd}' (FORMAT parquet)`);
  const objects = ['{"a": {"b": 1, "c d": "x"}, "e.f": [1]}', '{"a": {"b": 2}, "e.f": null}'];
  await writeFile(join(bench.folder, 'lines.ndjson'), objects.join('\n'));
  await writeFile(join(bench.folder, 'array.json'), `[${objects.join(',\n')}]`);
  await writeFile(join(bench.folder, 'values.json'), objects.join('\n\n').replaceAll(',', ',\n'));
});

afterAll(() => bench.close());

const TEXT = 'it\'s "quoted" \\ back\nslash\r\n\ttab\0 nul """ 🚲 ${x} %s {y} -- /* */ ;';
const sqlText = `'${TEXT.replaceAll("'", "''").replaceAll('\0', "' || chr(0) || '")}'`;

const write = (from: string, more: object = {}): DocumentNode =>
  step('output.file', { path: 'out.parquet', format: 'parquet', ...more }, from);

const CASES: Readonly<Record<string, PipelineDocument>> = {
  'names of steps and columns': {
    ...documentOf('Names: "all" of them */ \\ """ -- ;', {
      class: {
        ...step('input.csv', { path: "größe & o'clock/*.csv" }),
        title: 'A title with """ and */',
        note: 'Two lines,\nthe second; -- one',
      },
      select: step('rows.filter', { condition: '"select" > 0 and "🚲" < 100' }, 'class'),
      con: step(
        'columns.derive',
        { expressions: [{ name: 'from', expression: '"quo""te" + "group.by"' }] },
        'select',
      ),
      args: step('rows.sort', { by: [{ column: 'a b', direction: 'desc' }] }, 'con'),
      files: write('args'),
    }),
    description: 'One line\nand another',
  },
  'texts in expressions and queries': documentOf('Texts', {
    one: step('input.generate', { kind: 'range', stop: 3, name: 'n' }),
    text: step('columns.derive', { expressions: [{ name: 'text', expression: sqlText }] }, 'one'),
    query: step(
      'code.sql',
      { query: "SELECT *, 'two\n  lines' AS a, -- a comment\n E'it\\'s from' AS b FROM text" },
      { inputs: ['text'] },
    ),
    out: write('query'),
  }),
  'names that differ only by case': documentOf('Case', {
    rows: step('input.generate', { kind: 'range', stop: 5, name: 'n' }),
    Rows: step('rows.filter', { condition: 'n > 1' }, 'rows'),
    ROWS: step('columns.record-id', { name: 'id' }, 'Rows'),
    both: step(
      'combine.join',
      { on: [{ left: 'n', right: 'n' }] },
      { left: 'Rows', right: 'ROWS' },
    ),
    out: write('both'),
  }),
  'names of columns with what ends lines and texts': documentOf('Columns', {
    rows: step('input.inline', {
      columns: ['two\nlines', 'back\\slash', '"""', "it's ${x} %s", ' ', '\t', 'x'.repeat(500)].map(
        (name) => ({ name, type: 'INTEGER' }),
      ),
      rows: [[1, 2, 3, 4, 5, 6, 7]],
    }),
    sorted: step('rows.sort', { by: [{ column: 'two\nlines' }, { column: '"""' }] }, 'rows'),
    out: write('sorted', { path: "new größe 🚲/it's {one}/x y.parquet" }),
  }),
  'what Spark finds awkward': ODD_NAMES,
  'texts in inline rows': documentOf('Rows', {
    rows: step('input.inline', {
      columns: [{ name: 'it"s', type: 'VARCHAR' }],
      rows: [[TEXT], [null], ['']],
    }),
    out: write('rows'),
  }),
  'folders that are columns': documentOf('Folders', {
    parquet: step('input.parquet', { path: 'hive/**/*.parquet' }),
    csv: step('input.csv', { path: 'hive/**/*.csv' }),
    json: step('input.json', { path: 'hive/**/*.ndjson' }),
    all: step('combine.union', {}, { inputs: ['parquet', 'csv', 'json'] }),
    out: write('all'),
    parts: write('all', { partition_by: ['kind', 'code'] }),
  }),
  'objects and dots': documentOf('JSON', {
    lines: step('input.json', { path: 'lines.ndjson' }),
    flat: step('input.json', { path: 'array.json', flatten: 1 }),
    values: step('input.json', { path: 'values.json', flatten: 2 }),
    out: write('lines'),
    out_flat: write('flat'),
    out_values: write('values'),
  }),
  'parameters everywhere': {
    ...documentOf('Parameters', {
      one: step('input.generate', { kind: 'range', stop: 30, name: 'n' }),
      few: step('rows.limit', { rows: '$rows' }, 'one'),
      kept: step('rows.filter', { condition: 'n >= $class and n < $help' }, 'few'),
      query: step('code.sql', { query: 'SELECT n, $help AS h FROM kept' }, { inputs: ['kept'] }),
      out: write('query'),
    }),
    parameters: {
      rows: { type: 'BIGINT', default: 20 },
      class: { type: 'INTEGER', default: -5 },
      help: { type: 'DOUBLE', default: 12.5 },
    },
  },
};

describe.each(TARGETS)('%s', (target) => {
  test.each(Object.entries(CASES))('%s', async (_, document) => {
    expect(await bench.compare(document, target)).toMatchObject({ kind: 'same' });
  });
});

// DuckDB 1.4.3 reads memory that is none for a text that is null in the first row of a partition's column.
test.each(['sql', 'python-duckdb'] as const)(
  '%s: folders of nulls and empty texts are called as a run calls them',
  async (target) => {
    const document = documentOf('Folders of nulls', {
      rows: step('input.inline', {
        columns: [
          { name: 'n', type: 'INTEGER' },
          { name: 'kind', type: 'VARCHAR' },
          { name: 'code', type: 'INTEGER' },
        ],
        rows: [
          [1, null, 1],
          [2, null, null],
          [3, '', 1],
          [4, 'NULL', 1],
          [5, 'more-than-twelve-letters', null],
        ],
      }),
      known: step(
        'columns.derive',
        { expressions: [{ name: 'kind', expression: "nullif(kind, 'NULL')" }] },
        'rows',
      ),
      out: write('known', { path: 'parts', partition_by: ['kind', 'code'] }),
    });
    const foldersOf = async (by: string): Promise<readonly string[]> => {
      const found = await readdir(join(bench.folder, 'written', by), {
        recursive: true,
        withFileTypes: true,
      });
      const folders = found.filter((entry) => entry.isDirectory() && entry.name.includes('='));
      return folders
        .map(({ name, parentPath }) => `${basename(parentPath)}/${name}`)
        .map((path) => path.replace(/^parts\//, ''))
        .toSorted();
    };
    expect(await bench.compare(document, target)).toEqual({ kind: 'same', rows: 5 });
    expect(await foldersOf(target)).toEqual(await foldersOf('engine'));
    expect(await foldersOf(target)).toContain('kind=__HIVE_DEFAULT_PARTITION__');
  },
);

test.each(EXPORT_TARGETS)('a pipeline with errors is not exported: %s', async (target) => {
  const document = documentOf('Wrong', {
    rows: step('input.generate', { kind: 'range', stop: 3, name: 'n' }),
    kept: step('rows.filter', { condition: 'm > 1' }, 'rows'),
    out: write('kept'),
  });
  const exported = await bench.engine.export(document, { target });
  expect(exported).toMatchObject({
    ok: false,
    diagnostics: expect.arrayContaining([
      expect.objectContaining({ severity: 'error', node: 'kept', param: 'condition' }),
    ]) as unknown,
  });
  const { diagnostics } = await bench.engine.check(document);
  expect(exported).toEqual({ ok: false, diagnostics });
});

test('a pipeline that writes nothing is not exported', async () => {
  const document = documentOf('Nothing', {
    one: step('input.generate', { kind: 'range', stop: 3, name: 'n' }),
  });
  const exported = await bench.engine.export(document, { target: 'sql' });
  expect(exported).toMatchObject({ ok: false, diagnostics: [{ code: 'nothing-to-export' }] });
});

test('keys that a join does not expect stop the program', async () => {
  const rows = (values: readonly number[]): DocumentNode =>
    step('input.inline', {
      columns: [{ name: 'k', type: 'INTEGER' }],
      rows: values.map((value) => [value]),
    });
  const document = documentOf('Expected', {
    left: rows([1, 2, 2]),
    right: rows([1, 2, 2]),
    joined: step(
      'combine.join',
      { on: [{ left: 'k', right: 'k' }], expect: 'many-to-one' },
      { left: 'left', right: 'right' },
    ),
    out: write('joined'),
  });
  for (const target of ['sql', 'python-duckdb'] as const) {
    const exported = await bench.engine.export(document, { target });
    if (!exported.ok) throw new Error('refused');
    const failed = await bench.runFailing(target, exported.project.files);
    expect(failed).toContain(
      'expects many-to-one, but keys are repeated on the right side: 2 (2 times)',
    );
  }
});

test('a long chain of steps', async () => {
  const steps = Array.from({ length: 200 }, (_, i): [string, DocumentNode] => [
    `step_${i}`,
    step(
      'columns.derive',
      { expressions: [{ name: 'n', expression: 'n + 1' }] },
      i === 0 ? 'start' : `step_${i - 1}`,
    ),
  ]);
  const document = documentOf('Long', {
    start: step('input.generate', { kind: 'range', stop: 10, name: 'n' }),
    ...Object.fromEntries(steps),
    out: write('step_199'),
  });
  for (const target of TARGETS) {
    expect(await bench.compare(document, target)).toMatchObject({ kind: 'same' });
  }
});
