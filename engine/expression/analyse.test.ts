import { beforeAll, expect, test } from 'vitest';
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import {
  canSubstitute,
  childrenOf,
  conjuncts,
  containsAggregate,
  containsWindow,
  freeColumns,
  isDeterministic,
  mapExpression,
  mayFail,
  parametersOf,
  renameColumns,
  sameExpression,
  substituteColumns,
  substituteParameters,
} from './analyse.ts';
import { emitExpression, formatExpression, locate } from './emit.ts';
import { loadExpressionParser, parseExpression } from './parser.ts';

beforeAll(loadExpressionParser);

function parse(text: string): Expression {
  const result = parseExpression(text, 'p');
  if (!result.ok) throw new Error(`${text}: ${result.message}`);
  return result.expression;
}

test.each([
  ['a + b * A', ['a', 'b'], false],
  ['upper("x y") || \'c\'', ['x y'], false],
  ['list_transform(l, x -> x + y)', ['l', 'y'], false],
  ['list_transform(x, x -> x + 1)', ['x'], false],
  ['s.a.b', ['s'], false],
  [
    'sum(a) over (partition by b order by c rows between d preceding and current row)',
    ['a', 'b', 'c', 'd'],
    false,
  ],
  ['count(*) filter (where f)', ['f'], false],
  ['(select max(z) from t)', ['z', 't'], true],
  ['columns(*)', [], true],
  ['[i + k for i in l]', ['i', 'k', 'l'], false],
])('%s reads %j', (text, names, all) => {
  expect(freeColumns(parse(text))).toEqual({ names, all });
});

test.each([
  [
    'a + list_sum(list_transform(l, a -> a + b))',
    'n + list_sum(list_transform(l, lambda a: a + "B c"))',
  ],
  ['[a + i for i in b]', '[n + i for i in "B c"]'],
  ['a.b + b', 'n.b + "B c"'],
  ['(select a.b, a(b) from t)', '(select n.b, a("B c") from t)'],
])('renames in %s', (text, wanted) => {
  const names = new Map([
    ['a', 'n'],
    ['b', 'B c'],
  ]);
  expect(formatExpression(renameColumns(parse(text), names))).toBe(wanted);
});

test('substitutes columns without capture', () => {
  const values: Readonly<Record<string, Expression>> = { a: parse('x + 1'), x: ex.integer(9) };
  const replace = (text: string): string =>
    formatExpression(substituteColumns(parse(text), (name) => values[name.toLowerCase()]));
  expect(replace('a * 2')).toBe('(x + 1) * 2');
  expect(replace('list_transform(l, y -> y + a)')).toBe('list_transform(l, lambda y: y + (x + 1))');
  expect(replace('list_transform(l, x -> x + a)')).toBe(
    'list_transform(l, lambda x_1: x_1 + (x + 1))',
  );
  expect(replace('list_transform(l, x -> x)')).toBe('list_transform(l, lambda x: x)');
  expect(canSubstitute(parse('a + b'))).toBe(true);
  expect(canSubstitute(parse('a + (select 1)'))).toBe(false);
});

test('substitutes parameters by typed literals', () => {
  const values = {
    d: { type: 'DATE', value: '2024-01-01' },
    n: { type: 'BIGINT', value: '-5' },
    s: { type: 'VARCHAR', value: "it's" },
    nil: { type: 'DOUBLE', value: null },
  };
  const emit = (text: string): string =>
    emitExpression(substituteParameters(parse(text), values), { dialect: 'duckdb' }).text;
  expect(emit('a >= $d')).toBe(`"a" >= DATE '2024-01-01'`);
  expect(emit('a - $n')).toBe(`"a" - CAST('-5' AS BIGINT)`);
  expect(emit('$s || $nil')).toBe(`'it''s' || CAST(NULL AS DOUBLE)`);
  expect(emit('(select $s)')).toBe("(select 'it''s')");
  expect(emit('$other')).toBe('$other');
  expect(parametersOf(parse('$b + $a * $b + (select $c)'))).toEqual(['b', 'a', 'c']);
});

test('keeps identity where nothing changes', () => {
  const expression = parse('case when a > 1 then f(b, [c]) else sum(d) over (order by e) end');
  expect(mapExpression(expression, (each) => each)).toBe(expression);
  expect(renameColumns(expression, new Map([['zz', 'y']]))).toBe(expression);
  expect(childrenOf(parse('a between b and c')).map(formatExpression)).toEqual(['a', 'b', 'c']);
});

