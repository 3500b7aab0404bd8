/** Spark's column types, and which of them stands for each of DuckDB's. */
import type { ColumnType, ScalarTypeName } from '../contract/schema.ts';
import { formatType } from '../contract/schema.ts';
import { refuse } from './refusal.ts';

export const SIMPLE_TYPES = [
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INT',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'STRING',
  'BINARY',
  'DATE',
  'TIMESTAMP_NTZ',
  'TIMESTAMP',
  'VOID',
  /** Between an interval and what it is added to or compared with; no column has it. */
  'INTERVAL',
] as const;

export type SimpleTypeName = (typeof SIMPLE_TYPES)[number];

export type SparkType =
  | { readonly kind: 'simple'; readonly name: SimpleTypeName }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'array'; readonly element: SparkType }
  | {
      readonly kind: 'struct';
      readonly fields: readonly { readonly name: string; readonly type: SparkType }[];
    }
  | { readonly kind: 'map'; readonly key: SparkType; readonly value: SparkType };

export const simple = (name: SimpleTypeName): SparkType => ({ kind: 'simple', name });
export const decimal = (precision: number, scale: number): SparkType => ({
  kind: 'decimal',
  precision,
  scale,
});

/**
 * The Spark type that holds every value of a DuckDB type. Unsigned numbers take the next wider signed
 * type; HUGEINT becomes DECIMAL(38,0), in which values of 39 digits are an error in Spark.
 */
const SCALARS: Readonly<Partial<Record<ScalarTypeName, SparkType>>> = {
  BOOLEAN: simple('BOOLEAN'),
  TINYINT: simple('TINYINT'),
  SMALLINT: simple('SMALLINT'),
  INTEGER: simple('INT'),
  BIGINT: simple('BIGINT'),
  HUGEINT: decimal(38, 0),
  UTINYINT: simple('SMALLINT'),
  USMALLINT: simple('INT'),
  UINTEGER: simple('BIGINT'),
  UBIGINT: decimal(20, 0),
  FLOAT: simple('FLOAT'),
  DOUBLE: simple('DOUBLE'),
  VARCHAR: simple('STRING'),
  JSON: simple('STRING'),
  UUID: simple('STRING'),
  BLOB: simple('BINARY'),
  DATE: simple('DATE'),
  TIMESTAMP: simple('TIMESTAMP_NTZ'),
  TIMESTAMP_S: simple('TIMESTAMP_NTZ'),
  TIMESTAMP_MS: simple('TIMESTAMP_NTZ'),
  'TIMESTAMP WITH TIME ZONE': simple('TIMESTAMP'),
  NULL: simple('VOID'),
};

/** @throws NotOnSpark for types that Spark has nothing for */
export function sparkType(type: ColumnType): SparkType {
  switch (type.kind) {
    case 'scalar': {
      const found = SCALARS[type.name];
      return found ?? refuse(`Spark has no type for ${type.name} values.`, 'Cast to another type.');
    }
    case 'decimal':
      return decimal(type.precision, type.scale);
    case 'enum':
      return simple('STRING');
    case 'list':
    case 'array':
      return { kind: 'array', element: sparkType(type.element) };
    case 'struct':
      return {
        kind: 'struct',
        fields: type.fields.map((field) => ({ name: field.name, type: sparkType(field.type) })),
      };
    case 'map':
      return { kind: 'map', key: sparkType(type.key), value: sparkType(type.value) };
    case 'union':
      return refuse(`Spark has no type for ${formatType(type)}.`);
  }
}

/** A name as Spark's SQL takes it, whatever characters it has. */
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** Spark's DDL text of a type, e.g. `ARRAY<DECIMAL(10,2)>`. */
export function typeText(type: SparkType): string {
  switch (type.kind) {
    case 'simple':
      // TIMESTAMP alone means what spark.sql.timestampType says.
      return type.name === 'TIMESTAMP' ? 'TIMESTAMP_LTZ' : type.name;
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'array':
      return `ARRAY<${typeText(type.element)}>`;
    case 'struct':
      return `STRUCT<${type.fields.map((f) => `${quoteName(f.name)}: ${typeText(f.type)}`).join(', ')}>`;
    case 'map':
      return `MAP<${typeText(type.key)}, ${typeText(type.value)}>`;
  }
}

export const sameType = (a: SparkType, b: SparkType): boolean => typeText(a) === typeText(b);

const INTEGRAL = ['TINYINT', 'SMALLINT', 'INT', 'BIGINT'];

export const isIntegral = (type: SparkType): boolean =>
  type.kind === 'simple' && INTEGRAL.includes(type.name);

export const isFloating = (type: SparkType): boolean =>
  type.kind === 'simple' && (type.name === 'FLOAT' || type.name === 'DOUBLE');

export const isNumber = (type: SparkType): boolean =>
  type.kind === 'decimal' || isIntegral(type) || isFloating(type);

export const is = (type: SparkType, name: SimpleTypeName): boolean =>
  type.kind === 'simple' && type.name === name;

/** Digits that hold every value of a whole-number type. */
const DIGITS: Readonly<Partial<Record<SimpleTypeName, number>>> = {
  TINYINT: 3,
  SMALLINT: 5,
  INT: 10,
  BIGINT: 19,
};

/**
 * The type in which DuckDB compares or unites values of two types, in Spark's terms; undefined where it
 * has none, or one that is not told by the two (text with numbers).
 */
export function commonType(a: SparkType, b: SparkType): SparkType | undefined {
  if (sameType(a, b)) return a;
  if (is(a, 'VOID')) return b;
  if (is(b, 'VOID')) return a;
  if (isNumber(a) && isNumber(b)) return commonNumber(a, b);
  const moments = ['DATE', 'TIMESTAMP_NTZ', 'TIMESTAMP'];
  if (a.kind === 'simple' && b.kind === 'simple') {
    const [i, j] = [moments.indexOf(a.name), moments.indexOf(b.name)];
    if (i >= 0 && j >= 0) return i > j ? a : b;
  }
  if (a.kind === 'array' && b.kind === 'array') {
    const element = commonType(a.element, b.element);
    return element === undefined ? undefined : { kind: 'array', element };
  }
  return undefined;
}

function commonNumber(a: SparkType, b: SparkType): SparkType {
  if (isFloating(a) || isFloating(b)) {
    // DuckDB takes a FLOAT and a whole number or DECIMAL together as FLOAT.
    return is(a, 'DOUBLE') || is(b, 'DOUBLE') ? simple('DOUBLE') : simple('FLOAT');
  }
  if (isIntegral(a) && isIntegral(b)) {
    return INTEGRAL.indexOf((a as { name: string }).name) >
      INTEGRAL.indexOf((b as { name: string }).name)
      ? a
      : b;
  }
  const [x, y] = [asDecimal(a), asDecimal(b)];
  const scale = Math.max(x.scale, y.scale);
  const whole = Math.max(x.precision - x.scale, y.precision - y.scale);
  return decimal(Math.min(38, whole + scale), scale);
}

/** The DECIMAL that holds a whole number type, or the type itself. */
export function asDecimal(type: SparkType): { precision: number; scale: number } {
  if (type.kind === 'decimal') return type;
  if (type.kind === 'simple') return { precision: DIGITS[type.name] ?? 38, scale: 0 };
  return { precision: 38, scale: 0 };
}
