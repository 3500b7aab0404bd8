/** What differs between two versions of a text, word by word. */

export interface TextPart {
  readonly text: string;
  readonly changed: boolean;
}

const WORDS = /"(?:[^"]|"")*"|[\p{L}\p{N}_$]+|\s+|[^]/gu;

const wordsOf = (text: string): readonly string[] => text.match(WORDS) ?? [];

/** Both texts in parts; those that are not changed are the same in both, in the same order. */
export function diffText(
  before: string,
  after: string,
): { readonly before: readonly TextPart[]; readonly after: readonly TextPart[] } {
  const [was, is] = [wordsOf(before), wordsOf(after)];
  // A name takes the place of a name: then word stands against word.
  if (was.length === is.length) {
    const parts = (words: readonly string[], others: readonly string[]): TextPart[] =>
      joined(words.map((text, i) => ({ text, changed: text !== others[i] })));
    return { before: parts(was, is), after: parts(is, was) };
  }
  const shorter = Math.min(was.length, is.length);
  let start = 0;
  while (start < shorter && was[start] === is[start]) start += 1;
  let end = 0;
  while (end < shorter - start && was.at(-1 - end) === is.at(-1 - end)) end += 1;
  const parts = (words: readonly string[]): TextPart[] =>
    joined(words.map((text, i) => ({ text, changed: i >= start && i < words.length - end })));
  return { before: parts(was), after: parts(is) };
}

/** Neighbours of one kind as one part. */
function joined(parts: readonly TextPart[]): TextPart[] {
  const result: TextPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.changed === part.changed) {
      result[result.length - 1] = { text: last.text + part.text, changed: part.changed };
    } else result.push(part);
  }
  return result;
}
