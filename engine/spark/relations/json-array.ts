/** Rows as one JSON array, for which Spark has no writer: a text of them all, made in one task. */
import type { Schema } from '../../contract/schema.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame } from '../frame.ts';

const OPTIONS = sx.call('map', sx.text('ignoreNullFields'), sx.text('false'));

/** One row with one column of text; rows that are sorted stay so, as one partition holds them all. */
export function jsonArray(input: Frame, schema: Schema): Frame {
  const row: SparkExpression = {
    kind: 'struct',
    fields: schema.map(({ name }) => ({ name, value: sx.column(name) })),
  };
  const objects = sx.call('collect_list', sx.call('to_json', row, OPTIONS));
  const lines = sx.call('array_join', objects, sx.text(',\n'));
  return {
    kind: 'aggregate',
    input: { kind: 'one-partition', input },
    keys: [],
    aggregates: [
      { name: 'value', expression: sx.call('concat', sx.text('[\n'), lines, sx.text('\n]')) },
    ],
  };
}
