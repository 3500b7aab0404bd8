import { afterAll, beforeAll, test } from 'vitest';
import { appendFileSync, writeFileSync } from 'node:fs';
import { openWorkbench, csvInput, step, type Workbench } from './testing/workbench.ts';
let b: Workbench;
const LOG = '/tmp/probe.log';
beforeAll(async () => {
  writeFileSync(LOG, '');
  b = await openWorkbench();
  await b.file('a.csv', 'id,x\n1,2\n2,3\n');
});
afterAll(() => b.close());
const show = (value: unknown) =>
  JSON.stringify(value, (k, v) =>
    k === 'diagnostics'
      ? undefined
      : typeof v === 'bigint'
        ? `${v}n`
        : typeof v === 'string' && k === 'detail'
          ? v.slice(0, 160)
          : v,
  )?.slice(0, 900);
async function probe(name: string, work: () => Promise<unknown>) {
  const t = performance.now();
  let text: string;
  try {
    text = 'OK ' + show(await work());
  } catch (e) {
    text = 'ERR ' + show((e as { error?: unknown }).error ?? String((e as Error).stack));
  }
  appendFileSync(LOG, `## ${name} (${Math.round(performance.now() - t)} ms)\n   ${text}\n`);
}
const a = csvInput('a.csv');
test('probe', async () => {
  const R = (n: string, nodes: Record<string, unknown>, t: string) =>
    probe(n, () => b.rows(nodes, t));

  await b.file('inl.csv', 'i,s,z,d\n9223372036854775807,abc,0,a\n1,5,1,b\n');
  const inl = csvInput('inl.csv');
  await R(
    'overflow',
    {
      inl,
      d: step('columns.derive', 'inl', { expressions: [{ name: 'y', expression: 'i + 1' }] }),
      f: step('rows.filter', 'd', { condition: 'y > 0' }),
    },
    'f',
  );
  await R(
    'overflow mult',
    {
      inl,
      d: step('columns.derive', 'inl', { expressions: [{ name: 'y', expression: 'i * i' }] }),
    },
    'd',
  );
  await R(
    'div zero',
    {
      inl,
      d: step('columns.derive', 'inl', {
        expressions: [
          { name: 'y', expression: 'i / z' },
          { name: 'q', expression: 'i // z' },
          { name: 'm', expression: 'i % z' },
        ],
      }),
    },
    'd',
  );
  await R(
    'bad cast',
    {
      inl,
      d: step('columns.derive', 'inl', {
        expressions: [{ name: 'y', expression: 'CAST(s AS INTEGER)' }],
      }),
      e: step('columns.derive', 'd', { expressions: [{ name: 'w', expression: 'y + 1' }] }),
    },
    'e',
  );
  await R(
    'bad cast, other first',
    {
      inl,
      c: step('columns.derive', 'inl', { expressions: [{ name: 'u', expression: 'z + 1' }] }),
      d: step('columns.derive', 'c', {
        expressions: [{ name: 'y', expression: 'CAST(s AS INTEGER)' }],
      }),
      e: step('columns.derive', 'd', { expressions: [{ name: 'w', expression: 'y + 1' }] }),
    },
    'e',
  );
  await R(
    'bad cast node',
    {
      inl,
      d: step('columns.cast', 'inl', { casts: [{ column: 's', type: 'INTEGER' }] }),
      e: step('columns.derive', 'd', { expressions: [{ name: 'w', expression: 's + 1' }] }),
    },
    'e',
  );
  await R(
    'bad cast in group',
    {
      inl,
      d: step('aggregate.group-by', 'inl', {
        keys: ['z'],
        aggregates: [{ name: 'n', function: 'sum', expression: 'CAST(s AS INTEGER)' }],
      }),
    },
    'd',
  );
  await R(
    'sum overflow',
    {
      inl,
      h: step('columns.derive', 'inl', {
        expressions: [
          { name: 'h', expression: "CAST('170141183460469231731687303715884105727' AS HUGEINT)" },
        ],
      }),
      d: step('aggregate.group-by', 'h', {
        keys: [],
        aggregates: [{ name: 'n', function: 'sum', column: 'h' }],
      }),
    },
    'd',
  );
  await R(
    'bad const cast',
    {
      inl,
      d: step('columns.derive', 'inl', {
        expressions: [{ name: 'y', expression: "CAST('abc' AS INTEGER)" }],
      }),
    },
    'd',
  );
  await R(
    'sqrt -1',
    {
      inl,
      d: step('columns.derive', 'inl', { expressions: [{ name: 'y', expression: 'sqrt(-i)' }] }),
    },
    'd',
  );
  await R(
    'error()',
    {
      inl,
      d: step('columns.derive', 'inl', {
        expressions: [{ name: 'y', expression: "error('boo')" }],
      }),
    },
    'd',
  );
  await R(
    'regex',
    {
      inl,
      d: step('columns.derive', 'inl', {
        expressions: [{ name: 'y', expression: "regexp_matches(s, s || '(')" }],
      }),
    },
    'd',
  );
  await R(
    'strptime',
    {
      inl,
      d: step('columns.derive', 'inl', {
        expressions: [{ name: 'y', expression: "strptime(s, '%Y-%m-%d')" }],
      }),
    },
    'd',
  );
  await R(
    'sql node',
    {
      inl,
      d: {
        type: 'code.sql',
        inputs: { inputs: ['inl'] },
        params: { query: 'SELECT CAST(s AS INTEGER) AS x FROM inl' },
      },
    },
    'd',
  );
  await R(
    'sql syntax',
    {
      inl,
      d: {
        type: 'code.sql',
        inputs: { inputs: ['inl'] },
        params: { query: 'SELECT CAST(s AS INTEGER) AS x FRM inl' },
      },
    },
    'd',
  );
  await R(
    'sql insert',
    {
      inl,
      d: { type: 'code.sql', inputs: { inputs: ['inl'] }, params: { query: 'DROP TABLE inl' } },
    },
    'd',
  );
  await R(
    'sql read file',
    {
      inl,
      d: {
        type: 'code.sql',
        inputs: { inputs: ['inl'] },
        params: { query: "SELECT * FROM read_csv('/etc/passwd')" },
      },
    },
    'd',
  );
  // late type change beyond the sample
  let text = 'id,x\n';
  for (let i = 0; i < 300000; i++) text += `${i},${i % 1000}\n`;
  await b.file('late.csv', text + '300000,oops\n');
  await R(
    'late type at end',
    { late: csvInput('late.csv'), g: step('rows.limit', 'late', { rows: 1 }) },
    'g',
  );
  let big = text;
  for (let i = 300000; i < 2000000; i++)
    big += i === 777777 ? 'x\n' : `${i},${i === 1234567 ? 'oops' : i % 1000}\n`;
  await b.file('big.csv', big);
  const group = step('aggregate.group-by', 'big', {
    keys: [],
    aggregates: [
      { name: 'n', function: 'count' },
      { name: 's', function: 'sum', column: 'x' },
    ],
  });
  await R(
    'late type+ragged in the middle',
    { big: csvInput('big.csv', { columns: { x: 'BIGINT' } }), g: group },
    'g',
  );
  await R(
    'late type+ragged reject',
    { big: csvInput('big.csv', { columns: { x: 'BIGINT' }, on_bad_row: 'reject' }), g: group },
    'g',
  );
  await R(
    'rejects',
    { big: csvInput('big.csv', { columns: { x: 'BIGINT' }, on_bad_row: 'reject' }), g: group },
    'big.rejects',
  );
  await R('late type group', { big: csvInput('big.csv'), g: group }, 'g');
  await R(
    'late type count only (pruned)',
    {
      big: csvInput('big.csv'),
      g: step('aggregate.group-by', 'big', {
        keys: [],
        aggregates: [{ name: 'n', function: 'count' }],
      }),
    },
    'g',
  );
  await R(
    'late type count only (pruned), reject',
    {
      big: csvInput('big.csv', { columns: { x: 'BIGINT' }, on_bad_row: 'reject' }),
      g: step('aggregate.group-by', 'big', {
        keys: [],
        aggregates: [{ name: 'n', function: 'count' }],
      }),
    },
    'g',
  );
  // 10000 columns
  const names = Array.from({ length: 10000 }, (_, i) => `c${i}`);
  await b.file(
    'wide.csv',
    names.join(',') +
      '\n' +
      names.map((_, i) => i).join(',') +
      '\n' +
      names.map((_, i) => i).join(',') +
      '\n',
  );
  await probe('wide', async () => {
    const r = await b.rows({ w: csvInput('wide.csv') }, 'w');
    return [r.length, Object.keys(r[0] ?? {}).length, r[1]?.['c9999']];
  });
  await probe('wide derive', async () => {
    const r = await b.rows(
      {
        w: csvInput('wide.csv'),
        d: step('columns.derive', 'w', { expressions: [{ name: 'q', expression: 'c1 + c9999' }] }),
      },
      'd',
    );
    return [r.length, Object.keys(r[0] ?? {}).length, r[1]?.['q']];
  });
  await probe('wide write', () =>
    b.run({
      w: csvInput('wide.csv'),
      o: step('output.file', 'w', { path: 'wide-out.csv', format: 'csv' }),
    }),
  );
  await b.file(
    'field.csv',
    'id,x\n1,' + 'y'.repeat(20e6) + '\n2,z\n3,"' + 'q\n'.repeat(10e6) + '"\n4,w\n',
  );
  await probe('20MB', async () => {
    const r = await b.rows({ w: csvInput('field.csv') }, 'w');
    return r.map((x) => [x['id'], String(x['x']).length]);
  });
  await b.stillWorks().catch(() => undefined);
}, 240_000);
