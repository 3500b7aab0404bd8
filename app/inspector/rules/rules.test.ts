/** Rules and expressions say the same: read back as written, and read by DuckDB's grammar. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadExpressionParser, parseExpression } from '../../../engine/expression/parser.ts';
import { formatRules } from './format-rules.ts';
import { readRules } from './read-rules.ts';
import type { Rule, RuleGroup, RuleOperator, RuleValue } from './rules.ts';
import { OPERATORS, valueCount, withOperator } from './rules.ts';

beforeAll(loadExpressionParser);

const name = fc.oneof(
  fc.constantFrom(
    'delay',
    'Origin',
    'total price',
    'select',
    'a"b',
    'not',
    'date',
    'true',
    'é',
    'contains',
  ),
  fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !text.includes('\0')),
);
const text = fc
  .oneof(fc.constantFrom("it's", '', "''", 'AND', '%', '-- x'), fc.string())
  .filter((value) => !value.includes('\0'));

const value: fc.Arbitrary<RuleValue> = fc.oneof(
  fc.record({
    kind: fc.constant('number' as const),
    text: fc.constantFrom('0', '-1', '1.5', '-2e10', '.5'),
  }),
  fc.record({
    kind: fc.constantFrom('text' as const, 'date' as const, 'timestamp' as const),
    text,
  }),
  fc.record({ kind: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('parameter' as const), name: fc.constantFrom('min_delay', '_x1') }),
  fc.record({ kind: fc.constant('column' as const), name }),
);

const rule: fc.Arbitrary<Rule> = fc
  .tuple(name, fc.constantFrom(...OPERATORS), fc.array(value, { minLength: 3, maxLength: 4 }))
  .map(([column, operator, values]) => ({
    column,
    operator,
    values: values.slice(0, valueCount(operator) ?? values.length),
  }));

const group = (members: fc.Arbitrary<Rule | RuleGroup>, least: number): fc.Arbitrary<RuleGroup> =>
  fc.record({
    join: fc.constantFrom('and' as const, 'or' as const),
    rules: fc.array(members, { minLength: least, maxLength: 4 }),
  });

const anyGroup = fc.oneof(
  rule.map((one): RuleGroup => ({ join: 'and', rules: [one] })),
  group(fc.oneof(rule, group(rule, 2)), 2),
);

test('what is written is read back', () => {
  fc.assert(
    fc.property(anyGroup, (given) => {
      expect(readRules(formatRules(given))).toEqual(given);
    }),
    { numRuns: 500 },
  );
});

test('what is written is an expression', () => {
  fc.assert(
    fc.property(anyGroup, (given) => {
      expect(parseExpression(formatRules(given), 'condition')).toMatchObject({ ok: true });
    }),
    { numRuns: 200 },
  );
});

test('whatever is read keeps its meaning when written', () => {
  // Reading twice gives the same rules: nothing is lost on the way through the text.
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'a',
          '=',
          '1',
          'AND',
          'or',
          '(',
          ')',
          "'x'",
          'NOT',
          'in',
          ',',
          '<',
          'is',
          'null',
          '-',
          '$p',
          'contains',
        ),
      ),
      (words) => {
        const read = readRules(words.join(' '));
        if (read === undefined) return;
        expect(readRules(formatRules(read))).toEqual(read);
        if (words.length > 0)
          expect(parseExpression(words.join(' '), 'c')).toMatchObject({ ok: true });
      },
    ),
    { numRuns: 2000 },
  );
});

const one = (column: string, operator: RuleOperator, ...values: RuleValue[]): Rule => ({
  column,
  operator,
  values,
});
const number = (digits: string): RuleValue => ({ kind: 'number', text: digits });
const words = (content: string): RuleValue => ({ kind: 'text', text: content });

test('as people write it', () => {
  expect(readRules("delay >= 15 AND origin = 'ORD'")).toEqual({
    join: 'and',
    rules: [one('delay', '>=', number('15')), one('origin', '=', words('ORD'))],
  });
  expect(readRules('a = 1 and b = 2 or c is not null')).toEqual({
    join: 'or',
    rules: [
      { join: 'and', rules: [one('a', '=', number('1')), one('b', '=', number('2'))] },
      one('c', 'is not null'),
    ],
  });
  expect(readRules('a between -1 and $top')).toEqual({
    join: 'and',
    rules: [one('a', 'between', number('-1'), { kind: 'parameter', name: 'top' })],
  });
  expect(readRules('not contains("total price", \'x\')')).toEqual({
    join: 'and',
    rules: [one('total price', 'not contains', words('x'))],
  });
  expect(readRules(' ')).toEqual({ join: 'and', rules: [] });
  expect(readRules('((a = 1))')).toEqual(readRules('a = 1'));
});

test.each([
  'a + 1 > 2',
  'upper(a) = 1',
  'a = 1 AND',
  'a = (SELECT 1)',
  'NOT (a = 1)',
  'a LIKE 5',
  '1 = a',
  'a = 1 -- b',
  'a.b = 1',
  'a = 1 OR (b = 2 AND (c = 3 OR d = 4) AND e = 5)',
  "a = 'x",
  'a = 1x',
  'a != - b',
  'NOT a IN (1)',
  `${'('.repeat(5000)}a = 1${')'.repeat(5000)}`,
])('stays text: %s', (expression) => {
  expect(readRules(expression)).toBeUndefined();
});

test('unfinished rules are left out; another operator takes its number of values', () => {
  expect(formatRules({ join: 'or', rules: [one('', '=', words('x')), one('a', 'is null')] })).toBe(
    'a IS NULL',
  );
  const between = withOperator(one('a', '=', number('1')), 'between');
  expect(between.values).toEqual([number('1'), number('')]);
  expect(withOperator(between, 'is null').values).toEqual([]);
  expect(withOperator(one('a', 'is null'), 'in').values).toEqual([words('')]);
});
