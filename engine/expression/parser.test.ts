import { beforeAll, describe, expect, test } from 'vitest';
import { loadExpressionParser, parseExpression } from './parser.ts';

beforeAll(loadExpressionParser);

test.each([
  ['', 0, 0, /missing/],
  ['   ', 0, 3, /missing/],
  ['(a', 0, 1, /not closed/],
  ['a)', 1, 2, /no opening/],
  ['(a]', 2, 3, /Expected \)/],
  ['f(', 1, 2, /not closed/],
  ['list[1', 4, 5, /not closed/],
  ['a +', 2, 3, /after \+/],
  ['a and', 2, 5, /after and/],
  ['not', 0, 3, /after not/],
  ["'abc", 0, 4, /not closed/],
  ['"abc', 0, 4, /not closed/],
  ['a /* b', 2, 6, /not closed/],
  ['a b', 2, 3, /Unexpected b/],
  ['price 3', 6, 7, /Unexpected 3/],
  ['f(a) g', 5, 6, /Unexpected g/],
  ['a; drop table t', 1, 2, /semicolon/],
  ['select 1', 0, 6, /cannot stand/],
  ['a from t', 2, 6, /cannot stand/],
  ['1 + * 2', 4, 5, /between \+ and \*/],
  ['f(a,,b)', 4, 5, /between , and ,/],
  ['f(a,)', 4, 5, /between , and \)/],
  ['()', 1, 2, /Nothing/],
  ['a, b', 1, 2, /Unexpected ,/],
  ['a as b', 2, 4, /AS/],
  ['1 < 2 < 3', 6, 7, /cannot follow/],
  ['case when a then', 12, 16, /after then/],
  ['case when a then 1', 17, 18, /END/],
  ['case when a else 1 end', 12, 16, /ELSE cannot follow WHEN/],
  ['(case when a then 1)', 19, 20, /END/],
  ['a end', 2, 5, /no CASE/],
  ['x::', 1, 3, /type/],
  ['cast(a int)', 10, 11, /AS/],
  ['cast(a as)', 9, 10, /type/],
  ['a between 1', 10, 11, /AND/],
  ['a is 5', 5, 6, /After IS/],
  ['@-5', 0, 2, /operator @-/],
  ['a ? b', 2, 3, /operator/],
  ['$1', 0, 1, /name/],
  ['😀 +', 3, 4, /after \+/],
])('%j is wrong at %i to %i', (text, start, end, message) => {
  const result = parseExpression(text, 'p');
  if (result.ok) expect.fail(JSON.stringify(result.expression));
  expect(result).toMatchObject({ start, end });
  expect(result.message).toMatch(message);
});

describe('long and deep texts', () => {
  const kindOf = (text: string): string => {
    const result = parseExpression(text, 'p');
    if (!result.ok) expect.fail(result.message);
    return result.expression.kind;
  };
  const chain = (n: number, operator = '+'): string => Array(n).fill('a').join(` ${operator} `);

  test('a run of operators is read in its order, however long', () => {
    const text = `${chain(400)} * b - c`;
    const result = parseExpression(text, 'p');
    expect(result).toMatchObject({
      ok: true,
      expression: {
        op: '-',
        left: { op: '+', right: { op: '*', right: { name: 'b' } }, left: { op: '+' } },
        right: { name: 'c' },
      },
    });
    const comparisons = Array.from({ length: 300 }, (_, i) => `a <> ${i}`).join(' and ');
    expect(kindOf(comparisons)).toBe('binary');
  });

  test('what is deeper than DuckDB takes stays text', () => {
    expect(kindOf(chain(1500))).toBe('opaque');
    expect(kindOf(`a${' :: int'.repeat(2000)}`)).toBe('opaque');
    expect(kindOf(`${'('.repeat(20_000)}a${')'.repeat(20_000)}`)).toBe('opaque');
    // Nested at the first operand, where a run is deepest.
    let nested = 'a';
    for (let level = 0; level < 40; level++) nested = `(${nested} + ${chain(40)})`;
    expect(kindOf(nested)).toBe('opaque');
  });

  test('the parser reads on afterwards', () => {
    for (const n of [500, 1000, 5000, 20_000]) kindOf(chain(n, 'and'));
    expect(kindOf('a + 1')).toBe('binary');
  });
});
