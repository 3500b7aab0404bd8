/** The forms that black knows; e2e/equivalence/black.spec.ts compares with black itself. */
import { expect, test } from 'vitest';
import { layOutPython } from './lay-out.ts';

const laid = (statement: string, level = 0): string[] => layOutPython(statement, level).split('\n');

test('what fits stays on a line', () => {
  expect(laid('busy = by_origin.filter(F.col("flights") >= 1000)')).toEqual([
    'busy = by_origin.filter(F.col("flights") >= 1000)',
  ]);
});

test('one call after another does not make a chain', () => {
  const condition = 'F.col("flights_of_the_airline") >= F.col("flights_of_the_airport")';
  expect(laid(`busy_airports = by_origin.filter(${condition})`)).toEqual([
    'busy_airports = by_origin.filter(',
    `    ${condition}`,
    ')',
  ]);
});

test('a chain of more calls has a line a call', () => {
  const keys = 'F.col("origin"), F.col("destination"), F.col("airline"), F.col("day_of_week")';
  expect(laid(`by_origin = plausible.groupBy(${keys}).agg(F.count("*").alias("n"))`)).toEqual([
    'by_origin = plausible.groupBy(',
    `    ${keys}`,
    ').agg(F.count("*").alias("n"))',
  ]);
  expect(
    laid(`by_origin = plausible.groupBy(${keys}).agg(F.count("*").alias("n")).distinct()`),
  ).toEqual([
    'by_origin = (',
    '    plausible.groupBy(',
    `        ${keys}`,
    '    )',
    '    .agg(F.count("*").alias("n"))',
    '    .distinct()',
    ')',
  ]);
});

test('operators begin lines, the highest first', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => `(F.col("quantity_of_${name}") == 1)`);
  expect(laid(`return ${a} & ${b} | ${c} & ${a} | (F.col("and_another_one") > 0.5)`)).toEqual([
    'return (',
    `    ${a} & ${b}`,
    `    | ${c} & ${a}`,
    '    | (F.col("and_another_one") > 0.5)',
    ')',
  ]);
});

test('lists always have an item a line', () => {
  const paths = ['first', 'second'].map((name) => `"a/folder/of/files/${name}/of/many.parquet"`);
  expect(laid(`rows = spark.read.parquet([${paths.join(', ')}])`)).toEqual([
    'rows = spark.read.parquet(',
    '    [',
    ...paths.map((path) => `        ${path},`),
    '    ]',
    ')',
  ]);
});

test('characters of East Asia take two columns', () => {
  const wide = '名'.repeat(33);
  expect(laid(`rows = flights.filter(F.col("${wide}"))`)).toHaveLength(3);
  expect(laid(`rows = flights.filter(F.col("${'n'.repeat(33)}"))`)).toHaveLength(1);
});

test('a text over lines stands between its brackets', () => {
  expect(laid('rows = spark.sql("""\nSELECT 1\n""")', 1)).toEqual([
    '    rows = spark.sql(',
    '        """',
    'SELECT 1',
    '"""',
    '    )',
  ]);
});
