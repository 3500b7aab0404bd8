import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { userError } from '../contract/errors.ts';
import { ex } from '../contract/expression.ts';
import { nodeId } from '../contract/ids.ts';
import type { PortRef } from '../contract/ids.ts';
import type { LowerContext, NodeDefinition } from '../contract/node-definition.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { scalar } from '../contract/schema.ts';
import type { SourceDescription } from '../contract/source.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import { openNative } from '../testing/native.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { createBinder } from './binder.ts';
import type { CompileInput, LogicalPlan } from './compile.ts';
import { compilePipeline } from './compile.ts';
import { formatRelation } from './explain.ts';

let db: NativeDuckDB;
beforeAll(async () => {
  db = await openNative();
});
afterAll(() => db.close());

type Params = Readonly<Record<string, string>>;

const define = (
  type: string,
  out: readonly string[],
  lower: (context: LowerContext<Params>) => Readonly<Record<string, Relation>>,
): NodeDefinition => ({
  type,
  version: 1,
  title: type,
  category: 'columns',
  description: type,
  keywords: [],
  params: z.record(z.string(), z.string()),
  ports: { in: [{ name: 'input' }], out },
  summarise: () => type,
  lower: (context) => lower(context as LowerContext<Params>),
});

const read = define('read', ['output', 'rejects'], ({ params }) => {
  const source = { format: 'csv', paths: [params['path'] ?? ''], onBadRow: 'reject' } as const;
  return { output: rel.scan(source), rejects: rel.scan(source, { output: 'rejects' }) };
});

/** Adds a column, by way of an intermediate filter. */
const derive = define('derive', ['output'], (context) => {
  const input = context.input();
  const expression = context.expression(context.params['expression'] ?? '', 'expression');
  const kept = rel.filter(input.relation, ex.boolean(true));
  return {
    output: rel.project(kept, [
      ...input.schema.map(({ name }) => ({ name, expression: ex.column(name) })),
      { name: context.params['name'] ?? '', expression },
    ]),
  };
});

const filter = define('filter', ['kept', 'dropped'], (context) => {
  const condition = context.expression(context.params['condition'] ?? '', 'condition');
  const { relation } = context.input();
  return {
    kept: rel.filter(relation, condition),
    dropped: rel.filter(relation, ex.not(ex.call('coalesce', condition, ex.boolean(false)))),
  };
});

const pivot = define('pivot', ['output'], (context) => ({
  output: rel.pivot(context.input().relation, {
    rows: ['id'],
    column: context.column(context.input(), context.params['column'] ?? '', 'column'),
    aggregates: [{ name: 'n', call: ex.call('count') }],
  }),
}));

const query = define('query', ['output'], (context) => ({
  output: rel.sql({
    inputs: [{ name: 'rows', relation: context.input().relation }],
    query: context.params['query'] ?? '',
    param: 'query',
    perPartition: false,
  }),
}));

const write = define('write', [], (context) => ({
  sink: rel.sink(context.input().relation, {
    path: 'out.csv',
    format: 'csv',
    partitionBy: [],
    mode: 'overwrite',
    csv: { delimiter: ',', quote: '"', header: true, nullValue: '' },
  }),
}));

interface Step {
  readonly id: string;
  readonly definition: NodeDefinition;
  readonly params?: Params;
  /** `node.port`. */
  readonly input?: string;
}

function graphOf(steps: readonly Step[]): Graph {
  const nodes = steps.map(({ id, definition, params = {}, input }): GraphNode => {
    const [node = '', port = ''] = input?.split('.') ?? [];
    const ref: PortRef = { node: nodeId(node), port };
    return {
      id: nodeId(id),
      definition,
      params,
      inputs: new Map(input === undefined ? [] : [['input', [ref]]]),
      outPorts: definition.ports.out as readonly string[],
      disabled: false,
      valid: true,
      document: { type: definition.type, params },
    };
  });
  return {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    order: nodes.map((node) => node.id),
  };
}

const describeSource: CompileInput['describeSource'] = (spec) => {
  if (spec.format === 'csv' && spec.paths[0] === 'gone.csv') {
    return Promise.reject(userError('file-not-found', 'There is no file "gone.csv".'));
  }
  const description: SourceDescription = {
    spec,
    files: [],
    schema: [
      { name: 'id', type: scalar('INTEGER') },
      { name: 'name', type: scalar('VARCHAR') },
    ],
    rejectsSchema: [{ name: 'line', type: scalar('BIGINT') }],
    splits: [],
    bytes: 0,
    fingerprint: 'f',
  };
  return Promise.resolve(description);
};

const compile = (
  steps: readonly Step[],
  changes: Partial<CompileInput> = {},
): Promise<LogicalPlan> =>
  compilePipeline({
    graph: graphOf(steps),
    parameters: { least: { type: 'BIGINT', value: '5' } },
    describeSource,
    describe: db.describe,
    ...changes,
  });

