import { expect, test } from 'vitest';
import { parseType } from '../../../engine/contract/parse-type.ts';
import type { RunRecord } from '../../session/run-store.ts';
import { newRun } from '../../session/run-store.ts';
import { diffRuns, runBefore } from './diff-runs.ts';

const schema = (columns: Record<string, string>) =>
  Object.entries(columns).map(([name, type]) => ({ name, type: parseType(type) }));
const record = (id: string, more: Partial<RunRecord>): RunRecord => ({
  ...newRun(id, { kind: 'all' }, 0),
  status: 'succeeded',
  ...more,
});

test('rows: only what differs, what is gone and what is new', () => {
  const before = record('1', {
    portRows: new Map([
      ['a.output', 10],
      ['b.kept', 5],
      ['gone.output', 1],
    ]),
    written: [{ node: 'out', path: 'o.csv', rows: 5, bytes: 1 }],
  });
  const after = record('2', {
    portRows: new Map([
      ['a.output', 10],
      ['b.kept', 7],
      ['new.output', 2],
    ]),
    written: [{ node: 'out', path: 'o.csv', rows: 7, bytes: 1 }],
  });
  expect(diffRuns(before, after)).toEqual({
    outputs: [
      { output: 'b.kept', rows: { before: 5, after: 7 } },
      { output: 'gone.output', rows: { before: 1, after: undefined } },
      { output: 'out', rows: { before: 5, after: 7 } },
      { output: 'new.output', rows: { before: undefined, after: 2 } },
    ],
    same: 1,
    hasNulls: false,
    hasManyValues: false,
  });
});

test('schemas: added, removed and retyped columns; the case of names does not matter', () => {
  const before = record('1', {
    schemas: new Map([
      ['a.output', schema({ id: 'INTEGER', old: 'VARCHAR', day: 'VARCHAR' })],
      ['same.output', schema({ x: 'DATE' })],
    ]),
  });
  const after = record('2', {
    schemas: new Map([
      ['a.output', schema({ ID: 'INTEGER', day: 'DATE', fresh: 'DOUBLE' })],
      ['same.output', schema({ x: 'DATE' })],
      ['only-now.output', schema({ y: 'DATE' })],
    ]),
  });
  expect(diffRuns(before, after).outputs).toEqual([
    {
      output: 'a.output',
      schema: {
        added: ['fresh'],
        removed: ['old'],
        retyped: [{ column: 'day', before: 'VARCHAR', after: 'DATE' }],
      },
    },
  ]);
});

test('nulls: of columns that both runs have counted', () => {
  const nulls = (counts: Record<string, number>) =>
    new Map([['out', new Map(Object.entries(counts))]]);
  const before = record('1', { nulls: nulls({ id: 0, day: 3, gone: 9 }) });
  const after = record('2', { nulls: nulls({ ID: 0, Day: 5, fresh: 1 }) });
  expect(diffRuns(before, after)).toEqual({
    outputs: [{ output: 'out', nulls: [{ column: 'Day', before: 3, after: 5 }] }],
    same: 0,
    hasNulls: true,
    hasManyValues: false,
  });
  expect(diffRuns(record('0', {}), after)).toEqual({
    outputs: [],
    same: 0,
    hasNulls: false,
    hasManyValues: false,
  });
});

test('nulls that are the same are told apart from nulls that were not counted', () => {
  const counted = { nulls: new Map([['out', new Map([['id', 1]])]]) };
  const rows = (count: number) => ({ portRows: new Map([['out', count]]) });
  const [before, after] = [record('1', { ...counted, ...rows(1) }), record('2', rows(2))];
  const changed = { output: 'out', rows: { before: 1, after: 2 } };
  expect(diffRuns(before, { ...after, ...counted }).outputs).toEqual([{ ...changed, nulls: [] }]);
  expect(diffRuns(before, after).outputs).toEqual([changed]);
  expect(diffRuns(before, { ...after, hasManyValues: true }).hasManyValues).toBe(true);
});

test('compared is with the last run of the same work that succeeded', () => {
  const rows = (id: string, target: string) => record(id, { what: { kind: 'rows', target } });
  const runs = [
    record('1', {}),
    rows('2', 'a.output'),
    record('3', { status: 'failed' }),
    rows('4', 'b.output'),
    record('5', {}),
    rows('6', 'a.output'),
  ];
  const before = (at: number): string | undefined =>
    runBefore(runs, runs[at] ?? record('?', {}))?.id;
  expect([before(4), before(5), before(3), before(0)]).toEqual(['1', '2', undefined, undefined]);
});
