/**
 * Errors that a statement raises itself, where Spark has none like DuckDB's: Spark tells their words and
 * no place. The pieces of the words that are the same in all of them stand in the statement.
 */
import type { TextPlace } from './marked-text.ts';
import { placeAround } from './marked-text.ts';

const CALL = 'raise_error(';

/** A text literal of Spark's SQL, as the printer writes it. */
const LITERAL = /'((?:[^'\\]|\\[\s\S])*)'/g;

/** @returns the places that can have raised an error of these words, each once */
export function placesOfRaised(
  message: string,
  sql: string,
  places: readonly TextPlace[],
): readonly TextPlace[] {
  const found = new Set<TextPlace>();
  for (let at = sql.indexOf(CALL); at >= 0; at = sql.indexOf(CALL, at + 1)) {
    const call = sql.slice(at, endOfCall(sql, at + CALL.length));
    const pieces = [...call.matchAll(LITERAL)].map(([, text = '']) => unescaped(text));
    const place = placeAround(places, at, at + call.length);
    if (place !== undefined && pieces.every((piece) => message.includes(piece))) found.add(place);
  }
  return [...found];
}

/** Behind the parenthesis that ends a call; those in texts are none. */
function endOfCall(sql: string, start: number): number {
  let open = 1;
  let inText = false;
  for (let i = start; i < sql.length; i += 1) {
    const character = sql[i];
    if (inText && character === '\\') i += 1;
    else if (character === "'") inText = !inText;
    else if (!inText && character === '(') open += 1;
    else if (!inText && character === ')' && (open -= 1) === 0) return i + 1;
  }
  return sql.length;
}

const unescaped = (text: string): string => text.replaceAll('\\0', '\0').replaceAll(/\\(.)/g, '$1');
