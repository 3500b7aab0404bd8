/**
 * Samples. Which rows are drawn follows from their ordinals and the seed alone, so a sample is the
 * same however the rows are spread over partitions. DuckDB's own sampler does not promise that.
 */
import type { Sample } from '../contract/relation.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import type { EmitContext } from './emit-context.ts';
import { ROW_NUMBER, partitionClause } from './emit-context.ts';
import { numbered } from './emit-rows.ts';
import type { Query } from './query.ts';
import { openSelect, selectFrom, wrap } from './query.ts';
import type { Sql } from './writer.ts';
import { sql } from './writer.ts';

const TWO_64 = 1n << 64n;

/** SplitMix64's finaliser (Steele, Lea, Flood 2014): neighbouring seeds give unrelated constants. */
export function seedConstant(seed: number): bigint {
  let x = (BigInt(Math.trunc(seed)) + 0x9e3779b97f4a7c15n) % TWO_64;
  if (x < 0n) x += TWO_64;
  x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) % TWO_64;
  x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) % TWO_64;
  return x ^ (x >> 31n);
}

/** A UBIGINT spread evenly over all values; hash(a, b) would leave the seeds' draws related. */
const draw = (ordinal: string, seed: number): string =>
  `hash(xor(CAST(${ordinal} AS UBIGINT), ${seedConstant(seed)}::UBIGINT))`;

/** The draw below which a row is taken; undefined: every row is. */
function threshold(fraction: number): bigint | undefined {
  if (fraction >= 1) return undefined;
  // 2^53 steps are all that a double tells apart.
  return BigInt(Math.round(Math.max(fraction, 0) * 2 ** 53)) << 11n;
}

const rowOrdinal = (context: EmitContext): string => `${context.rowOffset} + ${ROW_NUMBER}`;

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
  const below = threshold(fraction);
  const input = openSelect(context.query(sample.input));
  if (below === undefined) return input;
  return {
    ...input,
    qualify: `${draw(rowOrdinal(context), sample.seed)} < ${below}::UBIGINT`,
  };
}

function lowestDraws(context: EmitContext, sample: Sample, rows: number): Query {
  const { table, ordinal, columns } = numbered(context, sample.input, rowOrdinal(context));
  const chosen: Sql = sql`(SELECT * FROM ${table} ORDER BY ${draw(ordinal, sample.seed)}, ${ordinal} LIMIT ${String(rows)})`;
  return { ...selectFrom(chosen), columns, orderBy: ordinal };
}

function perStratum(context: EmitContext, { input, amount, by, seed }: Sample): Query {
  const { table, ordinal, columns } = numbered(context, input, rowOrdinal(context));
  const partition = partitionClause(by.map(quoteIdentifier));
  const rank = sql`row_number() OVER (${partition}ORDER BY ${draw(ordinal, seed)}, ${ordinal})`;
  const size =
    'rows' in amount
      ? String(amount.rows)
      : sql`round(${String(amount.fraction)}::DOUBLE * count(*) OVER (${partition}))`;
  return { ...selectFrom(table), columns, qualify: sql`${rank} <= ${size}`, orderBy: ordinal };
}
