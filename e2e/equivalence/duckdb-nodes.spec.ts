/** Every step, on the conformance suite's data: engine against exported SQL, Python and TypeScript. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { CaseFiles } from '../../nodes/testing/case-files.ts';
import type { ConformanceCase } from '../../nodes/testing/case.ts';
import { casesFor } from '../../nodes/testing/cases.ts';
import type { DuckdbBench, DuckdbTarget, PipelineOutcome } from './duckdb-bench.ts';
import { openDuckdbBench } from './duckdb-bench.ts';
import type { Recorded } from './record.ts';
import { record } from './record.ts';

const TARGETS: readonly DuckdbTarget[] = ['sql', 'python-duckdb', 'typescript'];

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

/** TypeScript runs the pipeline as it is. */
const refusalOf = (target: DuckdbTarget, type: string, name: string): string | undefined =>
  target === 'typescript'
    ? undefined
    : Object.entries(REFUSED).find(([start]) => `${type}: ${name}`.startsWith(start))?.[1];

/** How many rows there are makes no other TypeScript, and a program of its own takes a second. */
const triedOf = (target: DuckdbTarget, type: string): readonly ConformanceCase[] =>
  casesFor(type).filter(({ name }) => target !== 'typescript' || !/\((?:one|empty)\)$/.test(name));

const recordedAs = (outcome: PipelineOutcome): Pick<Recorded, 'outcome' | 'reason'> =>
  outcome.kind === 'refused'
    ? { outcome: 'refused', reason: outcome.reasons.join(' ') }
    : { outcome: 'same' };

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
/** Steps over servers: databases.spec.ts. */
const OF_SERVERS = new Set(['input.database', 'output.database']);

const TYPES = registry.types().filter((type) => type !== 'output.chart' && !OF_SERVERS.has(type));

describe.each(TARGETS)('%s', (target) => {
  describe.each(TYPES)('%s', (type) => {
    test.each(triedOf(target, type))('$name', async (each) => {
      const placed = { ...each, document: await files.place(each) };
      const inFiles = await files.withTables(placed.document, 'many');
      const { ordered, shuffles = false } = each;
      const outcome = await bench.compare(withOutputs({ ...placed, document: inFiles }), target, {
        ordered: () => ordered && !shuffles,
      });
      const refusal = refusalOf(target, type, each.name);
      expect(outcome).toMatchObject(
        refusal === undefined
          ? { kind: 'same' }
          : { kind: 'refused', reasons: [expect.stringContaining(refusal)] },
      );
      record({ target, kind: 'node', name: type, of: each.name, ...recordedAs(outcome) });
    });
  });

  test('a chart beside a file', async () => {
    const document = documentOf('Chart', {
      rows: step('input.generate', { kind: 'range', stop: 3, name: 'n' }),
      written: step('output.file', { path: 'n.parquet', format: 'parquet' }, 'rows'),
      chart: step('output.chart', { spec: { mark: 'bar', x: 'n' } }, 'rows'),
    });
    expect(await bench.compare(document, target)).toMatchObject({ kind: 'same' });
    const exported = await bench.engine.export(document, { target });
    expect(exported.diagnostics).toMatchObject([{ code: 'not-exported', node: 'chart' }]);
    record({
      target,
      kind: 'node',
      name: 'output.chart',
      of: 'beside a file',
      outcome: 'differs',
      reason: exported.diagnostics.find(({ code }) => code === 'not-exported')?.message ?? '',
    });
  });
});
