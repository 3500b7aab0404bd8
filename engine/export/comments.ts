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
