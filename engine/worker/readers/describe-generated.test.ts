import { beforeAll, expect, test } from 'vitest';
import type { GenerateSource } from '../../contract/source-spec.ts';
import { formatType } from '../../contract/schema.ts';
import type { SourceDescription } from '../../contract/source.ts';
import type { Session } from '../duckdb/session.ts';
import { openNodeSession } from '../testing/open-node-session.ts';
import { describeWhole, failureOf, memoryBytes } from './testing/read-source.ts';

let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});

const describe_ = (spec: Partial<GenerateSource>): Promise<SourceDescription> =>
  describeWhole(
    {
      spec: {
        format: 'generate',
        generate: 'range',
        name: 'n',
        start: '0',
        stop: '10',
        step: '1',
        ...spec,
      },
      files: [],
    },
    { session, bytes: memoryBytes },
  );
const ranges = (description: SourceDescription): unknown[] =>
  description.splits.map((split) =>
    split.kind === 'generate' ? [split.from, split.to, split.rows] : [],
  );

test('ranges are cut every million values, downwards too', async () => {
  expect(ranges(await describe_({}))).toEqual([['0', '10', 10]]);
  expect(ranges(await describe_({ stop: '2500000', step: '2' }))).toEqual([
    ['0', '2000000', 1_000_000],
    ['2000000', '2500000', 250_000],
  ]);
  expect(ranges(await describe_({ start: '5', stop: '0', step: '-2' }))).toEqual([['5', '0', 3]]);
  expect(ranges(await describe_({ start: '5', stop: '0' }))).toEqual([['5', '0', 0]]);
});

test('dates include their end', async () => {
  const days = await describe_({
    generate: 'dates',
    start: '2024-01-31',
    stop: '2024-04-30',
    step: '1 month',
  });
  expect(days.rows).toBe(4);
  expect(days.schema.map(({ type }) => formatType(type))).toEqual(['DATE']);
  const seconds = await describe_({
    generate: 'dates',
    start: '2024-01-01',
    stop: '2024-01-14',
    step: '1 second',
  });
  expect(seconds.splits).toHaveLength(2);
  expect(seconds.rows).toBe(13 * 86_400 + 1);
  expect(seconds.schema.map(({ type }) => formatType(type))).toEqual(['TIMESTAMP']);
});

test('what cannot be generated is told', async () => {
  expect(await failureOf(describe_({ step: '0' }))).toMatchObject({
    code: 'bad-range',
    param: 'step',
  });
  expect(await failureOf(describe_({ start: 'x' }))).toMatchObject({
    code: 'bad-range',
    param: 'start',
  });
  expect(
    await failureOf(describe_({ generate: 'dates', start: 'x', stop: 'y', step: '1 day' })),
  ).toMatchObject({ code: 'bad-range' });
});

test('inline rows are one split', async () => {
  const description = await describeWhole(
    {
      spec: {
        format: 'inline',
        columns: [{ name: 'a', type: { kind: 'scalar', name: 'BIGINT' } }],
        rows: [[], []],
      },
      files: [],
    },
    { session, bytes: memoryBytes },
  );
  expect(description).toMatchObject({ rows: 2, splits: [{ kind: 'inline', rows: 2 }] });
});
