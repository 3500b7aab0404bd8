/** Opens DuckDB in this thread from the compiled wasm module. */
import { internalError, operationalError } from '../../contract/errors.ts';
import type { DuckDBExtension } from '../../runtime/runtime.ts';
import type { Bindings, BindingsLoader, InstantiateWasm } from './bindings.ts';
import { createSession } from './duckdb-session.ts';
import { toFailure } from './duckdb-error.ts';
import { linkedExports } from './linked-exports.ts';
import { loadParquetExtension, symbolsOf } from './parquet-extension.ts';
import type { Instance } from './memory/c-api.ts';
import type { Session } from './session.ts';
import { FILE_PREFIX } from './session.ts';

export interface SessionOptions {
  readonly bindings: BindingsLoader;
  /** `duckdb-eh.wasm`, compiled. */
  readonly module: WebAssembly.Module;
  /** DuckDB's memory_limit in bytes. */
  readonly memoryLimit: number;
  /** DuckDB's parquet extension, where it is served. */
  readonly parquet?: DuckDBExtension | undefined;
  /** How long opening may take; it is about half a second on a free core. */
  readonly timeoutMilliseconds?: number;
}

/**
 * Largest result of one statement, as a multiple of DuckDB's memory: results are gathered outside of
 * the wasm heap, where DuckDB's own limit does not hold, and nothing else would stop a join whose
 * rows explode before the machine is out of memory.
 */
const RESULT_SHARE = 4;
const MINIMUM_RESULT_BYTES = 256 << 20;

const DEFAULT_TIMEOUT = 60_000;
/** One streaming result buffers this much ahead: 1 MB (DuckDB's default) halves the export speed. */
const STREAMING_BUFFER = '16MiB';

/**
 * Settings that keep a session closed and repeatable, applied in this order. With external access
 * off, SQL reads nothing but the files that the session registered under `FILE_PREFIX`, and a
 * function that needs an absent extension fails with a clear error instead of fetching.
 */
const settings = (memoryLimit: number): readonly string[] => [
  'SET autoload_known_extensions = false',
  'SET autoinstall_known_extensions = false',
  'SET allow_community_extensions = false',
  'SET threads = 1',
  'SET preserve_insertion_order = true',
  `SET memory_limit = '${Math.max(1, Math.floor(memoryLimit / 1024))}KiB'`,
  `SET streaming_buffer_size = '${STREAMING_BUFFER}'`,
  "SET temp_directory = ''",
  // Of what lies in memory already it would keep copies, by name, for another file of that name too.
  'SET enable_external_file_cache = false',
  // DuckDB 1.4.3 lets a join's filter pass a LIMIT below it, so that rows after the limit are joined.
  // Measured on TPC-H in one thread, queries are faster without it (geometric mean 0.94).
  "SET disabled_optimizers = 'join_filter_pushdown'",
  `SET allowed_directories = ['${FILE_PREFIX}']`,
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

export async function openSession(options: SessionOptions): Promise<Session> {
  const { bindings: loader, module, parquet } = options;
  const bindings = await loader.create();
  const instance = await instantiate(
    bindings,
    loader,
    module,
    parquet === undefined ? [] : symbolsOf(parquet),
    options.timeoutMilliseconds ?? DEFAULT_TIMEOUT,
  );
  try {
    // Lossless: without it HUGEINT, UUID, BIT and TIMETZ change type on the way through Arrow.
    bindings.open({ arrowLosslessConversion: true, maximumThreads: 1 });
  } catch (thrown) {
    throw toFailure(thrown, 'open');
  }
  const resultLimit = Math.max(MINIMUM_RESULT_BYTES, options.memoryLimit * RESULT_SHARE);
  const readsParquet = parquet !== undefined && tryToLoad(bindings, parquet);
  const session = createSession({ bindings, loader, instance, resultLimit, readsParquet });
  for (const setting of settings(options.memoryLimit)) session.execute(setting);
  return session;
}

/** Without it everything is read as well, so a file that is damaged or of another version stops nobody. */
function tryToLoad(bindings: Bindings, parquet: DuckDBExtension): boolean {
  try {
    loadParquetExtension(bindings, parquet);
    return true;
  } catch (thrown) {
    console.warn("DuckDB's parquet extension was refused, Parquet is read without it:", thrown);
    return false;
  }
}

/**
 * The library would read and compile the wasm file again for every worker, and hangs for ever when
 * that fails; here the compiled module is instantiated and a failure is an error.
 */
async function instantiate(
  bindings: Bindings,
  loader: BindingsLoader,
  module: WebAssembly.Module,
  needed: readonly string[],
  timeout: number,
): Promise<Instance> {
  let opened: Instance | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    const fail = (reason: string, cause?: unknown): void =>
      reject(
        operationalError('duckdb-not-started', `DuckDB did not start in a worker: ${reason}.`, {
          hint: 'Free some memory or use fewer workers, then try again.',
          ...(cause === undefined ? {} : { detail: String(cause) }),
        }),
      );
    timer = setTimeout(() => fail(`no answer within ${timeout / 1000} s`), timeout);
    const instantiateWasm: InstantiateWasm = (imports, success) => {
      // The wasm's imports call these by name on a global object.
      const callbacks = Object.getOwnPropertyDescriptors(loader.runtime);
      Object.assign(globalThis, { DUCKDB_RUNTIME: Object.defineProperties({}, callbacks) });
      WebAssembly.instantiate(module, imports).then(
        (instance) => {
          opened = { exports: instance.exports, table: tableOf(imports) };
          // It reads nothing else of the instance.
          success({ exports: linkedExports(module, instance.exports, needed) }, module);
        },
        (cause: unknown) => fail('its module could not be instantiated', cause),
      );
      // Emscripten takes an empty answer as "will call back".
      return {};
    };
    Object.assign(bindings, { instantiateWasm });
  });
  try {
    await Promise.race([bindings.instantiate(), failed]);
  } finally {
    clearTimeout(timer);
  }
  if (opened === undefined) throw internalError("DuckDB's module was not instantiated");
  return opened;
}

/** The module's function table: it is imported, since extensions would share it. */
function tableOf(imports: WebAssembly.Imports): WebAssembly.Table {
  const table = imports['env']?.['__indirect_function_table'];
  if (!(table instanceof WebAssembly.Table)) throw internalError("DuckDB's module has no table");
  return table;
}
