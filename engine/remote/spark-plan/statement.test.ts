/** Statements: which steps are in them, and which place of the pipeline each piece of them is. */
import { expect, test } from 'vitest';
import { ex } from '../../contract/expression.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { SparkExpression } from '../../spark/expression.ts';
import { sx } from '../../spark/expression.ts';
import type { Frame, SparkStep } from '../../spark/frame.ts';
import { placedAt } from '../../spark/places.ts';
import { simple } from '../../spark/types.ts';
import { placeAround } from './marked-text.ts';
import { freshNames, statementOf } from './statement.ts';

const of = (name: string): Frame => ({ kind: 'step', name });
const read: Frame = {
  kind: 'read',
  source: { format: 'parquet', paths: ['s3a://b/a'], columns: ['a', 'b'] },
};

/** What the user wrote at `start` of the parameter `condition`. */
const written = (expression: SparkExpression, start: number, end: number): SparkExpression =>
  placedAt({ ...ex.null('VARCHAR'), span: { param: 'condition', start, end } }, { expression })
    .expression;

const step = (name: string, frame: Frame): SparkStep => ({ name, node: name as NodeId, frame });

const divided = written(sx.over(written(sx.column('a'), 0, 1), sx.column('b')), 0, 5);
const condition = sx.greater(divided, {
  kind: 'parameter',
  name: 'least',
  type: simple('BIGINT'),
});

const STEPS = [
  step('rows', read),
  step('given', of('source_1')),
  step('kept', { kind: 'filter', input: of('rows'), condition }),
  step('unused', of('kept')),
];

const statement = (select?: string, limit?: number) =>
  statementOf(
    { node: 'out', frame: of('kept'), select, limit },
    { steps: STEPS, columnsOf: () => ['a', 'b'], tableOf: () => 'files_1' },
  );

test('steps that the rows come from, and no others', () => {
  expect(statement()).toMatchObject({
    sql: 'WITH `rows` AS (SELECT * FROM `files_1`),\n`kept` AS (SELECT * FROM `rows` WHERE `a` / `b` > :least)\nSELECT * FROM `kept`',
    tables: new Set(['files_1']),
    parameters: new Set(['least']),
  });
});

test('rows that are given are no step', () => {
  const { sql, tables } = statementOf(
    { node: 'given', frame: of('given') },
    { steps: STEPS, columnsOf: () => ['a'], tableOf: () => '' },
  );
  expect(sql).toBe('WITH `given` AS (SELECT * FROM `source_1`)\nSELECT * FROM `given`');
  expect(tables).toEqual(new Set(['source_1']));
});

test('columns that are cast, and the first rows', () => {
  expect(statement('CAST(`a` AS INT) AS `a`', 5).sql).toContain(
    '\nSELECT CAST(`a` AS INT) AS `a` FROM `kept` LIMIT 5',
  );
});

test.each([
  ['a / b', '`a` / `b`', { node: 'kept', from: { param: 'condition', start: 0, end: 5 } }],
  ['the a in it', '`a`', { node: 'kept', from: { param: 'condition', start: 0, end: 1 } }],
  ['what no user wrote', '> :least', { node: 'kept' }],
  ['the reading', 'FROM `files_1`', { node: 'rows' }],
  ['the end', 'FROM `kept`', { node: 'out' }],
])('the place of %s', (_, piece, place) => {
  const { sql, places } = statement();
  const start = sql.indexOf(piece);
  const found = placeAround(places, start, start + piece.length);
  expect(found).toMatchObject(place);
  expect(found?.from === undefined).toBe(!('from' in place));
});

test('characters that marks are made of may stand in the text', () => {
  const all = String.fromCharCode(...Array.from({ length: 31 }, (_, i) => 0xfdd0 + i));
  const rows = (text: string): string =>
    statementOf(
      {
        node: 'n',
        frame: { kind: 'filter', input: of('t'), condition: written(sx.text(text), 0, 1) },
      },
      { steps: [], columnsOf: () => [], tableOf: () => '' },
    ).sql;
  // One is left, and two are needed: the text stays, its places are not known.
  expect(rows(all)).toBe(`SELECT * FROM \`t\` WHERE '${all}'`);
  expect(rows(all.slice(1))).toBe(`SELECT * FROM \`t\` WHERE '${all.slice(1)}'`);
});

test('names that differ in case alone are one name to Spark', () => {
  const fresh = freshNames(['Rows']);
  expect([fresh('rows'), fresh('ROWS'), fresh('other')]).toEqual(['rows_2', 'ROWS_3', 'other']);
});
