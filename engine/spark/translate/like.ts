/** LIKE, ILIKE and SIMILAR TO. */
import type { Like } from '../../contract/expression.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { fullMatch } from '../functions/regex.ts';
import { refuse } from '../refusal.ts';
import { is, simple } from '../types.ts';
import type { Typed } from './typed.ts';
import { literalOf, typed } from './typed.ts';

const BOOLEAN = simple('BOOLEAN');

export function translateLike(
  { op, negated }: Like,
  operand: Typed,
  pattern: Typed,
  escape: Typed | undefined,
): Typed {
  const test = matchOf(op, operand, pattern, escape);
  return typed(negated ? sx.not(test) : test, BOOLEAN);
}

function matchOf(
  op: Like['op'],
  operand: Typed,
  pattern: Typed,
  escape: Typed | undefined,
): SparkExpression {
  if (op === 'glob')
    return refuse('GLOB has no counterpart in Spark.', 'Use LIKE or regexp_matches.');
  if (op === 'similar to') {
    if (escape !== undefined) return refuse('SIMILAR TO with ESCAPE has no counterpart in Spark.');
    return fullMatch([operand, pattern]).expression;
  }
  if (!is(operand.type, 'STRING') || !is(pattern.type, 'STRING')) return refuse('LIKE needs text.');
  const lower = op === 'ilike';
  const character = escape === undefined ? undefined : literalOf(escape);
  if (escape !== undefined && (character === undefined || character.length > 1)) {
    return refuse('ESCAPE needs a single character.');
  }
  if (lower && character !== undefined && /\p{L}/u.test(character)) {
    return refuse('A letter as ESCAPE of ILIKE has no counterpart in Spark.');
  }
  const form = patternOf(pattern, character === '' ? undefined : character, lower);
  return {
    kind: 'like',
    // Spark's ILIKE brings both to lower case, too, but by other rules than DuckDB.
    op: 'like',
    operand: lower ? sx.helper('lower_text', operand.expression) : operand.expression,
    ...form,
  };
}

interface Form {
  readonly pattern: SparkExpression;
  readonly escape?: string;
}

/** Spark's own character for none, see the printers. */
const NONE = '\u0001';

/** In DuckDB the escape may stand before any character, in Spark only before %, _ and itself. */
function patternOf(pattern: Typed, escape: string | undefined, lower: boolean): Form {
  const text = literalOf(pattern);
  if (text === undefined) {
    if (escape !== undefined) {
      return refuse('LIKE with ESCAPE is translated where the pattern is a literal.');
    }
    return { pattern: lower ? sx.helper('lower_text', pattern.expression) : pattern.expression };
  }
  if (text.includes(NONE))
    return refuse('U+0001 in a pattern of LIKE has no counterpart in Spark.');
  let form = '';
  const characters = [...text];
  for (let i = 0; i < characters.length; i += 1) {
    let character = characters[i] ?? '';
    if (character === escape) {
      i += 1;
      character = characters[i] ?? refuse('A pattern of LIKE ends with its escape character.');
      form += character === '%' || character === '_' || character === escape ? escape : '';
    }
    form += lower ? lowerLetter(character) : character;
  }
  const literal = sx.text(form);
  return escape === undefined ? { pattern: literal } : { pattern: literal, escape };
}

/** As DuckDB has it: one letter for one. */
const lowerLetter = (letter: string): string => (letter === 'İ' ? 'i' : letter.toLowerCase());
