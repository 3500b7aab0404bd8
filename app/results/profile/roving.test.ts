import { expect, test } from 'vitest';
import { placeAfter } from './roving.ts';

test('arrow keys stop at the ends, Home and End go there, other keys go nowhere', () => {
  const walk = (keys: readonly string[]): number =>
    keys.reduce((at, key) => placeAfter(key, at, 3) ?? at, 0);
  expect(walk(['ArrowRight', 'ArrowDown', 'ArrowRight'])).toBe(2);
  expect(walk(['End', 'ArrowLeft', 'ArrowUp', 'ArrowLeft'])).toBe(0);
  expect(walk(['End', 'Home'])).toBe(0);
  expect(placeAfter('Enter', 1, 3)).toBeUndefined();
});
