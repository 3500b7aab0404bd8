/** What an edit does not reach stays the very same relations; what it reaches is compiled anew. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { registry } from '../../nodes/registry.ts';
import { scalar } from '../contract/schema.ts';
import type { SourceDescription } from '../contract/source.ts';
import { buildGraph } from '../graph/build.ts';
import { openNative } from '../testing/native.ts';
import type { NativeDuckDB } from '../testing/native.ts';
import { createBinder } from './binder.ts';
import type { LogicalPlan } from './compile.ts';
import { compilePipeline } from './compile.ts';
import { CompiledSteps } from './compiled-steps.ts';

let db: NativeDuckDB;
beforeAll(async () => {
  db = await openNative();
});
afterAll(() => db.close());

interface Edit {
  readonly column?: string;
  readonly least?: number;
  readonly digits?: number;
  /** Value of a parameter that a condition names. */
  readonly most?: string;
}

const described = (fingerprint: string, type: 'INTEGER' | 'VARCHAR'): SourceDescription => ({
  spec: { format: 'csv', paths: ['a.csv'], onBadRow: 'reject' },
  files: [],
  schema: [
    { name: 'id', type: scalar('INTEGER') },
    { name: 'x', type: scalar(type) },
  ],
  splits: [],
  bytes: 0,
  fingerprint,
});

function createEditor() {
  const binder = createBinder({ describe: db.describe });
  const steps = new CompiledSteps();
  return (
    { column = 'id', least = 1, digits = 1, most = '9' }: Edit,
    description: SourceDescription,
  ): Promise<LogicalPlan> => {
    const document = documentOf('edited', {
      rows: step('input.csv', { path: 'a.csv' }),
      some: step('rows.filter', { condition: `${column} > ${least} and id < $most` }, 'rows'),
      rounded: step(
        'columns.derive',
        { expressions: [{ name: 'r', expression: `concat(x, ${digits})` }] },
        'some',
      ),
      aside: step('rows.limit', { rows: 5 }, 'rows'),
    });
    const values = { most: { type: 'BIGINT', value: most } };
    const parameters = { most: { type: 'BIGINT' } };
    const { graph } = buildGraph({ ...document, parameters }, registry, values);
    return compilePipeline({
      graph,
      parameters: values,
      describe: db.describe,
      describeSource: () => Promise.resolve(description),
      binder,
      steps,
    });
  };
}

/** Outputs that are the very same relation in both plans. */
const same = (a: LogicalPlan, b: LogicalPlan): string[] =>
  [...a.ports.keys()].filter((key) => a.ports.get(key)?.relation === b.ports.get(key)?.relation);

const ALL = [
  'rows.output',
  'rows.rejects',
  'some.kept',
  'some.dropped',
  'rounded.output',
  'aside.output',
];

test('only the edited step and those behind it are compiled', async () => {
  const edit = createEditor();
  const file = described('v1', 'INTEGER');
  const first = await edit({}, file);
  expect(first.diagnostics).toEqual([]);
  expect(same(first, await edit({}, file))).toEqual(ALL);
  const later = await edit({ digits: 2 }, file);
  expect(same(first, later)).toEqual(ALL.filter((key) => key !== 'rounded.output'));
  const earlier = await edit({ least: 2 }, file);
  expect(same(first, earlier)).toEqual(['rows.output', 'rows.rejects', 'aside.output']);
  expect(earlier.ports.get('rounded.output')?.schema).toHaveLength(3);
  // After an undo everything is known again.
  expect(same(first, await edit({}, file))).toEqual(ALL);
});

test('another value of a parameter and another file compile all that reads them', async () => {
  const edit = createEditor();
  const file = described('v1', 'INTEGER');
  const first = await edit({}, file);
  const given = await edit({ most: '8' }, file);
  expect(same(first, given)).not.toContain('some.kept');
  const changed = await edit({}, described('v2', 'VARCHAR'));
  expect(same(first, changed)).toEqual([]);
  expect(changed.ports.get('some.kept')?.schema[1]?.type).toEqual(scalar('VARCHAR'));
});

test('two compilations side by side come to the same relations', async () => {
  const edit = createEditor();
  const file = described('v1', 'INTEGER');
  const [one, other] = await Promise.all([edit({}, file), edit({}, file)]);
  expect(same(one, other)).toEqual(ALL);
});

test('an error is found at every edit', async () => {
  const edit = createEditor();
  const file = described('v1', 'INTEGER');
  const wrong = { column: 'idd' };
  const codes = async () => (await edit(wrong, file)).diagnostics.map(({ code }) => code);
  const found = await codes();
  expect(found).not.toEqual([]);
  expect(await codes()).toEqual(found);
});
