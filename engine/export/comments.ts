import type { PipelineDocument } from '../document/schema.ts';

/** Title and note of a step: what people wrote of it. */
export function commentOf(document: PipelineDocument, node: string): string | undefined {
  const step = document.nodes[node];
  const lines = [step?.title, step?.note].filter((text) => text !== undefined && text !== '');
  return lines.length === 0 ? undefined : lines.join('\n');
}

/**
 * The lines of a comment in code. Characters that would end a comment there (as a carriage return does
 * in Python, a Unicode escape in Java) become spaces.
 */
export const commentLines = (text: string): string[] =>
  text
    .split(/\r\n|[\n\r\v\f\x85\u2028\u2029]/)
    .map((line) => line.replace(/\p{Cc}|\\(?=u)/gu, ' ').trimEnd());

/** A text on one line, as a sentence. */
export function sentence(text: string): string {
  const line = commentLines(text).join(' ').replace(/\s+/g, ' ').trim();
  return line === '' || /[.!?…]$/.test(line) ? line : `${line}.`;
}

/** Words of a text in lines of so many characters, longer only where a word is. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
