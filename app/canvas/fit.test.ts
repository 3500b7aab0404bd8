import { expect, test } from 'vitest';
import { fitRect, isSeen, openingView } from './fit.ts';

const pane = { width: 864, height: 560 };
const wide = { x: -100, y: 40, width: 2400, height: 200 };
const small = { x: 40, y: 40, width: 700, height: 480 };

test.each([wide, small])('all of it is seen', (bounds) => {
  expect(isSeen(bounds, fitRect(bounds, pane), pane)).toBe(true);
});

test('a few steps are not magnified', () => {
  expect(fitRect({ x: 0, y: 0, width: 208, height: 60 }, pane).zoom).toBe(1);
});

test('opened, a pipeline is seen as a whole where that can be read, else its beginning', () => {
  expect(openingView(small, pane)).toEqual(fitRect(small, pane));
  const view = openingView(wide, pane);
  expect(view.zoom).toBe(0.8);
  expect(isSeen({ ...wide, width: 900 }, view, pane)).toBe(true);
  expect(isSeen(wide, view, pane)).toBe(false);
  // Higher than the pane: its upper edge is in sight.
  expect(
    isSeen(
      { x: 0, y: 0, width: 208, height: 60 },
      openingView({ x: 0, y: 0, width: 208, height: 4000 }, pane),
      pane,
    ),
  ).toBe(true);
});
