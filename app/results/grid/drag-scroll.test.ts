import { expect, test } from 'vitest';
import { scrollStep } from './drag-scroll.ts';

test('nothing inside; outside faster with the distance, up to a bound, in both directions', () => {
  expect(scrollStep(0, 16)).toBe(0);
  expect(scrollStep(10, 10)).toBeCloseTo(2.5);
  expect(scrollStep(-10, 10)).toBeCloseTo(-2.5);
  expect(scrollStep(1000, 10)).toBe(scrollStep(5000, 10));
});
