import { expect, test } from 'vitest';
import { ex } from '../../../engine/contract/expression.ts';
import { inputOf, lowerNode, lowerProblem, paramProblems } from '../../testing/lower-node.ts';

const inputs = { input: inputOf({ a: 'INTEGER', b: 'VARCHAR' }) };

test('keys are columns or expressions; ascending with nulls last unless told', () => {
  const by = [{ column: 'A' }, { expression: 'lower(b)', direction: 'desc', nulls: 'first' }];
  const lower = ex.call('lower', ex.column('b'));
  expect(lowerNode('rows.sort', { by }, { inputs, expressions: { 'lower(b)': lower } })).toEqual({
    output: {
      kind: 'sort',
      input: inputs.input.relation,
      by: [ex.key(ex.column('a')), ex.key(lower, 'desc', 'first')],
    },
  });
});

test('an unknown column is an error at its key', () => {
  const by = [{ column: 'a' }, { column: 'z' }];
  expect(lowerProblem('rows.sort', { by }, { inputs })).toMatchObject({ param: 'by[1].column' });
});

test.each([
  [{ by: [] }, 'by: Give at least one key.'],
  [{ by: [{}] }, 'by.0: Give either a column or an expression.'],
  [{ by: [{ column: 'a', expression: 'a' }] }, 'by.0: Give either a column or an expression.'],
])('%j is refused', (params, problem) => {
  expect(paramProblems('rows.sort', params)).toEqual([problem]);
});
