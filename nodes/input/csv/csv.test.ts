import { expect, test } from 'vitest';
import { lowerNode, paramProblems, parseParams } from '../../testing/lower-node.ts';

test('a path is enough; the rest is sniffed', () => {
  expect(parseParams('input.csv', { path: 'a.csv' })).toEqual({
    path: 'a.csv',
    on_bad_row: 'fail',
  });
});

test('how numbers are written is part of the source', () => {
  const lowered = lowerNode('input.csv', { path: 'a.csv', decimal: ',', thousands: '.' });
  expect(lowered).toMatchObject({ output: { source: { decimal: ',', thousands: '.' } } });
});

test('rows and rejects read the same source', () => {
  const source = {
    format: 'csv',
    paths: ['a.csv', 'b/*.csv'],
    delimiter: ';',
    nullValues: ['NA'],
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'day', type: 'DATE', format: '%d.%m.%Y' },
    ],
    onBadRow: 'reject',
  };
  const lowered = lowerNode('input.csv', {
    path: ['a.csv', 'b/*.csv'],
    delimiter: ';',
    null_values: ['NA'],
    columns: { id: 'int8', day: { type: 'date', format: '%d.%m.%Y' } },
    on_bad_row: 'reject',
  });
  expect(lowered).toEqual({
    output: { kind: 'scan', source, output: 'rows' },
    rejects: { kind: 'scan', source, output: 'rejects' },
  });
});

test.each([
  [{}, 'path: Give a path, a glob or a list of them.'],
  [{ path: [] }, 'path: Give at least one path.'],
  [{ path: 'a', quote: '""' }, 'quote: Give one character.'],
  [{ path: 'a', columns: { id: 1 } }, 'columns.id: Give a type, or a type and a format.'],
  [{ path: 'a', skip: -1 }, 'skip: Too small: expected number to be >=0'],
  [{ path: 'a', seperator: ',' }, ': Unrecognized key: "seperator"'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('input.csv', params)).toEqual([problem]);
});
