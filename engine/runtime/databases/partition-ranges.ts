/** Ranges of a column that together hold every row once. Pure. */
import type { DatabaseReading } from '../../contract/database.ts';
import { quoteName, quoteText } from './table-name.ts';

export interface RangeColumn {
  readonly name: string;
  readonly kind: 'integer' | 'date' | 'timestamp';
  readonly dialect: DatabaseReading['kind'];
}

const MICROSECONDS_A_DAY = 86_400_000_000n;

/**
 * Conditions by range, the lowest first. The first one has all below and the nulls, the last one all
 * above: what was added meanwhile, and infinite dates.
 * @param low smallest value: a number, days or microseconds since 1970; absent: there are no values
 */
export function rangeConditions(
  column: RangeColumn,
  bounds: { readonly low: bigint; readonly high: bigint } | undefined,
  partitions: number,
): readonly (string | undefined)[] {
  if (bounds === undefined || partitions <= 1) return [undefined];
  const { low, high } = bounds;
  const span = high - low + 1n;
  const count = BigInt(partitions) < span ? BigInt(partitions) : span;
  if (count <= 1n) return [undefined];
  const name = quoteName(column.name, column.dialect);
  const borders = Array.from({ length: Number(count) - 1 }, (_, i) =>
    literal(column, low + (span * BigInt(i + 1)) / count),
  );
  return Array.from({ length: Number(count) }, (_, i) => {
    const from = borders[i - 1];
    const to = borders[i];
    if (from === undefined) return `(${name} < ${to} OR ${name} IS NULL)`;
    return to === undefined ? `${name} >= ${from}` : `${name} >= ${from} AND ${name} < ${to}`;
  });
}

function literal({ kind }: RangeColumn, value: bigint): string {
  if (kind === 'integer') return String(value);
  const day = kind === 'date' ? value : floorDivide(value, MICROSECONDS_A_DAY);
  const date = new Date(Number(day) * 86_400_000).toISOString().slice(0, 10);
  if (kind === 'date') return `DATE ${quoteText(date)}`;
  const rest = value - day * MICROSECONDS_A_DAY;
  const [seconds, micro] = [rest / 1_000_000n, rest % 1_000_000n];
  const two = (part: bigint): string => String(part).padStart(2, '0');
  const time = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}.${String(micro).padStart(6, '0')}`;
  return `TIMESTAMP ${quoteText(`${date} ${time}`)}`;
}

const floorDivide = (value: bigint, by: bigint): bigint =>
  value >= 0n ? value / by : -((-value + by - 1n) / by);
