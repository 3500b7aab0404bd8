/** DuckDB's errors as the engine's. With `errors_as_json` their message is a JSON object. */
import {
  EngineFailure,
  internalError,
  operationalError,
  userError,
} from '../../contract/errors.ts';

export interface DuckDBError {
  /** DuckDB's class, e.g. `Binder`, `Conversion`, `Out of Memory`. */
  readonly type: string;
  readonly message: string;
  /** Byte offset in the statement. */
  readonly position?: number;
  /** The other fields: `name`, `candidates`, `error_subtype`, ... */
  readonly info: Readonly<Record<string, string>>;
}

/**
 * Reads the message of an error that the bindings threw. The JSON may stand behind a prefix
 * (`Parser Error: {...}`) or inside the message of another error (a failed streaming result).
 */
export function parseDuckDBError(message: string): DuckDBError | undefined {
  const fields = parseFields(message);
  if (fields === undefined) return undefined;
  const { exception_type: type, exception_message: text, position, ...info } = fields;
  if (type === undefined || text === undefined) return undefined;
  const inner = text.includes('{"exception_type"') ? parseDuckDBError(text) : undefined;
  if (inner !== undefined) return inner;
  return {
    type,
    message: text,
    info,
    ...(position === undefined ? {} : { position: Number(position) }),
  };
}

function parseFields(message: string): Record<string, string> | undefined {
  const start = message.indexOf('{"exception_type"');
  if (start < 0) return undefined;
  try {
    const fields: unknown = JSON.parse(message.slice(start));
    return fields as Record<string, string>;
  } catch {
    // Not JSON after all: the caller shows the text as it is.
    return undefined;
  }
}

/** UTF-16 offset in `text` of a byte offset of its UTF-8 form, in which DuckDB counts positions. */
export function characterOffset(text: string, byteOffset: number): number {
  let bytes = 0;
  for (let i = 0; i < text.length;) {
    if (bytes >= byteOffset) return i;
    const point = text.codePointAt(i) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    i += point < 0x10000 ? 1 : 2;
  }
  return text.length;
}

/** Errors that the pipeline's author can mend, by DuckDB's class. */
const USER_CODES: Readonly<Record<string, string>> = {
  Conversion: 'bad-cast',
  'Mismatch Type': 'bad-cast',
  'Invalid Type': 'bad-type',
  'Out of Range': 'out-of-range',
  'Divide by Zero': 'division-by-zero',
  'Invalid Input': 'invalid-input',
  Invalid: 'invalid-input',
  'Parameter Not Resolved': 'invalid-input',
  Constraint: 'constraint',
  Parser: 'syntax',
  Syntax: 'syntax',
  Binder: 'invalid-sql',
  Catalog: 'unknown-name',
  Expression: 'invalid-sql',
  'Not implemented': 'unsupported',
  'Extension Autoloading': 'needs-extension',
  'Missing Extension': 'needs-extension',
  Permission: 'not-allowed',
  Sequence: 'out-of-range',
};

const hintFor: Readonly<Record<string, string>> = {
  'bad-cast':
    'Let values that do not fit become null (TRY_CAST, or the setting of a cast step), or clean the column first.',
  'out-of-range':
    'Filter out the values that the function does not take, or replace them with CASE.',
  'invalid-input':
    'Clean the values first, or use the try_ form of the function where there is one.',
  overflow: 'Cast the operands to a wider type first, e.g. BIGINT, HUGEINT or DOUBLE.',
  'needs-extension': 'This function needs a DuckDB extension that is not part of the build.',
};