test.each([
  ['random()', false],
  ['a + now()', false],
  ['current_timestamp', false],
  ["nextval('s')", false],
  ['(select uuid())', false],
  ['upper(a)', true],
])('%s is deterministic: %s', (text, wanted) => {
  expect(isDeterministic(parse(text))).toBe(wanted);
});

test('finds aggregates and windows', () => {
  expect(containsAggregate(parse('1 + sum(a)'))).toBe(true);
  expect(containsAggregate(parse('sum(a) over ()'))).toBe(false);
  expect(containsAggregate(parse('sum(sum(a)) over ()'))).toBe(true);
  expect(containsAggregate(parse('a + b'))).toBe(false);
  expect(containsWindow(parse('1 + rank() over (order by a)'))).toBe(true);
  expect(containsWindow(parse('rank() over w'))).toBe(true);
  expect(containsWindow(parse('sum(a)'))).toBe(false);
});

test.each([
  ['a > 5 and b is null or not c', false],
  ["upper(a) like 'x%'", false],
  ['a in (1, 2)', false],
  ['try_cast(a as int) = 1', false],
  ['a::VARCHAR', false],
  ['a::INT', true],
  ['a + 1', true],
  ["strptime(a, '%Y')", true],
  ['my_function(a)', true],
  ['[x for x in l]', true],
])('%s may fail: %s', (text, wanted) => {
  expect(mayFail(parse(text))).toBe(wanted);
});

test('compares without spans and without the case of columns', () => {
  expect(sameExpression(parse('a + b'), parse('( A )+  b'))).toBe(true);
  expect(sameExpression(parse('a + b'), parse('b + a'))).toBe(false);
  expect(conjuncts(parse('a and (b and c) and (d or e)')).map(formatExpression)).toEqual([
    'a',
    'b',
    'c',
    'd OR e',
  ]);
});

test('marks lead from the emitted text to the characters that the user typed', () => {
  const text = '😀x + round(price /* p */, 2) > "a b"::INT and [q for q in l]';
  const { text: emitted, marks } = emitExpression(parse(text), { dialect: 'duckdb' });
  const source = (needle: string): string | undefined => {
    const span = locate(marks, emitted.indexOf(needle));
    return span === undefined ? undefined : text.slice(span.start, span.end);
  };
  expect(source('"price"')).toBe('price');
  expect(source('round')).toBe('round(price /* p */, 2)');
  expect(source('2)')).toBe('2');
  expect(source('"a b"')).toBe('"a b"');
  expect(source('CAST')).toBe('"a b"::INT');
  expect(source('"😀x"')).toBe('😀x');
  expect(source('l]')).toBe('l');
});

test.each([
  [ex.literal('INTEGER', '-2147483648'), `CAST('-2147483648' AS INTEGER)`],
  [ex.literal('BIGINT', '-9223372036854775808'), '-9223372036854775808'],
  [ex.literal('HUGEINT', '5'), `CAST('5' AS HUGEINT)`],
  [ex.literal('DOUBLE', 'inf'), `CAST('inf' AS DOUBLE)`],
  [ex.double(0.1), '0.1e0'],
  [ex.literal('DECIMAL(10,2)', '1.5'), `CAST('1.5' AS DECIMAL(10,2))`],
  [ex.literal('DECIMAL(2,1)', '1.5'), '1.5'],
  [ex.literal('BLOB', '\\xAB'), `CAST('\\xAB' AS BLOB)`],
  [ex.literal('TIMESTAMP', '2024-01-01 00:00:00'), `TIMESTAMP '2024-01-01 00:00:00'`],
  [ex.text('a\0b'), `('a' || chr(0) || 'b')`],
  [ex.null(), 'NULL'],
  [ex.null('DATE'), 'CAST(NULL AS DATE)'],
  [ex.column('x', 'right'), 'r."x"'],
  [ex.call('coalesce', ex.column('a'), ex.integer(-1)), 'coalesce("a", -1)'],
  [ex.binary('-', ex.integer(1), ex.integer(-1)), '1 - -1'],
])('emits %j', (expression, wanted) => {
  expect(emitExpression(expression, { dialect: 'duckdb' }).text).toBe(wanted);
});
