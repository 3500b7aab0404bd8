/** Samples: as many rows as Sluice takes, or about as many, but other ones. */
import type { Sample } from '../../contract/relation.ts';
import type { SparkExpression, SparkSortKey } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame, SparkNamed } from '../frame.ts';
import { refuse } from '../refusal.ts';
import { simple } from '../types.ts';
import type { RelationContext } from './context.ts';
import { columnNames } from './context.ts';
import { checkRows, firstRows, keptIf, rankBy } from './rank-rows.ts';

export async function sampleFrame(sample: Sample, context: RelationContext): Promise<Frame> {
  const { amount, method } = sample;
  if ('rows' in amount) checkRows(amount.rows, 0);
  if (method === 'first') {
    if (!('rows' in amount)) {
      return refuse(
        'Spark does not know how many rows the first share of them is.',
        'Take a number of rows, or random ones.',
      );
    }
    return firstRows(sample.input, amount.rows, 0, context);
  }
  context.note({
    severity: 'warning',
    message: 'Spark draws other rows at random than Sluice does, with the same seed too.',
    hint: 'Where the rows themselves matter, choose them by a condition.',
  });
  const input = await context.frame(sample.input);
  // A whole number of 32 bits is a seed in every language.
  const seed = Math.abs(sample.seed) % 2 ** 31;
  const draw: SparkSortKey = {
    expression: sx.call('rand', sx.int(seed)),
    direction: 'asc',
    nulls: 'first',
  };
  if (method === 'random') {
    return 'rows' in amount
      ? {
          kind: 'limit',
          input: { kind: 'sort', input, by: [draw] },
          rows: amount.rows,
          offset: 0,
        }
      : { kind: 'sample', input, fraction: Math.max(0, Math.min(1, amount.fraction)), seed };
  }
  const columns = columnNames(context, sample.input);
  const partitionBy = sample.by.map((name) => sx.column(name));
  const rank = rankBy(partitionBy, [draw]);
  if ('rows' in amount) {
    return keptIf(input, columns, [rank], ([number]) =>
      sx.lessOrEqual(number, sx.int(amount.rows)),
    );
  }
  const count: SparkExpression = {
    kind: 'window',
    call: sx.call('count'),
    partitionBy,
    orderBy: [],
  };
  const size: SparkNamed = { name: 'rows_of_group', expression: count };
  return keptIf(input, columns, [rank, size], ([number, rows]) =>
    sx.lessOrEqual(
      number,
      sx.call('round', sx.times(sx.double(amount.fraction), sx.cast(rows, simple('DOUBLE')))),
    ),
  );
}
