import { Field, Float32, Int64, List, Struct, Utf8 } from 'apache-arrow';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildVector } from './build-vector.ts';

// As in a page whose content security policy has no 'unsafe-eval'.
beforeEach(() => {
  vi.stubGlobal('Function', function refuse() {
    throw new EvalError('Evaluating a string as JavaScript is not allowed');
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  [['a', null, '', 'Ω'], new Utf8()],
  [[1n, null, -(2n ** 62n)], new Int64()],
  [[0.5, null, -1], new Float32()],
  [[], new Utf8()],
])('values %# are kept, with their nulls, where code from text is refused', (values, type) => {
  expect([...buildVector<typeof type>(values, type)]).toEqual(values);
});

test.each([
  new List(new Field('item', new Utf8(), true)),
  new Struct([new Field('a', new Int64(), true)]),
])('nulls of %s', (type) => {
  const vector = buildVector([null, null], type);
  expect([vector.length, vector.nullCount, vector.get(0), vector.get(1)]).toEqual([
    2,
    2,
    null,
    null,
  ]);
});
