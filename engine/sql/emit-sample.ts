/** Samples: see sample-draw.ts for how rows are drawn. */
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { Sample } from '../contract/relation.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import type { EmitContext } from './emit-context.ts';
import { ROW_NUMBER, ROW_OFFSET, partitionClause } from './emit-context.ts';
import { numbered } from './emit-rows.ts';
import type { Query } from './query.ts';
import { openSelect, selectFrom, wrap } from './query.ts';
import { sampleDraw, sampleThreshold } from './sample-draw.ts';
import type { Sql } from './writer.ts';
import { sql } from './writer.ts';

/** `__row_offset() + row_number() OVER () - 1`: 0-based position over all partitions. */
const GLOBAL_ORDINAL: Expression = ex.binary(
  '-',
  ex.binary('+', ex.call(ROW_OFFSET), {
    kind: 'window',
    call: ex.call('row_number'),
    partitionBy: [],
    orderBy: [],
  }),
  ex.bigint(1),
);

export function emitSample(context: EmitContext, sample: Sample): Query {
  switch (sample.method) {
    case 'first':
      return firstRows(context, sample);
    case 'random':
      return 'rows' in sample.amount
        ? lowestDraws(context, sample, sample.amount.rows)
        : independentRows(context, sample, sample.amount.fraction);
    case 'stratified':
      return perStratum(context, sample);
  }
}

function firstRows(context: EmitContext, { input, amount }: Sample): Query {
  if ('rows' in amount) {
    const query = context.query(input);
    const open = query.kind === 'select' && query.limit === undefined ? query : wrap(query);
    return { ...open, limit: `LIMIT ${amount.rows}` };
  }
  return {
    ...openSelect(context.query(input)),
    qualify: `${ROW_NUMBER} <= round(${amount.fraction}::DOUBLE * count(*) OVER ())`,
  };
}

/** Every row by its own draw: streams, and the number of rows is the fraction on average. */
function independentRows(context: EmitContext, sample: Sample, fraction: number): Query {
  const input = openSelect(context.query(sample.input));
  const threshold = sampleThreshold(fraction);
  if (threshold === undefined) return input;
  const test = ex.binary('<', sampleDraw(GLOBAL_ORDINAL, sample.seed), threshold);
  return { ...input, qualify: context.expression(test) };
}

interface Drawn {
  readonly table: Sql;
  readonly columns: Sql;
  readonly ordinal: string;
  readonly draw: Sql;
}

function drawn(context: EmitContext, sample: Sample): Drawn {
  const number = context.expression(GLOBAL_ORDINAL);
  const { table, columns, name, ordinal } = numbered(context, sample.input, number);
  return {
    table,
    columns,
    ordinal,
    draw: context.expression(sampleDraw(ex.column(name), sample.seed)),
  };
}

function lowestDraws(context: EmitContext, sample: Sample, rows: number): Query {
  const { table, columns, ordinal, draw } = drawn(context, sample);
  const chosen = sql`(SELECT * FROM ${table} ORDER BY ${draw}, ${ordinal} LIMIT ${String(rows)})`;
  return { ...selectFrom(chosen), columns, orderBy: ordinal };
}

function perStratum(context: EmitContext, sample: Sample): Query {
  const { amount, by } = sample;
  const { table, columns, ordinal, draw } = drawn(context, sample);
  const partition = partitionClause(by.map(quoteIdentifier));
  const rank = sql`row_number() OVER (${partition}ORDER BY ${draw}, ${ordinal})`;
  const size =
    'rows' in amount
      ? String(amount.rows)
      : sql`round(${String(amount.fraction)}::DOUBLE * count(*) OVER (${partition}))`;
  return { ...selectFrom(table), columns, qualify: sql`${rank} <= ${size}`, orderBy: ordinal };
}
