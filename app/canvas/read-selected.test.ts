import { expect, test } from 'vitest';
import { emptyDocument } from '../../engine/document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import { inputsReading, readOnAdding } from './read-selected.ts';

const source = { type: 'input.csv', params: { path: 'a.csv' } };
const document = {
  ...emptyDocument('x'),
  nodes: {
    a: source,
    b: source,
    c: source,
    split: { type: 'rows.filter', params: { condition: 'true' } },
    out: { type: 'output.file', params: { path: 'o.csv', format: 'csv' } },
  },
};

/** The inputs of a step that is added while these are selected. */
function added(type: string, selection: readonly string[], port?: string): unknown {
  const definition = registry.get(type);
  if (definition === undefined) throw new Error(type);
  const reads = readOnAdding(document, { selection, port }, definition, registry);
  return inputsReading(reads, definition.ports.in);
}

test('a join reads two of the selected steps, a union all of them', () => {
  expect(added('combine.join', ['b', 'a'])).toEqual({ left: 'b.output', right: 'a.output' });
  expect(added('combine.join', ['a', 'b', 'c'])).toEqual({ left: 'a.output', right: 'b.output' });
  expect(added('combine.join', ['a'])).toEqual({ left: 'a.output' });
  expect(added('combine.union', ['a', 'b', 'c'])).toEqual({
    inputs: ['a.output', 'b.output', 'c.output'],
  });
});

test('a step with one input reads what is shown; a source reads nothing', () => {
  expect(added('rows.sort', ['a', 'b'])).toEqual({ input: 'b.output' });
  expect(added('rows.sort', ['a', 'split'], 'dropped')).toEqual({ input: 'split.dropped' });
  expect(added('combine.join', ['split', 'a'], 'dropped')).toEqual({
    left: 'split.kept',
    right: 'a.output',
  });
  expect(added('combine.union', ['a', 'out'])).toEqual({ inputs: ['a.output'] });
  expect(added('input.json', ['a', 'b'])).toEqual({});
});
