import { nodeBindings } from '../duckdb/node-bindings.ts';
import { compileDuckDB } from '../duckdb/node-module.ts';
import { openSession } from '../duckdb/open-session.ts';
import type { Session } from '../duckdb/session.ts';

/** A real DuckDB session in this thread. One per test file: it takes a second to start. */
export async function openNodeSession(memoryLimit = 512 * 2 ** 20): Promise<Session> {
  return openSession({ bindings: nodeBindings(), module: await compileDuckDB(), memoryLimit });
}