/** What does not fit into memory goes to the temporary folder: its failures are none of the query's. */
function temporaryFailure({ type, message }: DuckDBError): EngineFailure | undefined {
  const isLimit = type === 'Out of Memory' && /max_temp_directory_size/.test(message);
  if (!isLimit && !(type === 'IO' && /duckdb_temp_|temp(?:orary)?[ _]directory/i.test(message))) {
    return undefined;
  }
  return isLimit || /no space left|disk quota/i.test(message)
    ? operationalError(
        'disk-full',
        'There is no room left in the temporary folder for rows that do not fit into memory.',
        {
          hint: 'Free some disk space, set another folder with TMPDIR, or raise the memory budget.',
          detail: message,
        },
      )
    : operationalError(
        'spill-unwritable',
        'Rows that do not fit into memory cannot be written to the temporary folder.',
        { hint: 'Check the folder, or set another one with TMPDIR.', detail: message },
      );
}

/** @param sql the statement, for the position of the error in it */
export function toFailure(thrown: unknown, sql: string): EngineFailure {
  if (thrown instanceof EngineFailure) return thrown;
  if (thrown instanceof WebAssembly.RuntimeError || isAbort(thrown)) {
    return operationalError('worker-crashed', 'DuckDB stopped unexpectedly in a worker.', {
      hint: 'The worker is replaced and the task is run again.',
      detail: describe(thrown, sql),
    });
  }
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const error = parseDuckDBError(text);
  if (error === undefined) {
    return isAllocationFailure(text) ? outOfMemory(text) : internalError(`DuckDB: ${text}`, thrown);
  }
  const noRoom = temporaryFailure(error);
  if (noRoom !== undefined) return noRoom;
  if (error.type === 'Out of Memory') return outOfMemory(error.message);
  // `INTERNAL`, `FATAL`, `IO`, `Interrupt` and what else an author cannot mend.
  const base = USER_CODES[error.type];
  if (base === undefined) return internalError(`DuckDB: ${error.type}: ${error.message}`, thrown);
  const code =
    /overflow/i.test(error.message) && /Out of Range|Conversion/.test(error.type)
      ? 'overflow'
      : /extension/.test(error.message) && error.type === 'Catalog'
        ? 'needs-extension'
        : base;
  const hint = hintFor[code];
  return new EngineFailure(
    userError(code, inTypesOfSql(error.message.split('\n', 1)[0] ?? error.message), {
      ...(hint === undefined ? {} : { hint }),
      ...(error.position === undefined ? {} : { start: characterOffset(sql, error.position) }),
      detail: describe(thrown, sql),
    }).error,
    { cause: thrown },
  );
}

/** What DuckDB calls types in memory, and what it lets one write. */
const SQL_TYPES: Readonly<Record<string, string>> = {
  INT8: 'TINYINT',
  INT16: 'SMALLINT',
  INT32: 'INTEGER',
  INT64: 'BIGINT',
  INT128: 'HUGEINT',
  UINT8: 'UTINYINT',
  UINT16: 'USMALLINT',
  UINT32: 'UINTEGER',
  UINT64: 'UBIGINT',
  UINT128: 'UHUGEINT',
};

/** `'x' to INT64` → `'x' to BIGINT`; a value in quotes stays as it is. */
const inTypesOfSql = (message: string): string =>
  message.replaceAll(
    /'(?:[^']|'')*'|\b(?:to|type) (U?INT\d+)\b/g,
    (whole, name: string | undefined) => {
      const type = name === undefined ? undefined : SQL_TYPES[name];
      return name === undefined || type === undefined ? whole : whole.replace(name, type);
    },
  );

export const outOfMemory = (detail: string): EngineFailure =>
  operationalError('out-of-memory', 'A task needs more memory than a worker may use.', {
    hint: 'Raise the memory budget, use fewer workers, or split the input into smaller partitions.',
    detail,
  });

const isAllocationFailure = (text: string): boolean =>
  /bad_alloc|failed to allocate|out of memory|malloc of size/i.test(text);

// Emscripten's abort() throws a RuntimeError too, but of its own wording in some builds.
const isAbort = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  /^Aborted\(|memory access out of bounds|unreachable/.test(thrown.message);

const describe = (thrown: unknown, sql: string): string => {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return `${text}\n\nStatement: ${sql.length > 2000 ? `${sql.slice(0, 2000)} ...` : sql}`;
};
