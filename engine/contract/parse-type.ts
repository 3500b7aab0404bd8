/** Reads DuckDB's text form of a type, as `DESCRIBE`, `typeof` and `formatType` write it and as people type it. */
import type { ColumnType, NamedType, ScalarTypeName } from './schema.ts';
import { SCALAR_TYPES, scalar } from './schema.ts';

/** Where and why a type text cannot be read. */
export class TypeSyntaxError extends Error {
  override readonly name = 'TypeSyntaxError';
  /** UTF-16 offset in the text. */
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** DuckDB 1.4's other spellings of scalar types. */
const ALIASES: Readonly<Record<string, ScalarTypeName>> = {
  BOOL: 'BOOLEAN',
  LOGICAL: 'BOOLEAN',
  INT1: 'TINYINT',
  INT2: 'SMALLINT',
  SHORT: 'SMALLINT',
  INT16: 'SMALLINT',
  INT4: 'INTEGER',
  INT: 'INTEGER',
  SIGNED: 'INTEGER',
  INTEGRAL: 'INTEGER',
  INT32: 'INTEGER',
  INT8: 'BIGINT',
  LONG: 'BIGINT',
  INT64: 'BIGINT',
  OID: 'BIGINT',
  INT128: 'HUGEINT',
  UINT8: 'UTINYINT',
  UINT16: 'USMALLINT',
  UINT32: 'UINTEGER',
  UINT64: 'UBIGINT',
  UINT128: 'UHUGEINT',
  FLOAT4: 'FLOAT',
  REAL: 'FLOAT',
  FLOAT8: 'DOUBLE',
  'DOUBLE PRECISION': 'DOUBLE',
  CHAR: 'VARCHAR',
  BPCHAR: 'VARCHAR',
  STRING: 'VARCHAR',
  TEXT: 'VARCHAR',
  NVARCHAR: 'VARCHAR',
  'CHARACTER VARYING': 'VARCHAR',
  BYTEA: 'BLOB',
  BINARY: 'BLOB',
  VARBINARY: 'BLOB',
  BITSTRING: 'BIT',
  GUID: 'UUID',
  TIMETZ: 'TIME WITH TIME ZONE',
  'TIME WITHOUT TIME ZONE': 'TIME',
  DATETIME: 'TIMESTAMP',
  TIMESTAMP_US: 'TIMESTAMP',
  'TIMESTAMP WITHOUT TIME ZONE': 'TIMESTAMP',
  TIMESTAMPTZ: 'TIMESTAMP WITH TIME ZONE',
  BIGNUM: 'VARINT',
};

const SCALARS: ReadonlySet<string> = new Set(SCALAR_TYPES);
/** Words that continue the one before: `TIMESTAMP WITH TIME ZONE`, `DOUBLE PRECISION`. */
const CONTINUATIONS = /^(WITH|WITHOUT|TIME|ZONE|PRECISION|VARYING)$/;
const TOKEN =
  /\s*(?:("(?:[^"]|"")*")|('(?:[^']|'')*')|([\p{L}_][\p{L}\p{N}_$]*)|(\d+)|([()[\],]))/uy;

interface Token {
  readonly kind: 'quoted' | 'text' | 'word' | 'number' | 'mark';
  readonly value: string;
  readonly position: number;
}

/**
 * @param text e.g. `DECIMAL(18,3)`, `STRUCT(a INTEGER, "b c" VARCHAR[])`, `int`
 * @throws TypeSyntaxError when DuckDB would not know the type
 */
export function parseType(text: string): ColumnType {
  const tokens = tokenise(text);
  let next = 0;

  const peek = (): Token | undefined => tokens[next];
  const fail = (message: string, token = peek()): never => {
    throw new TypeSyntaxError(message, token?.position ?? text.length);
  };
  const take = (kind: Token['kind'], wanted: string): Token => {
    const token = peek();
    if (token === undefined || token.kind !== kind) return fail(`expected ${wanted}`);
    next += 1;
    return token;
  };
  const isMark = (mark: string): boolean => peek()?.kind === 'mark' && peek()?.value === mark;
  const accept = (mark: string): boolean => {
    if (!isMark(mark)) return false;
    next += 1;
    return true;
  };
  const expect = (mark: string): void => {
    if (!accept(mark)) fail(`expected "${mark}"`);
  };
  const listOf = <T>(item: () => T): T[] => {
    expect('(');
    const items = [item()];
    while (accept(',')) items.push(item());
    expect(')');
    return items;
  };
  const number = (): number => Number(take('number', 'a number').value);

  const field = (): NamedType => {
    const token = peek();
    if (token?.kind !== 'word' && token?.kind !== 'quoted') return fail('expected a field name');
    next += 1;
    // What row() and list_zip() give.
    const after = peek();
    if (after?.kind === 'mark') fail('a struct needs a name for each field', after);
    return { name: token.value, type: type() };
  };

  const decimal = (start: Token): ColumnType => {
    const [precision = 18, scale = 0, ...rest] = isMark('(') ? listOf(number) : [18, 3];
    if (rest.length > 0) fail('DECIMAL takes a precision and a scale', start);
    if (precision < 1 || precision > 38) fail('the precision of DECIMAL is 1 to 38', start);
    if (scale > precision) fail('the scale of DECIMAL is at most its precision', start);
    return { kind: 'decimal', precision, scale };
  };

  const scalarType = (first: Token, words: string): ColumnType => {
    const name = ALIASES[words] ?? (SCALARS.has(words) ? (words as ScalarTypeName) : undefined);
    if (name === undefined) return fail(`there is no type ${words}`, first);
    // VARCHAR(20) and the like: DuckDB reads the length and ignores it.
    if (name === 'VARCHAR' && isMark('(')) listOf(number);
    return scalar(name);
  };

  const base = (): ColumnType => {
    const first = peek();
    if (first?.kind === 'quoted') {
      next += 1;
      return scalarType(first, first.value.toUpperCase());
    }
    let words = take('word', 'a type').value.toUpperCase();
    const start = first as Token;
    switch (words) {
      case 'DECIMAL':
      case 'NUMERIC':
      case 'DEC':
        return decimal(start);
      case 'STRUCT':
      case 'ROW':
        return { kind: 'struct', fields: listOf(field) };
      case 'UNION':
        return { kind: 'union', members: listOf(field) };
      case 'MAP': {
        const [key, value, ...rest] = listOf(type);
        if (key === undefined || value === undefined || rest.length > 0) {
          return fail('MAP takes a key and a value type', start);
        }
        return { kind: 'map', key, value };
      }
      case 'ENUM':
        return { kind: 'enum', values: listOf(() => take('text', "a text in '...'").value) };
    }
    for (let token = peek(); token?.kind === 'word'; token = peek()) {
      const word = token.value.toUpperCase();
      if (!CONTINUATIONS.test(word)) break;
      words += ` ${word}`;
      next += 1;
    }
    return scalarType(start, words);
  };

  const type = (): ColumnType => {
    let result = base();
    while (accept('[')) {
      result = isMark(']')
        ? { kind: 'list', element: result }
        : { kind: 'array', element: result, size: number() };
      expect(']');
    }
    return result;
  };

  const result = type();
  if (next < tokens.length) fail('unexpected text after the type');
  return result;
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    end = TOKEN.lastIndex;
    const [, quoted, string, word, digits, mark] = match;
    const raw = quoted ?? string ?? word ?? digits ?? mark ?? '';
    const position = end - raw.length;
    if (quoted !== undefined) {
      tokens.push({ kind: 'quoted', value: quoted.slice(1, -1).replaceAll('""', '"'), position });
    } else if (string !== undefined) {
      tokens.push({ kind: 'text', value: string.slice(1, -1).replaceAll("''", "'"), position });
    } else if (word !== undefined) tokens.push({ kind: 'word', value: word, position });
    else if (digits !== undefined) tokens.push({ kind: 'number', value: digits, position });
    else tokens.push({ kind: 'mark', value: raw, position });
  }
  if (text.slice(end).trim() !== '') {
    throw new TypeSyntaxError(`unexpected "${text.slice(end).trim()[0]}"`, end);
  }
  return tokens;
}
