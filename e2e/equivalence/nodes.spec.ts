/** Every node, by its conformance cases, as an exported PySpark program against DuckDB. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import type { ConformanceCase } from '../../nodes/testing/case.ts';
import { casesFor } from '../../nodes/testing/cases.ts';
import { expectedOutcome } from './node-outcomes.ts';
import { SPARK_CASES } from './node-cases.ts';
import type { NodeBench } from './nodes.ts';
import { openNodeBench } from './nodes.ts';

let bench: NodeBench;

beforeAll(async () => {
  bench = await openNodeBench();
});

afterAll(async () => {
  await bench.close();
});

/** One row tells nothing that many do not, but costs as much. */
const worthIt = ({ name }: ConformanceCase): boolean => !/\((?:one|one, one)\)$/.test(name);

describe.each(registry.types())('%s', (type) => {
  const cases = [...casesFor(type), ...(SPARK_CASES[type] ?? [])].filter(worthIt);

  test.each(cases)('$name', async (each) => {
    const outcomes = await bench.compare(each);
    for (const target of each.targets) {
      expect(outcomes[target], target).toMatchObject(expectedOutcome(type, each.name, target));
    }
  });
});
