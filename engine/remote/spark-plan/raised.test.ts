import { expect, test } from 'vitest';
import type { TextPlace } from './marked-text.ts';
import { placesOfRaised } from './raised.ts';

const SQL =
  "WITH `a` AS (SELECT raise_error(concat('\\'', `t` || ')', '\\' is no number')) FROM `s`),\n" +
  "`b` AS (SELECT raise_error('keys are repeated') FROM `a`)\nSELECT * FROM `b`";

const place = (node: string, text: string): TextPlace => {
  const start = SQL.indexOf(text);
  return { start, end: SQL.indexOf('\n', start), node };
};
const A = place('a', 'SELECT raise_error(c');
const B = place('b', "SELECT raise_error('k");

test.each([
  ["'x)' is no number", [A]],
  ['keys are repeated', [B]],
  ['nobody says this', []],
])('%s', (message, places) => {
  expect(placesOfRaised(message, SQL, [A, B])).toEqual(places);
});

test('words that several have', () => {
  const sql = "SELECT raise_error('no'), raise_error('no')";
  const [first, second] = [
    { start: 7, end: 24, node: 'a' },
    { start: 26, end: sql.length, node: 'b' },
  ];
  expect(placesOfRaised('no', sql, [first, second])).toEqual([first, second]);
});