const source: Step = { id: 'rows', definition: read, params: { path: 'a.csv' } };

test('steps become relations with schemas, origins and sinks', async () => {
  const plan = await compile([
    source,
    { id: 'big', definition: filter, params: { condition: 'id >= $least' }, input: 'rows.output' },
    {
      id: 'loud',
      definition: derive,
      params: { name: 'up', expression: 'upper(name)' },
      input: 'big.kept',
    },
    { id: 'out', definition: write, input: 'loud.output' },
  ]);
  expect(plan.diagnostics).toEqual([]);
  expect([...plan.ports.keys()]).toEqual([
    'rows.output',
    'rows.rejects',
    'big.kept',
    'big.dropped',
    'loud.output',
  ]);
  expect(plan.ports.get('rows.rejects')?.schema.map((column) => column.name)).toEqual(['line']);
  expect(plan.ports.get('loud.output')?.schema.at(-1)).toEqual({
    name: 'up',
    type: scalar('VARCHAR'),
  });
  expect(plan.sources.size).toBe(1);
  expect(formatRelation(plan.sinks)).toBe(
    [
      "write csv 'out.csv'",
      '  project id, name, up = upper(name)',
      '    filter true',
      "      filter id >= BIGINT '5'",
      "        scan csv 'a.csv'",
    ].join('\n'),
  );
  const [sink] = plan.sinks;
  expect(sink?.origin).toEqual({ node: 'out', port: 'sink' });
  expect(sink?.input.origin).toEqual({ node: 'loud', port: 'output' });
  expect(sink && plan.schemaOf(sink)).toEqual(plan.ports.get('loud.output')?.schema);
});

test('an error stops its own branch and no other', async () => {
  const plan = await compile([
    source,
    { id: 'bad', definition: filter, params: { condition: 'idd > 1' }, input: 'rows.output' },
    {
      id: 'after',
      definition: derive,
      params: { name: 'x', expression: 'nothing' },
      input: 'bad.kept',
    },
    { id: 'out', definition: write, input: 'after.output' },
    { id: 'good', definition: write, input: 'rows.output' },
    { id: 'half', definition: filter, params: { condition: 'id >' }, input: 'rows.output' },
    { id: 'ask', definition: filter, params: { condition: 'id > $leas' }, input: 'rows.output' },
    { id: 'lost', definition: read, params: { path: 'gone.csv' } },
  ]);
  expect(plan.sinks.map((sink) => sink.origin?.node)).toEqual(['good']);
  expect(plan.diagnostics).toMatchObject([
    {
      severity: 'error',
      code: 'unknown-column',
      node: 'bad',
      param: 'condition',
      start: 0,
      end: 3,
      hint: 'Did you mean "id"?',
    },
    { severity: 'info', code: 'upstream-error', node: 'after' },
    { severity: 'info', code: 'upstream-error', node: 'out' },
    { code: 'syntax-error', node: 'half', param: 'condition' },
    { code: 'unknown-parameter', node: 'ask', start: 5, end: 10, hint: 'Did you mean "least"?' },
    { code: 'file-not-found', node: 'lost', param: 'path' },
  ]);
});

test('a broken step is a diagnostic, not a broken pipeline', async () => {
  const broken = define('broken', ['output'], () => {
    throw new TypeError('x is undefined');
  });
  const silent = define('silent', ['output'], () => ({}));
  const plan = await compile([
    source,
    { id: 'a', definition: broken, input: 'rows.output' },
    { id: 'b', definition: silent, input: 'rows.output' },
  ]);
  expect(plan.diagnostics).toMatchObject([
    { code: 'internal', node: 'a', message: 'The step broke: x is undefined' },
    { code: 'internal', node: 'b' },
  ]);
});

test('what needs an extension is refused unless it is loaded', async () => {
  const steps: Step[] = [
    source,
    {
      id: 'j',
      definition: derive,
      params: { name: 'x', expression: '1 + json_array_length(name)' },
      input: 'rows.output',
    },
    {
      id: 'q',
      definition: query,
      params: { query: "SELECT json_extract(name, 'a') AS a FROM rows" },
      input: 'rows.output',
    },
  ];
  expect((await compile(steps)).diagnostics).toMatchObject([
    {
      code: 'missing-extension',
      message: "json_array_length needs DuckDB's json extension, which is not loaded.",
      node: 'j',
      start: 4,
      end: 27,
    },
    { code: 'missing-extension', node: 'q', param: 'query' },
  ]);
  expect((await compile(steps, { extensions: new Set(['json']) })).diagnostics).toEqual([]);
});

