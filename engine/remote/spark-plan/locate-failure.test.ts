import { expect, test } from 'vitest';
import { EngineFailure, operationalError } from '../../contract/errors.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { QueryContext } from '../spark-connect/errors.ts';
import { SparkFailure } from '../spark-connect/errors.ts';
import { locateFailure } from './locate-failure.ts';
import type { TextPlace } from './marked-text.ts';

const SQL = 'WITH `😀` AS (SELECT 1 / `x` AS `y` FROM `t`)\nSELECT * FROM `😀`';
const at = SQL.indexOf('1 / `x`');
const from = { param: 'expression', start: 3, end: 8 };
const PLACES: readonly TextPlace[] = [
  { start: 0, end: SQL.length, node: 'out' },
  { start: SQL.indexOf('SELECT 1'), end: SQL.indexOf(')'), node: 'divided' },
  { start: at, end: at + 7, node: 'divided', from },
];

function located(context: Partial<QueryContext>) {
  const queryContexts = [{ kind: 'sql', fragment: '1 / `x`', ...context } as const];
  const failure = new SparkFailure(
    { kind: 'user', code: 'spark-error', message: 'Division by zero.' },
    { messageParameters: {}, queryContexts, causes: [] },
  );
  const thrown = locateFailure(failure, { sql: SQL, places: PLACES }, 'out' as NodeId);
  return thrown instanceof EngineFailure ? thrown.error : undefined;
}

const PLACE = { node: 'divided', param: 'expression', start: 3, end: 8 };

test('a place that counts whole characters', () => {
  const before = Array.from(SQL.slice(0, at)).length;
  expect(before).toBeLessThan(at);
  expect(located({ start: before, end: before + 7 })).toMatchObject(PLACE);
});

test('a place that counts as JavaScript does', () => {
  expect(located({ start: at, end: at + 7 })).toMatchObject(PLACE);
});

test('a place that is wrong, of a fragment that stands there once', () => {
  expect(located({ start: 0, end: 7 })).toMatchObject(PLACE);
});

test('a fragment that stands there twice is of the output', () => {
  const error = located({ fragment: '`😀`', start: 40, end: 43 });
  expect(error).toMatchObject({ node: 'out' });
  expect(error).not.toHaveProperty('param');
});

test('no place, and the text of a view, are of the output', () => {
  expect(located({ kind: 'dataframe' })).toMatchObject({ node: 'out' });
  expect(located({ start: at, end: at + 7, objectName: 'v' })).toMatchObject({ node: 'out' });
});

test('what has its step keeps it', () => {
  const failure = operationalError('commit-failed', 'No.', { node: 'n' as NodeId });
  expect(locateFailure(failure, { sql: SQL, places: PLACES }, 'out' as NodeId)).toBe(failure);
});
