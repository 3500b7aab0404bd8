/** Connections of a session, all opened before the configuration is locked. */
import type { Bindings } from './bindings.ts';

export interface Connection {
  readonly id: number;
  readonly close: () => void;
}

export function openConnection(bindings: Bindings): Connection {
  const connection = bindings.connect();
  const id = connection.useUnsafe((_bindings, number) => number);
  // A setting of the connection, not of the instance.
  bindings.runQuery(id, 'SET errors_as_json = true');
  return { id, close: () => connection.close() };
}
