/** Arrow streams into tables. */
import { internalError, operationalError } from '../../contract/errors.ts';
import { isClosed } from '../arrow/ipc.ts';
import type { Bindings, BindingsLoader } from './bindings.ts';
import { openConnection } from './connection.ts';
import { allocate } from './heap.ts';

export interface Inserter {
  readonly insert: (table: string, parts: readonly Uint8Array[]) => void;
  readonly close: () => void;
}

/** A stream that DuckDB cannot decode spoils the connection it came on: each failure costs one. */
const CONNECTIONS = 8;

export function createInserter(bindings: Bindings, loader: BindingsLoader): Inserter {
  const connections = Array.from({ length: CONNECTIONS }, () => openConnection(bindings));
  return {
    insert: (table, parts) => {
      const [connection] = connections;
      if (connection === undefined) {
        throw operationalError(
          'worker-crashed',
          'A worker met too many unreadable Arrow streams.',
          {
            hint: 'The worker is replaced.',
          },
        );
      }
      try {
        insertStream(bindings, loader, connection.id, table, parts);
      } catch (thrown) {
        connections.shift()?.close();
        throw thrown;
      }
    },
    close: () => {
      for (const connection of connections.splice(0)) connection.close();
    },
  };
}

/**
 * One call with the whole stream: several calls corrupt data, because DuckDB's decoder still points
 * into the buffer of the call before. The parts are joined inside the wasm heap. A stream without
 * end marker makes no table and no error, so it is refused here.
 */
function insertStream(
  bindings: Bindings,
  loader: BindingsLoader,
  connection: number,
  table: string,
  parts: readonly Uint8Array[],
): void {
  const last = parts.at(-1);
  if (last === undefined || !isClosed(last)) {
    throw internalError(`the Arrow stream for table ${table} has no end marker`);
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const pointer = allocate(bindings, length);
  try {
    // Read HEAPU8 after malloc: growing the memory replaces it.
    const heap = bindings.mod.HEAPU8;
    let end = pointer;
    for (const part of parts) {
      heap.set(part, end);
      end += part.length;
    }
    const [status, data, size] = loader.call(
      bindings,
      'duckdb_web_insert_arrow_from_ipc_stream',
      ['number', 'number', 'number', 'string'],
      [connection, pointer, length, JSON.stringify({ name: table, create: true })],
    );
    if (status !== 0) throw new Error(loader.readText(bindings, data, size));
  } finally {
    bindings.mod._free(pointer);
  }
}
