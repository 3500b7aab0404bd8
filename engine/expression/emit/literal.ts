/** Typed literals as DuckDB's SQL, exactly: the text has the literal's type and value. */
import type { Literal } from '../../contract/expression.ts';
import { numberType } from '../parse/literals.ts';
import { LEVEL } from '../parse/operators.ts';
import { LITERAL_TYPES } from '../parse/type-extent.ts';
import { quoteText } from '../quote.ts';

export interface LeveledText {
  readonly text: string;
  /** How tightly it binds: see `LEVEL`. */
  readonly level: number;
}

const atom = (text: string): LeveledText => ({ text, level: LEVEL.atom });

/** All but texts and casts need parentheses before `.name` and `[index]`. */
const constant = (text: string): LeveledText => ({ text, level: LEVEL.sign });

const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

export function literalText(literal: Pick<Literal, 'type' | 'value'>): LeveledText {
  const { type, value } = literal;
  if (value === null) {
    return type === '"NULL"' ? constant('NULL') : atom(`CAST(NULL AS ${type})`);
  }
  switch (type) {
    case 'VARCHAR':
      return atom(quoteText(value));
    case 'BOOLEAN':
      if (value === 'true' || value === 'false') return constant(value);
      break;
    case 'DATE':
    case 'TIMESTAMP':
      if (!value.includes('\0')) return constant(`${type} ${quoteText(value)}`);
      break;
    case 'DOUBLE':
      // Digits with an exponent are a DOUBLE; without one they would be a DECIMAL.
      if (PLAIN_NUMBER.test(value)) return constant(`${value}e0`);
      break;
  }
  if (numberType(value) === type.replaceAll(' ', '')) return constant(value);
  return atom(`CAST(${quoteText(value)} AS ${type})`);
}

/** As a person would write it: `UUID '…'` where SQL text has `CAST('…' AS UUID)`. */
export function readableLiteralText(literal: Pick<Literal, 'type' | 'value'>): LeveledText {
  const exact = literalText(literal);
  const { type, value } = literal;
  const first = /^[A-Za-z_0-9]+/.exec(type)?.[0].toLowerCase() ?? '';
  if (value === null || value.includes('\0') || !exact.text.startsWith('CAST(')) return exact;
  return LITERAL_TYPES.has(first) && !type.endsWith(']')
    ? constant(`${type} ${quoteText(value)}`)
    : exact;
}
