/** What a join was told to expect of its keys. */
import type { JoinSide } from '../contract/expression.ts';
import type { Join } from '../contract/relation.ts';

/** The sides on which each key must stand once. */
export function uniqueSides({ expect, on }: Join): readonly JoinSide[] {
  if (on.length === 0) return [];
  return [
    ...(expect === 'one-to-one' || expect === 'one-to-many' ? (['left'] as const) : []),
    ...(expect === 'one-to-one' || expect === 'many-to-one' ? (['right'] as const) : []),
  ];
}

export const repeatedKeysMessage = ({ expect }: Join, side: JoinSide): string =>
  `The join expects ${expect ?? ''}, but keys are repeated on the ${side} side`;
