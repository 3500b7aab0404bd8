import { expect, test } from 'vitest';
import type { NodeId } from '../contract/ids.ts';
import { sx } from './expression.ts';
import type { Frame, SparkProgram, SparkStep } from './frame.ts';
import { pruneFrames, pruneJoins } from './prune-joins.ts';

const step = (name: string, frame: Frame): SparkStep => ({ name, node: name as NodeId, frame });
const of = (name: string): Frame => ({ kind: 'step', name });
const read: Frame = {
  kind: 'read',
  source: { format: 'parquet', paths: ['a'], columns: ['id', 'a', 'b'] },
};

const joined = (
  left: string,
  right: string,
  columns: Readonly<Record<string, 'l' | 'r'>>,
): Frame => ({
  kind: 'select',
  input: {
    kind: 'join',
    left: of(left),
    right: of(right),
    type: 'inner',
    condition: sx.equal(sx.column('id', 'l'), sx.column('id', 'r')),
  },
  columns: Object.entries(columns).map(([name, side]) => ({
    name,
    expression: sx.column(name, side),
  })),
});

const program = (steps: readonly SparkStep[], written: string): SparkProgram => ({
  name: 'p',
  parameters: [],
  steps,
  fixed: [],
  paths: new Map(),
  notes: [],
  writes: [
    {
      node: 'out' as NodeId,
      input: of(written),
      target: {
        path: 'out',
        format: 'parquet',
        partitionBy: [],
        mode: 'overwrite',
        csv: { delimiter: ',', quote: '"', header: true, nullValue: '' },
      },
    },
  ],
});

const columnsOf = ({ steps }: SparkProgram, name: string): string[] => {
  const frame = steps.find((each) => each.name === name)?.frame;
  return frame?.kind === 'select' ? frame.columns.map((column) => column.name) : [];
};

test('what is written keeps all columns', () => {
  const pruned = pruneJoins(
    program(
      [step('a', read), step('b', read), step('j', joined('a', 'b', { id: 'l', x: 'l' }))],
      'j',
    ),
  );
  expect(columnsOf(pruned, 'j')).toEqual(['id', 'x']);
});

test('a join gives what later steps use, keys of further joins among it', () => {
  const steps = [
    step('a', read),
    step('b', read),
    step('first', joined('a', 'b', { id: 'l', x: 'l', y: 'r', dead: 'r' })),
    step('second', joined('first', 'b', { x: 'l', y: 'l', z: 'r' })),
    step('kept', { kind: 'filter', input: of('second'), condition: sx.isNull(sx.column('z')) }),
    step('result', {
      kind: 'select',
      input: of('kept'),
      columns: [{ name: 'sum', expression: sx.plus(sx.column('x'), sx.int(1)) }],
    }),
  ];
  const pruned = pruneJoins(program(steps, 'result'));
  expect(columnsOf(pruned, 'first')).toEqual(['id', 'x']);
  expect(columnsOf(pruned, 'second')).toEqual(['x', 'z']);
});

test('two readers need what both use', () => {
  const only = (name: string): Frame => ({
    kind: 'select',
    input: of('j'),
    columns: [{ name, expression: sx.column(name) }],
  });
  const steps = [
    step('a', read),
    step('b', read),
    step('j', joined('a', 'b', { id: 'l', x: 'l', y: 'r', dead: 'r' })),
    step('one', only('x')),
    step('other', only('y')),
    step('both', { kind: 'join', left: of('one'), right: of('other'), type: 'semi' }),
  ];
  expect(columnsOf(pruneJoins(program(steps, 'both')), 'j')).toEqual(['x', 'y']);
});

test('tells which columns of given rows are used', () => {
  const steps = [
    step('rows', of('source_1')),
    step('kept', {
      kind: 'filter',
      input: of('rows'),
      condition: sx.isNotNull(sx.column('b')),
    }),
    step('counted', {
      kind: 'aggregate',
      input: of('kept'),
      keys: [{ name: 'a', expression: sx.column('a') }],
      aggregates: [{ name: 'n', expression: sx.call('count') }],
    }),
  ];
  const { needsOf } = pruneFrames(steps, [of('counted')]);
  expect(needsOf('source_1')).toEqual(new Set(['a', 'b']));
  expect(pruneFrames(steps, [of('kept')]).needsOf('source_1')).toBe('all');
});
