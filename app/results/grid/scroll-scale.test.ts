import { expect, test } from 'vitest';
import { clampTop, lastTop, scrollScale, toContent, toTrack, topToShow } from './scroll-scale.ts';

const ROW = 24;
const million10 = scrollScale(10_000_000 * ROW, 500);
const small = scrollScale(100 * ROW, 500);

test('what fits into a track is as long as its track', () => {
  expect(small.track).toBe(2400);
  for (const top of [0, 1, 777, 1900]) expect(toContent(small, top)).toBeCloseTo(top, 9);
});

test('ten million rows: the track is capped, both ends and every row can be reached', () => {
  expect(million10.track).toBe(16_000_000);
  expect(toContent(million10, 0)).toBe(0);
  expect(toContent(million10, million10.track - million10.view)).toBe(lastTop(million10));
  for (const row of [0, 1, 4_999_999, 9_999_000]) {
    expect(toContent(million10, toTrack(million10, row * ROW)) / ROW).toBeCloseTo(row, 6);
  }
});

test('places beyond the ends are the ends', () => {
  expect(toContent(million10, -5)).toBe(0);
  expect(toContent(million10, 1e9)).toBe(lastTop(million10));
  expect(clampTop(million10, 1e12)).toBe(lastTop(million10));
  const short = scrollScale(48, 500);
  expect([short.track, lastTop(short), toContent(short, 10), toTrack(short, 10)]).toEqual([
    500, 0, 0, 0,
  ]);
});

test('a row is shown with as little scrolling as possible', () => {
  expect(topToShow(small, 240, 3, ROW)).toBe(72);
  expect(topToShow(small, 240, 12, ROW)).toBe(240);
  expect(topToShow(small, 240, 40, ROW)).toBe(41 * ROW - 500);
  expect(topToShow(small, 0, 99, ROW)).toBe(1900);
});
