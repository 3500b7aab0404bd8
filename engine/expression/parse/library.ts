/** The SQL parser in wasm (`sqlparser`, DataFusion's), behind two functions. */
import type { Item } from './normalisation.ts';
import type { Raw } from './reader.ts';
import { field, list } from './reader.ts';

type Library = typeof import('@guanmingchiu/sqlparser-ts');

let library: Library | undefined;
let loading: Promise<void> | undefined;

/** Loads the parser's wasm, once. `parseExpression` works when the promise has resolved. */
export function loadExpressionParser(): Promise<void> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<void> {
  const restore = pretendWindow();
  try {
    const module = await import('@guanmingchiu/sqlparser-ts');
    await module.init();
    library = module;
  } finally {
    restore();
  }
}

/**
 * The package decides once, while it is evaluated, that it is in a browser when there is a
 * `window`, and otherwise reads its wasm through node:fs. A worker has none: it gets one for as
 * long as the package is loading.
 */
function pretendWindow(): () => void {
  const scope = globalThis as { window?: unknown; process?: unknown; WorkerGlobalScope?: unknown };
  const inWorker =
    scope.window === undefined &&
    scope.process === undefined &&
    scope.WorkerGlobalScope !== undefined;
  if (!inWorker) return () => undefined;
  scope.window = scope;
  return () => {
    delete scope.window;
  };
}

/**
 * Items as one line of SQL, parsed: the tree of the one expression. Normalising has found the
 * errors already, so what neither dialect reads is something of DuckDB's that the library lacks.
 */
export function parseWithLibrary(items: readonly Item[]): Raw | undefined {
  if (library === undefined) {
    throw new Error('Call and await loadExpressionParser() before parsing expressions.');
  }
  const sql = `SELECT ${items.map((item) => item.text).join(' ')}`;
  for (const dialect of ['duckdb', 'generic'] as const) {
    const statement = tryParse(library, sql, dialect);
    const select = field(field(field(statement, 'Query'), 'body'), 'Select');
    const projection = list(field(select, 'projection'));
    const raw = field(projection[0], 'UnnamedExpr');
    if (projection.length === 1 && raw !== undefined) return raw;
  }
  return undefined;
}

function tryParse(parser: Library, sql: string, dialect: 'duckdb' | 'generic'): Raw | undefined {
  try {
    return (parser.parse(sql, dialect) as unknown as readonly Raw[])[0];
  } catch (thrown) {
    if (thrown instanceof parser.ParserError) return undefined;
    throw thrown;
  }
}
