/** Calls whose arguments are parted by words: EXTRACT, POSITION, SUBSTRING, TRIM. */
import { findAtDepth } from './brackets.ts';
import type { Normalisation } from './normalisation.ts';

/**
 * Marks the words to be replaced by commas, or to be left out, in the call that stands at `at`.
 * Returns the form of the call, `''` when it is an ordinary one.
 */
export function specialForm(n: Normalisation, at: number, close: number): string {
  if (n.tokens[at]?.kind !== 'word') return '';
  const first = at + 2;
  const find = (word: string): number =>
    findAtDepth(
      n.tokens,
      n.closeOf,
      first,
      close,
      (token) => token.kind === 'word' && token.value === word,
    );
  switch (n.tokens[at]?.value) {
    case 'extract': {
      const from = find('from');
      if (from < 0) return '';
      n.replacements.set(from, ',');
      return 'extract';
    }
    case 'position': {
      const within = find('in');
      if (within < 0) return '';
      n.replacements.set(within, ',');
      return 'position';
    }
    case 'substring': {
      const from = find('from');
      const length = find('for');
      if (from < 0 && length < 0) return '';
      if (from >= 0) n.replacements.set(from, ',');
      if (length >= 0) n.replacements.set(length, ',');
      if (from < 0) return 'substring for';
      return length >= 0 && length < from ? 'substring for from' : 'substring';
    }
    case 'trim': {
      const side = n.word(first, 'both', 'leading', 'trailing')
        ? n.tokens[first]?.value
        : undefined;
      const from = find('from');
      if (side === undefined && from < 0) return '';
      if (side !== undefined) n.replacements.set(first, '');
      const bare = from === (side === undefined ? first : first + 1);
      if (from >= 0) n.replacements.set(from, bare ? '' : ',');
      return `trim ${side ?? 'both'}`;
    }
    default:
      return '';
  }
}
