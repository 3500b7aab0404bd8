/** LIKE and its kin as methods of columns. */
import type { SparkLike } from '../../spark/expression.ts';
import type { Doc } from '../code/doc.ts';
import { method } from '../code/doc.ts';
import type { Printer } from './printer.ts';
import { ATOM } from './language.ts';

export function printLike({ op, operand, pattern, escape }: SparkLike, printer: Printer): Doc {
  const { text } = printer.language;
  const value = printer.print(operand, ATOM);
  if (pattern.kind === 'literal' && pattern.value !== null) {
    return method(
      value,
      op,
      text(op === 'rlike' ? pattern.value : backslashed(pattern.value, escape)),
    );
  }
  if (op === 'rlike') return printer.function('rlike', value, printer.print(pattern));
  const character = printer.function('lit', text(escape ?? '\u0001'));
  return printer.function(op, printer.print(operand), printer.print(pattern), character);
}

/** A pattern of LIKE whose escape character is another, or none, for Spark's, which is the backslash. */
function backslashed(pattern: string, escape: string | undefined): string {
  let text = '';
  for (let i = 0; i < pattern.length; i += 1) {
    let character = pattern[i] ?? '';
    const escaped = character === escape && i + 1 < pattern.length;
    if (escaped) {
      i += 1;
      character = pattern[i] ?? '';
    }
    // Spark takes a backslash before what has a meaning in patterns, and before nothing else.
    const special = character === '\\' || (escaped && '%_'.includes(character));
    text += special ? `\\${character}` : character;
  }
  return text;
}
