/** Every node, by its conformance cases, pushed to the cluster, against what a run writes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceCase } from '../../nodes/testing/case.ts';
import { describeOnCluster } from '../cluster/cluster.ts';
import type { ClusterNodeBench, Reader } from './cluster-nodes.ts';
import { openClusterNodeBench } from './cluster-nodes.ts';
import { clusterOutcome, expectedLikeness } from './node-outcomes.ts';
import { casesOf, TYPES } from './node-cases-of.ts';
import { record } from './record.ts';

/** Whoever reads makes a difference to steps that read, and to no others. */
const READERS: readonly (readonly [Reader, readonly string[]])[] = [
  ['executors', TYPES],
  ['sluice', TYPES.filter((type) => type.startsWith('input.'))],
];

describeOnCluster('cluster', () => {
  let bench: ClusterNodeBench;
  beforeAll(async () => {
    bench = await openClusterNodeBench();
  });
  afterAll(() => bench.close());

  describe.each(READERS)('read by %s', (reader, types) => {
    describe.each(types)('%s', (type) => {
      test.each(casesOf(type))('$name', (each) => check(type, each, reader));
    });
  });

  async function check(type: string, each: ConformanceCase, reader: Reader): Promise<void> {
    const likeness = (target: string) => expectedLikeness(type, each.name, target);
    const outcomes = await bench.outcomes(each, reader, likeness);
    for (const target of each.targets) {
      const outcome = outcomes[target];
      const expected = clusterOutcome(type, each.name, target, reader);
      expect(outcome, `${target}: ${JSON.stringify(outcome)}`).toMatchObject(expected);
      if (outcome === undefined || outcome.kind === 'wrong') continue;
      const { kind, ...why } = outcome;
      const of = `${each.name} ${reader} ${target}`;
      record({ target: 'cluster', kind: 'node', name: type, of, outcome: kind, ...why });
    }
  }
});
