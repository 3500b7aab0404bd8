/** Values of a pipeline's parameters as arguments of a statement, in their types. */
import { create } from '@bufbuild/protobuf';
import type { ParameterValue } from '../../contract/expression.ts';
import { userError } from '../../contract/errors.ts';
import { parseType } from '../../contract/parse-type.ts';
import { sparkType } from '../../spark/types.ts';
import type { SparkType } from '../../spark/types.ts';
import type {
  Expression,
  Expression_Literal,
} from '../spark-connect/generated/spark/connect/expressions_pb.ts';
import {
  ExpressionSchema,
  Expression_LiteralSchema,
} from '../spark-connect/generated/spark/connect/expressions_pb.ts';
import { unparsedType } from './connect-types.ts';

/** By the name that the statement has for each, `:name`. */
export function namedArguments(
  names: ReadonlySet<string>,
  values: Readonly<Record<string, ParameterValue>>,
): Record<string, Expression> {
  const found: Record<string, Expression> = {};
  for (const name of names) {
    const given = values[name];
    // A statement names no parameter that the pipeline does not have.
    if (given === undefined) throw new Error(`no parameter ${name}`);
    const literal = literalOf(sparkType(parseType(given.type)), given.value);
    found[name] = create(ExpressionSchema, { exprType: { case: 'literal', value: literal } });
  }
  return found;
}

const MICROSECONDS_OF_DAY = 86_400_000_000n;

/** @param value in the canonical text of its type; null for NULL */
export function literalOf(type: SparkType, value: string | null): Expression_Literal {
  const literal = (literalType: Expression_Literal['literalType']): Expression_Literal =>
    create(Expression_LiteralSchema, { literalType });
  if (value === null) return literal({ case: 'null', value: unparsedType(type) });
  if (type.kind === 'decimal') {
    const { precision, scale } = type;
    return create(Expression_LiteralSchema, {
      literalType: { case: 'decimal', value: { value, precision, scale } },
    });
  }
  if (type.kind !== 'simple') throw new Error(`no literal of a nested type: ${value}`);
  switch (type.name) {
    case 'BOOLEAN':
      return literal({ case: 'boolean', value: value === 'true' });
    case 'TINYINT':
      return literal({ case: 'byte', value: Number(value) });
    case 'SMALLINT':
      return literal({ case: 'short', value: Number(value) });
    case 'INT':
      return literal({ case: 'integer', value: Number(value) });
    case 'BIGINT':
      return literal({ case: 'long', value: BigInt(value) });
    case 'FLOAT':
      return literal({ case: 'float', value: floatOf(value) });
    case 'DOUBLE':
      return literal({ case: 'double', value: floatOf(value) });
    case 'STRING':
      return literal({ case: 'string', value });
    case 'DATE':
      return literal({ case: 'date', value: Number(daysOf(value)) });
    case 'TIMESTAMP_NTZ':
      return literal({ case: 'timestampNtz', value: microsecondsOf(value) });
    default:
      throw new Error(`no literal of ${type.name}`);
  }
}

/** DuckDB writes `inf`, `-inf` and `nan`. */
const floatOf = (text: string): number => {
  const special = /^([-+]?)(inf|infinity)$/i.exec(text);
  return special === null ? Number(text) : special[1] === '-' ? -Infinity : Infinity;
};

/** Days since 1970 of `2024-02-29`. */
const daysOf = (date: string): bigint => BigInt(Date.parse(`${date}T00:00:00Z`)) / 86_400_000n;

/** Microseconds since 1970 of `2024-02-29 12:30:00.000001`. */
function microsecondsOf(text: string): bigint {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?$/.exec(
    text,
  );
  if (match === null) {
    throw userError('invalid-parameter', `Spark is not given the time ${text}.`, {
      hint: 'Give a time of the years 0001 to 9999.',
    });
  }
  const [, date = '', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const time = (BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  return daysOf(date) * MICROSECONDS_OF_DAY + time * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}
