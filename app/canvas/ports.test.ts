import { expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { columnWords, outputsAt, portKind } from './ports.ts';
import { createStepViews } from './step-view.ts';
import { joined } from './testing/pipelines.ts';

const document = joined();
const view = (id: string) => createStepViews(registry)(document, id)!;

test('a port is of the kind of what flows there', () => {
  expect(portKind(view('a'), 'output', 'output')).toBe('rows');
  expect(portKind(view('a'), 'output', 'rejects')).toBe('rejects');
  expect(portKind(view('late'), 'output', 'kept')).toBe('rows');
  expect(portKind(view('late'), 'output', 'dropped')).toBe('aside');
  expect(portKind(view('both'), 'input', 'left')).toBe('rows');
  expect(portKind(view('all'), 'input', 'inputs')).toBe('many');
});

test('an input has the rows of the outputs that it reads', () => {
  const at = (step: string, port: string, side: 'input' | 'output') =>
    outputsAt(document, registry, { step, port, side });
  expect(at('late', 'dropped', 'output')).toEqual([{ step: 'late', port: 'dropped' }]);
  expect(at('both', 'left', 'input')).toEqual([{ step: 'early', port: 'kept' }]);
  expect(at('all', 'inputs', 'input')).toEqual([
    { step: 'a', port: 'output' },
    { step: 'b', port: 'output' },
  ]);
  expect(at('out', 'input', 'input')).toEqual([]);
});

test('columns in words are cut after the first ones', () => {
  const type = { kind: 'scalar', name: 'BIGINT' } as const;
  const schema = ['a', 'b', 'c'].map((name) => ({ name, type }));
  expect(columnWords(schema, 2)).toBe('a BIGINT, b BIGINT');
});
