/** The example of every function, family by family, as SQL, Python and TypeScript, really run. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { FUNCTIONS } from '../../engine/expression/functions/catalogue.ts';
import type { FunctionEntry } from '../../engine/expression/functions/entry.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { DuckdbBench } from './duckdb-bench.ts';
import { openDuckdbBench } from './duckdb-bench.ts';
import { record } from './record.ts';

const ENTRIES = [...FUNCTIONS.values()];
const WITHIN = ENTRIES.filter(({ requires }) => requires === undefined);
const FAMILIES = [...new Set(WITHIN.map(({ family }) => family))];
/** The engine may have their extension or not; DuckDB itself has it. */
const EXTENDING = ENTRIES.filter(({ requires }) => requires !== undefined);

let bench: DuckdbBench;

beforeAll(async () => {
  bench = await openDuckdbBench();
});

afterAll(() => bench.close());

/** A value and its type, both as text: files keep neither whole. */
const shown = ({ name, example: { expression }, deterministic }: FunctionEntry) => [
  ...(deterministic ? [{ name, expression: `CAST(${expression} AS VARCHAR)` }] : []),
  { name: `${name} type`, expression: `typeof(${expression})` },
];

/** Functions of rows are columns of one step; others are queries over rows of their own. */
function pipelineOf(entries: readonly FunctionEntry[]): PipelineDocument {
  const nodes: Record<string, DocumentNode> = {
    row: step('input.generate', { kind: 'range', stop: 1, name: 'n' }),
  };
  const write = (from: string): void => {
    const target = { path: `${from}.parquet`, format: 'parquet' };
    nodes[`out_${from}`] = step('output.file', target, from);
  };
  const ofRows = entries.filter(({ kind }) => kind === 'scalar');
  if (ofRows.length > 0) {
    nodes['values'] = step('columns.derive', { expressions: ofRows.flatMap(shown) }, 'row');
    write('values');
  }
  for (const entry of entries.filter(({ kind }) => kind !== 'scalar')) {
    const columns = shown(entry).map(({ name, expression }) => `${expression} AS "${name}"`);
    const query = `SELECT ${columns.join(', ')} FROM (${entry.example.input ?? ''}) AS t`;
    nodes[`of_${entry.name}`] = step('code.sql', { query }, { inputs: ['row'] });
    write(`of_${entry.name}`);
  }
  return documentOf('Functions', nodes);
}

describe.each(['sql', 'python-duckdb', 'typescript'] as const)('%s', (target) => {
  test.each(FAMILIES)('%s', async (family) => {
    const entries = WITHIN.filter((each) => each.family === family);
    const outcome = await bench.compare(pipelineOf(entries), target);
    expect(outcome).toMatchObject({ kind: 'same' });
    for (const { name, example, deterministic } of entries) {
      const of = { target, kind: 'function', name, of: example.expression } as const;
      record(
        deterministic
          ? { ...of, outcome: 'same' }
          : { ...of, outcome: 'differs', reason: 'Another value in every run, here as there.' },
      );
    }
  });

  test.each(EXTENDING)('$name', async (entry) => {
    const outcome = await bench.compare(pipelineOf([entry]), target);
    const { name, example, requires = '' } = entry;
    const of = { target, kind: 'function', name, of: example.expression } as const;
    if (outcome.kind === 'refused') {
      const reason = outcome.reasons.find((each) => each.includes(requires)) ?? '';
      expect(reason).toContain(requires);
      record({ ...of, outcome: 'refused', reason });
    } else {
      expect(outcome).toMatchObject({ kind: 'same' });
      record({ ...of, outcome: 'same' });
    }
  });
});
