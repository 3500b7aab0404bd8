/** Which values both sides put in the same order. */
import type { ColumnType } from '../../contract/schema.ts';
import { formatType } from '../../contract/schema.ts';
import { refuse } from '../refusal.ts';

/** @throws NotOnSpark for types whose values Spark puts in another order */
export function requireOrder(type: ColumnType | undefined): void {
  if (type === undefined || type.kind === 'scalar' || type.kind === 'decimal') return;
  // DuckDB orders ENUM values as the type lists them, and has null items behind all others.
  refuse(
    `DuckDB and Spark put ${formatType(type)} values in different orders.`,
    type.kind === 'enum' ? 'Cast to VARCHAR.' : 'Use a part of them.',
  );
}
