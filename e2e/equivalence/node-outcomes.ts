/** What is not the same in Spark, of the conformance cases. Whatever stands here not is the same. */
import { expect } from 'vitest';
import type { Likeness } from './nodes.ts';

interface Expected {
  readonly outcome: Readonly<Record<string, unknown>>;
  readonly alike?: readonly string[] | 'shape';
}

/** By node type and start of the case's name: keys that rows come in the order of. */
const SORTED: Readonly<Record<string, readonly string[]>> = {
  'rows.sort: keys in both directions': ['g', 'd'],
  'rows.limit: top rows (': ['m'],
  'rows.limit: top rows without ties': ['m', 'id'],
};

const refused = (reason: RegExp): Expected => ({
  outcome: { kind: 'refused', reason: expect.stringMatching(reason) as unknown },
});

/** @param alike columns whose values are the same nevertheless */
const differs = (reason: RegExp, alike: Expected['alike'] = []): Expected => ({
  outcome: { kind: 'differs', reason: expect.stringMatching(reason) as unknown },
  alike,
});

/** Rows that tie come in the order of the input here, and in any order in Spark. */
const ties = (...alike: readonly string[]): Expected =>
  differs(/^Of rows whose keys tie, Spark takes any\.$/, alike);
const drawn = (alike: Expected['alike']): Expected =>
  differs(/^Spark draws other rows at random than Sluice does/, alike);

const FIRST_ROWS = /^Which rows are the first ones is not defined in Spark/;
const FIRST_OF_GROUP = /^Which rows? of a group .* not defined in Spark/;
const NO_ORDER = /^Spark cannot tell the order of the rows that \w+\(\) goes by\.$/;

/** By node type and start of the case's name, with a port where only that one is meant. */
const OUTCOMES: Readonly<Record<string, Expected>> = {
  'aggregate.group-by: parts': refused(NO_ORDER),
  'aggregate.group-by: whole groups': refused(/^approx_count_distinct\(\) has no counterpart/),
  'aggregate.group-by: mode (': refused(/^Of values that are equally frequent, Spark takes any\.$/),
  'aggregate.group-by: the first by a key that ties': ties('g'),
  'aggregate.window: neighbours (': ties('id', 'g', 'x', 'before', 'after', 'first'),
  'aggregate.window: ranks (': ties('id', 'g', 'x', 'rk', 'dr', 'pr', 'cd'),
  'code.sql': refused(/^A query in DuckDB SQL runs locally only\.$/),
  'columns.cast: text that is no number is rejected': refused(/^Spark has no UTINYINT/),
  'columns.record-id: in the order of the input': refused(NO_ORDER),
  'columns.record-id: per group': ties('g', 'd', 'n'),
  'input.arrow': refused(/^Spark reads no Arrow files\.$/),
  'input.database-file': refused(/^Programs for Spark read files alone, no databases\.$/),
  'input.csv: bad lines are rejected | rejects': refused(/^Spark keeps no rows that it could not/),
  'input.csv: bad lines are rejected': refused(/^Spark does not go on after a row/),
  'input.csv: a comma before the fraction': refused(/^Spark reads numbers with a point/),
  'input.csv: one column with empty lines': refused(/^Spark passes over empty lines/),
  'input.parquet: times with a zone': refused(/^Spark writes times with a zone/),
  'input.json: values of several types': differs(/^Where a column has values of several kinds/),
  'input.parquet: UUIDs': refused(/^Spark reads UUIDs/),
  'output.file: arrow': refused(/^Spark writes no Arrow files\.$/),
  'rows.distinct: first by key': refused(FIRST_OF_GROUP),
  'rows.distinct: last by keys': ties('g', 'ok', 'x'),
  'rows.limit: first rows (': refused(FIRST_ROWS),
  'rows.limit: first rows per group': refused(FIRST_OF_GROUP),
  'rows.limit: top rows (': ties('m'),
  'rows.limit: top rows per group': ties('g', 'x'),
  'rows.sample: first rows': refused(FIRST_ROWS),
  'rows.sample: first share': refused(/^Spark does not know how many rows the first share/),
  'rows.sample: random rows': drawn([]),
  'rows.sample: a random share': drawn('shape'),
  'rows.sample: of every group': drawn(['g']),
  'rows.sample: a share of every group': drawn(['g']),
};

function find(type: string, name: string, target: string): Expected | undefined {
  const port = target.slice(target.indexOf('.') + 1);
  const text = `${type}: ${name}`;
  const found = Object.entries(OUTCOMES).find(([key]) => {
    const [start = '', only] = key.split(' | ');
    return text.startsWith(start) && (only === undefined || only === port);
  });
  return found?.[1];
}

export const expectedOutcome = (type: string, name: string, target: string): Expected['outcome'] =>
  find(type, name, target)?.outcome ?? { kind: 'same' };

/** What a push does where programs do not: Sluice reads what Spark does not, and writes what is fetched. */
const SAME_ON_CLUSTER: readonly string[] = [
  'input.arrow',
  'input.database-file',
  'input.csv: bad lines are rejected',
  'input.csv: a comma before the fraction',
  'input.csv: one column with empty lines',
  'input.parquet: UUIDs',
  'input.parquet: times with a zone',
  'output.file: arrow',
];

/** The same where Sluice reads, other rows where executors do. */
const SAME_IF_SENT: readonly string[] = ['input.json: values of several types'];

/** @param reader who reads files: the cluster where it can, or this computer alone */
export function clusterOutcome(
  type: string,
  name: string,
  target: string,
  reader: 'executors' | 'sluice',
): Expected['outcome'] {
  const same = reader === 'sluice' ? [...SAME_ON_CLUSTER, ...SAME_IF_SENT] : SAME_ON_CLUSTER;
  return same.some((start) => `${type}: ${name}`.startsWith(start))
    ? { kind: 'same' }
    : expectedOutcome(type, name, target);
}

export const expectedLikeness = (type: string, name: string, target: string): Likeness => ({
  alike: find(type, name, target)?.alike,
  sorted: Object.entries(SORTED).find(([start]) => `${type}: ${name}`.startsWith(start))?.[1],
});
