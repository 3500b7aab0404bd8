/** The SQL parser in wasm (`sqlparser`, DataFusion's), behind two functions. */
import type { Item } from './normalisation.ts';
import type { Raw } from './reader.ts';
import { field, list } from './reader.ts';

/** The statements of a text; throws on a syntax error. */
type ParseSql = (dialect: 'duckdb' | 'generic', sql: string) => unknown;

let parseSql: ParseSql | undefined;
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
  parseSql = await (isNode() ? loadPackage() : loadGlue());
}

const isNode = (): boolean => {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
};

/** In Node the package finds its wasm beside itself, from source and from a bundle alike. */
async function loadPackage(): Promise<ParseSql> {
  const { init, parse } = await import('@guanmingchiu/sqlparser-ts');
  await init();
  return (dialect, sql) => parse(sql, dialect);
}

/**
 * In a browser the package's own loader does not do: it hides its import of the wasm-bindgen module
 * from bundlers, so a Vite build would lack it, and takes a worker, which has no `window`, for Node.
 * The module itself is written for bundlers, but the package's `exports` leave it out: hence the path.
 */
async function loadGlue(): Promise<ParseSql> {
  const { default: init, parse_sql: parse } =
    await import('../../../node_modules/@guanmingchiu/sqlparser-ts/wasm/sqlparser_rs_wasm.js');
  await init();
  return parse;
}

/**
 * Items as one line of SQL, parsed: the tree of the one expression. Normalising has found the
 * errors already, so what neither dialect reads is something of DuckDB's that the library lacks.
 */
export function parseWithLibrary(items: readonly Item[]): Raw | undefined {
  if (parseSql === undefined) {
    throw new Error('Call and await loadExpressionParser() before parsing expressions.');
  }
  const sql = `SELECT ${items.map((item) => item.text).join(' ')}`;
  for (const dialect of ['duckdb', 'generic'] as const) {
    const statement = tryParse(parseSql, sql, dialect);
    const select = field(field(field(statement, 'Query'), 'body'), 'Select');
    const projection = list(field(select, 'projection'));
    const raw = field(projection[0], 'UnnamedExpr');
    if (projection.length === 1 && raw !== undefined) return raw;
  }
  return undefined;
}

function tryParse(parse: ParseSql, sql: string, dialect: 'duckdb' | 'generic'): Raw | undefined {
  try {
    const [statement] = list(parse(dialect, sql));
    return statement;
  } catch (thrown) {
    // A trap leaves the instance in an unknown state; anything else is the text's fault. The package
    // for Node wraps it.
    if (thrown instanceof Error && isTrap(thrown)) throw thrown;
    return undefined;
  }
}

const isTrap = ({ name, message }: Error): boolean =>
  name === 'RuntimeError' || /^(memory access out of bounds|unreachable)/.test(message);
