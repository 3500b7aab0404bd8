/** Every step, on the conformance suite's data: engine against exported SQL and Python in DuckDB. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import { step } from '../../nodes/testing/case-builder.ts';
import { CaseFiles } from '../../nodes/testing/case-files.ts';
import type { ConformanceCase } from '../../nodes/testing/case.ts';
import { casesFor } from '../../nodes/testing/cases.ts';
import type { DuckdbBench, DuckdbTarget } from './duckdb-bench.ts';
import { openDuckdbBench } from './duckdb-bench.ts';

const TARGETS: readonly DuckdbTarget[] = ['sql', 'python-duckdb'];

let bench: DuckdbBench;
let files: CaseFiles;

beforeAll(async () => {
  bench = await openDuckdbBench();
  files = new CaseFiles(bench.folder, bench.native, bench.session);
});

afterAll(() => bench.close());

/** Why cases are refused, by a part of the reason. */
const REFUSED: Readonly<Record<string, string>> = {
  'input.arrow': 'reads no Arrow files',
  'input.csv: bad lines are rejected': 'could not read',
  'output.file: arrow': 'writes no Arrow files',
};

const refusalOf = (type: string, name: string): string | undefined =>
  Object.entries(REFUSED).find(([start]) => `${type}: ${name}`.startsWith(start))?.[1];

/** Ports end in files, charts in the rows that they show: their steps write nothing. */
function withOutputs({ document, targets }: ConformanceCase): PipelineDocument {
  const outputs = targets.flatMap((target, i) =>
    document.nodes[target]?.type === 'output.file'
      ? []
      : [
          [
            `out_${i}`,
            step('output.file', { path: `${i}.parquet`, format: 'parquet' }, target),
          ] as const,
        ],
  );
  return { ...document, nodes: { ...document.nodes, ...Object.fromEntries(outputs) } };
}

// A chart's rows are not written by the code.
const TYPES = registry.types().filter((type) => type !== 'output.chart');

describe.each(TARGETS)('%s', (target) => {
  describe.each(TYPES)('%s', (type) => {
    test.each(casesFor(type))('$name', async (each) => {
      const placed = { ...each, document: await files.place(each) };
      const inFiles = await files.withTables(placed.document, 'many');
      const { ordered, shuffles = false } = each;
      const outcome = await bench.compare(withOutputs({ ...placed, document: inFiles }), target, {
        ordered: () => ordered && !shuffles,
      });
      const refusal = refusalOf(type, each.name);
      if (refusal === undefined) expect(outcome).toMatchObject({ kind: 'same' });
      else {
        expect(outcome).toMatchObject({
          kind: 'refused',
          reasons: [expect.stringContaining(refusal)],
        });
      }
    });
  });
});
