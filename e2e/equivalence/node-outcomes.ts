/** What is not the same in Spark, of the conformance cases. Whatever stands here not is the same. */
import { expect } from 'vitest';

type Expected = Readonly<Record<string, unknown>>;

const refused = (reason: RegExp): Expected => ({
  kind: 'refused',
  reason: expect.stringMatching(reason) as unknown,
});

/** Rows that tie come in the order of the input here, and in any order in Spark. */
const TIES: Expected = { kind: expect.stringMatching(/^(?:same|different)$/) as unknown };
const NO_ORDER = refused(/order/);

/** By node type and start of the case's name, with a port where only that one is meant. */
const OUTCOMES: Readonly<Record<string, Expected>> = {
  'aggregate.group-by: parts': NO_ORDER,
  'aggregate.group-by: whole groups': refused(/approx_count_distinct/),
  'aggregate.group-by: mode': refused(/mode/),
  'aggregate.window: ranks (': TIES,
  'columns.record-id: in the order': NO_ORDER,
  'columns.record-id: per group': TIES,
  'rows.limit: first rows': NO_ORDER,
  'rows.limit: top rows': TIES,
  'rows.distinct: last by keys': TIES,
  'rows.distinct: first by key': NO_ORDER,
  'rows.sample': refused(/./),
  'code.sql': refused(/DuckDB SQL/),
};

export function expectedOutcome(type: string, name: string, target: string): Expected {
  const port = target.slice(target.indexOf('.') + 1);
  const text = `${type}: ${name}`;
  const found = Object.entries(OUTCOMES).find(([key]) => {
    const [start = '', only] = key.split(' | ');
    return text.startsWith(start) && (only === undefined || only === port);
  });
  return found?.[1] ?? { kind: 'same' };
}
