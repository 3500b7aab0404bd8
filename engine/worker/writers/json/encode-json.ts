/** Rows as JSON objects. */
import type { Table } from 'apache-arrow';
import type { ColumnType, Schema } from '../../../contract/schema.ts';
import { ByteSink } from '../text/byte-sink.ts';
import { jsonWriter } from './json-writers.ts';

/**
 * One object per row with `separator` between them and `end` after the last; nothing for no rows. See
 * `json-writers.ts` for the values.
 * @param schema the columns' own types; the table has them as `jsonType` says
 */
export function encodeJson(
  table: Table,
  schema: Schema,
  separator: string,
  end: string,
): Uint8Array {
  const rowType: ColumnType = { kind: 'struct', fields: schema };
  const encoder = new TextEncoder();
  const between = encoder.encode(separator);
  const sink = new ByteSink();
  let rows = 0;
  for (const { data, numRows } of table.batches) {
    const write = jsonWriter(data, rowType);
    for (let row = 0; row < numRows; row++) {
      if (rows + row > 0) sink.write(between);
      write(sink, row);
    }
    rows += numRows;
    sink.expect(rows, table.numRows);
  }
  if (rows > 0) sink.write(encoder.encode(end));
  return sink.finish();
}
