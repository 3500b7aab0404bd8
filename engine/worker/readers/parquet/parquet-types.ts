/** Columns whose Arrow form has another type than DuckDB's own Parquet reader gives. */
import type { SchemaElement } from 'hyparquet';
import { quoteName } from '../table-view.ts';

/** Top-level elements of the schema, in file order. */
export function topLevelElements(schema: readonly SchemaElement[]): SchemaElement[] {
  const elements: SchemaElement[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at]?.num_children ?? 0;
    at++;
    for (let i = 0; i < children; i++) skip();
  };
  while (at < schema.length) {
    const element = schema[at];
    if (element === undefined) break;
    elements.push(element);
    skip();
  }
  return elements;
}

/** SQL that gives the column its type, or undefined when it has it already. */
export function columnExpression(element: SchemaElement): string | undefined {
  const name = quoteName(element.name);
  const logical = element.logical_type;
  if (logical?.type === 'UUID') return `CAST(hex(${name}) AS UUID)`;
  if (element.type === 'INT96') return `CAST(${name} AS TIMESTAMP)`;
  if (logical?.type === 'TIME') {
    return logical.isAdjustedToUTC ? `CAST(${name} AS TIME WITH TIME ZONE)` : undefined;
  }
  const isMillis =
    element.converted_type === 'TIMESTAMP_MILLIS' ||
    (logical?.type === 'TIMESTAMP' && logical.unit === 'MILLIS');
  if (isMillis) {
    const zoned = logical?.type === 'TIMESTAMP' ? logical.isAdjustedToUTC : true;
    return `CAST(${name} AS ${zoned ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP'})`;
  }
  return undefined;
}

/** An interval's months are lost on the way through Arrow. */
export const isUnreadable = (element: SchemaElement): boolean =>
  element.converted_type === 'INTERVAL';
