import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { nameHint } from '../../../engine/document/near-names.ts';
import { changedRange } from './changed-range.ts';
import { problemRange, replacementFor, suggestedNames } from './problems.ts';

describe('suggestedNames', () => {
  it('reads what the engine writes', () => {
    expect(suggestedNames(nameHint('delai', ['delay']))).toEqual(['delay']);
    expect(suggestedNames(nameHint('abc', ['abd', 'abe', 'abf']))).toEqual(['abd', 'abe', 'abf']);
    expect(suggestedNames(nameHint('a "b"', ['a "c"']))).toEqual(['a "c"']);
  });

  it('finds none in other hints', () => {
    expect(suggestedNames(nameHint('zzz', ['delay']))).toEqual([]);
    expect(suggestedNames('Cast one side to the type of the other.')).toEqual([]);
    expect(suggestedNames(undefined)).toEqual([]);
  });
});

it('quotes a replaced column and not a function', () => {
  expect(replacementFor('Unit price', false)).toBe('"Unit price"');
  expect(replacementFor('left', true)).toBe('left');
});

describe('problemRange', () => {
  it('covers a character wherever there is one', () => {
    expect(problemRange({}, 5)).toEqual({ from: 0, to: 5 });
    expect(problemRange({ start: 2, end: 2 }, 5)).toEqual({ from: 2, to: 3 });
    expect(problemRange({ start: 5, end: 5 }, 5)).toEqual({ from: 4, to: 5 });
    expect(problemRange({ start: 9, end: 12 }, 5)).toEqual({ from: 4, to: 5 });
    expect(problemRange({ start: 0, end: 1 }, 0)).toEqual({ from: 0, to: 0 });
  });
});

it('finds the change between two texts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '𝄞') });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = changedRange(before, after);
      if (change === undefined) expect(before).toBe(after);
      else {
        const { from, to, insert } = change;
        expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
      }
    }),
  );
  expect(changedRange('total > 1', 'totals > 1')).toEqual({ from: 5, to: 5, insert: 's' });
});
