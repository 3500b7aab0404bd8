import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../engine/document/parse.ts';
import { salvageDocument } from '../../engine/document/salvage.ts';
import { formatTime } from './format-time.ts';
import { textPlaces } from './text-places.ts';

/** Each place as the text that stands there. */
const placesOf = (text: string): (string | undefined)[] => {
  const parsed = parseDocument(text);
  const diagnostics = parsed.ok ? [] : parsed.diagnostics;
  const { lost } = salvageDocument(text, 'x');
  return textPlaces({ text, diagnostics, lost }, (path) => path).map(({ start, end }) =>
    start === undefined ? undefined : text.slice(start, end),
  );
};

describe('the places in a text that are wrong', () => {
  it('are the parts that are left out', () => {
    const text = '{\r\n"format": "sluice/1",\n"name": "x",\n"nodes": { "a": { "typ": "x" } }\n}';
    expect(placesOf(text)).toEqual(['"a"', '"typ"', '"a": { "typ": "x" }']);
    expect(placesOf(`\uFEFF${text}`)).toEqual(placesOf(text));
  });

  it('are the characters where the syntax breaks', () => {
    expect(placesOf('{\n  "format": "sluice/1",\n  "name" "x"\n}')).toEqual(['"x"']);
    expect(placesOf('')).toEqual(['']);
  });

  it('of a newer format are the format and what is not known', () => {
    expect(placesOf('{ "format": "sluice/2", "name": "x", "lanes": [] }')).toEqual([
      '"format"',
      '"lanes": []',
    ]);
  });
});

describe('a moment', () => {
  const noon = new Date(2026, 4, 3, 12, 5).getTime();
  it('of today is a time, of another day a date', () => {
    expect(formatTime(noon, 'en', noon + 60_000)).toBe('12:05');
    expect(formatTime(noon, 'en', noon + 48 * 3_600_000)).toMatch(/May 3, 2026.*12:05/);
  });
});
