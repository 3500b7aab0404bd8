/** Types of a query, or why DuckDB cannot bind it. */
import { parseType, TypeSyntaxError } from '../../contract/parse-type.ts';
import type { Column } from '../../contract/schema.ts';
import { decodeStream } from '../arrow/ipc.ts';
import type { DescribeAnswer } from '../protocol.ts';
import type { Bindings } from './bindings.ts';
import { characterOffset, parseDuckDBError, toFailure } from './duckdb-error.ts';
import { fileBody } from './file-body.ts';

const PREFIX = 'DESCRIBE ';

/**
 * `position` of an error is a UTF-16 offset in `sql`: DuckDB counts bytes of UTF-8, the prefix
 * included. Throws `EngineFailure` only when DuckDB itself fails.
 */
export function describeQuery(bindings: Bindings, connection: number, sql: string): DescribeAnswer {
  let file: Uint8Array;
  try {
    file = bindings.runQuery(connection, PREFIX + sql);
  } catch (thrown) {
    const error = thrown instanceof Error ? parseDuckDBError(thrown.message) : undefined;
    if (error === undefined) throw toFailure(thrown, PREFIX + sql);
    const { type, message, info, position } = error;
    return {
      ok: false,
      type,
      message,
      info,
      ...(position === undefined
        ? {}
        : { position: characterOffset(sql, Math.max(0, position - PREFIX.length)) }),
    };
  }
  const table = decodeStream(fileBody(file));
  const names = table.getChild('column_name');
  const types = table.getChild('column_type');
  const columns: Column[] = [];
  for (let i = 0; i < table.numRows; i += 1) {
    const name = String(names?.get(i));
    const text = String(types?.get(i));
    try {
      columns.push({ name, type: parseType(text) });
    } catch (thrown) {
      if (!(thrown instanceof TypeSyntaxError)) throw thrown;
      const message = `The values of "${name}" are ${text}: ${thrown.message}.`;
      return { ok: false, type: 'Binder', message, info: {} };
    }
  }
  return { ok: true, columns };
}
