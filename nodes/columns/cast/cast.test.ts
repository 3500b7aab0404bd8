import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ id: 'INTEGER', qty: 'VARCHAR', day: 'VARCHAR' }) };
const casts = [{ column: 'qty', type: 'int' }];
const qty = ex.column('qty');

test('a cast that fails stops the run; nothing is rejected', () => {
  const lowered = lowerNode('columns.cast', { casts }, { inputs });
  const span = { param: 'casts[0].type', start: 0, end: 'int'.length };
  expect(lowered['output']).toEqual({
    kind: 'project',
    input: inputs.input.relation,
    columns: [
      { name: 'id', expression: ex.column('id') },
      { name: 'qty', expression: { ...ex.cast(qty, 'INTEGER'), span } },
      { name: 'day', expression: ex.column('day') },
    ],
  });
  expect(lowered['rejects']).toMatchObject({
    input: { kind: 'filter', condition: ex.boolean(false) },
    columns: [{}, {}, {}, { name: 'reason', expression: ex.null('VARCHAR') }],
  });
});

test('null instead of an error', () => {
  expect(
    lowerNode('columns.cast', { casts, on_error: 'null' }, { inputs })['output'],
  ).toMatchObject({
    columns: [{}, { expression: ex.tryCast(qty, 'INTEGER') }, {}],
  });
});

test('rejects parts the rows: bad ones keep their text and say why', () => {
  const lowered = lowerNode('columns.cast', { casts, on_error: 'reject' }, { inputs });
  const bad = ex.and(ex.isNotNull(qty), ex.isNull(ex.tryCast(qty, 'INTEGER')));
  expect(lowered['output']).toMatchObject({
    input: { kind: 'filter', condition: ex.not(bad) },
    columns: [{}, { expression: ex.tryCast(qty, 'INTEGER') }, {}],
  });
  expect(lowered['rejects']).toMatchObject({
    input: { kind: 'filter', condition: bad },
    columns: [{}, { name: 'qty', expression: qty }, {}, { name: 'reason' }],
  });
});

test('a format reads text with strptime', () => {
  const dated = [{ column: 'day', type: 'DATE', format: '%d.%m.%Y' }];
  expect(lowerNode('columns.cast', { casts: dated }, { inputs })['output']).toMatchObject({
    columns: [
      {},
      {},
      {
        expression: ex.cast(ex.call('strptime', ex.column('day'), ex.text('%d.%m.%Y')), 'DATE'),
      },
    ],
  });
});

test('a format on a number reads its text', () => {
  const dated = [{ column: 'id', type: 'DATE', format: '%Y%m%d' }];
  expect(lowerNode('columns.cast', { casts: dated }, { inputs })['output']).toMatchObject({
    columns: [
      {
        expression: ex.cast(
          ex.call('strptime', ex.cast(ex.column('id'), 'VARCHAR'), ex.text('%Y%m%d')),
          'DATE',
        ),
      },
      {},
      {},
    ],
  });
});

test('a column named reason is left alone', () => {
  const named = { input: inputOf({ reason: 'VARCHAR' }) };
  const params = { casts: [{ column: 'reason', type: 'DATE' }], on_error: 'reject' };
  expect(lowerNode('columns.cast', params, { inputs: named })['rejects']).toMatchObject({
    columns: [{ name: 'reason' }, { name: 'reason_2' }],
  });
});

test.each([
  [[{ column: 'qty', type: 'INTEGER', format: '%d' }], 'format-needs-date', 'casts[0].format'],
  [
    [
      { column: 'qty', type: 'INTEGER' },
      { column: 'QTY', type: 'DATE' },
    ],
    'duplicate-column',
    'casts[1].column',
  ],
  [[{ column: 'nope', type: 'INTEGER' }], 'unknown-column', 'casts[0].column'],
])('%j fails with %s', (bad, code, param) => {
  expect(lowerProblem('columns.cast', { casts: bad }, { inputs })).toMatchObject({ code, param });
});

test('an empty list is refused', () => {
  expect(paramProblems('columns.cast', { casts: [] })).toEqual([
    'casts: Choose at least one column.',
  ]);
});
