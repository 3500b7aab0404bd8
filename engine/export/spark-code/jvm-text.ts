/** Literals and names of Scala and Java. */
import type { TextPiece } from './language.ts';
import type { SparkLiteral } from '../../spark/expression.ts';
import type { SparkProgram } from '../../spark/frame.ts';
import type { Doc } from '../code/doc.ts';
import { packed } from '../code/pieces.ts';
import { commentLines, sentence, wrapped } from '../comments.ts';
import { floatText } from './float-text.ts';

/** A string literal. */
export function jvmText(value: string): string {
  let text = '';
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\\' || character === '"') text += `\\${character}`;
    else if (character === '\n') text += '\\n';
    else if (character === '\r') text += '\\r';
    else if (character === '\t') text += '\\t';
    else if (code < 32 || (code >= 127 && code < 160) || isUnreadable(code)) {
      text += `\\u${code.toString(16).padStart(4, '0')}`;
    } else text += character;
  }
  return `"${text}"`;
}

/** A literal of a text in units, which is cut between some of them where it is too long. */
export const jvmLongText = (units: readonly string[]): Doc => ({
  kind: 'text',
  whole: jvmText(units.join('')),
  pieces: packed(units).map(jvmText),
});

/** `late_flights` as `lateFlights`. */
export function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words
    .map((word, i) => (i === 0 ? lowerFirst(word) : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  return /^[A-Za-z]/.test(joined) ? joined : `step${joined}`;
}

const lowerFirst = (word: string): string =>
  /^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);

/** A class name from the pipeline's title. */
export function className(title: string): string {
  const name = camelCase(title.normalize('NFKD').replace(/[^\x20-\x7e]/g, ''));
  const upper = name.charAt(0).toUpperCase() + name.slice(1, 60);
  return `${upper === 'Step' ? '' : upper}Pipeline`.replace(/PipelinePipeline$/, 'Pipeline');
}

/** Separators of lines, and halves of characters. */
const isUnreadable = (code: number): boolean =>
  code === 0x2028 || code === 0x2029 || (code >= 0xd800 && code <= 0xdfff);

/** A whole number, as a long where an int is too small. */
export const jvmNumber = (value: string): string =>
  Math.abs(Number(value)) < 2 ** 31 ? value : `${value}L`;

/** What stands for an identifier that is taken. */
export const jvmInstead = (identifier: string, of: 'rows' | 'value'): string =>
  `${identifier}${of === 'rows' ? 'Rows' : 'Value'}`;

/**
 * A value for a literal where one has its type.
 * @param infinity the language's constant
 */
export function jvmValue(
  { type, value }: SparkLiteral,
  infinity: string,
  notANumber: string,
): string | undefined {
  if (value === null || type.kind !== 'simple') return undefined;
  switch (type.name) {
    case 'STRING':
      return jvmText(value);
    case 'BOOLEAN':
    case 'INT':
      return value;
    case 'BIGINT':
      return `${value}L`;
    case 'DOUBLE':
      if (Number.isFinite(Number(value))) return floatText(value);
      if (Number.isNaN(Number(value))) return notANumber;
      return Number(value) < 0 ? `-${infinity}` : infinity;
    default:
      return undefined;
  }
}

/**
 * A documentation comment set in by some columns; on several lines where it is long.
 * @param aligned its asterisks, as Java has them, not below the second one as in Scala
 */
export function docComment(text: string, indent: number, aligned: boolean): string {
  const margin = ' '.repeat(indent);
  const line = docLine(text);
  if (indent + line.length + 7 <= 100) return `${margin}/** ${line} */\n`;
  const star = `${margin}${aligned ? ' ' : '  '}* `;
  const lines = wrapped(line, 100 - star.length);
  const [first = '', ...rest] = lines;
  const open = aligned ? `${margin}/**\n${star}${first}\n` : `${margin}/** ${first}\n`;
  return `${open}${rest.map((each) => `${star}${each}\n`).join('')}${star.trimEnd()}/\n`;
}

/** Title and description, for the comment of the class. */
export const titleOf = ({ name, description }: SparkProgram): string =>
  description === undefined ? name : `${sentence(name)} ${sentence(description)}`;

/** A comment on a line of its own in `main`; nothing without a text. */
export const lineComment = (text: string | undefined): string =>
  text === undefined ? '' : `    // ${commentLines(text).join(' ').trim()}\n`;

/** A title in a documentation comment: on one line, and without what would end or open a comment. */
export const docLine = (title: string): string =>
  commentLines(title).join(' ').replaceAll('*/', '* /').replaceAll('/*', '/ *').trim();

/** A text put together with `+`. */
export const jvmJoined = (pieces: readonly TextPiece[]): string =>
  pieces.map((piece) => ('text' in piece ? jvmText(piece.text) : piece.code)).join(' + ');
