import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeId } from '../../contract/ids.ts';
import type { MeasuredExchange, PlanMeasure } from '../../contract/plan-measure.ts';
import { estimatePush, type LocalMachine, scaleMeasure } from './estimate-push.ts';
import { MOST_PARTITIONS, sparkSizing } from './spark-sizing.ts';

const LAPTOP: LocalMachine = { cores: 8, memoryBytes: 8e9, diskBytes: 500e9 };

const amount = fc.integer({ min: 0, max: 1e15 }).map((bytes) => ({ bytes, rows: bytes / 100 }));
const exchange = fc.record({
  step: fc.constant(nodeId('a')),
  kind: fc.constantFrom<MeasuredExchange['kind']>('hash', 'range', 'broadcast', 'gather'),
  size: amount,
});
const measures: fc.Arbitrary<PlanMeasure> = fc
  .record({
    sources: fc.array(amount, { maxLength: 4 }),
    exchanges: fc.array(exchange, { maxLength: 5 }),
    outputs: fc.array(amount, { maxLength: 3 }),
  })
  .map(({ sources, exchanges, outputs }) => ({
    sources: sources.map((size) => ({ step: undefined, from: 'files', ...size })),
    exchanges: exchanges.map(({ step, kind, size }) => ({ step, kind, ...size })),
    outputs: outputs.map((size) => ({ step: undefined, ...size })),
  }));
const clusters = fc.record({
  cores: fc.integer({ min: 1, max: 10_000 }),
  sharesFiles: fc.boolean(),
});
const factors = fc.double({ min: 1, max: 1000, noNaN: true });

test('more bytes never cost less, here or there, and never make fewer tasks', () => {
  fc.assert(
    fc.property(measures, factors, clusters, (measure, factor, cluster) => {
      const [less, more] = [measure, scaleMeasure(measure, factor)].map((one) =>
        estimatePush(one, LAPTOP, cluster),
      );
      if (less === undefined || more === undefined) throw new Error('no estimates');
      expect(more.local.seconds).toBeGreaterThanOrEqual(less.local.seconds);
      expect(more.cluster.seconds).toBeGreaterThanOrEqual(less.cluster.seconds);
      expect(more.sizing.readTasks).toBeGreaterThanOrEqual(less.sizing.readTasks);
      expect(more.sizing.shufflePartitions).toBeGreaterThanOrEqual(less.sizing.shufflePartitions);
    }),
  );
});

test('more cores never cost more', () => {
  fc.assert(
    fc.property(measures, clusters, (measure, cluster) => {
      const twice = { ...cluster, cores: 2 * cluster.cores };
      const [few, many] = [cluster, twice].map(
        (one) => estimatePush(measure, LAPTOP, one).cluster.seconds,
      ) as [number, number];
      expect(many).toBeLessThanOrEqual(few);
      const machine = { ...LAPTOP, cores: 16 };
      expect(estimatePush(measure, machine, cluster).local.seconds).toBeLessThanOrEqual(
        estimatePush(measure, LAPTOP, cluster).local.seconds,
      );
    }),
  );
});

test('with growing data the advice changes from here to there once, and never back', () => {
  fc.assert(
    fc.property(measures, clusters, (measure, { cores }) => {
      const advice = Array.from({ length: 40 }, (_, i) => {
        const scaled = scaleMeasure(measure, 2 ** (i - 20));
        return estimatePush(scaled, LAPTOP, { cores, sharesFiles: true }).recommended;
      });
      const first = advice.indexOf('cluster');
      if (first !== -1) expect(new Set(advice.slice(first))).toEqual(new Set(['cluster']));
    }),
  );
});

test('a task of an exchange gets what fits, up to the largest number of partitions', () => {
  fc.assert(
    fc.property(
      measures,
      fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined }),
      (measure, cores) => {
        const { shufflePartitions, bytesPerShuffleTask, settings } = sparkSizing(measure, cores);
        expect(Number(settings['spark.sql.shuffle.partitions'])).toBe(shufflePartitions);
        if (shufflePartitions < MOST_PARTITIONS) {
          expect(bytesPerShuffleTask).toBeLessThanOrEqual(32 * 1024 ** 2);
        }
      },
    ),
  );
});

const plan = (shares: { readonly moved: number; readonly out: number }): PlanMeasure => ({
  sources: [{ step: nodeId('facts'), from: 'files', bytes: 1e9, rows: 1e7 }],
  exchanges: [{ step: nodeId('a'), kind: 'hash', bytes: 1e9 * shares.moved, rows: 1e7 }],
  outputs: [{ step: nodeId('out'), bytes: 1e9 * shares.out, rows: 1e5 }],
});
const GROUPED = plan({ moved: 0.1, out: 0.001 });
const SORTED = plan({ moved: 1, out: 1 });

test('what is small stays here, what has no room goes there, local files do not travel', () => {
  const advise = (measure: PlanMeasure, sharesFiles = true) => {
    const { recommended, reason } = estimatePush(measure, LAPTOP, { cores: 64, sharesFiles });
    return `${recommended}: ${reason}`;
  };
  expect(advise(GROUPED)).toBe('local: fits-here');
  expect(advise(scaleMeasure(GROUPED, 1000))).toBe('cluster: faster-there');
  expect(advise(scaleMeasure(GROUPED, 1000), false)).toBe('local: must-be-uploaded');
  expect(advise(scaleMeasure(SORTED, 1000))).toBe('cluster: no-room-here');
});

/** The rows of the tables in docs/scaling.md: what the page says is what the code computes. */
test('docs/scaling.md has the figures of the estimate', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/scaling.md'), 'utf8');
  for (const [name, measure] of [
    ['grouped', GROUPED],
    ['sorted', SORTED],
  ] as const) {
    for (const [total, factor] of [
      ['1 GB', 1],
      ['100 GB', 100],
      ['1 TB', 1000],
      ['1 PB', 1e6],
    ] as const) {
      const scaled = scaleMeasure(measure, factor);
      const [small, large] = [64, 6080].map((cores) =>
        estimatePush(scaled, LAPTOP, { cores, sharesFiles: true }),
      );
      if (small === undefined || large === undefined) throw new Error('no estimates');
      const { sizing } = large;
      const cells = [
        `${total}, ${name}`,
        duration(small.local.seconds),
        duration(small.cluster.seconds),
        duration(large.cluster.seconds),
        `${sizing.readTasks}`,
        `${sizing.shufflePartitions}`,
        size(sizing.bytesPerShuffleTask),
        small.recommended,
      ];
      expect(page).toContain(`| ${cells.join(' | ')} |`);
    }
  }
});

const duration = (seconds: number): string =>
  seconds < 120
    ? `${seconds.toPrecision(2)} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} min`
      : seconds < 172_800
        ? `${Math.round(seconds / 3600)} h`
        : `${Math.round(seconds / 86_400)} d`;

const size = (bytes: number): string =>
  bytes < 1e9 ? `${(bytes / 1e6).toPrecision(2)} MB` : `${(bytes / 1e9).toPrecision(2)} GB`;
