/** Types that a pipeline parameter can have, and whether a text is a value of one. */
import { parseDecimal, parseInteger, parseMoment } from './parameter-texts.ts';

/** DuckDB's other spellings of the types below. */
const ALIASES: Readonly<Record<string, string>> = {
  BOOL: 'BOOLEAN',
  LOGICAL: 'BOOLEAN',
  INT1: 'TINYINT',
  INT2: 'SMALLINT',
  SHORT: 'SMALLINT',
  INT: 'INTEGER',
  INT4: 'INTEGER',
  SIGNED: 'INTEGER',
  INT8: 'BIGINT',
  LONG: 'BIGINT',
  FLOAT4: 'FLOAT',
  REAL: 'FLOAT',
  FLOAT8: 'DOUBLE',
  NUMERIC: 'DECIMAL',
  DEC: 'DECIMAL',
  TEXT: 'VARCHAR',
  STRING: 'VARCHAR',
  CHAR: 'VARCHAR',
  BPCHAR: 'VARCHAR',
  DATETIME: 'TIMESTAMP',
  TIMESTAMP_US: 'TIMESTAMP',
  'TIMESTAMP WITHOUT TIME ZONE': 'TIMESTAMP',
  TIMESTAMPTZ: 'TIMESTAMP WITH TIME ZONE',
};

const INTEGER_BITS: Readonly<Record<string, readonly [bits: bigint, signed: boolean]>> = {
  TINYINT: [8n, true],
  SMALLINT: [16n, true],
  INTEGER: [32n, true],
  BIGINT: [64n, true],
  HUGEINT: [128n, true],
  UTINYINT: [8n, false],
  USMALLINT: [16n, false],
  UINTEGER: [32n, false],
  UBIGINT: [64n, false],
  UHUGEINT: [128n, false],
};

const MOMENTS = {
  DATE: { date: true, time: 'none' },
  TIME: { date: false, time: 'required' },
  TIMESTAMP: { date: true, time: 'optional' },
  TIMESTAMP_S: { date: true, time: 'optional' },
  TIMESTAMP_MS: { date: true, time: 'optional' },
  TIMESTAMP_NS: { date: true, time: 'optional' },
  'TIMESTAMP WITH TIME ZONE': { date: true, time: 'optional', zone: true },
} as const;

const OTHERS = ['BOOLEAN', 'FLOAT', 'DOUBLE', 'VARCHAR', 'UUID', 'INTERVAL'];

/** Names to offer for an unknown type. */
export const PARAMETER_TYPES: readonly string[] = [
  ...OTHERS,
  ...Object.keys(INTEGER_BITS),
  ...Object.keys(MOMENTS),
  'DECIMAL',
];

/** The canonical spelling of a parameter's type; nothing when parameters cannot have it. */
export function parameterType(text: string): string | undefined {
  const plain = text.trim().toUpperCase().replaceAll(/\s+/g, ' ');
  if (plain.endsWith('[]')) {
    const element = parameterType(plain.slice(0, -2));
    return element && `${element}[]`;
  }
  const [, name = '', first, second] =
    /^([A-Z][A-Z0-9_ ]*?) ?(?:\( ?(\d+) ?(?:, ?(\d+) ?)?\))?$/.exec(plain) ?? [];
  const type = ALIASES[name] ?? name;
  if (type === 'DECIMAL') {
    const precision = Number(first ?? 18);
    const scale = Number(second ?? (first === undefined ? 3 : 0));
    const valid = precision >= 1 && precision <= 38 && scale <= precision;
    return valid ? `DECIMAL(${precision},${scale})` : undefined;
  }
  // DuckDB takes VARCHAR(n) and ignores the length.
  if (first !== undefined && (type !== 'VARCHAR' || second !== undefined)) return undefined;
  return PARAMETER_TYPES.includes(type) ? type : undefined;
}

/** How the value of a type stands in JSON params. */
export const jsonKindOf = (type: string): 'integer' | 'number' | 'boolean' | 'string' =>
  Object.hasOwn(INTEGER_BITS, type)
    ? 'integer'
    : type === 'DOUBLE' || type === 'FLOAT' || (type.startsWith('DECIMAL(') && !type.endsWith('[]'))
      ? 'number'
      : type === 'BOOLEAN'
        ? 'boolean'
        : 'string';

export type CheckedText = { readonly value: string } | { readonly problem: string };

/**
 * Checks a text against a canonical type and gives its canonical literal text, or what is wrong
 * in words that go on from "is". Intervals and lists are left to DuckDB's own cast.
 */
export function checkText(text: string, type: string): CheckedText {
  const trimmed = text.trim();
  if (type === 'VARCHAR') return { value: text };
  const range = INTEGER_BITS[type];
  if (range !== undefined) return parseInteger(trimmed, type, ...range);
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  if (decimal !== null) return parseDecimal(trimmed, Number(decimal[1]), Number(decimal[2]));
  if (Object.hasOwn(MOMENTS, type))
    return parseMoment(trimmed, MOMENTS[type as keyof typeof MOMENTS]);
  switch (type) {
    case 'FLOAT':
    case 'DOUBLE':
      return /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i.test(trimmed)
        ? { value: trimmed }
        : { problem: 'not a number' };
    case 'BOOLEAN':
      if (/^(?:true|t|yes|y|on|1)$/i.test(trimmed)) return { value: 'true' };
      if (/^(?:false|f|no|n|off|0)$/i.test(trimmed)) return { value: 'false' };
      return { problem: 'neither true nor false' };
    case 'UUID':
      return /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(trimmed)
        ? { value: trimmed.toLowerCase() }
        : { problem: 'not a UUID' };
    default:
      if (type.endsWith('[]') && !/^\[.*\]$/s.test(trimmed)) {
        return { problem: 'not a list, which is written [a, b]' };
      }
      return trimmed === '' ? { problem: 'empty' } : { value: trimmed };
  }
}