test.each<readonly [string, object]>([
  ['LOAD parquet', { code: 'not-a-query', start: 0, end: 4 }],
  ['-- once\nINSTALL httpfs', { code: 'not-a-query', start: 8, end: 15 }],
  ['CREATE TABLE t AS SELECT 1', { code: 'not-a-query', start: 0, end: 6 }],
  ["FROM read_parquet('x.parquet')", { code: 'missing-extension' }],
  ["SELECT * FROM parquet_metadata('x.parquet')", { code: 'missing-extension' }],
])('%s is refused with its place and a remedy', async (text, problem) => {
  const steps: Step[] = [
    source,
    { id: 'q', definition: query, params: { query: text }, input: 'rows.output' },
  ];
  const { diagnostics } = await compile(steps);
  expect(diagnostics).toMatchObject([{ node: 'q', param: 'query', ...problem }]);
  expect(diagnostics[0]?.hint).toMatch(/input step|Begin with SELECT/);
});

test('a pivot gets its values from the data, or says that it has none', async () => {
  const steps: Step[] = [
    source,
    { id: 'wide', definition: pivot, params: { column: 'NAME' }, input: 'rows.output' },
    { id: 'out', definition: write, input: 'wide.output' },
  ];
  const known = await compile(steps, {
    discoverValues: (relation, column) => {
      expect([relation.kind, column]).toEqual(['scan', 'name']);
      return Promise.resolve([ex.text('a'), ex.text('b')]);
    },
  });
  expect(known.diagnostics).toEqual([]);
  expect(known.ports.get('wide.output')?.schema.map((column) => column.name)).toEqual([
    'id',
    'a',
    'b',
  ]);
  const unknown = await compile(steps);
  expect(unknown.diagnostics).toMatchObject([
    { severity: 'info', code: 'pivot-values-unknown', node: 'wide' },
    { severity: 'info', code: 'upstream-error', node: 'out' },
  ]);
  const many = await compile(steps, {
    discoverValues: () => Promise.resolve(Array.from({ length: 1001 }, (_, i) => ex.integer(i))),
  });
  expect(many.diagnostics[0]).toMatchObject({ code: 'too-many-pivot-values', param: 'column' });
});

test('parameters in a query; positions are those of the text that was typed', async () => {
  const ask = async (text: string): Promise<LogicalPlan> =>
    compile([
      source,
      { id: 'q', definition: query, params: { query: text }, input: 'rows.output' },
    ]);
  const fine = await ask('SELECT $least AS least, id FROM rows WHERE id > $least');
  expect(fine.diagnostics).toEqual([]);
  expect(fine.ports.get('q.output')?.schema).toEqual([
    { name: 'least', type: scalar('BIGINT') },
    { name: 'id', type: scalar('INTEGER') },
  ]);
  expect((await ask('SELECT $least, $leas FROM rows')).diagnostics).toMatchObject([
    { code: 'unknown-parameter', param: 'query', start: 15, end: 20 },
  ]);
  const text = "SELECT $least, '$least', $least + idd FROM rows";
  expect((await ask(text)).diagnostics).toMatchObject([
    { code: 'unknown-column', node: 'q', start: text.indexOf('idd'), end: text.indexOf('idd') + 3 },
  ]);
});

const chain = (length: number, edit: (i: number) => Params | undefined): Step[] => [
  source,
  ...Array.from({ length }, (_, i): Step => ({
    id: `n${i}`,
    definition: i % 2 === 0 ? derive : filter,
    params:
      edit(i) ??
      (i % 2 === 0
        ? { name: `c${i}`, expression: i === 0 ? 'id + 1' : `c${i - 2} + ${i}` }
        : { condition: `c${i - 1} > ${i}` }),
    input: i === 0 ? 'rows.output' : `n${i - 1}.${i % 2 === 1 ? 'output' : 'kept'}`,
  })),
];

test('after an edit only what its columns reach is asked again', async () => {
  const binder = createBinder({ describe: db.describe });
  const asked = async (edit: (i: number) => Params | undefined): Promise<number> => {
    const before = db.describeCount();
    const plan = await compile(chain(200, edit), { binder });
    expect(plan.diagnostics).toEqual([]);
    return db.describeCount() - before;
  };
  // 100 derived columns and 2 conditions for each of 100 filters, but for `true` once.
  expect(await asked(() => undefined)).toBe(301);
  expect(await asked(() => undefined)).toBe(0);
  // The last step's condition: both of its outputs.
  expect(await asked((i) => (i === 199 ? { condition: 'c198 > 0' } : undefined))).toBe(2);
  // A value, not a type, changes in the first step: nothing after it.
  expect(await asked((i) => (i === 0 ? { name: 'c0', expression: 'id + 2' } : undefined))).toBe(1);
  // The type changes half way down: every later column follows from it.
  const half = await asked((i) =>
    i === 100 ? { name: 'c100', expression: 'c98 + 0.5::DOUBLE' } : undefined,
  );
  expect(half).toBeGreaterThan(140);
  expect(half).toBeLessThan(160);
});
