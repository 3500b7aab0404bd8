import type { Suggestion } from '../../ui/match-suggestions.ts';

export interface ValueItem extends Suggestion {
  /** Its text is empty, and yet it is not the empty text. */
  readonly isNull: boolean;
}

export interface ValueItems {
  readonly items: readonly ValueItem[];
  /** What they are, or why there are none. */
  readonly note: string | undefined;
}
