import type { Literal } from '../../contract/expression.ts';
import { parseType } from '../../contract/parse-type.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import { sparkType } from '../types.ts';
import type { Typed } from './typed.ts';
import { typed } from './typed.ts';

/** Types whose literal text both sides read alike. */
const PLAIN = /^(BOOLEAN|TINYINT|SMALLINT|INT|BIGINT|FLOAT|DOUBLE|STRING|DATE|TIMESTAMP_NTZ|VOID)$/;

export function translateLiteral(literal: Literal): Typed {
  const type = sparkType(parseType(literal.type));
  if (literal.value === null) return typed(sx.null(type), type);
  const plain = type.kind === 'decimal' || (type.kind === 'simple' && PLAIN.test(type.name));
  if (!plain) return refuse(`A literal of type ${literal.type} has no counterpart in Spark.`);
  if (type.kind === 'simple' && type.name === 'DATE' && !/^\d{4}-\d{2}-\d{2}$/.test(literal.value))
    return refuse(`Spark cannot write the date ${literal.value}.`);
  if (literal.parameter !== undefined) {
    return typed({ kind: 'parameter', name: literal.parameter, type }, type);
  }
  return typed(sx.literal(type, literal.value), type);
}
